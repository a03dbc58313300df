"""What a release says of itself: to programs (Frictionless Data Package) and to people (a datasheet)."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from corpus import overview, reviews
from corpus.display import write_markdown
from corpus.release.tables import Released
from corpus.store import Corpus
from extract.lexicon import read_table

NAME = "thanhtra-corpus"
TITLE = "Ai bị kiểm tra, khi nào? / Who was inspected, when?"
#: How right the rules are on annotated articles: set, articles, field, precision, recall, F1, as `evaluate` gives them.
ACCURACY = Path(__file__).resolve().parent.parent.parent / "data" / "accuracy.tsv"
LICENCE = {"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/", "title": "CC BY 4.0"}
MONTHS = tuple(f"{month:02}" for month in range(1, 13))

Row = Mapping[str, Any]


def datapackage(corpus: Corpus, tables: Sequence[Released], counts: Mapping[str, int], folder: Path) -> dict[str, Any]:
    """The descriptor of the CSV files in `folder` (https://datapackage.org); its schemas are those of the codebook."""
    return {
        "name": NAME,
        "title": TITLE,
        "description": "Inspections in Vietnam's press, each value with the words that prove it. See datasheet.md. "
        "A cell that a spreadsheet would take for a formula has an apostrophe before it.",
        "version": version(corpus),
        "profile": "tabular-data-package",
        "licenses": [LICENCE],
        "resources": [_resource(table, counts[table.name], folder / f"{table.name}.csv") for table in tables],
    }


def _resource(table: Released, count: int, file: Path) -> dict[str, Any]:
    schema: dict[str, Any] = {"fields": [_field(*pair) for pair in zip(table.table.columns, table.types, strict=True)]}
    if table.key:
        schema["primaryKey"] = list(table.key)
    foreign = [(column.name, column.refers_to) for column in table.table.columns if column.refers_to]
    if foreign:
        schema["foreignKeys"] = [
            {"fields": [name], "reference": {"resource": "" if other == table.name else other, "fields": [_key(other)]}}
            for name, other in foreign
        ]
    return {
        "name": table.name,
        "description": table.table.meaning,
        "path": f"csv/{file.name}",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": file.stat().st_size,
        "hash": f"sha256:{sha256(file)}",
        "rows": count,
        "schema": schema,
    }


def sha256(path: Path) -> str:
    """SHA-256 of a file in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _key(table: str) -> str:
    return "name" if table == "sources" else "id"


def _field(column: Any, type_: str) -> dict[str, Any]:
    about = column.described
    field = {"name": column.name, "type": type_, "description": about.meaning, "source": about.source}
    if about.unit:
        field["unit"] = about.unit
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.values:
        constraints["enum"] = list(column.values)
    return field | ({"constraints": constraints} if constraints else {})


def version(corpus: Corpus) -> str:
    """The day on which the corpus was last written; "empty" where it never was."""
    days = (
        "SELECT substr(max(day), 1, 10) FROM (SELECT started_at AS day FROM runs UNION SELECT reviewed_at FROM reviews)"
    )
    return corpus.db.execute(days).fetchone()[0] or "empty"


def datasheet(corpus: Corpus, tables: Sequence[Released], counts: Mapping[str, int], texts: bool) -> str:
    """The datasheet (after Gebru et al., https://arxiv.org/abs/1803.09010), as Markdown."""
    sections = {
        "What it is": _what(corpus, counts),
        "What is in it": _contents(tables, counts, texts),
        "Coverage": _coverage(corpus),
        "How right it is": _accuracy(corpus),
        "Known gaps": _gaps(corpus),
        "How it was made": _made(corpus),
        "Licence and persons": _licence(texts),
    }
    parts = [f"# {TITLE}\n", *(f"## {title}\n\n{text}\n" for title, text in sections.items())]
    return "\n".join(parts)


def _what(corpus: Corpus, counts: Mapping[str, int]) -> str:
    first, last = corpus.db.execute("SELECT min(published), max(published) FROM articles").fetchone()
    period = f", published from {first} to {last}" if first else ""
    made_up = corpus.db.execute(
        "SELECT count(*) FROM articles a JOIN sources s ON s.name = a.source WHERE s.sample"
    ).fetchone()[0]
    sample = (
        f"\n\n**{made_up} of these articles are of the made-up sample that comes with the project: no facts.**"
        if made_up
        else ""
    )
    return (
        "Inspections (kiểm tra, thanh tra, giám sát, kiểm toán) as Vietnam's press and official portals report them: "
        f"{counts['cases']} inspections out of {counts['inspections']} reports in {counts['articles']} articles"
        f"{period}. `who_was_inspected_when` is the table to begin with: one row for each agency and date, with the "
        "sentence that proves it and the link.\n\n"
        f"Cite it as: *{TITLE}*, version {version(corpus)}, with the SHA-256 of `corpus.db` in `SHA256SUMS`.{sample}"
    )


def _contents(tables: Sequence[Released], counts: Mapping[str, int], texts: bool) -> str:
    rows = [{"table": t.name, "rows": counts[t.name], "what": t.table.meaning} for t in tables]
    kept = "with" if texts else "without"
    return (
        f"The same tables as CSV, JSON lines, Parquet and SQLite, {kept} the texts of the articles; `codebook.md` says "
        "what each column means. Empty (null) is not known or not told, never no. Who judged values, and which pages "
        "were looked at, is left out.\n\n" + table(rows)
    )


def _coverage(corpus: Corpus) -> str:
    watched = [
        {
            "source": row["source"],
            "runs": row["runs"],
            "watched": _span(row["first_run"], row["last_run"]),
            "articles": row["articles"],
            "published": _span(row["first_article"], row["last_article"]),
            "months without": f"{len(row['months_without'])} of {row['months']}",
        }
        for row in overview.coverage(corpus)
    ]
    counted = corpus.db.execute(
        "SELECT source, substr(published, 1, 4) AS year, substr(published, 6, 2) AS month, count(*) AS articles,"
        " count(DISTINCT i.article_id) AS telling FROM articles a"
        " LEFT JOIN (SELECT DISTINCT article_id FROM inspections) i ON i.article_id = a.id"
        " WHERE published NOT NULL AND duplicate_of IS NULL GROUP BY source, year, month ORDER BY source, year, month"
    )
    by_year: dict[tuple[str, str], dict[str, Any]] = {}
    for source, year, month, articles, telling in counted:
        row = by_year.setdefault((source or "", year), {"source": source, "year": year} | dict.fromkeys(MONTHS, ""))
        row[month] = f"{telling}/{articles}"
    return (
        "No row about an agency does not mean that nobody inspected it: newspapers choose what they report, and "
        f"sources were watched only for a time.\n\n{table(watched)}\n\n"
        "Articles that tell inspections / all articles, by month of publication; an empty month has no article:\n\n"
        f"{table(by_year.values())}"
    )


def _span(first: str | None, last: str | None) -> str:
    return f"{first} to {last}" if first and first != last else first or ""


@cache
def measured() -> tuple[dict[str, str], ...]:
    """How right the extractor is: {set, articles, field, precision, recall, F1}, as `data/accuracy.tsv` tells it."""
    columns = ("set", "articles", "field", "precision", "recall", "F1")
    return tuple(dict(zip(columns, row, strict=True)) for row in read_table(ACCURACY))


def _accuracy(corpus: Corpus) -> str:
    judged = reviews.accuracy(corpus)
    told = f"What people have judged in this corpus:\n\n{table(judged)}" if judged else "No value has been judged yet."
    return (
        "Values are read out of the articles by rules and small models, and are sometimes wrong; `confidence` says how "
        "sure they are. F1 on annotated articles, as this version of the extractor reads them (`when`: pairs of agency "
        "and date; *sample*: written for the project, in the style of provincial papers; *real*: articles of the "
        f"national press of 2016-19, harder):\n\n{table(measured())}\n\n{told}"
    )


def _gaps(corpus: Corpus) -> str:
    questions = {
        "articles without a date of publication": "SELECT count(*) FROM articles WHERE published IS NULL",
        "inspections of which no date is told": (
            "SELECT count(*) FROM inspections i WHERE NOT EXISTS (SELECT 1 FROM dates WHERE inspection_id = i.id)"
        ),
        "dates of which the year is not known": "SELECT count(*) FROM dates WHERE first_day IS NULL",
        "inspections of which no agency is named": (
            "SELECT count(*) FROM inspections i WHERE NOT EXISTS (SELECT 1 FROM inspected WHERE inspection_id = i.id)"
        ),
        "inspections of which no leader is told": (
            "SELECT count(*) FROM inspections i WHERE NOT EXISTS (SELECT 1 FROM leaders WHERE inspection_id = i.id)"
        ),
        "findings that the text ties to no single agency": "SELECT count(*) FROM violations WHERE agency_id IS NULL",
        "agencies whose name can mean several": "SELECT count(*) FROM agencies WHERE certainty = 'ambiguous'",
        "agencies that no list knows": "SELECT count(*) FROM agencies WHERE certainty = 'unknown'",
    }
    rows = [{"what": what, "how many": corpus.db.execute(sql).fetchone()[0]} for what, sql in questions.items()]
    return table(rows)


def _made(corpus: Corpus) -> str:
    versions = corpus.db.execute(
        "SELECT extractor, lexicon, count(*) AS articles FROM articles GROUP BY extractor, lexicon ORDER BY 1, 2"
    )
    rows = [dict(zip(("extractor", "lexicon", "articles"), row, strict=True)) for row in versions]
    return (
        "Pages were fetched politely (robots.txt, one request at a time) or imported, kept as they came, parsed by the "
        f"markup of their sites, and read by these versions of the rules:\n\n{table(rows)}"
    )


def _licence(texts: bool) -> str:
    whole = (
        " Whole texts are in this release because somebody asked for them: pass it on only where you may."
        if texts
        else ""
    )
    return (
        f"Selection, structure and codes of this data: [{LICENCE['title']}]({LICENCE['path']}). Titles, quoted "
        "sentences and texts belong to their publishers; short quotes stand here as evidence, with the link."
        f"{whole}\n\n"
        "Persons: the names and offices of those who led inspections, of signers, and of authors, all as published, "
        "and nothing beside what was published. A name is not an identity: the same name with another office may be "
        "another person. Findings are about organisations; they are what an article reports of that day, not what "
        "courts or later inspections found. Who is named wrongly can ask for a correction: a review corrects the value "
        "for good, and the next release has it."
    )


def table(rows: Iterable[Row]) -> str:
    """Rows of one kind as a Markdown table; "(none)" where there are none."""
    rows = list(rows)
    if not rows:
        return "(none)"
    out = io.StringIO()
    write_markdown(rows, out, tuple(rows[0]))
    return out.getvalue().rstrip("\n")
