"""Articles that people already have: text, saved pages, JSON lines, WARC and WACZ files, folders of these."""

from __future__ import annotations

import gzip
import json
import re
import sys
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import BinaryIO
from zipfile import BadZipFile, ZipFile

from warcio.exceptions import ArchiveLoadFailed

from extract.article import Article
from spiders import encodings
from spiders.archive import pages
from spiders.compose import clean_author, compose
from spiders.furniture import find_date, is_noise, machine_date, plausible, read_dateline, tidy
from spiders.html import Block, Document
from spiders.page import Page
from spiders.parse import Blocked, NotAnArticle, parse_page

TEXT, HTML, LINES = (".txt",), (".html", ".htm"), (".jsonl", ".jsonl.gz")
WARC, WACZ = (".warc.gz", ".warc"), (".wacz",)
READABLE = TEXT + HTML + LINES + WARC + WACZ
#: A date line stands at most this many lines below the title.
REACH = 4
#: A first line longer than this is no title but a text without line breaks.
MAX_TITLE = 400
#: "Title (09:15 06/10/2021)": some portals set the date behind the title.
DATE_BEHIND_TITLE = re.compile(r"\s*\((?:\d{1,2}:\d{2}\s+)?\d{1,2}/\d{1,2}/\d{4}(?:\s+\d{1,2}:\d{2})?\)$")
CONTROL = re.compile("[\x00-\x08\x0e-\x1f\ufffd]")


@dataclass(frozen=True, slots=True)
class Problem:
    """Input that gave no article: `where` (file, file:line or URL) and `what` is wrong, one line each."""

    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"


Read = Iterator[Article | Problem]


def read_inputs(paths: Iterable[str], published: str | None = None) -> Read:
    """The articles in `paths`, in order; what cannot be read is yielded as a Problem and the rest goes on.

    A path is a .txt, .html, .jsonl[.gz], .warc[.gz] or .wacz file, a folder of these (other files in it are passed
    over), or "-" for standard input (text, a page, or JSON lines). `published` (YYYY-MM-DD) is given to articles that
    carry no date of their own.
    """
    for path in paths:
        for result in read_stream("-", sys.stdin.buffer) if path == "-" else read_path(Path(path)):
            if isinstance(result, Article) and result.published is None and published:
                result = replace(result, published=published, how=result.how | {"published": "given"})
            yield result


def read_path(path: Path) -> Read:
    """The articles of a file, or of all readable files below a folder, sorted by name."""
    if path.is_dir():
        files = [file for file in sorted(path.rglob("*")) if file.is_file() and kind_of(file)]
        if not files:
            yield Problem(str(path), f"no {', '.join(READABLE)} file in this folder")
        for file in files:
            yield from read_path(file)
        return
    kind = kind_of(path)
    if not path.exists():
        yield Problem(str(path), "no such file")
    elif not path.is_file():
        yield Problem(str(path), "not a file")
    elif kind is None:
        yield Problem(str(path), f"not one of {', '.join(READABLE)}")
    else:
        try:
            if path.stat().st_size == 0:
                yield Problem(str(path), "the file is empty")
            elif kind in (TEXT, HTML):
                reader = read_text_file if kind is TEXT else read_html_file
                yield reader(str(path), path.read_bytes(), path.name.rsplit(".", 1)[0])
            elif kind is LINES:
                with gzip.open(path) if path.name.endswith(".gz") else open(path, "rb") as stream:
                    yield from read_lines(str(path), stream)
            else:
                for where, stream in warc_streams(path):
                    yield from read_warc(where, stream)
        except (OSError, EOFError, zlib.error, BadZipFile, ArchiveLoadFailed) as error:
            yield Problem(str(path), f"cannot be read further: {one_line(error)}")


def kind_of(path: Path) -> tuple[str, ...] | None:
    """The kind of a file by its suffix (one of TEXT, HTML, LINES, WARC, WACZ), or None."""
    name = path.name.lower()
    return next((kind for kind in (TEXT, HTML, LINES, WARC, WACZ) if name.endswith(kind)), None)


def warc_streams(path: Path) -> Iterator[tuple[str, BinaryIO]]:
    """(where, stream) of a WARC file, or of each WARC inside a WACZ file, open while it is looked at."""
    if kind_of(path) is not WACZ:
        with open(path, "rb") as stream:
            yield str(path), stream
        return
    with ZipFile(path) as packed:
        for name in sorted(name for name in packed.namelist() if name.lower().endswith(WARC)):
            with packed.open(name) as stream:
                yield f"{path}/{name}", stream


def read_stream(where: str, stream: BinaryIO) -> Read:
    """What comes by standard input: told apart by its first character."""
    body = stream.read()
    match body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]:
        case b"":
            yield Problem(where, "standard input is empty")
        case b"{":
            yield from read_lines(where, body.splitlines(keepends=True))
        case b"<":
            yield read_html_file(where, body, "stdin")
        case _:
            yield read_text_file(where, body, "stdin")


def read_text_file(where: str, body: bytes, article_id: str) -> Article | Problem:
    """The article of a text file in UTF-8, UTF-16 with a byte-order mark, or an old Vietnamese code page."""
    text = decode(body)
    if text is None:
        return Problem(where, "not text but a binary file")
    return read_text(text, article_id) or Problem(where, "no text in it")


def read_html_file(where: str, body: bytes, article_id: str, url: str | None = None) -> Article | Problem:
    """The article of a saved page; its URL is the canonical one where none is given."""
    page = Page(url or "", body)
    try:
        if url is None:
            page = replace(page, url=canonical_url(page) or "")
        return replace(parse_page(page), id=article_id)
    except NotAnArticle as error:
        return Problem(where, f"{'blocked' if isinstance(error, Blocked) else 'no article'}: {error}")


def read_lines(where: str, lines: Iterable[bytes]) -> Read:
    """The articles of JSON lines: `{"id", "text" or "html", "published"?, "url"?, "title"?}` each."""
    number, empty = 0, True
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        empty = False
        place = f"{where}:{number}"
        try:
            record = json.loads(line.removeprefix(b"\xef\xbb\xbf"))
        except ValueError as error:
            yield Problem(place, f"not JSON: {one_line(error)}")
            continue
        if not isinstance(record, dict):
            yield Problem(place, "not a JSON object")
            continue
        yield from read_record(place, record, number)
    if empty:
        yield Problem(where, "the file is empty")


def read_record(place: str, record: dict, number: int) -> Read:
    """The article of one JSON object; a `published` that is no date is reported, and the article stands without."""
    article_id = str(record["id"]) if record.get("id") not in (None, "") else str(number)
    text, html, url = record.get("text"), record.get("html"), record.get("url")
    if isinstance(html, str) and html.strip():
        result = read_html_file(
            place, html.encode("utf-8", "replace"), article_id, url if isinstance(url, str) else None
        )
    elif isinstance(text, str) and text.strip():
        title = record.get("title")
        whole = f"{title}\n\n{text}" if isinstance(title, str) and not text.lstrip().startswith(title.strip()) else text
        result = read_text(whole, article_id) or Problem(place, "no text in it")
    else:
        result = Problem(place, 'neither "text" nor "html" in it')
    if isinstance(result, Article):
        if isinstance(url, str):
            result = replace(result, url=url)
        if (given := record.get("published")) is not None:
            day = machine_date(given) if isinstance(given, str) else None
            if day is None:
                yield Problem(place, f"published is not a date: {given!r}")
            else:
                result = replace(result, published=day.isoformat(), how=result.how | {"published": "given"})
    yield result


def read_warc(where: str, stream: BinaryIO) -> Read:
    """The articles among the HTML responses of a WARC file; its other pages (listings, errors) are passed over."""
    count, found = 0, False
    for page in pages(stream):
        if page.status != 200 or "html" not in page.headers.get("content-type", "html"):
            continue
        count += 1
        try:
            yield parse_page(page)
            found = True
        except Blocked as error:
            yield Problem(f"{where}: {page.url}", f"blocked: {error}")
        except NotAnArticle:
            continue
    if not found:
        yield Problem(where, f"no article among its {count} HTML pages")


def read_text(text: str, article_id: str) -> Article | None:
    """The article in plain text: first line the title, below it perhaps a date line, then a paragraph a line.

    Page furniture is left out (see `spiders/furniture.yaml`). A text without line breaks has no title: nobody can say
    where it would end. None where nothing is left.
    """
    lines = [line for line in map(tidy, text.splitlines()) if line]
    start = next((i for i, line in enumerate(lines) if not is_noise(line) and not read_dateline(line)), None)
    if start is None:
        return None
    how: dict[str, str] = {}
    title, below = lines[start], lines[start + 1 :]
    if len(title) > MAX_TITLE:
        title, below = "", lines[start:]
    published = author = None
    if glued := DATE_BEHIND_TITLE.search(title):
        published, title = find_date(glued[0]), title[: glued.start()]
        how["published"] = "behind the title"
    for i, line in enumerate(below[:REACH]):
        if (dateline := read_dateline(line)) and plausible(dateline.day, None):
            published, author = dateline.day, dateline.author
            how["published"] = "date line"
            del below[i]
            break
    parts, signature = compose([Block(line) for line in below], title, None, how)
    author = author or signature
    if not title and not parts:
        return None
    return Article(
        id=article_id,
        title=title,
        blocks=tuple(parts),
        published=published.isoformat() if isinstance(published, date) else None,
        author=author and clean_author(author),
        family="text",
        how=how,
    )


def decode(body: bytes) -> str | None:
    """`body` as text, or None where it is none."""
    if b"\0" in body[:4096] and not body.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    text = encodings.decode(body)
    return text if len(CONTROL.findall(text)) <= 0.02 * len(text) else None


def canonical_url(page: Page) -> str | None:
    """The URL that a page gives as its own."""
    document = Document(page)
    links = [element.get("href", "") for element in document.select("link[rel=canonical]")]
    url = next((link.strip() for link in links if link.startswith("http")), None) or document.meta("og:url")
    return url if url and url.startswith("http") else None


def one_line(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
