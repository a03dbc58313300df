"""The values that an inspection has once: activity, surprise, stage, topic, body, count, documents, outcomes."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache

from .analysis import Analysis, Trigger
from .circumstances import signer
from .inspection import Activity, Document, Found, Mention, Outcome, Stage
from .lexicon import Phrases, rows
from .text import NUMERALS

_ACTIVITIES: tuple[Activity, ...] = ("thanh tra", "kiểm toán", "giám sát", "kiểm tra")


def _triggers(analysis: Analysis) -> list[tuple[int, Trigger]]:
    return [(i, t) for i, group in enumerate(analysis.triggers) for t in group]


def activity(analysis: Analysis) -> Found[Activity]:
    """What kind of inspection it is: the act named most, the title and the team's name counting more."""
    votes: Counter[Activity] = Counter()
    first: dict[Activity, Mention] = {}
    for index, trigger in _triggers(analysis):
        if trigger.cls not in ("act", "team", "result", "announce"):
            continue
        for name in _ACTIVITIES:
            if name in trigger.phrase:
                votes[name] += 3 if index == 0 else 2 if trigger.cls != "act" else 1
                first.setdefault(name, Mention(trigger.start, trigger.end, f"activity:{trigger.cls}"))
                break
    if not votes:
        return Found("kiểm tra", (), 0.5)
    name, count = votes.most_common(1)[0]
    return Found(name, (first[name],), round(count / sum(votes.values()), 3))


#: "nhiệm vụ thường xuyên, đột xuất" and "6 cuộc kiểm tra đột xuất" tell of habits, not of one inspection.
_ROUTINE = re.compile(
    r"\b(?:(?:thường xuyên|định kỳ|hàng năm|hằng năm|theo kế hoạch)\s*(?:,|và|hoặc|hay)|không|chẳng)\s*$"
)
_COUNTED_ACTS = re.compile(r"(?<!\w)(?:những|các|nhiều|\d+)\s+(?:cuộc|đợt|lượt|lần)\s[\w\s]{0,20}$")
_COUNTED_AFTER = re.compile(r"\s*\d+\s+(?:cuộc|đợt|lượt|lần)\b")
#: How far, in characters, a word of surprise stands from the act that it is said of: before it, and after it.
_BEFORE_ACT = {"đột xuất": 25, "bất ngờ": 12}
_AFTER_ACT = 20


def surprise(analysis: Analysis) -> Found[bool]:
    """Whether the inspection came without notice: "đột xuất" or "bất ngờ" of an act that is not still to come."""
    for index, group in enumerate(analysis.triggers):
        for trigger in group:
            if trigger.cls == "surprise" and _unannounced(analysis, index, trigger):
                return Found(True, (Mention(trigger.start, trigger.end, f"surprise:{trigger.phrase}"),))
    return Found(False)


def _unannounced(analysis: Analysis, index: int, word: Trigger) -> bool:
    group, form = analysis.triggers[index], analysis.form
    if _ROUTINE.search(form, max(0, word.start - 30), word.start) or _COUNTED_AFTER.match(form, word.end):
        return False
    if word.phrase not in _BEFORE_ACT:  # "không báo trước" says it by itself, where inspectors are near
        near = analysis.triggers[max(0, index - 1) : index + 2]
        return any(t.cls in ("act", "team") for triggers in near for t in triggers)
    if any(t.cls in ("future", "urge") and 0 <= word.start - t.end < 40 for t in group):
        return False
    inspecting = [t for t in group if t.cls in ("act", "team", "result", "announce")]
    coming = inspecting + [t for t in group if t.cls == "go"] if inspecting else []
    before = [t for t in inspecting if 0 <= word.start - t.end <= _AFTER_ACT]
    after = [t for t in coming if 0 <= t.start - word.end <= _BEFORE_ACT[word.phrase]]
    said_of = before[-1:] or after[:1]
    return any(not _COUNTED_ACTS.search(form, max(0, t.start - 40), t.start) for t in said_of)


def stage(analysis: Analysis) -> Found[Stage]:
    """How far the inspection has come: a result makes it concluded, a decision read out announced."""
    announced: Found[Stage] | None = None
    for _, trigger in _triggers(analysis):
        mention = (Mention(trigger.start, trigger.end, f"stage:{trigger.cls}"),)
        if trigger.cls == "result":
            return Found("concluded", mention)
        if trigger.cls == "announce":
            announced = announced or Found("announced", mention)
    return announced or Found("under_way")


_TOPIC = re.compile(
    r"\b(?:kiểm tra|thanh tra|giám sát|kiểm toán)\s+"
    r"(?:(?:đột xuất|toàn diện|liên ngành|chuyên đề|lại|định kỳ)\s+)?(?:về\s+)?"
    r"(?P<topic>(?:các\s+|những\s+)?(?:việc|công tác|tình hình|hoạt động|trách nhiệm|kỷ luật|an toàn|vệ sinh|công vụ|"
    r"cải cách|chất lượng|giá|quản lý|thực hiện|điều kiện|vụ việc|thông tin|chấp hành|tình trạng|dự án|hiện tượng|"
    r"nội dung|giờ giấc|kê khai|đơn thư)\b[^.;:\n]{0,160}?)"
    r"(?=\s+(?:tại|đối với|của đoàn|do|ở|trên địa bàn|năm \d|trong (?:ngày|tháng|năm|\d)|vào|từ ngày|đã|được|"
    r"theo kế hoạch)\b|[.;:\n(]|,\s+(?:đoàn|tổ|ngày|phát hiện|ông|bà)|$)"
)


def topic(analysis: Analysis) -> Found[str] | None:
    """What is inspected for, as written: what follows the act up to where or whom."""
    best = None
    for match in _TOPIC.finditer(analysis.form):
        start, end = match.span("topic")
        while end > start and analysis.text[end - 1] in " ,":
            end -= 1
        words = len(analysis.text[start:end].split())
        if words >= 3 and (best is None or best[1] - best[0] < 12):
            best = (start, end)
            if words >= 4:
                break
    return Found(analysis.text[slice(*best)], (Mention(*best, "topic:after-act"),)) if best else None


_BODY_TAIL = re.compile(
    r"(?:\s+(?:số\s+\d+|liên ngành|công vụ|đột xuất|của|thuộc|tỉnh|huyện|thành phố|thị xã|quận|xã|việc|về|công tác|"
    r"cải cách hành chính|chấp hành|kỷ luật,? kỷ cương(?: hành chính)?|trách nhiệm thực thi công vụ|an toàn thực phẩm|"
    r"vệ sinh an toàn thực phẩm))*"
)


#: "Kết luận thanh tra số 12" names a paper, "Thanh tra việc ..." an act.
_NO_BODY = re.compile(r"thanh tra\s+(?:số|việc|về|đột xuất|toàn diện|chấp hành|trách nhiệm)\b")


def inspecting_body(analysis: Analysis) -> Found[str] | None:
    """The team or office that inspects: a team with what names it, else an inspectorate that acts."""
    inspectorates = [
        m for m in analysis.agencies if m.head.kind == "inspectorate" and not _NO_BODY.match(analysis.form, m.start)
    ]
    starting = {m.start: m for m in reversed(analysis.agencies)}
    for index, group in enumerate(analysis.triggers):
        if analysis.kind_of(index) == "caption":
            continue
        for trigger in group:
            if trigger.cls != "team" or trigger.phrase in (
                "lực lượng chức năng",
                "cơ quan chức năng",
                "ngành chức năng",
            ):
                continue
            end = trigger.end
            if tail := _BODY_TAIL.match(analysis.form, end):
                end = tail.end()
            named = starting.get(end) or starting.get(end + 1)
            if named:
                end = named.end
            while analysis.form[trigger.start : end].split()[-1] in (
                "của",
                "thuộc",
                "việc",
                "về",
                "công tác",
                "chấp hành",
            ):
                end = trigger.start + len(analysis.text[trigger.start : end].rsplit(None, 1)[0])
            if not named and end == trigger.end and inspectorates:
                break
            return Found(analysis.text[trigger.start : end], (Mention(trigger.start, end, "body:team"),))
    if inspectorates:
        named = Counter(m.name for m in inspectorates)
        first = max(inspectorates, key=lambda m: (named[m.name], -m.start))
        return Found(first.name, (Mention(first.start, first.end, "body:inspectorate"),))
    for group in analysis.triggers:
        for trigger in group:
            if trigger.cls == "team":
                return Found(
                    analysis.text[trigger.start : trigger.end], (Mention(trigger.start, trigger.end, "body:team"),)
                )
    return None


_ORGANISATIONS = (
    "cơ quan|đơn vị|cơ sở|doanh nghiệp|dn|trường|xã|phường|thị trấn|huyện|quận|sở|bộ|ban|chi cục|địa phương|tổ chức|"
    "hộ kinh doanh|cửa hàng|công ty|điểm|nhà máy|bệnh viện|bãi giữ xe|quầy|nhà thuốc|phòng khám|chung cư|hàng quán|"
    "quán|khách sạn|trạm|trung tâm|ngân hàng|chi nhánh|mỏ"
)
_COUNT = re.compile(
    rf"(?<![\d/.,-])\b(?P<n>\d{{1,4}}|{'|'.join(NUMERALS)})\s+(?:lượt\s+)?(?:{_ORGANISATIONS})\b"
    r"(?!\s+(?:vi phạm|chưa|không|bị|có (?:dấu hiệu|vi phạm|sai phạm)|này|còn|nói trên|nhà đất))"
    r"(?P<passive>[^,.;\d]{0,40}?\b(?:được|bị)\s+(?:thanh tra|kiểm tra|giám sát|kiểm toán))?"
)
#: What may stand between the act and the number, last: "kiểm tra tại 7 phường", "thanh tra với 30 doanh nghiệp".
_REACHES = re.compile(r"(?:^|\b(?:tại|đối với|với|của|ở|là|tổng số|trên|hơn))\s*$")
_NOT_INSPECTED = ("liên ngành", "phối hợp", "đoàn", "gửi")


def agency_count(analysis: Analysis) -> Found[int] | None:
    """How many organisations the text says were inspected ("kiểm tra đối với 32 cơ quan, đơn vị")."""
    for index, group in enumerate(analysis.triggers):
        acts = [t for t in group if t.cls in ("act", "team", "result", "announce", "meet")]
        if not acts or analysis.kind_of(index) == "caption":
            continue
        sentence = analysis.sentences[index]
        for match in _COUNT.finditer(analysis.form, sentence.start, sentence.end):
            act = max((t for t in acts if t.end <= match.start()), key=lambda t: t.end, default=None)
            if not match["passive"] and not (act and _reaches(act, analysis.form[act.end : match.start()])):
                continue
            number = NUMERALS.get(match["n"]) or int(match["n"])
            if number > 1:
                return Found(number, (Mention(match.start(), match.end(), "count:after-act"),))
    return None


def _reaches(act: Trigger, between: str) -> bool:
    """Whether a number after an act says how many were inspected; the number after a result usually says else."""
    longest = 60 if act.cls in ("act", "team", "meet") else 10
    fits = len(between) <= longest and "," not in between and not any(word in between for word in _NOT_INSPECTED)
    return fits and bool(_REACHES.search(between.rstrip() + " "))


_DOCUMENT = re.compile(
    r"\b(?P<kind>quyết định|kế hoạch|chỉ thị|công văn|công điện|kết luận|nghị quyết|thông báo|nghị định|thông tư|"
    r"tờ trình)"
    r"(?:\s+(?:thanh tra|kiểm tra|giám sát|kiểm toán))?\s+(?P<marked>số\s*:?\s*)?"
    r"(?P<number>\d{1,5}[a-zđ]?(?:\s?[/-]\s?[\w&]{1,12}){0,6})"
    r"(?:,?\s+(?:được\s+)?(?:ký\s+|ban hành\s+)?ngày\s+(?P<d>\d{1,2})(?:\s?[/.-]\s?|\s+tháng\s+)(?P<m>\d{1,2})"
    r"(?:\s?[/.-]\s?|\s+năm\s+)(?P<y>\d{4}))?"
)
#: "quyết định 3 người" and "kế hoạch 2016-2020" give no number of a paper.
_LETTERED = re.compile(r"[/-][^\W\d]")


def documents(analysis: Analysis) -> tuple[Found[Document], ...]:
    """Numbered decisions, plans and directives, each once, with the date written beside the number."""
    found: dict[str, Found[Document]] = {}
    for match in _DOCUMENT.finditer(analysis.form):
        number = analysis.text[match.start("number") : match.end("number")].replace(" ", "")
        if not match["marked"] and not _LETTERED.search(number):
            continue
        date = None
        if match["y"] and 1 <= int(match["m"]) <= 12 and 1 <= int(match["d"]) <= 31:
            date = f"{match['y']}-{int(match['m']):02d}-{int(match['d']):02d}"
        mention = Mention(match.start(), match.end(), "document:numbered")
        signed = signer(analysis, match.start(), match.end())
        document = Document(match["kind"].capitalize(), number, date, signed and signed.value)
        found.setdefault(number, Found(document, (mention, *(signed.evidence if signed else ()))))
    return tuple(found.values())


_MONEY = re.compile(
    r"(?<![\d.,])(?P<n>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)\s*(?P<unit>tỷ|tỉ|triệu|nghìn|ngàn)?\s*"
    r"(?:đồng|vnđ|vnd|đ)\b"
)
_SCALE = {"tỷ": 10**9, "tỉ": 10**9, "triệu": 10**6, "nghìn": 10**3, "ngàn": 10**3, None: 1}


def amount_in_vnd(form: str) -> int | None:
    """The first sum in a search form, in VND: "3,9 triệu đồng" is 3900000, "10.091 triệu đồng" 10091000000."""
    match = _MONEY.search(form)
    if not match:
        return None
    number = float(match["n"].replace(".", "").replace(",", "."))
    return round(number * _SCALE[match["unit"]])


@cache
def _outcome_phrases() -> Phrases:
    return Phrases((phrase, (phrase, kind, int(severity))) for phrase, kind, severity, _ in rows("outcomes"))


_CLAUSE_END = re.compile(r"[;.]\s|[;.]$|,(?!\d)|\(|\n|\s(?:và|đồng thời)\s")
_UNREAL = re.compile(r"\b(?:sẽ|có thể|không|chưa|tránh|mức)\b")
_CONDITION = re.compile(r"\b(?:nếu|trường hợp)\b[^;]*$")
#: The nearest of these before a sanction says whether it was wanted or carried out.
_WANTED_OR_DONE = re.compile(
    r"\b(?:(?P<wanted>kiến nghị|đề nghị|yêu cầu|xem xét|đề xuất|giao|phải|cần)|"
    r"(?P<done>đã|bị|vừa|ra quyết định|buộc))\b"
)


def outcomes(analysis: Analysis) -> tuple[Found[Outcome], ...]:
    """What followed, by `data/lexicon/outcomes.tsv`; recommended where a wish governs it, else imposed."""
    found: list[Found[Outcome]] = []
    seen: set[tuple] = set()
    for sentence in analysis.sentences:
        if analysis.article.parts[sentence.part].kind in ("title", "caption"):
            continue
        form = analysis.form[sentence.start : sentence.end]
        for at, end, (phrase, kind, severity) in _outcome_phrases().find(form):  # type: ignore[misc]
            clause = [m.end() for m in _CLAUSE_END.finditer(form, 0, at)]
            if _UNREAL.search(form, clause[-1] if clause else 0, at) or _CONDITION.search(form, 0, at):
                continue
            governing = [m.lastgroup for m in _WANTED_OR_DONE.finditer(form, 0, end)]
            status = "recommended" if governing and governing[-1] == "wanted" else "imposed"
            closed = _CLAUSE_END.search(form, end)
            stop = closed.start() if closed else len(form)
            amount = amount_in_vnd(form[at:stop])
            if (kind, status, amount) in seen:
                continue
            seen.add((kind, status, amount))
            span = sentence.start + at, sentence.start + len(form[:stop].rstrip())
            outcome = Outcome(kind, analysis.text[slice(*span)], status, severity, amount)
            found.append(Found(outcome, (Mention(*span, f"outcome:{phrase}"),)))
    return tuple(found)
