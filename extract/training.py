"""Fits the models of `data/models/` to annotated articles (needs the extra `train`: scikit-learn).

Every model is a logistic regression over the features of `candidates` and `findings`. The article model is fitted on
scores of the others that were given out of fold, and thresholds are chosen out of fold, so that neither sees what it
was fitted on; articles that tell one story stand in one fold. The fit is deterministic; weights are rounded, so the
files come out the same to the byte.
"""

from __future__ import annotations

import operator
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from . import details
from .analysis import Analysis, analyse
from .article import Article
from .confidence import CHOSEN, NAME, SUREST, Confidence
from .dates import by_value
from .entities import gather, lists
from .features import (
    clause_features,
    date_features,
    entity_features,
    join_features,
    leader_features,
    organisation_features,
    told_features,
)
from .features.common import WORD
from .findings import Segment, segments
from .people import by_name
from .ranking import LogLinear, Rivals, beside, in_agreement, log_odds
from .scoring import fold, match, same_agency, same_date, same_leader, same_violation, unique
from .stories import stories

FOLDS = 8
#: From which probability on a value is called sure, and on how many resamplings of the articles that rests.
SURE, RESAMPLINGS = 0.9, 200
#: How much a general news article counts, and from which score on it may tell of an inspection after all.
GENERAL_WEIGHT, DOUBTFUL = 0.1, 0.3
#: Agencies, days and leaders are asked of articles that tell an event: the candidates of others weigh so much of their
#: weight, and have no say in the threshold.
ON_EVENTS = {"agency": 0.25, "date": 0.3, "leader": 1.0}

#: Words as such are many, and each says little: in a fit they stand at a third of their size, the rare ones not
#: at all.
WORDS_SHARE, RAREST_WORDS = 0.3, 10


@dataclass
class Examples:
    """Candidates of all articles: features, whether each is right, and the article each belongs to."""

    features: list[set[str]]
    right: list[bool]
    article: list[int]
    gold: int = 0  # values in the annotations, found as candidates or not
    groups: list[list[int]] = field(default_factory=list)  # indices of candidates that stand in one list

    def weights(self, of_article: Sequence[float]) -> np.ndarray:
        return np.array([of_article[i] for i in self.article])

    @classmethod
    def empty(cls) -> Examples:
        return cls([], [], [])

    def add(self, features: set[str], right: bool, article: int) -> None:
        self.features.append(features)
        self.right.append(right)
        self.article.append(article)


def _share(feature: str) -> float:
    """How large a feature stands in the fit."""
    return WORDS_SHARE if feature.startswith(WORD) else 1.0


def _fit(features: Sequence[set[str]], right: np.ndarray, strength: float, rarest: int, weight: np.ndarray) -> dict:
    counts = Counter(f for present in features for f in present)
    kept = {f for f, n in counts.items() if n >= (RAREST_WORDS if f.startswith(WORD) else rarest)}
    vectorizer = DictVectorizer()
    matrix = vectorizer.fit_transform([{f: _share(f) for f in sorted(present & kept)} for present in features])
    fitted = LogisticRegression(C=strength, max_iter=3000, tol=1e-6).fit(matrix, right, sample_weight=weight)
    weights = {
        str(name): round(float(w) * _share(name), 3)
        for name, w in zip(vectorizer.get_feature_names_out(), fitted.coef_[0], strict=True)
    }
    return {
        "bias": round(float(fitted.intercept_[0]), 3),
        "weights": {n: w for n, w in weights.items() if abs(w) >= 0.01},
    }


def out_of_fold(examples: Examples, strength: float, rarest: int, weight: np.ndarray, folds: np.ndarray) -> np.ndarray:
    """Each candidate's score by a model fitted without the articles of its fold. `folds` are those of the articles."""
    right, fold = np.array(examples.right), folds[examples.article]
    scores = np.zeros(len(right))
    for k in range(FOLDS):
        train = np.flatnonzero(fold != k)
        fitted = _fit([examples.features[i] for i in train], right[train], strength, rarest, weight[train])
        model = LogLinear("fold", threshold=0.5, **fitted)
        for i in np.flatnonzero(fold == k):
            scores[i] = model.score(examples.features[i])
    return scores


def best_threshold(scores: np.ndarray, right: np.ndarray, gold: int) -> tuple[float, float]:
    """The threshold with the best F1 against `gold` values, and that F1.

    Near its best F1 is flat, and where exactly it peaks is chance: the middle of all thresholds within a hundredth of
    it is taken.
    """
    figures = []
    for threshold in np.arange(0.1, 0.8, 0.01):
        taken = scores >= threshold
        figures.append((float(2 * (taken & right).sum() / max(1, taken.sum() + gold)), float(threshold)))
    best = max(f1 for f1, _ in figures)
    flat = [threshold for f1, threshold in figures if f1 >= best - 0.01]
    return round(flat[len(flat) // 2], 2), round(best, 4)


def agency_examples(analyses: list[Analysis], golds: list[dict]) -> Examples:
    examples = Examples.empty()
    for i, (analysis, gold) in enumerate(zip(analyses, golds, strict=True)):
        names = unique(a for e in gold["events"] for a in e["agencies"])
        entities = gather(analysis.agencies)
        unmatched = match(names, range(len(entities)), lambda g, j, e=entities: same_agency(g, e[j].name)).wrong
        place: dict[int, int] = {}
        for j, features in enumerate(entity_features(analysis, entities)):
            # A second entity of an inspected name is neither right nor wrong: only one of them can be taken.
            if j not in unmatched or not any(same_agency(name, entities[j].name) for name in names):
                place[j] = len(examples.right)
                examples.add(features, j not in unmatched, i)
        together = ([place[j] for j in members if j in place] for members in lists(analysis.form, entities))
        examples.groups += [members for members in together if len(members) > 1]
        examples.gold += len(names)
    return examples


def date_examples(analyses: list[Analysis], golds: list[dict]) -> Examples:
    examples = Examples.empty()
    for i, (analysis, gold) in enumerate(zip(analyses, golds, strict=True)):
        dates = unique(d for e in gold["events"] for d in e["dates"])
        values = by_value(analysis.dates)
        for value, features in zip(values, date_features(analysis, list(values.values())), strict=True):
            examples.add(features, any(_same_day(d, value) for d in dates), i)
    examples.gold = sum(examples.right)
    return examples


def _same_day(gold: str, edtf: str) -> bool:
    """A mention is right if it gives the gold date, the gold span, or a day or end of it."""
    return any(same_date(g, p) for g in {gold, *gold.split("/")} for p in {edtf, *edtf.split(",")})


def leader_examples(analyses: list[Analysis], golds: list[dict]) -> Examples:
    examples = Examples.empty()
    for i, (analysis, gold) in enumerate(zip(analyses, golds, strict=True)):
        names = unique(p["name"] for e in gold["events"] for p in e["leaders"] if p["name"])
        for name, mentions in by_name(analysis.people).items():
            examples.add(leader_features(analysis, mentions), any(same_leader(g, name) for g in names), i)
        examples.gold += len(names)
    return examples


#: A clause takes part in an annotated finding that fills this much of it: then their words overlap by half at least.
_FILLED = 0.34


def finding_examples(analyses: list[Analysis], golds: list[dict]) -> tuple[Examples, Examples]:
    """Clauses inside annotated violations, and clauses that go on with the violation before them or begin another.

    A clause outside that repeats the words of a violation is left out: an annotation lists a finding told twice once.
    """
    inside, joined = Examples.empty(), Examples.empty()
    for i, (analysis, gold) in enumerate(zip(analyses, golds, strict=True)):
        if not gold["events"]:
            continue
        violations = unique(v for e in gold["events"] for v in e["violations"])
        spans = [span for text in violations for span in _occurrences(text, analysis.text)]
        told = [set(fold(text).split()) for text in violations]
        clauses = segments(analysis)
        features = clause_features(analysis, clauses)
        owners = [_owner(clause, spans) for clause in clauses]
        for clause, own, owner in zip(clauses, features, owners, strict=True):
            words = set(fold(analysis.text[clause.start : clause.end]).split())
            repeats = len(words) >= 3 and any(len(words & other) >= 0.7 * len(words) for other in told)
            if owner is not None or not repeats:
                inside.add(own, owner is not None, i)
        first = 0
        for right in range(1, len(clauses)):
            left = right - 1
            if owners[left] is None or owners[right] is None or clauses[left].sentence != clauses[right].sentence:
                first = right
                continue
            goes_on = owners[left] == owners[right]
            joined.add(join_features(analysis, clauses, features, first, right), goes_on, i)
            if not goes_on:
                first = right
    inside.gold, joined.gold = sum(inside.right), sum(joined.right)
    return inside, joined


def _occurrences(text: str, whole: str) -> list[tuple[int, int]]:
    found, at = [], whole.find(text)
    while at >= 0:
        found.append((at, at + len(text)))
        at = whole.find(text, at + 1)
    return found


def _owner(clause: Segment, spans: list[tuple[int, int]]) -> int | None:
    """The number of the span that a clause takes part in."""
    for k, (start, end) in enumerate(spans):
        if min(end, clause.end) - max(start, clause.start) >= _FILLED * (clause.end - clause.start):
            return k
    return None


#: How strongly each model may lean on its features (C of the regression), and how rare a feature may be.
SETTINGS = {
    "agency": (0.15, 6),
    "date": (0.2, 6),
    "leader": (0.1, 3),
    "finding": (0.02, 6),
    "join": (0.1, 3),
    "article": (0.1, 4),
}


def train(
    articles: list[Article],
    golds: list[dict],
    weights: list[float],
    others: list[Article],
    judged: Mapping[str, bool],
    report: Callable[[str], None],
) -> dict[str, LogLinear | Rivals | Confidence]:
    """Fits all models, and how sure what they choose is.

    `golds` are annotations in the guideline's format, one an article, `weights` how much each article counts; `others`
    are general news articles, taken to tell no inspection but for those of which a reader says otherwise (`judged`, by
    id). `report` is called with a line for each model: its F1 out of
    fold.
    """
    folds = stories([article.text for article in (*articles, *others)]) % FOLDS
    analyses = [analyse(a) for a in articles]
    inside, joined = finding_examples(analyses, golds)
    sets = {
        "agency": agency_examples(analyses, golds), "date": date_examples(analyses, golds),
        "leader": leader_examples(analyses, golds), "finding": inside, "join": joined,
    }  # fmt: skip
    telling = np.array([bool(gold["events"]) for gold in golds])
    models: dict[str, LogLinear] = {}
    scores: dict[str, np.ndarray] = {}
    for name, examples in sets.items():
        strength, rarest = SETTINGS[name]
        right = np.array(examples.right)
        told = telling[examples.article]
        weight = examples.weights(weights) * np.where(told, 1.0, ON_EVENTS.get(name, 1.0))
        scores[name] = out_of_fold(examples, strength, rarest, weight, folds)
        if examples.groups:
            scores[name] = np.array(in_agreement(scores[name], examples.groups))
        counted = told if name in ON_EVENTS else np.full(len(right), True)
        if name == "agency":
            alone = scores[name]
            scores[name], rivals = _beside_rivals(examples, alone, right, told, folds)
        threshold, f1 = best_threshold(scores[name][counted], right[counted], examples.gold)
        if name == "join":  # a pair wrongly joined costs as much as one wrongly parted
            threshold = 0.5
        models[name] = LogLinear(name, threshold=threshold, **_fit(examples.features, right, strength, rarest, weight))
        report(
            f"{name}: {len(right)} candidates, {right.sum()} right of {examples.gold},"
            f" F1 out of fold {f1:.3f} at {threshold}"
        )
    models["article"], by_article = _article_model(
        analyses, golds, weights, others, judged, sets, scores | {"agency": alone}, models, folds, report
    )
    lines = _confidence(analyses, golds, weights, sets, scores, models, by_article)
    report("confidence: " + ", ".join(f"{what} {bias:+} {slope:+}" for what, (bias, slope) in lines.items()))
    return models | {"rivals": rivals, NAME: Confidence(lines)}


def _beside_rivals(
    examples: Examples, scores: np.ndarray, right: np.ndarray, told: np.ndarray, folds: np.ndarray
) -> tuple[np.ndarray, Rivals]:
    """Scores weighed against the others of their article, out of fold, and by which numbers all are."""
    article = np.array(examples.article)
    others = np.zeros((len(scores), 2))
    first = 0
    for size in np.bincount(article):  # examples stand article by article
        inside = [[i - first for i in group] for group in examples.groups if first <= group[0] < first + size]
        others[first : first + size] = np.reshape(beside(scores[first : first + size].tolist(), inside), (-1, 2))
        first += size
    odds = np.array([[log_odds(a), log_odds(b), log_odds(c)] for a, (b, c) in zip(scores, others, strict=True)])
    weighed = np.zeros(len(scores))
    for k in range(FOLDS):
        train, held = told & (folds[article] != k), folds[article] == k
        weighed[held] = LogisticRegression(C=1.0).fit(odds[train], right[train]).predict_proba(odds[held])[:, 1]
    fitted = LogisticRegression(C=1.0).fit(odds[told], right[told])
    return weighed, Rivals(*(round(float(n), 3) for n in (fitted.intercept_[0], *fitted.coef_[0])))


def _article_model(
    analyses, golds, weights, others, judged, sets, scores, models, folds, report
) -> tuple[LogLinear, np.ndarray]:
    """The model, and the scores out of fold of the annotated articles."""
    examples = Examples.empty()
    parts = {name: _by_article(sets[name], scores[name], len(analyses)) for name in ("agency", "date", "leader")}
    for i, (analysis, gold) in enumerate(zip(analyses, golds, strict=True)):
        examples.add(
            told_features(analysis, parts["date"][i], parts["leader"][i]) | organisation_features(parts["agency"][i]),
            bool(gold["events"]),
            i,
        )
    for i, article in enumerate(others, len(analyses)):
        analysis = analyse(article)
        entities = gather(analysis.agencies)
        agency = in_agreement(
            [models["agency"].score(f) for f in entity_features(analysis, entities)], lists(analysis.form, entities)
        )
        date = [models["date"].score(f) for f in date_features(analysis, list(by_value(analysis.dates).values()))]
        leader = [
            models["leader"].score(leader_features(analysis, group)) for group in by_name(analysis.people).values()
        ]
        features = told_features(analysis, date, leader) | organisation_features(agency)
        examples.add(features, judged.get(article.id, False), i)
    right = np.array(examples.right)
    strength, rarest = SETTINGS["article"]
    weight = examples.weights([*weights, *(1.0 if a.id in judged else GENERAL_WEIGHT for a in others)])
    annotated = np.arange(len(right)) < len(analyses)
    unread = np.array([False] * len(analyses) + [a.id not in judged for a in others])
    score = out_of_fold(examples, strength, rarest, weight, folds)
    # Some general news does tell of an inspection, and nobody has said which: what looks like one teaches nothing.
    weight[unread & (score >= DOUBTFUL)] = 0.0
    score = out_of_fold(examples, strength, rarest, weight, folds)
    # Annotated articles mostly tell an inspection, news seldom does: the threshold is for both.
    threshold, _ = best_threshold(score, right, int(right.sum()))
    told, sure = right[annotated], score[annotated] >= threshold
    f1 = 2 * (sure & told).sum() / (sure.sum() + told.sum())
    taken = int(((score >= threshold) & ~annotated).sum())
    report(
        f"article: {annotated.sum()} annotated, F1 out of fold {f1:.3f} at {threshold};"
        f" {taken} of {len(others)} others taken"
    )
    fitted = LogLinear("article", threshold=threshold, **_fit(examples.features, right, strength, rarest, weight))
    return fitted, score[annotated]


#: When the value of a field that rules alone give is right.
_ALIKE: dict[str, Callable[[Any, Any], bool]] = {
    "activity": operator.eq, "surprise": operator.eq, "agency_count": operator.eq,
    "topic": same_violation, "inspecting_body": same_violation,
}  # fmt: skip
_RULES = {
    "activity": details.activity, "surprise": details.surprise, "agency_count": details.agency_count,
    "topic": details.topic, "inspecting_body": details.inspecting_body,
}  # fmt: skip


def _confidence(analyses, golds, weights, sets, scores, models, by_article) -> dict[str, tuple[float, float]]:
    """Bias and slope by which scores become probabilities, of what is taken in the articles that tell an event."""
    events = np.array([bool(gold["events"]) for gold in golds])
    weight = np.array(weights)
    taken = np.flatnonzero(by_article >= models["article"].threshold)
    lines = {"article": _line(by_article[taken], events[taken], weight[taken], taken)}
    for field_, name in CHOSEN.items():
        article = np.array(sets[name].article)
        taken = (scores[name] >= models[name].threshold) & events[article]
        right = np.array(sets[name].right)[taken]
        lines[field_] = _line(scores[name][taken], right, weight[article][taken], article[taken])
    for field_, rule in _RULES.items():
        told = [(i, found) for i in np.flatnonzero(events) if (found := rule(analyses[i])) is not None]
        article = np.array([i for i, _ in told])
        right = np.array([_is_annotated(field_, found.value, golds[i]) for i, found in told])
        own = np.array([found.confidence for _, found in told])
        if len(set(own)) > 1:  # the rule knows how sure it is
            lines[field_] = _line(own, right, weight[article], article)
        else:
            share = partial(_log_odds_of_share, right)
            lines[field_] = (round(_reached(share, weight[article], article), 3), 0.0)
    return lines


def _is_annotated(field_: str, value: object, gold: dict) -> bool:
    values = [event[field_] for event in gold["events"] if event[field_] is not None]
    return any(_ALIKE[field_](annotated, value) for annotated in values)


def _log_odds_of_share(right: np.ndarray, weight: np.ndarray) -> float:
    return log_odds(float(np.average(right, weights=weight)))


def _line(scores: np.ndarray, right: np.ndarray, weight: np.ndarray, article: np.ndarray) -> tuple[float, float]:
    """Bias and slope of the line through `scores` in log-odds. Which articles were annotated is chance: the line is
    lowered until what it calls sure is so in nine of ten resamplings of them."""
    odds = np.array([[np.clip(log_odds(score), -SUREST, SUREST)] for score in scores])

    def fit(weight: np.ndarray) -> tuple[float, float]:
        fitted = LogisticRegression(C=1.0).fit(odds, right, sample_weight=weight)
        return float(fitted.intercept_[0]), float(fitted.coef_[0][0])

    bias, slope = fit(weight)
    sure = (log_odds(SURE) - bias) / slope

    def there(weight: np.ndarray) -> float:
        own_bias, own_slope = fit(weight)
        return own_bias + own_slope * sure

    return round(bias + _reached(there, weight, article) - log_odds(SURE), 3), round(slope, 3)


def _reached(figure: Callable[[np.ndarray], float], weight: np.ndarray, article: np.ndarray) -> float:
    """What `figure`, given weights, reaches in nine of ten resamplings of the articles."""
    _, index = np.unique(article, return_inverse=True)
    random = np.random.default_rng(0)
    articles = int(index.max()) + 1
    drawn = [random.multinomial(articles, np.full(articles, 1 / articles)) for _ in range(RESAMPLINGS)]
    return float(np.quantile([figure(weight * times[index]) for times in drawn], 0.1))


def _by_article(examples: Examples, scores: np.ndarray, articles: int) -> list[list[float]]:
    out: list[list[float]] = [[] for _ in range(articles)]
    for article, score in zip(examples.article, scores, strict=True):
        out[article].append(float(score))
    return out
