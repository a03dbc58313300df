"""What kind of violation a finding is, and the counts it gives."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache

from .lexicon import Phrases, rows
from .scoring import Annotation, compare, values
from .text import NUMERALS, search_form

OTHER = "other"

_NUMBER = r"\d{1,3}(?:\.\d{3})+|\d{1,6}"
_NUMERAL = f"{_NUMBER}|{'|'.join(NUMERALS)}"
_COUNTED = (
    "cán bộ|công chức|viên chức|người|nhân viên|trường hợp|hồ sơ|bộ hồ sơ|văn bản|thủ tục|cơ sở|đơn vị|phòng|giáo viên|"
    "học sinh|hộ|dự án|công trình|đồng chí|đảng viên|lao động|nhiệm vụ|cửa hàng|quầy|xe|chiếc|lượt|chung cư|bài thi|"
    "thửa|gói thầu|mẫu|xã|trạm|trường|lớp|máy|cái|bình|loại|sản phẩm|mặt hàng|kết luận|cuộc|khoản|bộ"
)
#: "5/21", "5 trong tổng số 21", "5 cán bộ trên 21".
_FRACTION = re.compile(
    rf"(?<![\d/.,-])(?P<part>{_NUMBER})\s?(?:/\s?|(?:\w+\s){{0,3}}?(?:trong|trên)\s(?:tổng\s)?(?:số\s)?)"
    rf"(?P<whole>{_NUMBER})(?![\d/%])(?!\s*(?:m2|kg|ha)\b)"
)
#: What makes two numbers with a stroke a day, a street or a document.
_NO_FRACTION = re.compile(
    r"\b(?:ngày|đường|phố|tháng|quý|sáng|trưa|chiều|tối|đêm|hôm|từ|đến|trước|sau|số|điều|khoản|quốc lộ|km)\s$"
)
#: What is said of a part that is in order, so that the finding is about the rest: "46/55 có mặt", "chỉ 22/55 bảo đảm".
_AS_IT_SHOULD = re.compile(
    r"(?<!không )(?<!chưa )(?<!được )\b(?:có mặt|đang làm việc|đi làm|bảo đảm|đảm bảo|đạt|đúng hạn|đúng quy định|"
    r"hoàn thành|hợp lệ|xử lý|tháo dỡ|được cấp)\b"
)
_AMISS = re.compile(
    r"\b(?:vắng|không|chưa|thiếu|chậm|quá hạn|trễ|muộn|sai|trái|vi phạm|hỏng|hết hạn|vượt|bị)\b(?! xử lý| tháo dỡ)"
)
_COUNT = re.compile(rf"(?<![\d/.,-])\b(?P<n>{_NUMERAL})\s+(?:lượt\s+)?(?:{_COUNTED})\b")
#: Of those absent, the finding is about those without a reason.
_UNEXPLAINED = re.compile(
    rf"\btrong đó\s(?:có\s)?(?P<n>{_NUMERAL})\s(?:\w+\s){{0,4}}?"
    r"(?:không|chưa)\s(?:rõ\s|có\s|báo cáo\s)?(?:lý do|phép)\b"
)


@cache
def _classes() -> Phrases:
    return Phrases((phrase, (cls, int(weight))) for phrase, cls, weight, _ in rows("violation_classes"))


def category(form: str) -> str:
    """The class of a finding given in search form: the one whose phrases weigh most, the first named of equals."""
    votes: dict[str, int] = {}
    for _, _, (cls, weight) in _classes().find(form):  # type: ignore[misc]
        votes[cls] = votes.get(cls, 0) + weight
    return max(votes, key=lambda cls: votes[cls]) if votes else OTHER


def counts_in(form: str) -> tuple[int | None, int | None]:
    """(count, total) of what is amiss where a finding gives them, from its search form.

    "5/21 người vắng" is (5, 21) and so is "16/21 người có mặt"; "4 công chức vắng mặt" is (4, None).
    """
    count, total = _fraction(form) or (None, None)
    if total is None and (match := _COUNT.search(form)):
        count = _number(match["n"])
    if match := _UNEXPLAINED.search(form):
        count = _number(match["n"])
    return count, total


def _fraction(form: str) -> tuple[int, int] | None:
    for match in _FRACTION.finditer(form):
        part, whole = _number(match["part"]), _number(match["whole"])
        if part > whole or whole < 2 or _NO_FRACTION.search(form, max(0, match.start() - 9), match.start()):
            continue
        return (whole - part if _as_it_should(form, match) else part), whole
    return None


def _as_it_should(form: str, fraction: re.Match) -> bool:
    """Whether the word nearest to a fraction says that this part is in order."""
    start, end = fraction.span()
    low, high = max(0, start - 40), end + 40
    good, bad = (
        min((max(start - m.end(), m.start() - end) for m in pattern.finditer(form, low, high)), default=99)
        for pattern in (_AS_IT_SHOULD, _AMISS)
    )
    return good < bad


def _number(text: str) -> int:
    return NUMERALS.get(text) or int(text.replace(".", ""))


def by_category(gold: Mapping[str, Annotation], predicted: Mapping[str, Annotation]) -> list[dict[str, str | int]]:
    """How well findings of each category are read: {category, gold, found, predicted, right}, the largest first.

    An annotation gives no category: the one that the words of its finding have here counts. Of `gold` findings of a
    category `found` were read, and of those `predicted` in it `right` are in the annotation.
    """
    counts: dict[str, Counter[str]] = {name: Counter() for name in ("gold", "missed", "predicted", "wrong")}
    for article, annotation in gold.items():
        other = predicted.get(article, {})
        found = compare(annotation, other)["violations"]
        sides = {"gold": values(annotation)["violations"], "missed": found.missed}
        sides |= {"predicted": values(other)["violations"], "wrong": found.wrong}
        for name, texts in sides.items():
            counts[name].update(category(search_form(text)) for text in texts)
    every = sorted(counts["gold"] | counts["predicted"], key=lambda c: (-counts["gold"][c], c))
    return [
        {
            "category": c, "gold": counts["gold"][c], "found": counts["gold"][c] - counts["missed"][c],
            "predicted": counts["predicted"][c], "right": counts["predicted"][c] - counts["wrong"][c],
        }
        for c in every
    ]  # fmt: skip
