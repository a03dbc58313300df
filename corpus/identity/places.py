"""The gazetteer: provinces, districts and communes before and after 1 July 2025, and how to tell which one is meant."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from corpus.folding import bare, tokens
from extract.lexicon import read_table, rows
from extract.text import search_form

DIRECTORY = Path(__file__).resolve().parent.parent.parent / "data" / "identity"
#: From this day on there are provinces and communes only.
TWO_LEVELS = "2025-07-01"
LEVELS = ("province", "district", "commune")
#: The words for a unit, by the levels that they can mean.
TYPES = {
    "tỉnh": ("province",), "thành phố": ("province", "district"), "huyện": ("district",), "quận": ("district",),
    "thị xã": ("district",), "thị trấn": ("commune",), "xã": ("commune",), "phường": ("commune",),
    "đặc khu": ("commune",),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unit:
    """An administrative unit. `new`: of the state since 1 July 2025. `former`: (type, name, parent's code) in 2022."""

    code: str
    type: str
    name: str
    parent: str
    new: bool = False
    gone: bool = False  # before 30 June 2025
    former: tuple[str, str, str] | None = None
    latitude: float | None = None
    longitude: float | None = None
    successors: tuple[str, ...] = ()
    seat: str | None = None
    merged_into: str | None = None

    @property
    def level(self) -> str:
        return {2: "province", 3: "district", 5: "commune"}[len(self.code)]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an address as it is written: "huyện Sông Lô", or "Sông Lô" (type None), or "huyện" (name None)."""

    type: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Context:
    """Where and when a name is read: the source's province (code before July 2025) and the day (ISO) or year."""

    province: str | None = None
    when: str | None = None

    @property
    def is_new(self) -> bool:
        """Whether the day is of the time of two levels; a year alone is that of its first day."""
        return bool(self.when) and f"{self.when}-01-01"[:10] >= TWO_LEVELS

    @property
    def is_early(self) -> bool:
        """Whether names are those that units had in 2022."""
        return bool(self.when) and self.when < "2023"


@dataclass
class Gazetteer:
    """All units, by code and by name; names with tones, or without them where `toneless`."""

    old: dict[str, Unit] = field(default_factory=dict)
    new: dict[str, Unit] = field(default_factory=dict)
    renamed: set[str] = field(default_factory=set)  # codes that a unit of another name had in 2022
    by_name: dict[tuple[bool, str], list[Unit]] = field(default_factory=lambda: defaultdict(list))

    def add(self, unit: Unit) -> None:
        if unit.new:
            self.new[unit.code] = unit
        else:
            if unit.code in self.old:  # the later unit comes first
                self.renamed.add(unit.code)
            self.old.setdefault(unit.code, unit)
        for name in {unit.name, *([unit.former[1]] if unit.former else [])}:
            self.call(unit, name)

    def call(self, unit: Unit, name: str) -> None:
        """Let a unit be found under a name."""
        for toneless in (False, True):
            units = self.by_name[toneless, name_form(name, toneless)]
            if unit not in units:
                units.append(unit)

    def parents(self, unit: Unit) -> list[Unit]:
        """The units that hold it, the nearest first."""
        units = self.new if unit.new else self.old
        found = []
        while unit.parent:
            unit = units[unit.parent]
            found.append(unit)
        return found

    def province(self, unit: Unit) -> Unit:
        return (unit, *self.parents(unit))[-1]

    def of_context(self, context: Context) -> Unit | None:
        """The province in which a source of `context` sits on its day."""
        if context.province is None or context.province not in self.old:
            return None
        successor = successor_of(context.province)
        if context.is_new:
            return self.old[context.province] if is_unchanged(successor) else self.new[successor]
        return self.old[context.province]

    def within(self, province: Unit, kind: str) -> list[Unit]:
        """The units of a province that are called `kind`."""
        units = (self.new if province.new else self.old).values()
        return [unit for unit in units if unit.type == kind and not unit.gone and self.province(unit) == province]


def locate(steps: Sequence[Step], context: Context, toneless: bool = False) -> list[tuple[Unit, float]]:
    """The units that an address may mean, the likeliest first, each with its weight; the best may be several.

    `steps` go from the smallest to the greatest. Steps above the first must fit; type, province of the source and day
    decide between units of one name.
    """
    places = gazetteer()
    smallest, above = steps[0], steps[1:]
    if smallest.name is None:
        return [(unit, 1.0) for unit in _unnamed(smallest.type or "", above, context, toneless)]
    here = places.of_context(Context(context.province, None))
    now = successor_of(context.province) if context.province else None
    found = []
    for unit in places.by_name[toneless, smallest.name]:
        if smallest.type and unit.level not in TYPES[smallest.type]:
            continue
        if not all(_holds(unit, step, toneless) for step in above if step.name):
            continue
        if unit.new and unit.level == "province" and is_unchanged(unit.code):
            continue  # the same unit as before
        has_district = any(step.type in ("huyện", "quận", "thị xã") for step in (smallest, *above))
        kind, name = unit.former[:2] if unit.former and context.is_early else (unit.type, unit.name)
        others = {unit.type, *unit.former[:1]} if unit.former else {unit.type}
        others |= {row[1] for row in _other_names().get(unit.code, ()) if name_form(row[2], toneless) == smallest.name}
        weight = 1.0 + (0.5 if smallest.type == kind else 0.3 if smallest.type in others else 0.0)
        if smallest.type == "quận" and smallest.type not in others:
            continue  # there are none outside the great cities, and they never were called so before
        weight += 1.0 * (places.province(unit).code == (now if unit.new else here and here.code))
        weight += 0.6 * (unit.new == (context.is_new and not has_district))
        weight -= 0.3 * (context.is_early and unit.code in places.renamed and not unit.gone and not unit.new)
        weight += 0.2 * (context.is_early or not unit.gone) + 0.1 * (name_form(name, toneless) == smallest.name)
        weight += {"province": 0.4, "district": 0.25, "commune": 0.0}[unit.level] * (smallest.type is None)
        found.append((unit, round(weight, 3)))
    return sorted(found, key=lambda pair: (-pair[1], pair[0].new, pair[0].code))


def _unnamed(kind: str, above: Sequence[Step], context: Context, toneless: bool) -> list[Unit]:
    """The units that "huyện" or "thành phố" alone can mean in a province."""
    places = gazetteer()
    province = places.of_context(context)
    if above and above[-1].name:
        province = locate(above[-1:], context, toneless)[0][0]
    if province is None:
        return []
    if kind == province.type:
        return [province]
    return [] if kind == "tỉnh" else places.within(province, kind)


def _holds(unit: Unit, step: Step, toneless: bool) -> bool:
    """Whether a step above a unit fits one of the units that hold it, or held it in 2022."""
    places = gazetteer()
    holders = places.parents(unit)
    if unit.former and unit.former[2] in places.old:
        former = places.old[unit.former[2]]
        holders += [former, *places.parents(former)]
    names = {
        name_form(name, toneless)
        for holder in holders
        for name in (holder.name, *([holder.former[1]] if holder.former else []))
        if step.type is None or holder.level in TYPES[step.type]
    }
    return step.name in names


def designation(unit: Unit) -> str:
    """A unit with all that hold it: "xã Đồng Thịnh, huyện Sông Lô, tỉnh Vĩnh Phúc"."""
    return ", ".join(f"{one.type} {one.name}" for one in (unit, *gazetteer().parents(unit)))


def steps_of(words: Sequence[str], toneless: bool) -> tuple[list[Step], list[str]]:
    """(steps of an address, words that are none of it) out of words in search form, from the smallest step on."""
    steps, rest, at = [], [], 0
    while at < len(words):
        kind, size = type_at(words, at, toneless)
        name, length = name_at(words, at + size, kind, toneless)
        if kind or name:
            steps.append(Step(kind, name))
            at += size + length
        else:
            rest.append(words[at])
            at += 1
    return steps, rest


def type_at(words: Sequence[str], at: int, toneless: bool) -> tuple[str | None, int]:
    """The word for a unit at a place and how many words it has; (None, 0) where there is none."""
    for kind, written in _types(toneless):
        if list(words[at : at + len(written)]) == written:
            return kind, len(written)
    return None, 0


def name_at(words: Sequence[str], at: int, kind: str | None, toneless: bool) -> tuple[str | None, int]:
    """The longest name of a unit at a place, of the levels that `kind` allows, and how many words it has."""
    places = gazetteer()
    for size in range(min(6, len(words) - at), 0, -1):
        name = " ".join(words[at : at + size])
        units = places.by_name.get((toneless, name), ())
        if any(kind is None or unit.level in TYPES[kind] for unit in units):
            return name, size
    return None, 0


@cache
def _types(toneless: bool) -> list[tuple[str, list[str]]]:
    written = [(kind, (bare(kind) if toneless else kind).split()) for kind in TYPES]
    return sorted(written, key=lambda pair: -len(pair[1]))


def name_form(name: str, toneless: bool) -> str:
    """A name as it is compared: words in search form, without tones where `toneless`."""
    form = search_form(unicodedata.normalize("NFC", name))
    return " ".join(tokens(bare(form) if toneless else form))


@cache
def _other_names() -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = defaultdict(list)
    for row in table("names"):
        found[row[0]].append(row)
    return found


@cache
def successor_of(province: str) -> str:
    """The code since July 2025 of the province that took over `province` (code before)."""
    return next(row[3] for row in rows("provinces") if row[0] == province)


@cache
def is_unchanged(province: str) -> bool:
    """Whether a province of today is what it was before July 2025."""
    since = next(row[2] for row in rows("provinces_2025") if row[0] == province)
    return since < TWO_LEVELS


@cache
def gazetteer() -> Gazetteer:
    """Read once, at first use: 15,000 units, about 0.3 s."""
    places = Gazetteer()
    for code, kind, name, parent, state, former, latitude, longitude, successors, seat, merged in table("units"):
        was = tuple(former.split("|")) if former else None
        coordinates = (float(latitude), float(longitude)) if latitude else (None, None)
        became = tuple(successors.split()), seat or None, merged or None
        places.add(Unit(code, kind, name, parent, False, state == "2022", was, *coordinates, *became))
    for code, kind, name, parent, latitude, longitude in table("units_2025"):
        coordinates = (float(latitude), float(longitude)) if latitude else (None, None)
        places.add(Unit(code, kind, name, parent, True, False, None, *coordinates))
    for code, name, aliases, *_ in rows("provinces"):
        for alias in {name, *(one for one in aliases.split("|") if len(one) > 3)}:
            places.call(places.old[code], alias)
    for code, _, name, _ in table("names"):
        places.call(places.old[code], name)
    return places


def table(name: str) -> tuple[tuple[str, ...], ...]:
    """The lines of `data/identity/<name>.tsv`."""
    return read_table(DIRECTORY / f"{name}.tsv")
