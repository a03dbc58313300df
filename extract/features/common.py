"""What the features of all candidates share.

Every feature is a word that a person can read: "left:tại" (the word before), "sent:team" (a team in the sentence),
"kind:enterprise".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from ..analysis import Analysis
from ..text import Word

#: Words to each side that are looked at one by one.
NEAR = 9
#: Before a word, or words, of the article as such.
WORD = "text:"

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


def words_around(words: Sequence[Word], start: int, end: int) -> set[str]:
    """The pairs of syllables (most words have two) near `start:end` in its sentence, by side."""
    first = next((i for i, w in enumerate(words) if w.start >= start), len(words))
    last = next((i for i, w in enumerate(words) if w.start >= end), len(words))
    left, right = words[max(0, first - NEAR) : first], words[last : last + NEAR]
    features = {f"near-left:{one.low} {two.low}" for one, two in pairwise(left)}
    return features | {f"near-right:{one.low} {two.low}" for one, two in pairwise(right)}
