"""Organisations named in a sentence, by head words ("UBND", "Sở", "Công ty", "quán"): alone, and in lists of one head.

No shipped Vietnamese NER model finds them (underthesea: 2 of 157 in inspection news). What is found here are
mentions; which of them were inspected is decided in `events`.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from .lexicon import Phrases, rows
from .names import DOTTED, LEGAL, LEGAL_LONG, LEVELS, STOPS, Head, NameReader
from .text import UPPER, Word, fold, search_form

#: Heads of one syllable behind which a list may begin with a colon and the like; others mean too much else ("vụ").
_LISTED = {"bộ", "sở", "phòng", "xã", "phường", "huyện", "quận", "tỉnh", "ubnd", "trường", "chợ", "trạm", "quán"}
#: Heads whose names are fields of work, which may be heads themselves: "các bộ: Công an, Y tế".
_OF_FIELDS = {"bộ", "sở", "phòng"}
#: Words that say what sort of school it is.
_SORTS_OF_SCHOOL = {"thpt", "thcs", "th", "mn", "tiểu", "học", "mầm", "non", "mẫu", "giáo", "ptdt", "bán", "trú"}
_PLURAL = re.compile(r"(?:các|những|\d{1,3}|hai|ba|bốn|năm|sáu|bảy|tám|chín|mười)\s+$")
#: A word of more syllables than one and no accents, as no Vietnamese word is: "Vinatex".
_MADE = re.compile(r"[A-Z]?[^aeiouyAEIOUY\W]*[aeiouy]+[b-df-hj-np-tv-xz]+[aeiouy]+[a-z]*", re.ASCII)


@dataclass(frozen=True, slots=True)
class AgencyMention:
    """An organisation named in `text[start:end]`.

    `name` is written out: the head of a list is given to each of its members, so it need not be a substring of the
    text. `core` are the folded words that tell it apart (no head, no legal form). Members of one list share `group`
    (the offset where the list begins). A bare local unit, "huyện Nghi Lộc", has the grammar "level".
    """

    start: int
    end: int
    name: str
    head: Head
    core: tuple[str, ...]
    group: int
    sentence: int


@cache
def _heads() -> Phrases:
    entries = [(form, Head(form, kind, grammar)) for form, kind, grammar, _ in rows("agency_heads")]
    entries += [(form, Head(form, "local_unit", "level")) for form in LEVELS if form not in {"h", "q", "p", "tt"}]
    entries += [(name, Head(name, "local_unit", "province")) for name in provinces()]
    return Phrases(entries)


@cache
def provinces() -> frozenset[str]:
    """Names and aliases of the provinces, in search form."""
    names = [search_form(name) for _, name, *_ in rows("provinces")]
    return frozenset(names + [alias for row in rows("provinces") for alias in row[2].split("|") if alias])


def find_heads(form: str) -> list[tuple[int, int, Head]]:
    """Head words of organisations in a search form: (start, end, head)."""
    return _heads().find(form)  # type: ignore[return-value]


def find_agencies(
    text: str,
    form: str,
    words: Sequence[Word],
    heads: Sequence[tuple[int, int, Head]],
    people: frozenset[int],
    sentence: int,
) -> list[AgencyMention]:
    """The organisations named in one sentence, in order.

    `heads` are the head words found inside it; `people` the offsets at which a person's name begins inside a run of
    capitalised words, where an organisation's name ends ("UBND quận Hồng Bàng | Hoàng Thị Nhẫn").
    """
    reader = _Reader(text, words, heads, people)
    found: list[AgencyMention] = []
    covered = -1
    for start, _, head in heads:
        if start < covered or reader.index.get(start) not in reader.head_at:
            continue
        mentions = reader.mentions(start, head, bool(_PLURAL.search(form, max(0, start - 12), start)), sentence)
        if mentions:
            covered = max(m.end for m in mentions)
            found.extend(mentions)
    return found


_SHORT = re.compile(
    r"\s*\(\s*(?:(?:sau đây |dưới đây )?gọi (?:tắt )?là|viết tắt(?: là)?|tên viết tắt(?: là)?)?\s*:?\s*[“\"]?"
    r"(?:(?:tổng )?công ty |tập đoàn )?(?P<short>[A-ZĐ][\w&.-]{1,20}(?: [A-ZĐ][\w&.-]{1,20}){0,2})[”\"]?\s*\)"
)


def with_aliases(text: str, mentions: Sequence[AgencyMention]) -> list[AgencyMention]:
    """Mentions with the full names for short ones that the text itself defines, and those by the short name alone.

    "Tổng công ty Đường cao tốc (VEC) … VEC đã … công ty VEC": all three are the same.
    """
    defined: dict[str, AgencyMention] = {}
    for mention in mentions:
        match = _SHORT.match(text, mention.end)
        if not match:
            continue
        short = match["short"]
        # one word with two capitals or a made one; "(Nghệ An)" is a place, "(SN 1975)" a year of birth
        capitals = sum(c.isupper() for c in short)
        if " " not in short and (capitals >= 2 or _MADE.fullmatch(short)) and search_form(short) not in LEGAL:
            defined.setdefault(short, mention)
    if not defined:
        return list(mentions)
    known = {tuple(fold(short).split()): full for short, full in defined.items()}
    taken = [(mention.start, mention.end) for mention in mentions]
    pattern = re.compile(
        r"(?<![\w-])(?:" + "|".join(map(re.escape, sorted(defined, key=len, reverse=True))) + r")(?![\w-])"
    )
    found = [
        replace(mention, name=full.name, head=full.head, core=full.core)
        if (full := known.get(mention.core) or _both(mention.core, known)) and mention is not full
        else mention
        for mention in mentions
    ]
    for match in pattern.finditer(text):
        start, end = match.span()
        at = bisect.bisect_right(taken, (start, end))
        inside = at and taken[at - 1][1] > start or at < len(taken) and taken[at][0] < end
        if not inside:
            full = defined[match[0]]
            found.append(AgencyMention(start, end, full.name, full.head, full.core, start, -1))
    return found


def _both(core: tuple[str, ...], known: dict[tuple[str, ...], AgencyMention]) -> AgencyMention | None:
    """Whose name and short name stand in `core`: "Công ty Tân Thịnh - TTC"."""
    full = known.get(core[-1:]) if len(core) > 1 else None
    return full if full and full.core[1 - len(core) :] == core[:-1] else None


#: What a name says twice: "doanh nghiệp tư nhân (DNTN) Đức Thành".
_IN_BRACKETS = re.compile(rf"\s*\([{UPPER}&]+(?:[ -][{UPPER}&]+)*\)(?=\s*\w)")


class _Reader(NameReader):
    """Reads the organisations of one sentence: names by themselves, and lists that share their head."""

    def mentions(self, start: int, head: Head, plural: bool, sentence: int) -> list[AgencyMention]:
        """The organisation at a head, or after a plural head ("các", "2") all members of the list."""
        first = self.index[start]
        at = self._after(self.head_at[first][1])
        if head.grammar == "province":
            own = self.text[start].isupper() and not (
                first and self.words[first - 1].text[0].isupper() and self.words[first - 1].text.isalpha() and first > 1
            )
            continued = (
                at < len(self.words)
                and self.words[at].is_name
                and at not in self.head_at
                and self.words[at].start not in self.people
            )
            if not own or continued:
                return []
            return [self._mention(start, self.words[at - 1].end, None, head, start, sentence)]
        if head.grammar == "name":  # "MobiFone": known without a head word
            own = self.text[start].isupper() and not (first and self.words[first - 1].text in "-.@/")
            if at in self.head_at and self.head_at[at][0].grammar == "province":  # "Formosa Hà Tĩnh"
                at = self._after(self.head_at[at][1])
            return [self._mention(start, self.words[at - 1].end, None, head, start, sentence)] if own else []
        if head.form in DOTTED and self._is(at, "."):
            at += 1
        shared = self.text[start : self.words[at - 1].end]
        item = head
        several = self._low(at) in ("các", "những") and not self._field(at, head.grammar)
        if several or head.grammar == "place" and self._counts(at):
            plural = True
            at += 1
            if level := self._level_word(at):
                at += level
                shared = f"{shared} {self.text[self.words[at - level].start : self.words[at - 1].end]}"
                item = Head("xã", "local_unit", "level")
            elif head.grammar == "place" and self._two(at) == "địa phương" and self._names(at + 2):
                at, item = at + 2, Head("xã", "local_unit", "level")  # "UBND các địa phương Nam Đàn, Đô Lương"
            elif head.grammar == "place":
                return []
        elif plural and head.grammar == "level":
            while self._is(at, ",") and (level := self._level_word(at + 1)):
                at += 1 + level  # "các tỉnh, thành phố: Hà Nội, …": no one level fits them all
                shared = ""
        elif plural and head.grammar == "place" and (level := self._level_word(at)) and not self._is(at - 1, "."):
            at += level
            shared = f"{shared} {self.text[self.words[at - level].start : self.words[at - 1].end]}"
            item = Head("xã", "local_unit", "level")
        if plural:
            common, begin = self._list_begins(at, item)
            if common > at:
                shared = f"{shared} {self.text[self.words[at].start : self.words[common - 1].end]}"
            at = begin
        end = self._read(at, item, plural)
        if end is None and len(head.form.split()) >= 5:
            end = at  # a name by itself: "Cơ quan Thanh tra giám sát ngân hàng"
        if end is None:
            return []
        if not plural:
            level, unit = self._last_unit(at, end, head)
            if not self._implicit_list(end, Head(unit, "local_unit", "level") if unit else head):
                return [self._mention(start, self.words[end - 1].end, None, head, start, sentence)]
            if unit:  # "UBND quận 2, 7 và Thủ Đức", "Phòng Nội vụ huyện Nam Đàn và Đô Lương"
                shared = self.text[start : self.words[level].end]
                at, item = level + 1, Head(unit, "local_unit", "level")
        return self._list(start, shared, at, end, item, head, sentence)

    def _list_begins(self, at: int, head: Head) -> tuple[int, int]:
        """Behind a plural head the end of what all members are, and the first member: behind ":", "như", "gồm", "khác
        là", in brackets ("các công ty cổ phần | sau quản lý: | Hà Bắc, …", "các bệnh viện (| Cửa Đông, Thái An)")."""
        if self._is(at, ":"):
            return at, at + self._several_from(at + 1, head)
        other = " " not in head.form and (head.form not in _LISTED or self._low(at) == "phận")
        if other or self._field(at, "department"):
            return at, at
        for end in range(at, min(at + 8, len(self.words))):
            word = self.words[end]
            begin = end + 1 + self._is(end + 1, ":")
            said = (
                word.text == ":" or word.low in ("như", "gồm", "là", "sau") and (begin > end + 1 or word.low != "sau")
            )
            if (said or word.text == "(") and self._several_from(begin, head):
                return self._trade_ends(at, end) if head.grammar == "company" else at, begin
            if word.is_name or word.text in ".;(":
                break
        return at, at

    def _several_from(self, at: int, head: Head) -> bool:
        """Whether the members of a list begin at `at`: a first name, and what parts it from a second."""
        field = self._field(at, "department")
        if self._opens(at) and not (field and head.form in _OF_FIELDS) or not (field or self._names(at)):
            return False
        end = self._read(at, head, True)
        return end is not None and self._after_separator(end) is not None

    def _trade_ends(self, at: int, end: int) -> int:
        """Where the words of trade and legal form that begin at `at` end, at `end` at the latest."""
        while at < end:
            if phrase := self._field(at, "company"):
                at += phrase[0]
            elif self._low(at) in LEGAL | LEGAL_LONG:
                at += 1
            else:
                break
        return min(at, end)

    def _last_unit(self, at: int, end: int, head: Head) -> tuple[int, str]:
        """The level word, and its search form, of the local unit with which the name in words `at` to `end` ends."""
        if head.grammar not in ("place", "department"):
            return at, ""
        for level in range(end - 1, at - 1, -1):
            if self._level_word(level) == 1 and (level == at or head.grammar == "department"):
                return level, search_form(self.words[level].text)
        return at, ""

    def _implicit_list(self, at: int, head: Head) -> bool:
        """A list without a plural: "Sở Tài chính, Xây dựng và Nội vụ", "xã Minh Phú, Minh Trí"."""
        if head.grammar in ("facility", "company") or head.kind == "school":
            return self._siblings(at, head.kind != "school")  # schools are named after persons
        if not (self._is(at, ",") or self._low(at) == "và") or at + 1 >= len(self.words) or self._opens(at + 1):
            return False
        if head.form in ("sở", "bộ"):
            phrase = self._field(at + 1, "department")
            return bool(phrase) and self.words[at + 1].text[0].isupper() and self._low(at) == ","
        end = at + 1
        if head.form in ("quận", "phường") and self._numbered_unit(at - 1) and self._numbered_unit(end):
            return True
        if head.form not in ("xã", "phường", "quận", "huyện", "thị trấn") or end in self.head_at:
            return False
        while (
            self._names(end)
            and self.words[end].text.isalpha()
            and self.words[end].start not in self.people
            and end - at < 5
        ):
            end += 1
        closed = end >= len(self.words) or self.words[end].text in ",;.()" or self._low(end) in ("và", "đã", "của", "(")
        closed = closed or self._low(at) == "và" and not self._joins(end)
        return 2 <= end - at - 1 <= 3 and closed and self._low(at + 1) not in STOPS and not self._level_word(at + 1)

    def _siblings(self, at: int, person: bool) -> bool:
        """Whether names of the same sort as the one before go on at `at` to a last one behind "và": "khách sạn Biển
        Xanh | , Misa và Sông Lam 2". A name that can be a person's is none where `person`."""
        at = self._behind_bracket(at)
        while self._is(at, ",") or self._low(at) == "và":
            last = self._low(at) == "và"
            begin = at = at + 1
            while self._names(at) and at not in self.head_at and not (person and self.words[at].start in self.people):
                at += 1
            if at - begin > 4 or not self._is_name_by_itself(begin, at):
                return False
            if last:
                return at >= len(self.words) or not self._joins(at)
            at = self._behind_bracket(at)
        return False

    def _is_name_by_itself(self, begin: int, end: int) -> bool:
        """Whether the words `begin` to `end` name something: two syllables ("Sơn Ca"), or one that is no Vietnamese
        word ("Misa", "BVM"); one alone may begin a phrase ("Dầu và Cây | có dầu")."""
        first = self.words[begin].text if end > begin else ""
        if first[:1].isdigit() or self._low(begin) in STOPS:
            return False
        return end - begin > 1 or bool(first) and (bool(_MADE.fullmatch(first)) or len(first) > 1 and first.isupper())

    def _joins(self, at: int) -> bool:
        """Whether a name may go on at `at`."""
        return self._names(at) or self.words[at].text in "-/&"

    def _numbered_unit(self, at: int) -> bool:
        """Whether the word at `at` is the number of a ward or district in a list: "quận 2, | 7 | và 9"."""
        closed = at + 1 >= len(self.words) or self.words[at + 1].text in ",;.()" or self._low(at + 1) == "và"
        return at < len(self.words) and self.words[at].text.isdigit() and len(self.words[at].text) < 3 and closed

    def _list(self, start, shared, at, end, item, head, sentence) -> list[AgencyMention]:
        out = []
        first = start
        bare = shared
        if at < (common := self._sort(at, end, item)):  # "các công ty cổ phần đường sắt | Hà Bắc, Hà Ninh"
            shared = f"{bare} {self.text[self.words[at].start : self.words[common - 1].end]}".strip()
            at = common
        while True:
            member = self.text[self.words[at].start : self.words[end - 1].end]
            out.append(
                self._mention(first, self.words[end - 1].end, f"{shared} {member}".strip(), head, start, sentence)
            )
            at = self._after_separator(end)
            if at is None or len(out) >= 40 or self._opens(at) or self._level_word(at):
                return out
            if not self.words[at].is_name and not self._field(at, item.grammar):
                return out
            following = self._read(at, item, True)
            if following is None:
                return out
            first, end = self.words[at].start, following
            if at < (common := self._sort(at, end, item)):  # a member says itself what it is
                shared = f"{bare} {self.text[self.words[at].start : self.words[common - 1].end]}".strip()
                at = common

    def _sort(self, at: int, end: int, item: Head) -> int:
        """Where what all members are ends, in the words `at` to `end` of a member: its sort of school, its trade, its
        legal form. `at` where it says none, or nothing else."""
        common = at
        while common < end:
            word = self.words[common]
            lower = word.text[0].islower() and item.grammar in ("company", "department", "facility")
            if word.low in ("ông", "bà") or common - at > 4 and item.grammar == "facility":
                return at
            formed = item.grammar == "company" and word.low in LEGAL
            if not (lower or formed or item.kind == "school" and word.low in _SORTS_OF_SCHOOL):
                return common
            common += 1
        return at

    def _behind_bracket(self, at: int) -> int:
        """Behind the short bracket that opens at `at`, or `at` where none does."""
        if self._is(at, "("):
            for close in range(at, min(at + 14, len(self.words))):
                if self.words[close].text == ")":
                    return close + 1
        return at

    def _after_separator(self, at: int) -> int | None:
        """The word after ", ", "và" or a bracket that explains the member before; None where the list ends."""
        begun = at = self._behind_bracket(at)
        while at < len(self.words) and (self.words[at].text in ",;" or self.words[at].low in ("và", "cùng", "&")):
            at += 1
        return at if begun < at < len(self.words) else None

    def _mention(self, start, end, name, head, group, sentence) -> AgencyMention:
        name = _IN_BRACKETS.sub(" ", name or self.text[start:end])
        name = re.sub(r"\s+", " ", name).strip(" ,;:-")
        core = core_words(name, "" if head.grammar == "name" else head.form, head.kind in ("enterprise", "business"))
        return AgencyMention(start, end, name, head, core, group, sentence)


@lru_cache(maxsize=50_000)
def core_words(name: str, head: str, formed: bool) -> tuple[str, ...]:
    """The folded words that tell the name apart from others with its head: no head, and no legal form where it can have
    one (`formed`)."""
    words = [LEVELS["tp"] if w == "tp" else w for w in fold(name).split()]
    words = " ".join(words).split()
    head_words = fold(head).split()
    if words[: len(head_words)] == head_words:
        words = words[len(head_words) :]
    return tuple(w for w in words if not formed or w not in LEGAL and w not in LEGAL_LONG)
