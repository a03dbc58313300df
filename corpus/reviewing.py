"""Judging values in a terminal: one after the other, with the sentence in front."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TextIO

import click
from rich.rule import Rule
from rich.text import Text

from corpus import reviews
from corpus.display import plain, proof, screen
from corpus.reviews import Question, ReviewError, written
from corpus.store import Corpus

ANSWERS = ("y", "n", "e", "s", "m", "q")
ASK = "yes, no, edit, skip, missed: add, quit"


def walk(corpus: Corpus, asked: Iterable[Question], out: TextIO, who: dict[str, Any]) -> int:
    """Ask for the judgement of each value until there are none or the person quits; gives how many were judged.

    An end of input is a "quit"; a judgement that cannot be taken is told, and asked for again.
    """
    judged, gone = 0, set()
    for question in asked:
        if question.item.inspection_id in gone:  # judged to be no inspection just now
            continue
        show(question, out)
        while True:
            try:
                answer = click.prompt(ASK, type=click.Choice(ANSWERS), show_choices=True).lower()
                if answer == "q":
                    return judged
                if answer == "s":
                    break
                judge(corpus, question, answer, who)
            except ReviewError as error:
                click.echo(f"Not taken: {error}")
                continue
            except click.Abort:
                click.echo()
                return judged
            judged += 1
            if answer == "n" and question.item.field == "inspection":
                gone.add(question.item.inspection_id)
            if answer != "m":  # what is added is another value: this one is still to be judged
                break
    return judged


def judge(corpus: Corpus, question: Question, answer: str, who: dict[str, Any]) -> None:
    """Take one answer: y, n, e (asks for the right value) or m (asks for the value that is missed)."""
    item = question.item
    own = (corpus, item.inspection_id)
    match answer:
        case "y":
            reviews.confirm(*own, item.field, item.found.value, **who)
        case "n":
            reviews.reject(*own, item.field, item.found.value, **who)
        case "e":
            new = click.prompt("right value", default=written(item.found.value))
            words = click.prompt("words of the article that say it", default=question.quote or new)
            reviews.correct(*own, item.field, item.found.value, new, words, **who)
        case _:
            field = click.prompt("field", type=click.Choice(reviews.FIELDS[1:]), show_choices=True)
            new = click.prompt("missed value")
            words = click.prompt("words of the article that say it", default=new)
            reviews.missed(*own, field, new, words, **who)


def show(question: Question, out: TextIO) -> None:
    """A value with its sentence, in which the words that prove it stand out."""
    item = question.item
    with screen(out) as console:
        console.print(Rule(style="dim"))
        console.print(
            Text.assemble(
                (item.field, "bold"), ": ", plain(written(item.found.value), "bold reverse"),
                (f"   confidence {item.found.confidence:.2f}, {question.rule or 'nothing says otherwise'}", "dim"),
            )
        )  # fmt: skip
        if question.sentence:
            console.print(proof(question.sentence, question.quote))
        console.print(plain(f"{question.title}\n{question.url or item.article_id}", "dim"), soft_wrap=True)
