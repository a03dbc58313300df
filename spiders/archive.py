"""The pages as they were fetched, in gzip WARC files: one file a source and month, one gzip member a record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from spiders.page import Page


@dataclass(frozen=True, slots=True)
class Location:
    """Where a record stands: file name in the archive's folder, offset and length in bytes."""

    file: str
    offset: int
    length: int


class Archive:
    """A folder of WARC files."""

    def __init__(self, directory: str | Path):
        self.directory = Path(directory)

    def append(self, page: Page, source: str) -> Location:
        """Write `page` at the end of this month's file of `source`."""
        raise NotImplementedError

    def read(self, location: Location) -> Page:
        """The page at `location`."""
        raise NotImplementedError

    def recover(self, file: str, offset: int = 0) -> Iterator[tuple[Location, Page]]:
        """The whole responses of `file` from `offset` on; a record cut short by a crash is cut off the file."""
        raise NotImplementedError
