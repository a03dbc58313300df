"""The pages as they were fetched, in gzip WARC files: one file a source and month, one gzip member a record."""

from __future__ import annotations

import errno
import gzip
import io
import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any, BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from spiders.page import Page

#: Headers that speak of the transfer, not of the entity that is kept.
TRANSFER_HEADERS = {"content-encoding", "transfer-encoding", "content-length", "connection", "keep-alive"}
SUFFIX = ".warc.gz"
READ_SIZE = 1 << 16
#: A page takes a tenth more room than at the highest level, and a quarter of the time.
GZIP_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Location:
    """Where a record stands: file name in the archive's folder, offset and length in bytes."""

    file: str
    offset: int
    length: int


class Archive:
    """A folder of WARC files, made when the first page comes."""

    def __init__(self, directory: str | Path):
        self.directory = Path(directory)

    def files(self) -> list[str]:
        """The names of the WARC files, sorted."""
        return sorted(path.name for path in self.directory.glob("*" + SUFFIX))

    def size(self, file: str) -> int:
        """Bytes in `file`, 0 if there is none."""
        path = self.directory / file
        return path.stat().st_size if path.exists() else 0

    def append(self, page: Page, source: str) -> Location:
        """Write `page` at the end of the file of `source` for the month of `page.fetched_at`.

        A write that fails (full disk) leaves the file as it was.
        """
        self.directory.mkdir(parents=True, exist_ok=True)
        file = f"{source}-{page.fetched_at:%Y%m}{SUFFIX}"
        with open(self.directory / file, "ab", buffering=0) as out:
            start = out.seek(0, io.SEEK_END)
            head = b"" if start else warcinfo(file)
            record = response_record(page)
            try:
                written = out.write(head + record)
                if written != len(head) + len(record):
                    raise OSError(errno.ENOSPC, f"no room for a record of {len(record)} bytes", out.name)
            except OSError:
                out.truncate(start)
                raise
        return Location(file, start + len(head), len(record))

    def read(self, location: Location) -> Page:
        """The page at `location`; ValueError if no response stands there."""
        with open(self.directory / location.file, "rb") as file:
            file.seek(location.offset)
            record = io.BytesIO(file.read(location.length))
        try:
            return next(pages(record))
        except (StopIteration, ArchiveLoadFailed, EOFError, zlib.error):
            raise ValueError(f"{location.file}: no response at offset {location.offset}") from None

    def find(self, location: Location) -> Page | None:
        """The page at `location`, None if what stands there is no response, or the file is gone."""
        try:
            return self.read(location)
        except (ValueError, FileNotFoundError):
            return None

    def recover(self, file: str, offset: int = 0) -> Iterator[Location]:
        """The whole records of `file` from `offset` on; at their end one cut short by a crash is cut off the file."""
        end = offset
        with open(self.directory / file, "r+b") as warc:
            for start, length in members(warc, offset):
                end = start + length
                yield Location(file, start, length)
            warc.truncate(end)

    def sync(self, file: str) -> int:
        """Have `file` on the disk for sure; gives its size in bytes then."""
        with open(self.directory / file, "rb") as warc:
            os.fsync(warc.fileno())
            return warc.seek(0, io.SEEK_END)

    def verify(self, captures: Iterable[Any]) -> Iterator[tuple[Any, str | None]]:
        """(capture, what is wrong with its record or None) for each of `captures` (`url, sha256, file, offset,
        length`), after all records have been read and hashed anew."""
        for capture in captures:
            try:
                page = self.read(capture)
            except FileNotFoundError:
                yield capture, "the file is gone"
            except ValueError:
                yield capture, "the record cannot be read"
            else:
                wrong = "another page stands there" if page.url != capture.url else "its body has changed"
                yield capture, None if (page.url, page.sha256) == (capture.url, capture.sha256) else wrong

    def unaccounted(self, captures: Iterable[Any]) -> Iterator[tuple[str, int, int]]:
        """(file, offset, length) of what is no record of `captures`, nor the record that opens a file."""
        ends = {file: self.first_page(file) for file in self.files()}
        for capture in sorted(captures, key=lambda capture: (capture.file, capture.offset)):
            end = ends.get(capture.file, capture.offset)
            if end < capture.offset:
                yield capture.file, end, capture.offset - end
            ends[capture.file] = max(end, capture.offset + capture.length)
        for file, end in ends.items():
            if end < self.size(file):
                yield file, end, self.size(file) - end

    def first_page(self, file: str) -> int:
        """Where the record after the one that opens `file` begins."""
        with open(self.directory / file, "rb") as warc:
            start, length = next(members(warc, 0), (0, 0))
        return 0 if self.find(Location(file, start, length)) else length


def members(file: BinaryIO, offset: int) -> Iterator[tuple[int, int]]:
    """(offset, length) of each whole gzip member of `file` from `offset` on; ends at the first that is not whole."""
    start = offset
    while True:
        file.seek(start)
        inflate = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            while not inflate.eof:
                chunk = file.read(READ_SIZE)
                if not chunk:
                    return
                inflate.decompress(chunk)
        except zlib.error:
            return
        end = file.tell() - len(inflate.unused_data)
        yield start, end - start
        start = end


def response_record(page: Page) -> bytes:
    """`page` as one gzip member holding one WARC response record."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=False)
    reason = HTTPStatus(page.status).phrase if page.status in iter(HTTPStatus) else "Unknown"
    headers = [(name, value) for name, value in page.headers.items() if name.lower() not in TRANSFER_HEADERS]
    headers.append(("content-length", str(len(page.body))))
    record = writer.create_warc_record(
        page.url,
        "response",
        payload=io.BytesIO(page.body),
        length=len(page.body),
        http_headers=StatusAndHeaders(f"{page.status} {reason}", headers, protocol="HTTP/1.1"),
        warc_headers_dict={"WARC-Date": f"{page.fetched_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"},
    )
    writer.write_record(record)
    return gzip.compress(out.getvalue(), GZIP_LEVEL, mtime=0)


def warcinfo(file: str) -> bytes:
    """The record that opens a WARC file, as one gzip member."""
    out = io.BytesIO()
    writer = WARCWriter(out, gzip=True)
    info = {"software": "thanhtra-corpus (Scrapy, warcio)", "format": "WARC File Format 1.0"}
    writer.write_record(writer.create_warcinfo_record(file, info))
    return out.getvalue()


def pages(stream: BinaryIO, wanted: Callable[[str], bool] = lambda url: True) -> Iterator[Page]:
    """The HTTP responses in a WARC stream whose URL is `wanted`, streamed; other records are passed over.

    Raises EOFError where the stream ends within a record.
    """
    for record in ArchiveIterator(stream):
        if record.rec_type != "response" or record.http_headers is None:
            continue
        # WARC 1.0 writers such as wget put the URI in angle brackets.
        url = record.rec_headers.get_header("WARC-Target-URI").strip("<>")
        if not wanted(url):
            continue
        fetched_at = datetime.fromisoformat(record.rec_headers.get_header("WARC-Date").replace("Z", "+00:00"))
        status = record.http_headers.get_statuscode()
        body = record.content_stream().read()
        record.raw_stream.read()
        if record.raw_stream.limit:
            raise EOFError(f"it ends within the record of {url}")
        yield Page(
            url=url,
            body=body,
            fetched_at=fetched_at.astimezone(UTC),
            status=int(status) if status.isdigit() else 0,
            headers={name.lower(): value for name, value in record.http_headers.headers},
        )
