"""How the name of an organisation goes on behind its head word ("UBND", "Sở", "Công ty", "quán"), and where it ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from .lexicon import rows
from .text import Word
from .text import words as split_words

#: Level words and their short forms, in search form.
LEVELS = {
    "tỉnh": "tỉnh", "thành phố": "thành phố", "tp": "thành phố", "quận": "quận", "q": "quận", "huyện": "huyện",
    "h": "huyện", "thị xã": "thị xã", "tx": "thị xã", "xã": "xã", "phường": "phường", "p": "phường",
    "thị trấn": "thị trấn", "tt": "thị trấn", "đặc khu": "đặc khu",
}  # fmt: skip
DOTTED = {"tp", "q", "h", "tx", "p", "tt"}
LEGAL = {"tnhh", "mtv", "cp", "tm", "dv", "sx", "xd", "xnk", "đt", "tmdv", "ctcp"}
LEGAL_LONG = {"cổ", "phần", "trách", "nhiệm", "hữu", "hạn", "một", "thành", "viên"}
_MAX_WORDS = 24

#: Heads whose names hold another organisation's name: "Chi nhánh Công ty X", "Ban Thường vụ Huyện ủy".
_HOLDERS = {
    "chi nhánh", "đảng đoàn", "ban thường vụ", "ban chấp hành", "ban cán sự đảng", "văn phòng", "đảng ủy", "chi bộ",
    "đảng bộ",
    "bếp ăn", "căng tin", "hội đồng", "ban quản lý", "bql", "ban qlda", "ban", "điểm thi", "ủy ban kiểm tra", "ubkt",
    "thanh tra", "dự án", "kho", "nhà máy", "bãi giữ xe", "điểm trông giữ xe", "quầy", "bộ phận một cửa", "phòng",
    "bộ phận tiếp nhận và trả kết quả", "cơ sở", "cửa hàng",
}  # fmt: skip
#: Parts of the country that offices are named after: "Chi cục Đường thủy khu vực I", "Cảng vụ hàng không miền Bắc".
_REGIONS = {"miền", "vùng"}
#: How the name of a school goes on.
_SCHOOLS = {"thpt", "thcs", "tiểu", "mầm", "mẫu", "đại", "cao", "trung", "mn", "th", "học", "chính", "cđ", "đh"}
#: Words of a school's name behind which its subject stands.
_STUDIES = {"đh", "học", "cđ", "đẳng", "cấp", "nghề"}
#: Offices that have inspectors of their own: "Thanh tra Sở Y tế" is a body, "Thanh tra Công ty X" an act.
_WITH_INSPECTORS = {"bộ", "sở", "cục", "tổng cục", "chi cục", "ngân hàng"}
#: What is called by a number: "nhà hàng 166", "Quân khu 4".
_NUMBERED = {
    "nhà hàng", "quán", "khách sạn", "karaoke", "nhà nghỉ", "tiệm", "cửa hàng", "chung cư", "tòa nhà", "lữ đoàn",
    "trung đoàn", "sư đoàn", "quân khu",
}  # fmt: skip
#: What introduces the name of a place that has one: "cơ sở spa có tên Thé".
_CALLED = ("có tên", "mang tên", "tên là", "tên", "hiệu", "thương hiệu")
#: What a nameless place stands at: "cây xăng trên đường Yên Viên", "cơ sở giặt tẩy ở số 79/16".
_AT, _ADDRESSES = {"trên", "ở", "tại"}, ("đường", "phố", "quốc lộ", "tỉnh lộ", "số", "số nhà", "địa chỉ", "địa chỉ số")
#: Words of rank before a person's name that are also syllables of places ("huyện Bình Chánh"): titles with these only.
_CHIEFS = {"văn phòng", "thanh tra", "tòa án", "án", "toà"}
#: Heads behind which a branch belongs to the name: "Ngân hàng Nhà nước chi nhánh Hà Nam".
_BRANCHED = {"ngân hàng", "công ty", "văn phòng", "tổng công ty"}
#: A figure before one of these counts things and is no part of a name.
_COUNTED = {
    "người", "cán", "công", "đơn", "cơ", "trường", "doanh", "hồ", "vụ", "tỷ", "tỉ", "triệu", "đồng", "ha", "m2",
    "tháng", "ngày", "năm", "xã", "hộ", "giờ", "lần", "cuộc", "trạm", "khu", "dự", "thành", "địa", "tổ", "đoàn", "lô",
    "kg", "tấn", "lít", "sao", "khách", "bàn", "suất", "món", "sản", "mẫu", "phòng", "nhân", "lao", "học", "giáo",
}  # fmt: skip
STOPS = {
    "ông",
    "bà",
    "giám đốc",
    "chủ tịch",
    "phó",
    "trưởng",
    "chánh",
    "bí thư",
    "đoàn",
    "tổ",
    "đồng chí",
    "đ/c",
    "ảnh",
    "tin",
    "theo",
    "trưởng đoàn",
}


@dataclass(frozen=True, slots=True)
class Head:
    form: str
    kind: str
    grammar: str


@cache
def _function_words() -> frozenset[str]:
    return frozenset(word for word, _ in rows("function_words"))


@cache
def _no_trade() -> frozenset[str]:
    """Words that begin a predicate or a phrase of its own: no part of a name."""
    cues = {phrase.split()[0] for phrase, cls, _ in rows("triggers") if cls not in ("act", "praise", "turn", "police")}
    titles = {form.split()[0] for form, _, _ in rows("titles")}
    return _function_words() | (cues - {"tổ", "kinh", "thời"}) | titles


@cache
def _compounds() -> dict[str, frozenset[str]]:
    return {head: frozenset(before.split()) for head, before, _ in rows("head_compounds")}


@cache
def _field_phrases(grammar: str) -> dict[str, list[tuple[tuple[str, ...], bool]]]:
    """Phrases inside names by first word, longest first, with whether they also read as verbs."""
    # A company's trade may be any field of government too, and a shop's any trade.
    admitted = {"department": {"department"}, "company": {"department", "company"}}.get(
        grammar, {"department", "company", "facility"}
    )
    index: dict[str, list[tuple[tuple[str, ...], bool]]] = {}
    for phrase, tags, _ in rows("name_words"):
        tag, _, verb = tags.partition(",")
        if tag in admitted:
            parts = tuple(w.low for w in split_words(phrase, phrase, 0, len(phrase)))
            index.setdefault(parts[0], []).append((parts, bool(verb)))
    for phrases in index.values():
        phrases.sort(key=lambda item: -len(item[0]))
    return index


class NameReader:
    """Reads one name after the other in one sentence."""

    def __init__(
        self, text: str, words: Sequence[Word], heads: Sequence[tuple[int, int, Head]], people: frozenset[int]
    ) -> None:
        self.text, self.words, self.people = text, words, people
        self.index = {word.start: i for i, word in enumerate(words)}
        self.starts = {start: head for start, _, head in heads}
        self.head_at = {
            self.index[start]: (head, end)
            for start, end, head in heads
            if start in self.index and not self._part_of_a_word(self.index[start], head)
        }

    def _part_of_a_word(self, at: int, head: Head) -> bool:
        """Whether a one-syllable head is a piece of something else: "cán bộ", "Hải Phòng", "chùa Quán Sứ"."""
        if head.form in (
            "thanh tra",
            "điện lực",
            "hải quan",
            "kiểm lâm",
            "bưu điện",
            "khoa",
            "điểm",
            "bãi",
            "thủy điện",
            "đội",
            "hội",
        ):
            if self.words[at].text[0].islower() and head.kind in (
                "inspectorate",
                "administration",
                "enterprise",
                "health",
                "association",
            ):
                return True  # in lower case a common noun or a verb: "thanh tra Sở Y tế"
        if at == 0 and head.form == "thanh tra":  # a verb, first in its sentence: "Thanh tra Công ty X, đoàn …"
            following = self.starts.get(self.words[2].start) if len(self.words) > 2 else None
            return following is not None and not (
                following.form in _WITH_INSPECTORS or following.grammar in ("level", "province")
            )
        if " " in head.form or at == 0:
            return False
        before = self.words[at - 1]
        if before.low in _compounds().get(head.form, ()):
            return True
        capital = self.words[at].text[0].isupper()
        if capital and before.low in ("chùa", "phố", "đường", "ngõ", "đền", "hồ", "cầu", "sông", "núi", "ga"):
            return True
        proper = capital and before.text[0].isupper() and not before.text.isupper() and before.text.isalpha()
        return proper and not (at == 1 and before.low in _function_words() | {"tại"}) and head.grammar != "level"

    def _opens(self, at: int) -> bool:
        """Whether another organisation begins at `at`; a province's name can be a member of a list."""
        return at in self.head_at and self.head_at[at][0].grammar != "province"

    def _read(self, at: int, head: Head, plural: bool) -> int | None:
        """The word after the name that begins at word `at`, or None where no name follows the head."""
        grammar, begin = head.grammar, at
        proper = fields = 0
        lower_before = by_trade = verb_before = False
        behind_field = -1
        # schools and firms are named after people; behind an office's name a person begins
        named_after_people = grammar in ("company", "facility") or head.kind in ("school", "health")
        limit = min(len(self.words), at + _MAX_WORDS)
        if head.kind == "business" and (length := self._trade_of_an_owner(at)):
            return at + length
        while at < limit:
            word = self.words[at]
            if (
                word.start in self.people
                and at > begin
                and not (
                    named_after_people and (grammar != "department" or proper == 0 or self._sort_of_school(at - 1))
                )
            ):
                break
            if at in self.head_at and (end := self._whole(at, begin, head, proper)):
                return end
            phrase = self._field(at, grammar)
            # "cảng Cầu Đá": one capitalised syllable is a name, whatever else it means
            if phrase and not (grammar == "facility" and phrase[0] == 1 and word.text[0].isupper()):
                length, verb = phrase
                lower = word.text[0].islower()
                trade = grammar in ("company", "facility")
                joined = at == begin or self.words[at - 1].text in "-&," or self._low(at - 1) == "và"
                joined_by_trade = joined or behind_field == at
                goes_on = by_trade and not proper and joined_by_trade
                if (
                    lower and trade and not goes_on and head.kind != "public_unit"
                    and (proper or not self._proper_follows(at + length, grammar))
                ):  # fmt: skip
                    if onward := self._leads_on(at, begin, head, proper):
                        at += onward
                        continue
                    break
                if lower and verb and not trade and not joined and not (lower_before or verb_before):
                    break
                verb_before = verb
                by_trade = by_trade or grammar == "company" and not lower and word.low not in LEGAL_LONG
                fields, at, lower_before = fields + 1, at + length, lower
                behind_field = at
                continue
            lower_before = False
            if grammar != "level" and (length := self._unit(at)):
                if grammar == "place" and at > begin:
                    break
                at += length
                proper += length > 1
                if grammar == "place":
                    break
                continue
            if grammar == "place" and at == begin and (length := self._level_word(at)):
                return at + length
            if (
                grammar in ("department", "company")
                and (at > begin or " " in head.form)
                and (length := self._level_word(at))
            ):
                if not self._names(at + length):
                    at, proper = at + length, proper + 1  # "Thư viện tỉnh"
                break
            if word.low == "số" and self._figure(at + 1):
                proper, at = proper + 1, at + 2
                continue
            if word.text in '“"‘' and not proper and grammar not in ("place", "level") and (length := self._quoted(at)):
                proper, at = proper + 1, at + length
                continue
            if word.low == "của" and head.form == "chi nhánh" and at == begin and self._opens(at + 1):
                at = begin = at + 1
                continue
            if at > begin and head.form in _BRANCHED and at in self.head_at and self.head_at[at][0].form == "chi nhánh":
                at = self._after(self.head_at[at][1])
                continue
            if at in self.head_at and at == begin and head.form in _HOLDERS and self._names(at):
                inner, behind = self.head_at[at]
                if head.form == "dự án" and inner.grammar == "company":
                    return None  # "dự án Tổng công ty X mua Y": a matter of X, which is read by itself
                if (end := self._read(self._after(behind), inner, False)) is not None:
                    return end
                if " " in inner.form:  # "dự án Nhà máy", and no name: two words that are a head are no name either
                    return None
            if at > begin and at in self.head_at and head.form in _HOLDERS and self.words[at - 1].text.islower():
                inner, behind = self.head_at[at]  # "hội đồng quản trị | Công ty Hải An", "văn phòng đại diện | Bộ Y tế"
                if self._names(at) and " " in inner.form and (end := self._read(self._after(behind), inner, False)):
                    return end
            if self._names(at) and (at not in self.head_at or self._holds(at, begin, head, proper)):
                if word.text[0].isdigit() and not self._figure_in_name(at, begin, grammar):
                    break
                if self._titled(at, begin):
                    break
                proper += word.low not in LEGAL
                at = self._after(self.head_at[at][1]) if self._subject(at, head) else at + 1
                if grammar == "department" and self._second_syllable(at, begin):
                    at += 1
                if grammar == "level" and at - begin >= 5:
                    break
                continue
            if length := self._abbreviated(at, begin, head):
                at += length
                continue
            if at > begin and (joint := self._joint(at, head, plural, proper, by_trade)):
                at += joint
                continue
            if grammar == "facility" and (length := self._owner(at)):
                # a proper name tells it apart by itself: "quán Hai Cây Me | do bà Hoa làm chủ"
                return at if self.words[at - 1].text[0].isupper() and at > begin and proper else at + length
            if grammar == "facility" and (length := self._road(at)):
                return at + length
            if grammar == "facility" and head.kind in ("business", "facility") and not proper:
                if length := self._address(at):
                    return at + length
            if grammar == "facility" and not proper and (length := self._called(at)):
                at += length
                continue
            if length := self._leads_on(at, begin, head, proper):
                at += length
                continue
            break
        while at > begin and self.words[at - 1].text in ",-&/:." or at > begin and self._low(at - 1) == "và":
            at -= 1
        if at == begin:
            return None
        if grammar in ("level", "company", "facility"):
            by_field = fields > 0 and head.kind == "public_unit"  # "Trung tâm đăng kiểm tàu cá"
            return at if proper > 0 or by_trade or by_field else None
        return at

    def _titled(self, at: int, begin: int) -> bool:
        """Whether a title begins at `at` and the name ends before it: "Trường PTTH TP. Trà Vinh | Phó Thủ tướng"."""
        low, two = self._low(at), self._two(at)
        if low in ("ông", "bà") and self.words[at].text.istitle() and self.words[at - 1].text.istitle():
            return False  # "đảo Cát Bà", "phường Cầu Ông Lãnh": a title is written small
        if low == "chánh":  # a syllable of names, too: "huyện Bình Chánh"
            return at > begin and (self._low(at + 1) in _CHIEFS or self._two(at + 1) in _CHIEFS)
        return low in STOPS and at > begin or two in STOPS

    def _two(self, at: int) -> str:
        return f"{self._low(at)} {self._low(at + 1)}"

    def _second_syllable(self, at: int, begin: int) -> bool:
        """ "Phòng Cảnh sát", "Bộ Chính trị": a field of work is capitalised in its first syllable only."""
        opens_field = at - 1 == begin or self._low(at - 2) == "và" or self.words[at - 2].text in "-,&"
        word = self.words[at] if at < len(self.words) else None
        return bool(
            opens_field and word and word.text.isalpha() and word.text.islower() and word.low not in _function_words()
            and at not in self.head_at and not self._level_word(at)
        )  # fmt: skip

    def _holds(self, at: int, begin: int, head: Head, proper: int) -> bool:
        """Whether the name goes on through the head word at `at`: names hold names, and places."""
        if self.head_at[at][0].grammar == "province":
            return True
        if self.head_at[at][0].grammar == "name":  # "Tổng công ty Viễn thông MobiFone", "nhà máy Formosa"
            return head.grammar in ("company", "facility")
        if head.grammar in ("level", "place"):
            return at == begin
        if self.head_at[at][0].form == "chi nhánh":  # "Ngân hàng Nhà nước chi nhánh TP. HCM"
            return head.form in ("ngân hàng", "công ty") and at > begin
        if head.grammar == "company":  # "Công ty CP Cảng Quy Nhơn"
            return proper == 0 and (self.head_at[at][0].grammar == "facility" or self._first_syllable(at, "company"))
        if self._subject(at, head):
            return True
        return head.form in _HOLDERS and (at == begin or self.words[at - 1].text[0].islower())

    def _whole(self, at: int, begin: int, head: Head, proper: int) -> int | None:
        """The end of a name that a company has whole from the head word at `at` on: "Công ty TNHH MTV | Tổng công ty
        X", "Công ty CP | khu du lịch đảo Y", "hợp tác xã | chợ Z"; None where none stands there."""
        inner, behind = self.head_at[at]
        formed = at > begin and self._low(at - 1) in LEGAL | LEGAL_LONG | {")"} or head.form in ("hợp tác xã", "htx")
        if proper or head.grammar != "company" or not formed or inner.grammar not in ("company", "facility"):
            return None
        return self._read(self._after(behind), inner, False)

    def _sort_of_school(self, at: int) -> bool:
        """Whether the word at `at` says what sort of school it is: "Trường THPT | Lê Hồng Phong", "… chuyên | …"."""
        return self.words[at].text.isupper() or self._low(at) == "chuyên"

    def _subject(self, at: int, head: Head) -> bool:
        """Whether a head word at `at` is what a school teaches: "Trường ĐH Điện lực", "Đại học Ngân hàng"."""
        return at in self.head_at and head.kind == "school" and self._low(at - 1) in _STUDIES

    def _first_syllable(self, at: int, grammar: str) -> bool:
        """Whether a head of one syllable is the first of a firm's proper name: "Công ty vận tải Trường Phú"."""
        named = self._names(at + 1) and self._low(at + 1) not in _SCHOOLS and self.words[at + 1].text.istitle()
        return grammar == "company" and self._low(at) in ("trường", "đài", "hội") and named

    def _field(self, at: int, grammar: str) -> tuple[int, bool] | None:
        """Length in words of a field or trade phrase at `at`, and whether it also reads as a verb."""
        if grammar not in ("department", "company", "facility"):
            return None
        for parts, verb in _field_phrases(grammar).get(self._low(at), ()):
            if all(self._low(at + i) == part for i, part in enumerate(parts)) and not self._breaks(at, len(parts)):
                return len(parts), verb
        return None

    def _breaks(self, at: int, length: int) -> bool:
        """Whether a name of its own begins inside a phrase: "công ty cổ phần | Hóa dầu" is no "cổ phần hóa"."""
        inside = self.words[at + 1 : at + length]
        return self.words[at].text.islower() and any(word.text.istitle() for word in inside)

    def _proper_follows(self, at: int, grammar: str) -> bool:
        """Whether trade words from `at` lead on to a proper name or an owner."""
        for _ in range(10):
            if at >= len(self.words):
                return False
            word = self.words[at]
            inner = self.head_at[at][0].grammar if at in self.head_at else ""
            known = inner == "name" or grammar == "company" and inner in ("company", "facility")
            own = not self._opens(at) or known or self._first_syllable(at, grammar)
            if word.text in '“"' or self._names(at) and own:
                return True
            if grammar == "facility" and (self._owner(at) or self._road(at) or self._address(at)):
                return True
            if phrase := self._field(at, grammar):
                at += phrase[0]
            elif length := self._legal_form(at):
                at += length
            elif word.text in "-,&" or word.low in ("và", "số"):
                at += 1
            else:
                return False
        return False

    def _leads_on(self, at: int, begin: int, head: Head, proper: int) -> int:
        """Length of the lower-case words at `at` that lead on to the rest of the name; 0 where the name is at its end.

        "Công ty TNHH một thành viên khai thác chợ | TP. Vinh", "Công ty CP Mặt trời | - Đường sắt Việt Nam".
        """
        named_by_trade = head.grammar in ("company", "facility") or head.kind in ("public_unit", "school", "health")
        if not named_by_trade and head.form not in ("văn phòng", "ban quản lý", "bql", "bộ phận một cửa"):
            return 0
        before = self.words[at - 1]
        opened = at - 1 == begin or self.words[at - 2].text in "-," or self._low(at - 2) in LEGAL | LEGAL_LONG | {"và"}
        reach = 6 if proper == 0 else 4 if before.text == "-" else 3 if opened else 1
        if proper and before.text != "-" and not (before.is_name and not before.text.isupper()):
            return 0
        end = at
        while end < len(self.words) and end - at < reach:
            if phrase := self._field(end, "facility"):
                end += phrase[0]
            elif self._trade_word(end) or end > at and self._low(end) == "và" and self._trade_word(end + 1):
                end += 1
            else:
                break
        if end == at or end >= len(self.words):
            return 0
        goes_on = self._names(end) and (not self._opens(end) or bool(self._unit(end)))
        goes_on = goes_on or bool(self._unit(end)) or self.words[end].text == "-" and self._names(end + 1)
        if end - at == 3:
            # "Công ty CP Liên | minh tiêu dùng | Việt Nam"
            goes_on = goes_on and (proper == 0 or end in self.head_at or self._two(end) == "việt nam")
        if opened and self._compound_joint(end):  # "Công ty CP Hóa | dầu | và Xơ sợi Dầu khí"
            goes_on = True
        if level := self._level_word(end):  # "Viện Nghiên cứu phát triển TP."
            goes_on = goes_on or end + level >= len(self.words) or self.words[end + level].text in ",;.)"
        if proper == 0 and not goes_on:  # the abbreviation in brackets is the proof: "phát triển công nghệ (CFTD)"
            goes_on = (
                self._is(end, "(")
                and end + 2 < len(self.words)
                and self.words[end + 1].text.isupper()
                and self._is(end + 2, ")")
            )
        return end - at if goes_on else 0

    def _compound_joint(self, at: int) -> bool:
        """Whether "và" at `at` joins two words of one name that are capitalised in their first syllable only."""
        first, second = self.words[at - 1 : at], self.words[at + 1 : at + 3]
        if self._low(at) != "và" or len(second) < 2 or self._opens(at + 1) or not first[0].text.islower():
            return False
        return second[0].text.istitle() and second[1].text.islower() and self._trade_word(at + 2)

    def _trade_word(self, at: int) -> bool:
        """Whether a lower-case word can be part of what an organisation is named after."""
        word = self.words[at]
        if not (word.text.isalpha() and word.text[0].islower()) or word.low in _no_trade():
            return False
        if at in self.head_at and self.head_at[at][0].grammar != "facility":  # "Tổng công ty Khai thác đường cao tốc"
            return False
        return not self._level_word(at)

    def _unit(self, at: int) -> int:
        """Length of "huyện Nghi Lộc", "TP. HCM", "quận 7", "miền Trung" at `at`; 0 where no local unit stands there."""
        if self._low(at) in _REGIONS and at + 1 < len(self.words):
            named = self._names(at + 1) and not self.words[at + 1].text[0].isdigit() or self._figure(at + 1)
            return 2 if named and not self._opens(at + 1) else 0
        level = self._level_word(at)
        if not level:
            return 0
        end = at + level
        figure = end < len(self.words) and self.words[end].text[0].isdigit()
        if figure:
            return level + 1 if self._low(at) in ("quận", "phường", "q", "p", "khu") else 0
        while end < len(self.words) and end - at - level < 5:
            opens = self._opens(end) and self.head_at[end][0].grammar != "level"
            titled = self._titled(end, at + level)
            if end > at + level and (self.words[end].start in self.people or self._level_word(end) or opens or titled):
                break
            if self._names(end) and not self.words[end].text[0].isdigit():
                end += 1
            elif self._dashed(end, at + level):
                end += 2
            else:
                break
        return end - at if end > at + level else 0

    def _dashed(self, at: int, begin: int) -> bool:
        """Whether a dash at `at` stands inside a place's name: "Bà Rịa - Vũng Tàu"."""
        following = at + 1
        inside = self._is(at, "-") and at > begin and self._names(following) and not self._opens(following)
        return inside and self._low(following) not in STOPS

    def _level_word(self, at: int) -> int:
        """Length in words of a level word at `at` ("tỉnh", "thị xã", "TP."), else 0."""
        low, following = self._low(at), self._low(at + 1)
        if f"{low} {following}" in LEVELS:
            return 2
        if low == "xã" and following == "hội" or low not in LEVELS:
            return 0
        dotted = low in DOTTED and following == "."
        if low in ("h", "q", "p", "tt") and not (dotted and self.words[at].text.isupper()):
            return 0
        return 1 + dotted

    def _joint(self, at: int, head: Head, plural: bool, proper: int, by_trade: bool) -> int:
        """1 where a dash, "&", "và" or comma at `at` stands inside the name, else 0."""
        grammar = head.grammar
        word, following = self.words[at], at + 1
        if (
            following >= len(self.words)
            or self._opens(following)
            and (
                not self._field(following, grammar)
                or grammar != "department"
                or self.head_at[following][0].kind == head.kind  # "Đại học Y dược và | Đại học Luật"
            )
        ):
            # "Tổng công ty X - CTCP", "… - Bộ Công an": a legal form closes the name, an organisation does not
            return 0
        if word.low in "-/&":
            if grammar in ("company", "facility") and self._trade_word(following):
                return int(self._proper_follows(following, grammar) or self._names(following + 2))
            return int(
                self._names(following) and self._low(following) not in STOPS or bool(self._field(following, grammar))
            )
        if grammar in ("level", "place") or plural:
            return 0
        if word.low == "và":
            if grammar == "company" and self._compound_joint(at):
                return 1
            if grammar == "department":
                return int(bool(self._field(following, grammar)))
            trade = self._field(following, grammar)
            if by_trade and trade and proper == 0:
                return 1  # "Công ty Tư vấn đầu tư và phát triển nhà"
            trade = trade or self._names(following) and not self._opens(following)
            return int(bool(trade) and proper == 0 and self._proper_follows(following, grammar))
        if word.text == "," and (phrase := self._field(following, grammar)):
            after = following + phrase[0]
            if grammar == "department":
                return int(
                    self._low(after) == "và" and bool(self._field(after + 1, grammar)) and after + 1 not in self.head_at
                )
            return int(proper == 0 and self._proper_follows(following, grammar))
        return 0

    def _abbreviated(self, at: int, begin: int, head: Head) -> int:
        """Length of the abbreviation in brackets of what comes before it, where the name goes on behind it: "Nhà máy
        nhiệt điện (NMNĐ) Thái Bình 2"."""
        if length := self._legal_form(at):
            return length
        if not (self._is(at, "(") and self._is(at + 2, ")") and self._names(at + 3)) or self._opens(at + 3):
            return 0
        letters = self._low(at + 1)
        initials = "".join(word[0] for word in (*head.form.split(), *(self._low(i) for i in range(begin, at))))
        return 3 if self.words[at + 1].text.isupper() and letters.isalpha() and letters in initials else 0

    def _legal_form(self, at: int) -> int:
        """Length of a legal form in brackets, "(TNHH MTV)", at `at`, where a name follows; else 0."""
        end = at + 1
        while self._low(end) in LEGAL:
            end += 1
        return end + 1 - at if self._is(at, "(") and end > at + 1 and self._is(end, ")") and self._names(end + 1) else 0

    def _road(self, at: int) -> int:
        """Length of "quốc lộ 5" or "QL 1A" at `at`; 0 where no road with a number stands there."""
        length = 2 if self._two(at) in ("quốc lộ", "tỉnh lộ") else int(self._low(at) in ("ql", "tl"))
        return length + 1 if length and self._figure(at + length) else 0

    def _address(self, at: int) -> int:
        """Length of "trên đường Yên Viên", "ở số 79/16 …" at `at`, which tells a nameless place apart; else 0."""
        if self._low(at) not in _AT:
            return 0
        if road := self._road(at + 1):
            return road + 1
        said = next((n for n in (3, 2, 1) if " ".join(self._low(at + 1 + i) for i in range(n)) in _ADDRESSES), 0)
        begin = end = at + 1 + said
        while said and end < len(self.words) and end - begin < 6 and not self._level_word(end):
            if not (self._names(end) or self.words[end].text in "/-" and self._names(end + 1)):
                break
            end += 1
        return end - at if end > begin else 0

    def _owner(self, at: int) -> int:
        """Length of "của ông Khắc", "do bà Hoa (làm chủ)", "bà Hoa" at `at`: the owner tells a nameless place apart."""
        name = at + (self._low(at) in ("của", "do"))
        while self._low(name) in ("ông", "bà", "anh", "chị", "cô", "gia", "đình", "hộ", "vợ", "chồng"):
            name += 1
        end = name
        while end < len(self.words) and self._names(end) and end - name < 5:
            end += 1
        titled = name > at and self._low(name - 1) not in ("của", "do")
        return end - at if end > name and titled else 0

    def _trade_of_an_owner(self, at: int) -> int:
        """Length of "bò viên chiên của bà Hoa" at `at`, whatever the trade; else 0."""
        end = at
        while (
            end < len(self.words)
            and end - at < 8
            and ((phrase := self._field(end, "facility")) or self._trade_word(end))
        ):
            end += phrase[0] if phrase else 1
        owner = self._owner(end) if end > at and self._low(end) in ("của", "do") else 0
        return end - at + owner if owner else 0

    def _called(self, at: int) -> int:
        """Length of "có tên" and the like at `at`, where a name stands behind it; else 0."""
        for phrase in _CALLED:
            length = len(phrase.split())
            behind = at + length
            said = " ".join(self._low(i) for i in range(at, behind)) == phrase
            if said and behind < len(self.words) and (self._names(behind) or self._quoted(behind)):
                return length
        return 0

    def _quoted(self, at: int) -> int:
        """Length of a short quotation at `at` with its marks, else 0."""
        for end in range(at + 2, min(at + 10, len(self.words))):
            if self.words[end].text in '”"’':
                return end - at + 1
        return 0

    def _figure(self, at: int) -> bool:
        return at < len(self.words) and bool(re.fullmatch(r"[\dIVX]+[a-zđ]?", self.words[at].text, re.IGNORECASE))

    def _figure_in_name(self, at: int, begin: int, grammar: str) -> bool:
        if self._low(at + 1) in _COUNTED or self._is(at + 1, "%") or len(self.words[at].text) > 6:
            return False
        numbered = grammar == "department" and len(self.words[at].text) == 3  # "Ban Chỉ đạo 389", "Bệnh viện 108"
        return (
            numbered
            or at == begin
            and at > 1
            and self._numbered(at)
            or grammar in ("company", "facility", "department")
            and at > begin
            or grammar == "level"
            and at == begin
        )

    def _numbered(self, at: int) -> bool:
        one, two = self._low(at - 1), f"{self._low(at - 2)} {self._low(at - 1)}"
        return one in _NUMBERED or two in _NUMBERED

    def _names(self, at: int) -> bool:
        return at < len(self.words) and self.words[at].is_name

    def _counts(self, at: int) -> bool:
        return at < len(self.words) and self.words[at].text.isdigit() and bool(self._level_word(at + 1))

    def _low(self, at: int) -> str:
        return self.words[at].low if 0 <= at < len(self.words) else ""

    def _is(self, at: int, mark: str) -> bool:
        return at < len(self.words) and self.words[at].text == mark

    def _after(self, offset: int) -> int:
        return next((i for i, word in enumerate(self.words) if word.start >= offset), len(self.words))
