"""Rows for people to read (tables in the terminal) and for programs (CSV, JSON)."""

from __future__ import annotations

import csv
import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Any, TextIO

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

Row = Mapping[str, Any]
#: Columns of an output that is no terminal and does not say how wide it is.
WIDTH = 110
#: Agencies of one inspection that a table names, and characters of a sentence that it shows.
MOST_AGENCIES, MOST_CHARACTERS = 12, 400
#: What a cell begins with that a spreadsheet takes for a formula (OWASP, CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
#: What means something in a Markdown table; an underscore inside a word does not.
_MARKDOWN = re.compile(r"[\\|`*<>\[\]]|(?<!\w)_|_(?!\w)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def write_csv(rows: Iterable[Row], out: TextIO, columns: Sequence[str]) -> None:
    """Rows as CSV with a head line; lists are joined by "; ", and no cell is a formula to a spreadsheet."""
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for row in rows:
        writer.writerow({name: harmless(value) for name, value in row.items()})


def harmless(value: Any) -> Any:
    """A value as a CSV cell: text that a spreadsheet would take for a formula gets an apostrophe before it."""
    if isinstance(value, list | tuple):
        value = "; ".join(map(str, value))
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value


def write_json(rows: Iterable[Row], out: TextIO) -> None:
    """Rows as a JSON array, one object a line."""
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    out.write(f"[\n{lines}\n]\n" if lines else "[]\n")


def write_jsonl(rows: Iterable[Row], out: TextIO) -> None:
    """Rows as JSON, one object a line."""
    out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def write_markdown(rows: Iterable[Row], out: TextIO, columns: Sequence[str]) -> None:
    """Rows as a Markdown table (GitHub's)."""
    out.write(f"| {' | '.join(columns)} |\n|{' --- |' * len(columns)}\n")
    for row in rows:
        cells = (_MARKDOWN.sub(r"\\\g<0>", _CONTROL.sub(" ", cell(row[name]))) for name in columns)
        out.write(f"| {' | '.join(cells)} |\n")


def print_table(rows: Iterable[Row], out: TextIO, columns: Sequence[str], numbers: Sequence[str] = ()) -> None:
    """Rows under their column names; `numbers` are columns set to the right."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in columns:
        justify = "right" if name in numbers else "left"
        table.add_column(name, justify=justify, no_wrap=name == columns[0], overflow="fold")
    for row in rows:
        table.add_row(*(plain(cell(row[name])) for name in columns))
    with screen(out) as console:
        console.print(table)


def cell(value: Any) -> str:
    """A value as a table shows it."""
    match value:
        case list() | tuple():
            return "; ".join(value)
        case float():
            return f"{value:.3f}"
        case None:
            return ""
        case _:
            return f"{value}"


def print_inspections(rows: Iterable[Row], out: TextIO) -> None:
    """Rows of `who_was_inspected_when`, one block an inspection: a line of the table, the sentence, the link."""
    with screen(out) as console:
        leader, source = max(16, console.width // 5), max(15, console.width // 8)
        rest = console.width - len("2022-02-09/") - leader - source - 8
        widths = (len("2022-02-09/"), rest * 9 // 20, leader, rest - rest * 9 // 20, source)
        heads = ("date", "agency", "leader", "violations", "source")
        console.print(line(widths, *(Text(name, "bold") for name in heads)), Rule(style="dim"))
        for _, group in groupby(rows, key=lambda row: row["case_id"]):
            print_block(list(group), widths, console)


@contextmanager
def screen(out: TextIO) -> Iterator[Console]:
    """A console for `out`, as wide as the terminal; where there is none `WIDTH` wide, unless COLUMNS says otherwise.

    What is no terminal gets no blanks at the ends of lines.
    """
    console = Console(file=out, highlight=False)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = WIDTH
    with console.capture() as captured:
        yield console
    out.write(re.sub(r" +$", "", captured.get(), flags=re.MULTILINE))


def print_block(rows: list[Row], widths: Sequence[int], console: Console) -> None:
    """One inspection; `rows` are its agencies and dates."""
    first = rows[0]
    agencies = unique(row["agency_name"] for row in rows)
    articles = max(row["articles"] for row in rows)
    named = agencies[:MOST_AGENCIES] + [f"… and {len(agencies) - MOST_AGENCIES} more"] * (len(agencies) > MOST_AGENCIES)
    if not agencies:
        named = [f"{first['agency_count']} organisations, not named"] if first["agency_count"] else ["not named"]
    dates = unique(row["date"] for row in rows) or ["not known"]
    others = f"{articles} articles" if articles > 1 else None
    violations = "; ".join(unique(text for row in rows for text in (*row["violations"], *row["violations_not_tied"])))
    cells = (
        plain("\n".join(dates).replace("/", "/\n"), "bold"),
        plain("\n".join(named), "bold"),
        plain(first["leader"] or "–"),
        plain(shortened(violations, widths[3] * max(3, min(len(named), 6)) - 8) or "–"),
        plain("\n".join(filter(None, (first["source"] or first["input_id"], first["published"], others)))),
    )
    console.print(line(widths, *cells))
    if first["sentence"]:
        console.print(Padding(proof(first["sentence"], first["quote"]), (0, 0, 0, 2)))
    if first.get("snippet"):
        console.print(Padding(plain(f"… {' '.join(first['snippet'].split())} …", "dim"), (0, 0, 0, 2)))
    # A link is not wrapped: it would be none any more.
    console.print(Text(f"  {first['url'] or first['title'] or first['input_id']}\n", "dim"), soft_wrap=True)


def line(widths: Sequence[int], *cells: Text) -> Table:
    grid = Table.grid(padding=(0, 2, 0, 0))
    for width in widths:
        grid.add_column(width=width)
    grid.add_row(*cells)
    return grid


def proof(sentence: str, quote: str) -> Text:
    """A sentence, shortened around the words that prove the value, which stand out."""
    at = max(sentence.find(quote), 0)
    start = max(0, min(at - MOST_CHARACTERS // 3, len(sentence) - MOST_CHARACTERS))
    start = sentence.rfind(" ", 0, start) + 1 if start else 0
    cut = sentence[start : start + MOST_CHARACTERS]
    text = plain(f"{'… ' if start else ''}{cut}{' …' if len(cut) < len(sentence) - start else ''}")
    text.highlight_words([quote], "bold")
    return Text.assemble("“", text, "”", style="italic")


def shortened(text: str, most: int) -> str:
    """`text` in at most about `most` characters, cut between words."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0].rstrip(" ,;") + " …"


def plain(text: str, style: str = "") -> Text:
    """Text from a page, which must not steer the terminal."""
    return Text("\n".join(_CONTROL.sub(" ", line) for line in text.split("\n")), style)


def unique(items: Iterable) -> list:
    """The items that are something, each once, in order."""
    return list(dict.fromkeys(item for item in items if item))
