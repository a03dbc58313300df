"""The lexicons of `data/lexicon/`: tab-separated, a comment line names the columns, each line carries an example.

Reading these files once, at first use, is the only file access in `extract/`.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from ahocorasick_rs import AhoCorasick

DIRECTORY = Path(__file__).resolve().parent.parent / "data" / "lexicon"


class LexiconError(ValueError):
    """A lexicon file is missing or a line of it has the wrong number of columns."""


def read_table(path: Path) -> tuple[tuple[str, ...], ...]:
    """The lines of a tab-separated file as tuples, all as long as the header (the last comment line).

    Raises `LexiconError` naming the file and the line that does not fit.
    """
    header: list[str] = []
    out = []
    try:
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE), 1):
                if not row:
                    continue
                if row[0].startswith("#"):
                    header = row
                    continue
                if len(row) != len(header):
                    raise LexiconError(f"{path.name}, line {number}: {len(row)} columns, expected {len(header)}")
                out.append(tuple(row))
    except FileNotFoundError as error:
        raise LexiconError(f"{path}: no such table") from error
    return tuple(out)


@cache
def rows(name: str) -> tuple[tuple[str, ...], ...]:
    """The lines of `data/lexicon/<name>.tsv` (see `read_table`)."""
    return read_table(DIRECTORY / f"{name}.tsv")


class Phrases:
    """Finds whole-word occurrences of many phrases at once, in linear time.

    `entries` are (phrase, value); phrases are matched in search form, the longest of those that overlap wins.
    """

    def __init__(self, entries: Iterable[tuple[str, object]]) -> None:
        pairs = list(entries)
        self._phrases = [phrase for phrase, _ in pairs]
        self._values = [value for _, value in pairs]
        self._automaton = AhoCorasick(self._phrases)

    def find(self, form: str) -> list[tuple[int, int, object]]:
        """(start, end, value) of every match in a search form, in order, none overlapping."""
        hits = [
            (start, end, index)
            for index, start, end in self._automaton.find_matches_as_indexes(form, overlapping=True)
            if not (start and _is_word(form[start - 1])) and not (end < len(form) and _is_word(form[end]))
        ]
        hits.sort(key=lambda hit: (hit[0], -hit[1]))
        return list(self._longest(hits))

    def _longest(self, hits: list[tuple[int, int, int]]) -> Iterator[tuple[int, int, object]]:
        last = 0
        for start, end, index in hits:
            if start >= last:
                yield start, end, self._values[index]
                last = end


def _is_word(char: str) -> bool:
    return char.isalnum() or char == "_"
