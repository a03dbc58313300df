"""Clauses that may state a finding: where they begin and end."""

from __future__ import annotations

import bisect
import re
from dataclasses import dataclass, replace

from .analysis import Analysis

#: What hands over to a finding: a verb of reporting, not denied, or a word for fault, and what follows it.
REPORT = re.compile(
    r"(?<!không )(?<!chưa )\b(?:phát hiện|cho thấy|ghi nhận|chỉ ra|chỉ rõ|nêu rõ|khẳng định|xác định|kết luận|"
    r"nhận thấy|nhắc nhở|cho biết|cho hay|thừa nhận|vạch rõ|nhận định|đánh giá|nêu|như sau|thể hiện|hành vi|lỗi|"
    r"vi phạm như|hạn chế như|tồn tại như|thiếu sót như|sai phạm như|(?<=về )việc|(?<=do )việc)\b"
    r"(?:\s*(?:rằng|thêm|ra|được|như|một số|các|về|là|việc|lỗi|hành vi|vi phạm|sai phạm|tồn tại|hạn chế|thiếu sót))*"
    r"\s*[:,]?\s*"
)
_SPLIT = re.compile(
    r"[;:]\s*|,\s+|(?<!\s)\s+[–-]\s+|\.\.\.\s*|"
    r"(?<!\s)\s+(?:và|đồng thời|nhưng|song|hoặc|cũng như|trong khi|còn|mà)\s+(?=(?:chưa|không|thiếu|chậm|sai|vượt|để|"
    r"tự ý|có|chỉ|một số|nhiều|còn|vẫn|làm|gây|buông|cho|sử dụng|lập|ký|thu|chi|bán|kê)\b)"
)
_BRACKET = re.compile("[()]")


#: With how many findings before it a finding is compared for a repetition; titles, leads and captions repeat from afar.
_MEMORY = 200
_OPENER = re.compile(
    r"(?:tuy nhiên|mặc dù vậy|tuy vậy|ngoài ra|bên cạnh đó|đáng chú ý|đáng nói|đặc biệt|cụ thể|cá biệt|"
    r"trong đó|theo đó|thậm chí|nhất là)\s*,?\s+"
)


#: "… yêu cầu không để tình trạng X": what must not be is no finding.
_ORDERED = re.compile(r"\bkhông để (?:xảy ra |tái diễn |tiếp diễn )?(?:\w+ )?tình trạng\b[^;.]*$")


#: What shall be done, or is praised: "tăng cường công tác tự kiểm tra". It goes on until something is denied.
_EXHORTED = re.compile(
    r"(?:tăng cường|đẩy mạnh|nâng cao|phát huy|chú trọng|quan tâm|chủ động|duy trì|nghiêm túc|làm tốt|thực hiện tốt)\b"
)
_DENIED = re.compile(r"\b(?:chưa|không|thiếu|chậm|sai|hạn chế|yếu|buông|vi phạm|vắng|quá hạn)\b")


@dataclass(frozen=True, slots=True)
class Segment:
    """A clause `text[start:end]` of a sentence, the smallest piece a finding is made of."""

    start: int
    end: int
    sentence: int
    index: int  # in the sentence


@dataclass(frozen=True, slots=True)
class Finding:
    """A finding `text[start:end]` of a sentence, with the probability that it is one."""

    start: int
    end: int
    sentence: int
    score: float


def segments(analysis: Analysis) -> list[Segment]:
    """The clauses of every sentence below the title, in order."""
    out: list[Segment] = []
    form = analysis.form
    for sentence in analysis.sentences:
        if analysis.article.parts[sentence.part].kind == "title":
            continue
        brackets = _brackets(form, sentence.start, sentence.end)
        cuts = {sentence.start, sentence.end}
        for match in _SPLIT.finditer(form, sentence.start, sentence.end):
            if not _inside(match.start(), brackets) and not _in_name_or_number(analysis.text, match, sentence.end):
                cuts.add(match.end() if match.group().strip()[:1] in ",;:.–-" else match.start())
        for match in REPORT.finditer(form, sentence.start, sentence.end):
            if not _inside(match.start(), brackets):
                cuts.add(match.end())
        at = 0
        exhorted = False
        ordered = sorted(cuts)
        for start, end in zip(ordered, ordered[1:], strict=False):
            start, end = _trim(form, start, end)
            exhorted = (exhorted or bool(_EXHORTED.match(form, start, end))) and not _DENIED.search(form, start, end)
            if end - start >= 4 and not exhorted and not _ORDERED.search(form, sentence.start, start):
                out.append(Segment(start, end, sentence.index, at))
                at += 1
    return out


def _brackets(form: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans between round brackets, the outermost ones; a bracket that is never closed encloses nothing."""
    spans, opened, depth = [], 0, 0
    for match in _BRACKET.finditer(form, start, end):
        if match.group() == "(":
            opened = opened if depth else match.start()
            depth += 1
        elif depth:
            depth -= 1
            if not depth:
                spans.append((opened, match.start()))
    return spans


def _inside(at: int, spans: list[tuple[int, int]]) -> bool:
    i = bisect.bisect_left(spans, (at, -1)) - 1
    return i >= 0 and at < spans[i][1]


def _in_name_or_number(text: str, match: re.Match, end: int) -> bool:
    """Whether a mark parts no clauses: the comma of "1,5", the dash of "Điện Nam - Điện Ngọc" or "2015 - 2018"."""
    mark, before, after = match.group().strip(), match.start() - 1, match.end()
    if mark not in (",", "-", "–") or after >= end or before < 0:
        return False
    if mark == ",":
        return text[before].isdigit() and text[after].isdigit()
    word = text[max(0, before - 12) : match.start()].split()[-1]
    return text[after].isdigit() or word[0].isupper() and text[after].isupper()


def _trim(form: str, start: int, end: int) -> tuple[int, int]:
    while start < end and (form[start].isspace() or form[start] in ",;:.-•*+"):
        start += 1
    while end > start and (form[end - 1].isspace() or form[end - 1] in ",;:.…-"):
        end -= 1
    for joint in ("và ", "đồng thời ", "nhưng ", "song ", "hoặc "):
        if form.startswith(joint, start):
            start += len(joint)
    return start, end


def told_once(findings: list[Finding], form: str) -> list[Finding]:
    """Each finding once, in its fuller wording, without the word of turning that opens it; fragments left out.

    Two findings are one where the words of the shorter are nearly all in the longer.
    """
    kept: list[tuple[frozenset[str], Finding]] = []
    for finding in findings:
        start = finding.start
        while opener := _OPENER.match(form, start, finding.end):
            start = opener.end()
        found = replace(finding, start=start)
        words = frozenset(re.findall(r"\w+", form[found.start : found.end]))
        if len(words) < 3:
            continue
        recent = range(max(0, len(kept) - _MEMORY), len(kept))
        same = next((i for i in recent if len(words & kept[i][0]) >= 0.7 * min(len(words), len(kept[i][0]))), None)
        if same is None:
            kept.append((words, found))
        elif len(words) > len(kept[same][0]):
            kept[same] = (words, found)
    return sorted((finding for _, finding in kept), key=lambda f: f.start)
