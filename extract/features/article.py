"""Whether an article tells an inspection at all."""

from __future__ import annotations

from ..analysis import Analysis
from .common import bucket


def article_features(
    analysis: Analysis, agency_scores: list[float], date_scores: list[float], leader_scores: list[float]
) -> set[str]:
    """Whether the article tells an inspection: its triggers, what stands beside them, and the best candidates."""
    features: set[str] = set()
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
    inspecting = sum(counts.get(c, 0) for c in ("act", "team", "result", "announce"))
    features |= {f"n:{cls}:{bucket(count, (1, 3, 6, 12))}" for cls, count in counts.items()}
    features.add(f"inspecting:{bucket(inspecting, (0, 1, 2, 4, 8, 16))}")
    size = max(1, len(analysis.sentences))
    features.add(f"density:{bucket(inspecting / size, (0, 0.05, 0.1, 0.2, 0.4, 0.8)) if inspecting else 'none'}")
    for name, scores in (("agency", agency_scores), ("date", date_scores), ("leader", leader_scores)):
        features.add(f"best-{name}:{bucket(max(scores, default=0.0), (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75))}")
    features.add(f"sum-agency:{bucket(sum(agency_scores), (0.1, 0.3, 0.6, 1.0, 1.5, 2.5))}")
    features.add(f"agencies:{bucket(len({m.name for m in analysis.agencies}), (0, 2, 5, 10, 20))}")
    return features
