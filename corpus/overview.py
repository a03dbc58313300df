"""What a corpus, or one agency in it, looks like as a whole: counts, each beside what was watched."""

from __future__ import annotations

import json
from typing import Any

from corpus.names import alike, as_json, named, province_name
from corpus.pages import agency as agency_page
from corpus.query import Question, ask, by_month, facets
from corpus.store import Corpus

Row = dict[str, Any]
#: By what `stats` counts.
COUNTED_BY = ("month", "province", "category", "source", "coverage")
#: Columns of a row of `stats`, and of its coverage.
COLUMNS = ("by", "value", "name", "inspections", "articles", "sources")
COVERAGE = (
    "source", "publisher", "runs", "first_run", "last_run", "articles", "first_article", "last_article", "months",
    "months_without",
)  # fmt: skip


def agencies_called(corpus: Corpus, words: str) -> tuple[list[Row], bool]:
    """The agencies that `words` mean, as {id, name, inspections}, those with most inspections first; `words` may be an
    id. The flag says that none has all the words, and these are spelt most like them."""
    connection = corpus.db.conn
    if connection.execute("SELECT 1 FROM agencies WHERE id = ?", (words,)).fetchone():
        ids, similar = [words], False
    else:
        ids = named(connection, "agency", words)
        similar = not ids
        ids = ids or alike(connection, "agency", words)
    found = corpus.db.query(
        "SELECT id, name, (SELECT count(DISTINCT p.id) FROM search_postings p WHERE p.facet = 'agency'"
        " AND p.value = g.id) AS inspections FROM agencies g WHERE id IN (SELECT value FROM json_each(?))"
        " ORDER BY inspections DESC, length(name), name",
        (as_json(ids),),
    )
    return list(found), similar


def profile(corpus: Corpus, key: str) -> Row:
    """Everything on the agency `key`: what `corpus.pages.agency` gives, its `inspections` (rows of the view, by date),
    how many there are in each of `years`, and the `sources` that tell of it."""
    own = agency_page(corpus, key)
    if own is None:
        raise ValueError(f"{key!r} is no agency of this corpus")
    question = Question(agency_id=key)
    counted = facets(corpus, question)
    own["inspections"] = ask(corpus, question)
    own["years"] = dict(sorted(counted["year"].items()))
    own["sources"] = counted["source"]
    own["unit"] = {name: own.pop(name) for name in ("unit_code", "unit_code_2025", "latitude", "longitude")}
    own["province_name"] = province_name(own["province"]) if own["province"] else None
    return own


def stats(corpus: Corpus, question: Question) -> list[Row]:
    """How many inspections answer `question` by month, province, category and source: rows of `COLUMNS`.

    `articles` and `sources` are how many articles were published then or there, and by how many sources: a month
    without articles says nothing about inspections. Both are of the whole corpus, whatever `question` asks for.
    """
    published = {
        row[0]: (row[1], row[2])
        for row in corpus.db.execute(
            "SELECT substr(published, 1, 7), count(*), count(DISTINCT source) FROM articles"
            " WHERE duplicate_of IS NULL AND published IS NOT NULL GROUP BY 1"
        )
    }
    by_source = {
        row[0]: row[1]
        for row in corpus.db.execute(
            "SELECT source, count(*) FROM articles WHERE duplicate_of IS NULL AND source IS NOT NULL GROUP BY 1"
        )
    }
    sources = {row["name"]: row for row in corpus.db["sources"].rows}
    by_province: dict[str | None, list[int]] = {}
    for name, articles in by_source.items():
        province = by_province.setdefault(sources[name]["province"], [0, 0])
        province[0] += articles
        province[1] += 1
    counted = facets(corpus, question)
    months = by_month(corpus, question)
    told = months if question.first or question.last else months | published
    found = []
    for month in _months(min(told, default=""), max(told, default="")):
        articles = published.get(month, (0, 0))
        found.append(_row("month", month, month, months.get(month, 0), *articles))
    for code, number in counted["province"].items():
        found.append(_row("province", code, province_name(code), number, *by_province.get(code, (0, 0))))
    for category, number in counted["category"].items():
        found.append(_row("category", category, category, number, None, None))
    for name in sorted({*counted["source"], *by_source}, key=lambda name: (-counted["source"].get(name, 0), name)):
        publisher = sources[name]["publisher"]
        found.append(_row("source", name, publisher, counted["source"].get(name, 0), by_source.get(name, 0), 1))
    return found


def coverage(corpus: Corpus) -> list[Row]:
    """Which sources were watched when: rows of `COVERAGE`, for each that was crawled or has articles.

    `runs` crawled it, from `first_run` to `last_run` (days); of the `months` from its first article to its last,
    `months_without` (YYYY-MM) have none.
    """
    watched = {
        row["source"]: dict(row)
        for row in corpus.db.query(
            "SELECT w.source, count(*) AS runs, substr(min(r.started_at), 1, 10) AS first_run,"
            " substr(max(r.started_at), 1, 10) AS last_run FROM source_runs w JOIN runs r ON r.id = w.run_id"
            " WHERE w.pages + w.fetched + w.unchanged > 0 GROUP BY w.source"
        )
    }
    read = {
        row["source"]: dict(row)
        for row in corpus.db.query(
            "SELECT source, count(*) AS articles, min(published) AS first_article, max(published) AS last_article,"
            " json_group_array(DISTINCT substr(published, 1, 7)) AS with_articles FROM articles"
            " WHERE duplicate_of IS NULL AND source IS NOT NULL GROUP BY source"
        )
    }
    publishers = {row["name"]: row["publisher"] for row in corpus.db["sources"].rows}
    found = []
    for name in sorted({*watched, *read}):
        runs = watched.get(name, {"runs": 0, "first_run": None, "last_run": None})
        own = read.get(name, {"articles": 0, "first_article": None, "last_article": None, "with_articles": "[]"})
        having = set(json.loads(own["with_articles"]))
        months = list(_months((own["first_article"] or "")[:7], (own["last_article"] or "")[:7]))
        row = {"source": name, "publisher": publishers.get(name)} | runs | own | {"months": len(months)}
        row["months_without"] = [month for month in months if month not in having]
        found.append({column: row[column] for column in COVERAGE})
    return found


def _row(by: str, value: str, name: str, inspections: int, articles: int | None, sources: int | None) -> Row:
    return dict(zip(COLUMNS, (by, value, name, inspections, articles, sources), strict=True))


def _months(first: str, last: str) -> list[str]:
    """The months (YYYY-MM) from `first` to `last`."""
    if not first or not last:
        return []
    begin, end = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (first, last))
    return [f"{month // 12:04}-{month % 12 + 1:02}" for month in range(begin, end + 1)]
