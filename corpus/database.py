"""SQLite files of this project: opened with care, brought up to the schema of today, written in whole steps."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

MAGIC = b"SQLite format 3\0"


class DatabaseError(ValueError):
    """The file is not what was asked for; the message says which file and what is wrong. It is left as it was."""


def connect(path: str | Path, what: str, application_id: int, migrations: Sequence[str]) -> sqlite3.Connection:
    """A connection to the SQLite file `path`, made where there is none, with all `migrations` applied.

    `what` names the kind of file in messages. `migrations` are SQL scripts, each of which leads from one
    `PRAGMA user_version` to the next. Raises DatabaseError for a file of another kind or of a newer version.
    """
    path = Path(path)
    if path.is_dir():
        raise DatabaseError(f"{path}: a folder, not a {what}")
    if path.exists() and path.stat().st_size:
        with open(path, "rb") as file:
            if file.read(len(MAGIC)) != MAGIC:
                raise DatabaseError(f"{path}: not a SQLite database, so not a {what}")
    path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=60, isolation_level=None)
    try:
        _check(connection, path, what, application_id, len(migrations))
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")
        connection.execute("PRAGMA foreign_keys = ON")
        migrate(connection, application_id, migrations)
    except sqlite3.DatabaseError as error:
        connection.close()
        raise DatabaseError(f"{path}: cannot be read as a {what} ({error})") from error
    except BaseException:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection, path: Path, what: str, application_id: int, newest: int) -> None:
    owner = connection.execute("PRAGMA application_id").fetchone()[0]
    if owner != application_id and connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise DatabaseError(f"{path}: a SQLite database, but not a {what}")
    if connection.execute("PRAGMA user_version").fetchone()[0] > newest:
        raise DatabaseError(f"{path}: made by a newer version of this program")


def migrate(connection: sqlite3.Connection, application_id: int, migrations: Sequence[str]) -> None:
    """Apply the migrations that the database lacks, all or none."""
    if connection.execute("PRAGMA user_version").fetchone()[0] == len(migrations):
        return
    with transaction(connection):
        # Asked again under the write lock: another process may have been faster.
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        for script in migrations[version:]:
            for statement in statements(script):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {application_id}")
        connection.execute(f"PRAGMA user_version = {len(migrations)}")


def statements(script: str) -> Iterator[str]:
    """The statements of a SQL script, one by one: `executescript` would end the transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


def insert(
    connection: sqlite3.Connection, table: str, rows: Iterable[Mapping[str, Any]], keys: Sequence[str] = ()
) -> None:
    """Insert rows with the same columns; with `keys`, the primary key, a row takes the place of the one that is there.

    What sqlite-utils does too, without asking for the schema each time: an article is some twenty of these.
    """
    rows = list(rows)
    if not rows:
        return
    sql = f"INSERT INTO {table} ({', '.join(rows[0])}) VALUES ({', '.join(f':{name}' for name in rows[0])})"
    if keys:
        rest = ", ".join(f"{name} = excluded.{name}" for name in rows[0] if name not in keys)
        sql += f" ON CONFLICT ({', '.join(keys)}) DO UPDATE SET {rest}"
    connection.executemany(sql, rows)


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction with the write lock from its start; an exception rolls it back."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:  # a full disk has ended it already
            connection.execute("ROLLBACK")
        raise
