"""Agencies as what they are: measured on mentions that were resolved by hand, and what must hold for any name."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.identity.agencies import resolve
from corpus.identity.places import Context, table

SET = list(table("agencies"))
#: The share of SET that must be right in certainty, name, level, kind and unit. It is raised when it is beaten.
FLOOR = 0.95


def told(mention, province, when):
    found = resolve(mention, Context(province or None, when or None))
    if found.certainty != "resolved":
        return ("ambiguous",)
    return found.name, found.level or "", found.kind or "", found.unit_code or found.unit_code_2025 or ""


def expected(name, *details):
    return ("ambiguous",) if name == "ambiguous" else (name, *details)


def wrong():
    return [(*row, told(*row[:3])) for row in SET if told(*row[:3]) != expected(*row[3:])]


def test_mentions_are_resolved_as_by_hand():
    assert len(SET) >= 300 and len({tuple(row[:3]) for row in SET}) == len(SET)
    missed = wrong()
    assert 1 - len(missed) / len(SET) >= FLOOR, missed
