"""Pages per second of a crawl with archive, frontier and parsing, against a Scrapy spider that only downloads.

Both crawl the same loopback site with the same settings and no delay, each in a process of its own, by turns; the site
is a third process. `python -m benchmarks.crawl --help` says what can be set.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from functools import partial
from multiprocessing import active_children, get_context
from multiprocessing.connection import Connection
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import click

from benchmarks.site import PressSite
from spiders.sample_site import serve

if TYPE_CHECKING:
    from corpus.frontier import Capture
    from spiders.archive import Archive

ROOT = Path(__file__).resolve().parent.parent
#: Not one of these is what is measured.
SETTINGS = {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False}


@click.command()
@click.option("--pages", default=600, show_default=True, help="Articles on the site.")
@click.option("--kilobytes", "sizes", multiple=True, default=(40, 150), show_default=True, help="Size of a page.")
@click.option("--rounds", default=3, show_default=True, help="How often each is measured; the median counts.")
@click.option("--memory", is_flag=True, help="Measure memory instead: after 1,000 pages, and at each doubling.")
def benchmark(pages: int, sizes: tuple[int, ...], rounds: int, memory: bool) -> None:
    """Pages per second against a bare spider, or memory while the crawl goes on."""
    if memory:
        with site(PressSite(pages)) as proxy, tempfile.TemporaryDirectory() as folder:
            for line in measured("whole", proxy, pages, folder, memory=True)["memory"]:
                click.echo(f"{line['pages']:>7,} pages  {line['crawl']:>4.0f} MB, beside it {line['beside']:>4.0f} MB")
        return
    for size in sizes:
        figures: dict[str, list[float]] = {"bare": [], "whole": []}
        with site(PressSite(pages, size, prose=4000)) as proxy:
            for _ in range(rounds):
                for name, seen in figures.items():
                    with tempfile.TemporaryDirectory() as folder:
                        seen.append(measured(name, proxy, pages, folder)["rate"])
        bare, whole = median(figures["bare"]), median(figures["whole"])
        click.echo(f"{size:>4} kB  bare {bare:6.1f}/s  with everything {whole:6.1f}/s  ratio {whole / bare:.2f}")


def run_site(site: PressSite, pipe: Connection) -> None:
    with serve(site.respond) as proxy:
        pipe.send(proxy)
        pipe.recv()


@contextmanager
def site(site: PressSite) -> Iterator[str]:
    """Serve `site` from another process; gives the proxy's URL."""
    context = get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=run_site, args=(site, there), daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        here.send(None)
        process.join()


def measured(name: str, proxy: str, pages: int, folder: str, memory: bool = False) -> dict:
    """What a crawl in a process of its own found: {"rate": pages/s} and, where asked, "memory"."""
    job = json.dumps({"name": name, "proxy": proxy, "pages": pages, "folder": folder, "memory": memory})
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.crawl", job], cwd=ROOT, stdout=subprocess.PIPE, check=True, text=True
    )
    return json.loads(done.stdout)


# In the process that is measured


def bare(proxy: str, pages: int) -> tuple[int, float]:
    """Download every article and look at none; gives how many came in how many seconds."""
    import scrapy
    from scrapy.crawler import AsyncCrawlerProcess
    from scrapy.settings import Settings

    from spiders import settings as project

    class Bare(scrapy.Spider):
        name = "bare"
        sample = True

        async def start(self) -> AsyncIterator[scrapy.Request]:
            for url in PressSite(pages).urls:
                yield scrapy.Request(url)

        def parse(self, response: scrapy.http.Response) -> None:
            pass

    options = Settings()
    options.setmodule(project, priority="project")
    only_the_way = {"spiders.middlewares.SampleSiteMiddleware": 740}
    options.setdict(SETTINGS | {"SAMPLE_SITE": proxy, "DOWNLOADER_MIDDLEWARES": only_the_way}, priority="cmdline")
    process = AsyncCrawlerProcess(options)
    crawler = process.create_crawler(Bare)
    process.crawl(crawler)
    start = time.perf_counter()
    process.start()
    found = crawler.stats.get_value("downloader/response_status_count/200", 0) - 1  # robots.txt
    return found, time.perf_counter() - start


def whole(proxy: str, pages: int, folder: str, sizes: list[dict] | None = None) -> tuple[int, float]:
    """Crawl as `pipeline.py run` does, with what came parsed beside it; gives how many articles in how many seconds."""
    from corpus.frontier import Frontier
    from spiders.archive import Archive
    from spiders.beside import Beside, Following
    from spiders.crawl import crawl

    found = 0

    def take(capture: object, read: bool) -> None:
        nonlocal found
        found += read

    def came(summary: object, url: str) -> None:
        following.step()
        if sizes is not None:
            note_memory(summary.fetched, sizes)

    archive, memory = Archive(Path(folder) / "corpus.warc"), Path(folder) / "corpus.frontier.db"
    start = time.perf_counter()
    with Beside(partial(is_read, archive)) as beside, closing(Frontier(memory)) as frontier:
        following = Following(beside, frontier, take)
        crawl(["bao-mau"], frontier, archive, came, SETTINGS | {"SAMPLE_SITE": proxy})
        following.catch_up()
        return found, time.perf_counter() - start


def is_read(archive: Archive, capture: Capture) -> bool:
    """Whether an archived page is parsed as an article."""
    from spiders.parse import parse_page

    return bool(parse_page(archive.read(capture)).paragraphs)


def note_memory(count: int, sizes: list[dict]) -> None:
    """Note the resident sizes of the crawl and of what parses beside it at 1,000 pages, each doubling, each 20,000."""
    if count and count % 1000 == 0 and (not sizes or count >= 2 * sizes[-1]["pages"] or count % 20_000 == 0):
        if not sizes or sizes[-1]["pages"] < count:
            beside = sum(resident(child.pid) for child in active_children())
            sizes.append({"pages": count, "crawl": resident("self"), "beside": beside})


def resident(process: int | str) -> float:
    """Resident size of a process, in MB."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * resource.getpagesize() / 1e6


def measure(job: dict) -> dict:
    sizes: list[dict] | None = [] if job["memory"] else None
    if job["name"] == "bare":
        found, seconds = bare(job["proxy"], job["pages"])
    else:
        found, seconds = whole(job["proxy"], job["pages"], job["folder"], sizes)
    if found != job["pages"]:
        raise SystemExit(f"{job['name']}: {found} of {job['pages']} pages")
    return {"rate": found / seconds, "memory": sizes}


if __name__ == "__main__":
    if len(sys.argv) == 2 and sys.argv[1].startswith("{"):
        print(json.dumps(measure(json.loads(sys.argv[1]))))
    else:
        benchmark()
