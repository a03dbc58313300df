"""What a page about one inspection, agency or source shows: rows read together."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any

from corpus.folding import half_written
from corpus.names import Kind
from corpus.search import CERTAIN, PROBABLE
from corpus.store import Corpus

Row = dict[str, Any]
#: Tables of what an inspection has several of, and the field whose evidence is in each.
FIELDS = {
    "inspected": "agencies",
    "dates": "dates",
    "leaders": "leaders",
    "violations": "violations",
    "documents": "documents",
    "outcomes": "outcomes",
}
#: Articles on a page of a source.
PAGE = 50
#: What is called by the `ref` of a name in the search tables.
_NAMES = {
    "agency": "(SELECT name FROM agencies WHERE id = ref)",
    "leader": "(SELECT name FROM leaders WHERE folded = ref LIMIT 1)",
}


def article(corpus: Corpus, key: str) -> Row | None:
    """The article `key` with its parts, and who published it; None where there is no such article."""
    row = _one(
        corpus,
        "SELECT a.*, s.publisher, s.sample FROM articles a LEFT JOIN sources s ON s.name = a.source WHERE a.id = ?",
        key,
    )
    if row:
        row["parts"] = _all(corpus, "SELECT * FROM parts WHERE article_id = ? ORDER BY ordinal", key)
        row["inspections"] = [
            one["id"] for one in _all(corpus, "SELECT id FROM inspections WHERE article_id = ? ORDER BY ordinal", key)
        ]
    return row


def report(corpus: Corpus, key: str) -> Row | None:
    """The inspection `key` as its article tells it: its own row, a list for each of `FIELDS`, and `proofs`.

    `proofs` has the evidence by (row id, field): {number, char_start, char_end, sentence, quote, rule, confidence}, of
    which `number` counts the evidence of the inspection from 1 in the order of the text.
    """
    row = _one(corpus, "SELECT * FROM inspections WHERE id = ?", key)
    if row is None:
        return None
    for table, field in FIELDS.items():
        row[field] = _all(corpus, f"SELECT * FROM {table} WHERE inspection_id = ? ORDER BY ordinal", key)
    row["certainty"] = "high" if row["confidence"] >= CERTAIN else "medium" if row["confidence"] >= PROBABLE else "low"
    names = {one["agency_id"]: one["name"] for one in row["agencies"]}
    for one in row["violations"]:
        one["agency"] = names.get(one["agency_id"])
    proofs = defaultdict(list)
    found = _all(
        corpus,
        "SELECT e.*, substr(a.text, e.sentence_start + 1, e.sentence_end - e.sentence_start) AS sentence"
        " FROM evidence e JOIN articles a ON a.id = e.article_id WHERE e.inspection_id = ?"
        " ORDER BY e.char_start, e.char_end, e.row_id, e.field, e.ordinal",
        key,
    )
    for number, proof in enumerate(found, 1):
        proof["number"] = number
        # What stands in a row's own column is a field of that name.
        proof["shown_as"] = FIELDS.get(proof["row_table"], proof["field"])
        proofs[proof["row_id"], proof["field"]].append(proof)
    row["proofs"] = dict(proofs)
    return row


def others(corpus: Corpus, report: Row) -> list[Row]:
    """The other inspections that the article of `report` tells: {id, label}, the label names the agencies."""
    return _all(
        corpus,
        "SELECT i.id, (SELECT group_concat(name, '; ') FROM inspected WHERE inspection_id = i.id) AS label"
        " FROM inspections i WHERE i.article_id = ? AND i.id != ? ORDER BY i.ordinal",
        report["article_id"],
        report["id"],
    )


def agency(corpus: Corpus, key: str) -> Row | None:
    """The agency `key` with the `names` that articles give it, the most frequent first."""
    row = _one(corpus, "SELECT * FROM agencies WHERE id = ?", key)
    if row:
        row["names"] = _all(
            corpus,
            "SELECT name, count(*) AS uses FROM inspected WHERE agency_id = ? GROUP BY name ORDER BY uses DESC, name",
            key,
        )
        row["teams"] = _all(
            corpus,
            "SELECT l.name, l.position, count(DISTINCT l.inspection_id) AS inspections FROM leaders l"
            " WHERE l.inspection_id IN (SELECT inspection_id FROM inspected WHERE agency_id = ?)"
            " GROUP BY l.folded ORDER BY inspections DESC, l.name LIMIT 20",
            key,
        )
        row["categories"] = _all(
            corpus,
            "SELECT category, count(*) AS findings FROM violations WHERE agency_id = ? GROUP BY category"
            " ORDER BY findings DESC, category",
            key,
        )
    return row


def source(corpus: Corpus, name: str, page: int = 1) -> Row | None:
    """The source `name`: articles and inspections by month of publication, and one page of its articles."""
    row = _one(corpus, "SELECT * FROM sources WHERE name = ?", name)
    if row:
        row["months"] = _all(
            corpus,
            "SELECT substr(a.published, 1, 7) AS month, count(DISTINCT a.id) AS articles,"
            " count(DISTINCT i.id) AS inspections FROM articles a LEFT JOIN inspections i ON i.article_id = a.id"
            " WHERE a.source = ? AND a.duplicate_of IS NULL AND a.published IS NOT NULL GROUP BY month ORDER BY month",
            name,
        )
        row["total"] = corpus.db["articles"].count_where("source = ? AND duplicate_of IS NULL", [name])
        row["articles"] = _all(
            corpus,
            "SELECT a.id, a.title, a.url, a.published,"
            " (SELECT json_group_array(id) FROM inspections WHERE article_id = a.id) AS inspections"
            " FROM articles a WHERE a.source = ? AND a.duplicate_of IS NULL"
            " ORDER BY a.published IS NULL, a.published DESC, a.id LIMIT ? OFFSET ?",
            name,
            PAGE,
            (page - 1) * PAGE,
        )
        for one in row["articles"]:
            one["inspections"] = json.loads(one["inspections"])
    return row


def coverage(corpus: Corpus) -> list[Row]:
    """The sources that articles came from: how many, from when to when, and when one was last fetched."""
    return _all(
        corpus,
        "SELECT s.name, s.publisher, s.province, s.sample, count(*) AS articles, min(a.published) AS first,"
        " max(a.published) AS last, max(a.fetched_at) AS fetched FROM articles a JOIN sources s ON s.name = a.source"
        " WHERE a.duplicate_of IS NULL GROUP BY s.name ORDER BY articles DESC, s.name",
    )


def agency_name(corpus: Corpus, key: str) -> str | None:
    """What the agency `key` is called."""
    row = _one(corpus, "SELECT name FROM agencies WHERE id = ?", key)
    return row and row["name"]


def publishers(corpus: Corpus) -> dict[str, str]:
    """Who publishes each source, by its name."""
    return {row["name"]: row["publisher"] for row in _all(corpus, "SELECT name, publisher FROM sources")}


def begun(corpus: Corpus, kind: Kind, question: str, most: int) -> list[tuple[str, str, int]]:
    """(ref, name, answers) of agencies or leaders whose names have the words of `question`, the last perhaps half
    written: those with most answers first. Of many names the first few hundred are looked at."""
    ways = ([*(f'"{word}"' for word in done), f'"{last}"*'] for *done, last in half_written(question))
    match = " OR ".join(f"({' AND '.join(words)})" for words in ways)
    if not match:
        return []
    found = corpus.db.execute(
        "WITH near AS MATERIALIZED (SELECT n.ref, min(n.folded) AS folded FROM search_names_words w"
        " JOIN search_names n ON n.number = w.rowid WHERE search_names_words MATCH ? AND n.kind = ?"
        " GROUP BY n.ref LIMIT 300), best AS ("
        " SELECT near.*, (SELECT count(*) FROM (SELECT 1 FROM search_postings p"
        " WHERE p.facet = ? AND p.value = near.ref LIMIT 1000)) AS answers"
        " FROM near ORDER BY answers DESC, length(near.folded), near.ref LIMIT ?)"
        f" SELECT ref, {_NAMES[kind]} AS name, answers FROM best WHERE name IS NOT NULL",
        (match, kind, kind, most),
    )
    return [tuple(row) for row in found]


def _all(corpus: Corpus, sql: str, *values: Any) -> list[Row]:
    return list(corpus.db.query(sql, values))


def _one(corpus: Corpus, sql: str, *values: Any) -> Row | None:
    return next(iter(_all(corpus, sql, *values)), None)
