"""Why the extractor decides as it does: every candidate with its score and the features that weigh most."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .analysis import Analysis
from .dates import DateMention
from .entities import Entity
from .events import Decision, Scored
from .people import PersonMention
from .ranking import log_odds, model

#: A candidate that was refused is told of from this share of the threshold on.
NEAR = 0.5
#: The reason that a candidate's score has in those of the others: its rivals, and who stands in a list with it.
BESIDE = "beside:others"
#: Log-odds that say nothing.
_ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Choice:
    """One decision of a model: `value` was taken or refused because its probability is over or under `threshold`.

    `model` is "article", "agency", "date", "leader" or "finding"; `start` and `end` place its first mention in
    `Article.text`; `reasons` are (feature, weight) pairs, the heaviest first, which sum with the lighter ones to the
    log-odds of `score`.
    """

    model: str
    value: str
    score: float
    threshold: float
    start: int
    end: int
    reasons: tuple[tuple[str, float], ...]

    @property
    def taken(self) -> bool:
        return self.score >= self.threshold


def choices(analysis: Analysis, reasons: int = 5, near: float = NEAR) -> list[Choice]:
    """What the models decide on an article: whether it tells an inspection, then agencies, days, leaders, findings.

    Refused candidates are among them from `near` times the threshold on (0: all).
    """
    decision = Decision(analysis)
    article, text = analysis.article, analysis.text

    def mentions(name: str, scored: Iterable[Scored], label) -> list[Choice]:
        out = []
        for one in scored:
            value, first = label(one.candidate)
            out.append(_choice(name, value, one, first.start, first.end, reasons))
        return out

    made = [_choice("article", article.title, decision.article, 0, len(article.title), reasons)]
    made += mentions("agency", decision.agencies, _agency)
    made += mentions("date", decision.dates, _date)
    made += mentions("leader", decision.leaders, _leader)
    made += mentions("finding", decision.clauses, lambda clause: (text[clause.start : clause.end], clause))
    return [choice for choice in made if choice.score >= near * choice.threshold or choice.model == "article"]


def _choice(name: str, value: str, scored: Scored, start: int, end: int, reasons: int) -> Choice:
    fitted = model(name)
    weighed = fitted.explain(sorted(scored.features), len(scored.features))
    others = log_odds(scored.score) - fitted.bias - sum(weight for _, weight in weighed)
    if abs(others) > _ROUNDING:  # what the others of its article and of its lists made of it
        weighed = sorted([*weighed, (BESIDE, others)], key=lambda reason: -abs(reason[1]))
    return Choice(name, value, scored.score, fitted.threshold, start, end, tuple(weighed[:reasons]))


def _agency(entity: Entity):
    return entity.name, entity.mentions[0]


def _date(mentions: list[DateMention]):
    return mentions[0].edtf, mentions[0]


def _leader(mentions: list[PersonMention]):
    return mentions[0].name, mentions[0]
