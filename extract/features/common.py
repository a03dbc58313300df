"""What the features of all candidates share.

Every feature is a word that a person can read: "left:tại" (the word before), "sent:team" (a team in the sentence),
"kind:enterprise".
"""

from __future__ import annotations

import re

from ..analysis import Analysis

_CLASSES = ("act", "team", "result", "announce", "surprise", "future", "self", "police", "report", "urge", "sanction")
_FINDING = re.compile(
    r"\b(?:chưa|không|thiếu|chậm|sai|vượt|vi phạm|sai phạm|trái|buông lỏng|để xảy ra|quá hạn|hết hạn|vắng|khóa trái)\b"
)


def bucket(number: float, edges: tuple[int, ...]) -> str:
    """The smallest edge that `number` does not pass, as text: "<=3", or ">8" beyond the last."""
    for edge in edges:
        if number <= edge:
            return f"<={edge}"
    return f">{edges[-1]}"


def sentence_features(analysis: Analysis, index: int) -> set[str]:
    """What the sentence around a mention holds."""
    features = {f"sent:{t.cls}" for t in analysis.triggers[index] if t.cls in _CLASSES}
    sentence = analysis.sentences[index]
    if _FINDING.search(analysis.form, sentence.start, sentence.end):
        features.add("sent:finding")
    features.add(f"part:{analysis.kind_of(index)}")
    return features
