"""One article and what was read out of it, for the terminal: spans in colour, values by rule, choices by reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TextIO

from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from extract import Article, Inspection
from extract.explain import Choice
from extract.inspection import label

from .display import plain, screen, shortened

#: A colour for each field whose evidence is shown, as CSS has it; dark text stands on it.
COLOURS = {
    "agencies": "#8ec5ff", "dates": "#ffd479", "leaders": "#b7e4a0", "violations": "#ffa8a0",
    "activity": "#d9d2f5", "surprise": "#e3b7f0", "stage": "#cfd8dc", "topic": "#c9e8e4", "inspecting_body": "#f3c6a5",
    "agency_count": "#b9d3f7", "documents": "#e6ddb9", "outcomes": "#f7b6d2", "stage_detail": "#dfe6e9",
    "kind": "#cde7b0", "occasion": "#ead9c2", "period_covered": "#fff0a8", "team_size": "#d6d6f0",
    "body_level": "#d9e2ec",
}  # fmt: skip
#: Characters of a value in the table of choices.
MOST_CHARACTERS = 60


def print_explanation(
    article: Article, inspections: Sequence[Inspection], choices: Sequence[Choice], out: TextIO
) -> None:
    """The article, its inspections value by value, and what the models took and refused, with their reasons."""
    with screen(out) as console:
        console.print(coloured(article, inspections))
        console.print()
        used = [field for field in COLOURS if any(field == name for i in inspections for name, _ in i.found())]
        console.print(Text(" ").join(Text(f" {field} ", f"black on {COLOURS[field]}") for field in used))
        for number, inspection in enumerate(inspections, 1):
            console.print(Rule(f"inspection {number}, confidence {inspection.confidence:.2f}", style="dim"))
            console.print(values(inspection))
        if not inspections:
            console.print(Rule("no inspection is told", style="dim"))
        console.print(Rule("what the models chose", style="dim"))
        console.print(reasons(choices))


def coloured(article: Article, inspections: Iterable[Inspection]) -> Text:
    """`Article.text` with every span that proves a value on the colour of its field."""
    # Control characters become blanks one by one: offsets stay.
    text = Text("".join(c if c.isprintable() or c == "\n" else " " for c in article.text))
    for inspection in inspections:
        for field, found in inspection.found():
            for mention in found.evidence:
                text.stylize(f"black on {COLOURS[field]}", mention.start, mention.end)
    return text


def values(inspection: Inspection) -> Table:
    """Every value with its confidence and the rules that found it."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for justify in ("left", "left", "right", "left"):
        table.add_column(justify=justify, overflow="fold")
    for field, found in inspection.found():
        rules = ", ".join(dict.fromkeys(mention.rule for mention in found.evidence)) or "nothing says otherwise"
        table.add_row(
            Text(field, COLOURS[field]), plain(f"{label(found.value)}"), f"{found.confidence:.2f}", plain(rules, "dim")
        )
    return table


def reasons(choices: Iterable[Choice]) -> Table:
    """Candidates with their probability and the threshold, and the features that speak for (+) and against (-)."""
    table = Table(box=None, pad_edge=False)
    for name in ("", "model", "candidate", "p", "from", "because of"):
        table.add_column(name, justify="right" if name in ("p", "from") else "left", overflow="fold")
    for choice in choices:
        weighed = "  ".join(f"{weight:+.2f} {feature}" for feature, weight in choice.reasons)
        table.add_row(
            Text("yes", "bold green") if choice.taken else Text("no", "red"),
            choice.model,
            plain(shortened(choice.value, MOST_CHARACTERS)),
            f"{choice.score:.2f}",
            f"{choice.threshold:.2f}",
            plain(weighed, "dim"),
        )
    return table
