"""How sure a value is: the probability that it is right.

Scores of models order candidates well and say little about how often they are right. A line in log-odds, fitted on
scores that were given out of fold to the annotated articles, turns the one into the other (Platt scaling). A value can
be right only where the article tells an inspection at all: its confidence is the product of both probabilities.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from functools import cache

from . import ranking
from .inspection import SINGLE, Found, Inspection, Leader

#: The fields that models choose, with the model of each.
CHOSEN = {"agencies": "agency", "dates": "date", "leaders": "leader", "violations": "finding"}
NAME = "confidence"
#: Log-odds beyond which a score is no surer (0.993).
SUREST = 5.0
_LISTS = (*CHOSEN, "documents", "outcomes")


@dataclass(frozen=True, slots=True)
class Confidence:
    """{what: (bias, slope)}: "article", a field that a model chooses, or one that rules alone give (slope 0)."""

    lines: dict[str, tuple[float, float]]

    def of(self, what: str, score: float) -> float:
        """The probability that a value with this score is right; the score itself where nothing was measured."""
        if what not in self.lines:
            return score
        bias, slope = self.lines[what]
        return ranking.probability(bias + slope * max(-SUREST, min(SUREST, ranking.log_odds(score))))

    def to_json(self) -> str:
        """As it is shipped."""
        return json.dumps({"name": NAME, "lines": self.lines}, indent=0, sort_keys=True) + "\n"


@cache
def shipped() -> Confidence:
    """The confidence of `data/models/confidence.json`."""
    lines = json.loads((ranking.DIRECTORY / f"{NAME}.json").read_text("utf-8"))["lines"]
    return Confidence({what: tuple(line) for what, line in lines.items()})


def calibrated(inspection: Inspection) -> Inspection:
    """The inspection with probabilities in the place of scores."""
    told = shipped().of("article", inspection.confidence)

    def sure(field: str, found: Found) -> Found:
        chosen = not (isinstance(found.value, Leader) and found.value.name is None)  # by a model
        score = shipped().of(field, found.confidence) if chosen else found.confidence
        return replace(found, confidence=told * score)

    single = {name: sure(name, found) for name in SINGLE if (found := getattr(inspection, name)) is not None}
    several = {name: tuple(sure(name, found) for found in getattr(inspection, name)) for name in _LISTS}
    return replace(inspection, confidence=told, **single, **several)
