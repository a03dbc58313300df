"""Dates as the press writes them, to EDTF.

A grammar of its own, because no library reads ranges ("từ ngày 5 đến 9/3"), lists ("ngày 5, 6 và 7/3"), parts of the
day ("sáng 26/7") or leaves "tỉ lệ 3/4" alone. `find_dates` finds what is written; `resolve` turns it into EDTF with the
publication date or with what the text itself says of the year. Without either the year stays XXXX: it is never guessed.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from .lexicon import rows

PART_OF_DAY = r"(?:rạng sáng|sáng sớm|sáng|trưa|xế chiều|chiều tối|chiều|tối|đêm khuya|đêm|khuya)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:19|20)\d\d"
_SEP = r"\s?[/.-]\s?"
_WEEKDAYS = {
    "hai": 0, "ba": 1, "tư": 2, "bốn": 2, "năm": 3, "sáu": 4, "bảy": 5, "2": 0, "3": 1, "4": 2, "5": 3, "6": 4, "7": 5,
}  # fmt: skip

#: d/m with an optional year, in figures or with the word tháng; "năm ngoái" and the like stand for a year.
_DM = (
    rf"(?P<d{{0}}>{_DAY})(?:{_SEP}|\s+tháng\s+)(?P<m{{0}}>{_MONTH})"
    rf"(?:(?:{_SEP}|,?\s+năm\s+)(?P<y{{0}}>{_YEAR}|\d\d(?![\d.,/%]))|\s+(?P<a{{0}}>năm (?:nay|ngoái|trước)))?"
)
_GUARD_LEFT = r"(?<![\w/.,%-])"
_GUARD_RIGHT = r"(?![\w%]|[/.,-]\d|\s?[/-]\s?\d)"
_CLOCK = r"(?:\d{1,2}\s?(?:h|giờ)\s?(?:\d\d)?\s+)?"
_DAY_WORD = r"(?:các ngày|hai ngày|ba ngày|ngày (?:mùng|mồng)|ngày|hôm|mùng|mồng)"

# 1. two days with one or two months: "từ ngày 5 đến 9/3", "từ 22/5-24/5/2017", "ngày 5 - 9/3", "26-28.3.2019",
#    "đêm 30, rạng sáng 31-5"
_RANGE = re.compile(
    _GUARD_LEFT + r"(?<!tháng )"
    + rf"(?:(?P<from>từ|giữa)\s+)?{_CLOCK}(?:(?P<part>{PART_OF_DAY})\s+)?(?:(?P<day_word>{_DAY_WORD})\s*)?"
    + rf"(?P<d1>{_DAY})(?:(?:{_SEP}|\s+tháng\s+)(?P<m1>{_MONTH})(?:(?:{_SEP}|\s+năm\s+)(?P<y1>{_YEAR}))?)?"
    + r"(?:\s*\([^()\n]{1,40}\))?"
    + r"\s*(?P<joint>đến hết|cho đến|đến|tới|-|,?\s*(?:và\s+)?rạng(?: sáng)?)\s*(?:hết\s+)?"
    + rf"{_CLOCK}(?:(?P<part2>{PART_OF_DAY})\s+)?(?:ngày\s*)?"
    + _DM.format(2) + _GUARD_RIGHT
)  # fmt: skip
# 2. a list of days of one month: "ngày 5, 6 và 7/3", "hai ngày 7 và 8-2", "2 ngày (14 và 15/5)", "ngày 4 và ngày 5/3"
_AND = r"(?:\s*,\s*|\s+và\s+|\s*&\s*)"
_LIST = re.compile(
    _GUARD_LEFT
    + rf"(?:(?P<part>{PART_OF_DAY})\s+)?"
    + r"(?P<day_word>(?:(?:các|hai|ba|bốn|2|3|4)\s)?ngày(?:\s+qua|\s+liên tiếp)?)\s*[(:,]?\s*"
    + rf"(?P<days>{_DAY}(?:{_AND}(?:ngày\s+)?{_DAY}){{0,6}}){_AND}(?:ngày\s+)?"
    + _DM.format(2) + _GUARD_RIGHT
)  # fmt: skip
# 3. one day
_SINGLE = re.compile(
    _GUARD_LEFT + rf"(?:(?P<part>{PART_OF_DAY})\s+)?(?:(?P<day_word>{_DAY_WORD})\s*)?" + _DM.format(1) + _GUARD_RIGHT
)
# 4. a month: "tháng 3/2019", "tháng 3 năm 2019", "cuối tháng 4", "tháng 12 năm ngoái"
_MONTH_ONLY = re.compile(
    rf"(?<!\w)(?:(?P<edge>đầu|giữa|cuối|trong|hồi|trung tuần|thượng tuần|hạ tuần)\s+)?tháng\s+(?P<m1>{_MONTH})"
    rf"(?:\s*(?:/|-|\.|năm)\s*(?P<y1>{_YEAR})|\s+(?P<a1>năm (?:nay|ngoái|trước)))?"
    r"(?!\d|[/.,-]\d|\s+(?:tuổi|ngày))"
)
#    or two of them: "từ tháng 2 đến tháng 5-2017", "tháng 3 đến 9/2014"
_MONTHS = re.compile(
    rf"(?<!\w)tháng\s+(?P<m1>{_MONTH})(?:\s*(?:/|-|\.|năm)\s*(?P<y1>{_YEAR}))?"
    rf"\s*(?:cho đến|đến|tới|-)\s*(?:hết\s+)?(?P<word>tháng\s+)?(?P<m2>{_MONTH})(?!\d)"
    rf"(?:\s*(?:/|-|\.|năm)\s*(?P<y2>{_YEAR}))?(?!\d|[/.,-]\d|\s+(?:tuổi|ngày|năm))"
)
# 5. words: today, yesterday, the same day
_RELATIVE = re.compile(
    rf"(?<!\w)(?:(?P<part>{PART_OF_DAY})\s+)?(?P<rel>(?:ngày )?hôm nay|(?:ngày )?hôm qua|hôm kia|(?:ngày )?hôm sau"
    r"|cùng ngày|ngày mai|hôm trước|nay|qua|mai)(?!\w)"
)
# 6. days of the lunar year around Tết: "mùng 6 Tết", "ngày 10 tháng Giêng", "24 tháng Chạp"
_LUNAR = re.compile(
    rf"(?<!\w)(?:(?P<part>{PART_OF_DAY})\s+)?(?:ngày\s+)?(?:(?:mùng|mồng)\s+(?P<t>{_DAY})\s+(?:tết|tháng giêng)"
    rf"|(?P<l>{_DAY})\s+tháng\s+(?P<lm>giêng|chạp))(?!\w)"
)
#: What explains a relative word: "sáng nay (11/5)", "hôm qua, 20-3", "chiều nay 23/10".
_EXPLAINED = re.compile(r"\s*[,(]?\s*(?:tức\s+)?(?:ngày\s+)?" + _DM.format(9) + _GUARD_RIGHT + r"\s*\)?")
_WEEKDAY_BEFORE = re.compile(r"(?:thứ\s+(?P<w>hai|ba|tư|bốn|năm|sáu|bảy|[2-7])|(?P<sun>chủ nhật))\s*[,(-]?\s*$")
_WEEKDAY_AFTER = re.compile(r"\s*[,(]\s*(?:thứ\s+(?P<w>hai|ba|tư|bốn|năm|sáu|bảy|[2-7])|(?P<sun>chủ nhật))\b")
#: Two figures with a sign between them are something else before these words ("từ 4-6 làn xe") …
_MEASURED = re.compile(
    r"\s*(?:tháng|năm|tuần|giờ|phút|ngày|làn|tỷ|tỉ|triệu|nghìn|ngàn|đồng|người|lần|mét|m2?|km|ha|tấn|kg|giá|số|tổng|khối|căn|hộ|"
    r"xã|phường|huyện|trường|cơ sở|đơn vị|thành viên|diện tích|khách|hồ sơ|trường hợp|công trình|cán bộ)\b"
)
#: … and after these ("công viên 26/3", "tỉ lệ 3/4").
_NOT_A_DAY = re.compile(
    r"(?:đường|phố|số|điều|khoản|tỉ lệ|tỷ lệ|công viên|quốc lộ|hẻm|ngõ|chưa đến|gần|hơn|khoảng)\s*$"
)
#: A bare pair of figures is a day after these words, or beside another day.
_CUE = re.compile(r"(?:từ|kể từ|đến|hôm|vào|\(|(?:[/.-]\d{1,2}|nay|qua)\s*(?:,|và))\s*$")


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as written in `text[start:end]`.

    `kind` is day, range, list, month, lunar or relative. `days` are (day, month, year or None), two for a range.
    `word` is the part of the day, the part of the month, or the relative word. `weekday` is 0 (Monday) to 6 where the
    text gives one beside the date. `shift` is how far "năm nay" (0) or "năm ngoái" (-1) is from the year of
    publication. `edtf` is set by `resolve`.
    """

    start: int
    end: int
    kind: str
    days: tuple[tuple[int, int, int | None], ...] = ()
    word: str = ""
    weekday: int | None = None
    shift: int | None = None
    edtf: str | None = None
    rule: str = ""


def _year(text: str | None) -> int | None:
    if not text:
        return None
    number = int(text)
    return number if number > 99 else (2000 + number if number < 50 else 1900 + number)


def _shift(words: str | None) -> int | None:
    return None if not words else 0 if words == "năm nay" else -1


def _real(day: int, month: int, year: int | None) -> bool:
    return 1 <= day <= calendar.monthrange(year or 2000, month)[1]  # 2000 was a leap year


def _weekday(form: str, start: int, end: int, first: int, last: int) -> int | None:
    """The weekday written before or after `form[start:end]` in the sentence `form[first:last]`."""
    match = _WEEKDAY_BEFORE.search(form, max(first, start - 14), start)
    match = match or _WEEKDAY_AFTER.match(form, end, min(last, end + 16))
    return None if not match else 6 if match["sun"] else _WEEKDAYS[match["w"]]


def find_dates(form: str, start: int, end: int) -> list[DateMention]:
    """Date mentions in the sentence `form[start:end]`, in order, none overlapping; `form` is a search form.

    "32/1", "30/2" and the like are no dates.
    """
    found: list[DateMention] = []
    for finder in (_words, _ranges, _month_ranges, _lists, _lunar_days, _days, _months):
        for mention in finder(form, start, end):
            if all(mention.end <= other.start or mention.start >= other.end for other in found):
                found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def _words(form: str, start: int, end: int) -> Iterator[DateMention]:
    """Relative words, with the day in figures that explains them."""
    for m in _RELATIVE.finditer(form, start, end):
        if m["rel"] in ("nay", "qua", "mai") and not m["part"] or form[max(start, m.start() - 4) : m.start()] == "mấy ":
            continue
        word = m["rel"].removeprefix("ngày ")
        word = {"nay": "hôm nay", "qua": "hôm qua"}.get(word, word)
        explained = _EXPLAINED.match(form, m.end(), min(end, m.end() + 40))
        if explained and _real(int(explained["d9"]), int(explained["m9"]), _year(explained["y9"])):
            day = (int(explained["d9"]), int(explained["m9"]), _year(explained["y9"]))
            yield DateMention(m.start(), explained.end(), "day", (day,), word, rule="date:relative+day")
        else:
            yield DateMention(m.start(), m.end(), "relative", (), word, rule="date:relative")


def _ranges(form: str, start: int, end: int) -> Iterator[DateMention]:
    for m in _RANGE.finditer(form, start, end):
        d2, m2, y2 = int(m["d2"]), int(m["m2"]), _year(m["y2"])
        d1, m1 = int(m["d1"]), int(m["m1"] or m2)
        y1 = _year(m["y1"]) or (y2 if (m1, d1) <= (m2, d2) else y2 and y2 - 1)
        # "12-3" is 12 March, not a span of 12 to something: a bare hyphen needs a cue or a full second date.
        cued = m["from"] or m["day_word"] or m["m1"] or m["y2"] or form[m.start() - 1 : m.start()] == "("
        if m["joint"] == "-" and not cued:
            continue
        if not (_real(d1, m1, y1) and _real(d2, m2, y2)) or (not m["m1"] and d1 >= d2):
            continue
        yield DateMention(
            m.start(), m.end(), "range", ((d1, m1, y1), (d2, m2, y2)), shift=_shift(m["a2"]), rule="date:range"
        )


def _month_ranges(form: str, start: int, end: int) -> Iterator[DateMention]:
    for m in _MONTHS.finditer(form, start, end):
        (m1, m2), y2 = (int(m["m1"]), int(m["m2"])), _year(m["y2"])
        y1 = _year(m["y1"]) or (y2 if m1 < m2 else y2 and y2 - 1)
        if (m["word"] or y2) and (m1 < m2 or y2):  # "tháng 3 đến 9" may be anything
            yield DateMention(m.start(), m.end(), "month", ((1, m1, y1), (1, m2, y2)), rule="date:months")


def _lists(form: str, start: int, end: int) -> Iterator[DateMention]:
    for m in _LIST.finditer(form, start, end):
        month, year = int(m["m2"]), _year(m["y2"])
        days = [int(d) for d in re.findall(r"\d+", m["days"])] + [int(m["d2"])]
        if all(_real(d, month, year) for d in days) and days == sorted(set(days)):
            yield DateMention(
                m.start(), m.end(), "list", tuple((d, month, year) for d in days),
                m["part"] or "", shift=_shift(m["a2"]), rule="date:list",
            )  # fmt: skip


def _lunar_days(form: str, start: int, end: int) -> Iterator[DateMention]:
    for m in _LUNAR.finditer(form, start, end):
        if m["t"]:
            day, month = int(m["t"]), 1
        else:
            day, month = int(m["l"]), 1 if m["lm"] == "giêng" else 12
        if day <= 30:
            yield DateMention(m.start(), m.end(), "lunar", ((day, month, None),), m["part"] or "", rule="date:lunar")


def _days(form: str, start: int, end: int) -> Iterator[DateMention]:
    for m in _SINGLE.finditer(form, start, end):
        day, month, year = int(m["d1"]), int(m["m1"]), _year(m["y1"])
        if not _real(day, month, year):
            continue
        weekday = _weekday(form, m.start(), m.end(), start, end)
        full_year = m["y1"] and len(m["y1"]) == 4
        # A bare pair of figures is a date only with a cue: the word ngày, a part of the day, a year, a weekday.
        if not (m["part"] or m["day_word"] or full_year or weekday is not None):
            near = form[max(start, m.start() - 14) : m.start()]
            if not _CUE.search(near) or _NOT_A_DAY.search(near) or _MEASURED.match(form, m.end(), end):
                continue
        if form[m.start("m1") - 6 : m.start("m1")] == "tháng " and re.match(
            r"\s+(?:ngày|tù)\b", form[m.end() : m.end() + 8]
        ):
            continue  # "4 tháng 11 ngày" is a length of time
        yield DateMention(
            m.start(), m.end(), "day", ((day, month, year),), m["part"] or "", weekday, _shift(m["a1"]), rule="date:day"
        )


def _months(form: str, start: int, end: int) -> Iterator[DateMention]:
    for m in _MONTH_ONLY.finditer(form, start, end):
        month = (0, int(m["m1"]), _year(m["y1"]))
        yield DateMention(
            m.start(), m.end(), "month", (month,), m["edge"] or "", shift=_shift(m["a1"]), rule="date:month"
        )


# Resolution


#: Years that the text tells as its present: "kế hoạch thanh tra năm 2017", "9 tháng đầu năm 2018", "quý II/2019", "kỳ
#: thi THPT quốc gia 2019", "từ đầu năm 2016 đến nay".
_PRESENT_YEAR = re.compile(
    r"\b(?:(?:(?:kế hoạch|nhiệm vụ|kỳ thi|thi thpt|thi trung học|lễ hội)\b"
    r"(?:(?!\b(?:đến|tới|giai đoạn|tầm nhìn|định hướng)\b)[^.;\n\d]){0,60}?năm |tháng (?:đầu|cuối) năm "
    r"|thi (?:thpt|trung học phổ thông)(?: quốc gia)? |tết trung thu |đầu năm (?=\d{4} (?:đến|tới) nay))"
    rf"(?P<y>{_YEAR})(?!\s*-|\d)|quý \w{{1,3}}\s?(?:/|năm)\s?(?P<q>{_YEAR})"
    rf"|năm học (?P<school>{_YEAR})\s?-\s?{_YEAR}|dự kiến sang năm (?P<next>{_YEAR}))"
)
#: Days older or younger than the news: of laws, and deadlines.
_NOT_NEWS = re.compile(
    r"(?:luật|nghị định|thông tư|pháp lệnh)[^.;]{0,60}$"
    r"|(?:trước|thời hạn|hạn chót|chậm nhất|dự kiến|đến hết)[^.;,]{0,20}$"
)
#: A day that the text writes with its year fixes the year of another day at most so many days away.
_NEAR = 150
_SHARES = re.compile(r"\s*(?:,|và|đến|&|-)\s*$")
_SAME = re.compile(r"\s*[,(]?\s*(?:tức\s+(?:là\s+)?)?(?:từ\s+)?$")


@cache
def _tet() -> dict[int, date]:
    """The first day of each lunar year."""
    return {int(year): date.fromisoformat(day) for _, year, day, _ in rows("tet")}


@cache
def _tet_named() -> tuple[re.Pattern, dict[str, int]]:
    """ "Tết Đinh Dậu", "xuân Kỷ Hợi năm 2019", and the year of each name."""
    names = {name: int(year) for name, year, _, _ in rows("tet")}
    spelled = "|".join(map(re.escape, names))
    return re.compile(
        rf"\b(?:tết|tết nguyên đán|xuân)(?: năm)? (?P<name>{spelled})\b(?:,?\s*(?:năm\s)?\s*-?\s*(?P<y>{_YEAR}))?"
    ), names


@dataclass(frozen=True, slots=True)
class _Now:
    """When the news was written, as far as it is known.

    `day` is today, `base` the day that undated mentions are near to, `year` the year told as present,
    `school` the year in which the present school year began.
    """

    day: date | None
    base: date | None
    year: int | None
    school: int | None


def resolve(mentions: Sequence[DateMention], published: str | None, form: str) -> list[DateMention]:
    """The mentions of one text with `edtf` set where they can be resolved; `form` is the text's search form.

    `published` is an ISO date or None. Without it the text's own words stand in for it: a day written beside "hôm nay",
    a year told as the present one ("kế hoạch năm 2017", "Tết Đinh Dậu"), a lunar day beside a solar one, or the latest
    day written with its year.
    """
    mentions = _with_shared_years(list(mentions), form)
    lunar = _lunar_neighbours(mentions, form)
    now = _now(mentions, lunar, published, form)
    years = _years_given(mentions)
    last: str | None = None
    resolved = []
    for i, mention in enumerate(mentions):
        edtf = None
        if mention.kind == "relative":
            edtf = _relative(mention, now.day, last)
        elif mention.kind == "lunar":
            edtf = _lunar(mention, now)
        elif mention.kind == "month":
            years_of = [y or _shifted(mention, now) or _year_of_month(m, now) for _, m, y in mention.days]
            edtf = "/".join(f"{y or 'XXXX'}-{m:02d}" for (_, m, _), y in zip(mention.days, years_of, strict=True))
        else:
            fixed = _shifted(mention, now) or (_lunar_year(mention, mentions[lunar[i]]) if i in lunar else None)
            full = [(d, m, y or years.get((d, m)) or fixed or _year_of(d, m, now, mention)) for d, m, y in mention.days]
            one = _one_year(full)
            if not all(_real(*day) for day in one):  # 29 February, and a year that is another day's
                one = [(d, m, None) for d, m, _ in one]
            edtf = ("/" if mention.kind == "range" else ",").join(_edtf(*day) for day in one)
        resolved.append(replace(mention, edtf=edtf))
        if edtf and mention.kind != "month":
            last = re.split(r"[/,]", edtf)[-1]
    return [
        replace(m, edtf=resolved[lunar[i]].edtf) if m.kind == "lunar" and i in lunar else m
        for i, m in enumerate(resolved)
    ]


def _with_shared_years(mentions: list[DateMention], form: str) -> list[DateMention]:
    """ "tháng 9 và tháng 11-2017", "từ tháng 1 đến tháng 6/2017": the year is written once, at the end."""
    for i in range(len(mentions) - 2, -1, -1):
        this, following = mentions[i], mentions[i + 1]
        if not this.days or not following.days or this.days[-1][2] or this.kind == "lunar" or following.kind == "lunar":
            continue
        year = following.days[0][2]
        if year and following.start - this.end <= 8 and _SHARES.fullmatch(form, this.end, following.start):
            (d, m, _), (d2, m2, _) = this.days[-1], following.days[0]
            year -= (m, d) > (m2, d2)
            mentions[i] = replace(this, days=tuple((a, b, c or year) for a, b, c in this.days))
    return mentions


def _lunar_neighbours(mentions: list[DateMention], form: str) -> dict[int, int]:
    """For each mention of a pair "22/2 (mùng 7 Tết)" the index of the other."""
    pairs = {}
    for i in range(len(mentions) - 1):
        a, b = mentions[i], mentions[i + 1]
        solar = {a.kind, b.kind} & {"day", "range"}
        if (
            "lunar" in (a.kind, b.kind)
            and solar
            and _SAME.fullmatch(form, a.end, min(b.start, a.end + 20))
            and b.start <= a.end + 20
        ):
            pairs[i], pairs[i + 1] = i + 1, i
    return pairs


def _lunar_days_of(mention: DateMention, year: int) -> set[date]:
    """The solar days that a lunar mention can be in the solar year; the twelfth month has 29 or 30 days."""
    if year not in _tet():
        return set()
    day, month, _ = mention.days[0]
    if month == 1:
        return {_tet()[year] + timedelta(day - 1)}
    return {_tet()[year] - timedelta(length + 1 - day) for length in (29, 30)}


def _lunar_year(solar: DateMention, lunar: DateMention) -> int | None:
    """The only year in which the solar day is the lunar one."""
    day, month, _ = solar.days[0]
    found = [y for y in _tet() if any((d.day, d.month) == (day, month) for d in _lunar_days_of(lunar, y))]
    return found[-1] if found and (len(found) == 1 or found[-1] - found[-2] >= 8) else None


def _now(mentions: list[DateMention], lunar: dict[int, int], published: str | None, form: str) -> _Now:
    if published:
        day = date.fromisoformat(published)
        return _Now(day, day, None, None)
    latest = _latest(mentions, form)
    year = school = None
    for m in _PRESENT_YEAR.finditer(form):
        if m["school"]:
            school = max(school or 0, int(m["school"]))
        else:
            year = max(year or 0, int(m["y"] or m["q"] or int(m["next"]) - 1))
    pattern, names = _tet_named()
    for m in pattern.finditer(form):
        if not m["y"] or int(m["y"]) == names[m["name"]]:
            year = max(year or 0, names[m["name"]])
    for i, other in lunar.items():
        if mentions[i].kind != "lunar" and (fixed := _lunar_year(mentions[i], mentions[other])):
            year = max(year or 0, fixed)
    if year and latest and year <= latest.year:
        year = None  # a day says more than a year
    now = _Now(None, None if year else latest, year, school)
    for mention in mentions:
        if mention.rule == "date:relative+day" and mention.word in ("hôm nay", "hôm qua"):
            d, m, y = mention.days[0]
            if (y := y or _year_of(d, m, now, mention)) and _real(d, m, y):
                today = date(y, m, d) + timedelta(mention.word == "hôm qua")
                return _Now(today, today, None, None)
    return now


def _shifted(mention: DateMention, now: _Now) -> int | None:
    if mention.shift is None:
        return None
    year = now.base.year if now.base else now.year
    return year + mention.shift if year else None


def _years_given(mentions: Sequence[DateMention]) -> dict[tuple[int, int], int]:
    """Years that the text gives for a day and month somewhere; a day with two years is left open."""
    found: dict[tuple[int, int], set[int]] = {}
    for mention in mentions:
        for day, month, year in mention.days:
            if year and day:
                found.setdefault((day, month), set()).add(year)
    return {key: years.pop() for key, years in found.items() if len(years) == 1}


def _latest(mentions: Sequence[DateMention], form: str) -> date | None:
    """The latest day written with its year, or the end of the latest such month.

    Laws are older than the news and deadlines younger, so their days do not count.
    """
    full = [
        (y, m, d or calendar.monthrange(y, m)[1])
        for x in mentions
        for d, m, y in x.days
        if y and not _NOT_NEWS.search(form, max(0, x.start - 90), x.start)
    ]
    return date(*max(full)) if full else None


def _edtf(day: int, month: int, year: int | None) -> str:
    return f"{year}-{month:02d}-{day:02d}" if year else f"XXXX-{month:02d}-{day:02d}"


def _one_year(days: list[tuple[int, int, int | None]]) -> list[tuple[int, int, int | None]]:
    """The two ends of a span share what year is known, in order."""
    years = [y for _, _, y in days if y]
    if years and not all(y for _, _, y in days):
        days = [(d, m, y or years[0]) for d, m, y in days]
    if len(days) == 2 and all(y for *_, y in days) and (days[0][2], *days[0][1::-1]) > (days[1][2], *days[1][1::-1]):
        (d1, m1, _), (d2, m2, y2) = days
        days = [(d1, m1, y2 - ((m1, d1) > (m2, d2))), (d2, m2, y2)]  # type: ignore[operator]
    return days


def _relative(mention: DateMention, today: date | None, last: str | None) -> str | None:
    match mention.word:
        case "hôm nay":
            return today.isoformat() if today else None
        case "hôm qua":
            return (today - timedelta(1)).isoformat() if today else None
        case "hôm kia":
            return (today - timedelta(2)).isoformat() if today else None
        case "cùng ngày":
            return last
        case "hôm sau" if last:
            known = date.fromisoformat(last.replace("XXXX", "2000")) + timedelta(1)
            return known.isoformat() if last[0] != "X" else f"XXXX{known.isoformat()[4:]}"
    return None


def _lunar(mention: DateMention, now: _Now) -> str | None:
    """A lunar day without a solar one beside it; the twelfth month has 29 or 30 days, so its days stay open."""
    if not (now.base or now.year):
        return None
    near = now.base or date(now.year or 1, 2, 1)
    days = [d for y in (near.year - 1, near.year, near.year + 1) for d in _lunar_days_of(mention, y)]
    best = min(days, key=lambda d: abs((d - near).days), default=None)
    return best.isoformat() if best and mention.days[0][1] == 1 else None


def _year_of(day: int, month: int, now: _Now, mention: DateMention) -> int | None:
    """The year of a day written without one: the nearest to what is known of the present; a weekday must agree."""
    if now.year:
        return now.year
    if now.base is None:
        return now.school and (now.school if month >= 8 else now.school + 1)
    candidates = []
    for year in (now.base.year - 1, now.base.year, now.base.year + 1):
        if not _real(day, month, year):
            continue
        distance = (date(year, month, day) - now.base).days
        if now.day is None:
            distance -= 60  # the news is younger than the latest day it writes with a year
            if abs(distance) > _NEAR:
                continue
        elif distance > 200:
            continue
        wrong_weekday = mention.weekday is not None and date(year, month, day).weekday() != mention.weekday
        # Up to six months ahead may be a plan or a deadline; farther ahead it is last year's day.
        ahead = 120 if now.day and distance > 0 else 0
        candidates.append((wrong_weekday, abs(distance) + ahead, year))
    return min(candidates)[-1] if candidates else None


def _year_of_month(month: int, now: _Now) -> int | None:
    if now.year:
        return now.year
    if now.base is None:
        return now.school and (now.school if month >= 8 else now.school + 1)
    return now.base.year if month <= now.base.month + 2 else now.base.year - 1


def by_value(mentions: Sequence[DateMention]) -> dict[str, list[int]]:
    """The candidates for days of inspection: each value, with the indices of the mentions that give it."""
    values: dict[str, list[int]] = {}
    for i, mention in enumerate(mentions):
        if mention.edtf:
            values.setdefault(mention.edtf, []).append(i)
    return values


def lies_after(edtf: str, published: str | None) -> bool:
    """Whether all of an EDTF value (of those made here) is after the day of publication; unknown years are not."""
    return published is not None and not edtf.startswith("XXXX") and edtf[: len(published)] > published[: len(edtf)]
