"""What a page about one inspection, agency or source shows: rows read together."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
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
#: What `case_values` calls by other names.
CASE_FIELDS = {"agency": "agencies", "date": "dates", "leader": "leaders"}
#: Tables of what reports are not compared by: what of a row says what it is.
TOLD_ALONE = {
    "violations": "t.text",
    "documents": "t.kind || coalesce(' ' || t.number, '')",
    "outcomes": "t.text",
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
    for one in (*row["violations"], *row["outcomes"]):
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


def reports(corpus: Corpus, case: str) -> list[Row]:
    """The reports of a case, the first told first: {id, title, url, source, publisher, published, input_id}."""
    return _all(
        corpus,
        "SELECT i.id, a.title, a.url, a.source, s.publisher, a.published, a.input_id FROM inspections i"
        " JOIN articles a ON a.id = i.article_id AND a.duplicate_of IS NULL LEFT JOIN sources s ON s.name = a.source"
        " WHERE i.case_id = ? ORDER BY a.published IS NULL, a.published, i.id",
        case,
    )


def differences(corpus: Corpus, case: str, told: Sequence[Row]) -> list[Row]:
    """Where the reports `told` of a case differ: {field, values}, for each report those that it gives as (value,
    preferred). A field of which all reports give the same is left out. Of what the corpus keeps for each report alone
    (`TOLD_ALONE`) nothing is preferred."""
    by_field = defaultdict(list)
    for row in _all(corpus, "SELECT * FROM case_values WHERE case_id = ? ORDER BY preferred DESC, value", case):
        by_field[row["field"]].append((row["value"], bool(row["preferred"]), set(json.loads(row["inspections"]))))
    for field, value in TOLD_ALONE.items():
        values: dict[str, set[str]] = defaultdict(set)
        for row in _all(
            corpus,
            f"SELECT i.id, {value} AS value FROM {field} t JOIN inspections i ON i.id = t.inspection_id"
            " WHERE i.case_id = ? ORDER BY i.id, t.ordinal",
            case,
        ):
            values[row["value"]].add(row["id"])
        by_field[field] = [(value, False, said) for value, said in values.items()]
    found = []
    for field, values in by_field.items():
        own = [[value[:2] for value in values if report["id"] in value[2]] for report in told]
        if any(one != own[0] for one in own):
            found.append({"field": CASE_FIELDS.get(field, field), "values": own})
    return found


def agency(corpus: Corpus, key: str) -> Row | None:
    """The agency `key`: the `names` that articles give it with when they did, what it was `before` and is `after`,
    what an ambiguous name may mean (`candidates`), who led the `teams` that came, and the `categories` of findings."""
    row = _one(corpus, "SELECT * FROM agencies WHERE id = ?", key)
    if row:
        row["names"] = _all(
            corpus,
            "SELECT w.name, count(*) AS uses, min(a.published) AS first, max(a.published) AS last FROM inspected w"
            " JOIN inspections i ON i.id = w.inspection_id JOIN articles a ON a.id = i.article_id"
            " WHERE w.agency_id = ? GROUP BY w.name ORDER BY uses DESC, w.name",
            key,
        )
        row["before"] = _all(
            corpus,
            "SELECT g.id, g.name, s.on_date, s.how, s.source FROM agency_successions s JOIN agencies g"
            " ON g.id = s.agency_id WHERE s.successor_id = ? ORDER BY s.on_date, g.name",
            key,
        )
        row["after"] = _all(
            corpus,
            "SELECT g.id, s.successor AS name, s.on_date, s.how, s.source FROM agency_successions s"
            " LEFT JOIN agencies g ON g.id = s.successor_id WHERE s.agency_id = ? ORDER BY s.on_date, s.successor",
            key,
        )
        row["candidates"] = _all(
            corpus,
            "SELECT candidate, score FROM agency_candidates WHERE agency_id = ? ORDER BY score DESC LIMIT 8",
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


def source(corpus: Corpus, name: str, page: int = 1, when: str = "") -> Row | None:
    """The source `name`: articles and inspections by month of publication, and one page of its articles; of those
    published in `when` (YYYY or YYYY-MM), where given."""
    row = _one(corpus, "SELECT * FROM sources WHERE name = ?", name)
    if row:
        row["months"] = _all(
            corpus,
            "SELECT substr(a.published, 1, 7) AS month, count(DISTINCT a.id) AS articles,"
            " count(DISTINCT i.id) AS inspections FROM articles a LEFT JOIN inspections i ON i.article_id = a.id"
            " WHERE a.source = ? AND a.duplicate_of IS NULL AND a.published IS NOT NULL GROUP BY month ORDER BY month",
            name,
        )
        own = "source = ? AND duplicate_of IS NULL AND coalesce(published, '') LIKE ?"
        row["total"] = corpus.db["articles"].count_where(own, [name, f"{when}%"])
        row["articles"] = _all(
            corpus,
            "SELECT a.id, a.title, a.url, a.published,"
            " (SELECT json_group_array(id) FROM inspections WHERE article_id = a.id) AS inspections"
            f" FROM articles a WHERE {own} ORDER BY a.published IS NULL, a.published DESC, a.id LIMIT ? OFFSET ?",
            name,
            f"{when}%",
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


def without_articles(corpus: Corpus) -> list[Row]:
    """The sources that are known and have no article in the corpus."""
    return _all(
        corpus,
        "SELECT name, publisher, province FROM sources WHERE NOT sample"
        " AND name NOT IN (SELECT source FROM articles WHERE source IS NOT NULL) ORDER BY publisher",
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
        " CROSS JOIN search_names n ON n.number = w.rowid"
        " WHERE search_names_words MATCH :words AND n.kind IN (:kind, :other)"
        " GROUP BY n.ref LIMIT 300), best AS ("
        " SELECT near.*, (SELECT count(DISTINCT id) FROM (SELECT p.id FROM search_postings p"
        " WHERE p.facet = :kind AND p.value = near.ref LIMIT 1000)) AS answers"
        " FROM near ORDER BY answers DESC, length(near.folded), near.ref LIMIT :most)"
        f" SELECT ref, {_NAMES[kind]} AS name, answers FROM best WHERE name IS NOT NULL",
        {"words": match, "kind": kind, "other": "canonical" if kind == "agency" else kind, "most": most},
    )
    return [tuple(row) for row in found]


def _all(corpus: Corpus, sql: str, *values: Any) -> list[Row]:
    return list(corpus.db.query(sql, values))


def _one(corpus: Corpus, sql: str, *values: Any) -> Row | None:
    return next(iter(_all(corpus, sql, *values)), None)
