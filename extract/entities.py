"""Mentions of one organisation brought together: "UBND huyện A Lưới" and "huyện A Lưới" are one in an article."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from .agencies import AgencyMention, provinces
from .lexicon import rows
from .names import LEGAL, LEVELS
from .text import fold

#: "UBND huyện" is that of a district named elsewhere in the article.
_LEVELS = {("tỉnh",), ("huyện",), ("quận",), ("xã",), ("phường",), ("thị", "xã"), ("thành", "phố"), ("thị", "trấn")}
_COMPANY_HEADS = {"công ty", "cty", "ctcp"}
#: Heads of the names that firms are registered under.
_FIRMS = _COMPANY_HEADS | {
    "tổng công ty",
    "tcty",
    "tổng cty",
    "tập đoàn",
    "dntn",
    "doanh nghiệp tư nhân",
    "htx",
    "hợp tác xã",
}
#: Places that too many firms are named after to tell one by.
_WIDE = {"việt nam", "sài gòn", "thành phố", "miền nam", "miền bắc", "miền trung"}
#: Kinds of organisations that go by one proper name.
_BUSINESSES = {"enterprise", "business"}
_JOINTS = {"và", "&", "-", "của"}
#: What an abbreviation by first letters has none of, but for its beginning.
_VOWELS = set("aăâeêioôơuưy")


@dataclass
class Entity:
    """An organisation in one article: its mentions in text order and the fullest of their names."""

    mentions: list[AgencyMention] = field(default_factory=list)

    @property
    def best(self) -> AgencyMention:
        """The mention with the fullest name, and of those that are as full the one that is most often used; a local
        government rather than its bare place."""
        uses = Counter(m.name for m in self.mentions)
        return max(self.mentions, key=lambda m: (*_fullness(m), uses[m.name], "." not in m.name, len(m.name), -m.start))

    @property
    def name(self) -> str:
        return self.best.name

    @property
    def kind(self) -> str:
        return self.best.head.kind


@lru_cache(maxsize=5_000)  # asked again whenever mentions are put together
def _fullness(mention: AgencyMention) -> tuple[bool | int, ...]:
    """How much a name tells; "UBND huyện", pointing back to a district that was named, least of all, and "Công ty Hải
    An" less than "Công ty TNHH Hải An", "VKSND" less than what it stands for."""
    core, firm = _core(mention), mention.head.form in _FIRMS
    written = len(fold(mention.name).split())
    return core not in _LEVELS, not _is_place(mention), len(core), firm, len(key_words(mention.name)), written


@cache
def _abbreviations() -> dict[str, list[str]]:
    return {short: long.split() for short, long, _ in rows("abbreviations")}


@lru_cache(maxsize=50_000)
def key_words(text: str) -> tuple[str, ...]:
    """Folded words with abbreviations written out and joints left out, for comparing names."""
    out: list[str] = []
    for word in fold(text).split():
        out += _abbreviations().get(word, [word])
    return tuple(word for word in out if word not in _JOINTS)


_JOINED = r"\s*(?:\([^()]{0,60}\))?\s*(?:[,;]|và|,\s*và|cùng|với)?\s*(?:tại|các|ở)?\s*"
_BETWEEN = re.compile(_JOINED)
#: Members of a list that have no names of their own, up to the name of their parent.
_NAMELESS = (
    r"(?:một số|các|những|nhiều|\d+)\s+(?:đơn vị|cơ quan|phòng|ban|phòng ban|trường học|cơ sở)\s+"
    r"(?:[^\W\d]+\s+){0,5}?(?:trực thuộc|thuộc|của)\s+(?:của\s+)?"
)
_UNNAMED = re.compile(_JOINED + _NAMELESS)


def linked(form: str, mentions: Iterable[AgencyMention]) -> Iterator[tuple[AgencyMention, AgencyMention | None]]:
    """Mentions in text order, each with the one before it in its list, if it goes on with one.

    In "UBND thị xã A và một số đơn vị trực thuộc của Sở B; UBND huyện C" Sở B is the parent of members without names:
    no member of the list, which goes on behind it.
    """
    last: AgencyMention | None = None
    end = 0
    for mention in mentions:
        if last is not None and last.sentence != mention.sentence:
            last = None
        if last is not None and _UNNAMED.fullmatch(form, end, max(end, mention.start)):
            end = mention.end
            yield mention, None
            continue
        goes_on = last is not None and (
            mention.group == last.group or bool(_BETWEEN.fullmatch(form, end, max(end, mention.start)))
        )
        yield mention, last if goes_on else None
        last, end = mention, mention.end


def lists(form: str, entities: list[Entity]) -> list[list[int]]:
    """Indices of entities that are named in one list, for each list: what is said of one of them is said of all.

    A place in a list of offices ("Sở Y tế, huyện X") is its address or another matter, and ends the list.
    """
    placed = sorted(
        ((m.start, i, m) for i, entity in enumerate(entities) for m in entity.mentions), key=lambda p: p[:2]
    )
    owners = {id(mention): index for _, index, mention in placed}
    found: list[list[int]] = []
    list_of: dict[int, list[int]] = {}
    for mention, previous in linked(form, (mention for *_, mention in placed)):
        if previous is None or _is_place(previous) != _is_place(mention):
            members: list[int] = []
            found.append(members)
        else:
            members = list_of[id(previous)]
        list_of[id(mention)] = members
        if owners[id(mention)] not in members:
            members.append(owners[id(mention)])
    return [members for members in found if len(members) > 1]


def _is_place(mention: AgencyMention) -> bool:
    return mention.head.grammar in ("level", "province")


def _family(mention: AgencyMention) -> str:
    """What must be alike for two names to be one organisation's."""
    head = mention.head
    if _is_place(mention) or head.form in ("ubnd", "ủy ban nhân dân"):
        return "local"
    if head.form in _COMPANY_HEADS:
        return "công ty"
    if head.grammar == "facility":
        return "facility"
    return f"{'company ' if head.grammar == 'company' else ''}{' '.join(key_words(head.form))}"


def _core(mention: AgencyMention) -> tuple[str, ...]:
    words = key_words(mention.name)
    if _family(mention) == "local":
        words = words[4:] if words[:4] == ("ủy", "ban", "nhân", "dân") else words
        return (LEVELS[words[0]], *words[1:]) if words[:1] and words[0] in LEVELS else words
    return key_words(" ".join(mention.core))


def gather(mentions: Iterable[AgencyMention]) -> list[Entity]:
    """Entities in order of first mention; names without anything to tell them apart ("UBND", "sở") are left out."""
    by_family: dict[str, dict[tuple[str, ...], Entity]] = {}
    for mention in mentions:
        core = _core(mention)
        if core:
            by_family.setdefault(_family(mention), {}).setdefault(core, Entity()).mentions.append(mention)
    _point_back(by_family.get("local", {}))
    _as_one(by_family.get("local", {}))
    entities: list[Entity] = []
    for family, cores in by_family.items():
        for core in sorted(cores, key=len):
            target = _fuller(core, cores, family)
            if target:
                cores[target].mentions += cores[core].mentions
                cores[core].mentions = []
        entities += [e for e in cores.values() if e.mentions]
    entities = _without_doubles(entities)
    for entity in entities:
        entity.mentions.sort(key=lambda m: m.start)
    return sorted(entities, key=lambda e: e.mentions[0].start)


def _point_back(cores: dict[tuple[str, ...], Entity]) -> None:
    """Gives "UBND huyện" to the district that was named last before it, or else first; it is never one by itself."""
    for level in _LEVELS & cores.keys():
        named = sorted(
            ((m.start, core) for core in cores if len(core) > len(level) for m in cores[core].mentions),
        )
        named = [(start, core) for start, core in named if core[: len(level)] == level]
        for mention in cores.pop(level).mentions:
            before = [core for start, core in named if start < mention.start]
            if named:
                cores[before[-1] if before else named[0][1]].mentions.append(mention)


def _as_one(cores: dict[tuple[str, ...], Entity]) -> None:
    """Gives "Hà Nam" to "tỉnh Hà Nam" where that is named too: who governs a place is called by the place."""
    for core in list(cores):
        for level in (("tỉnh",), ("thành", "phố")):
            if (*level, *core) in cores:
                cores[(*level, *core)].mentions += cores.pop(core).mentions
                break


def _without_doubles(entities: list[Entity]) -> list[Entity]:
    """Entities with those brought together whose names differ only by a few words that one of them leaves out."""
    kept: list[tuple[Counter[str], Entity]] = []
    for entity in sorted(entities, key=lambda e: -len(key_words(e.name))):
        words = Counter(key_words(entity.name))
        doubles = [
            e
            for fuller, e in kept
            if words <= fuller and e.kind == entity.kind and _is_local(e) == _is_local(entity)
            and words.total() >= (0.4 if _same_place(entity, e) else 0.6) * fuller.total()
            or _same_business(entity, e) or _same_school(entity, e)
        ]  # fmt: skip
        if len(doubles) == 1:
            doubles[0].mentions += entity.mentions
        else:
            kept.append((words, entity))
    return [entity for _, entity in kept]


def _is_local(entity: Entity) -> bool:
    """Whether it is a local government, not the office of one: "UBND TP. HCM", "văn phòng UBND TP. HCM"."""
    return _family(entity.best) == "local"


def _same_business(one: Entity, other: Entity) -> bool:
    """Whether one firm is called by what it is and by what it runs: "Công ty CP Hoa Ban", "siêu thị Hoa Ban", or by a
    name that needs no head: "MobiFone"."""
    if {one.kind, other.kind} == {"enterprise", "facility"}:  # "Công ty CP Cảng Hải Vân", "cảng Hải Vân"
        firm, place = (one, other) if one.kind == "enterprise" else (other, one)
        words = key_words(place.name)
        return len(words) > 2 and _core(firm.best)[-len(words) :] == words
    if not {one.kind, other.kind} <= _BUSINESSES or "chi nhánh" in (one.best.head.form, other.best.head.form):
        return False
    if "name" in (one.best.head.grammar, other.best.head.grammar):
        short, long = sorted((f" {' '.join(_core(entity.best))} " for entity in (one, other)), key=len)
        return short in long
    name = _proper(one.name)
    return len(name) > 1 and name == _proper(other.name) and " ".join(name) not in provinces() | _WIDE


def _same_school(one: Entity, other: Entity) -> bool:
    """Whether one is the other without its sort: "trường Minh Khai", "Trường THCS - THPT Minh Khai"."""
    if one.kind != "school" or other.kind != "school":
        return False
    short, long = sorted((key_words(entity.name) for entity in (one, other)), key=len)
    return short[0] == "trường" and len(short) > 2 and long[1 - len(short) :] == short[1:]


@lru_cache(maxsize=50_000)
def _proper(name: str) -> tuple[str, ...]:
    """The capitalised words that a name ends with, folded."""
    words = name.split()
    first = next(
        (i for i in range(len(words), 0, -1) if not words[i - 1][0].isupper() or fold(words[i - 1]) in LEGAL), 0
    )
    return key_words(" ".join(words[first:]))


def _same_place(one: Entity, other: Entity) -> bool:
    """Whether two offices of one sort end in the same place: "Sở Nông nghiệp Hà Nam", "Sở … nông thôn tỉnh Hà Nam"."""
    ends = [key_words(entity.name)[-2:] for entity in (one, other)]
    return one.best.head.grammar == "department" and one.best.head == other.best.head and ends[0] == ends[1]


def _fuller(core: tuple[str, ...], cores: dict[tuple[str, ...], Entity], family: str) -> tuple[str, ...] | None:
    """The only fuller name that `core` can be short for: a company by its last words, others by their first."""
    if family == "local" and len(core) < 2:
        return None
    own = core
    ends = (level for level in _LEVELS if core[-len(level) :] == level and len(core) > len(level))
    level = max(ends, key=len, default=())
    if family != "local" and level:  # "Sở Y tế tỉnh" beside "Sở Y tế Hà Nam"
        core = core[: -len(level)]
    by_last = family in ("công ty", "facility") or family.startswith("company ")
    longer = [
        other
        for other in cores
        if len(other) > len(core) and other != own and cores[other].mentions
        and (
            _spelled_out(core, other)
            or (other[-len(core) :] == core if by_last else other[: len(core)] == core or _initials(core, other))
        )
    ]  # fmt: skip
    fullest = max(longer, key=len, default=())
    # "Bệnh viện Mắt" beside "Bệnh viện Mắt TP" and "Bệnh viện Mắt TP. HCM": all are the fullest, cut short.
    if not by_last and all(fullest[: len(other)] == other for other in longer):
        return fullest or None
    return longer[0] if len(longer) == 1 else None


def _initials(core: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether a core like ("qh", "kt") abbreviates how another begins: "Sở Quy hoạch - Kiến trúc TP. HCM"."""
    letters = "".join(core)
    if not 2 <= len(letters) <= 6 or any(len(word) > 4 for word in core) or any(c in _VOWELS for c in letters[1:]):
        return False
    return "".join(word[0] for word in other).startswith(letters)


def _spelled_out(core: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether `other` says in words what `core` says by first letters: ("bql", "kđtm", "an", "bình")."""
    at = letters = 0
    for word in core:
        if other[at : at + 1] == (word,):
            at += 1
            continue
        if not (2 <= len(word) <= 6 and _VOWELS.isdisjoint(word[1:]) and word.isalpha()):
            return False
        if "".join(w[0] for w in other[at : at + len(word)]) != word:
            return False
        at, letters = at + len(word), letters + 1
    return letters > 0 and at == len(other)
