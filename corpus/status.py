"""How each source is doing: what was last seen of it, measured against its own history."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from statistics import median
from typing import Any, Literal

from corpus.frontier import Frontier
from corpus.statistics import FIELDS
from corpus.store import Corpus

Verdict = Literal["healthy", "degraded", "silent", "blocked", "gone"]
#: A source is silent after so many times its usual wait for an article, and not before QUIET_DAYS.
QUIET_TIMES, QUIET_DAYS = 4, 14
#: A field that so much fewer articles have than before (share) is lost, if MIN_ARTICLES say so.
LOST_SHARE, MIN_ARTICLES = 0.2, 5
#: More pages than this share went wrong or gave something else: the source is degraded.
WRONG_SHARE = 0.2
#: A month without an article is a gap if the usual month has so many.
USUAL_MONTH = 4
#: Gaps older than this (months) are known and past.
RECENT_MONTHS = 12
UNKNOWN_HOST = "the host name is not known"


@dataclass(frozen=True)
class Status:
    """One source. Shares are 0 to 1; `every_days` is its usual wait for an article, None before it is known;
    `coverage` is (in the last run that read articles, before) for each field; `gaps` are months (YYYY-MM)."""

    source: str
    verdict: Verdict
    why: str
    last_checked: datetime | None
    last_article: date | None
    cadence_hours: float | None
    every_days: float | None
    articles: int
    coverage: dict[str, tuple[float, float | None]] = field(default_factory=dict)
    gaps: tuple[str, ...] = ()
    waiting: int = 0
    failed: int = 0
    blocked: int = 0
    gone: int = 0

    @property
    def needs_a_person(self) -> bool:
        return self.verdict != "healthy"

    def row(self) -> dict[str, Any]:
        """As it is shown and exported."""
        percent = {
            name: {"now": round(now, 3), "before": None if before is None else round(before, 3)}
            for name, (now, before) in self.coverage.items()
        }
        return {
            "source": self.source,
            "verdict": self.verdict,
            "why": self.why,
            "last_checked": self.last_checked and f"{self.last_checked:%Y-%m-%dT%H:%M:%SZ}",
            "last_article": self.last_article and self.last_article.isoformat(),
            "cadence_hours": self.cadence_hours,
            "every_days": self.every_days,
            "articles": self.articles,
            "coverage": percent,
            "gaps": list(self.gaps),
            "waiting": self.waiting,
            "failed": self.failed,
            "blocked": self.blocked,
            "gone": self.gone,
        }


def status(
    corpus: Corpus, frontier: Frontier, cadences: dict[str, timedelta], now: datetime | None = None
) -> Iterator[Status]:
    """The status of every source that was ever crawled, by name. `cadences` says how often listings are to be read."""
    now = now or datetime.now(UTC)
    samples = {row["name"] for row in corpus.db.query("SELECT name FROM sources WHERE sample")}
    for name in sorted(frontier.sources()):
        yield one(corpus, frontier, name, cadences.get(name), name in samples, now)


def one(
    corpus: Corpus, frontier: Frontier, name: str, cadence: timedelta | None, is_sample: bool, now: datetime
) -> Status:
    """The status of one source. A sample site has ended long ago: its silence says nothing."""
    days = [
        date.fromisoformat(row["published"])
        for row in corpus.db.query(
            "SELECT published FROM articles WHERE source = ? AND published <= ? AND duplicate_of IS NULL"
            " ORDER BY published",
            (name, now.date().isoformat()),
        )
    ]
    runs = list(corpus.db.query("SELECT * FROM source_runs WHERE source = ? ORDER BY run_id", (name,)))
    counts, starts = frontier.counts(name), frontier.starts(name)
    every, gaps, coverage = usual_wait(days), month_gaps(days), field_coverage(runs)
    count = corpus.db["articles"].count_where("source = ? AND duplicate_of IS NULL", [name])
    verdict, why = judge(starts, counts, runs[-1] if runs else None, coverage, count)
    if verdict == "healthy" and not is_sample:
        verdict, why = judge_time(days, every, gaps, now.date())
    return Status(
        name,
        verdict,
        why,
        frontier.last_checked(name),
        days[-1] if days else None,
        cadence and cadence.total_seconds() / 3600,
        every,
        count,
        coverage,
        gaps,
        counts.get("discovered", 0),
        counts.get("failed", 0),
        counts.get("blocked", 0) + sum(state == "blocked" for state, _ in starts),
        counts.get("gone", 0),
    )


def judge(
    starts: list[tuple[str, str | None]],
    counts: dict[str, int],
    run: dict[str, Any] | None,
    coverage: dict[str, tuple[float, float | None]],
    articles: int,
) -> tuple[Verdict, str]:
    """(verdict, why) by what was last met: `starts` are (state, why) of the start points, `counts` articles by state,
    `run` the last row of `source_runs`."""
    whys = sorted({why for _, why in starts if why})
    if starts and all(state == "gone" or why == UNKNOWN_HOST for state, why in starts):
        return "gone", "; ".join(whys)
    obstacles = json.loads(run["obstacles"]) if run else {}
    errors = json.loads(run["errors"]) if run else {}
    named = ", ".join(f"{kind} ({number})" for kind, number in sorted(obstacles.items(), key=lambda o: (-o[1], o[0])))
    stopped = sum(obstacles.values())
    if starts and all(state == "blocked" for state, _ in starts):
        return "blocked", "; ".join(whys)
    if run and stopped and stopped >= run["articles"] and not run["unchanged"]:
        return "blocked", named
    if not articles and not counts.get("discovered"):
        return "silent", "; ".join(whys) or "its listing pages name no article"
    if starts and all(state in ("failed", "blocked", "gone") for state, _ in starts):
        return "degraded", "; ".join(whys)
    if run and sum(errors.values()) + stopped > WRONG_SHARE * max(run["pages"], run["articles"], 1):
        worst = max(errors, key=errors.get) if errors else ""
        return "degraded", "; ".join(filter(None, (named, worst and f"{worst} ({errors[worst]})")))
    lost = [
        f"{name} {now:.0%} (before {before:.0%})"
        for name, (now, before) in coverage.items()
        if before is not None and before - now > LOST_SHARE
    ]
    if lost:
        return "degraded", f"fields are lost: {', '.join(lost)}"
    bad = [why for state, why in starts if state in ("failed", "blocked", "gone")]
    return (
        ("degraded", f"start points cannot be read: {'; '.join(sorted(set(filter(None, bad))))}")
        if bad
        else ("healthy", "")
    )


def judge_time(days: list[date], every: float | None, gaps: tuple[str, ...], today: date) -> tuple[Verdict, str]:
    """(verdict, why) by when articles were published."""
    if not days:
        return "degraded", "no article has a date"
    quiet = (today - days[-1]).days
    if quiet > max(QUIET_DAYS, QUIET_TIMES * (every or 0)):
        usual = f", usually one comes every {every:g} days" if every else ""
        return "silent", f"no article for {quiet} days{usual}"
    first = month_of(today, -RECENT_MONTHS)
    if recent := [gap for gap in gaps if gap >= first]:
        return "degraded", f"no article in {', '.join(recent)}"
    return "healthy", ""


def usual_wait(days: list[date]) -> float | None:
    """Days between days with articles, in the middle of the last hundred of them; None for fewer than five."""
    seen = sorted(set(days))[-100:]
    if len(seen) < 5:
        return None
    return float(median((b - a).days for a, b in zip(seen, seen[1:], strict=False)))


def month_gaps(days: list[date]) -> tuple[str, ...]:
    """Months (YYYY-MM) without an article between the first and the last, where the usual month has some."""
    counts: dict[str, int] = {}
    for day in days:
        counts[f"{day:%Y-%m}"] = counts.get(f"{day:%Y-%m}", 0) + 1
    if not counts or median(counts.values()) < USUAL_MONTH:
        return ()
    month, last, found = min(counts), max(counts), []
    while month < last:
        if month not in counts:
            found.append(month)
        month = month_of(date.fromisoformat(f"{month}-01"), 1)
    return tuple(found)


def month_of(day: date, later: int = 0) -> str:
    """The month (YYYY-MM) so many months after a day's."""
    number = day.year * 12 + day.month - 1 + later
    return f"{number // 12}-{number % 12 + 1:02}"


def field_coverage(runs: Iterable[dict[str, Any]]) -> dict[str, tuple[float, float | None]]:
    """For each field the share of articles that have it: in the last run that read MIN_ARTICLES, and in all before."""
    told = [run for run in runs if run["articles"] >= MIN_ARTICLES]
    if not told:
        return {}
    *before, last = told
    fields = [json.loads(run["fields"]) for run in before]
    total = sum(run["articles"] for run in before)
    now = json.loads(last["fields"])
    return {
        name: (
            now.get(name, 0) / last["articles"],
            sum(counted.get(name, 0) for counted in fields) / total if total else None,
        )
        for name in FIELDS
    }
