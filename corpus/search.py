"""The search tables: what questions are asked of, kept in step with what is stored.

They are derived: `rebuild` makes them from the other tables. Whoever changes an article, a case or a name of an agency
lists it anew in the same transaction. An answer is a case.

Of a text its folded words are listed, and each pair of neighbours as a word of its own ("nghi_loc"): where many
articles have the words of a phrase, few have its pairs.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence
from itertools import pairwise

from corpus.database import statements
from corpus.folding import fold
from corpus.schema import QUESTIONS
from extract.lexicon import rows

#: In `search_postings.day`: no day is known. Sorts behind all days.
NO_DAY = "9999"
#: Dates that can mean more days than these are kept apart (`search_postings.long`: 0, 1, 2, 3): there are few, and
#: those that are left begin not long before a period that they meet.
LONG_DAYS = (1, 31, 366)
#: `search_postings.long` of dates that mean no more than a month.
MONTH = 1
#: Bytes of words that are sorted before they are written, when all texts are listed.
_SORTED_AT_ONCE, _SORTED_USUALLY = 256 * 2**20, 2**20
#: Confidence from which an inspection is of high, and of medium certainty.
CERTAIN, PROBABLE = 0.9, 0.6

# (report, value) of inspections i; a facet that a report has several values of lists it under each. What a case has one
# value of is the case's.
_POSTINGS = {
    "all": "SELECT i.id, '' AS value FROM {inspections} i",
    "activity": "SELECT i.id, k.activity AS value FROM {inspections} i JOIN cases k ON k.id = i.case_id",
    "surprise": "SELECT i.id, CAST(k.surprise AS TEXT) AS value FROM {inspections} i JOIN cases k ON k.id = i.case_id",
    "stage": "SELECT i.id, k.stage AS value FROM {inspections} i JOIN cases k ON k.id = i.case_id",
    "article": "SELECT i.id, i.article_id AS value FROM {inspections} i",
    "certainty": (
        f"SELECT i.id, CASE WHEN s.confidence >= {CERTAIN} THEN 'high' WHEN s.confidence >= {PROBABLE} THEN 'medium'"
        " ELSE 'low' END AS value FROM {inspections} i JOIN search_answers s ON s.id = i.case_id"
    ),
    "source": "SELECT i.id, a.source AS value FROM {inspections} i JOIN articles a ON a.id = i.article_id",
    # Of the agencies, or, where it is known of none, of the source.
    "province": (
        "SELECT i.id, g.province AS value FROM {inspections} i JOIN inspected w ON w.inspection_id = i.id"
        " JOIN agencies g ON g.id = w.agency_id WHERE g.province IS NOT NULL UNION ALL"
        " SELECT i.id, s.province FROM {inspections} i JOIN articles a ON a.id = i.article_id"
        " JOIN sources s ON s.name = a.source WHERE NOT EXISTS (SELECT 1 FROM inspected w JOIN agencies g"
        " ON g.id = w.agency_id AND g.province IS NOT NULL WHERE w.inspection_id = i.id)"
    ),
    "agency": "SELECT i.id, w.agency_id AS value FROM {inspections} i JOIN inspected w ON w.inspection_id = i.id",
    "leader": "SELECT i.id, l.folded AS value FROM {inspections} i JOIN leaders l ON l.inspection_id = i.id",
    "category": "SELECT i.id, v.category AS value FROM {inspections} i JOIN violations v ON v.inspection_id = i.id",
}
# Of several pages of one article one counts.
_SOME = (
    "(SELECT i.* FROM inspections i JOIN articles a ON a.id = i.article_id"
    " WHERE a.duplicate_of IS NULL AND i.case_id IN (SELECT value FROM json_each(:cases)))"
)
_ALL = """
CREATE TEMP TABLE counted AS
SELECT i.id, i.case_id, i.article_id, i.confidence FROM inspections i JOIN articles a ON a.id = i.article_id
WHERE a.duplicate_of IS NULL AND i.case_id IS NOT NULL
"""
_ANSWERS = """
INSERT INTO search_answers (id, published, confidence)
SELECT i.case_id, coalesce(max(a.published), ''), max(i.confidence)
FROM {inspections} i JOIN articles a ON a.id = i.article_id GROUP BY i.case_id
"""
_LIST = """
INSERT INTO search_postings (facet, value, long, day, id, last_day)
SELECT :facet, f.value, {long} AS long,
    coalesce(d.first_day, '{no_day}') AS day, i.case_id, max(coalesce(d.last_day, '{no_day}'))
FROM ({facet}) f JOIN inspections i ON i.id = f.id LEFT JOIN dates d ON d.inspection_id = f.id
WHERE f.value IS NOT NULL GROUP BY f.value, long, day, i.case_id
"""
_TEXT = "INSERT INTO search_texts (rowid, title, text) VALUES (?, ?, ?)"
_LONG = " + ".join(f"coalesce(julianday(d.last_day) - julianday(d.first_day) >= {days}, 0)" for days in LONG_DAYS)


def form() -> str:
    """What the search tables depend on: where it changes, what is stored is not found any more."""
    told = json.dumps([rows("abbreviations"), unicodedata.unidata_version, fold("Đ/c Hoà, UBND"), 4])
    return hashlib.sha256(told.encode("utf-8")).hexdigest()[:16]


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether there are search tables, and they were made by today's folding."""
    return [row[0] for row in connection.execute("SELECT form FROM search_form")] == [form()]


def rebuild(connection: sqlite3.Connection) -> None:
    """Make the search tables anew from the others; to be called in a transaction."""
    _drop(connection)
    # Indexes are made of what is there already in a fraction of the time.
    made = list(statements(QUESTIONS))
    last = [statement for statement in made if statement.startswith(("CREATE INDEX", "CREATE TRIGGER"))]
    for statement in made:
        if statement not in last:
            connection.execute(statement)
    connection.execute("INSERT INTO search_articles (article_id) SELECT id FROM articles ORDER BY rowid")
    _set_texts(connection, "hashsize", _SORTED_AT_ONCE)
    connection.executemany(
        _TEXT,
        (
            (number, listed(title), listed(text))
            for number, title, text in connection.execute(
                "SELECT s.number, a.title, a.text FROM search_articles s JOIN articles a ON a.id = s.article_id"
                " ORDER BY s.number"
            )
        ),
    )
    _set_texts(connection, "hashsize", _SORTED_USUALLY)
    _set_texts(connection, "optimize")
    connection.execute(_ALL)  # once: whether an article is a duplicate stands behind its text
    _list_answers(connection, "counted", None)
    connection.execute("DROP TABLE counted")
    connection.execute(
        "INSERT INTO search_names (kind, ref, folded) SELECT 'agency', agency_id, folded FROM agency_names"
        " UNION SELECT 'canonical', id, folded FROM agencies UNION SELECT 'leader', folded, folded FROM leaders"
    )
    for table in ("search_names_words", "search_names_trigrams"):
        connection.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")
    for statement in last:
        connection.execute(statement)
    connection.execute("INSERT INTO search_form (form) VALUES (?)", (form(),))


def listed(text: str) -> str:
    """The words of a text that are listed: those of `fold(text)`, and its pairs.

    >>> listed("Sở Nội vụ")
    'so noi vu so_noi noi_vu'
    """
    words = fold(text).split()
    return " ".join([*words, *pairs(words)])


def pairs(words: Sequence[str]) -> list[str]:
    """Each two neighbours as one word."""
    return list(map("_".join, pairwise(words)))


def forget_text(connection: sqlite3.Connection, article: str) -> None:
    """Take the words of an article (id) out of the search tables, before what is stored of it changes."""
    stored = (
        "SELECT s.number, a.title, a.text FROM search_articles s JOIN articles a ON a.id = s.article_id"
        " WHERE s.article_id = ?"
    )
    if row := connection.execute(stored, (article,)).fetchone():
        number, title, text = row
        connection.execute(
            "INSERT INTO search_texts (search_texts, rowid, title, text) VALUES ('delete', ?, ?, ?)",
            (number, listed(title), listed(text)),
        )
        connection.execute("DELETE FROM search_articles WHERE number = ?", (number,))


def list_text(connection: sqlite3.Connection, article: str) -> None:
    """List the words of an article (id) as it is stored now."""
    title, text = connection.execute("SELECT title, text FROM articles WHERE id = ?", (article,)).fetchone()
    number = connection.execute("INSERT INTO search_articles (article_id) VALUES (?)", (article,)).lastrowid
    connection.execute(_TEXT, (number, listed(title), listed(text)))


def list_answers(connection: sqlite3.Connection, cases: Iterable[str]) -> None:
    """List `cases` (ids) as they are stored now; those that there are no more are listed no more."""
    cases = json.dumps(sorted(cases))
    connection.execute("DELETE FROM search_answers WHERE id IN (SELECT value FROM json_each(?))", (cases,))
    _list_answers(connection, _SOME, cases)


def leaders_of(connection: sqlite3.Connection, article: str) -> set[str]:
    """The folded names of those who lead an inspection that `article` tells."""
    found = "SELECT l.folded FROM leaders l JOIN inspections i ON i.id = l.inspection_id WHERE i.article_id = ?"
    return {row[0] for row in connection.execute(found, (article,))}


def name_leaders(connection: sqlite3.Connection, folded: Iterable[str]) -> None:
    """List the names that an inspection has, and no others."""
    for name in folded:
        if connection.execute("SELECT 1 FROM leaders WHERE folded = ? LIMIT 1", (name,)).fetchone():
            sql = "INSERT OR IGNORE INTO search_names (kind, ref, folded) VALUES ('leader', ?1, ?1)"
        else:
            sql = "DELETE FROM search_names WHERE kind = 'leader' AND ref = ?1"
        connection.execute(sql, (name,))


def name_agencies(connection: sqlite3.Connection, agencies: Iterable[str]) -> None:
    """List `agencies` (ids) under all names that they have now: none, where there is no such agency any more."""
    own = {
        "agency": "SELECT DISTINCT folded FROM agency_names WHERE agency_id = ?",
        "canonical": "SELECT folded FROM agencies WHERE id = ?",
    }
    for agency in agencies:
        for kind, names in own.items():
            wanted = {row[0] for row in connection.execute(names, (agency,))}
            listed = connection.execute("SELECT folded FROM search_names WHERE kind = ? AND ref = ?", (kind, agency))
            stored = {row[0] for row in listed}
            connection.executemany(
                "DELETE FROM search_names WHERE kind = ? AND ref = ? AND folded = ?",
                [(kind, agency, name) for name in sorted(stored - wanted)],
            )
            connection.executemany(
                "INSERT INTO search_names (kind, ref, folded) VALUES (?, ?, ?)",
                [(kind, agency, name) for name in sorted(wanted - stored)],
            )


def _drop(connection: sqlite3.Connection) -> None:
    """Drop all search tables, in whatever form they are, but for `search_form`."""
    there = "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'search~_%' ESCAPE '~'"
    for kind in ("CREATE VIRTUAL TABLE%", "CREATE TABLE%"):  # a virtual table takes tables of its own with it
        named = connection.execute(f"{there} AND name <> 'search_form' AND sql LIKE ? ORDER BY rowid DESC", (kind,))
        for (name,) in named.fetchall():
            connection.execute(f"DROP TABLE {name}")
    connection.execute("DELETE FROM search_form")


def _set_texts(connection: sqlite3.Connection, command: str, value: int | None = None) -> None:
    """Give the table of words one of FTS5's commands."""
    connection.execute("INSERT INTO search_texts (search_texts, rank) VALUES (?, ?)", (command, value))


def _list_answers(connection: sqlite3.Connection, inspections: str, cases: str | None) -> None:
    values = {} if cases is None else {"cases": cases}
    connection.execute(_ANSWERS.format(inspections=inspections), values)
    for facet, select in sorted(_POSTINGS.items()):  # in the order of the table, so that its pages become full
        sql = _LIST.format(facet=select.format(inspections=inspections), long=_LONG, no_day=NO_DAY)
        connection.execute(sql, values | {"facet": facet})
