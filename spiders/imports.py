"""Pages that people already have, taken into the archive as if they had been crawled: WARC, WACZ, saved HTML, JSONL."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import BadZipFile

from warcio.exceptions import ArchiveLoadFailed

from spiders.archive import Archive, pages
from spiders.furniture import FIRST_YEAR
from spiders.inputs import HTML, LINES, READABLE, TEXT, Problem, canonical_url, kind_of, one_line, warc_streams
from spiders.page import Page
from spiders.parse import Blocked, NotAnArticle, parse_page
from spiders.sources import source_of
from spiders.urls import clean_url

#: Pages of hosts that no source has are archived under this name.
UNKNOWN = "imported"
#: The address that browsers write into a page they save.
SAVED_FROM = re.compile(rb"<!--\s*saved from url=\(\d+\)(\S+?)\s*-->")


@dataclass
class Imported:
    """What became of the pages in the files: `taken` into the archive, `known` before, of `other_hosts`, or holding
    no article; by source, how many were taken."""

    taken: int = 0
    known: int = 0
    other_hosts: int = 0
    no_article: int = 0
    by_source: dict[str, int] = field(default_factory=dict)


def take(
    paths: Iterable[str | Path],
    frontier: Any,
    archive: Archive,
    problem: Callable[[Problem], None],
    progress: Callable[[str], None] = lambda url: None,
    all_hosts: bool = False,
) -> Imported:
    """Archive the article pages in `paths` (files, or folders of them) for the source on whose host each is.

    Of WARC and WACZ files pages on hosts of no source are passed over unless `all_hosts`: such files hold much else.
    `problem` is told what cannot be read, and pages by which a site refused. Records are streamed.
    """
    done = Imported()
    for path in map(Path, paths):
        for where, page, chosen in read_pages(path, problem, all_hosts, done):
            page = replace(page, url=clean_url(page.url) if page.url.startswith("http") else page.url)
            progress(page.url)
            if frontier.holds(page.url, page.sha256):
                done.known += 1
                continue
            try:
                parse_page(page)
            except Blocked as error:
                problem(Problem(where, f"blocked: {error}"))
                continue
            except NotAnArticle as error:
                done.no_article += 1
                if chosen:
                    problem(Problem(where, f"no article: {error}"))
                continue
            source = source_of(page.url)
            name = source.name if source else UNKNOWN
            frontier.record(page, name, "article", archive)
            done.taken += 1
            done.by_source[name] = done.by_source.get(name, 0) + 1
    return done


#: (where it stands, the page, whether a person chose it for an article and a crawler did not just come by).
Found = Iterator[tuple[str, Page, bool]]


def read_pages(path: Path, problem: Callable[[Problem], None], all_hosts: bool, done: Imported) -> Found:
    """Every page in a file, or in all readable files below a folder, sorted by name."""
    if path.is_dir():
        files = [file for file in sorted(path.rglob("*")) if file.is_file() and kind_of(file) not in (None, TEXT)]
        if not files:
            problem(Problem(str(path), "no page, WARC, WACZ or JSONL file in this folder"))
        for file in files:
            yield from read_pages(file, problem, all_hosts, done)
        return
    kind = kind_of(path)
    if not path.exists():
        problem(Problem(str(path), "no such file"))
    elif kind is None:
        problem(Problem(str(path), f"not one of {', '.join(READABLE)}"))
    elif kind is TEXT:
        problem(Problem(str(path), "text, not a page: `extract --corpus` reads it"))
    else:
        try:
            if kind is HTML:
                yield str(path), saved_page(path.read_bytes(), when_saved(path)), True
            elif kind is LINES:
                with gzip.open(path) if path.suffix == ".gz" else open(path, "rb") as lines:
                    yield from read_lines(path, lines, problem)
            else:
                for where, stream in warc_streams(path):
                    yield from read_responses(where, stream, all_hosts, done)
        except (OSError, EOFError, zlib.error, BadZipFile, ArchiveLoadFailed) as error:
            problem(Problem(str(path), f"cannot be read further: {one_line(error)}"))


def read_responses(where: str, stream: BinaryIO, all_hosts: bool, done: Imported) -> Found:
    """The HTML pages of a WARC stream that a source's host gave."""

    def wanted(url: str) -> bool:
        ours = all_hosts or source_of(url) is not None
        done.other_hosts += not ours
        return ours

    for page in pages(stream, wanted):
        if page.status == 200 and "html" in page.headers.get("content-type", "html"):
            yield f"{where}: {page.url}", page, False


def read_lines(path: Path, lines: Iterable[bytes], problem: Callable[[Problem], None]) -> Found:
    """The pages of JSON lines: `{"html", "url"?, "fetched_at"?}` each."""
    for number, line in enumerate(lines, 1):
        place = f"{path}:{number}"
        if not line.strip():
            continue
        try:
            record = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
            html, url, moment = record.get("html"), record.get("url"), record.get("fetched_at")
            fetched_at = datetime.fromisoformat(moment) if moment else when_saved(path)
            fetched_at = fetched_at if fetched_at.tzinfo else fetched_at.replace(tzinfo=UTC)
        except (ValueError, AttributeError, TypeError) as error:
            problem(Problem(place, f"not a JSON object of a page: {one_line(error)}"))
            continue
        if not isinstance(html, str) or not html.strip():
            problem(Problem(place, 'no "html" in it: `extract --corpus` reads texts'))
            continue
        page = saved_page(html.encode("utf-8", "replace"), fetched_at)
        yield place, replace(page, url=url) if isinstance(url, str) and url else page, True


def saved_page(body: bytes, fetched_at: datetime) -> Page:
    """A page that somebody saved: its address is what it says itself, else a name made from its content."""
    page = Page("", body, fetched_at)
    saved_from = SAVED_FROM.search(body[:4096])
    url = canonical_url(page) or (saved_from and saved_from[1].decode("latin-1"))
    return replace(page, url=url or f"urn:sha256:{page.sha256}")


def when_saved(path: Path) -> datetime:
    """When a file was last written, in UTC; now where its time cannot be right."""
    now = datetime.now(UTC).replace(microsecond=0)
    saved = datetime.fromtimestamp(int(path.stat().st_mtime), UTC)
    return saved if FIRST_YEAR <= saved.year and saved <= now else now
