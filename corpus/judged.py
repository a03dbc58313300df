"""What an article tells after people have judged: accepted values stay, rejected ones go, the rest is the rules'.

No SQL here: reviews and inspections in, inspections out.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from corpus.folding import spelled_out
from corpus.recorded import SINGLE, TABLES, locate, ordinal
from extract import Article, Inspection
from extract.inspection import Document, Found, Leader, Mention, Outcome, Violation
from extract.text import fold

#: The rule of values that a person gave.
RULE = "review"
#: Fields that every inspection has a value in: it can be corrected, but not taken away.
NEEDED = ("activity", "surprise", "stage")
#: Two readings of an article have one inspection in common where this share (Dice) of what they say of it agrees,
LIKE = 0.3
#: or where one says at least this share of what the other says.
PART = 0.5
#: Under which `Standing` has the inspection as a whole.
WHOLE = ("inspection", True)


@dataclass(frozen=True, slots=True)
class Review:
    """What a person said of one value. `inspection` is the inspection as it was then; `value` is what the corpus had
    (None for "missed"), `new_value` what it should have, which `text[start:end]` says in the words `quote`.

    The field "inspection" stands for the inspection as a whole.
    """

    inspection_id: str
    field: str
    verdict: str
    value: Any
    new_value: Any
    inspection: Inspection
    start: int | None = None
    end: int | None = None
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds after all reviews of one inspection, by (field, key): values accepted, and those rejected."""

    accepted: Mapping[tuple[str, Hashable], Found]
    rejected: frozenset[tuple[str, Hashable]]
    #: Accepted values whose words the text no longer has.
    set_aside: int = 0


def key(field: str, value: Any) -> Hashable:
    """The same for values that say the same in a field, however they are written."""
    match value:
        case Leader():
            return fold(value.name or value.position or "")
        case Violation():
            return fold(value.text)
        case Document():
            return value.kind, value.number
        case Outcome():
            return value.kind, fold(value.text)
        case str() if field == "agencies":
            return spelled_out(value)
        case str() if field in ("topic", "inspecting_body"):
            return fold(value)
        case _:
            return True if field == "inspection" else value


def standing(reviews: Iterable[Review], text: str) -> Standing:
    """What the reviews of one inspection come to; a later one of the same value goes before an earlier one."""
    accepted: dict[tuple[str, Hashable], Found | None] = {}
    rejected: set[tuple[str, Hashable]] = set()
    for review in reviews:
        field = review.field
        if review.verdict in ("correct", "reject"):
            old = (field, key(field, review.value))
            accepted.pop(old, None)
            rejected.add(old)
        if review.verdict != "reject":
            value = review.value if review.verdict == "confirm" else review.new_value
            new = (field, key(field, value))
            if field in SINGLE:  # one value only
                for other in [other for other in accepted if other[0] == field]:
                    del accepted[other]
            accepted[new] = _accepted(review, value, text)
            rejected.discard(new)
    kept = {name: found for name, found in accepted.items() if found}
    return Standing(kept, frozenset(rejected), len(accepted) - len(kept))


def _accepted(review: Review, value: Any, text: str) -> Found | None:
    """The value with its evidence; None where the text has changed and no longer says it."""
    if review.verdict == "confirm":
        if review.field == "inspection":
            return Found(value, review.inspection.evidence)
        same = [
            found
            for name, found in review.inspection.found()
            if name == review.field and key(name, found.value) == key(name, value)
        ]
        return Found(value, same[0].evidence) if same else None
    span = locate(text, review.start, review.end, review.quote)
    return Found(value, (Mention(*span, RULE),)) if span else None


def by_ordinal(reviews: Iterable[Review]) -> dict[int, list[Review]]:
    """The reviews of an article by the ordinal of their inspection, in order."""
    found: dict[int, list[Review]] = {}
    for review in reviews:
        found.setdefault(ordinal(review.inspection_id), []).append(review)
    return found


def place(article: Article, found: Sequence[Inspection], reviews: Iterable[Review]) -> dict[int, Inspection]:
    """The inspections of a new reading by ordinal: one that people have judged keeps the ordinal, and so the id."""
    known, gone = {}, set()
    for number, own in by_ordinal(reviews).items():
        stands = standing(own, article.text)
        known[number] = _judged(own[-1].inspection, stands)
        if WHOLE in stands.rejected:
            gone.add(len(known) - 1)
    numbers = list(known)
    pairs = pair(list(known.values()), found, gone)
    placed = {numbers[a]: found[b] for a, b in pairs.items()}
    free = (number for number in range(1, len(found) + len(known) + 1) if number not in known)
    taken = set(pairs.values())
    placed |= {next(free): inspection for at, inspection in enumerate(found) if at not in taken}
    return dict(sorted(placed.items()))


def pair(before: Sequence[Inspection], after: Sequence[Inspection], strict: Collection[int] = ()) -> dict[int, int]:
    """Which inspection of one reading is which of another: {index: index}, the most alike first.

    One of which little is known may be part of one of which much is, but for those of `before` that are `strict`:
    what is no inspection must not take away another that shares its day.
    """
    old, new = [says(one) for one in before], [says(one) for one in after]
    alike = sorted(
        (-2 * len(a & b) / (len(a) + len(b)), i, j)
        for i, a in enumerate(old)
        for j, b in enumerate(new)
        if 2 * len(a & b) >= LIKE * (len(a) + len(b)) > 0
        or (i not in strict and a & b and len(a & b) >= PART * min(len(a), len(b)))
    )
    pairs: dict[int, int] = {}
    for _, i, j in alike:
        if i not in pairs and j not in pairs.values():
            pairs[i] = j
    return pairs


def says(inspection: Inspection) -> set[Hashable]:
    """By what an inspection is known again among those of its article: its values, and where its trigger stands."""
    own: set[Hashable] = {(m.start, m.end) for m in inspection.evidence}
    # Activity, surprise and stage are often those of all inspections of an article.
    return own | {(name, key(name, found.value)) for name, found in inspection.found() if name not in NEEDED}


def judged(article: Article, placed: Mapping[int, Inspection], reviews: Iterable[Review]) -> dict[int, Inspection]:
    """The inspections by ordinal as people have judged them.

    One that the rules no longer find stays with its accepted values, and nothing else.
    """
    result = dict(placed)
    for number, own in by_ordinal(reviews).items():
        stands = standing(own, article.text)
        found = result.pop(number, None)
        if WHOLE in stands.rejected:
            continue
        if found is None and stands.accepted:
            last = own[-1].inspection
            found = Inspection(last.activity, last.surprise, last.stage, confidence=last.confidence)
            found = replace(found, evidence=last.evidence)
        if found is not None:
            result[number] = _judged(found, stands)
    return dict(sorted(result.items()))


def _judged(inspection: Inspection, stands: Standing) -> Inspection:
    changes: dict[str, Any] = {}
    for field in SINGLE:
        found = getattr(inspection, field)
        accepted = [value for (name, _), value in stands.accepted.items() if name == field]
        if accepted:
            changes[field] = accepted[-1]
        elif found and field not in NEEDED and (field, key(field, found.value)) in stands.rejected:
            changes[field] = None
    for field in TABLES:
        changes[field] = _list(field, getattr(inspection, field), stands)
    if whole := stands.accepted.get(WHOLE):
        changes["confidence"] = whole.confidence
        changes["evidence"] = whole.evidence or inspection.evidence
    return replace(inspection, **changes)


def _list(field: str, found: Sequence[Found], stands: Standing) -> tuple[Found, ...]:
    """Accepted values in the place of the rules' own, those that the rules have not first; rejected ones left out."""
    accepted = {name: value for name, value in stands.accepted.items() if name[0] == field}
    result = []
    for one in found:
        name = (field, key(field, one.value))
        if name in accepted:
            result.append(accepted.pop(name))
        elif name not in stands.rejected:
            result.append(one)
    # A finding that a person has cut otherwise is one and the same.
    given = [value for (name, _), value in stands.accepted.items() if name == field]
    result = [one for one in result if one in given or field != "violations" or not any(overlap(one, g) for g in given)]
    return (*accepted.values(), *result)


def overlap(one: Found, other: Found) -> bool:
    """Whether two values rest on the same words: half or more of the shorter mention."""
    return any(
        2 * (min(a.end, b.end) - max(a.start, b.start)) >= min(a.end - a.start, b.end - b.start) > 0
        for a in one.evidence
        for b in other.evidence
    )
