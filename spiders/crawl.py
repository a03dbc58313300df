"""One crawl over named sources, from a script."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Failure:
    """A URL that was not fetched, and why."""

    url: str
    why: str


@dataclass
class CrawlSummary:
    """What a crawl did for one source; `fetched` and `already` count articles, `nbytes` everything fetched."""

    source: str
    fetched: int = 0
    already: int = 0
    listings: int = 0
    nbytes: int = 0
    failed: list[Failure] = field(default_factory=list)
    blocked: list[Failure] = field(default_factory=list)

    @property
    def problem(self) -> str | None:
        """One line for a person when the source gave nothing that it should have, else None."""
        return None


def crawl(
    names: Iterable[str],
    frontier,
    archive,
    progress: Callable[[CrawlSummary, str], None] | None = None,
    settings: Mapping[str, Any] | None = None,
) -> list[CrawlSummary]:
    """Fetch what `frontier` lacks of the sources `names` into `archive`; one summary a source, in order.

    `progress(summary, url)` is called after each response. `settings` override `spiders/settings.py`.
    Raises KeyError for an unknown source.
    """
    return []
