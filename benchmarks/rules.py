"""What the models add: the same candidates, chosen by a few rules of thumb instead, on the same articles.

`python -m benchmarks.rules GOLD_DIR` prints F1 of both for each field. The rules are those that one would write by hand
over the features that the models weigh.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import click

from extract import Article, as_guideline, events, read
from extract.ranking import Rivals
from extract.scoring import score
from spiders.inputs import read_inputs

#: An article tells an inspection where a team or an inspector is at work on something.
_TELLS = ("T:TEAM>ACT", "T:TEAM>ANNOUNCE", "T:TEAM>RESULT", "T:ORG>ACT>ORG", "T:ORG>ANNOUNCE", "T:DATE>ACT>ORG")
#: An organisation is inspected that is the object of the act, or that is at fault; not who acts, speaks, or is asked.
_INSPECTED = ("object-of:", "after:act+prep", "after:announce+prep", "faulted")
_NOT_INSPECTED = ("acts", "team-of", "office-before", "in-brackets", "addressed", "only-address")


class ByRules:
    """Stands for a model: 1 where its rule holds, else 0."""

    threshold = 0.5

    def __init__(self, name: str) -> None:
        self.holds = getattr(self, f"_{name}")

    def score(self, features: Iterable[str]) -> float:
        return float(self.holds(set(features)))

    def highest(self, features: Iterable[str], kinds: Iterable[str]) -> float:
        """A rule may hold, whatever joins the features."""
        return 1.0

    @staticmethod
    def _article(features: set[str]) -> bool:
        return any(feature.startswith(_TELLS) for feature in features)

    @staticmethod
    def _agency(features: set[str]) -> bool:
        inspected = any(feature.startswith(_INSPECTED) for feature in features)
        return inspected and not features.intersection(_NOT_INSPECTED)

    @staticmethod
    def _date(features: set[str]) -> bool:
        return any(feature.startswith("rule:") for feature in features)

    @staticmethod
    def _leader(features: set[str]) -> bool:
        return "plain:2" in features

    @staticmethod
    def _finding(features: set[str]) -> bool:
        return "fault" in features and bool(features & {"under:report", "under:result", "after-colon"})

    @staticmethod
    def _join(features: set[str]) -> bool:
        return "faulty:True>False" in features


@click.command()
@click.argument("gold_dir", type=click.Path(exists=True, file_okay=False, path_type=Path))
def benchmark(gold_dir: Path) -> None:
    """F1 of each field with the models and with rules alone, on GOLD_DIR (as `evaluate` reads it)."""
    gold = {file.stem: json.loads(file.read_text("utf-8")) for file in sorted(gold_dir.glob("*.json"))}
    articles = [
        replace(article, published=gold[article.id]["published"] or article.published)
        for article in read_inputs([str(gold_dir)])
        if isinstance(article, Article)
    ]
    with_models = score(gold, {article.id: as_guideline(article, read(article)) for article in articles})
    events.model = ByRules  # type: ignore[assignment]
    events.rivals = lambda: Rivals(0.0, 1.0, 0.0, 0.0)
    with_rules = score(gold, {article.id: as_guideline(article, read(article)) for article in articles})
    click.echo(f"{len(articles)} articles        rules   models")
    for field, figures in with_models.items():
        click.echo(f"{field:<20} {with_rules[field].f1:.3f}    {figures.f1:.3f}")


if __name__ == "__main__":
    benchmark()
