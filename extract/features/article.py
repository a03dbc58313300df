"""Whether an article tells an inspection at all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..analysis import Analysis
from ..shape import FILLER, Symbol
from .common import WORD, bucket

_CORE = ("act", "team", "result", "announce")
_COUNTED = (*_CORE, "surprise", "future", "self", "police", "report", "urge", "sanction", "lead")
_SYMBOLS = ("ACT", "TEAM", "RESULT", "ANNOUNCE")
_BEST = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75)
#: The kinds of features that rest on the scores of organisations.
OF_ORGANISATIONS = ("best-agency", "sum-agency")
_FIGURES = re.compile(r"\d+")
_MODAL = ("FUTURE", "URGE", "SELF", "POLICE", "SETUP", "nếu", "để")


def _told(symbols: list[Symbol]) -> Iterator[str]:
    """How a sentence tells an inspection: what stands around the act, the team or the result, fillers left out."""
    names = [s.name for s in symbols if s.name != FILLER]
    modal = next((n for n in names if n in _MODAL), None)
    for at, name in enumerate(names):
        if name not in _SYMBOLS:
            continue
        before = (["^"] + names[:at])[-2:]
        after = (names[at + 1 :] + ["$"])[:2]
        yield f"T:{before[-1]} {name}"
        yield f"T:{name} {after[0]}"
        yield f"T:{' '.join(before)} {name}"
        yield f"T:{name} {' '.join(after)}"
        yield f"T:{before[-1]} {name} {after[0]}"
        subject = next((n for n in reversed(names[:at]) if n in ("TEAM", "ORG", "PER", "DATE")), "none")
        object_ = next((n for n in names[at + 1 :] if n in ("ORG", "PER", "FAULT", "SANCTION", "FUTURE")), "none")
        yield f"T:{subject}>{name}>{object_}"
        yield f"T:{name}>{object_}:{modal or 'told'}"


def _words(analysis: Analysis) -> Iterator[str]:
    """Words and pairs of neighbouring words, figures as 0: what the article speaks of, inspecting or not."""
    for marked in analysis.words:
        before = ""
        for word in marked:
            low = _FIGURES.sub("0", word.low)
            if not low[0].isalnum():
                before = ""
                continue
            yield f"{WORD}{low}"
            if before:
                yield f"{WORD}{before} {low}"
            before = low


def organisation_features(scores: list[float]) -> set[str]:
    """The best candidates among the organisations: one feature of each of the kinds `OF_ORGANISATIONS`."""
    return {
        f"best-agency:{bucket(max(scores, default=0.0), _BEST)}",
        f"sum-agency:{bucket(sum(scores), (0.1, 0.3, 0.6, 1.0, 1.5, 2.5))}",
    }


def told_features(analysis: Analysis, date_scores: list[float], leader_scores: list[float]) -> set[str]:
    """Triggers and what stands beside them, the best days and leaders, and all words."""
    features = set(_words(analysis))
    counts: dict[str, int] = {}
    for index, triggers in enumerate(analysis.triggers):
        kind = analysis.kind_of(index)
        words = analysis.words[index]
        for trigger in triggers:
            counts[trigger.cls] = counts.get(trigger.cls, 0) + 1
            if trigger.cls not in ("act", "team", "result", "announce", "police", "self"):
                continue
            features |= {f"t:{trigger.phrase}", f"{kind}:{trigger.cls}"}
            if index <= 2:
                features.add(f"early:{trigger.cls}")
            if trigger.cls in ("act", "team"):
                first = next((i for i, w in enumerate(words) if w.start >= trigger.start), 0)
                last = next((i for i, w in enumerate(words) if w.start >= trigger.end), len(words))
                features.add(f"{trigger.phrase}<{words[first - 1].low if first else '^'}")
                features.add(f"{trigger.phrase}>{words[last].low if last < len(words) else '$'}")
    for index, triggers in enumerate(analysis.triggers):
        if any(trigger.cls in _CORE for trigger in triggers):
            features |= set(_told(analysis.shapes.sentence(index)))
    inspecting = sum(counts.get(c, 0) for c in ("act", "team", "result", "announce"))
    features |= {f"n:{cls}:{bucket(count, (1, 3, 6, 12))}" for cls, count in counts.items() if cls in _COUNTED}
    features.add(f"inspecting:{bucket(inspecting, (0, 1, 2, 4, 8, 16))}")
    size = max(1, len(analysis.sentences))
    features.add(f"density:{bucket(inspecting / size, (0, 0.05, 0.1, 0.2, 0.4, 0.8)) if inspecting else 'none'}")
    for name, scores in (("date", date_scores), ("leader", leader_scores)):
        features.add(f"best-{name}:{bucket(max(scores, default=0.0), _BEST)}")
    features.add(f"agencies:{bucket(len({m.name for m in analysis.agencies}), (0, 2, 5, 10, 20))}")
    return features
