"""The search tables: what questions are asked of, kept in step with what is stored.

They are derived: `rebuild` makes them from the other tables. Whoever changes an article or the name of an agency calls
`forget` before and `remember` after, in the same transaction.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import unicodedata
from collections.abc import Iterable

from corpus.folding import fold, folded_name
from extract.lexicon import rows

#: In `search_postings.day`: no day is known. Sorts behind all days.
NO_DAY = "9999"
#: A date that can mean more days than a month has is kept apart: there are few, and so a period begins near its start.
LONG_DAYS = 31
#: Confidence from which an inspection is of high, and of medium certainty.
CERTAIN, PROBABLE = 0.9, 0.6

# (facet, value) of inspections i; a facet that an inspection has several values of lists it under each.
_POSTINGS = {
    "all": "SELECT i.id, '' AS value FROM {inspections} i",
    "activity": "SELECT i.id, i.activity AS value FROM {inspections} i",
    "surprise": "SELECT i.id, CAST(i.surprise AS TEXT) AS value FROM {inspections} i",
    "stage": "SELECT i.id, i.stage AS value FROM {inspections} i",
    "article": "SELECT i.id, i.article_id AS value FROM {inspections} i",
    "certainty": (
        f"SELECT i.id, CASE WHEN i.confidence >= {CERTAIN} THEN 'high' WHEN i.confidence >= {PROBABLE} THEN 'medium'"
        " ELSE 'low' END AS value FROM {inspections} i"
    ),
    "source": "SELECT i.id, a.source AS value FROM {inspections} i JOIN articles a ON a.id = i.article_id",
    "province": (
        "SELECT i.id, s.province AS value FROM {inspections} i JOIN articles a ON a.id = i.article_id"
        " JOIN sources s ON s.name = a.source"
    ),
    "agency": "SELECT i.id, w.agency_id AS value FROM {inspections} i JOIN inspected w ON w.inspection_id = i.id",
    "leader": "SELECT i.id, l.folded AS value FROM {inspections} i JOIN leaders l ON l.inspection_id = i.id",
    "category": "SELECT i.id, v.category AS value FROM {inspections} i JOIN violations v ON v.inspection_id = i.id",
}
# Of several pages of one article one counts.
_SOME = (
    "(SELECT i.* FROM inspections i JOIN articles a ON a.id = i.article_id"
    " WHERE a.duplicate_of IS NULL AND a.id IN (SELECT value FROM json_each(:articles)))"
)
_ALL = "(SELECT i.* FROM inspections i JOIN articles a ON a.id = i.article_id WHERE a.duplicate_of IS NULL)"
_ANSWERS = """
INSERT INTO search_answers (id, published, confidence)
SELECT i.id, coalesce(a.published, ''), i.confidence FROM {inspections} i JOIN articles a ON a.id = i.article_id
"""
_LIST = """
INSERT INTO search_postings (facet, value, long, day, id, last_day)
SELECT :facet, f.value, coalesce(julianday(d.last_day) - julianday(d.first_day) >= {long}, 0) AS long,
    coalesce(d.first_day, '{no_day}') AS day, f.id, max(coalesce(d.last_day, '{no_day}'))
FROM ({facet}) f LEFT JOIN dates d ON d.inspection_id = f.id
WHERE f.value IS NOT NULL GROUP BY f.value, long, day, f.id
"""


def form() -> str:
    """What a folded word depends on: where it changes, what is stored is not found any more."""
    told = json.dumps([rows("abbreviations"), unicodedata.unidata_version, fold("Đ/c Hoà, UBND"), 2])
    return hashlib.sha256(told.encode("utf-8")).hexdigest()[:16]


def is_current(connection: sqlite3.Connection) -> bool:
    """Whether the search tables were made by today's folding."""
    return [row[0] for row in connection.execute("SELECT form FROM search_form")] == [form()]


def rebuild(connection: sqlite3.Connection) -> None:
    """Make the search tables anew from the others; to be called in a transaction."""
    connection.execute("INSERT INTO search_texts (search_texts) VALUES ('delete-all')")
    for table in ("search_articles", "search_postings", "search_answers", "search_names", "search_form"):
        connection.execute(f"DELETE FROM {table}")
    connection.execute("INSERT INTO search_articles (article_id) SELECT id FROM articles ORDER BY id")
    connection.executemany(
        "INSERT INTO search_texts (rowid, title, text) VALUES (?, ?, ?)",
        (
            (number, fold(title), fold(text))
            for number, title, text in connection.execute(
                "SELECT s.number, a.title, a.text FROM search_articles s JOIN articles a ON a.id = s.article_id"
            )
        ),
    )
    _list_answers(connection, _ALL, None)
    name_agencies(connection, [row[0] for row in connection.execute("SELECT id FROM agencies")])
    connection.execute(
        "INSERT INTO search_names (kind, ref, folded) SELECT DISTINCT 'leader', folded, folded FROM leaders"
    )
    connection.execute("INSERT INTO search_form (form) VALUES (?)", (form(),))


def forget(connection: sqlite3.Connection, articles: Iterable[str]) -> None:
    """Take `articles` (ids) out of the search tables, before what is stored of them changes."""
    stored = (
        "SELECT s.number, a.title, a.text FROM search_articles s JOIN articles a ON a.id = s.article_id"
        " WHERE s.article_id = ?"
    )
    for article in articles:
        if row := connection.execute(stored, (article,)).fetchone():
            number, title, text = row
            connection.execute(
                "INSERT INTO search_texts (search_texts, rowid, title, text) VALUES ('delete', ?, ?, ?)",
                (number, fold(title), fold(text)),
            )
            connection.execute("DELETE FROM search_articles WHERE number = ?", (number,))
        connection.execute(
            "DELETE FROM search_answers WHERE id IN"
            " (SELECT id FROM search_postings WHERE facet = 'article' AND value = ?)",
            (article,),
        )


def remember(connection: sqlite3.Connection, articles: Iterable[str]) -> None:
    """List `articles` (ids) as they are stored now."""
    articles = sorted(articles)
    for article in articles:
        title, text = connection.execute("SELECT title, text FROM articles WHERE id = ?", (article,)).fetchone()
        number = connection.execute("INSERT INTO search_articles (article_id) VALUES (?)", (article,)).lastrowid
        connection.execute(
            "INSERT INTO search_texts (rowid, title, text) VALUES (?, ?, ?)", (number, fold(title), fold(text))
        )
    _list_answers(connection, _SOME, articles)
    connection.execute(
        "INSERT OR IGNORE INTO search_names (kind, ref, folded) SELECT 'leader', l.folded, l.folded FROM leaders l"
        " JOIN inspections i ON i.id = l.inspection_id WHERE i.article_id IN (SELECT value FROM json_each(?))",
        (json.dumps(articles),),
    )


def leaders_of(connection: sqlite3.Connection, article: str) -> set[str]:
    """The folded names of those who lead an inspection that `article` tells."""
    found = "SELECT l.folded FROM leaders l JOIN inspections i ON i.id = l.inspection_id WHERE i.article_id = ?"
    return {row[0] for row in connection.execute(found, (article,))}


def drop_leaders(connection: sqlite3.Connection, folded: Iterable[str]) -> None:
    """Forget the names that no inspection has any more."""
    connection.executemany(
        "DELETE FROM search_names WHERE kind = 'leader' AND ref = ?1"
        " AND NOT EXISTS (SELECT 1 FROM leaders WHERE folded = ?1)",
        [(name,) for name in folded],
    )


def name_agencies(connection: sqlite3.Connection, agencies: Iterable[str]) -> None:
    """List `agencies` (ids) under all names that they have now: none, where there is no such agency any more."""
    for agency in agencies:
        names = connection.execute("SELECT DISTINCT name FROM inspected WHERE agency_id = ?", (agency,))
        wanted = {folded_name(row[0]) for row in names}
        listed = connection.execute("SELECT folded FROM search_names WHERE kind = 'agency' AND ref = ?", (agency,))
        stored = {row[0] for row in listed}
        connection.executemany(
            "DELETE FROM search_names WHERE kind = 'agency' AND ref = ? AND folded = ?",
            [(agency, name) for name in sorted(stored - wanted)],
        )
        connection.executemany(
            "INSERT INTO search_names (kind, ref, folded) VALUES ('agency', ?, ?)",
            [(agency, name) for name in sorted(wanted - stored)],
        )


def _list_answers(connection: sqlite3.Connection, inspections: str, articles: list[str] | None) -> None:
    values = {} if articles is None else {"articles": json.dumps(articles)}
    connection.execute(_ANSWERS.format(inspections=inspections), values)
    for facet, select in _POSTINGS.items():
        sql = _LIST.format(facet=select.format(inspections=inspections), long=LONG_DAYS, no_day=NO_DAY)
        connection.execute(sql, values | {"facet": facet})
