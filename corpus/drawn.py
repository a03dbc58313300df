"""Overviews drawn in the terminal: bars, and an agency on a time line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, TextIO

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from corpus.display import line, plain, print_table, screen, shortened, unique

Row = dict[str, Any]
#: Bars of one kind that are drawn, at most; the last months, else those that are longest.
MOST_BARS = 36
#: Characters of a bar's name, and of the longest bar.
NAME, BAR = 30, 40
EIGHTHS = " ▏▎▍▌▋▊▉"
_SAID = {"merged": "merged into", "renamed": "renamed to", "divided": "divided into", "abolished": "followed by"}


def bar(value: float, most: float, width: int = BAR) -> str:
    """A bar in eighths of a character: `width` characters for `most`.

    >>> bar(3, 8, 2), bar(0, 8, 2)
    ('▊', '')
    """
    eighths = round(value / most * width * 8) if most else 0
    return "█" * (eighths // 8) + EIGHTHS[eighths % 8].strip()


def print_stats(rows: Sequence[Row], coverage: Sequence[Row], out: TextIO) -> None:
    """The rows of `corpus.overview.stats` as bars, by what they are counted by, then the coverage."""
    with screen(out) as console:
        for by, group in groupby(rows, key=lambda row: row["by"]):
            print_bars(by, list(group), console)
    if coverage:
        short = ("source", "runs", "first_run", "last_run", "articles", "first_article", "last_article", "without")
        shown = [row | {"without": gaps(row["months_without"])} for row in coverage]
        print_table(shown, out, short, numbers=("runs", "articles"))


def print_bars(by: str, rows: Sequence[Row], console: Console) -> None:
    """One bar a row, with its number and what was watched."""
    shown = rows[-MOST_BARS:] if by == "month" else rows[:MOST_BARS]
    left_out = len(rows) - len(shown)
    most = max((row["inspections"] for row in shown), default=0)
    console.print(Text(f"inspections by {by}", "bold"))
    for row in shown:
        name = shortened(row["name"], NAME)
        drawn = Text.assemble(f"{name:<{NAME}} {row['inspections']:>6,} ", (bar(row["inspections"], most), "cyan"))
        if row["articles"] is not None:
            drawn.append(f"  {watched(by, row)}", "dim")
        console.print(drawn, soft_wrap=True)
    if left_out:
        console.print(Text(f"… and {left_out} more; --format csv has all", "dim"))
    console.print()


def watched(by: str, row: Row) -> str:
    """What stands behind a number: how much was read."""
    if not row["articles"]:
        return "no article: nothing was watched" if by == "month" else "no article of a source there"
    told = f"of {row['articles']:,} article{'s' * (row['articles'] != 1)}"
    return told if by == "source" else f"{told}, {row['sources']} source{'s' * (row['sources'] != 1)}"


def gaps(months: Sequence[str]) -> str:
    """Months without an article, in few words.

    >>> gaps(["2021-01", "2021-02", "2021-09"])
    '3 months: 2021-01 … 2021-09'
    """
    if len(months) < 3:
        return " ".join(months)
    return f"{len(months)} months: {months[0]} … {months[-1]}"


def print_agency(own: Row, out: TextIO) -> None:
    """Everything on one agency (`corpus.overview.profile`)."""
    with screen(out) as console:
        console.print(plain(own["name"], "bold"))
        console.print(plain(", ".join(described(own)), "dim"))
        listed(
            "names",
            [f"{one['name']}  ({one['uses']}, {one['first']} to {one['last']})" for one in own["names"]],
            console,
        )
        listed(
            "before", [succession(one, f"{one['name']} was {_SAID[one['how']]} it") for one in own["before"]], console
        )
        listed("since", [succession(one, f"{_SAID[one['how']]} {one['name']}") for one in own["after"]], console)
        listed("may be", [f"{one['candidate']}  ({one['score']:.2f})" for one in own["candidates"]], console)
        heading("time line", console)
        most = max(own["years"].values(), default=0)
        for year, number in own["years"].items():
            console.print(Text.assemble(f"  {year} {number:>5,} ", (bar(number, most), "cyan")))
        console.print()
        for _, group in groupby(own["inspections"], key=lambda row: row["case_id"]):
            print_inspection(list(group), console)
        named = [one for one in own["categories"] if one["category"]]
        heading("violations by category", console)
        most = max((one["findings"] for one in named), default=0)
        for one in named:
            console.print(
                Text.assemble(
                    f"  {one['category']:<{NAME}} {one['findings']:>5,} ", (bar(one["findings"], most), "cyan")
                )
            )
        if others := sum(one["findings"] for one in own["categories"] if not one["category"]):
            console.print(Text(f"  {others} of no category", "dim"))
        listed(
            "leaders", [f"{one['name'] or one['position']}  ({one['inspections']})" for one in own["teams"]], console
        )
        listed("sources", [f"{name}  ({number})" for name, number in own["sources"].items()], console)


def described(own: Row) -> Iterable[str]:
    """What kind of agency it is, and where."""
    yield f"id {own['id']}"
    for name in ("level", "kind", "parent", "province_name"):
        if own[name]:
            yield own[name]
    if own["certainty"] != "resolved":
        yield f"{own['certainty']}: what it is is not known for sure"


def succession(one: Row, what: str) -> str:
    return f"{one['on_date']}: {what}  [{one['source']}]"


def print_inspection(rows: Sequence[Row], console: Console) -> None:
    """One inspection of an agency: when, by whom, what was found, and where it is told."""
    first = rows[0]
    found = "; ".join(unique(text for row in rows for text in row["violations"]))
    what = f"{first['activity']}{', unannounced' if first['surprise'] else ''}"
    told = "; ".join(filter(None, (what, first["leader"] and f"led by {first['leader']}", shortened(found, 200))))
    dates = ", ".join(unique(row["date"] for row in rows)) or "not dated"
    console.print(line((22, console.width - 26), plain(f"  {dates}".replace("/", "/\n  "), "bold"), plain(told)))
    # A link is not wrapped: it would be none any more.
    console.print(plain(f"{'':24}{first['url'] or first['title'] or first['input_id']}", "dim"), soft_wrap=True)


def listed(name: str, lines: Sequence[str], console: Console) -> None:
    """Lines under a heading; nothing where there are none."""
    if lines:
        heading(name, console)
        for line in lines:
            console.print(Padding(plain(line), (0, 0, 0, 2)))


def heading(name: str, console: Console) -> None:
    console.print(Text(f"\n{name}", "bold underline"))
