"""How an inspection came about and what it looks back on: kind, level, occasion, period covered, team, recheck.

Each value is read by a rule that names its words; where none applies it is not known.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from .agencies import provinces
from .analysis import Analysis
from .inspection import Found, Kind, Level, Mention, Occasion, StageDetail
from .text import NUMERALS, Sentence, search_form

#: Said of who inspects.
_BODIES: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("party", re.compile(r"ủy ban kiểm tra|\bubkt|(?:tỉnh|thành|huyện|quận|thị|đảng) ủy")),
    ("state_audit", re.compile(r"kiểm toán nhà nước|\bktnn")),
    ("elected", re.compile(r"hội đồng nhân dân|\bhđnd|đại biểu quốc hội|\bđbqh")),
    ("market", re.compile(r"quản lý thị trường|\bqltt")),
    ("interagency", re.compile(r"liên ngành")),
)
#: Said of what is inspected for.
_MATTERS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("public_duty", re.compile(r"công vụ|kỷ luật,? kỷ cương|kỷ cương,? kỷ luật|giờ giấc làm việc|văn hóa công sở")),
    ("administrative_reform", re.compile(r"cải cách hành chính|thủ tục hành chính|bộ phận một cửa")),
    ("post_check", re.compile(r"hậu kiểm")),
    ("specialised", re.compile(r"chuyên ngành")),
    ("administrative", re.compile(r"thanh tra (?:hành chính|trách nhiệm)")),
)


def kind(analysis: Analysis, body: Found[str] | None, topic: Found[str] | None) -> Found[Kind] | None:
    """What kind of inspection it is, by the words of who inspects, of what is inspected for, and of the title."""
    title = analysis.article.parts[0]
    places = [(m.start, m.end, _MATTERS) for m in (topic.evidence[:1] if topic else ())]
    places += [(m.start, m.end, _MATTERS + _BODIES) for m in (body.evidence[:1] if body else ())]
    for start, end, kinds in (*places, (title.start, title.end, _MATTERS)):
        for name, pattern in kinds:
            if match := pattern.search(analysis.form, start, end):
                return Found(name, (Mention(*match.span(), f"kind:{name}"),))
    return None


#: The level of a body by the words of its name, the lowest first: "Phòng Y tế huyện" is of the district.
_LEVELS: tuple[tuple[Level, re.Pattern[str]], ...] = (
    ("party", re.compile(
        r"\b(?:tỉnh|thành|huyện|quận|thị|đảng) ủy\b|\bđảng bộ\b|\bủy ban kiểm tra\b|\bubkt\b"
        r"|\bban (?:nội chính|bí thư)\b"
    )),
    ("commune", re.compile(r"(?<!thị )\bxã\b(?! hội)|\bphường\b|\bthị trấn\b")),
    ("district", re.compile(r"\b(?:huyện|quận|thị xã)\b")),
    ("province", re.compile(r"\b(?:sở|tỉnh|thành phố|tp|chi cục)\b")),
    ("central", re.compile(
        r"(?<!cán )(?<!nội )\bbộ\b(?! phận| đội| chỉ huy)"
        r"|\b(?:chính phủ|thủ tướng|quốc hội|tổng cục|trung ương|cục|nhà nước)\b"
    )),
)  # fmt: skip


def body_level(body: Found[str] | None) -> Found[Level] | None:
    """Of what level the inspecting body is, by its name; a department of a province known by name is the province's."""
    if body is None:
        return None
    form = search_form(body.value)
    proof = tuple(Mention(m.start, m.end, "level:name") for m in body.evidence[:1])
    for level, pattern in _LEVELS:
        if level == "central" and any(re.search(rf"\b{re.escape(name)}\b", form) for name in provinces()):
            return Found("province", proof)
        if pattern.search(form):
            return Found(level, proof)
    return None


_OCCASIONS: tuple[tuple[Occasion, re.Pattern[str]], ...] = (
    ("complaint", re.compile(
        r"(?:theo|từ|sau khi (?:nhận|có)|nhận được|qua|do có)\s+(?:các\s+)?(?:nội dung\s+)?(?:đơn|đơn thư|thư)\s+"
        r"(?:thư\s+)?(?:tố cáo|khiếu nại|phản ánh|kiến nghị)"
        r"|(?:theo|từ|sau)\s+(?:các\s+)?phản ánh của\s+(?:người dân|cử tri|nhân dân|công dân|bà con|phụ huynh)"
    )),
    ("press", re.compile(
        r"(?:sau khi|theo|từ)\s+(?:thông tin\s+)?(?:báo chí|báo|các báo)\s+(?:đã\s+)?(?:phản ánh|nêu|đăng)"
    )),
    ("directive", re.compile(
        r"(?:theo|thực hiện)\s+(?:sự\s+|ý kiến\s+)?(?:chỉ đạo|chỉ thị|yêu cầu|công điện)\s+(?:của|số)\b"
    )),
    ("plan", re.compile(
        r"theo\s+(?:đúng\s+)?(?:chương trình,?\s+)?kế hoạch\b|thực hiện\s+kế hoạch\b"
        r"|kế hoạch\s+(?:thanh tra|kiểm tra|giám sát|kiểm toán)\s+(?:số\b|năm\b|của\b)"
    )),
)  # fmt: skip


def occasion(analysis: Analysis) -> Found[Occasion] | None:
    """Why there was an inspection: on a plan, a complaint, a directive or what the press told."""
    for sentence in _telling(analysis):
        for name, pattern in _OCCASIONS:
            if match := pattern.search(analysis.form, sentence.start, sentence.end):
                return Found(name, (Mention(*match.span(), f"occasion:{name}"),))
    return None


_DAY = r"(?:ngày\s+)?(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})"
_MONTH = r"(?:tháng\s+)?(\d{1,2})[/.-](\d{4})"
_YEAR = r"(?:năm\s+)?((?:19|20)\d\d)"
_TO = r"\s*(?:đến(?:\s+hết)?|-|–)\s*"
_SPANS = tuple(re.compile(rf"(?:từ\s+)?{point}{_TO}{point}(?![\d/])", re.IGNORECASE) for point in (_DAY, _MONTH, _YEAR))
_ONE_YEAR = re.compile(r"(?:là\s+|:\s*)?(?:trong\s+)?năm\s+((?:19|20)\d\d)(?![\d/])")
#: "thời kỳ thanh tra: từ 1/1/2019 đến 31/12/2021", "niên độ kế toán năm 2020", "trong giai đoạn 2016 - 2020".
_PERIOD = re.compile(
    r"\b(?:thời kỳ|thời hiệu|niên độ|giai đoạn)(?:\s+(?:được\s+)?(?:thanh tra|kiểm tra|giám sát|kiểm toán|kế toán))?"
    r"\s*(?:là\s+|:\s*)?(?=từ\b|ngày\b|tháng\b|năm\b|\d)"
)


def period_covered(analysis: Analysis) -> Found[str] | None:
    """The time that is looked into, in EDTF: not the days of the inspection ("thời kỳ thanh tra", "giai đoạn")."""
    for sentence in _telling(analysis):
        for opening in _PERIOD.finditer(analysis.form, sentence.start, sentence.end):
            for points in (*_SPANS, _ONE_YEAR):
                match = points.match(analysis.form, opening.end(), sentence.end)
                if match and (value := _edtf(match.groups())):
                    return Found(value, (Mention(opening.start(), match.end(), "period:named"),))
    return None


def _edtf(parts: tuple[str, ...]) -> str | None:
    """A year, or the span between two points of equal precision, each written day first; None where there is none."""
    if len(parts) == 1:
        return parts[0]
    half = len(parts) // 2
    first, last = (tuple(map(int, reversed(point))) for point in (parts[:half], parts[half:]))
    if not all(_is_point(*point) for point in (first, last)) or last < first:
        return None
    written = ("-".join(f"{part:0{4 if i == 0 else 2}d}" for i, part in enumerate(point)) for point in (first, last))
    return "/".join(dict.fromkeys(written))


def _is_point(year: int, month: int = 1, day: int = 1) -> bool:
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]


_TEAM = re.compile(
    rf"\b(?:đoàn|tổ)\b[^.;,]{{0,80}}?\b(?:gồm|có)\s+(?:có\s+)?(?P<n>\d{{1,2}}|{'|'.join(NUMERALS)})\s+"
    r"(?:thành viên|người|đồng chí|cán bộ|công chức)\b"
)


def team_size(analysis: Analysis) -> Found[int] | None:
    """How many the inspectors are ("Đoàn thanh tra gồm 6 thành viên")."""
    for sentence in _telling(analysis):
        match = _TEAM.search(analysis.form, sentence.start, sentence.end)
        if match and not analysis.form[match.end() :].startswith((" vi phạm", " vắng", " không", " chưa", " đi muộn")):
            number = NUMERALS.get(match["n"]) or int(match["n"])
            if number > 0:
                return Found(number, (Mention(*match.span(), "team:size"),))
    return None


_DETAILS: tuple[tuple[StageDetail, re.Pattern[str]], ...] = (
    ("draft", re.compile(r"dự thảo (?:báo cáo )?kết (?:luận|quả) (?:thanh tra|kiểm tra|giám sát|kiểm toán)")),
    ("followed_up", re.compile(
        r"(?:kiểm tra|thanh tra|giám sát|đôn đốc)(?: việc)? (?:thực hiện|chấp hành|xử lý sau) (?:các )?"
        r"(?:kết luận|thanh tra)"
    )),
    ("rechecked", re.compile(r"\b(?:phúc tra|thanh tra lại|tái kiểm tra|kiểm tra lại)\b")),
)  # fmt: skip


def stage_detail(analysis: Analysis) -> Found[StageDetail] | None:
    """What the stage does not say: that the conclusion is a draft, or that an earlier inspection is looked after."""
    for sentence in _telling(analysis):
        for name, pattern in _DETAILS:
            if match := pattern.search(analysis.form, sentence.start, sentence.end):
                return Found(name, (Mention(*match.span(), f"stage:{name}"),))
    return None


#: Between a person and what is signed: "ông A vừa ký ban hành Quyết định", "Quyết định ... do Chánh Thanh tra B ký".
_SIGNS = re.compile(r"(?:,|\s|đã|vừa|mới|thay mặt|[^.;]{0,60}?)\s*\bký(?:\s+ban hành)?\s*$")
_SIGNED = re.compile(r"\s*(?:,[^.;]{0,60}?)?\s*ký\b")


def signer(analysis: Analysis, start: int, end: int) -> Found[str] | None:
    """Who signed the document that is named in `text[start:end]`, by name; in the same sentence only."""
    sentence = analysis.sentence_at(start)
    people = [person for person in analysis.people if person.sentence == sentence.index]
    for person in people:
        after = end <= person.title_start and "do" in analysis.form[end : person.title_start].split()
        if after and (match := _SIGNED.match(analysis.form, person.end, sentence.end)):
            return Found(person.name, (Mention(person.start, match.end(), "signer:do-ký"),))
    for person in reversed(people):
        if person.end <= start and _SIGNS.fullmatch(analysis.form[person.end : start]):
            return Found(person.name, (Mention(person.start, start, "signer:ký"),))
    return None


def _telling(analysis: Analysis) -> Iterator[Sentence]:
    """The sentences that tell of an inspection."""
    for sentence in analysis.sentences:
        if any(t.cls in ("act", "team", "result", "announce", "meet") for t in analysis.triggers[sentence.index]):
            yield sentence
