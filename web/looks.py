"""How often inspections are looked at, so that review can begin with those that most people see.

Counts are kept in memory and stored in lots: what is written makes the pages count anew (see `web.memory`). They are
kept only where somebody may review; a corpus that is only shown is not written to.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from contextlib import closing
from pathlib import Path

from corpus import reviews
from corpus.store import Corpus

#: So many looks are stored at once; what is not stored when the server stops is forgotten.
LOT = 25
_seen: dict[Path, Counter[str]] = {}


async def saw(path: Path, inspection: str) -> None:
    """Count a look at `inspection` of the corpus `path`."""
    seen = _seen.setdefault(path, Counter())
    seen[inspection] += 1
    if seen.total() >= LOT:
        await keep(path)


async def keep(path: Path) -> None:
    """Store what was counted since it was last stored."""
    if seen := _seen.pop(path, None):
        await asyncio.to_thread(_store, path, seen)


def _store(path: Path, seen: Counter[str]) -> None:
    with closing(Corpus(path)) as corpus:
        reviews.looked_at(corpus, seen)
