"""What agency a name means, read in a province and at a time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from corpus.folding import bare, expand, spelled_out
from corpus.identity.places import (
    TWO_LEVELS,
    TYPES,
    Context,
    Step,
    Unit,
    designation,
    gazetteer,
    is_unchanged,
    locate,
    name_form,
    steps_of,
    successor_of,
    table,
    type_at,
)
from extract.lexicon import rows
from extract.text import search_form

GOVERNMENT = "UBND"
#: Candidates of a name that may mean several; where there are more, none is worth naming.
MOST_CANDIDATES = 30
#: Words around an address that say nothing of it.
NOISE = set("thuộc trực của tại ở trên địa bàn cũ nay nguyên và các".split())
#: Bodies that are called by the name of their unit, and the type of that unit.
PLACE_OF = {
    "Tỉnh ủy": "tỉnh", "Thành ủy": "thành phố", "Huyện ủy": "huyện", "Quận ủy": "quận", "Thị ủy": "thị xã",
    "Tỉnh đoàn": "tỉnh", "Huyện đoàn": "huyện", "Thành đoàn": "thành phố",
}  # fmt: skip
_TOKEN = re.compile(r"[^\W_]+")
_TRAIL = re.compile(r"(?:,| -|\(|\.| thuộc| trực thuộc| của| tại)+$")
_ASIDE = re.compile(r"\((?!cũ\))[^()]*\)")


@dataclass(frozen=True, slots=True)
class Candidate:
    """What an ambiguous name may mean, and with which share of the weight."""

    name: str
    unit_code: str | None
    score: float


@dataclass(frozen=True, slots=True)
class Succession:
    """What an agency became: `name` and `key` of the successor; `on_date` in EDTF, a span if not exact."""

    name: str
    key: str
    on_date: str
    how: str
    source: str


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency. `key` is the same for all its names; `name` is the canonical one. `level` is ministry, province,
    district or commune; codes are those of the administrative unit before and since 1 July 2025; coordinates are those
    of its centre, in degrees. `certainty` is resolved, ambiguous (see `candidates`) or unknown."""

    key: str
    name: str
    certainty: str
    level: str | None = None
    kind: str | None = None
    parent: str | None = None
    parent_key: str | None = None
    province: str | None = None
    unit_code: str | None = None
    unit_code_2025: str | None = None
    province_2025: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    candidates: tuple[Candidate, ...] = ()
    successions: tuple[Succession, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """A line of `bodies.tsv`."""

    name: str
    level: str
    kind: str
    form: str
    parent: str
    until: str


@dataclass(frozen=True, slots=True)
class Head:
    """A line of `heads.tsv`."""

    kind: str
    written: str
    level: str
    needs: str


@dataclass(frozen=True, slots=True)
class Name:
    """A name in words: `low` in search form with abbreviations written out, and where each stands in `text`."""

    text: str
    low: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    toneless: bool

    def shown(self, first: int, last: int) -> str:
        """The words from `first` to before `last` as they are written."""
        return self.text[self.spans[first][0] : self.spans[last - 1][1]] if first < last else ""


@lru_cache(maxsize=100_000)
def resolve(written: str, context: Context = Context()) -> Agency:  # noqa: B008
    """The agency that `written` means for a source of that province on that day.

    >>> resolve("Sở Nội vụ", Context("40", "2022-02-10")).name
    'Sở Nội vụ tỉnh Nghệ An'
    """
    name = words_of(written)
    bodies = list(_bodies(name))
    head = _head(name)
    first = bodies[0] if bodies else None
    if head and not (first and first[0] == 0 and first[1] >= head[0]):
        inner = [found for found in bodies if found[0] >= head[0]]
        if inner and head[1].kind not in ("enterprise", "market") and inner[-1][2].form != "within":
            found = _composite(name, inner[-1], context)
        else:
            found = _own_name(name, *head, context)
    elif bodies:
        found = _composite(name, bodies[-1], context, bodies[-2] if len(bodies) > 1 else None)
    else:
        steps, rest = steps_of(name.low, name.toneless)
        is_place = steps and not set(rest) - NOISE
        found = _of_units(_body(GOVERNMENT), steps, name, context) if is_place else None
    return found or _unknown(written, context)


def resolve_all(names: Sequence[str], context: Context) -> list[Agency]:
    """The agencies that names mean which stand together, as those inspected by one team.

    Where those that are known are all of one district, "Công an huyện" and "UBND xã Nghĩa Bình" are of that district.
    """
    found = [resolve(name, context) for name in names]
    districts = {place for agency in found if (place := _district(agency))}
    if len(districts) != 1:
        return found
    (place,) = districts
    return [_nearer(name, agency, place, context) for name, agency in zip(names, found, strict=True)]


def _district(agency: Agency) -> str | None:
    """The district, written in full, that an agency is of or lies in."""
    unit = gazetteer().old.get(agency.unit_code or "")
    holders = (unit, *gazetteer().parents(unit)) if unit and agency.certainty == "resolved" else ()
    return next((designation(one) for one in holders if one.level == "district"), None)


def _nearer(name: str, agency: Agency, district: str, context: Context) -> Agency:
    """An ambiguous agency, read as one of a district."""
    if agency.certainty != "ambiguous" or agency.level not in ("district", "commune"):
        return agency
    kind = next(kind for kind in TYPES if district.startswith(f"{kind} "))
    stem = re.sub(rf"\s+{kind}$", "", name, flags=re.IGNORECASE)
    found = resolve(f"{stem}, {district}", context)
    return found if found.certainty == "resolved" else agency


def words_of(written: str) -> Name:
    """A name in words, with the abbreviations that only context explains written out first."""
    text = _ASIDE.sub(" ", unicodedata.normalize("NFC", written))
    for pattern, long in _patterns():
        text = pattern.sub(long, text)
    found = [(match.group(), match.span()) for match in _TOKEN.finditer(text)]
    toneless = text.isascii()
    low = [bare(token) if toneless else search_form(token) for token, _ in found]
    kept = [at for at, word in enumerate(low) if word not in ("và", "va")]
    words, spans = [], []
    for at, size, expanded in expand([low[i] for i in kept], toneless):
        span = found[kept[at]][1][0], found[kept[at + size - 1]][1][1]
        words += expanded
        spans += [span] * len(expanded)
    return Name(text, tuple(words), tuple(spans), toneless)


def begins(name: Name) -> bool:
    """Whether a name begins with a body of every unit, or with the head of a name of its own."""
    return any(start == 0 for start, _, _ in _bodies(name)) or _head(name) is not None


def _bodies(name: Name) -> Iterator[tuple[int, int, Body]]:
    """(start, end, body) of the bodies of `bodies.tsv` that a name holds, the longest of those that overlap."""
    known, at = _known(name.toneless)[0], 0
    while at < len(name.low):
        for size in range(min(12, len(name.low) - at), 0, -1):
            if body := known.get(name.low[at : at + size]):
                yield at, at + size, body
                at += size
                break
        else:
            at += 1


def _head(name: Name) -> tuple[int, Head] | None:
    heads = _known(name.toneless)[1]
    for size in range(min(12, len(name.low)), 0, -1):
        if head := heads.get(name.low[:size]):
            return size, head
    return None


# Names that say which body of which unit


def _composite(
    name: Name, found: tuple[int, int, Body], context: Context, before: tuple[int, int, Body] | None = None
) -> Agency | None:
    """The agency of a body with its unit, and of what belongs to it: "Thanh tra | Sở Y tế | Nghệ An"."""
    start, end, body = found
    if body.form == "within":  # "… Văn phòng" at the end belongs to nothing
        return None
    steps, rest = steps_of(name.low[end:], name.toneless)
    if set(rest) - NOISE:
        return None
    part = [word for word in name.low[:start] if word not in NOISE]
    if before and (before[0], before[1]) == (0, len(part)) and before[2].form == "unit":
        own = before[2]
        if body.name == GOVERNMENT or own.level in ("province", "district", "commune"):
            return _of_units(own, steps, name, context)
    whole = _of_units(body, steps, name, context)
    if not part or whole.certainty != "resolved":
        return whole if not part else None
    shown = _TRAIL.sub("", tidy(name.shown(0, start)))
    head = _head(name)
    if before and before[0] == 0 and before[1] == len(part):
        shown, kind = before[2].name, before[2].kind or body.kind
    else:
        kind = head[1].kind if head and body.kind in ("administration", "elected") else body.kind
        if head:
            shown = f"{head[1].written} {tidy(name.shown(head[0], start), first=False)}".strip()
            shown = _TRAIL.sub("", shown)
    own = f"{shown} {whole.name}"
    return replace(
        whole, key=f"{' '.join(part)}|{whole.key}", name=own, kind=kind, parent=whole.name,
        parent_key=whole.key, successions=(),
    )  # fmt: skip


def _of_units(body: Body, steps: Sequence[Step], name: Name, context: Context) -> Agency:
    """The body of the unit that an address means."""
    if body.form == "once":
        return _once(body)
    units = _units(body, list(steps), name.toneless, context)
    best = [unit for unit, weight in units if weight == units[0][1]]
    if len(best) == 1:
        return of_unit(body, best[0])
    places = (" ".join(filter(None, (step.type, (step.name or "").title()))) for step in steps)
    shown = f"{body.name} {', '.join(places)}".strip()
    asked = replace(_unknown(shown, context), kind=body.kind, certainty="ambiguous")
    asked = replace(asked, level=body.level if body.level != "*" else (best[0].level if best else None))
    if not 1 < len(best) <= MOST_CANDIDATES:
        return asked
    found = sorted((of_unit(body, unit) for unit in best), key=lambda agency: agency.name)
    share = round(1 / len(found), 4)
    return replace(asked, candidates=tuple(Candidate(a.name, a.unit_code or a.unit_code_2025, share) for a in found))


def _once(body: Body) -> Agency:
    """A body that there is once: a ministry."""
    own = Agency(f"{name_form(body.name, False)}|", body.name, "resolved", body.level, body.kind)
    after = [(_once(_body(new)), *facts) for old, new, *facts in _reforms() if old == body.name]
    return replace(own, successions=tuple(Succession(one.name, one.key, *facts) for one, *facts in after))


def _units(body: Body, steps: list[Step], toneless: bool, context: Context) -> list[tuple[Unit, float]]:
    """The units that may be meant, the likeliest first."""
    places = gazetteer()
    if steps and steps[0].type is None and body.name in PLACE_OF:
        steps[0] = Step(PLACE_OF[body.name], steps[0].name)
    if not steps and body.name in PLACE_OF:
        steps = [Step(PLACE_OF[body.name], None)]
    if not steps:
        province = places.of_context(context)
        if body.level == "province":
            return [(province, 1.0)] if province else []
        if body.level == "district" and province and not province.new:
            units = places.old.values()
            return [(u, 1.0) for u in units if u.level == "district" and u.parent == province.code and not u.gone]
        return []
    found = locate(steps, context, toneless)
    at_level = [pair for pair in found if pair[0].level == body.level]
    return at_level if at_level and steps[0].type is None else found


def of_unit(body: Body, unit: Unit, deep: bool = True) -> Agency:
    """The agency that is `body` of `unit`; not `deep`: without what became of it."""
    place = designation(unit)
    own = place.removeprefix(f"{unit.type} ") if body.form == "name" else place
    name = f"{body.name} {own}"
    parent = _parent(body, unit)
    return Agency(
        key=f"{name_form(name, False)}|{'n' if unit.new else 'o'}{unit.code}",
        name=name,
        certainty="resolved",
        level=unit.level,
        kind=body.kind,
        parent=parent and parent.name,
        parent_key=parent and parent.key,
        **of_place(unit),
        successions=tuple(_successions(body, unit)) if deep else (),
    )


def of_place(unit: Unit) -> dict:
    """Codes and coordinates of a unit."""
    places = gazetteer()
    province = places.province(unit)
    if unit.new:
        before, now, province_2025 = None, unit.code, province.code
        old = province.code if is_unchanged(province.code) else _came_from().get(unit.code)
    else:
        before, old, province_2025 = unit.code, province.code, successor_of(province.code)
        now = unit.seat or (unit.successors or (None,))[0] if unit.level != "province" else province_2025
        if unit.level == "district":
            now = unit.seat
    return {
        "province": old, "unit_code": before, "unit_code_2025": now, "province_2025": province_2025,
        "latitude": unit.latitude, "longitude": unit.longitude,
    }  # fmt: skip


def _parent(body: Body, unit: Unit) -> Agency | None:
    """What a body belongs to: another body of its unit or of the unit above; the government, that of the unit above."""
    above = gazetteer().parents(unit)
    if body.parent:
        parent = _body(body.parent)
        level = parent.level if parent.level != "*" else unit.level
        holders = [one for one in (unit, *above) if one.level == level]
        return of_unit(parent, holders[0], deep=False) if holders else None
    if body.kind in ("administration", "police", "party", "elected") and above and body.form == "unit":
        return of_unit(body, above[0], deep=False) if body.level == "*" else None
    return None


def _successions(body: Body, unit: Unit) -> Iterator[Succession]:
    """What became of a body of a unit by the reforms of 2025."""
    places = gazetteer()
    for old, new, on_date, how, source in _reforms():
        if old == body.name:
            after = of_unit(_body(new), unit, deep=False)
            yield Succession(after.name, after.key, on_date, how, source)
    if unit.new or (body.until and body.until < "2025-06-30"):
        return
    if unit.level == "province":
        code = successor_of(unit.code)
        if not is_unchanged(code):
            after = of_unit(body, places.new[code], deep=False)
            yield Succession(after.name, after.key, TWO_LEVELS, "merged", "Nghị quyết 202/2025/QH15")
    elif unit.merged_into:
        after = of_unit(body, places.old[unit.merged_into], deep=False)
        how = "renamed" if unit.merged_into == unit.code else "merged"
        yield Succession(after.name, after.key, "2022/2025", how, "gazetteers of 2022 and 2025")
    elif unit.level == "commune":
        how = "merged" if len(unit.successors) == 1 else "divided"
        for code in unit.successors:
            after = of_unit(body, places.new[code], deep=False)
            yield Succession(after.name, after.key, TWO_LEVELS, how, "vietnamadminunits")
    elif unit.seat and body.name in (GOVERNMENT, "HĐND"):
        after = of_unit(body, places.new[unit.seat], deep=False)
        yield Succession(after.name, after.key, TWO_LEVELS, "abolished", "Luật 72/2025/QH15; the commune of its seat")


# Names of their own


def _own_name(name: Name, size: int, head: Head, context: Context) -> Agency | None:
    """The agency that has a name of its own behind a head: "Trường THPT | Đô Lương 1", "Công ty TNHH | Thành Đạt"."""
    cut = _address(name, size)
    steps, rest = steps_of(name.low[cut:], name.toneless)
    own = [word for word in name.low[size:cut] if word not in NOISE]
    if set(rest) - NOISE or not (own or steps):
        return None
    seat = _seat(head, own, steps, name.toneless, context)
    shown = _TRAIL.sub("", tidy(name.shown(size, cut), first=False)).strip(' ,;."“”')
    title = f"{head.written} {shown}".strip()
    place = seat.place(head)
    full = title if not place else f"{title}, {place}" if own else f"{title} {place}"
    unit = seat.unit
    level = head.level or (unit.level if unit else "") or None
    if head.level == "district" and unit and unit.new:
        level = "commune"
    known = {"": True, "province": seat.home is not None, "commune": unit is not None and unit.level != "province"}
    if not known[head.needs] or (seat.candidates and unit is None):
        asked = replace(_unknown(full, context), kind=head.kind, level=level, certainty="ambiguous")
        if not 1 < len(seat.candidates) <= MOST_CANDIDATES:
            return asked
        share = round(1 / len(seat.candidates), 4)
        listed = [Candidate(f"{title}, {designation(one)}", one.code, share) for one in seat.candidates]
        return replace(asked, candidates=tuple(sorted(listed, key=lambda one: one.name)))
    at = unit or (seat.home if head.needs == "province" and (seat.in_name or head.level) else None)
    details = of_place(at) if at else {}
    if not at and seat.home and head.needs == "province":  # somewhere in the province
        details = {name: value for name, value in of_place(seat.home).items() if name in ("province", "province_2025")}
    where = f"{'n' if at.new else 'o'}{at.code}" if at else "" if head.level == "ministry" else context.province or ""
    written_out = " ".join((*words_in(head.written, name.toneless), *own))
    return Agency(f"{written_out}|{place or ''}|{where}", full, "resolved", level, head.kind, **details)


@dataclass(frozen=True, slots=True)
class Seat:
    """Where an agency with a name of its own is: `unit` of its address or of its name, or `candidates` for it; the
    province it is in (`home`), which `in_name` says that its name ends with."""

    unit: Unit | None
    candidates: tuple[Unit, ...]
    home: Unit | None
    in_name: bool
    namesake: bool  # the unit is a commune that it is called after

    def place(self, head: Head) -> str | None:
        """The address, as it stands behind the name."""
        if self.unit and self.namesake:
            return designation(gazetteer().parents(self.unit)[0])
        if self.unit:
            return designation(self.unit)
        return designation(self.home) if self.home and head.needs and not self.in_name else None


def _seat(head: Head, own: Sequence[str], steps: Sequence[Step], toneless: bool, context: Context) -> Seat:
    """Where an agency with the name `own` and the address `steps` is."""
    found = locate(steps, context, toneless) if steps else []
    candidates = tuple(unit for unit, weight in found if weight == found[0][1])
    unit = candidates[0] if len(candidates) == 1 else None
    named = _province_at_end(own, toneless)
    home = gazetteer().province(unit) if unit else named or gazetteer().of_context(context)
    if head.needs == "commune" and not (unit and unit.level == "commune"):
        called = tuple(_namesakes(own, steps, home, toneless, context))
        if len(called) == 1:
            return Seat(called[0], (), home, named is not None, namesake=True)
        if called and not steps:
            candidates = called
    return Seat(unit, candidates, home, named is not None, namesake=False)


def _address(name: Name, size: int) -> int:
    """Where the address begins that follows a name of its own, or the end."""
    for at in range(size, len(name.low)):
        kind, length = type_at(name.low, at, name.toneless)
        if kind is None or name.low[at : at + 2] in (("xã", "hội"), ("xa", "hoi")):
            continue
        steps, rest = steps_of(name.low[at:], name.toneless)
        named = [step for step in steps if step.name]
        if not set(rest) - NOISE and (named or at + length == len(name.low)):
            return at
    return len(name.low)


def _province_at_end(words: Sequence[str], toneless: bool) -> Unit | None:
    """The province whose name ends a name: "Bệnh viện Sản Nhi Nghệ An"."""
    for size in (4, 3, 2):
        if len(words) >= size:
            units = gazetteer().by_name.get((toneless, " ".join(words[-size:])), ())
            if province := next((unit for unit in units if unit.level == "province" and not unit.new), None):
                return province
    return None


def _namesakes(
    own: Sequence[str], steps: Sequence[Step], home: Unit | None, toneless: bool, context: Context
) -> list[Unit]:
    """The communes that a school can be called after: "Trường Mầm non Nghi Đức", "Trường THCS Đồng Thịnh 2"."""
    words = list(own)
    while words and (words[-1].isdigit() or words[-1] in ("i", "ii", "iii", "a", "b")):
        words.pop()
    if not words or home is None:
        return []
    above = [step for step in steps if step.name]
    found = locate([Step(None, " ".join(words)), *above], context, toneless)
    found = [(unit, weight) for unit, weight in found if unit.level == "commune"]
    here = {home.code} if home.new else {successor_of(home.code), home.code}
    found = [(u, w) for u, w in found if gazetteer().province(u).code in here]
    # Schools have the names of people, and so have wards: it says nothing of where they are.
    found = [(u, w) for u, w in found if not (u.type == "phường" and words[0] in _surnames())]
    return [unit for unit, weight in found if weight == found[0][1]]


# What is left


def _unknown(written: str, context: Context) -> Agency:
    """A name of which only itself is known: for each province and each of the two times another one."""
    era = "n" if context.is_new else "o"
    key = f"{spelled_out(written)}|{context.province or ''}{era}"
    now = successor_of(context.province) if context.province else None
    return Agency(key, tidy(written), "unknown", province=context.province, province_2025=now)


def tidy(written: str, first: bool = True) -> str:
    """As it is written, in NFC with one tone placement and single blanks, and where it comes first with a capital.

    >>> tidy("uỷ ban  Thái Hoà")
    'Ủy ban Thái Hòa'
    """
    text = " ".join(unicodedata.normalize("NFC", written).split())
    form = search_form(text)
    same = "".join(b.upper() if a.isupper() else b for a, b in zip(text, form, strict=True))
    return same[:1].upper() + same[1:] if first else same


# Facts


@cache
def _known(toneless: bool) -> tuple[dict[tuple[str, ...], Body], dict[tuple[str, ...], Head]]:
    bodies: dict[tuple[str, ...], Body] = {}
    for name, aliases, *rest in table("bodies"):
        for alias in (name, *filter(None, aliases.split(";"))):
            bodies[words_in(alias, toneless)] = Body(name, *rest)
    heads = {words_in(head, toneless): Head(*rest) for head, *rest, _ in table("heads")}
    return bodies, heads


@cache
def _body(name: str) -> Body:
    return next(Body(row[0], *row[2:]) for row in table("bodies") if row[0] == name)


@cache
def _reforms() -> list[list[str]]:
    return list(table("successions"))


@cache
def _surnames() -> set[str]:
    return {surname for surname, _ in rows("surnames")}


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    return [(re.compile(pattern), long) for pattern, long, _ in table("abbreviations")]


@cache
def _came_from() -> dict[str, str]:
    """{commune since July 2025: the province before, where all of it comes from one}."""
    places = gazetteer()
    found: dict[str, set[str]] = {}
    for unit in places.old.values():
        if unit.level == "commune":
            for code in unit.successors:
                found.setdefault(code, set()).add(places.province(unit).code)
    return {code: provinces.pop() for code, provinces in found.items() if len(provinces) == 1}


def words_in(text: str, toneless: bool) -> tuple[str, ...]:
    """The words of a fact, as `words_of` gives those of a name."""
    form = bare(text) if toneless else search_form(text)
    words = [word for word in _TOKEN.findall(form) if word not in ("và", "va")]
    return tuple(word for _, _, expanded in expand(words, toneless) for word in expanded)
