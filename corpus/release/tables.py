"""What of a corpus goes into a release: its tables, column by column, and their rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlite_utils import Database

from corpus import codebook

#: Tables that only this program needs: which pages it looked into, which inspections were looked at, where to look for
#: reports of one inspection, and what the view is made of.
LEFT_OUT = ("pages", "views", "case_keys", "case_rows")
#: Texts of articles belong to their publishers: only on demand. Table → its columns, all where there are none.
TEXTS: dict[str, tuple[str, ...]] = {"articles": ("text",), "parts": ()}
#: People who judge values did not ask to be published.
PRIVATE = ("reviewer",)
#: Rows read at once.
LOT = 5_000

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Released:
    """A table or view of a release. `types` are those of Table Schema, a type a column."""

    table: codebook.Table
    types: tuple[str, ...]
    #: Columns of the table in the corpus that are left out.
    without: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of the table, and of its files."""
        return self.table.name

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(column.name for column in self.table.columns)

    @property
    def key(self) -> tuple[str, ...]:
        """The columns of its primary key; a view has none."""
        return tuple(column.name for column in self.table.columns if column.key)


def released(db: Database, texts: bool) -> list[Released]:
    """The tables of a release, with the `texts` of articles or without, in the order of the schema."""
    found = []
    kept = [table for table in codebook.tables(db) if table.name not in LEFT_OUT]
    if not texts:
        kept = [table for table in kept if TEXTS.get(table.name) != ()]
    names = {table.name for table in kept}
    for table in kept:
        hidden = {*PRIVATE, *(() if texts else TEXTS.get(table.name, ()))}
        columns = tuple(
            replace(column, refers_to=column.refers_to if column.refers_to in names else "")
            for column in table.columns
            if column.name not in hidden
        )
        without = tuple(column.name for column in table.columns if column.name in hidden)
        found.append(Released(replace(table, columns=columns), tuple(map(_type, columns)), without))
    return found


def _type(column: codebook.Column) -> str:
    match column.kind, column.described.unit:
        case "INTEGER", "0 or 1":
            return "boolean"
        case "INTEGER", _:
            return "integer"
        case "REAL", _:
            return "number"
        case _, "YYYY-MM-DD":
            return "date"
        case _, "JSON array":
            return "array"
    return "string"


def rows(db: Database, table: Released) -> Iterator[list[Row]]:
    """The rows of a table as the database has them, in lots, in the order of their keys."""
    order = table.key or ("article_id", "inspection_id", "agency_ordinal", "date")
    cursor = db.execute(f"SELECT {quoted(table.columns)} FROM {table.name} ORDER BY {quoted(order)}")
    while lot := cursor.fetchmany(LOT):
        yield [tuple(row) for row in lot]


def typed(table: Released, row: Row) -> dict[str, Any]:
    """A row as {column: value} of the table's types, as JSON has them (a date is a string)."""
    return {name: _typed(type_, value) for name, type_, value in zip(table.columns, table.types, row, strict=True)}


def _typed(type_: str, value: Any) -> Any:
    if value is None:
        return None
    match type_:
        case "boolean":
            return bool(value)
        case "array":
            return json.loads(value)
    return value


def quoted(names: Sequence[str]) -> str:
    """Names of columns for SQL."""
    return ", ".join(f'"{name}"' for name in names)
