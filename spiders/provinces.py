"""The provinces across the mergers of July 2025: a source belongs to one as of before, and to what took it over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from extract.lexicon import rows


@dataclass(frozen=True, slots=True)
class Province:
    """A province or city. `code` is the statistical code, which a merger may hand on to a province of another name:
    only code and validity together name one. Both days are inclusive; None is open."""

    code: str
    name: str
    valid_from: date | None
    valid_to: date | None
    successor: Province | None = None


@cache
def provinces() -> dict[str, Province]:
    """The 63 of before July 2025 by code, each with the one of the 34 that stands in its place (perhaps unchanged)."""
    today = {}
    for code, name, valid_from in rows("provinces_2025"):
        today[code] = Province(code, name, date.fromisoformat(valid_from) if valid_from else None, None)
    before = {}
    for code, name, _, successor_code, *_ in rows("provinces"):
        successor = today[successor_code]
        last = successor.valid_from - timedelta(days=1) if successor.valid_from else None
        before[code] = Province(code, name, None, last, successor)
    return before
