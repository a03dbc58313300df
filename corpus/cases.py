"""Cases: the reports of one inspection put together, with the values that they give side by side."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlite_utils import Database

from corpus import search
from corpus.database import insert, transaction
from corpus.identity.linking import (
    STAGES,
    THRESHOLD,
    Pair,
    Report,
    compare,
    group,
    keys,
    length,
    pair,
    report_of,
)
from corpus.identity.places import Context

#: Fields of which a case has one preferred value, as columns of its own row.
SINGLE = ("activity", "surprise", "stage", "topic", "inspecting_body", "agency_count")
_ROW = (
    "SELECT i.*, a.published, a.title, a.duplicate_of IS NULL AS counts, s.province"
    " FROM inspections i JOIN articles a ON a.id = i.article_id LEFT JOIN sources s ON s.name = a.source WHERE i.id = ?"
)
_PAIRS = (
    "SELECT w.id AS inspected_id, d.id AS date_id, w.agency_id, d.edtf, d.first_day, d.last_day, i.article_id"
    " FROM inspections i LEFT JOIN inspected w ON w.inspection_id = i.id LEFT JOIN dates d ON d.inspection_id = i.id"
    " WHERE i.id = ? ORDER BY w.ordinal, d.ordinal"
)


class CaseError(ValueError):
    """What a person decided on cannot be done; the message says why."""


# Linking


def cases_of(db: Database, articles: Iterable[str]) -> set[str]:
    """The cases that the stored inspections of `articles` belong to."""
    found = "SELECT DISTINCT case_id FROM inspections WHERE article_id = ? AND case_id IS NOT NULL"
    return {row[0] for article in articles for row in db.execute(found, (article,))}


def settle(db: Database, cases: Iterable[str], articles: Iterable[str], fresh: Iterable[str] = ()) -> None:
    """Make anew the `cases` and those of the inspections of `articles`, in the transaction that is open.

    `fresh` are inspections that nothing was compared with yet. The result depends on what is stored, not on the order
    in which it came.
    """
    linker = _Linker(db)
    for inspection in fresh:
        linker.link(inspection)
    touched = set(cases)
    members: set[str] = set()
    for column, values in (("case_id", touched), ("article_id", articles)):
        for value in values:
            members |= {row[0] for row in db.execute(f"SELECT id FROM inspections WHERE {column} = ?", (value,))}
    members = linker.connected(members)
    touched |= {case for one in members if (case := linker.row(one)["case_id"])}
    for together in linker.groups(members):
        touched.add(_write(db, [linker.row(one) for one in together]))
    for case in touched:
        db.execute(
            "DELETE FROM cases WHERE id = ? AND NOT EXISTS (SELECT 1 FROM inspections WHERE case_id = cases.id)",
            (case,),
        )
    search.list_answers(db.conn, touched)


def settle_all(db: Database) -> Iterator[int]:
    """Compare all inspections anew and make all cases anew, one transaction each; gives how many were settled."""
    ids = [row[0] for row in db.execute("SELECT id FROM inspections ORDER BY id")]
    for done, inspection in enumerate(ids, 1):
        with transaction(db.conn):
            found = db.execute("SELECT case_id FROM inspections WHERE id = ?", (inspection,)).fetchone()[0]
            for column in ("inspection_a", "inspection_b"):
                db.execute(f"DELETE FROM case_links WHERE {column} = ?", (inspection,))
            settle(db, {found} if found else (), (), [inspection])
        yield done


class _Linker:
    """Compares inspections of a corpus; what it has read it keeps while one article is stored."""

    def __init__(self, db: Database):
        self.db = db
        self.rows: dict[str, sqlite3.Row] = {}
        self.reports: dict[str, Report] = {}

    def row(self, inspection: str) -> sqlite3.Row:
        if inspection not in self.rows:
            self.rows[inspection] = self.db.execute(_ROW, (inspection,)).fetchone()
        return self.rows[inspection]

    def report(self, inspection: str) -> Report:
        if inspection not in self.reports:
            self.reports[inspection] = _report(self.db, self.row(inspection))
        return self.reports[inspection]

    def link(self, inspection: str) -> None:
        """Compare an inspection with those that share a key with it, and note which are taken for one."""
        report = self.report(inspection)
        own = list(keys(report))
        self.db.execute("DELETE FROM case_keys WHERE inspection_id = ?", (inspection,))
        insert(
            self.db.conn,
            "case_keys",
            [{"inspection_id": inspection, "key": key, "day": report.day} for key, _ in own],
        )
        others: set[str] = set()
        for key, days in own:
            first, last = around(report.day or "", days)
            found = self.db.execute(
                "SELECT inspection_id FROM case_keys WHERE key = ? AND day BETWEEN ? AND ?", (key, first, last)
            )
            others |= {row[0] for row in found}
        for other in sorted(others - {inspection}):
            reasons = compare(report, self.report(other))
            if (points := round(sum(reasons.values()), 3)) >= THRESHOLD:
                a, b = pair(inspection, other)
                self.db.execute(
                    "INSERT OR REPLACE INTO case_links VALUES (?, ?, ?, ?)", (a, b, points, json.dumps(reasons))
                )

    def connected(self, inspections: Iterable[str]) -> set[str]:
        """All inspections that links and decisions lead to."""
        found: set[str] = set()
        ahead = list(inspections)
        while ahead:
            if (one := ahead.pop()) in found or self.row(one) is None:
                continue
            found.add(one)
            ahead += self._linked(one)
        return found

    def _linked(self, one: str) -> list[str]:
        beside = (
            "SELECT inspection_b FROM {0} WHERE inspection_a = ?1 {1} UNION"
            " SELECT inspection_a FROM {0} WHERE inspection_b = ?1 {1}"
        )
        found = self.db.execute(beside.format("case_links", ""), (one,)).fetchall()
        return [row[0] for row in (*found, *self.db.execute(beside.format("case_decisions", "AND same"), (one,)))]

    def groups(self, members: set[str]) -> Iterator[list[str]]:
        """The members by the inspection that they tell of, each set of connected ones by itself."""
        left = set(members)
        while left:
            together = self.connected([min(left)])
            left -= together
            if len(together) == 1:
                yield list(together)
            else:
                decisions = _decisions(self.db, together)
                yield from group([self.report(one) for one in sorted(together)], decisions)


def _decisions(db: Database, inspections: set[str]) -> dict[Pair, bool]:
    found = {}
    for one in inspections:
        rows = db.execute("SELECT inspection_a, inspection_b, same FROM case_decisions WHERE inspection_a = ?", (one,))
        found |= {(a, b): bool(same) for a, b, same in rows if b in inspections}
    return found


def around(day: str, days: int) -> tuple[str, str]:
    """The first and the last day that lie within `days` of a day."""
    middle = date.fromisoformat(day)
    return (middle - timedelta(days)).isoformat(), (middle + timedelta(days)).isoformat()


def _report(db: Database, row: sqlite3.Row) -> Report:
    """A stored inspection in the form in which it is compared."""

    def values(sql: str) -> list[sqlite3.Row]:
        return db.execute(f"{sql} WHERE inspection_id = ? ORDER BY ordinal", (row["id"],)).fetchall()

    days = [(d["first_day"], d["last_day"]) for d in values("SELECT * FROM dates") if d["first_day"]]
    return report_of(
        Context(row["province"], row["published"]),
        id=row["id"],
        article=row["article_id"],
        title=row["title"],
        activity=row["activity"],
        surprise=bool(row["surprise"]),
        stage=row["stage"],
        topic=row["topic"] or "",
        body=row["inspecting_body"],
        agencies=[w["name"] for w in values("SELECT * FROM inspected")],
        days=tuple(days),
        leaders=[(one["name"], one["position"]) for one in values("SELECT * FROM leaders")],
        decisions=[d["number"] for d in values("SELECT * FROM documents") if _is_decision(d)],
        counts=frozenset(f"{v['count']}/{v['total']}" for v in values("SELECT * FROM violations") if v["total"]),
    )


def _is_decision(document: sqlite3.Row) -> bool:
    """Whether a document can be the one that sent the team: laws and directives send many."""
    number = document["number"] or ""
    return document["kind"] == "Quyết định" and "/QĐ" in number.upper()


# Decisions by hand


def merge(db: Database, a: str, b: str, reviewer: str, note: str | None, at: str) -> str:
    """Take two cases (or inspections) for one, from now on and whatever is linked later; gives the case.

    Raises CaseError where one is not known or both are one already.
    """
    return _decide(db, a, b, True, reviewer, note, at)


def split(db: Database, a: str, b: str, reviewer: str, note: str | None, at: str) -> str:
    """Keep two inspections apart from now on; `a` and `b` are inspections of one case. Gives the case of `b`."""
    return _decide(db, a, b, False, reviewer, note, at)


def _decide(db: Database, a: str, b: str, same: bool, reviewer: str, note: str | None, at: str) -> str:
    first, second = (_inspection(db, key) for key in (a, b))
    if first == second:
        raise CaseError(f"{a} and {b} are one inspection as one article tells it")
    together = case_of(db, first) == case_of(db, second)
    if same and together:
        raise CaseError(f"{a} and {b} are one case already")
    if not same and not together:
        raise CaseError(f"{a} and {b} are two cases already")
    row = dict(zip(("inspection_a", "inspection_b"), pair(first, second), strict=True))
    row |= {"same": int(same), "reviewer": reviewer, "decided_at": at, "note": note}
    before = {case_of(db, first), case_of(db, second)}
    with transaction(db.conn):
        db["case_decisions"].upsert(row, pk=("inspection_a", "inspection_b"))
        settle(db, before, ())
        if (case_of(db, first) == case_of(db, second)) != same:
            raise CaseError(f"{a} and {b}: a person has decided otherwise on other reports of these cases")
    return case_of(db, second)


def case_of(db: Database, inspection: str) -> str:
    return db.execute("SELECT case_id FROM inspections WHERE id = ?", (inspection,)).fetchone()[0]


def _inspection(db: Database, key: str) -> str:
    """The inspection that `key` names: itself, or the first of a case (which has its id)."""
    if not db.execute("SELECT 1 FROM inspections WHERE id = ?", (key,)).fetchone():
        raise CaseError(f"no case and no inspection {key!r}")
    return key


def side_by_side(db: Database, key: str) -> list[dict[str, Any]]:
    """What the reports of a case say: field, value, whether it is preferred and why, and which reports say it.

    A case of one report has its own values only. Raises CaseError where `key` is no case and no inspection.
    """
    case = case_of(db, _inspection(db, key))
    linker = _Linker(db)
    ids = [row[0] for row in db.execute("SELECT id FROM inspections WHERE case_id = ?", (case,))]
    reports = sorted((linker.row(one) for one in ids), key=lambda report: (report["published"] or "9999", report["id"]))
    rows = [
        {"field": field, "value": str(one.value), "preferred": preferred, "reason": reason}
        | {"inspections": [report["id"] for report in one.reports]}
        for field, found in _values(db, [report for report in reports if report["counts"]] or reports).items()
        for one, preferred, reason in found
    ]
    together = {"field": "reports", "value": case, "preferred": True, "reason": "the case", "inspections": sorted(ids)}
    return [together, *rows]


# Values


@dataclass(frozen=True, slots=True)
class Said:
    """A value, the reports (rows, the earliest first) that say it, and how sure they are of it at most."""

    value: Any
    reports: tuple[sqlite3.Row, ...]

    @property
    def articles(self) -> int:
        return len({report["article_id"] for report in self.reports})


def _write(db: Database, reports: Sequence[sqlite3.Row]) -> str:
    """One case out of its reports; gives its id."""
    reports = sorted(reports, key=lambda report: (report["published"] or "9999", report["id"]))
    case = reports[0]["id"]
    counting = [report for report in reports if report["counts"]]
    values = _values(db, counting or reports)
    row = {name: values[name][0][0].value if values[name] else None for name in SINGLE}
    insert(db.conn, "cases", [{"id": case, "articles": len({r["article_id"] for r in counting})} | row], ("id",))
    for report in reports:
        if report["case_id"] != case:
            db.execute("UPDATE inspections SET case_id = ? WHERE id = ?", (case, report["id"]))
    for table in ("case_rows", "case_values"):
        db.execute(f"DELETE FROM {table} WHERE case_id = ?", (case,))
    if len(counting) > 1:
        told = [
            {"case_id": case, "field": name, "value": str(one.value), "preferred": int(preferred), "reason": reason}
            | {"inspections": json.dumps([report["id"] for report in one.reports])}
            for name, found in values.items()
            for one, preferred, reason in found
        ]
        insert(db.conn, "case_values", told)
    rows = enumerate(_pairs(db, counting), 1)
    insert(db.conn, "case_rows", [{"case_id": case, "ordinal": ordinal} | row for ordinal, row in rows])
    return case


def _values(db: Database, reports: Sequence[sqlite3.Row]) -> dict[str, list[tuple[Said, bool, str]]]:
    """{field: its values, ranked} of the reports of a case."""
    single = {name: ranked(name, said(name, reports)) for name in SINGLE}
    return single | {name: ranked(name, found) for name, found in _several(db, reports)}


def said(name: str, reports: Iterable[sqlite3.Row]) -> list[Said]:
    """The values of a column, each with the reports that say it."""
    by_value = defaultdict(list)
    for report in reports:
        if report[name] is not None:
            by_value[report[name]].append(report)
    return [Said(value, tuple(reports)) for value, reports in by_value.items()]


def ranked(name: str, values: Sequence[Said]) -> list[tuple[Said, bool, str]]:
    """(value, whether it is preferred, why or why not), the preferred first.

    Of a field with one value for the case one is preferred. Of dates those that hold no other, of agencies, leaders
    and amounts all.
    """
    if not values:
        return []
    order = sorted(values, key=lambda one: _rank(name, one))
    if name in ("agency", "leader"):
        return [(one, True, _count(one)) for one in order]
    if name == "date":
        return [(one, *_date_rank(one, order)) for one in order]
    if len(order) == 1:
        return [(order[0], True, _count(order[0]))]
    best, *others = order
    why = {
        "stage": "the furthest stage that is told",
        "surprise": "a report that does not say so denies nothing",
        "agency_count": f"told last, {_count(best)}",
    }.get(name, f"most reports: {_count(best)}")
    return [(best, True, why), *((one, False, f"not preferred; {_count(one)}") for one in others)]


def _rank(name: str, one: Said) -> tuple:
    first, last = one.reports[0], one.reports[-1]
    sure = max(report["confidence"] for report in one.reports)
    usual = (-one.articles, -sure, first["published"] or "9999", first["id"], str(one.value))
    match name:
        case "stage":
            return (-STAGES.index(one.value),)
        case "surprise":
            return (-one.value,)
        case "agency_count":
            return -STAGES.index(last["stage"]), last["published"] is None, _reverse(last["published"]), *usual
        case _:
            return usual


def _reverse(day: str | None) -> int:
    return -date.fromisoformat(day).toordinal() if day else 0


def _date_rank(one: Said, values: Sequence[Said]) -> tuple[bool, str]:
    span = one.value.span
    inner = [other for other in values if other.value.edtf != one.value.edtf and _holds(span, other.value.span)]
    if inner:
        return False, f"less exact than {inner[0].value.edtf}"
    return True, _count(one)


def _holds(outer: tuple[str, str] | None, inner: tuple[str, str] | None) -> bool:
    if outer is None or inner is None or length(outer) <= length(inner):
        return False
    return outer[0] <= inner[0] and inner[1] <= outer[1]


def _count(one: Said) -> str:
    return f"told by {one.articles} article{'s' if one.articles > 1 else ''}"


@dataclass(frozen=True, slots=True)
class Day:
    """A date as a value: EDTF, and the days that it can mean."""

    edtf: str
    span: tuple[str, str] | None

    def __str__(self) -> str:
        return self.edtf


def _several(db: Database, reports: Sequence[sqlite3.Row]) -> Iterator[tuple[str, list[Said]]]:
    """(field, values) of the fields that have several values."""
    sources = {
        "agency": "SELECT g.name AS value FROM inspected w JOIN agencies g ON g.id = w.agency_id"
        " WHERE inspection_id = ?",
        "leader": "SELECT coalesce(name || ' (' || position || ')', name, position) AS value FROM leaders"
        " WHERE inspection_id = ?",
        "date": "SELECT edtf AS value, first_day, last_day FROM dates WHERE inspection_id = ?",
    }
    for name, sql in sources.items():
        by_value: dict[Any, list[sqlite3.Row]] = defaultdict(list)
        for report in reports:
            for row in db.execute(sql, (report["id"],)):
                value = row["value"]
                if name == "date":
                    value = Day(value, (row["first_day"], row["last_day"]) if row["first_day"] else None)
                by_value[value].append(report)
        yield name, [Said(value, tuple(said)) for value, said in by_value.items()]


def _pairs(db: Database, reports: Sequence[sqlite3.Row]) -> list[dict[str, Any]]:
    """The rows of `case_rows`: each agency with each date that a report gives for it.

    A report that gives an agency no date, or a less exact one, adds none where another report does.
    """
    found: dict[tuple, list[dict[str, Any]]] = defaultdict(list)
    for report in reports:
        for row in db.execute(_PAIRS, (report["id"],)):
            own = dict(row) | {"inspection_id": report["id"], "confidence": report["confidence"]}
            found[own["agency_id"], own.pop("edtf")].append(own)
    several = len(reports) > 1
    named = any(agency for agency, _ in found)
    rows = []
    for (agency, edtf), told in found.items():
        others = [rows[0] for (other, day), rows in found.items() if other == agency and day != edtf and day]
        if several and (agency is None and named or edtf is None and others):
            continue
        if several and edtf and any(_holds(_span(told[0]), _span(other)) for other in others):
            continue
        best = min(told, key=lambda row: (-row["confidence"], row["inspection_id"]))
        articles = len({row["article_id"] for row in told})
        kept = ("inspection_id", "inspected_id", "date_id", "agency_id", "first_day", "last_day")
        rows.append({name: best[name] for name in kept} | {"articles": articles})
    return rows


def _span(row: dict[str, Any]) -> tuple[str, str] | None:
    return (row["first_day"], row["last_day"]) if row["first_day"] else None
