"""What kind of violation a finding is, and the counts it gives."""

from __future__ import annotations

import re
from functools import cache

from .lexicon import Phrases, rows

_FRACTION = re.compile(r"(?<![\d/.,-])(\d{1,4})\s?/\s?(\d{1,5})(?![\d/])(?!\s*(?:m2|kg))")
_COUNT = re.compile(
    r"(?<![\d/.,])(\d{1,4})\s+(?:cán bộ|công chức|viên chức|người|trường hợp|hồ sơ|văn bản|thủ tục|cơ sở|đơn vị|phòng|giáo viên|hộ|dự án)\b"
)


@cache
def _classes() -> Phrases:
    return Phrases((phrase, cls) for phrase, cls, _ in rows("violation_classes"))


def category(form: str) -> str:
    """The class of a finding given in search form: the one most of its phrases speak for, else "other"."""
    votes: dict[str, int] = {}
    for start, end, cls in _classes().find(form):
        votes[cls] = votes.get(cls, 0) + end - start  # type: ignore[index, call-overload]
    return max(votes, key=lambda cls: votes[cls]) if votes else "other"


def counts_in(form: str) -> tuple[int | None, int | None]:
    """(count, total) where a finding gives them: "5/21 người vắng" is (5, 21), "4 công chức vắng mặt" (4, None)."""
    if match := _FRACTION.search(form):
        count, total = int(match[1]), int(match[2])
        if count <= total:
            return count, total
    if match := _COUNT.search(form):
        return int(match[1]), None
    return None, None
