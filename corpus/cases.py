"""Cases: the reports of one inspection put together, with the values that they give side by side."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlite_utils import Database

STAGES = ("announced", "under_way", "concluded")
#: Fields that a case has one preferred value of, as columns of its own row.
SINGLE = ("activity", "surprise", "stage", "topic", "inspecting_body", "agency_count")
_REPORT = (
    "SELECT i.*, a.published, a.duplicate_of IS NULL AS counts"
    " FROM inspections i JOIN articles a ON a.id = i.article_id"
)


@dataclass(frozen=True, slots=True)
class Said:
    """A value and the reports (rows) that say it."""

    value: Any
    reports: tuple[sqlite3.Row, ...]

    @property
    def articles(self) -> int:
        return len({report["article_id"] for report in self.reports})


def cases_of(db: Database, articles: Iterable[str]) -> set[str]:
    """The cases that the stored inspections of `articles` belong to."""
    found = "SELECT DISTINCT case_id FROM inspections WHERE article_id = ? AND case_id IS NOT NULL"
    return {row[0] for article in articles for row in db.execute(found, (article,))}


def settle(db: Database, cases: Iterable[str], articles: Iterable[str]) -> None:
    """Make anew the `cases` and those of the inspections of `articles`, in the transaction that is open.

    The result depends on what is stored, not on the order in which it came.
    """
    members: set[str] = set()
    for column, keys in (("case_id", cases), ("article_id", articles)):
        for key in keys:
            members |= {row[0] for row in db.execute(f"SELECT id FROM inspections WHERE {column} = ?", (key,))}
    reports = [db.execute(f"{_REPORT} WHERE i.id = ?", (key,)).fetchone() for key in sorted(members)]
    for group in ([report] for report in reports):
        write(db, group)
    for case in cases:
        db.execute("DELETE FROM cases WHERE id = ? AND id NOT IN (SELECT case_id FROM inspections)", (case,))


def write(db: Database, reports: Sequence[sqlite3.Row]) -> None:
    """One case out of its reports."""
    reports = sorted(reports, key=lambda report: (report["published"] or "9999", report["id"]))
    case = reports[0]["id"]
    counting = [report for report in reports if report["counts"]]
    values = {name: ranked(name, said(name, counting or reports)) for name in SINGLE}
    row = {name: found[0][0].value if found else None for name, found in values.items()}
    db["cases"].upsert({"id": case, "articles": len({r["article_id"] for r in counting})} | row, pk="id")
    for report in reports:
        db.execute("UPDATE inspections SET case_id = ? WHERE id = ?", (case, report["id"]))
    for table in ("case_rows", "case_values"):
        db.execute(f"DELETE FROM {table} WHERE case_id = ?", (case,))
    if len(counting) > 1:
        db["case_values"].insert_all(
            {
                "case_id": case,
                "field": name,
                "value": str(one.value),
                "preferred": not place,
                "reason": reason,
                "inspections": json.dumps([report["id"] for report in one.reports]),
            }
            for name, found in values.items()
            for place, (one, reason) in enumerate(found)
        )
    db["case_rows"].insert_all(
        {"case_id": case, "ordinal": ordinal} | row for ordinal, row in enumerate(pairs(db, counting), 1)
    )


def said(name: str, reports: Iterable[sqlite3.Row]) -> list[Said]:
    """The values of a column, each with the reports that say it."""
    by_value = defaultdict(list)
    for report in reports:
        if report[name] is not None:
            by_value[report[name]].append(report)
    return [Said(value, tuple(reports)) for value, reports in by_value.items()]


def ranked(name: str, values: list[Said]) -> list[tuple[Said, str]]:
    """The values with the preferred one first, each with the reason for its place."""
    return [(value, "only value") for value in values]


def pairs(db: Database, reports: Sequence[sqlite3.Row]) -> list[dict[str, Any]]:
    """The rows of `case_rows`: each agency with each date that a report gives for it."""
    found: dict[tuple, list[dict[str, Any]]] = defaultdict(list)
    for report in reports:
        told = db.query(
            "SELECT w.id AS inspected_id, d.id AS date_id, w.agency_id, d.edtf, d.first_day, d.last_day"
            " FROM inspections i LEFT JOIN inspected w ON w.inspection_id = i.id"
            " LEFT JOIN dates d ON d.inspection_id = i.id WHERE i.id = ? ORDER BY w.ordinal, d.ordinal",
            (report["id"],),
        )
        for row in told:
            found[row["agency_id"], row.pop("edtf")].append(row | {"inspection_id": report["id"]})
    rows = []
    for told in found.values():
        articles = {row["inspection_id"].split(".")[0] for row in told}
        rows.append(told[0] | {"articles": len(articles)})
    return rows
