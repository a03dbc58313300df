"""A log-linear model over features that a person can name, kept as plain numbers in JSON."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import cache, cached_property
from pathlib import Path

#: How much of a member's log-odds stays its own, where its group has a say.
OWN = 0.75
#: The score of an organisation that is not there.
NOBODY = 1e-5
#: Lists from so many members on are taken as a whole, where so many of them are taken.
LONG, NEARLY_ALL = 4, 0.75
DIRECTORY = Path(__file__).resolve().parent.parent / "data" / "models"


@dataclass(frozen=True)
class LogLinear:
    """P(yes) = 1 / (1 + exp(-(bias + sum of the weights of the features present))).

    `threshold` is the probability from which a candidate is taken, chosen on the training articles.
    """

    name: str
    bias: float
    threshold: float
    weights: dict[str, float]

    def score(self, features: Iterable[str]) -> float:
        return probability(self._odds(features))

    def highest(self, features: Iterable[str], kinds: Iterable[str]) -> float:
        """The best score that `features` can have when one feature of each of some kinds ("kind:value") joins them."""
        return probability(self._odds(features) + sum(self._heaviest.get(kind, 0.0) for kind in kinds))

    def _odds(self, features: Iterable[str]) -> float:
        weights = self.weights
        return self.bias + sum(weights.get(feature, 0.0) for feature in features)

    @cached_property
    def _heaviest(self) -> dict[str, float]:
        """The largest weight of each kind of features; 0 where all are negative, for a feature may have none."""
        largest: dict[str, float] = {}
        for feature, weight in self.weights.items():
            kind = feature.split(":")[0]
            largest[kind] = max(largest.get(kind, 0.0), weight)
        return largest

    def explain(self, features: Iterable[str], most: int = 8) -> list[tuple[str, float]]:
        """The features that weigh most, with their weights, heaviest first."""
        weighed = [(f, self.weights[f]) for f in features if f in self.weights]
        return sorted(weighed, key=lambda item: -abs(item[1]))[:most]

    def to_json(self) -> str:
        return json.dumps(
            {"name": self.name, "bias": self.bias, "threshold": self.threshold, "weights": self.weights},
            ensure_ascii=False, indent=0, sort_keys=True,
        ) + "\n"  # fmt: skip

    @classmethod
    def from_json(cls, text: str) -> LogLinear:
        return cls(**json.loads(text))


def probability(odds: float) -> float:
    """The probability of log-odds."""
    return 1 / (1 + math.exp(-odds)) if odds > -700 else 0.0


def log_odds(score: float) -> float:
    """The log-odds of a probability."""
    return math.log(max(score, 1e-9) / max(1 - score, 1e-9))


def in_agreement(scores: Sequence[float], groups: Iterable[Sequence[int]]) -> list[float]:
    """`scores` (probabilities) drawn towards those of the groups that they are in, as indices.

    In log-odds, a member of a group becomes `OWN` of itself and the rest of the group's mean; of several groups, the
    mean of that.
    """
    odds = [log_odds(score) for score in scores]
    drawn: dict[int, list[float]] = {}
    for group in groups:
        mean = sum(odds[i] for i in group) / len(group)
        for i in group:
            drawn.setdefault(i, []).append(OWN * odds[i] + (1 - OWN) * mean)
    out = list(scores)
    for i, values in drawn.items():
        out[i] = probability(sum(values) / len(values))
    return out


@dataclass(frozen=True)
class Rivals:
    """How a score looks beside the others of its article: many organisations are named, and the plainer one of them was
    inspected, the less likely are those that are told of dimly; but who is named in one list with it is more so.

    In log-odds: bias + own * the score + best * the best other one outside its lists + mate * the best one in them.
    """

    bias: float
    own: float
    best: float
    mate: float

    def weigh(self, scores: Sequence[float], lists: Iterable[Sequence[int]]) -> list[float]:
        """`scores` of one article, weighed against each other; `lists` are indices of those named together."""
        odds = [
            self.bias + self.own * log_odds(score) + self.best * log_odds(best) + self.mate * log_odds(mate)
            for score, (best, mate) in zip(scores, beside(scores, lists), strict=True)
        ]
        return [probability(total) for total in odds]

    def to_json(self) -> str:
        return json.dumps({"name": "rivals"} | asdict(self), indent=0) + "\n"


def beside(scores: Sequence[float], lists: Iterable[Sequence[int]]) -> list[tuple[float, float]]:
    """For each score of an article the best other one outside its lists and the best one in them, or `NOBODY`."""
    mates: list[set[int]] = [set() for _ in scores]
    for members in lists:
        for i in members:
            mates[i].update(members)
    ranked = sorted(range(len(scores)), key=lambda i: -scores[i])
    out = []
    for i, own in enumerate(mates):
        rival = next((scores[j] for j in ranked if j != i and j not in own), NOBODY)
        mate = max((scores[j] for j in own if j != i), default=NOBODY)
        out.append((max(rival, NOBODY), max(mate, NOBODY)))
    return out


def as_a_whole(scores: Sequence[float], groups: Iterable[Sequence[int]], threshold: float) -> list[float]:
    """`scores` with those under the threshold raised to it in long lists of which nearly all members reach it.

    Who goes through ten offices and is told of eight has been at the other two.
    """
    out = list(scores)
    for group in groups:
        reach = sum(scores[i] >= threshold for i in group)
        if len(group) >= LONG and reach >= NEARLY_ALL * len(group):
            for i in group:
                out[i] = max(out[i], threshold)
    return out


@cache
def model(name: str) -> LogLinear:
    """The shipped model of `data/models/<name>.json`."""
    return LogLinear.from_json((DIRECTORY / f"{name}.json").read_text("utf-8"))


@cache
def rivals() -> Rivals:
    """Those of `data/models/rivals.json`, for organisations."""
    told = json.loads((DIRECTORY / "rivals.json").read_text("utf-8"))
    return Rivals(told["bias"], told["own"], told["best"], told["mate"])
