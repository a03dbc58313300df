"""Whether a date is a day of the inspection."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..analysis import Analysis
from ..shape import around, shape_features
from .common import bucket, sentence_features

_DOCUMENT = re.compile(
    r"(?:số\s+\S+|\d+\s?/\s?[a-zđ&-]+\S*|quyết định|công văn|kế hoạch|chỉ thị|công điện|tờ trình|thông báo|báo cáo|nghị quyết|kết luận|thông tư|nghị định|văn bản)"
    r"[^.;]{0,40}(?:ngày|,)?\s*$"
)
_PERIOD = re.compile(
    r"(?:giai đoạn|thời kỳ|niên độ|nhiệm kỳ|từ năm|thời hạn|hạn chót|trước|chậm nhất|kể từ|hiệu lực)\s*(?:thanh tra\s*)?(?:từ)?\s*(?:ngày)?\s*$"
)
_VERBS = re.compile(
    r"\b(cho biết|cho hay|thông tin|công bố|kiểm tra|thanh tra|giám sát|kiểm toán|làm việc|ban hành|ký|phê duyệt|họp|yêu cầu|chỉ đạo|có mặt|phát hiện|xử phạt|tiến hành|"
    r"tổ chức|trả lời|bắt|khởi tố|xảy ra|lập biên bản|báo cáo|trao đổi|khẳng định|kết luận|dẫn đầu|bắt đầu|kết thúc|đến|có công văn|có văn bản|gửi|nhận|diễn ra|đột xuất|bất ngờ|sẽ)\b"
)


def date_features(analysis: Analysis, mentions: Sequence[int]) -> set[str]:
    """Features of a day: those of all its mentions, indices of `analysis.dates`."""
    return set().union(*(_mention_features(analysis, index) for index in mentions))


def _mention_features(analysis: Analysis, index: int) -> set[str]:
    """Features of the date mention `analysis.dates[index]`."""
    mention = analysis.dates[index]
    form = analysis.form
    sentence = analysis.sentence_at(mention.start)
    left, right = (
        form[max(sentence.start, mention.start - 90) : mention.start],
        form[mention.end : min(sentence.end, mention.end + 220)],
    )
    lw = left.split()
    features = sentence_features(analysis, sentence.index)
    features |= set(shape_features(*around(analysis.shapes.sentence(sentence.index), mention.start, mention.end)))
    features |= {f"date:{mention.kind}", f"left:{lw[-1] if lw else '^'}", f"left2:{' '.join(lw[-2:]) if lw else '^'}"}
    features.add(f"written:{re.sub(r'[0-9]+', '0', form[mention.start : mention.end])}"[:40])
    rw = re.findall(r"\w+|[,.;:()]", right)[:4]
    if rw and rw[0] == ",":
        rw = rw[1:]
    features |= {f"right:{rw[0] if rw else '$'}", f"right2:{' '.join(rw[:2])}"}
    if mention.start - sentence.start <= 12:
        features.add("sentence-initial")
    if _DOCUMENT.search(left):
        features.add("after-document")
    if _PERIOD.search(left):
        features.add("after-period")
    if verb := _VERBS.search(right):
        features |= {f"verb:{verb[1]}", f"verb-gap:{bucket(len(right[: verb.start()].split()), (2, 6, 12, 20))}"}
    if verb := list(_VERBS.finditer(left)):
        features.add(f"verb-left:{verb[-1][1]}")
    for trigger in analysis.triggers[sentence.index]:
        if trigger.cls not in ("act", "team", "announce", "result", "surprise"):
            continue
        if trigger.start >= mention.end:
            features.add(
                f"before:{trigger.cls}:{bucket(len(form[mention.end : trigger.start].split()), (1, 4, 10, 20))}"
            )
        elif trigger.end <= mention.start:
            features.add(
                f"after:{trigger.cls}:{bucket(len(form[trigger.end : mention.start].split()), (1, 4, 10, 20))}"
            )
    if "trước đó" in left or "trước đây" in left:
        features.add("earlier")
    if any(day[2] for day in mention.days):
        features.add("year-given")
    features.add(f"nth:{bucket(index, (0, 1, 3, 6))}")
    features.add(f"dates:{bucket(len(analysis.dates), (1, 2, 4, 8))}")
    features.add(f"at:{bucket(sentence.index, (0, 1, 2, 4, 8, 16))}")
    features |= {
        f"{a}&{b}"
        for a in features
        if a in ("sentence-initial", "earlier", "part:sapo")
        for b in features
        if b in ("sent:team", "sent:act", "sent:announce", "sent:result")
    }
    return features
