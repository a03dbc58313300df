"""Questions to a corpus: who was inspected, when.

An answer is a case; its rows are those of the view `who_was_inspected_when`: one for each agency and date.
Answers are found in the search tables (corpus/search.py), so that it takes about as long in a corpus of a million:

* every condition lists the answers that meet it; the shortest list of at most `FEW` is read, checked against the
  other conditions, and sorted;
* where all lists are longer, the sparsest is walked in the order of days only as far as answers are wanted;
* words alone that many articles have are looked for from the newest article on, as far as answers are wanted;
* a count that may stop (`at_least`) looks at no more than `CANDIDATES`, and says whether it is all.
"""

from __future__ import annotations

import heapq
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import chain, islice
from operator import itemgetter
from typing import Any

from corpus.folding import fold, in_order
from corpus.names import alike, as_json, named, province_codes
from corpus.search import LONG_DAYS, MONTH, NO_DAY
from corpus.store import Corpus
from corpus.texts import Snippet, matches, snippet

Row = dict[str, Any]
#: The columns of a row, in order.
COLUMNS = (
    "date", "agency", "agency_name", "leader", "violations", "violations_not_tied", "activity", "surprise", "stage",
    "topic", "inspecting_body", "agency_count", "source", "publisher", "published", "title", "url", "sentence", "quote",
    "char_start", "char_end", "confidence", "first_day", "last_day", "case_id", "articles", "inspection_id",
    "article_id", "input_id", "agency_id", "agency_ordinal",
)  # fmt: skip
_FLAGS, _LISTS = ("surprise",), ("violations", "violations_not_tied")
#: By which answers can be sorted; "-" turns the order round. Answers without a known date come last either way.
SORTS = ("date", "-date", "published", "-published", "confidence", "-confidence", "relevance")
#: By which answers can be counted; "year" is that of the date.
FACETS = ("activity", "surprise", "stage", "province", "source", "category", "certainty", "year")
#: A list of at most so many answers is read as a whole and sorted.
FEW = 1_000
#: Answers beyond a page that are counted before "at least" says enough.
COUNTED = 1_000
#: A count that may stop looks at so many answers that meet one condition; those that meet all may be few of these.
CANDIDATES = 5_000
#: The same where frequent words must be looked up in the text for each, which takes longer.
LOOKED_UP = 500
#: So many lists are walked side by side; a condition of more is checked answer by answer.
_MOST_LISTS = 40
_BEFORE_ALL, _AFTER_ALL = "0000", "9998-12-31"
_DAY_SORTS = ("date", "-date")


@dataclass(frozen=True, slots=True)
class Question:
    """What to look for; None is no condition, and all conditions must be met.

    `agency`, `leader` and `source` are words of a name in their order, with or without diacritics; where no agency
    (leader) has such a name, those whose names are most like it are meant. `first` and `last` are days (YYYY-MM-DD)
    of the period that a date must meet: be in it on any day that the date can mean. `province` is a name of today or
    of before July 2025, `category` a class of violations, `text` words and "phrases" that an article must have.
    `agency_id` is one agency, `certainty` high, medium or low (corpus/search.py);
    `sources` are names of sources, one of which it must be; `run` is the run that stored it. `sort` is of `SORTS`;
    "relevance" needs `text` (otherwise answers come by date), and counts words that at most `FEW` articles have. Where
    there are none, the newest articles come first; of more than `FEW` with other conditions, the newest dates.
    """

    agency: str | None = None
    first: str | None = None
    last: str | None = None
    leader: str | None = None
    source: str | None = None
    sources: tuple[str, ...] = ()
    run: int | None = None
    province: str | None = None
    category: str | None = None
    activity: str | None = None
    surprise: bool | None = None
    stage: str | None = None
    text: str | None = None
    agency_id: str | None = None
    certainty: str | None = None
    sort: str = "date"


@dataclass(frozen=True, slots=True)
class Counted:
    """That there are `number` answers, or, where that is not `exact`, at least so many."""

    number: int
    exact: bool

    def __str__(self) -> str:
        return f"{self.number}" if self.exact else f"at least {self.number}"


def ask(corpus: Corpus, question: Question, limit: int | None = None, offset: int = 0) -> list[Row]:
    """The rows of the answers to `question`, those of one answer together: of `limit` answers after `offset`.

    Of an answer those rows are given that meet the conditions on agency and date themselves. Raises ValueError for
    a province that there is not.
    """
    return rows_of(corpus, question, answers(corpus, question, limit, offset))


def rows_of(corpus: Corpus, question: Question, ids: Sequence[str]) -> list[Row]:
    """The rows of the answers `ids`, in their order."""
    agencies = None if question.agency is None else set(agencies_meant(corpus, question.agency))
    if question.agency_id is not None:
        agencies = {question.agency_id}
    whole: dict[str, list[Row]] = {answer: [] for answer in ids}
    sql = (
        "SELECT * FROM who_was_inspected_when WHERE case_id IN (SELECT value FROM json_each(?))"
        " ORDER BY first_day IS NULL, first_day, last_day, agency_ordinal"
    )
    for row in corpus.db.query(sql, (as_json(list(ids)),)):
        flags = {name: bool(row[name]) for name in _FLAGS}
        whole[row["case_id"]].append(row | flags | {name: json.loads(row[name]) for name in _LISTS})

    def met(row: Row) -> bool:
        return (agencies is None or row["agency_id"] in agencies) and _meets(row, question)

    # What one report says of a case may give way to what another says more exactly: then all rows answer.
    return list(chain.from_iterable([row for row in own if met(row)] or own for own in whole.values()))


def count(corpus: Corpus, question: Question) -> int:
    """How many answers there are."""
    conditions = _conditions(corpus, question)
    if not conditions and _period(question) is None:
        return corpus.db["search_answers"].count
    driver, few = _driver(corpus.db.conn, conditions, question, by_day=False)
    if not few:
        driver = next((c for c in conditions if c.match is not None), driver)
    sql, values = _hits(driver, conditions, question, whole=True)
    return corpus.db.execute(f"SELECT count(DISTINCT h.id) {sql}", values).fetchone()[0]


def at_least(corpus: Corpus, question: Question, most: int, shown: int = 0) -> Counted:
    """How many answers there are, as far as can soon be told: not more than `most`, of not more than `CANDIDATES`;
    `shown` are known already."""
    connection = corpus.db.conn
    conditions = _conditions(corpus, question, find=not _is_words_alone(question))
    words = next((c for c in conditions if c.match is not None), None)
    some, all_seen = None, True
    if words and _is_words_alone(question):
        newest = connection.execute("SELECT coalesce(max(number), 0) FROM search_articles").fetchone()[0]
        driver = replace(words, since=max(0, newest - int(CANDIDATES * words.apart)))
        conditions, all_seen = [driver], driver.since == 0
    else:
        driver, few = _driver(connection, conditions, question, by_day=False)
        if not few:
            some = LOOKED_UP if words else CANDIDATES
    sql, values = _hits(driver, conditions, question, most=some)
    found = f"SELECT count(*) FROM (SELECT DISTINCT h.id {sql} LIMIT :most)"
    number = connection.execute(found, values | {"most": most + 1}).fetchone()[0]
    if some is not None and number <= most:
        sql, values = _list(driver, question)
        further = connection.execute(f"SELECT 1 FROM ({sql}) LIMIT 1 OFFSET :some", values | {"some": some})
        all_seen = further.fetchone() is None
    return Counted(max(min(number, most), shown), all_seen and number <= most)


def undated(corpus: Corpus, question: Question) -> int:
    """How many answers `question` would have that have no date which could be compared with its period."""
    if question.first is None and question.last is None:
        return 0
    return count(corpus, replace(question, first=NO_DAY, last=NO_DAY))


def facets(corpus: Corpus, question: Question, most: int | None = None) -> dict[str, dict[str, int]]:
    """For each of `FACETS`, how many of the answers have which value; the most frequent value first.

    Of more than `most` answers, where given, that many are looked at.
    """
    conditions = _conditions(corpus, question)
    driver, _ = _driver(corpus.db.conn, conditions, question)
    sql, values = _hits(driver, conditions, question, whole=True)
    listed = ", ".join(f"'{name}'" for name in FACETS if name != "year")
    counted = f"""
        WITH hits AS MATERIALIZED (SELECT DISTINCT h.id {sql} LIMIT :most)
        SELECT c.facet, c.value, count(DISTINCT c.id) FROM hits CROSS JOIN search_postings c ON c.id = hits.id
        WHERE c.facet IN ({listed}) GROUP BY 1, 2
        UNION ALL
        SELECT 'year', substr(c.day, 1, 4), count(DISTINCT c.id)
        FROM hits CROSS JOIN search_postings c ON c.id = hits.id
        WHERE c.facet = 'all' AND c.day < '{NO_DAY}' GROUP BY 1, 2
        ORDER BY 3 DESC, 2
    """
    found: dict[str, dict[str, int]] = {name: {} for name in FACETS}
    for facet, value, number in corpus.db.execute(counted, values | {"most": -1 if most is None else most}):
        found[facet][value] = number
    return found


def spread(corpus: Corpus, facet: str) -> dict[str, int]:
    """How many answers of the whole corpus have which value of a facet; the most frequent first."""
    if facet == "year":
        counted = (
            "SELECT substr(day, 1, 4), count(DISTINCT id) FROM search_postings"
            f" WHERE facet = 'all' AND day < '{NO_DAY}' GROUP BY 1 ORDER BY 2 DESC, 1"
        )
    else:
        counted = (
            "SELECT value, count(DISTINCT id) FROM search_postings WHERE facet = :facet GROUP BY 1 ORDER BY 2 DESC, 1"
        )
    return dict(map(tuple, corpus.db.execute(counted, {"facet": facet})))


def by_month(corpus: Corpus, question: Question, most: int | None = None) -> dict[str, int]:
    """How many of the answers begin in which month (YYYY-MM), in order; of more than `most`, that many are looked at.

    A date that means more than a month counts in none.
    """
    conditions = _conditions(corpus, question)
    if not conditions and _period(question) is None:
        whole = (
            "SELECT substr(day, 1, 7), count(DISTINCT id) FROM search_postings"
            f" WHERE facet = 'all' AND value = '' AND long <= {MONTH} AND day < '{NO_DAY}' GROUP BY 1 ORDER BY 1"
        )
        return dict(map(tuple, corpus.db.execute(whole)))
    driver, _ = _driver(corpus.db.conn, conditions, question)
    sql, values = _hits(driver, conditions, question, whole=True)
    counted = f"""
        WITH hits AS MATERIALIZED (SELECT DISTINCT h.id {sql} LIMIT :most)
        SELECT substr(c.day, 1, 7), count(DISTINCT c.id) FROM hits CROSS JOIN search_postings c ON c.id = hits.id
        WHERE c.facet = 'all' AND c.long <= {MONTH} AND c.day < '{NO_DAY}' GROUP BY 1 ORDER BY 1
    """
    return dict(map(tuple, corpus.db.execute(counted, values | {"most": -1 if most is None else most})))


def answers(corpus: Corpus, question: Question, limit: int | None = None, offset: int = 0) -> list[str]:
    """The ids of the answers to `question` in its order: `limit` of them after `offset`."""
    if question.sort not in SORTS:
        raise ValueError(f"{question.sort!r} is none of {', '.join(SORTS)}")
    if question.sort == "relevance" and question.text is None:
        question = replace(question, sort="date")
    connection = corpus.db.conn
    conditions = _conditions(corpus, question, find=question.sort != "relevance" or not _is_words_alone(question))
    stop = None if limit is None else offset + limit
    if question.sort == "relevance":
        words = next(c for c in conditions if c.match is not None or c.ranks is not None)
        if words.ranks is not None or _is_words_alone(question):
            return list(islice(_walk_articles(connection, words, conditions, question), offset, stop))
        question = replace(question, sort="-date")
    driver, few = _driver(connection, conditions, question)
    if few:
        return _read(connection, driver, conditions, question)[offset:stop]
    if question.sort in _DAY_SORTS:
        return list(islice(_walk(connection, driver, conditions, question), offset, stop))
    return _walk_sorted(connection, conditions, question, limit, offset)


def agencies_named(corpus: Corpus, words: str, only_alike: bool = False) -> list[str]:
    """The names of the agencies that `words` mean; with `only_alike` none, where those have all the words."""
    if only_alike and named(corpus.db.conn, "agency", words):
        return []
    meant = as_json(agencies_meant(corpus, words))
    found = corpus.db.execute(
        "SELECT name FROM agencies WHERE id IN (SELECT value FROM json_each(?)) ORDER BY name", (meant,)
    )
    return [row[0] for row in found]


def snippets(corpus: Corpus, rows: Iterable[Row], text: str) -> dict[str, Snippet]:
    """By article, where in the articles of `rows` the words of `text` stand."""
    articles = as_json(sorted({row["article_id"] for row in rows}))
    found = corpus.db.execute("SELECT id, text FROM articles WHERE id IN (SELECT value FROM json_each(?))", (articles,))
    return {row[0]: snippet(row[1], text) for row in found}


def agencies_meant(corpus: Corpus, words: str) -> list[str]:
    """The ids of the agencies that `words` mean: those that have them in a name, else those with names most like."""
    return named(corpus.db.conn, "agency", words) or alike(corpus.db.conn, "agency", words)


# How conditions are met


@dataclass(frozen=True)
class _Condition:
    """A facet must have one of `values`, or `match` (FTS5) must be in the text; `ranks` are articles' places.

    Of `match` those articles are listed whose numbers are greater than `since`; about one of `apart` has some of it.
    """

    facet: str
    values: Sequence[str] = ()
    match: str | None = None
    ranks: dict[str, float] | None = None
    apart: float = 1.0
    since: int = 0


def _conditions(corpus: Corpus, question: Question, find: bool = True) -> list[_Condition]:
    """What `question` asks for; unless they are to be found (`find`), words that many articles have stay words."""
    connection = corpus.db.conn
    found = []
    for facet in ("category", "activity", "stage", "certainty"):
        if (value := getattr(question, facet)) is not None:
            found.append(_Condition(facet, (value,)))
    if question.surprise is not None:
        found.append(_Condition("surprise", (str(int(question.surprise)),)))
    if question.agency is not None:
        found.append(_Condition("agency", agencies_meant(corpus, question.agency)))
    if question.agency_id is not None:
        found.append(_Condition("agency", (question.agency_id,)))
    if question.leader is not None:
        meant = named(connection, "leader", question.leader) or alike(connection, "leader", question.leader)
        found.append(_Condition("leader", meant))
    if question.province is not None:
        found.append(_Condition("province", province_codes(question.province)))
    if question.source is not None:
        found.append(_Condition("source", _sources(connection, question.source)))
    if question.sources:
        found.append(_Condition("source", question.sources))
    if question.run is not None:
        told = connection.execute("SELECT id FROM articles WHERE run_id = ?", (question.run,))
        found.append(_Condition("article", [row[0] for row in told]))
    if question.text is not None:
        having = matches(connection, question.text, FEW, find)
        articles = list(having.ranks or ())
        found.append(_Condition("article", articles, having.broad, having.ranks, having.apart))
    return found


def _sources(connection: sqlite3.Connection, words: str) -> list[str]:
    known = connection.execute("SELECT name, publisher FROM sources ORDER BY name")
    return [name for name, publisher in known if name == words or in_order(fold(publisher), fold(words))]


def _is_words_alone(question: Question) -> bool:
    """Whether words of the text are all that is asked for."""
    return question.text is not None and replace(question, text=None, sort="date") == Question()


_ALL = _Condition("all", ("",))


def _driver(
    connection: sqlite3.Connection, conditions: Sequence[_Condition], question: Question, by_day: bool = True
) -> tuple[_Condition, bool]:
    """The condition with the shortest list, and whether that has at most `FEW` answers.

    Of longer lists it is only known which days their first answers cover: the more, the sparser they are. Then it is
    the sparsest, of those that can be walked in the order of days, where that matters (`by_day`).
    """
    lists = [c for c in (*conditions, _ALL) if c.match is None]
    shortest, least, covered = None, FEW + 1, []
    for condition in lists:
        sql, values = _list(condition, question)
        seen = f"SELECT count(*), min(day), max(day) FROM (SELECT day FROM ({sql}) LIMIT {least})"
        size, first, last = connection.execute(seen, values).fetchone()
        if size < least:
            shortest, least = condition, size
        elif shortest is None:
            covered.append(_place(last) - _place(first))
    if shortest is not None:
        return shortest, True
    walked = [
        (days, -place) for place, days in enumerate(covered) if not by_day or len(lists[place].values) <= _MOST_LISTS
    ]
    return lists[-max(walked)[1]], False


def _place(day: str) -> int:
    """Where a day, or `NO_DAY`, has its place among others; days are about 1 apart."""
    year, month, own = map(int, (f"{day}-1-1" if day == NO_DAY else day).split("-"))
    return 372 * year + 31 * month + own


def _period(question: Question) -> list[str] | None:
    """Conditions on postings p, by how long the dates are, that meet the period; None where there is none."""
    if question.first is None and question.last is None:
        return None
    if question.first == NO_DAY:
        return [f"p.long = 0 AND p.day = '{NO_DAY}'"]
    return [
        f"p.long = {long} AND p.day BETWEEN :since_{long} AND :last AND p.last_day >= :first"
        for long in range(len(LONG_DAYS) + 1)
    ]


def _bounds(question: Question) -> dict[str, str]:
    first, last = question.first or _BEFORE_ALL, question.last or _AFTER_ALL
    bounds = {"first": first, "last": last, f"since_{len(LONG_DAYS)}": _BEFORE_ALL}
    for long, days in enumerate(LONG_DAYS):
        bounds[f"since_{long}"] = first
        if "0003" <= first < NO_DAY:  # a date that begins before the period may reach into it
            bounds[f"since_{long}"] = (date.fromisoformat(first) - timedelta(days=days - 1)).isoformat()
    return bounds


def _list(condition: _Condition, question: Question) -> tuple[str, dict[str, Any]]:
    """SQL that gives (id, day, value) of what meets `condition` in the period of `question`, and its values."""
    of = "SELECT p.id, p.day, p.value FROM search_postings p WHERE p.facet = :facet AND p.value"
    if condition.match is not None:
        of = (
            "SELECT p.id, p.day, p.value FROM search_texts x CROSS JOIN search_articles t ON t.number = x.rowid"
            " CROSS JOIN search_postings p ON p.facet = :facet AND p.value = t.article_id"
            " WHERE search_texts MATCH :match AND x.rowid > :since"
        )
    elif len(condition.values) == 1:
        of += " = :value"
    else:
        of += " IN (SELECT value FROM json_each(:values))"
    period = _period(question)
    sql = of if period is None else " UNION ALL ".join(f"{of} AND {part}" for part in period)
    values = {"facet": condition.facet, "value": "".join(condition.values[:1])}
    values |= {"match": condition.match, "since": condition.since}
    return sql, values | {"values": as_json(list(condition.values))} | _bounds(question)


def _checks(
    driver: _Condition,
    conditions: Iterable[_Condition],
    question: Question,
    dated: bool = True,
    whole: bool = False,
) -> tuple[list[str], dict[str, Any]]:
    """SQL conditions on h.id for all `conditions` but the driver, and for the period where the list is not `dated`.

    Conditions are looked up for each answer; where all answers are wanted (`whole`), those of many values and on words
    that many articles have are listed once instead.
    """
    checks, values = [], {}
    for number, condition in enumerate(c for c in conditions if c is not driver):
        if condition.match is not None:
            values[f"match_{number}"] = condition.match
            if whole:
                checks.append(
                    "h.id IN (SELECT c.id FROM search_texts x CROSS JOIN search_articles t ON t.number = x.rowid"
                    " CROSS JOIN search_postings c ON c.facet = 'article' AND c.value = t.article_id"
                    f" WHERE search_texts MATCH :match_{number})"
                )
                continue
            checks.append(
                "EXISTS (SELECT 1 FROM search_postings c JOIN search_articles t ON t.article_id = c.value"
                " WHERE c.id = h.id AND c.facet = 'article' AND EXISTS"
                f" (SELECT 1 FROM search_texts WHERE search_texts MATCH :match_{number} AND rowid = t.number))"
            )
            continue
        values |= {f"facet_{number}": condition.facet, f"values_{number}": as_json(list(condition.values))}
        if whole and len(condition.values) > _MOST_LISTS:
            checks.append(
                f"h.id IN (SELECT c.id FROM json_each(:values_{number}) v CROSS JOIN search_postings c"
                f" ON c.facet = :facet_{number} AND c.value = v.value)"
            )
        else:  # + : what the answer has is looked up among the values, not each value among what there is
            checks.append(
                f"EXISTS (SELECT 1 FROM search_postings c WHERE c.id = h.id AND c.facet = :facet_{number}"
                f" AND +c.value IN (SELECT value FROM json_each(:values_{number})))"
            )
    if not dated and (period := _period(question)):
        met = " OR ".join(f"({part})" for part in period)
        checks.append(f"EXISTS (SELECT 1 FROM search_postings p WHERE p.id = h.id AND p.facet = 'all' AND ({met}))")
        values |= _bounds(question)
    return checks, values


def _hits(
    driver: _Condition,
    conditions: Sequence[_Condition],
    question: Question,
    join: str = "",
    whole: bool = False,
    most: int | None = None,
) -> tuple[str, dict[str, Any]]:
    """SQL "FROM ... h WHERE ..." of the answers to `question`, one or more times each, and its values.

    Where `most` is given, only of those that are among the first `most` on the driver's list.
    """
    sql, values = _list(driver, question)
    if most is not None:
        sql = f"SELECT * FROM ({sql}) LIMIT {most}"
    checks, more = _checks(driver, conditions, question, whole=whole)
    where = f" WHERE {' AND '.join(checks)}" if checks else ""
    return f"FROM ({sql}) h{join}{where}", values | more


def _read(
    connection: sqlite3.Connection, driver: _Condition, conditions: Sequence[_Condition], question: Question
) -> list[str]:
    """All answers on the driver's list that meet the other conditions, in order."""
    key, down = question.sort.lstrip("-"), "DESC" if question.sort.startswith("-") else "ASC"
    join = ""
    if key in ("published", "confidence"):
        join = " CROSS JOIN search_answers s ON s.id = h.id"
        order = f"s.{key} {down}, h.id {down}"
    elif down == "DESC":
        order = f"min(h.day) = '{NO_DAY}', max(nullif(h.day, '{NO_DAY}')) DESC, h.id DESC"
    else:
        order = "min(h.day), h.id"
    sql, values = _hits(driver, conditions, question, join)
    found = connection.execute(f"SELECT h.id {sql} GROUP BY h.id ORDER BY {order}", values)
    return [row[0] for row in found]


def _walk(
    connection: sqlite3.Connection, driver: _Condition, conditions: Sequence[_Condition], question: Question
) -> Iterator[str]:
    """The answers to `question` by day, read from the driver's lists only as far as they are asked for."""
    down = question.sort == "-date"
    checks, more = _checks(driver, conditions, question)
    period = _period(question)
    if period is None:
        dated = [f"p.long = {long} AND p.day < '{NO_DAY}'" for long in range(len(LONG_DAYS) + 1)]
        stages = [dated, [f"p.long = 0 AND p.day = '{NO_DAY}'"]]
    else:
        stages = [period]
    order = "DESC" if down else "ASC"
    seen = set()
    for parts in stages:
        streams = [
            connection.execute(
                "SELECT h.day, h.id FROM search_postings h WHERE h.facet = :facet AND h.value = :value AND "
                + " AND ".join([part.replace("p.", "h."), *checks])
                + f" ORDER BY h.day {order}, h.id {order}",
                more | _bounds(question) | {"facet": driver.facet, "value": value},
            )
            for value in driver.values
            for part in parts
        ]
        for _, answer in heapq.merge(*(map(tuple, stream) for stream in streams), reverse=down):
            if answer not in seen:
                seen.add(answer)
                yield answer


def _walk_articles(
    connection: sqlite3.Connection, words: _Condition, conditions: Sequence[_Condition], question: Question
) -> Iterator[str]:
    """The answers to `question` by the rank of the articles that have its `words`, or by the newest of many; read only
    as far as they are asked for."""
    checks, values = _checks(words, conditions, question)
    if period := _period(question):
        checks.append(f"({' OR '.join(period)})".replace("p.", "h."))
    told = "SELECT h.id FROM search_postings h WHERE " + " AND ".join(
        ["facet = 'article' AND value = :article", *checks]
    )
    seen = set()
    for article in _ranked(connection, words):
        for row in connection.execute(told, values | _bounds(question) | {"article": article}):
            if row["id"] not in seen:
                seen.add(row["id"])
                yield row["id"]


def _ranked(connection: sqlite3.Connection, words: _Condition) -> Iterator[str]:
    """The articles that have `words`, by rank or, of many, the newest first."""
    if words.ranks is not None:
        yield from sorted(words.ranks, key=lambda article: (words.ranks[article], article))
        return
    found = connection.execute(
        "SELECT t.article_id FROM search_texts x CROSS JOIN search_articles t ON t.number = x.rowid"
        " WHERE search_texts MATCH ? ORDER BY x.rowid DESC",
        (words.match,),
    )
    yield from map(itemgetter(0), found)


def _walk_sorted(
    connection: sqlite3.Connection, conditions: Sequence[_Condition], question: Question, limit: int | None, offset: int
) -> list[str]:
    """The answers to `question` by publication or confidence, where there are many."""
    key, down = question.sort.lstrip("-"), "DESC" if question.sort.startswith("-") else "ASC"
    checks, values = _checks(_ALL, conditions, question, dated=False)
    where = f"WHERE {' AND '.join(checks)} " if checks else ""
    found = connection.execute(
        f"SELECT h.id FROM search_answers h {where}ORDER BY h.{key} {down}, h.id {down} LIMIT :limit OFFSET :offset",
        values | {"limit": -1 if limit is None else limit, "offset": offset},
    )
    return [row[0] for row in found]


def _meets(row: Row, question: Question) -> bool:
    """Whether the date of a row is in the period of `question`."""
    if question.first is None and question.last is None:
        return True
    first, last = question.first or _BEFORE_ALL, question.last or _AFTER_ALL
    return row["first_day"] is not None and row["first_day"] <= last and row["last_day"] >= first
