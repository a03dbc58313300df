"""Dates as the press writes them, to EDTF.

A grammar of its own, because no library reads ranges ("từ ngày 5 đến 9/3"), lists ("ngày 5, 6 và 7/3"), parts of the
day ("sáng 26/7") or leaves "tỉ lệ 3/4" alone. A mention is only what is written; `resolve` turns it into EDTF with
the publication date or a fuller date of the same text. Without either the year stays XXXX: it is never guessed.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date, timedelta

PART_OF_DAY = r"(?:rạng sáng|sáng sớm|sáng|trưa|xế chiều|chiều tối|chiều|tối|đêm khuya|đêm|khuya)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:19|20)\d\d"
_SEP = r"\s?[/.-]\s?"
_WEEKDAYS = {
    "hai": 0,
    "ba": 1,
    "tư": 2,
    "bốn": 2,
    "năm": 3,
    "sáu": 4,
    "bảy": 5,
    "2": 0,
    "3": 1,
    "4": 2,
    "5": 3,
    "6": 4,
    "7": 5,
}
_NUMBER_WORDS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}

#: d/m with an optional year, in figures or with the word tháng.
_DM = rf"(?P<d{{0}}>{_DAY})(?:{_SEP}|\s+tháng\s+)(?P<m{{0}}>{_MONTH})(?:(?:{_SEP}|,?\s+năm\s+)(?P<y{{0}}>{_YEAR}|\d\d(?![\d.,/%])))?"
_GUARD_LEFT = r"(?<![\w/.,%-])"
_GUARD_RIGHT = r"(?![\w%]|[/.,-]\d|\s?[/-]\s?\d)"
_LEAD = rf"(?:(?P<part>{PART_OF_DAY})\s+)?(?:(?P<day_word>các ngày|hai ngày|ba ngày|ngày|hôm|mùng)\s+)?"

# 1. two days with one or two months: "từ ngày 5 đến 9/3", "từ 22/5-24/5/2017", "ngày 5 - 9/3", "26-28.3.2019"
_RANGE = re.compile(
    _GUARD_LEFT
    + r"(?:(?P<from>từ|giữa)\s+)?(?:(?P<part>" + PART_OF_DAY + r")\s+)?(?:(?P<day_word>các ngày|ngày|hôm)\s+)?"
    + rf"(?P<d1>{_DAY})(?:(?:{_SEP}|\s+tháng\s+)(?P<m1>{_MONTH})(?:(?:{_SEP}|\s+năm\s+)(?P<y1>{_YEAR}))?)?"
    + r"(?:\s*\([^()\n]{1,40}\))?"
    + r"\s*(?P<joint>đến hết|đến|tới|-)\s*(?:hết\s+)?(?:(?P<part2>" + PART_OF_DAY + r")\s+)?(?:ngày\s+)?"
    + _DM.format(2) + _GUARD_RIGHT
)  # fmt: skip
# 2. a list of days of one month: "ngày 5, 6 và 7/3", "hai ngày 7 và 8-2", "ngày 14 & 15/5"
_LIST = re.compile(
    _GUARD_LEFT
    + r"(?:(?P<part>" + PART_OF_DAY + r")\s+)?(?P<day_word>(?:các|hai|ba|2|3|4)?\s?ngày)\s+"
    + rf"(?P<days>{_DAY}(?:(?:\s*,\s*|\s+và\s+|\s*&\s*){_DAY}){{0,6}})(?:\s*,\s*|\s+và\s+|\s*&\s*)(?:ngày\s+)?"
    + _DM.format(2) + _GUARD_RIGHT
)  # fmt: skip
# 3. one day
_SINGLE = re.compile(_GUARD_LEFT + _LEAD + _DM.format(1) + _GUARD_RIGHT)
# 4. a month: "tháng 3/2019", "tháng 3 năm 2019", "cuối tháng 4", "tháng 11 vừa qua"
_MONTH_ONLY = re.compile(
    r"(?<!\w)(?:(?P<edge>đầu|giữa|cuối|trong|hồi)\s+)?tháng\s+(?P<m1>"
    + _MONTH
    + r")(?:\s*(?:/|-|\.|năm)\s*(?P<y1>"
    + _YEAR
    + r"))?"
    r"(?![\d]|[/.,-]\d|\s+tuổi)"
)
# 5. words: today, yesterday, the same day
_RELATIVE = re.compile(
    rf"(?<!\w)(?:(?P<part>{PART_OF_DAY})\s+)?(?P<rel>hôm nay|hôm qua|hôm kia|cùng ngày|hôm sau|ngày hôm sau|ngày hôm qua|ngày hôm nay|nay|qua)(?!\w)"
)
_BRACKETED_DM = re.compile(r"\s*\(\s*(?:tức\s+)?(?:ngày\s+)?" + _DM.format(9) + r"\s*\)")
_WEEKDAY_BEFORE = re.compile(r"(?:thứ\s+(?P<w>hai|ba|tư|bốn|năm|sáu|bảy|[2-7])|(?P<sun>chủ nhật))\s*[,(-]?\s*$")
_LUNAR_AFTER = re.compile(r"\s*(?:tết|tháng giêng|tháng chạp|âm lịch|\(?\s*âm lịch)")


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date as written in `text[start:end]`.

    `kind` is day, range, list, month or relative. `days` are (day, month, year or None), two for a range.
    `weekday` is 0 (Monday) to 6 where the text gives one beside the date. `edtf` is set by `resolve`.
    """

    start: int
    end: int
    kind: str
    days: tuple[tuple[int, int, int | None], ...] = ()
    word: str = ""
    weekday: int | None = None
    edtf: str | None = None
    rule: str = ""


def _year(text: str | None) -> int | None:
    if not text:
        return None
    number = int(text)
    return number if number > 99 else (2000 + number if number < 50 else 1900 + number)


def _real(day: int, month: int, year: int | None) -> bool:
    return 1 <= day <= calendar.monthrange(year or 2000, month)[1]  # 2000 was a leap year


def find_dates(form: str, start: int, end: int) -> list[DateMention]:
    """Date mentions in `form[start:end]`, in order, none overlapping; `form` is a search form.

    "32/1", "30/2" and the like are no dates.
    """
    found: list[DateMention] = []
    taken: list[tuple[int, int]] = []

    def add(mention: DateMention) -> None:
        if all(mention.end <= a or mention.start >= b for a, b in taken):
            taken.append((mention.start, mention.end))
            found.append(mention)

    def weekday(at: int) -> int | None:
        match = _WEEKDAY_BEFORE.search(form, max(start, at - 14), at)
        return None if not match else 6 if match["sun"] else _WEEKDAYS[match["w"]]

    for m in _RANGE.finditer(form, start, end):
        d2, m2, y2 = int(m["d2"]), int(m["m2"]), _year(m["y2"])
        d1, m1 = int(m["d1"]), int(m["m1"] or m2)
        y1 = _year(m["y1"]) or (y2 if (m1, d1) <= (m2, d2) else y2 and y2 - 1)
        # "12-3" is 12 March, not a span of 12 to something: a bare hyphen needs a cue or a full second date.
        if m["joint"] == "-" and not (m["from"] or m["day_word"] or m["m1"] or m["y2"]):
            continue
        if not (_real(d1, m1, y1) and _real(d2, m2, y2)) or (not m["m1"] and d1 >= d2):
            continue
        add(DateMention(m.start(), m.end(), "range", ((d1, m1, y1), (d2, m2, y2)), rule="date:range"))
    for m in _LIST.finditer(form, start, end):
        month, year = int(m["m2"]), _year(m["y2"])
        days = [int(d) for d in re.findall(r"\d+", m["days"])] + [int(m["d2"])]
        if all(_real(d, month, year) for d in days) and days == sorted(set(days)):
            add(DateMention(m.start(), m.end(), "list", tuple((d, month, year) for d in days), rule="date:list"))
    for m in _SINGLE.finditer(form, start, end):
        day, month, year = int(m["d1"]), int(m["m1"]), _year(m["y1"])
        if not _real(day, month, year):
            continue
        # A bare figure pair is a date only with a cue: the word ngày, a part of the day, a year, or a weekday.
        near = form[max(start, m.start() - 12) : m.start()]
        cued = m["part"] or m["day_word"] or m["y1"] and len(m["y1"]) == 4 or weekday(m.start()) is not None
        cued = cued or re.search(r"(?:từ|đến|và|,|hôm|vào|\()\s*$", near)
        if not cued or (
            not m["day_word"]
            and not m["y1"]
            and re.search(r"(?:đường|phố|số|điều|khoản|tỉ lệ|tỷ lệ|công viên|quốc lộ)\s*$", near)
        ):
            continue
        add(
            DateMention(
                m.start(), m.end(), "day", ((day, month, year),), m["part"] or "", weekday(m.start()), rule="date:day"
            )
        )
    for m in _MONTH_ONLY.finditer(form, start, end):
        add(
            DateMention(
                m.start(), m.end(), "month", ((0, int(m["m1"]), _year(m["y1"])),), m["edge"] or "", rule="date:month"
            )
        )
    for m in _RELATIVE.finditer(form, start, end):
        if m["rel"] in ("nay", "qua") and not m["part"]:
            continue
        add(DateMention(m.start(), m.end(), "relative", (), m["rel"].replace("ngày hôm", "hôm"), rule="date:relative"))
    found.sort(key=lambda mention: mention.start)
    bracketed = [_with_bracket(form, mention, end) for mention in found]
    return [m for m, before in zip(bracketed, [None, *bracketed], strict=False) if not before or m.start >= before.end]


def _with_bracket(form: str, mention: DateMention, end: int) -> DateMention:
    """A relative word explained in brackets, "sáng nay (11/5)", is that day."""
    if mention.kind != "relative":
        return mention
    match = _BRACKETED_DM.match(form, mention.end, min(end, mention.end + 40))
    if not match or not _real(int(match["d9"]), int(match["m9"]), _year(match["y9"])):
        return mention
    days = ((int(match["d9"]), int(match["m9"]), _year(match["y9"])),)
    return replace(mention, end=match.end(), kind="day", days=days, rule="date:relative+bracket")


def resolve(mentions: list[DateMention], published: str | None) -> list[DateMention]:
    """The mentions with `edtf` set where they can be resolved.

    `published` is an ISO date or None. Without it the latest day that the text writes with its year stands in for it:
    news tells of the past, so a day without a year is taken to lie in the year before that one.
    """
    years = _years_given(mentions)
    base = date.fromisoformat(published) if published else _latest(mentions)
    last: date | None = None
    resolved = []
    for mention in mentions:
        edtf = None
        if mention.kind == "relative":
            edtf = _relative(mention, base, last)
        elif mention.kind == "month":
            _, month, year = mention.days[0]
            year = year or _nearest_month(month, base)
            edtf = f"{year}-{month:02d}" if year else f"XXXX-{month:02d}"
        else:
            full = [
                (d, m, y or years.get((d, m)) or _nearest_year(d, m, base, mention.weekday)) for d, m, y in mention.days
            ]
            full = _one_year(full)
            edtf = ("/" if mention.kind == "range" else ",").join(_edtf(*day) for day in full)
        resolved.append(replace(mention, edtf=edtf))
        if edtf and (match := re.fullmatch(r"(?:.*[/,])?(\d{4}-\d\d-\d\d)", edtf)):
            last = date.fromisoformat(match[1])
    return resolved


def _years_given(mentions: list[DateMention]) -> dict[tuple[int, int], int]:
    """Years that the text gives for a day and month somewhere; a day with two years is left open."""
    found: dict[tuple[int, int], set[int]] = {}
    for mention in mentions:
        for day, month, year in mention.days:
            if year and day:
                found.setdefault((day, month), set()).add(year)
    return {key: years.pop() for key, years in found.items() if len(years) == 1}


def _latest(mentions: list[DateMention]) -> date | None:
    """The latest day written with its year, or the end of the latest such month."""
    full = [(y, m, d or calendar.monthrange(y, m)[1]) for x in mentions for d, m, y in x.days if y]
    return date(*max(full)) if full else None


def _edtf(day: int, month: int, year: int | None) -> str:
    return f"{year}-{month:02d}-{day:02d}" if year else f"XXXX-{month:02d}-{day:02d}"


def _one_year(days: list[tuple[int, int, int | None]]) -> list[tuple[int, int, int | None]]:
    """The two ends of a span share what year is known, in order."""
    years = [y for _, _, y in days if y]
    if not years or all(y for _, _, y in days):
        return days
    return [(d, m, y or years[0]) for d, m, y in days]


def _relative(mention: DateMention, base: date | None, last: date | None) -> str | None:
    match mention.word:
        case "hôm nay" | "nay":
            return base.isoformat() if base else None
        case "hôm qua" | "qua":
            return (base - timedelta(1)).isoformat() if base else None
        case "hôm kia":
            return (base - timedelta(2)).isoformat() if base else None
        case "cùng ngày":
            return last.isoformat() if last else None
        case "hôm sau":
            return (last + timedelta(1)).isoformat() if last else None
    return None


def _nearest_year(day: int, month: int, base: date | None, weekday: int | None) -> int | None:
    """The year that puts the day nearest to publication, news being about the past; a weekday must agree."""
    if base is None:
        return None
    candidates = []
    for year in (base.year - 1, base.year, base.year + 1):
        if not _real(day, month, year):
            continue
        distance = (date(year, month, day) - base).days
        if distance > 200:
            continue
        if weekday is not None and date(year, month, day).weekday() != weekday:
            distance += 1000
        # Up to six months ahead may be a plan or a deadline; farther ahead it is last year's day.
        candidates.append((abs(distance) + (0 if distance <= 0 else 120), year))
    return min(candidates)[1] if candidates else None


def _nearest_month(month: int, base: date | None) -> int | None:
    if base is None:
        return None
    return base.year if month <= base.month + 2 else base.year - 1
