"""Precision, recall and F1 of predicted inspections against gold ones, field by field.

Articles are given in the annotation guideline's format (`extract.as_guideline`). Every field is scored over the union
of an article's events by one-to-one matching, micro-averaged over articles:

- `relevant`: the article has an event or not;
- `agencies`: equal after folding ("UBND huyện X" and "huyện X" are one; what follows a comma or a bracket is a
  qualifier), or token overlap of at least 0.75;
- `dates`: equal EDTF after consecutive days are joined into spans; a gold year of XXXX accepts any year;
- `leaders`: equal name after folding;
- `violations`: token overlap of at least 0.5;
- `when`, the headline: (agency, date) pairs of the same event; an event without a date pairs its agencies with
  "unknown".
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

#: Part of the measure: figures stay comparable over the years because it does not grow with the project's lexicon.
ABBREVIATIONS = {
    "ubnd": "ủy ban nhân dân", "hđnd": "hội đồng nhân dân", "tp": "thành phố", "tx": "thị xã", "tt": "thị trấn",
    "gd&đt": "giáo dục và đào tạo", "gd-đt": "giáo dục và đào tạo", "gdđt": "giáo dục và đào tạo",
    "tn&mt": "tài nguyên và môi trường", "tn-mt": "tài nguyên và môi trường",
    "nn&ptnt": "nông nghiệp và phát triển nông thôn", "nn-ptnt": "nông nghiệp và phát triển nông thôn",
    "lđ-tb&xh": "lao động thương binh và xã hội", "lđtb&xh": "lao động thương binh và xã hội",
    "kh&đt": "kế hoạch và đầu tư", "kh-đt": "kế hoạch và đầu tư", "kh&cn": "khoa học và công nghệ",
    "gtvt": "giao thông vận tải", "vh-tt&dl": "văn hóa thể thao và du lịch", "vhttdl": "văn hóa thể thao và du lịch",
    "tt&tt": "thông tin và truyền thông", "tttt": "thông tin và truyền thông", "cty": "công ty", "bv": "bệnh viện",
    "tnhh": "trách nhiệm hữu hạn", "cp": "cổ phần", "ctcp": "công ty cổ phần", "thpt": "trung học phổ thông",
    "thcs": "trung học cơ sở", "đh": "đại học", "bql": "ban quản lý", "ttyt": "trung tâm y tế",
    "bvđk": "bệnh viện đa khoa",
}  # fmt: skip
#: Old and new placement of the tone mark.
TONE = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
LOCAL_GOVERNMENT = re.compile(r"^ủy ban nhân dân (?=(?:tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu)\b)")
DAY = re.compile(r"(\d{4}|XXXX)-(\d\d)-(\d\d)")
UNKNOWN = "unknown"

Annotation = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts of one field over a set of articles; a ratio without a denominator is 0."""

    matched: int
    predicted: int
    gold: int

    @property
    def precision(self) -> float:
        return self.matched / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.matched / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.matched else 0.0


@dataclass(frozen=True, slots=True)
class Comparison:
    """One field of one article: how many values met, and those of either side that met none."""

    matched: int
    missed: tuple[Any, ...]
    wrong: tuple[Any, ...]


def score(gold: Mapping[str, Annotation], predicted: Mapping[str, Annotation]) -> dict[str, Figures]:
    """The figures of each field over the articles of `gold`, by id; one without a prediction counts as empty."""
    totals = {field: [0, 0, 0] for field in FIELDS}
    for article, annotation in gold.items():
        for field, found in compare(annotation, predicted.get(article, {})).items():
            totals[field][0] += found.matched
            totals[field][1] += found.matched + len(found.wrong)
            totals[field][2] += found.matched + len(found.missed)
    return {field: Figures(*counts) for field, counts in totals.items()}


def compare(gold: Annotation, predicted: Annotation) -> dict[str, Comparison]:
    """Each field of one article."""
    expected, given = values(gold), values(predicted)
    return {field: match(expected[field], given[field], same) for field, same in FIELDS.items()}


def values(annotation: Annotation) -> dict[str, list]:
    """What an article's events hold in each field, each value once, in order."""
    events = annotation.get("events") or []
    dated = [(event, join_days(event.get("dates") or [])) for event in events]
    return {
        "relevant": [True] if events else [],
        "agencies": unique(agency for event in events for agency in event.get("agencies") or []),
        "dates": unique(day for _, days in dated for day in days),
        "leaders": unique(who["name"] for event in events for who in event.get("leaders") or [] if who.get("name")),
        "violations": unique(violation for event in events for violation in event.get("violations") or []),
        "when": unique(
            (agency, day)
            for event, days in dated
            for agency in event.get("agencies") or []
            for day in days or [UNKNOWN]
        ),
    }


def unique(items: Iterable) -> list:
    return list(dict.fromkeys(items))


# Matching


def match(gold: Sequence, predicted: Sequence, same: Callable[[Any, Any], bool]) -> Comparison:
    """The largest one-to-one matching (augmenting paths)."""
    owner: dict[int, int] = {}

    def place(i: int, seen: set[int]) -> bool:
        for j, candidate in enumerate(predicted):
            if j not in seen and same(gold[i], candidate):
                seen.add(j)
                if j not in owner or place(owner[j], seen):
                    owner[j] = i
                    return True
        return False

    for i in range(len(gold)):
        place(i, set())
    met = set(owner.values())
    return Comparison(
        matched=len(owner),
        missed=tuple(value for i, value in enumerate(gold) if i not in met),
        wrong=tuple(value for j, value in enumerate(predicted) if j not in owner),
    )


def same_agency(gold: str, predicted: str) -> bool:
    forms = agency_forms(predicted)
    return any(a == b or overlap(a, b) >= 0.75 for a in agency_forms(gold) for b in forms)


def same_date(gold: str, predicted: str) -> bool:
    if gold.startswith("XXXX"):
        gold, predicted = (re.sub(r"\b\d{4}(?=-)", "XXXX", text) for text in (gold, predicted))
    return gold == predicted


def same_leader(gold: str, predicted: str) -> bool:
    return fold(gold) == fold(predicted)


def same_violation(gold: str, predicted: str) -> bool:
    return overlap(fold(gold), fold(predicted)) >= 0.5


def same_pair(gold: tuple[str, str], predicted: tuple[str, str]) -> bool:
    return same_date(gold[1], predicted[1]) and same_agency(gold[0], predicted[0])


FIELDS: dict[str, Callable[[Any, Any], bool]] = {
    "relevant": lambda gold, predicted: True,
    "agencies": same_agency,
    "dates": same_date,
    "leaders": same_leader,
    "violations": same_violation,
    "when": same_pair,
}


# Forms under which values are compared


def fold(text: str) -> str:
    """Lower case, one tone placement, abbreviations written out, punctuation dropped."""
    text = unicodedata.normalize("NFC", text).lower()
    for old, new in TONE.items():
        text = text.replace(old, new)
    words = [ABBREVIATIONS.get(word.strip(".,;:()\"'“”‘’"), word) for word in text.replace("tp.", "tp ").split()]
    text = re.sub(r"[^\w/&]+", " ", " ".join(words))
    return " ".join(text.replace("&", " và ").split())


def agency_forms(text: str) -> set[str]:
    """An agency's name folded: whole, and without its qualifiers."""
    return {LOCAL_GOVERNMENT.sub("", fold(form)) for form in (text, re.split(r"[,(]", text)[0])} - {""}


def overlap(a: str, b: str) -> float:
    """F-score of the tokens of two folded strings, 0 to 1."""
    x, y = Counter(a.split()), Counter(b.split())
    if not x or not y:
        return 0.0
    return 2 * (x & y).total() / (x.total() + y.total())


def join_days(dates: Iterable[str]) -> list[str]:
    """The EDTF dates of one event with consecutive days and touching spans joined; other forms stay, and come first."""
    spans: dict[bool, list[tuple[date, date]]] = {}
    joined: list[str] = []
    for text in dates:
        if (span := span_of(text)) is None:
            joined.append(text)
        else:
            spans.setdefault(text.startswith("XXXX"), []).append(span)
    for unknown_year, days in spans.items():
        for first, last in merge(days):
            text = first.isoformat() if first == last else f"{first}/{last}"
            joined.append(re.sub(r"\b2000(?=-)", "XXXX", text) if unknown_year else text)
    return joined


def span_of(text: str) -> tuple[date, date] | None:
    """First and last day of an EDTF day or span of days; None for other forms."""
    ends = [DAY.fullmatch(end) for end in text.split("/")]
    if len(ends) > 2 or None in ends:
        return None
    try:
        # 2000 stands for an unknown year: a leap year, so that 29 February can be met.
        days = [date(2000 if end[1] == "XXXX" else int(end[1]), int(end[2]), int(end[3])) for end in ends if end]
    except ValueError:
        return None
    return days[0], days[-1]


def merge(spans: Iterable[tuple[date, date]]) -> Iterator[tuple[date, date]]:
    """Overlapping and touching spans as one, sorted."""
    current: tuple[date, date] | None = None
    for first, last in sorted(spans):
        if current and first <= current[1] + timedelta(days=1):
            current = current[0], max(current[1], last)
        else:
            if current:
                yield current
            current = first, last
    if current:
        yield current
