"""The formats of a release: each takes tables and their rows, and writes files."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Sequence
from contextlib import ExitStack, closing
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import pyarrow
import pyarrow.parquet
from sqlite_utils import Database

from corpus.display import harmless
from corpus.release.tables import Released, Row, quoted, typed

#: Bytes of a page of the SQLite copy.
PAGE_SIZE = 4096


class Format(Protocol):
    """Writes tables: `begin` a table, then its lots of rows; `close` at the end."""

    def begin(self, table: Released) -> None: ...
    def write(self, lot: list[Row]) -> None: ...
    def close(self) -> None: ...


class _Files:
    """A folder with a file for each table, one of them open at a time."""

    suffix: str

    def __init__(self, folder: Path):
        self.folder = folder
        folder.mkdir()
        self._open = ExitStack()

    def begin(self, table: Released) -> None:
        self._open.close()
        self.table = table
        self.path = self.folder / f"{table.name}{self.suffix}"

    def close(self) -> None:
        self._open.close()


class _Texts(_Files):
    """The same with text files."""

    def begin(self, table: Released) -> None:
        super().begin(table)
        self.out = self._open.enter_context(self.path.open("w", encoding="utf-8", newline=""))


class Csv(_Texts):
    """UTF-8, a head line, empty for unknown. No cell is a formula to a spreadsheet (see `harmless`)."""

    suffix = ".csv"

    def begin(self, table: Released) -> None:
        super().begin(table)
        self.writer = csv.writer(self.out, lineterminator="\n")
        self.writer.writerow(table.columns)

    def write(self, lot: list[Row]) -> None:
        types = self.table.types
        for row in lot:
            self.writer.writerow([_cell(type_, value) for type_, value in zip(types, row, strict=True)])


def _cell(type_: str, value: Any) -> Any:
    if type_ == "boolean" and value is not None:
        return "true" if value else "false"
    return harmless(value)


class Jsonl(_Texts):
    """A JSON object a line, null for unknown."""

    suffix = ".jsonl"

    def write(self, lot: list[Row]) -> None:
        self.out.writelines(json.dumps(typed(self.table, row), ensure_ascii=False) + "\n" for row in lot)


class Parquet(_Files):
    """Parquet with the types of the codebook: dates are dates, arrays are lists of text."""

    suffix = ".parquet"
    types = {
        "string": pyarrow.string(),
        "integer": pyarrow.int64(),
        "number": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.date32(),
        "array": pyarrow.list_(pyarrow.string()),
    }

    def begin(self, table: Released) -> None:
        super().begin(table)
        self.schema = pyarrow.schema(
            [
                pyarrow.field(column.name, self.types[type_], metadata={"description": column.described.meaning})
                for column, type_ in zip(table.table.columns, table.types, strict=True)
            ]
        )
        self.writer = self._open.enter_context(
            pyarrow.parquet.ParquetWriter(self.path, self.schema, compression="zstd")
        )

    def write(self, lot: list[Row]) -> None:
        told = [typed(self.table, row) for row in lot]
        days = [name for name, type_ in zip(self.table.columns, self.table.types, strict=True) if type_ == "date"]
        for row in told:
            row.update({name: date.fromisoformat(row[name]) for name in days if row[name]})
        self.writer.write_table(pyarrow.Table.from_pylist(told, self.schema))


class Sqlite:
    """A SQLite file with the tables as the schema has them, and the view as a table: what it quotes is not there."""

    def __init__(self, path: Path, source: Database, tables: Sequence[Released]):
        self.connection = sqlite3.connect(path, isolation_level=None)
        for pragma in (f"page_size = {PAGE_SIZE}", "journal_mode = OFF", "synchronous = OFF", "foreign_keys = OFF"):
            self.connection.execute(f"PRAGMA {pragma}")
        names = {table.name for table in tables}
        made = "SELECT name, tbl_name, type, sql FROM sqlite_master WHERE sql NOT NULL AND type = ? ORDER BY rowid"
        for name, _, _, sql in source.execute(made, ("table",)).fetchall():
            if name in names:
                self.connection.execute(sql)
        for table in tables:
            for column in table.without:
                self.connection.execute(f'ALTER TABLE {table.name} DROP COLUMN "{column}"')
            if table.table.is_view:
                columns = ", ".join(f'"{column.name}" {column.kind}' for column in table.table.columns)
                self.connection.execute(f"CREATE TABLE {table.name} ({columns})")
        self.indexes = [sql for _, of, _, sql in source.execute(made, ("index",)).fetchall() if of in names]
        self.connection.execute("BEGIN")

    def begin(self, table: Released) -> None:
        marks = ", ".join("?" * len(table.columns))
        self.insert = f"INSERT INTO {table.name} ({quoted(table.columns)}) VALUES ({marks})"

    def write(self, lot: list[Row]) -> None:
        self.connection.executemany(self.insert, lot)

    def close(self) -> None:
        with closing(self.connection):
            for sql in self.indexes:
                self.connection.execute(sql)
            self.connection.execute("COMMIT")
            self.connection.execute("VACUUM")
