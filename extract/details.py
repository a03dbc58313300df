"""The values that an inspection has once: activity, surprise, stage, topic, body, count, documents, outcomes."""

from __future__ import annotations

import re
from collections import Counter

from .analysis import Analysis, Trigger
from .inspection import Activity, Document, Found, Mention, Outcome, Stage
from .lexicon import rows
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


_ROUTINE = re.compile(r"(?:thường xuyên|định kỳ|hàng năm|hằng năm|theo kế hoạch)\s*(?:,|và|hoặc|hay)\s*$")


def surprise(analysis: Analysis) -> Found[bool]:
    """Whether the inspection came without notice: "đột xuất" or "bất ngờ" beside an act that is not still to come."""
    for group in analysis.triggers:
        acts = [t for t in group if t.cls in ("act", "team")]
        for trigger in group:
            if trigger.cls != "surprise" or not acts:
                continue
            near = min(min(abs(t.end - trigger.start), abs(trigger.end - t.start)) for t in acts)
            planned = any(
                t.cls in ("future", "urge") and t.end <= trigger.start and trigger.start - t.end < 40 for t in group
            )
            routine = _ROUTINE.search(analysis.form, max(0, trigger.start - 24), trigger.start)
            if trigger.phrase in ("đột xuất", "bất ngờ") and (near > 25 or planned) or routine:
                continue
            return Found(True, (Mention(trigger.start, trigger.end, f"surprise:{trigger.phrase}"),))
    return Found(False)


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
    r"\b(?:kiểm tra|thanh tra|giám sát|kiểm toán)\s+(?:(?:đột xuất|toàn diện|liên ngành|chuyên đề|lại|định kỳ)\s+)?(?:về\s+)?"
    r"(?P<topic>(?:việc|công tác|tình hình|hoạt động|trách nhiệm|kỷ luật|an toàn|vệ sinh|công vụ|cải cách|chất lượng|giá|quản lý|thực hiện)\b[^.;:\n]{0,160}?)"
    r"(?=\s+(?:tại|đối với|của đoàn|do|ở|trên địa bàn|năm \d|trong (?:ngày|tháng|năm|\d)|vào|từ ngày|đã|được|theo kế hoạch)\b|[.;:\n(]|,\s+(?:đoàn|tổ|ngày|phát hiện|ông|bà)|$)"
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
    r"(?:\s+(?:số\s+\d+|liên ngành|công vụ|đột xuất|của|thuộc|tỉnh|huyện|thành phố|thị xã|quận|xã|việc|về|công tác|cải cách hành chính|chấp hành|kỷ luật,? kỷ cương(?: hành chính)?|trách nhiệm thực thi công vụ|an toàn thực phẩm|vệ sinh an toàn thực phẩm))*"
)


def inspecting_body(analysis: Analysis) -> Found[str] | None:
    """The team or office that inspects: a team with what names it, else an inspectorate that acts."""
    inspectorates = [m for m in analysis.agencies if m.head.kind == "inspectorate"]
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
            named = next((m for m in analysis.agencies if m.start - end in range(0, 2)), None)
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
        first = inspectorates[0]
        return Found(first.name, (Mention(first.start, first.end, "body:inspectorate"),))
    for group in analysis.triggers:
        for trigger in group:
            if trigger.cls == "team":
                return Found(
                    analysis.text[trigger.start : trigger.end], (Mention(trigger.start, trigger.end, "body:team"),)
                )
    return None


_COUNT = re.compile(
    r"\b(?P<n>\d{1,3}|"
    + "|".join(NUMERALS)
    + r")\s+(?:lượt\s+)?(?P<what>cơ quan|đơn vị|cơ sở|doanh nghiệp|trường|xã|phường|huyện|sở|địa phương|tổ chức|hộ kinh doanh|cửa hàng|công ty|điểm)\b(?!\s+(?:vi phạm|chưa|không|bị|có))"
)


def agency_count(analysis: Analysis) -> Found[int] | None:
    """How many organisations the text says were inspected ("kiểm tra đối với 32 cơ quan, đơn vị")."""
    for index, group in enumerate(analysis.triggers):
        acts = [t for t in group if t.cls == "act"]
        if not acts or analysis.kind_of(index) == "caption":
            continue
        sentence = analysis.sentences[index]
        for match in _COUNT.finditer(analysis.form, sentence.start, sentence.end):
            act = max((t for t in acts if t.end <= match.start()), key=lambda t: t.end, default=None)
            if act is None:
                continue
            between = analysis.form[act.end : match.start()]
            if (
                len(between) <= 60
                and re.search(r"(?:tại|đối với|được|của|ở|^)\s*$", between.rstrip() + " ")
                and "," not in between
            ):
                number = NUMERALS.get(match["n"]) or int(match["n"])
                if number > 1:
                    return Found(number, (Mention(match.start(), match.end(), "count:after-act"),))
    return None


_DOCUMENT = re.compile(
    r"\b(?P<kind>quyết định|kế hoạch|chỉ thị|công văn|công điện|kết luận|nghị quyết|thông báo|nghị định|thông tư)(?:\s+(?:thanh tra|kiểm tra|giám sát))?\s+(?:số\s*:?\s*)?"
    r"(?P<number>\d{1,5}[a-z]?\s?(?:/\s?[\w&-]+){1,3}(?:-[\w&]+)*)"
    r"(?:,?\s+(?:ký\s+)?ngày\s+(?P<d>\d{1,2})\s?[/.-]\s?(?P<m>\d{1,2})\s?[/.-]\s?(?P<y>\d{4}))?"
)


def documents(analysis: Analysis) -> tuple[Found[Document], ...]:
    """Numbered decisions, plans and directives, each once, with the date written beside the number."""
    found: dict[str, Found[Document]] = {}
    for match in _DOCUMENT.finditer(analysis.form):
        number = analysis.text[match.start("number") : match.end("number")].replace(" ", "")
        date = (
            f"{match['y']}-{int(match['m']):02d}-{int(match['d']):02d}"
            if match["y"] and 1 <= int(match["m"]) <= 12 and 1 <= int(match["d"]) <= 31
            else None
        )
        kind = match["kind"].capitalize()
        found.setdefault(
            number, Found(Document(kind, number, date), (Mention(match.start(), match.end(), "document:numbered"),))
        )
    return tuple(found.values())


_MONEY = re.compile(
    r"(?P<n>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?)\s*(?P<unit>tỷ|tỉ|triệu|nghìn|ngàn)?\s*(?:đồng|vnđ|vnd)\b"
)
_SCALE = {"tỷ": 10**9, "tỉ": 10**9, "triệu": 10**6, "nghìn": 10**3, "ngàn": 10**3, None: 1}


def amount_in_vnd(form: str) -> int | None:
    """The first sum of money in a search form, in VND: "3,9 triệu đồng" is 3900000, "10.091 triệu đồng" 10091000000."""
    match = _MONEY.search(form)
    if not match:
        return None
    number = float(match["n"].replace(".", "").replace(",", "."))
    return round(number * _SCALE[match["unit"]])


def outcomes(analysis: Analysis) -> tuple[Found[Outcome], ...]:
    """What followed, by `data/lexicon/outcomes.tsv`; recommended where a wish governs it, else imposed."""
    found: list[Found[Outcome]] = []
    seen: set[tuple] = set()
    for sentence in analysis.sentences:
        if analysis.article.parts[sentence.part].kind in ("title", "caption"):
            continue
        clause_start = sentence.start
        form = analysis.form[sentence.start : sentence.end]
        for phrase, kind, severity, _ in rows("outcomes"):
            match = re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", form)
            if not match:
                continue
            before = form[: match.start()]
            if re.search(r"\b(?:nếu|sẽ|có thể|không|chưa)\b[^,;]{0,30}$", before):
                continue
            wished = re.search(r"\b(?:kiến nghị|đề nghị|yêu cầu|xem xét|đề xuất|giao)\b", before)
            status = "recommended" if wished else "imposed"
            end = re.search(r"[;.]|,(?!\d)|$", form[match.end() :])
            stop = clause_start + match.end() + (end.start() if end else 0)
            start = clause_start + match.start()
            amount = amount_in_vnd(analysis.form[start : min(stop + 40, sentence.end)])
            if (kind, status, amount) in seen:
                continue
            seen.add((kind, status, amount))
            text = analysis.text[start:stop].strip()
            found.append(
                Found(Outcome(kind, text, status, int(severity), amount), (Mention(start, stop, f"outcome:{phrase}"),))
            )
    return tuple(found)
