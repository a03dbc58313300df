"""Whether a person leads the inspecting team."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..analysis import Analysis
from ..shape import around, shape_features
from .common import bucket, sentence_features

_LEAD = re.compile(
    r"(?P<vice>(?:phó|nguyên phó)\s+)?(?:(?P<head>tr[ưư][ởờ]ng đoàn|tổ trưởng|trưởng tổ)(?P<what>\s+(?:đại biểu|đbqh|tổ dân phố|dân phố|bộ môn|chuyên môn|giám sát))?|(?P<verb>dẫn đầu|dẫn đoàn|chủ trì|phụ trách|đứng đầu|trực tiếp chỉ huy|chỉ huy))\b"
)
_HIMSELF = re.compile(
    r"^[^.;:]{0,80}?\b(?:(?:đã|trực tiếp|bất ngờ|đột xuất|đích thân|đến|đi|về|xuống|tới|có mặt|đã đến)\s+)*(kiểm tra|thị sát|thanh tra|giám sát)\b"
)


def leader_features(analysis: Analysis, mentions: Sequence[int]) -> set[str]:
    """Features of a person: those of all its mentions, indices of `analysis.people`."""
    return set().union(*(_mention_features(analysis, index) for index in mentions))


def _mention_features(analysis: Analysis, index: int) -> set[str]:
    """Features of the person mention `analysis.people[index]`."""
    person = analysis.people[index]
    form = analysis.form
    sentence = analysis.sentences[person.sentence]
    others = [p for p in analysis.people if p.sentence == person.sentence and p is not person]
    features = sentence_features(analysis, person.sentence) | {f"title:{person.before}"}
    features |= set(shape_features(*around(analysis.shapes.sentence(person.sentence), person.start, person.end)))
    title = form[person.title_start : person.start].strip()
    features.add(f"title-word:{title[:20]}")
    for cue in _LEAD.finditer(form, sentence.start, sentence.end):
        name = "vice" if cue["vice"] else "standing" if cue["what"] else "head" if cue["head"] else cue["verb"]
        if cue.start() >= person.end:
            gap = form[person.end : cue.start()]
            between = sum(person.end <= p.start < cue.start() for p in others)
            side = "cue-right"
            words = re.findall(r"\w+", gap)
            if words[-1:] and words[-1] in ("làm", "là", "kiêm", "với", "giữ"):
                features.add(f"{side}:{name}:as:{min(between, 2)}")
            if re.search(r"[–,(-]\s*$", gap):
                features.add(f"{side}:{name}:apposed:{min(between, 2)}")
            if ";" in gap or re.search(r"\b(?:cùng|và)\b.*\bông\b", gap):
                features.add(f"{side}:{name}:broken")
        elif cue.end() <= person.start:
            gap = form[cue.end() : person.start]
            between = sum(cue.end() <= p.start < person.start for p in others)
            side = "cue-left"
            if re.match(r"\s*(?:đoàn\s*)?(?:là|:|,|-)?\s*(?:ông|bà|đồng chí|đ/c|cô|thầy|bác sĩ)?\s*$", gap):
                features.add(f"{side}:{name}:adjacent")
        else:
            continue
        features.add(f"{side}:{name}:{min(between, 2)}:{bucket(len(gap.split()), (2, 8, 16, 30))}")
    left = form[max(sentence.start, person.title_start - 40) : person.title_start].split()
    features |= {f"left:{left[-1] if left else '^'}", f"left2:{' '.join(left[-2:])}"}
    right = re.findall(r"\w+|[,.;:()–-]", form[person.end : person.end + 60])
    features |= {f"right:{right[0] if right else '$'}", f"right2:{' '.join(right[:2])}"}
    tail = form[person.end : sentence.end]
    if match := _HIMSELF.match(tail):
        features.add(f"himself:{match[1]}:{bucket(len(tail[: match.start(1)].split()), (1, 4, 10, 20))}")
        if person.before == "office" or re.match(
            r"\s*[,(–-]\s*(?:phó\s+)?(?:chủ tịch|bí thư|giám đốc|bộ trưởng|thứ trưởng|trưởng)", tail
        ):
            features.add("himself:office")
    if re.match(r"\s*(?:cho biết|cho hay|nói|khẳng định|thông tin|chia sẻ|cho rằng|trả lời)", tail) or re.search(
        r"\b(?:theo|trao đổi với)\s*$", form[max(0, person.title_start - 20) : person.title_start]
    ):
        features.add("speaks")
    if re.search(r"\b(?:tổ|đoàn) giám sát\b", form[max(sentence.start, person.start - 80) : person.start]):
        features.add("watches-the-team")
    if re.search(
        r"\b(?:tiếp|đón|gồm|thành viên|cùng đi|tham dự|tham gia)\b",
        form[max(sentence.start, person.start - 60) : person.start],
    ):
        features.add("attends")
    features.add(f"at:{bucket(person.sentence, (0, 1, 2, 4, 8, 16))}")
    features.add(f"people:{bucket(len(others), (0, 1, 3))}")
    return features
