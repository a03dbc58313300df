"""Reports of one inspection are one case: measured on made reports, in whatever order they come."""

import json
from itertools import combinations

from corpus.edtf import days
from corpus.identity.linking import report_of
from corpus.identity.places import DIRECTORY, Context

#: Invented reports; two of them are one inspection where their "case" is the same.
MADE = [json.loads(line) for line in (DIRECTORY / "cases.jsonl").read_text(encoding="utf-8").splitlines()]
PRECISION, RECALL = 0.98, 0.85


def report(number, told):
    return report_of(
        Context(told["province"], told["published"]),
        id=f"{number:03}",
        article=f"{number:03}",
        title=told["title"],
        activity=told["activity"],
        surprise=told["surprise"],
        stage=told["stage"],
        topic=told["topic"] or "",
        body=told["inspecting_body"],
        agencies=told["agencies"],
        days=tuple(days(date) for date in told["dates"]),
        leaders=[(leader["name"], leader["position"]) for leader in told["leaders"]],
        decisions=[told["decision"]] if told["decision"] else [],
        counts=frozenset(told["counts"]),
    )


REPORTS = {f"{number:03}": report(number, told) for number, told in enumerate(MADE)}
CASE = {f"{number:03}": told["case"] for number, told in enumerate(MADE)}


def pairs(groups):
    return {pair for ids in groups for pair in combinations(sorted(ids), 2)}


def expected():
    by_case = {}
    for one, case in CASE.items():
        by_case.setdefault(case, []).append(one)
    return pairs(by_case.values())


def judged():
    """The pairs of the set: all that stand together in a scenario."""
    return {
        pair
        for pair in combinations(sorted(REPORTS), 2)
        if MADE[int(pair[0])]["scenario"] == MADE[int(pair[1])]["scenario"]
    }
