"""Page furniture: lines that stand beside an article, date lines, bylines, desk marks, the calendar widget."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
#: No provincial paper or portal was on the web before.
FIRST_YEAR = 1996

_DATA = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))


def _lines(patterns: list[str]) -> re.Pattern[str]:
    # Each pattern may carry its own (?i): Python wants that scoped to the group.
    scoped = [f"(?i:{p.removeprefix('(?i)')})" if p.startswith("(?i)") else f"(?:{p})" for p in patterns]
    return re.compile("|".join(scoped))


def _any_of(key: str) -> str:
    return "|".join(map(re.escape, sorted(_DATA[key], key=len, reverse=True)))


NOISE = _lines(_DATA["noise"])
TAIL = _lines(_DATA["tail"])
IMAGE_LEFTOVER = _lines(_DATA["image_leftover"])
# "(Baonghean.vn) - ", "(QNO) -", "(Thanh tra) -": short, in brackets, before a dash; or a known mark without brackets.
DESK_MARK = re.compile(rf"\s*(?:\([\w.&/ ]{{2,20}}\)\s*[-–—]|(?:{_any_of('desk_marks')})\s*[-–—])\s*")
CALENDAR_MONTH = re.compile(r"(?i)tháng \d{1,2},? (?:năm )?\d{4}")
CALENDAR_DAYS = re.compile(r"(?i)(?:CN|T[2-8])(?:\W+(?:CN|T[2-8])){6}")
SPACES = re.compile(r"[\s\u00a0\u3000]+")
INVISIBLE = re.compile("[\ud800-\udfff\u200b\u200c\u200d\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f]")


def tidy(text: str) -> str:
    """`text` on one line with single spaces and without invisible characters."""
    return SPACES.sub(" ", INVISIBLE.sub("", text)).strip()


def is_noise(line: str) -> bool:
    """Whether a tidy line is furniture wherever it stands."""
    return bool(NOISE.fullmatch(line))


def is_image_leftover(line: str) -> bool:
    """Whether a tidy line is what is left of an image (`a`, `a1`); its caption follows."""
    return bool(IMAGE_LEFTOVER.fullmatch(line))


def tail_start(lines: list[str]) -> int:
    """Index of the first of `lines` (tidy, below the title) that is no longer the article; `len(lines)` if none."""
    for i, line in enumerate(lines):
        if i and TAIL.fullmatch(line):
            return i
        following = " ".join(lines[i + 1 : i + 9])
        if i and CALENDAR_MONTH.fullmatch(line) and (not following or CALENDAR_DAYS.match(following)):
            return i
        if CALENDAR_DAYS.fullmatch(line) and re.match(r"[\d ]{20}", following):
            return i
    return len(lines)


def without_desk_mark(lead: str) -> str:
    """`lead` without "(Baonghean.vn) - " or the like before it."""
    return lead[match.end() :] if (match := DESK_MARK.match(lead)) else lead


# Dates of pages

_D = r"(?<![\d/.,-])(?P<d>\d{1,2})"
_DATES = [
    re.compile(r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)"),
    re.compile(_D + r" ?(?P<sep>[/.-]) ?(?P<m>\d{1,2}) ?(?P=sep) ?(?P<y>\d{4})(?!\d)"),
    re.compile(r"(?i)(?<!\d)(?P<d>\d{1,2}) tháng (?P<m>\d{1,2})(?: năm|,)? (?P<y>\d{4})(?!\d)"),
]
# .NET prints US order on Vietnamese pages too: 5/27/2026 2:51:01 PM
_US_DATE = re.compile(r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4}) \d{1,2}:\d{2}(?::\d{2})? [AP]M")


def plausible(day: date, fetched_at: datetime | None) -> bool:
    """A page cannot have been published after it was fetched, nor before there were such pages."""
    return day.year >= FIRST_YEAR and (fetched_at is None or day <= fetched_at.astimezone(VIETNAM).date())


def _as_date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match["y"]), int(match["m"]), int(match["d"]))
    except ValueError:
        return None


def _find_date(text: str) -> tuple[date, re.Match[str]] | None:
    for pattern in _DATES:
        for match in pattern.finditer(text):
            if day := _as_date(match):
                return day, match
    return None


def find_date(text: str) -> date | None:
    """The first date in a short piece of text: ISO, or day before month as everywhere in Vietnam."""
    return found[0] if (found := _find_date(text)) else None


def machine_date(value: str) -> date | None:
    """The date in an attribute (datetime, content), as a day in Vietnam."""
    value = value.strip()
    try:
        moment = datetime.fromisoformat(value.replace("Z", "+00:00"))
        return moment.astimezone(VIETNAM).date() if moment.tzinfo else moment.date()
    except ValueError:
        pass
    if (match := _US_DATE.fullmatch(value)) and (day := _as_date(match)):
        return day
    return find_date(value)


# Date lines and bylines

_BESIDE_DATE = re.compile("|".join(_DATA["beside_date"]), re.I)
PUBLISHER = re.compile(rf"(?i)(?:{_any_of('publishers')})\b")
# Not in "Ngày đăng bài: ", which says when.
_AUTHOR_LABEL = re.compile(rf"(?i)(?<!\w)(?<!đăng )(?<!gửi )(?:{_any_of('author_labels')})\s*:\s*")
_SEPARATORS = " -–—|,;:()[]'\"•·/"


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that says when, and perhaps by whom, an article was published."""

    day: date
    author: str | None


def read_dateline(line: str) -> DateLine | None:
    """`line` as a date line, or None where it says anything else.

    >>> read_dateline("Nhóm PV - 12/12/2020 19:51")
    DateLine(day=datetime.date(2020, 12, 12), author='Nhóm PV')
    """
    line = tidy(line)
    if len(line) > 160 or not (found := _find_date(line)):
        return None
    day, match = found
    before, after = (
        line[: match.start()],
        re.sub(r"^[T ]?\d{2}:\d{2}(:\d{2})?([+-]\d{2}:?\d{2}|Z)?", "", line[match.end() :]),
    )
    author = None
    if label := _AUTHOR_LABEL.search(line):
        name = re.split(r"\s[-–|]\s|\s(?=ngày\b|lượt\b|\d)|[|]", line[label.end() :], maxsplit=1, flags=re.I)[0]
        before, after = (part.replace(name, "").replace(label[0].strip(), "") for part in (before, after))
        author = name.strip(_SEPARATORS) or None
    # An author stands apart by a dash or bar; "Vĩnh Phúc, ngày 1/2/2020" is the place line of a document.
    set_apart = re.fullmatch(r"(?P<name>[^\d|]{2,60}?)\s*[-–—|]\s*[-–—|,: ]*", _BESIDE_DATE.sub("", before))
    name = set_apart["name"].strip(_SEPARATORS) if set_apart else ""
    if PUBLISHER.match(name):
        before = ""
    elif author is None and is_byline(name):
        author, before = name, ""
    rest = _BESIDE_DATE.sub("", before).strip(_SEPARATORS + "0123456789")
    tail = _BESIDE_DATE.sub("", after)
    if rest:
        return None
    # After the date only a section ("| Thời sự") or an author may stand, set apart in the same way.
    tail_text = tail.strip(_SEPARATORS + "0123456789.")
    if tail_text:
        if not re.match(r"\s*[-–—|]", tail) or len(tail_text) > 40:
            return None
        if author is None and is_byline(tail_text) and not tail.lstrip().startswith("|"):
            author = tail_text
    return DateLine(day, author)


ORGANISATION = re.compile(rf"(?:{_any_of('organisation_heads')})\b")
_NO_BYLINE = re.compile(rf"(?:{_any_of('organisation_heads')}|{_any_of('honorifics')})\b(?!\.)")
_WORD = r"[A-ZÀ-ỸĐ][\wÀ-ỹ'’]*\.?"
_NAME = rf"(?:{_WORD}(?:\.{_WORD})*)(?: (?:{_WORD}(?:\.{_WORD})*)){{0,5}}"
_BYLINE = re.compile(
    rf"(?:(?i:{_any_of('author_labels')}) ?: ?|(?:{_any_of('author_titles')})\.? )?"
    rf"(?:{_NAME}|(?:Nhóm )?(?:PV|P\.V|phóng viên)(?: [\w.À-ỹ ]{{1,30}})?)"
    rf"(?:(?: ?[-–,/&] ?| và ){_NAME})*(?: ?[(/-] ?[^()]{{2,60}}\)?)?"
)


def without_author_label(line: str) -> str:
    """`line` without "Tác giả: " or the like before it."""
    return line[match.end() :] if (match := _AUTHOR_LABEL.match(line)) else line


def is_byline(line: str) -> bool:
    """Whether a short line can be a reporter's name ("Thanh Lê", "Nhóm PV", "Tin, ảnh: Hà My (TTXVN)")."""
    return 2 <= len(line) <= 80 and not _NO_BYLINE.match(line) and bool(_BYLINE.fullmatch(line))


def is_unit_line(line: str) -> bool:
    """Whether a short line is an organisation's name alone, as under a signature."""
    return len(line) <= 80 and bool(ORGANISATION.match(line)) and not re.search(r"[.:;!?]", line)


_CREDIT = re.compile(
    r"(?i)\(?\b(?:(?:nguồn )?ảnh|ảnh (?:tư liệu|minh họa|minh hoạ)|photo)\s*:\s*[^.:;!?]{1,60}[.)]*$"
    r"|\(?\bảnh minh h(?:ọa|oạ)\)?\.?$"
)
_BYLINE_CREDIT = re.compile(r"(?i)(?:tin|bài|thực hiện|clip|video)\s*(?:,|-|–|&|và)\s*ảnh\s*:")


def is_caption(line: str) -> bool:
    """Whether a line is a photo caption by its credit ("… Ảnh: Thanh Lê"); "Tin, ảnh: Hà My" is a byline."""
    return len(line) <= 600 and bool(_CREDIT.search(line)) and not _BYLINE_CREDIT.search(line)
