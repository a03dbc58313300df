"""Questions to a corpus: who was inspected, when."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from corpus.store import Corpus

Row = dict[str, Any]
#: The columns of a row, in order.
COLUMNS = (
    "date", "agency", "agency_name", "leader", "violations", "violations_not_tied", "activity", "surprise", "stage",
    "topic", "inspecting_body", "agency_count", "source", "publisher", "published", "title", "url", "sentence", "quote",
    "char_start", "char_end", "confidence", "first_day", "last_day", "case_id", "articles", "inspection_id",
    "article_id", "input_id", "agency_id", "agency_ordinal",
)  # fmt: skip
_FLAGS, _LISTS = ("surprise",), ("violations", "violations_not_tied")

_TOLD = "case_id IN (SELECT case_id FROM inspections i JOIN articles a ON a.id = i.article_id WHERE {})"
_CONDITIONS = {
    "agency": (
        "agency_id IN (SELECT id FROM agencies WHERE instr(' ' || folded || ' ', ' ' || fold(:agency) || ' ')"
        " UNION SELECT agency_id FROM agency_names WHERE in_order(folded, fold(:agency)))"
    ),
    "leader": (
        "case_id IN (SELECT case_id FROM leaders l JOIN inspections i ON i.id = l.inspection_id"
        " WHERE in_order(l.folded, fold(:leader)))"
    ),
    # A case answers when one of the articles that tell it does.
    "run": _TOLD.format("a.run_id = :run"),
    "source": _TOLD.format(
        "a.source IN (SELECT name FROM sources WHERE name = :source OR in_order(fold(publisher), fold(:source)))"
    ),
}
# A date is met when it can have been in the period: "2022-02" meets a period that begins on 2022-02-15.
_PERIOD = {"first": "last_day >= :first", "last": "first_day <= :last"}


@dataclass(frozen=True, slots=True)
class Question:
    """What to look for; None is no condition. `agency`, `leader` and `source` are words of a name in their order,
    with or without diacritics; `first` and `last` are days (YYYY-MM-DD) of the period that a date must meet.
    `sources` are names of sources, one of which it must be; `run` is the run that stored it."""

    agency: str | None = None
    first: str | None = None
    last: str | None = None
    leader: str | None = None
    source: str | None = None
    sources: tuple[str, ...] = ()
    run: int | None = None


def ask(corpus: Corpus, question: Question) -> list[Row]:
    """The rows of the view `who_was_inspected_when` that answer `question`, by date; undated ones last."""
    return list(_rows(corpus, question, _PERIOD.items()))


def undated(corpus: Corpus, question: Question) -> int:
    """How many inspections would answer `question` but have no date that could be compared with its period."""
    if question.first is None and question.last is None:
        return 0
    rows = _rows(corpus, question, [("first", "first_day IS NULL"), ("last", "first_day IS NULL")])
    return len({row["case_id"] for row in rows})


def _rows(corpus: Corpus, question: Question, period: Iterable[tuple[str, str]]) -> Iterator[Row]:
    conditions = [sql for name, sql in (*_CONDITIONS.items(), *period) if getattr(question, name) is not None]
    values = {name: getattr(question, name) for name in ("agency", "first", "last", "leader", "source", "run")}
    if question.sources:
        names = {f"source_{i}": name for i, name in enumerate(question.sources)}
        conditions.append(_TOLD.format(f"a.source IN ({', '.join(f':{name}' for name in names)})"))
        values |= names
    where = f"WHERE {' AND '.join(conditions)} " if conditions else ""
    order = "ORDER BY first_day IS NULL, first_day, last_day, published, case_id, agency_ordinal"
    for row in corpus.db.query(f"SELECT * FROM who_was_inspected_when {where}{order}", values):
        flags = {name: bool(row[name]) for name in _FLAGS}
        yield row | flags | {name: json.loads(row[name]) for name in _LISTS}
