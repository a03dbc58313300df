"""What is read out of an article: inspections, each value with the mentions that prove it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Generic, Literal, TypeVar

from .article import Article

T = TypeVar("T")
Activity = Literal["kiểm tra", "thanh tra", "giám sát", "kiểm toán"]
Stage = Literal["announced", "under_way", "concluded"]
StageDetail = Literal["draft", "followed_up", "rechecked"]
Kind = Literal[
    "public_duty", "administrative_reform", "administrative", "specialised", "interagency", "party", "elected",
    "state_audit", "market", "post_check",
]  # fmt: skip
#: Whose body inspects: of the state as a whole, a province, a district, a commune, or of the Party.
Level = Literal["central", "province", "district", "commune", "party"]
Occasion = Literal["plan", "complaint", "directive", "press"]
#: Fields of an inspection that hold one value.
SINGLE = (
    "activity", "surprise", "stage", "topic", "inspecting_body", "agency_count", "stage_detail", "kind", "occasion",
    "period_covered", "team_size", "body_level",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mention:
    """Evidence: the span `Article.text[start:end]` that supports a value, and the rule that found it."""

    start: int
    end: int
    rule: str


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """One value with its evidence; `confidence` is the calibrated probability that it is right."""

    value: T
    evidence: tuple[Mention, ...] = ()
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Leader:
    """Who leads the team; `name` is None where the text gives only the office."""

    name: str | None
    position: str | None = None


@dataclass(frozen=True, slots=True)
class Violation:
    """A finding as written; `category` is a class of `data/lexicon/violation_classes.tsv`, `agency` the inspected
    agency where the text ties the finding to one; `count` of `total` where given ("vắng 5/21" is 5 of 21);
    `amount_vnd` the first sum of money in it."""

    text: str
    category: str | None = None
    agency: str | None = None
    count: int | None = None
    total: int | None = None
    amount_vnd: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A document on which the inspection rests (kind "Quyết định", number "46/QĐ-TTr", date EDTF or None), and who
    signed it, by name."""

    kind: str
    number: str | None = None
    date: str | None = None
    signer: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What followed: kind as in `data/lexicon/outcomes.tsv`; amount in VND; severity 0 (none) to 7 (criminal)."""

    kind: str
    text: str
    status: Literal["recommended", "imposed"]
    severity: int
    amount_vnd: int | None = None


@dataclass(frozen=True)
class Inspection:
    """One inspection event as one article tells it. Unknown is None or an empty tuple, never a guess."""

    activity: Found[Activity]
    surprise: Found[bool]
    stage: Found[Stage]
    topic: Found[str] | None = None
    inspecting_body: Found[str] | None = None
    agency_count: Found[int] | None = None
    stage_detail: Found[StageDetail] | None = None
    kind: Found[Kind] | None = None
    occasion: Found[Occasion] | None = None
    period_covered: Found[str] | None = None  # EDTF: what is looked into, not the days of the inspection
    team_size: Found[int] | None = None
    body_level: Found[Level] | None = None
    dates: tuple[Found[str], ...] = ()  # EDTF
    agencies: tuple[Found[str], ...] = ()
    leaders: tuple[Found[Leader], ...] = ()
    violations: tuple[Found[Violation], ...] = ()
    documents: tuple[Found[Document], ...] = ()
    outcomes: tuple[Found[Outcome], ...] = ()
    confidence: float = 1.0
    #: The mentions that make this an inspection at all (the trigger).
    evidence: tuple[Mention, ...] = field(default=())

    def found(self) -> Iterator[tuple[str, Found]]:
        """Every value with its field's name, in the order of the fields."""
        for name in SINGLE:
            if (value := getattr(self, name)) is not None:
                yield name, value
        for name in ("dates", "agencies", "leaders", "violations", "documents", "outcomes"):
            for value in getattr(self, name):
                yield name, value


def as_guideline(article: Article, inspections: list[Inspection]) -> dict:
    """The article's events in the annotation guideline's format, with `evidence` as an extra key per event."""

    def value_of(found: Found | None):
        return None if found is None else found.value

    def event(inspection: Inspection) -> dict:
        return {
            "activity": inspection.activity.value,
            "surprise": inspection.surprise.value,
            "stage": inspection.stage.value,
            "topic": value_of(inspection.topic),
            "inspecting_body": value_of(inspection.inspecting_body),
            "leaders": [{"name": f.value.name, "position": f.value.position} for f in inspection.leaders],
            "dates": [f.value for f in inspection.dates],
            "agencies": [f.value for f in inspection.agencies],
            "agency_count": value_of(inspection.agency_count),
            "violations": [f.value.text for f in inspection.violations],
            "confidence": round(inspection.confidence, 3),
            "evidence": [
                {
                    "field": name,
                    "value": label(found.value),
                    "start": m.start,
                    "end": m.end,
                    "rule": m.rule,
                    "quote": article.text[m.start : m.end],
                    "confidence": round(found.confidence, 3),
                }
                for name, found in inspection.found()
                for m in found.evidence
            ],
        }

    return {
        "id": article.id,
        "url": article.url,
        "published": article.published,
        "relevant": bool(inspections),
        "events": [event(i) for i in inspections],
    }


def label(value) -> str | int | bool:
    """A value as one printable thing: a leader by name (or office), a violation by its text."""
    match value:
        case Leader():
            return value.name or value.position or ""
        case Violation() | Outcome():
            return value.text
        case Document():
            return value.number or value.kind
        case _:
            return value
