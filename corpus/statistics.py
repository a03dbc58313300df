"""What a run did for each source: counted while it runs, kept in the table `source_runs`."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from extract import Article

#: What of an article is looked at, in order.
FIELDS = ("title", "sapo", "published", "author", "body")
#: Steps that work on any page (as `Article.how` names them): where a family's own selectors found nothing.
FALLBACKS = ("generic", "json-ld", "opengraph", "og", "meta", "trafilatura", "htmldate")
#: What a crawl counts (see `spiders.spider.CrawlSummary`), and the columns of the same names.
CRAWLED = ("pages", "listings", "fetched", "unchanged", "nbytes", "put_off")


class Statistics:
    """Counts by source."""

    def __init__(self) -> None:
        self._sources: dict[str, _Source] = defaultdict(_Source)

    def crawled(self, summaries: Iterable[Any]) -> None:
        """Count what crawls did (`CrawlSummary`s)."""
        for summary in summaries:
            source = self._sources[summary.source]
            source.crawl = {name: getattr(summary, name) for name in CRAWLED}
            source.errors.update(failure.why for failure in summary.failed)
            source.obstacles.update(summary.obstacles)

    def read(self, article: Article) -> None:
        """Count an article that was read from a page."""
        if article.source is None:
            return
        source = self._sources[article.source]
        source.articles += 1
        has = {"title": article.title, "sapo": article.sapo, "published": article.published, "author": article.author}
        has["body"] = article.paragraphs
        source.fields.update(name for name in FIELDS if has[name])
        steps = {field: step.split(":")[0] for field, step in article.how.items() if field in FIELDS}
        for field, step in steps.items():
            source.steps[field][step] += 1
        source.fallbacks += any(step in FALLBACKS for step in steps.values())

    def passed_over(self, name: str, why: str, obstacle: str | None) -> None:
        """Count a page of a source that gave no article."""
        if obstacle:
            self._sources[name].obstacles[obstacle] += 1
        else:
            self._sources[name].errors[why] += 1

    def rows(self) -> Iterator[dict[str, Any]]:
        """The rows for `source_runs`, by source."""
        for name, source in sorted(self._sources.items()):
            counted = {"articles": source.articles, "fallbacks": source.fallbacks}
            for column in ("fields", "steps", "errors", "obstacles"):
                counted[column] = json.dumps(getattr(source, column), ensure_ascii=False, sort_keys=True)
            yield {"source": name} | source.crawl | counted


class _Source:
    def __init__(self) -> None:
        self.crawl: dict[str, Any] = {}
        self.articles = self.fallbacks = 0
        self.fields: Counter[str] = Counter()
        self.steps: dict[str, Counter[str]] = defaultdict(Counter)
        self.errors: Counter[str] = Counter()
        self.obstacles: Counter[str] = Counter()
