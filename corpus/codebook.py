"""What each table and column means: `data/codebook.tsv` beside the schema, for readers, exports and Datasette."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlite_utils import Database

from corpus.display import write_markdown
from extract.lexicon import read_table

FILE = Path(__file__).resolve().parent.parent / "data" / "codebook.tsv"
#: Tables that are worked out of the others and only speed questions up.
DERIVED = "search_"
HEAD = """# Codebook

What the tables and columns of a corpus mean. Made by `python pipeline.py codebook` out of the schema
(`corpus/schema.py`) and `data/codebook.tsv`; a test fails when they differ.

Source says where a value comes from: **article** is read out of its text, each value with a row of `evidence`; **page**
out of its markup; **gazetteer** is from lists of administrative units and legal acts; **project** is worked out or kept
by this program; **person** is somebody's judgement. Empty means not known or not told, never no.

Tables whose names begin with `search_` are worked out of the others whenever these change, and only make questions
fast.
"""


class CodebookError(ValueError):
    """Codebook and schema differ; the message says where."""


@dataclass(frozen=True, slots=True)
class Description:
    """The meaning of a table or column; `unit` and `source` may be ""."""

    meaning: str
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column as the schema has it: `kind` is TEXT, INTEGER or REAL; `values` those that its CHECK allows."""

    name: str
    kind: str
    key: bool
    required: bool
    refers_to: str
    values: tuple[str, ...]
    described: Description


@dataclass(frozen=True, slots=True)
class Table:
    """A table or view with its columns in order."""

    name: str
    is_view: bool
    meaning: str
    columns: tuple[Column, ...]


@cache
def descriptions() -> dict[tuple[str, str], Description]:
    """{(table, column): what it means}; column "" is the table itself, table "*" any that does not say otherwise."""
    return {(table, column): Description(*about) for table, column, *about in read_table(FILE)}


def described(table: str, column: str = "") -> Description:
    """What a table or column means. Raises CodebookError where nobody has said."""
    known = descriptions()
    found = known.get((table, column)) or (column and known.get(("*", column)))
    if not found:
        raise CodebookError(f"{FILE.name} says nothing of {table}{'.' if column else ''}{column}")
    return found


def tables(db: Database) -> Iterator[Table]:
    """The tables and views of a corpus but for derived ones, in the order in which the schema makes them."""
    listed = "SELECT name, type, sql FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY rowid"
    for name, kind, sql in db.execute(listed).fetchall():
        if name.startswith((DERIVED, "sqlite_")):
            continue
        refers = {row[3]: row[2] for row in db.execute(f"PRAGMA foreign_key_list({name})").fetchall()}
        columns = tuple(
            Column(column, type_ or "TEXT", bool(key), bool(required), refers.get(column, ""), _values(sql, column),
                   described(name, column))
            for _, column, type_, required, _, key in db.execute(f"PRAGMA table_info({name})").fetchall()
        )  # fmt: skip
        yield Table(name, kind == "view", described(name).meaning, columns)


def unused(db: Database) -> list[str]:
    """What the codebook describes and the schema has not."""
    there = {(table.name, "") for table in tables(db)}
    there |= {(table.name, column.name) for table in tables(db) for column in table.columns}
    names = {column for _, column in there}
    return [
        f"{table}.{column}"
        for table, column in descriptions()
        if (table, column) not in there and not (table == "*" and column in names)
    ]


def _values(sql: str, column: str) -> tuple[str, ...]:
    match = re.search(rf"\b{column}\s+IN\s*\(([^()]*)\)", sql)
    return tuple(re.findall(r"'([^']*)'", match[1])) if match else ()


def markdown(db: Database) -> str:
    """The codebook as a page."""
    out = [HEAD]
    for table in tables(db):
        out.append(f"## {table.name}{' (view)' if table.is_view else ''}\n\n{table.meaning}.\n")
        table_of = io.StringIO()
        write_markdown(map(_line, table.columns), table_of, ("column", "type", "meaning", "unit or values", "source"))
        out.append(table_of.getvalue())
    return "\n".join(out)


def _line(column: Column) -> dict[str, str]:
    about = column.described
    notes = [column.kind.lower()] + ["key"] * column.key
    notes += [f"→ {column.refers_to}"] if column.refers_to else []
    return {
        "column": column.name, "type": ", ".join(notes), "meaning": about.meaning,
        "unit or values": about.unit or ", ".join(column.values), "source": about.source,
    }  # fmt: skip
