"""Articles that people already have: text, saved pages, JSON lines, WARC files, folders of these."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extract.article import Article


@dataclass(frozen=True, slots=True)
class Problem:
    """Input that gave no article: `where` (file, file:line or URL) and `what` is wrong, one line each."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


def read_inputs(paths: Iterable[str], published: str | None = None) -> Iterator[Article | Problem]:
    """The articles in `paths`, in order; what cannot be read is yielded as a Problem and the rest goes on.

    A path is a .txt, .html, .jsonl[.gz] or .warc.gz file, a folder of these (other files in it are passed
    over), or "-" for text or JSON lines on standard input. `published` (YYYY-MM-DD) is given to articles
    that carry no date of their own.
    """
    yield from ()
