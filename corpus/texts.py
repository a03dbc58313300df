"""Words in the texts of articles: what has them, in which order of rank, and where they stand."""

from __future__ import annotations

import math
import re
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from corpus.folding import fold, folded_words
from corpus.search import pairs

#: How much more a word counts in a title than in the text.
TITLE_WEIGHT = 5.0
#: Characters of a snippet.
SNIPPET = 240
_PIECE = re.compile(r'"([^"]*)"?|([^"]+)')


@dataclass(frozen=True)
class Matches:
    """Articles that have what is asked for: `ranks` {id: place, less is better}, or, where they are not to be ranked,
    None: then `broad` is the FTS5 expression that they match, and of about `apart` articles one has its rarest word."""

    ranks: dict[str, float] | None
    broad: str | None = None
    apart: float = 1.0


def terms(text: str) -> list[str]:
    """The folded words and phrases of a question, each once.

    >>> terms('"giờ làm việc" UBND xã')
    ['gio lam viec', 'uy', 'ban', 'nhan', 'dan', 'xa']
    """
    found: list[str] = []
    for phrase, words in _PIECE.findall(text):
        found += [fold(phrase)] if phrase else fold(words).split()
    return list(dict.fromkeys(filter(None, found)))


def matches(connection: sqlite3.Connection, text: str, most: int, find: bool = True) -> Matches:
    """The articles that have all words and "phrases" of `text`, ranked where they are not more than `most`.

    Words (or pairs of neighbours) that more than `most` articles have say little and do not count in a rank. Where all
    are such, the newest stored comes first; unless they are to be found (`find`), they are left `broad`.
    """
    listed = {term: pairs(term.split()) or [term] for term in terms(text)}
    if not listed:
        return Matches({})
    apart = {word: _apart(connection, word, most) for words in listed.values() for word in words}
    rare = [word for word in apart if apart[word] == math.inf]
    # What few articles have leads, so that of the long lists only a little is read.
    sparsest = sorted(listed.values(), key=lambda words: max(apart[word] for word in words), reverse=True)
    expression = " AND ".join(f'"{words}"' for words in dict.fromkeys([*rare, *map(" ".join, sparsest)]))
    broad = Matches(None, expression, max(apart.values()))
    if not rare and not find:
        return broad
    found = connection.execute(
        "SELECT rowid FROM search_texts WHERE search_texts MATCH ? LIMIT ?", (expression, most + 1)
    )
    ranks = {row[0]: float(-row[0]) for row in found}
    if len(ranks) > most:
        return broad
    if rare and ranks:
        ranked = connection.execute(
            f"SELECT rowid, bm25(search_texts, {TITLE_WEIGHT}, 1.0) FROM search_texts WHERE search_texts MATCH ?",
            (" AND ".join(f'"{word}"' for word in rare),),
        )
        ranks = {number: rank for number, rank in ranked if number in ranks}
    articles = dict(
        connection.execute(
            "SELECT number, article_id FROM search_articles WHERE number IN (SELECT value FROM json_each(?))",
            (str(list(ranks)),),
        ).fetchall()
    )
    return Matches({articles[number]: rank for number, rank in ranks.items()})


def _apart(connection: sqlite3.Connection, word: str, most: int) -> float:
    """Of how many articles one has `word`, by the oldest of them; infinite where not more than `most` have it."""
    reached = connection.execute(
        "SELECT rowid FROM search_texts WHERE search_texts MATCH ? LIMIT 1 OFFSET ?", (f'"{word}"', most)
    ).fetchone()
    return reached[0] / (most + 1) if reached else math.inf


@dataclass(frozen=True)
class Snippet:
    """A piece of a text in its own spelling; `marks` are the (start, end) in it of what was asked for."""

    text: str
    marks: tuple[tuple[int, int], ...]


def snippet(text: str, question: str, most: int = SNIPPET) -> Snippet:
    """The piece of `text` of about `most` characters in which most of what `question` asks for stands."""
    spans = list(_places(text, question))
    if not spans:
        return Snippet(text[:most], ())

    def told(start: int) -> tuple[int, int]:
        met = [term for s, e, term in spans if s >= start and e <= start + most - most // 4]
        return len(set(met)), len(met)

    first = max((start for start, _, _ in spans), key=lambda start: (*told(start), -start))
    start = max(0, first - most // 4)
    if start:
        start = text.find(" ", start, first + 1) + 1 or first
    end = len(text) if start + most >= len(text) else text.rfind(" ", start, start + most)
    end = end if end > first else min(len(text), start + most)
    marks = tuple((s - start, e - start) for s, e, _ in spans if s >= start and e <= end)
    return Snippet(text[start:end], marks)


def _places(text: str, question: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, term) of the words and phrases of `question` in `text`, in order."""
    words = folded_words(text)
    wanted = [(term, term.split()) for term in terms(question)]
    for at in range(len(words)):
        for term, parts in wanted:
            if [word for word, _, _ in words[at : at + len(parts)]] == parts:
                yield words[at][1], words[at + len(parts) - 1][2], term
