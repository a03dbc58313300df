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
from ..clauses import Clause, clause_of
from ..shape import shape_features
from .common import bucket, sentence_features, words_around

_DOCUMENT = re.compile(
    r"(?:số\s+\S+|\d+\s?/\s?[a-zđ&-]+\S*"
    r"|(?:quyết định|công văn|kế hoạch|chỉ thị|công điện|tờ trình|thông báo|báo cáo|nghị quyết|kết luận|thông tư"
    r"|nghị định|văn bản|giấy phép|hợp đồng)(?: thanh tra| kiểm tra)?(?: số)?)"
    r"(?:(?!cho biết|nêu|rõ|rằng|cho thấy)[^.;,]){0,25},?\s*\(?(?:ký\s+)?$"
)
_PERIOD = re.compile(
    r"(?:giai đoạn|thời kỳ|niên độ|nhiệm kỳ|từ năm|mốc thời gian|tính đến|tính từ|thời điểm)\s*"
    r"(?:thanh tra|kiểm tra)?\s*(?:tính\s*)?(?:từ)?\s*\(?$"
    # the end of a period that begins with a year or a month: "từ năm 2013 đến tháng 2/2017"
    r"|từ (?:đầu |cuối )?(?:năm |tháng )[\d/.-]+ đến (?:hết )?$"
)
_DEADLINE = re.compile(
    r"(?:trước|thời hạn(?: là)?|hạn chót|chậm nhất(?: là)?|hết hạn|hiệu lực|đến hết|từ nay đến|từ nay đến hết)\s*$"
)
_TIME_OF_ACT = re.compile(
    r"(?<!mốc )(?:thời gian|thời điểm|ngày|đợt|cuộc|buổi)\s+(?:tiến hành\s+)?"
    r"(?:kiểm tra|thanh tra|giám sát|làm việc|kiểm toán)[^.;,]{0,60}$"
)
_LINK = re.compile(
    r"(?:(trước đó|trước đây|tiếp đó|sau đó|sang|cũng|theo đó|cụ thể|hồi|kể từ|từ|đến))\s*,?\s*(?:vào|trong)?\s*$"
)

#: A longer span (days) is a period under inspection.
_LONGEST = 180

_BY_TEAM = {
    "ACT",
    "ANNOUNCE",
    "MEET",
    "MEET+ACT",
    "LEAD+ACT",
    "REPORT",
    "GO",
    "HOLD",
    "SETUP+ACT",
    "FUTURE+ACT",
    "URGE",
    "SANCTION",
}
_BY_OTHERS = {"ACT", "ANNOUNCE", "LEAD+ACT", "MEET+ACT", "SETUP+ACT"}


def _inspects(clause: Clause) -> bool:
    return clause.predicate in (_BY_TEAM if clause.subject == "TEAM" else _BY_OTHERS)


@dataclass(frozen=True, slots=True)
class _Told:
    """What one mention tells: `plainness` is 2 or 3 for a plain day of inspection, 1 perhaps, 0 nothing, -1 another."""

    plainness: int
    features: set[str]


def date_features(analysis: Analysis, groups: Sequence[Sequence[int]]) -> list[set[str]]:
    """Features of each day: from the plainest of its mentions (indices of `analysis.dates`), and the words near all."""
    told = [[_told(analysis, index) for index in group] for group in groups]
    best = [max(group, key=lambda t: t.plainness) for group in told]
    plain = [t.plainness for t in best]
    out = []
    for i, (group, own) in enumerate(zip(told, best, strict=True)):
        features = own.features.union(*(_words(analysis, index) for index in groups[i]))
        features.add(f"mentions:{bucket(len(group), (1, 2))}")
        others = plain[:i] + plain[i + 1 :]
        features.add(f"plain:{own.plainness}/{max(others, default=-2)}")
        out.append(features)
    return out


def _words(analysis: Analysis, index: int) -> set[str]:
    mention = analysis.dates[index]
    return words_around(analysis.words[analysis.sentence_at(mention.start).index], mention.start, mention.end)


def _told(analysis: Analysis, index: int) -> _Told:
    mention = analysis.dates[index]
    form = analysis.form
    sentence = analysis.sentence_at(mention.start)
    left = form[max(sentence.start, mention.start - 90) : mention.start]
    symbols = analysis.shapes.sentence(sentence.index)
    at = next((i for i, s in enumerate(symbols) if s.start <= mention.start < s.end), 0)
    names = [s.name for s in symbols]
    clause = clause_of(symbols, at, form)
    plainness = 0
    features = {f"date:{mention.kind}"}
    refused = next(
        (n for n, p in (("deadline", _DEADLINE), ("document", _DOCUMENT), ("period", _PERIOD)) if p.search(left)), None
    )
    if _TIME_OF_ACT.search(left) and refused != "document":
        refused = None
        features.add("rule:time-of-the-act")
        plainness = 1
    if mention.kind == "range" and _length(mention.edtf or "") > _LONGEST:
        refused = "period"
    elif mention.word in ("ngày mai", "mai"):
        refused = "tomorrow"
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
        elif clause.subject == "TEAM" and (clause.side, clause.predicate) in (("opens", "something"), ("closes", "GO")):
            features.add("rule:team-at-work")
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
    if any(day[2] for day in mention.days):
        features.add("year-given")
    lt, rt = names[:at][::-1], names[at + 1 :]
    features |= {f"near:{x}" for x in shape_features(lt, rt, "") if x.count(" ") <= 1 and x[:2] in ("L:", "R:")}
    features.add(f"at:{bucket(sentence.index, (1, 4, 12))}")
    return _Told(plainness, features)


def _length(span: str) -> int:
    first, _, last = span.replace("XXXX", "2000").partition("/")
    return (date.fromisoformat(last) - date.fromisoformat(first)).days
