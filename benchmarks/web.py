"""What the pages cost in a corpus of 100,000 inspections, against a bare Datasette table page of the same database.

`python -m benchmarks.web` makes the corpus where it is not there yet, asks for each page several times in one process,
in turn with the table page, and exits with 1 where one costs more than LIMIT times as much. Each time another agency,
inspection or word is asked for, so that no page comes out of a memory of pages; "first" is the very first one, which
counts the whole corpus and draws its charts.
"""

from __future__ import annotations

import asyncio
import random
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from itertools import cycle
from pathlib import Path
from statistics import median

import click
from rich.console import Console
from rich.table import Table

from benchmarks.corpus import generate
from corpus.store import Corpus
from extract.lexicon import rows
from web.app import application

SIZE = 100_000
LIMIT = 4.0
#: What everything is measured by: a hundred rows of a table as Datasette shows them, without facets and count.
BARE = "/corpus/violations?_nosuggest=1&_nofacet=1&_nocount=1"


@click.command()
@click.option(
    "--folder", type=click.Path(path_type=Path), default="data", show_default=True, help="Where the corpus is."
)
@click.option("--rounds", default=15, show_default=True, help="How often each page is asked for; the median counts.")
def benchmark(folder: Path, rounds: int) -> None:
    """Milliseconds of each page at 100,000 inspections, and how many bare table pages that is."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"benchmark-{SIZE}.db"
    if not path.exists():
        generate(path, SIZE)
    with closing(Corpus(path)) as corpus:
        pages = addresses(corpus, rounds)
    figures = asyncio.run(measure(path, pages, rounds))
    bare = median(figures.pop("bare table page")[1:])
    table = Table("page", "first (ms)", "median (ms)", f"times the bare table page ({bare:.0f} ms)")
    worst = 0.0
    for page, seen in figures.items():
        ratio = median(seen[1:]) / bare
        worst = max(worst, ratio)
        table.add_row(page, f"{seen[0]:.0f}", f"{median(seen[1:]):.0f}", f"{ratio:.2f}")
    Console().print(table)
    print(f"largest ratio {worst:.2f}, limit {LIMIT:.0f}")
    if worst > LIMIT:
        sys.exit(1)


def addresses(corpus: Corpus, rounds: int) -> dict[str, Iterator[str]]:
    """Addresses by kind of page, another one each time where there are several."""
    random.seed(6)

    def some(sql: str) -> list[str]:
        found = [row[0] for row in corpus.db.execute(sql)]
        return random.sample(found, min(len(found), 2 * rounds))

    frequent = "SELECT agency_id FROM inspected GROUP BY agency_id ORDER BY count(*) DESC LIMIT 200"
    agencies, frequent = some("SELECT id FROM agencies"), some(frequent)
    inspections = some("SELECT id FROM inspections LIMIT 20000")
    names = some("SELECT folded FROM agencies LIMIT 5000")
    codes = [code for code, *_ in rows("provinces")]
    kinds = {
        "home": ["/"],
        "results: all": ["/search"],
        "results: a name": [f"/search?q={name.replace(' ', '+')}" for name in names],
        "results: a province and a year": [
            f"/search?province={code}&year={2013 + i % 12}" for i, code in enumerate(codes)
        ],
        "results: a class, as a table": [
            f"/search?category=finance&year={year}&view=table" for year in range(2012, 2026)
        ],
        "results: words of a text": [f"/search?text={word}" for word in ("quá+hạn", "niêm+yết", "học+phí", "vắng")],
        "results: page 20": [f"/search?activity=thanh+tra&page={page}" for page in range(20, 60)],
        "inspection": [f"/inspection/{key}" for key in inspections],
        "agency": [f"/agency/{key}" for key in agencies],
        "agency that is told of often": [f"/agency/{key}" for key in frequent],
        "feed of an agency": [f"/agency/{key}.atom" for key in frequent],
        "feed of a search": [f"/search.atom?province={code}" for code in codes],
        "sources": ["/sources"],
        "source": [f"/source/bao-{n}" for n in range(84)],
        "suggestions": [f"/suggest.json?q={name.rsplit(' ', 1)[0].replace(' ', '+')}" for name in names],
        "CSV of a page": [f"/search.csv?page={page}" for page in range(1, 60)],
        "bare table page": [BARE],
    }
    return {kind: cycle(found) for kind, found in kinds.items()}


async def measure(path: Path, pages: dict[str, Iterator[str]], rounds: int) -> dict[str, list[float]]:
    """Milliseconds of each request by kind of page; the kinds take turns, so that the machine's moods meet all."""
    site = application(path)
    await site.invoke_startup()
    figures: dict[str, list[float]] = {kind: [] for kind in pages}
    for _ in range(rounds + 1):
        for kind, found in pages.items():
            address = next(found)
            begun = time.perf_counter()
            response = await site.client.get(address)
            figures[kind].append(1000 * (time.perf_counter() - begun))
            if response.status_code != 200:
                raise click.ClickException(f"{address}: {response.status_code}")
    return figures


if __name__ == "__main__":
    benchmark()
