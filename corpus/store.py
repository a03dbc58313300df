"""The corpus: articles with the inspections they tell, each value with the place in the text that proves it."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from corpus import cases, search
from corpus.database import connect, insert, migrate, transaction
from corpus.duplicates import groups, may_be_same, slug
from corpus.edtf import days
from corpus.folding import fold, folded_name, in_order
from corpus.identity.agencies import Agency, resolve, resolve_all
from corpus.identity.people import identify
from corpus.identity.places import Context
from corpus.judged import Review, judged, place
from corpus.recorded import SINGLE, Item, from_snapshot, items, stored_items, value_of
from corpus.recorded import inspections as recorded
from corpus.schema import APPLICATION_ID, MIGRATIONS, VERSIONED
from extract import Article, Inspection
from extract.inspection import Found, Mention
from extract.text import sentence_spans

#: Columns by which pages of one article are known.
GROUPED = "id, url, source, slug, title, published, text"
#: Pages that may be of one article with one, before titles are folded and texts compared. A paper has hundreds of
#: "Lịch công tác tuần": those of other days are not read.
_MAY_BE_SAME = " UNION ".join(
    f"SELECT {GROUPED} FROM articles WHERE source = :source AND {column} = :{column}"
    " AND (published = :published OR published IS NULL OR :published IS NULL)"
    for column in ("slug", "title")
)
#: The name that an agency is shown under: the fullest of those that its names are written out to.
_FULLEST = (
    "SELECT canonical FROM agency_names WHERE agency_id = ? GROUP BY canonical"
    " ORDER BY length(canonical) DESC, sum(uses) DESC, canonical LIMIT 1"
)
#: What happens to a name that an article uses more (or less) often than before, the first that applies.
_USE_NAME = (
    "DELETE FROM agency_names WHERE agency_id = :agency AND name = :name AND uses + :more = 0",
    "UPDATE agency_names SET uses = uses + :more, canonical = coalesce(:canonical, canonical), folded = :folded"
    " WHERE agency_id = :agency AND name = :name",
    "INSERT INTO agency_names (agency_id, name, canonical, folded, uses)"
    " VALUES (:agency, :name, :canonical, :folded, :more)",
)
#: Tables of what several articles share, with their primary keys.
SHARED = {
    "agencies": ("id",),
    "agency_candidates": ("agency_id", "candidate"),
    "agency_successions": ("agency_id", "successor"),
    "people": ("id",),
}
#: Pages of the file that a connection keeps in memory, at most.
CACHE_KIB = 65_536
#: Columns of `agencies` that are fields of an `Agency`.
AGENCY = (
    "name", "certainty", "level", "kind", "parent", "province", "unit_code", "unit_code_2025", "province_2025",
    "latitude", "longitude",
)  # fmt: skip
#: {(agency, name): how often}.
Uses = Counter[tuple[str, str]]


class Corpus:
    """A SQLite file of articles and inspections; without `path` it lives in memory.

    An article is stored in one transaction, so it is wholly there or not at all, and storing it again replaces it.
    Raises DatabaseError when the file is not a corpus.
    """

    def __init__(self, path: str | Path | None = None):
        if path is None:
            connection = sqlite3.connect(":memory:", isolation_level=None)
            connection.execute("PRAGMA foreign_keys = ON")
            migrate(connection, APPLICATION_ID, MIGRATIONS)
        else:
            connection = connect(path, "corpus", APPLICATION_ID, MIGRATIONS)
        prepare(connection)
        self.db = Database(connection)
        if not search.is_current(connection):
            with transaction(connection):
                search.rebuild(connection)

    @classmethod
    def reading(cls, connection: sqlite3.Connection) -> Corpus:
        """The corpus behind a connection that someone else has opened, `prepare`d and will close."""
        corpus = cls.__new__(cls)
        corpus.db = Database(connection, recursive_triggers=False)
        return corpus

    def close(self) -> None:
        """Close the database."""
        self.db.close()

    # Runs and sources

    def begin(self, command: str, extractor: str, sources: Iterable[Mapping[str, Any]] = ()) -> int:
        """Note that a run begins, with what is known of the sources; gives its id."""
        with transaction(self.db.conn):
            for source in sources:
                insert(self.db.conn, "sources", [source], ("name",))
            run = {"command": command, "extractor": extractor, "started_at": now()}
            return self.db["runs"].insert(run).last_pk

    def finish(self, run: int, articles: int, problems: int, statistics: Iterable[Mapping[str, Any]] = ()) -> None:
        """Note that a run has ended, with what it did for each source (see `corpus.statistics`)."""
        with transaction(self.db.conn):
            self.db["runs"].update(run, {"finished_at": now(), "articles": articles, "problems": problems})
            self.db["source_runs"].insert_all({"run_id": run} | dict(row) for row in statistics)

    # Articles

    def has_page(self, url: str, sha256: str) -> bool:
        """Whether the page was looked into in just this version."""
        found = self.db.execute("SELECT 1 FROM pages WHERE url = ? AND sha256 = ?", (url, sha256))
        return found.fetchone() is not None

    def put(
        self,
        article: Article,
        inspections: Sequence[Inspection],
        extractor: str,
        run: int | None = None,
        page: Any = None,
        lexicon: str | None = None,
    ) -> bool:
        """Store `article` and what it tells, instead of what was stored of it; gives whether it is new.

        `page` is what it was read from (`url, sha256, fetched_at`), where there is one. `extractor` and `lexicon` are
        the versions that `inspections` were read with. What people have judged stays as they judged it.
        """
        own = {"extractor": extractor, "lexicon": lexicon, "run_id": run}
        if page is not None:
            own |= {"page_sha256": page.sha256, "fetched_at": stamp(page.fetched_at)}
        with transaction(self.db.conn):
            key = article_key(article)
            reviews = self.reviews(key, article.text)
            is_new = self._put(article, judged(article, place(article, inspections, reviews), reviews), own)
            if page is not None:
                self._saw(page, key, None)
        return is_new

    def judge(self, key: str) -> None:
        """Bring what is stored of an article in line with its reviews, in the transaction that is open."""
        article = self.article(key)
        own = {name: self.db["articles"].get(key)[name] for name in ("extractor", "lexicon", "run_id")}
        stored = recorded(stored_items(self.db, key))
        self._put(article, judged(article, stored, self.reviews(key, article.text)), own)

    def reviews(self, key: str, text: str) -> list[Review]:
        """What people have judged of an article, in order; `text` is what it says today."""
        found = []
        for row in self.db["reviews"].rows_where("article_id = ?", [key], order_by="id"):
            values = (value_of(row["field"], row[name] and json.loads(row[name])) for name in ("value", "new_value"))
            known = (row["inspection_id"], row["field"], row["verdict"], *values)
            span = (row["char_start"], row["char_end"], row["quote"])
            found.append(Review(*known, from_snapshot(row["inspection"], text), *span))
        return found

    def would_store(self, article: Article, inspections: Sequence[Inspection]) -> list[Item]:
        """The values that `put` would store, without storing them."""
        reviews = self.reviews(article_key(article), article.text)
        rows = self._rows(article, judged(article, place(article, inspections, reviews), reviews))
        return items(rows.tables)

    def _rows(self, article: Article, inspections: Mapping[int, Inspection]) -> Rows:
        rows = Rows(article, article_key(article), self._context(article))
        for ordinal, inspection in inspections.items():
            rows.add(inspection, ordinal)
        return rows

    def _put(self, article: Article, inspections: Mapping[int, Inspection], own: Mapping[str, Any]) -> bool:
        """Store an article with its inspections by ordinal; `own` are columns of its row beside what it says."""
        rows = self._rows(article, inspections)
        key = rows.key
        own = {
            "id": key,
            "url": article.url or None,
            "source": article.source,
            "input_id": article.id,
            "title": article.title,
            "text": article.text,
            "published": article.published,
            "author": article.author,
            "family": article.family,
            "how": json.dumps(article.how, ensure_ascii=False, sort_keys=True),
            "slug": slug(article.url),
        } | dict(own)
        versions = {name: own[name] for name in ("extractor", "lexicon")}
        is_new = not self.db["articles"].count_where("id = ?", [key])
        group, before = self._group(key), self._agencies({key})
        people, leaders = self._people(key), search.leaders_of(self.db.conn, key)
        search.forget_text(self.db.conn, key)
        insert(self.db.conn, "articles", [own], ("id",))
        search.list_text(self.db.conn, key)
        group |= self._unite(group | {key})
        touched = cases.cases_of(self.db, group | {key})
        for table in ("parts", "inspections"):
            self.db[table].delete_where("article_id = ?", [key])
        # Agencies and people outlive an article: they are shared, and get their names at the end.
        for table, values in rows.shared.items():  # as today's rules and facts have it
            insert(self.db.conn, table, values.values(), SHARED[table])
        for table, values in rows.tables.items():
            values = [value | versions for value in values] if table in VERSIONED else values
            insert(self.db.conn, table, values)
        self._settle(before, self._agencies({key}), rows.canonical)
        self._forget(people)
        search.name_leaders(self.db.conn, leaders | search.leaders_of(self.db.conn, key))
        cases.settle(self.db, touched, group | {key}, [row["id"] for row in rows.tables["inspections"]])
        return is_new

    def article(self, key: str) -> Article | None:
        """The stored article with this id, as it was read from its page or file."""
        row = next(self.db["articles"].rows_where("id = ?", [key]), None)
        if row is None:
            return None
        parts = self.db["parts"].rows_where("article_id = ? AND kind != 'title'", [key], order_by="ordinal")
        blocks = tuple((part["kind"], row["text"][part["char_start"] : part["char_end"]]) for part in parts)
        own = {name: row[name] for name in ("title", "url", "source", "published", "author", "family")}
        return Article(id=row["input_id"], blocks=blocks, how=json.loads(row["how"]), **own)

    def article_ids(self) -> list[str]:
        """The ids of all stored articles, in order."""
        return [row[0] for row in self.db.execute("SELECT id FROM articles ORDER BY id")]

    def pass_over(self, page: Any, problem: str, obstacle: str | None = None) -> None:
        """Remember that `page` (`url, sha256`) holds no article, and why: by name, where something stood in the way."""
        with transaction(self.db.conn):
            self._saw(page, None, problem, obstacle)

    def _saw(self, page: Any, article: str | None, problem: str | None, obstacle: str | None = None) -> None:
        row = {"url": page.url, "sha256": page.sha256, "article_id": article, "problem": problem, "obstacle": obstacle}
        insert(self.db.conn, "pages", [row], ("url",))

    def _group(self, article: str) -> set[str]:
        """The stored articles that were one with `article` so far."""
        found = self.db.execute(
            "SELECT id FROM articles WHERE coalesce(duplicate_of, id) ="
            " (SELECT coalesce(duplicate_of, id) FROM articles WHERE id = ?)",
            (article,),
        )
        return {row[0] for row in found}

    def _unite(self, articles: set[str]) -> set[str]:
        """Find anew which of `articles`, and of those that may be one with them, are one; gives all that it looked at.

        The result depends on what is stored, not on the order in which it came.
        """
        rows: dict[str, sqlite3.Row] = {}
        ahead = list(articles)
        while ahead:
            if (key := ahead.pop()) in rows:
                continue
            rows[key] = row = self.db.execute(f"SELECT {GROUPED} FROM articles WHERE id = ?", (key,)).fetchone()
            if row["source"] is None:
                continue
            others = self.db.execute(_MAY_BE_SAME, dict(row))
            ahead += [other["id"] for other in others if other["id"] not in rows and may_be_same(row, other)]
        if len(rows) == 1:
            self.db.execute("UPDATE articles SET duplicate_of = NULL WHERE id IN (SELECT ?)", tuple(rows))
            return set(rows)
        for first, *others in groups(rows.values()):
            for row, head in ((first, None), *((other, first["id"]) for other in others)):
                self.db.execute("UPDATE articles SET duplicate_of = ? WHERE id = ?", (head, row["id"]))
        return set(rows)

    def _context(self, article: Article) -> Context:
        """Where and when the names of an article are read."""
        found = self.db.execute("SELECT province FROM sources WHERE name = ?", (article.source,)).fetchone()
        return Context(found and found[0], article.published)

    def _agencies(self, articles: Iterable[str]) -> Uses:
        """{(agency, name): how often it is inspected under that name} of some articles, those that do not count too."""
        named = (
            "SELECT agency_id, name FROM inspected w JOIN inspections i ON i.id = w.inspection_id WHERE article_id = ?"
        )
        return Counter(tuple(row) for article in articles for row in self.db.execute(named, (article,)))

    def _settle(self, before: Uses, after: Uses, canonical: Mapping[tuple[str, str], str]) -> None:
        """Bring up to date under which names articles have agencies; forget agencies that none names any more.

        The result depends on what is stored, not on the order in which it came.
        """
        used = before.keys() | after.keys()
        for agency, name in sorted(used):
            row = {"agency": agency, "name": name, "more": after[agency, name] - before[agency, name]}
            row |= {"canonical": canonical.get((agency, name)), "folded": folded_name(name)}
            any(self.db.execute(sql, row).rowcount for sql in _USE_NAME)
        for agency in {agency for agency, _ in used}:
            if row := self.db.execute(_FULLEST, (agency,)).fetchone():
                changed = "UPDATE agencies SET name = ?1, folded = ?2 WHERE id = ?3 AND (name, folded) <> (?1, ?2)"
                self.db.execute(changed, (row[0], folded_name(row[0]), agency))
            else:
                self.db.execute("DELETE FROM agencies WHERE id = ?", (agency,))
        search.name_agencies(self.db.conn, {agency for agency, _ in used})

    def _people(self, article: str) -> set[str]:
        named = "SELECT person_id FROM leaders l JOIN inspections i ON i.id = l.inspection_id WHERE article_id = ?"
        return {row[0] for row in self.db.execute(named, (article,))}

    def _forget(self, people: Iterable[str]) -> None:
        """Forget people that lead no inspection any more."""
        unknown = "DELETE FROM people WHERE id = ? AND NOT EXISTS (SELECT 1 FROM leaders WHERE person_id = people.id)"
        for person in people:
            self.db.execute(unknown, (person,))

    def counts(self) -> dict[str, int]:
        """Articles, inspections and agencies; what several reports tell of one inspection counts once."""
        return {
            "articles": self.db["articles"].count_where("duplicate_of IS NULL"),
            "inspections": self.db["cases"].count_where("articles > 0"),
            "agencies": self.db["agencies"].count,
        }


def prepare(connection: sqlite3.Connection) -> None:
    """Give a connection what the project's SQL needs: rows by name, the functions `fold` and `in_order`, and room for
    the pages of the lists that a question reads."""
    connection.row_factory = sqlite3.Row
    connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
    connection.create_function("fold", 1, fold, deterministic=True)
    connection.create_function("in_order", 2, in_order, deterministic=True)


class Rows:
    """The rows of one article's inspections, by table."""

    def __init__(self, article: Article, key: str, context: Context):
        self.article, self.key, self.context = article, key, context
        self.sentences = [span for part in article.parts for span in sentence_spans(article.text, part.start, part.end)]
        #: What several articles share, by table and key.
        self.shared: dict[str, dict[Any, dict[str, Any]]] = {name: {} for name in SHARED}
        self.canonical: dict[tuple[str, str], str] = {}
        self.ordinals: Counter[tuple[str, str]] = Counter()
        # In this order rows find what they refer to.
        tables = ("parts", "inspections", "inspected", "dates", "leaders", "violations", "documents", "outcomes")
        self.tables: dict[str, list[dict[str, Any]]] = {name: [] for name in (*tables, "evidence")}
        for ordinal, part in enumerate(article.parts, 1):
            place = {"kind": part.kind, "char_start": part.start, "char_end": part.end}
            self.tables["parts"].append({"article_id": key, "ordinal": ordinal} | place)

    def add(self, inspection: Inspection, ordinal: int) -> None:
        """One inspection, with all that belongs to it."""
        key = f"{self.key}.{ordinal}"
        row = {"id": key, "article_id": self.key, "ordinal": ordinal, "confidence": rounded(inspection.confidence)}
        for name in SINGLE:
            found: Found | None = getattr(inspection, name)
            row[name] = found and found.value
            if found:
                self._prove("inspections", key, name, key, found.evidence, found.confidence)
        self.tables["inspections"].append(row)
        self._prove("inspections", key, "trigger", key, inspection.evidence, inspection.confidence)
        together = resolve_all([found.value for found in inspection.agencies], self.context)
        ids = {}
        for found, agency in zip(inspection.agencies, together, strict=True):
            ids[found.value] = self._add_inspected(key, found, agency)
        for found in inspection.dates:
            first, last = days(found.value)
            self._add("dates", key, found, {"edtf": found.value, "first_day": first, "last_day": last})
        for found in inspection.leaders:
            name, position = found.value.name, found.value.position
            folded = fold(" ".join(filter(None, (name, position))))
            person = self._person(name, position, key) if name else None
            row = {"name": name, "position": position, "folded": folded, "person_id": person}
            self._add("leaders", key, found, row)
        for found in inspection.violations:
            value = found.value
            agency = ids.get(value.agency or "") or self._same(value.agency, ids)
            row = {"agency_id": agency, "text": value.text, "category": value.category, "count": value.count}
            self._add("violations", key, found, row | {"total": value.total, "amount_vnd": value.amount_vnd})
        for found in inspection.documents:
            value = found.value
            row = {"kind": value.kind, "number": value.number, "date": value.date, "signer": value.signer}
            self._add("documents", key, found, row)
        for found in inspection.outcomes:
            value = found.value
            row = {"kind": value.kind, "text": value.text, "status": value.status, "severity": value.severity}
            self._add("outcomes", key, found, row | {"amount_vnd": value.amount_vnd})

    def _same(self, name: str | None, ids: Mapping[str, str]) -> str | None:
        """The inspected agency that another spelling of its name means."""
        agency = digest(resolve(name, self.context).key) if name else None
        return agency if agency in ids.values() else None

    def _add_inspected(self, inspection: str, found: Found[str], meant: Agency) -> str:
        agency = self._agency(found.value, meant)
        same = [
            row for row in self.tables["inspected"] if (row["inspection_id"], row["agency_id"]) == (inspection, agency)
        ]
        if same:  # two spellings of one name
            self._prove("inspected", same[0]["id"], "name", inspection, found.evidence, found.confidence)
        else:
            self._add("inspected", inspection, found, {"agency_id": agency, "name": found.value}, "name")
        return agency

    def _agency(self, name: str, found: Agency) -> str:
        """Note the agency that a name means; gives its id."""
        key = digest(found.key)
        own = {"id": key, "folded": "", "parent_id": found.parent_key and digest(found.parent_key)}
        self.shared["agencies"][key] = own | {column: getattr(found, column) for column in AGENCY}
        self.canonical[key, name] = found.name
        for one in found.candidates:
            row = {"agency_id": key, "candidate": one.name, "unit_code": one.unit_code, "score": one.score}
            self.shared["agency_candidates"][key, one.name] = row
        for one in found.successions:
            row = {"agency_id": key, "successor": one.name, "successor_id": digest(one.key), "on_date": one.on_date}
            self.shared["agency_successions"][key, one.name] = row | {"how": one.how, "source": one.source}
        return key

    def _person(self, name: str, position: str | None, inspection: str) -> str:
        """Note who a leader is; gives the id."""
        found = identify(name, position, self.context, inspection)
        folded = fold(" ".join(filter(None, (found.name, found.office))))
        row = {"id": digest(found.key), "name": found.name, "office": found.office, "folded": folded}
        self.shared["people"][row["id"]] = row
        return row["id"]

    def _add(self, table: str, inspection: str, found: Found, row: dict[str, Any], field: str = "value") -> None:
        self.ordinals[table, inspection] += 1
        ordinal = self.ordinals[table, inspection]
        key = f"{inspection}.{table}.{ordinal}"
        own = {"id": key, "inspection_id": inspection, "ordinal": ordinal, "confidence": rounded(found.confidence)}
        self.tables[table].append(own | row)
        self._prove(table, key, field, inspection, found.evidence, found.confidence)

    def _prove(
        self, table: str, row: str, field: str, inspection: str, mentions: Iterable[Mention], confidence: float
    ) -> None:
        for mention in mentions:
            self.ordinals[row, field] += 1
            start, end = self._sentence(mention)
            self.tables["evidence"].append(
                {
                    "row_table": table,
                    "row_id": row,
                    "field": field,
                    "ordinal": self.ordinals[row, field],
                    "inspection_id": inspection,
                    "article_id": self.key,
                    "char_start": mention.start,
                    "char_end": mention.end,
                    "quote": self.article.text[mention.start : mention.end],
                    "sentence_start": start,
                    "sentence_end": end,
                    "rule": mention.rule,
                    "confidence": rounded(confidence),
                }
            )

    def _sentence(self, mention: Mention) -> tuple[int, int]:
        """The sentence (or sentences) that a mention stands in."""
        met = [span for span in self.sentences if span[0] < mention.end and mention.start < span[1]]
        starts, ends = [mention.start, *(start for start, _ in met)], [mention.end, *(end for _, end in met)]
        return min(starts), max(ends)


def article_key(article: Article) -> str:
    """The same for the same article: made from its URL, or from its text where it has none."""
    return digest(article.url or article.text)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def rounded(probability: float) -> float:
    """To what is worth telling, the same on every machine."""
    return round(probability, 4)


def now() -> str:
    return stamp(datetime.now(UTC))


def stamp(moment: datetime) -> str:
    """A moment in UTC as it stands in the database."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
