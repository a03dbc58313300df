"""Which reports tell of one inspection: a score that a person can read, and groups that do not depend on any order.

Two reports are compared by what they say of agency, days, body, leader, decision, topic and so on; each comparison adds
a weight (in the manner of Fellegi and Sunter: about the logarithm of how much likelier it is for one inspection than
for two). From `THRESHOLD` on they are taken for one. String similarity is rapidfuzz's; the libraries that learn such
weights (splink, dedupe, recordlinkage) want a DataFrame or a DuckDB of all records at once, which a corpus that grows
by one article at a time has not.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from itertools import combinations
from typing import Any

from rapidfuzz import fuzz

from corpus.folding import fold
from corpus.identity.agencies import resolve, resolve_all
from corpus.identity.places import Context, name_form, table
from extract.lexicon import rows
from extract.text import search_form

#: From this score on two reports are taken for one inspection; below `VETO` they never come into one case.
THRESHOLD, VETO = 4.5, -1.0
#: Days between the publications of two reports within which they are compared, by what they share.
WINDOWS = {"agency": 60, "agency+body": 400, "leader": 60, "decision": 400, "body": 4, "title": 4}
#: Inspections in the strict sense go on for months: from announcement to conclusion, days.
LONG = {"thanh tra": 400, "kiểm toán": 400, "kiểm tra": 75, "giám sát": 120}
STAGES = ("announced", "under_way", "concluded")
#: A date that spans more days than this is no day.
PRECISE = 7
#: Words that any topic may have.
_COMMON = set("cong tac viec quan ly thuc hien chap hanh tinh hinh nam ve cac trong cua su dung".split())
_TEAM = re.compile(
    r"(?:các |một )?(?:đoàn|tổ) (?:công tác|(?:kiểm tra|thanh tra|giám sát|kiểm toán)(?: liên ngành)?|liên ngành)"
    r"(?: (?:số )?\d+)?(?: (?:của|do|thuộc))?(?:\s+|$)"
)


@dataclass(frozen=True, slots=True)
class Report:
    """An inspection as one article tells it, in the form in which it is compared.

    `agencies` are {key: name}; `body` a key, `body_name` its name, `body_parent` the
    key of what it belongs to; `days` (first, last) ISO; `leaders` {name: office}
    without diacritics; `decisions` numbers; `counts` ("3/21") of findings.
    """

    id: str
    article: str
    published: str | None = None
    title: str = ""
    activity: str = "kiểm tra"
    surprise: bool = False
    stage: str = "under_way"
    topic: str = ""
    body: str | None = None
    body_name: str = ""
    body_parent: str | None = None
    province: str | None = None
    agencies: Mapping[str, str] = field(default_factory=dict)
    days: tuple[tuple[str, str], ...] = ()
    leaders: Mapping[str, str] = field(default_factory=dict)
    decisions: frozenset[str] = frozenset()
    counts: frozenset[str] = frozenset()

    @property
    def day(self) -> str | None:
        """The day by which it finds others."""
        return self.published or (min(first for first, _ in self.days) if self.days else None)


def report_of(
    context: Context,
    *,
    body: str | None,
    agencies: Iterable[str],
    leaders: Iterable[tuple[str | None, str | None]],
    decisions: Iterable[str],
    **told: Any,
) -> Report:
    """A report out of what an article tells: names as written, read in its `context`; `told` are the other fields."""
    sender = core(body or "")
    sent = resolve(sender, context) if sender else None
    inspected = {agency.key: agency.name for agency in resolve_all(list(agencies), context)}
    return Report(
        **told,
        published=context.when,
        province=context.province,
        body=sent and sent.key,
        body_name=sent.name if sent else "",
        body_parent=sent and sent.parent_key,
        agencies=inspected,
        leaders={person(name): _fold(office or "") for name, office in leaders if name},
        decisions=frozenset(_fold(number) for number in decisions),
    )


def person(name: str) -> str:
    """A name as it is compared, without what one calls somebody."""
    form = name_form(name, False)
    for title in _titles():
        form = form.removeprefix(f"{title} ")
    return form


def keys(report: Report) -> Iterator[tuple[str, int]]:
    """(what it may share with others of the same inspection, days within which that counts)."""
    if report.day is None:
        return
    for agency in report.agencies:
        yield f"agency:{agency}", WINDOWS["agency"]
        if report.body:
            yield f"agency+body:{agency}+{report.body}", WINDOWS["agency+body"]
    for leader in report.leaders:
        yield f"leader:{leader}", WINDOWS["leader"]
    for decision in report.decisions:
        yield f"decision:{decision}", WINDOWS["decision"]
    if report.body:
        yield f"body:{report.body}", WINDOWS["body"]
    if report.title:
        yield f"title:{_fold(report.title)}", WINDOWS["title"]


def window(key: str) -> int:
    """The days within which a key counts."""
    return WINDOWS[key.split(":", 1)[0]]


def core(body: str) -> str:
    """The name of who sent a team, or "" where only the team is named: "Đoàn kiểm tra của Sở Nội vụ" is Sở Nội vụ."""
    form = search_form(body)
    if form.startswith(("đoàn ", "tổ ")) and " của " in form:  # whatever else the team is called
        return body[form.rindex(" của ") + len(" của ") :]
    found = _TEAM.match(form)
    return body[found.end() :] if found else body


def compare(a: Report, b: Report) -> dict[str, float]:
    """{what was compared: its weight}; the score is the sum. The same for (b, a)."""
    if a.article == b.article:
        return {"one article tells them apart": -20.0}
    found = {
        "agencies": _agencies(a, b),
        "days": _days(a, b),
        "publication": _publication(a, b),
        "body": _body(a, b),
        "leader": _leaders(a, b),
        "decision": _sets(a.decisions, b.decisions, 5.0, -4.0),
        "topic": _topic(a, b),
        "activity": 0.5 if a.activity == b.activity else -1.5,
        "surprise": -0.5 if a.surprise != b.surprise else 0.0,
        "title": 2.0 if _same_title(a, b) else 0.0,
        "counts": 1.5 if a.counts & b.counts else 0.0,
    }
    return {name: weight for name, weight in found.items() if weight}


def score(a: Report, b: Report) -> float:
    return round(sum(compare(a, b).values()), 3)


def _agencies(a: Report, b: Report) -> float:
    if not a.agencies or not b.agencies:
        return -1.5 if not a.agencies and not b.agencies else -1.0
    shared = set(a.agencies) & set(b.agencies)
    left, others = ([n for key, n in r.agencies.items() if key not in shared and not _unit(key)] for r in (a, b))
    alike = sum(any(is_like(name, other) for other in others) for name in left)
    share = (len(shared) + alike) / min(len(a.agencies), len(b.agencies))
    if share >= 0.99:
        return 3.0 if shared else 2.5
    return 2.0 if share >= 0.5 else 0.5 if share > 0 else -7.0


def is_like(a: str, b: str) -> bool:
    """Whether two names are one but for tones, for words like "Công ty Cổ phần" and for where it is: "Công ty Đức Hòa".

    One other word makes another name: "Quán Sao Mai" is not "Quán Sao Đêm".
    """
    x, y = (_proper(name.split(",")[0]) for name in (a, b))
    return x == y and bool(x)


def _proper(name: str) -> tuple[str, ...]:
    """The words of a name, folded, without those that only say what kind of agency it is."""
    words = _fold(name).split()
    kind = max((head for head in _heads() if tuple(words[: len(head)]) == head), key=len, default=())
    return tuple(words[len(kind) :])


def _days(a: Report, b: Report) -> float:
    if not a.days or not b.days:
        return 0.0
    gap = min(distance(x, y) for x in a.days for y in b.days)
    fine = all(min(length(span) for span in report.days) <= PRECISE for report in (a, b))
    if gap == 0:
        return 3.0 if fine else 1.5
    if a.stage != b.stage or "concluded" in (a.stage, b.stage):
        return -0.5 if gap <= 3 else -1.5 if gap <= _longest(a, b) else -5.0
    return -1.5 if gap == 1 and a.leaders.keys() & b.leaders.keys() else -3.0 if gap <= 3 else -5.0


def _publication(a: Report, b: Report) -> float:
    """Where a day is not known on both sides: how far apart the reports are, and whether their stages follow."""
    if a.published is None or b.published is None or (a.days and b.days):
        return 0.0
    first, last = sorted((a, b), key=lambda report: (report.published or "", report.id))
    gap = distance((a.published, a.published), (b.published, b.published))
    if first.stage == last.stage:
        return 1.0 if gap <= 3 else 0.0 if gap <= 10 else -2.0 if gap <= 30 else -4.0
    if STAGES.index(first.stage) > STAGES.index(last.stage):
        return 0.0 if gap <= 3 else -3.0
    return 0.5 if gap <= 15 else 0.0 if gap <= _longest(a, b) else -4.0


def _longest(a: Report, b: Report) -> int:
    return min(LONG[a.activity], LONG[b.activity])


def _body(a: Report, b: Report) -> float:
    if a.body is None or b.body is None:
        return 0.0
    if a.body == b.body:
        return 2.0
    if a.body == b.body_parent or b.body == a.body_parent:
        return 0.0  # "UBND huyện" may be told for its Phòng Nội vụ
    x, y = _fold(a.body_name), _fold(b.body_name)
    if is_like(a.body_name, b.body_name) or x in y or y in x:
        return 1.0
    return -4.0


def _leaders(a: Report, b: Report) -> float:
    if not a.leaders or not b.leaders:
        return 0.0
    shared = a.leaders.keys() & b.leaders.keys()
    if not shared:
        near = any(fuzz.ratio(x, y) >= 92 for x in a.leaders for y in b.leaders)
        return 1.5 if near else -3.0
    same_office = any(
        not a.leaders[name] or not b.leaders[name] or fuzz.token_set_ratio(a.leaders[name], b.leaders[name]) >= 80
        for name in shared
    )
    return 3.0 if same_office else 0.5


def _sets(a: frozenset[str], b: frozenset[str], same: float, other: float) -> float:
    return 0.0 if not a or not b else same if a & b else other


def _topic(a: Report, b: Report) -> float:
    if not a.topic or not b.topic:
        return 0.0
    x, y = (set(_fold(report.topic).split()) - _COMMON for report in (a, b))
    if not x or not y:
        return 0.0
    alike = sum(any(fuzz.ratio(word, other) >= 85 for other in y) for word in x) / min(len(x), len(y))
    return 1.0 if alike >= 0.6 else -2.0 if alike < 0.34 else 0.0


def _same_title(a: Report, b: Report) -> bool:
    if a.published is None or b.published is None or not a.title or not b.title:
        return False
    near = distance((a.published, a.published), (b.published, b.published)) <= WINDOWS["title"]
    return near and fuzz.token_sort_ratio(_fold(a.title), _fold(b.title)) >= 85


def distance(a: tuple[str, str], b: tuple[str, str]) -> int:
    """Days between two spans of days, 0 where they meet."""
    if a[0] <= b[1] and b[0] <= a[1]:
        return 0
    (_, end), (start, _) = sorted((a, b))
    return (date.fromisoformat(start) - date.fromisoformat(end)).days


def length(span: tuple[str, str]) -> int:
    """Days of a span."""
    return (date.fromisoformat(span[1]) - date.fromisoformat(span[0])).days + 1


def _unit(key: str) -> bool:
    """Whether the key of an agency says which district or commune it is of: then it is no other's."""
    return re.search(r"\|[on]\d{3,5}$", key) is not None


@cache
def _heads() -> set[tuple[str, ...]]:
    return {tuple(_fold(row[0]).split()) for row in table("heads")}


@lru_cache(maxsize=20_000)
def _fold(text: str) -> str:
    return fold(text)


@cache
def _titles() -> list[str]:
    found = {name_form(title, False) for title, kind, _ in rows("titles") if kind != "office"}
    return sorted(found, key=lambda title: -len(title))


Pair = tuple[str, str]


def pair(a: str, b: str) -> Pair:
    """Two ids in their order."""
    return (a, b) if a < b else (b, a)


def group(reports: Iterable[Report], decisions: Mapping[Pair, bool]) -> list[list[str]]:
    """The ids of `reports` by the inspection that they tell of; the order in which they are given does not matter.

    `decisions` say of pairs of ids whether a person took them for one. The best pairs are put together first; two
    groups stay apart where a pair across them is vetoed, by its score or by a person.
    """
    ordered = sorted(reports, key=lambda report: report.id)
    scores = {(a.id, b.id): score(a, b) for a, b in combinations(ordered, 2)}
    member = {report.id: [report.id] for report in ordered}

    def join(a: str, b: str, vetoed: Iterable[Pair]) -> None:
        left, right = member[a], member[b]
        if left is right or any(pair(x, y) in vetoed for x in left for y in right):
            return
        left += right
        for one in right:
            member[one] = left

    apart = {ids for ids, same in decisions.items() if not same}
    vetoed = apart | {ids for ids, points in scores.items() if points < VETO}
    for ids in sorted((ids for ids, points in scores.items() if points >= THRESHOLD), key=lambda i: (-scores[i], i)):
        join(*ids, vetoed)
    for ids in sorted(ids for ids, same in decisions.items() if same and ids in scores):
        join(*ids, apart)
    return sorted(sorted(ids) for ids in {id(ids): ids for ids in member.values()}.values())
