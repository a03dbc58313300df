"""Whether a date is a day of the inspection: who does what on it.

A date that opens a clause ("Ngày 9/2, đoàn kiểm tra làm việc …") belongs to what follows it, another one to what stands
before it ("… kiểm tra tại chợ vào sáng 9/2"). The clause is read as symbols (`extract.shape`).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from ..analysis import Analysis
from ..shape import FILLER, Symbol, shape_features
from .common import bucket, sentence_features

_DOCUMENT = re.compile(
    r"(?:số\s+\S+|\d+\s?/\s?[a-zđ&-]+\S*|(?:quyết định|công văn|kế hoạch|chỉ thị|công điện|tờ trình|thông báo|báo cáo|nghị quyết|kết luận|"
    r"thông tư|nghị định|văn bản|giấy phép|hợp đồng)(?: thanh tra| kiểm tra)?(?: số)?)"
    r"(?:(?!cho biết|nêu|rõ|rằng|cho thấy)[^.;,]){0,25},?\s*\(?(?:ký\s+)?$"
)
_PERIOD = re.compile(
    r"(?:giai đoạn|thời kỳ|niên độ|nhiệm kỳ|từ năm|mốc thời gian|tính đến|tính từ|thời điểm)\s*(?:thanh tra|kiểm tra)?\s*(?:tính\s*)?(?:từ)?\s*\(?$"
)
_DEADLINE = re.compile(
    r"(?:trước|thời hạn(?: là)?|hạn chót|chậm nhất(?: là)?|hết hạn|hiệu lực|đến hết|từ nay đến|từ nay đến hết)\s*$"
)
_TIME_OF_ACT = re.compile(
    r"(?:thời gian|thời điểm|ngày|đợt|cuộc|buổi)\s+(?:tiến hành\s+)?(?:kiểm tra|thanh tra|giám sát|làm việc|kiểm toán)[^.;,]{0,60}$"
)
_LINK = re.compile(
    r"(?:(trước đó|trước đây|tiếp đó|sau đó|sang|cũng|theo đó|cụ thể|hồi|kể từ|từ|đến))\s*,?\s*(?:vào|trong)?\s*$"
)

_PREDICATES = {
    "ACT", "ANNOUNCE", "RESULT", "SAY", "DOCUMENT", "MEET", "SETUP", "HAPPEN", "REPORT", "URGE", "SANCTION", "POLICE", "LEAD",
    "SELF", "FUTURE",
}  # fmt: skip
_SUBJECTS = {"TEAM", "ORG", "PER", "OFFICE"}
#: What may stand between a date and the mark or word that opens its clause.
_BEFORE = {FILLER, "trong", "từ", "GO", "cùng", "-"}
_OPENERS = {"^", ",", ":", "(", "SAY", "TURN", "rằng", "như", "theo", "."}
#: What opens an adverbial before the subject: "Ngày 9/2, thực hiện kế hoạch …, đoàn …", "…, sau khi nhận tin, đội …".
_ADVERBIAL = {"HOLD", "theo", "sau_khi", "từ", "để", "DOCUMENT"}
_PLACE = {"tại", "ở", "trên_địa_bàn"}
_ENDS = {".", ";"}


@dataclass(frozen=True, slots=True)
class Clause:
    """`side` "opens" or "closes"; the subject's and predicate's symbols or "none"; whether the act is carried out then."""

    side: str
    subject: str
    predicate: str
    carried_out: bool = False


def _clause(symbols: Sequence[Symbol], at: int, form: str) -> Clause:
    """The clause that the date at `symbols[at]` belongs to."""
    left = [s.name for s in symbols[:at]][::-1]
    before = list(left)
    while before and before[0] in _BEFORE:
        before = before[1:]
    if (before or ["^"])[0] in _OPENERS:
        following = _following(symbols[at + 1 :], form)
        if following.predicate != "none":
            return following
    return _preceding(left)


def _preceding(left: list[str]) -> Clause:
    predicate = agent = "none"
    for name in left:
        if name in _ENDS:
            break
        if predicate == "none" and name in _PREDICATES:
            predicate = name
        elif name in _SUBJECTS and (predicate != "none" or name == "TEAM"):
            agent = name
            break
    if predicate == "none" and agent == "TEAM":
        predicate = next((n for n in left if n in ("GO", "HOLD")), "none")
    near = [n for n in left if n not in (FILLER, "từ", "GO", "đã")][:2]
    return Clause("closes", agent, predicate, near in (["HOLD", "ACT"], ["HOLD", "MEET"]))


def _following(symbols: Sequence[Symbol], form: str) -> Clause:
    """The first subject after a date that opens its clause, and what it does."""
    names = [s.name for s in symbols]
    at = 0
    while at < len(names) and names[at] in (",", FILLER, "-"):
        at += 1
    if at < len(names) and names[at] in _ADVERBIAL:
        at = _after_adverbial(names, at)
    subject = predicate = "none"
    while at < len(names) and names[at] not in _ENDS:
        name = names[at]
        if name in _PLACE and subject == "none":
            at += 1
            while at < len(names) and names[at] not in {",", *_ENDS, *_PREDICATES, "TEAM"}:
                at += 1
            continue
        if (
            subject == "none"
            and name == "ACT"
            and form[symbols[at].start : symbols[at].end] != "giám sát"
            and _is_body(names, at)
        ):
            subject = "TEAM"  # "Thanh tra Sở Y tế", "cơ quan thanh tra" do the inspecting
        elif subject == "none" and name in _SUBJECTS:
            subject = name
            if name in ("PER", "OFFICE"):
                at = _after_apposition(names, at)
                continue
        elif name == "do" and subject in ("TEAM", "ORG") and "LEAD" in names[at : at + 16]:
            at = names.index("LEAD", at)  # "đoàn kiểm tra do ông N, Chánh Thanh tra, làm trưởng đoàn …"
            subject = "TEAM"
        elif name == "LEAD" and (subject == "TEAM" or {"ANNOUNCE", "ACT"} & set(names[at + 1 : at + 3])):
            pass  # "ông N chủ trì công bố quyết định …"
        elif name in _PREDICATES:
            predicate = name
            break
        at += 1
    if predicate != "SAY" and (told := _after_perfect(names)):
        at = told
        predicate = names[at]
    rest = names[at + 1 :]
    if predicate == "FUTURE":
        predicate = next((f"FUTURE+{n}" for n in rest if n in _PREDICATES and n != "FUTURE"), "FUTURE")
    elif predicate == "SETUP" and ("ACT" in rest or "TEAM" in rest):
        predicate = "SETUP+ACT"
    elif predicate == "LEAD" and "TEAM" in rest:
        predicate = "LEAD+TEAM"
    elif predicate == "none" and subject == "TEAM":
        predicate = next((n for n in names if n in ("GO", "HOLD")), "none")
    elif predicate == "none" and subject == "PER" and "GO" in names and "ORG" in rest:
        predicate = "GO"
    carried_out = predicate in ("ACT", "MEET") and at > 0 and names[at - 1] in ("HOLD", "SURPRISE")
    return Clause("opens", subject, predicate, carried_out or predicate == "ACT" and "SURPRISE" in rest[:1])


def _is_body(names: list[str], at: int) -> bool:
    """Whether the act at `names[at]` names a body: something is done after it."""
    rest = names[at + 1 :]
    return rest[:1] in (["ORG"], [FILLER], ["HOLD"], ["đã"]) and any(n in _PREDICATES or n == "HOLD" for n in rest)


def _after_adverbial(names: list[str], at: int) -> int:
    """Where the main clause begins: after the first comma that a subject follows; unmoved if there is none."""
    for i in range(at, len(names) - 1):
        if names[i] in _ENDS:
            break
        if names[i] == "," and (
            names[i + 1] in _SUBJECTS or names[i + 1 : i + 3] in ([FILLER, "TEAM"], [FILLER, "ORG"])
        ):
            return i + 1
    return at


def _after_apposition(names: list[str], at: int) -> int:
    """Past the offices written after a person: "ông N, Vụ trưởng Vụ Thanh tra, Trưởng đoàn thanh tra, …"."""
    at += 1
    while at < len(names) and names[at] in (",", "-", "("):
        close = {")"} if names[at] == "(" else {",", "-"}
        end = next((i for i in range(at + 1, min(len(names), at + 12)) if names[i] in close), None)
        if end is None or {"SAY", "đã", "MEET", "URGE", "DOCUMENT"} & set(names[at:end]):
            return at + 1
        at = end + (names[end] == ")")
        if names[at : at + 1] == [","] and not {"OFFICE", "LEAD", "ACT", "ORG"} & set(names[at + 1 : at + 3]):
            return at + 1
    return at


def _after_perfect(names: list[str]) -> int | None:
    """The first predicate after the first "đã" or "vừa" of the sentence, if nobody speaks before it."""
    for i, name in enumerate(names[:24]):
        if name == "SAY" or name in _ENDS:
            return None
        if name in ("DATE", "TURN"):
            return None
        if name in ("đã", "vừa"):
            return next((j for j in range(i + 1, min(len(names), i + 8)) if names[j] in _PREDICATES), None)
    return None


_BY_TEAM = {"ACT", "ANNOUNCE", "MEET", "REPORT", "GO", "HOLD", "SETUP+ACT", "FUTURE+ACT", "URGE", "SANCTION"}
_BY_OTHERS = {"ACT", "ANNOUNCE", "LEAD+TEAM", "SETUP+ACT"}


def _inspects(clause: Clause) -> bool:
    return clause.predicate in (_BY_TEAM if clause.subject == "TEAM" else _BY_OTHERS)


@dataclass(frozen=True, slots=True)
class _Told:
    """What one mention tells: `plainness` 3 or 2 for a plain day of inspection, 1 perhaps, 0 nothing, -1 something else."""

    plainness: int
    features: set[str]


def date_features(analysis: Analysis, groups: Sequence[Sequence[int]]) -> list[set[str]]:
    """Features of each day, from the plainest of its mentions (indices of `analysis.dates`)."""
    told = [[_told(analysis, index) for index in group] for group in groups]
    best = [max(group, key=lambda t: t.plainness) for group in told]
    plain = [t.plainness for t in best]
    out = []
    for i, (group, own) in enumerate(zip(told, best, strict=True)):
        features = set(own.features)
        features.add(f"mentions:{bucket(len(group), (1, 2))}")
        others = plain[:i] + plain[i + 1 :]
        features.add(f"plain:{own.plainness}/{max(others, default=-2)}")
        out.append(features)
    return out


def _told(analysis: Analysis, index: int) -> _Told:
    mention = analysis.dates[index]
    form = analysis.form
    sentence = analysis.sentence_at(mention.start)
    left = form[max(sentence.start, mention.start - 90) : mention.start]
    symbols = analysis.shapes.sentence(sentence.index)
    at = next((i for i, s in enumerate(symbols) if s.start <= mention.start < s.end), 0)
    names = [s.name for s in symbols]
    clause = _clause(symbols, at, form)
    plainness = 0
    features = {f"date:{mention.kind}"}
    refused = next(
        (n for n, p in (("document", _DOCUMENT), ("period", _PERIOD), ("deadline", _DEADLINE)) if p.search(left)), None
    )
    if _TIME_OF_ACT.search(left) and refused != "document":
        refused = None
        features.add("rule:time-of-the-act")
        plainness = 1
    if refused:
        role, plainness = refused, -1
    else:
        role = f"{clause.side}:{clause.subject}>{clause.predicate}"
        features.add(f"{clause.side}:{clause.predicate}")
        if clause.side == "opens" and _inspects(clause):
            features.add("rule:inspects-on-the-day")
            plainness = 2
        elif (
            clause.side == "closes"
            and clause.predicate in ("ACT", "ANNOUNCE", "MEET")
            and "FAULT" not in names[max(0, at - 2) : at]
        ):
            features.add("rule:inspected-on-the-day")
            plainness = 1
        elif clause.predicate in ("SAY", "RESULT", "DOCUMENT"):
            plainness = -1
        if clause.carried_out:
            features.add("carried-out")
            plainness += 1
    features.add(f"role:{role}")
    group = "plain" if plainness > 0 else "other" if plainness == 0 else "refused"
    in_sentence = sentence_features(analysis, sentence.index)
    if any("kết luận" in t.phrase or "kết quả" in t.phrase for t in analysis.triggers[sentence.index]):
        in_sentence.add("sent:conclusion")
    features |= {f"{x}&{group}" for x in in_sentence}
    if link := _LINK.search(left):
        features.add(f"link:{link[1]}")
    if clause.side == "opens" and mention.start - sentence.start <= 12:
        features.add(f"sentence-initial&{group}")
    if mention.word in ("ngày mai", "mai"):
        features.add("tomorrow")
    if mention.kind == "range" and _length(mention.edtf or "") > 120:
        features.add("long-span")
    if any(day[2] for day in mention.days):
        features.add("year-given")
    lt, rt = names[:at][::-1], names[at + 1 :]
    features |= {f"near:{x}" for x in shape_features(lt, rt, "") if x.count(" ") <= 1 and x[:2] in ("L:", "R:")}
    features.add(f"at:{bucket(sentence.index, (1, 4, 12))}")
    return _Told(plainness, features)


def _length(span: str) -> int:
    first, _, last = span.replace("XXXX", "2000").partition("/")
    return (date.fromisoformat(last) - date.fromisoformat(first)).days
