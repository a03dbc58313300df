"""Persons and the offices written beside them.

A name is two to five capitalised syllables after an honorific or an office, or beginning with a surname. What is found
are mentions; who leads a team is decided in `events`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from .lexicon import Phrases, rows
from .text import Word, search_form

_MIDDLE = {
    "văn",
    "thị",
    "đức",
    "hữu",
    "ngọc",
    "quang",
    "minh",
    "xuân",
    "thanh",
    "đình",
    "công",
    "quốc",
    "thế",
    "bá",
    "trọng",
    "viết",
}
_JOINS = ",-(:"
#: An office is at most so many characters: "Ủy viên Ban Thường vụ Tỉnh ủy, Phó Chủ tịch Thường trực UBND tỉnh".
_MAX_OFFICE = 150


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person named in `text[start:end]`, with `before` the kind of title in front (honorific, rank, office or "").

    `inner`: the name begins inside a run of capitalised words, after a place ("UBND quận Hồng Bàng Hoàng Thị Nhẫn").
    """

    start: int
    end: int
    name: str
    before: str
    title_start: int
    sentence: int
    inner: bool = False


@cache
def _titles() -> Phrases:
    return Phrases((form, kind) for form, kind, _ in rows("titles"))


@cache
def _places() -> frozenset[str]:
    return frozenset(search_form(name) for _, name, *_ in rows("provinces"))


@cache
def surnames() -> frozenset[str]:
    return frozenset(form for form, _ in rows("surnames"))


def find_titles(form: str) -> list[tuple[int, int, str]]:
    """Honorifics, ranks and offices in a search form: (start, end, kind)."""
    return _titles().find(form)  # type: ignore[return-value]


def find_people(words: Sequence[Word], titles: Sequence[tuple[int, int, str]], sentence: int) -> list[PersonMention]:
    """Persons named in one sentence; `titles` are those found inside it."""
    title_end = {end: (start, kind) for start, end, kind in titles}
    offices = [(start, end) for start, end, kind in titles if kind == "office"]
    in_office = {i for start, end in offices for i, word in enumerate(words) if start <= word.start < end}
    found: list[PersonMention] = []
    at = 0
    while at < len(words):
        run = at
        while run < len(words) and run not in in_office and _continues(words, run, run > at):
            run += 1
        if run == at:
            at += 1
            continue
        mention = _person(words, at, run, title_end, sentence)
        if mention:
            found.append(mention)
        at = run
    return found


def _is_syllable(text: str) -> bool:
    """A syllable of a name: a capital and small letters ("Hải", "Y"), or all capitals."""
    return (
        text[0].isupper()
        and text.isalpha()
        and (len(text) == 1 or text[1:].islower() or text.isupper() and len(text) <= 8)
    )


def _continues(words: Sequence[Word], at: int, begun: bool) -> bool:
    """Whether `words[at]` begins a name or continues one that is `begun`."""
    if _is_syllable(words[at].text):
        return not begun or words[at - 1].end < words[at].start or words[at - 1].text in "'’"
    return begun and _joins_syllable(words, at)


def _joins_syllable(words: Sequence[Word], at: int) -> bool:
    """The apostrophe of "K'Brối" and "H'Hen"."""
    return (
        words[at].text in "'’" and 0 < at < len(words) - 1
        and words[at - 1].end == words[at].start and words[at].end == words[at + 1].start
    )  # fmt: skip


def _person(words, first, end, title_end, sentence) -> PersonMention | None:
    """The person in a run of capitalised words, if there is one."""
    before, title_start, run = "", words[first].start, first
    # the title may stand before the run ("ông Trần …") or be its beginning ("Bộ trưởng Trần …": the run is "Trần …")
    for at in range(first, end):
        previous = words[at - 1].end if at else -1
        if previous in title_end and (words[at].low in surnames() or title_end[previous][1] != "office"):
            title_start, before = title_end[previous]
            first = at
            break
    else:
        start = _surname(words, first, end)
        if start is None:
            return None
        first = start
        title_start = words[first].start
        before = _office_before(words, first, title_end)
    end = min(end, first + 5)
    if (
        words[first].text.isupper()
        and len(words[first].text) > 1
        and not any(w.text.isupper() for w in words[first + 1 : end])
    ):
        return None
    if end - first < 2 and not (
        before == "honorific" and len(words[first].text) > 1 and words[first - 1].text.islower()
    ):
        return None
    name = " ".join(w.text for w in words[first:end]).replace(" ' ", "'").replace(" ’ ", "'")
    if search_form(name) in _places():
        return None  # "Chủ tịch Hà Nội"
    if name.isupper():
        name = name.title()
    return PersonMention(words[first].start, words[end - 1].end, name, before, title_start, sentence, first > run)


def _surname(words, first, end) -> int | None:
    """Where a name without a title begins: the run may open with a place ("quận Hồng Bàng Hoàng Thị Nhẫn")."""
    for at in range(first, end - 1):
        if words[at].low in surnames() and words[at + 1].low in _MIDDLE and 2 < end - at <= 5:
            return at
    if words[first].low in surnames() and 3 <= end - first <= 4:
        return first
    for at in range(first + 1, end - 2):
        if words[at].low in surnames() and end - at <= 4:
            return at
    return None


def _office_before(words, first, title_end) -> str:
    """ "office" where an office stands a few words before ("Phó Chủ tịch UBND tỉnh Trần …")."""
    for at in range(first - 1, max(-1, first - 10), -1):
        if words[at].text in ",;.":
            return ""
        if title_end.get(words[at].end, ("", ""))[1] == "office":
            return "office"
    return ""


_AFTER = re.compile(r"\s*(?:[,(–-]|là)\s*")
_STOP = re.compile(
    r"\s*(?:[,–-]?\s*(?:được giao\s+|được cử\s+)?(?:làm|là|kiêm|giữ vai trò)?\s*(?:tổ trưởng|trưởng đoàn|trường đoàn)"
    r"|[,–-]?\s*(?:dẫn đầu|dẫn đoàn|chủ trì|phụ trách(?=\s*(?:[,.;)]|$)))"
    r"|\)|;|(?<!tp)\.\s"
    r"|,?\s+(?:cho biết|cho hay|khẳng định|yêu cầu|đề nghị|phát biểu|nói|nhấn mạnh|thông qua|công bố|thay|có mặt|người"
    r" trực tiếp|đã|cùng|đi|đến|về|tới|xuống|vừa|trực tiếp|bất ngờ|tiến hành|kiểm tra|là))"
)
#: What follows a comma when the posts are at an end.
_ON = re.compile(
    r"\s*(?:có|báo|mất|bị|được|trả lời|trao đổi|thông tin|trong|tại|khi|sau|cho|đang|sẽ|ngày|sáng|chiều|hôm|để|với"
    r"|người|nơi|do|gồm|truyền đạt|ông|bà|đồng chí|đoàn|tổ)\b"
)
_ROLES = ("trưởng đoàn", "tổ trưởng")


def position_of(
    text: str, form: str, person: PersonMention, titles: Sequence[tuple[int, int, str]], sentence_end: int
) -> tuple[int, int] | None:
    """Where the person's office is written: after the name ("…, Phó Giám đốc Sở Nội vụ làm"), else before it."""
    match = _AFTER.match(text, person.end, sentence_end)
    if match:
        at = match.end()
        office = next((t for t in titles if t[2] == "office" and at <= t[0] <= at + 14), None)
        if office:
            window = min(sentence_end, at + _MAX_OFFICE)
            end = _trim(text, at, _chain_end(form, office[1], window))
            if re.search(r"\d", text[at : office[0]]):
                at = office[0]  # "(44 tuổi, phó trưởng phòng …)"
            if end > office[0] and form[office[0] : office[1]] not in _ROLES:
                return at, end
    offices = [
        t
        for t in titles
        if t[2] in ("office", "rank") and t[1] <= person.start and person.start - t[0] <= _MAX_OFFICE
        and form[t[0] : t[1]] not in _ROLES
    ]  # fmt: skip
    if offices:
        start, end, _ = offices[-1]
        for title in reversed(offices[:-1]):  # "Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ Trần …": one chain of posts
            between = form[title[1] : start]
            if not re.fullmatch(r"[^.;:()]{0,60}(?:[,-]|\bkiêm)\s*", between) or re.search(
                r"\b(?:do|và|cùng|với)\b", between
            ):
                break
            start = title[0]
        between = form[offices[-1][1] : person.start]
        if not re.search(r"[.;:()]|\b(?:do|cho|với|của ông|của bà|cùng|yêu cầu)\b", between):
            end = _trim(text, start, person.start)
            cut = re.search(r"\s(?:ông|bà|đồng chí|đ/c)$", form[start:end])
            return start, start + cut.start() if cut else end
    return None


def _chain_end(form: str, start: int, end: int) -> int:
    """Where a chain of posts ends in `form[start:end]`; brackets that close belong to it ("(Công an tỉnh)")."""
    for stop in _STOP.finditer(form, start, end):
        if form[stop.start() : stop.end()].strip() == ")" and "(" in form[start : stop.start()]:
            continue
        end = stop.start()
        break
    for comma in re.finditer(",", form[start:end]):
        if _ON.match(form, start + comma.end()):
            return start + comma.start()
    opened = form.rfind("(", start, end)
    return (
        opened
        if opened >= 0 and ")" not in form[opened:end] and form[end : end + 1] != ")"
        else end + (opened >= 0 and form[end : end + 1] == ")")
    )


#: "do Phó Chủ tịch UBND huyện làm trưởng đoàn"
_LED_BY = re.compile(
    r"\bdo\s+(?:một\s+|các\s+|đồng chí\s+)?(?P<office>[^.;:()\n]{6,150}?)\s*[,–-]?\s*"
    r"(?:làm|là)\s+(?:trưởng đoàn|trường đoàn|tổ trưởng)\b"
)


def unnamed_leaders(
    form: str, start: int, end: int, titles: Sequence[tuple[int, int, str]], people: Sequence[PersonMention]
) -> list[tuple[int, int]]:
    """Offices said to lead a team in the sentence `form[start:end]`, where nobody is named; spans of the offices."""
    found = []
    for match in _LED_BY.finditer(form, start, end):
        first, last = match.span("office")
        office = any(kind == "office" and first <= a <= first + 6 for a, _, kind in titles)
        if office and not any(first <= person.start < last for person in people) and " do " not in match["office"]:
            found.append((first, _trim(form, first, last)))
    return found


def _trim(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in " ,;-–(":
        end -= 1
    return end


def with_full_names(people: Sequence[PersonMention]) -> list[PersonMention]:
    """The mentions with short names made full: "bà Kim Anh" or "ông Hải" is the one person of the text so named.

    A single syllable that is nobody's is dropped.
    """
    full = {person.name for person in people if person.name.count(" ") >= 2}
    out = []
    for person in people:
        name = person.name
        if name.count(" ") < 2:
            longer = {other for other in full if other.endswith(" " + name)}
            if len(longer) == 1:
                person = replace(person, name=longer.pop())
            elif " " not in name and "'" not in name:
                continue
        out.append(person)
    return out


def by_name(people: Sequence[PersonMention]) -> dict[str, list[int]]:
    """The candidates for leaders: each name, with the indices of its mentions."""
    names: dict[str, list[int]] = {}
    for i, person in enumerate(people):
        names.setdefault(person.name, []).append(i)
    return names
