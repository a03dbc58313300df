"""The crawler's memory: which URLs are known, what became of them, and where their pages stand in the archive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Capture:
    """One archived response; (file, offset, length) is its place in the archive."""

    id: int
    url: str
    source: str
    kind: str  # article, listing or other (robots.txt, redirects)
    fetched_at: datetime
    status: int
    sha256: str
    file: str
    offset: int
    length: int


class Frontier:
    """SQLite file of URLs (discovered, fetched, failed, gone) and captures."""

    def __init__(self, path: str | Path):
        self.path = Path(path)

    def captures(self, kind: str | None = "article", after: int = 0) -> Iterator[Capture]:
        """Captures with an id above `after`, oldest first; `kind` None gives all."""
        yield from ()

    def close(self) -> None:
        """Close the database."""
