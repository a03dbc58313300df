"""The crawler's memory: which URLs are known, what became of them, and where their pages stand in the archive."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from corpus.database import connect, transaction

#: "frnt" in ASCII: marks the file as a frontier.
APPLICATION_ID = 0x66726E74
MIGRATIONS = (
    """
CREATE TABLE urls (
    url TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('article', 'listing')),
    state TEXT NOT NULL DEFAULT 'discovered' CHECK (state IN ('discovered', 'fetched', 'failed', 'gone')),
    found_on TEXT,              -- the listing that named it
    discovered_at TEXT NOT NULL,
    visited_at TEXT,            -- listings: when its links were last taken into this table
    attempts INTEGER NOT NULL DEFAULT 0,
    why TEXT,                   -- of the last failure
    next_try TEXT
);
CREATE INDEX urls_by_state ON urls (source, kind, state);
CREATE TABLE captures (         -- the index of the archive
    id INTEGER PRIMARY KEY,
    url TEXT NOT NULL,
    source TEXT NOT NULL,
    kind TEXT NOT NULL,
    fetched_at TEXT NOT NULL,
    status INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    refused TEXT,               -- what kind of refusal (challenge, stub) it is instead of what was asked for
    file TEXT NOT NULL,
    offset INTEGER NOT NULL,
    length INTEGER NOT NULL,
    UNIQUE (file, offset)
);
CREATE INDEX captures_by_url ON captures (url, fetched_at);
""",
    """
CREATE TABLE urls_2 (
    url TEXT PRIMARY KEY,
    source TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('article', 'listing')),
    state TEXT NOT NULL DEFAULT 'discovered'
        CHECK (state IN ('discovered', 'fetched', 'failed', 'blocked', 'gone')),
    found_on TEXT,              -- the listing that named it
    discovered_at TEXT NOT NULL,
    visited_at TEXT,            -- listings: when its links were last taken into this table
    attempts INTEGER NOT NULL DEFAULT 0,  -- that failed since it was last fetched
    why TEXT,                   -- of the last failure
    next_try TEXT,
    outdated INTEGER            -- asked for anew: captures up to this id do not count
);
INSERT INTO urls_2 SELECT *, NULL FROM urls ORDER BY rowid;
DROP TABLE urls;
ALTER TABLE urls_2 RENAME TO urls;
CREATE INDEX urls_by_state ON urls (source, kind, state);
ALTER TABLE captures ADD COLUMN etag TEXT;
ALTER TABLE captures ADD COLUMN last_modified TEXT;
ALTER TABLE captures ADD COLUMN checked_at TEXT;  -- when the site last said that it has not changed
CREATE TABLE hosts (            -- that asked to be left alone for a while
    host TEXT PRIMARY KEY,
    not_before TEXT NOT NULL,
    why TEXT NOT NULL
);
CREATE TABLE files (            -- of the archive
    file TEXT PRIMARY KEY,
    synced INTEGER NOT NULL     -- so many bytes are on the disk, whatever happens to the power
);
""",
)
#: Wait after the n-th failure of a URL; the first is tried again by the next run.
RETRY_AFTER = (timedelta(0), timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6), timedelta(days=1))
GONE = {404, 410}
#: So many bytes of an archive file are written before the disk is asked to have them for sure.
SYNC_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class Capture:
    """One archived response; (file, offset, length) is its place in the archive. `fetched_at` is in UTC;
    `refused` is the kind of refusal (challenge, stub) that the page is, instead of what was asked for."""

    id: int
    url: str
    source: str
    kind: str  # article, listing or other (robots.txt)
    fetched_at: datetime
    status: int
    sha256: str
    refused: str | None
    file: str
    offset: int
    length: int
    etag: str | None = None
    last_modified: str | None = None
    checked_at: datetime | None = None  # when the site last said that it has not changed

    @property
    def is_good(self) -> bool:
        """Whether it is the page that was asked for."""
        return self.status == 200 and self.refused is None


class Frontier:
    """A SQLite file of URLs and captures; every method is one transaction, so a crash leaves no half of a step.

    Raises DatabaseError when the file is not a frontier.
    """

    def __init__(self, path: str | Path):
        self.path = Path(path)
        self.repaired = 0  # captures that were put right since it was opened
        self._db = connect(self.path, "frontier", APPLICATION_ID, MIGRATIONS)
        self._db.row_factory = sqlite3.Row

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    # What to fetch

    def discover(self, urls: Iterable[str], source: str, kind: str, found_on: str | None = None) -> list[str]:
        """Remember `urls`; gives those that were not known."""
        with transaction(self._db):
            return self._discover(urls, source, kind, found_on)

    def _discover(self, urls: Iterable[str], source: str, kind: str, found_on: str | None) -> list[str]:
        insert = "INSERT OR IGNORE INTO urls (url, source, kind, found_on, discovered_at) VALUES (?, ?, ?, ?, ?)"
        now = stamp(utcnow())
        new = [url for url in urls if self._db.execute(insert, (url, source, kind, found_on, now)).rowcount]
        return [url for url in new if not self._adopt(url, kind)]

    def _adopt(self, url: str, kind: str) -> bool:
        """Whether the archive already holds `url`, from a frontier that is lost; it then counts as fetched."""
        found = self._db.execute("UPDATE captures SET kind = ? WHERE url = ? AND kind = 'other'", (kind, url)).rowcount
        if found:
            good = "EXISTS (SELECT 1 FROM captures c WHERE c.url = urls.url AND c.status = 200 AND c.refused IS NULL)"
            self._db.execute(f"UPDATE urls SET state = 'fetched' WHERE url = ? AND kind = 'article' AND {good}", (url,))
        return bool(found)

    def visit(self, listing: str, source: str, articles: Iterable[str], listings: Iterable[str]) -> list[str]:
        """Take in the links of a listing page, and with them that it was visited; gives the articles not known."""
        with transaction(self._db):
            new = self._discover(articles, source, "article", listing)
            self._discover(listings, source, "listing", listing)
            self._db.execute("UPDATE urls SET visited_at = ? WHERE url = ?", (stamp(utcnow()), listing))
            return new

    def pending(self, source: str, batch: int = 200) -> Iterator[str]:
        """Articles of `source` still to be fetched, each once, in order of discovery; `batch` are in memory at once.

        What is discovered while they are taken comes too.
        """
        last = 0
        while rows := self._db.execute(
            "SELECT rowid, url FROM urls WHERE source = ? AND kind = 'article' AND rowid > ? AND"
            " (state = 'discovered' OR state IN ('failed', 'blocked') AND next_try <= ?) ORDER BY rowid LIMIT ?",
            (source, last, stamp(utcnow()), batch),
        ).fetchall():
            last = rows[-1]["rowid"]
            yield from (row["url"] for row in rows)

    def refetch(self, source: str) -> int:
        """Ask for the archived articles of `source` anew; gives their number."""
        with transaction(self._db):
            return self._db.execute(
                "UPDATE urls SET state = 'discovered', outdated = (SELECT max(id) FROM captures)"
                " WHERE source = ? AND kind = 'article' AND state = 'fetched'",
                (source,),
            ).rowcount

    def due(self, listing: str, cadence: timedelta | None = None) -> bool:
        """Whether a listing page is to be read: never visited, failed last time, or not visited since `cadence`."""
        row = self._db.execute("SELECT visited_at, state, next_try FROM urls WHERE url = ?", (listing,)).fetchone()
        if row is None or row["visited_at"] is None:
            return row is None or row["state"] not in ("failed", "blocked") or row["next_try"] <= stamp(utcnow())
        if row["state"] in ("failed", "blocked"):
            return row["next_try"] <= stamp(utcnow())
        return cadence is not None and row["visited_at"] <= stamp(utcnow() - cadence)

    def unvisited(self, source: str) -> list[str]:
        """Listing pages of `source` that were found and never read, in order of discovery."""
        rows = self._db.execute(
            "SELECT url FROM urls WHERE source = ? AND kind = 'listing' AND visited_at IS NULL AND state != 'gone'"
            " ORDER BY rowid",
            (source,),
        )
        return [row["url"] for row in rows]

    def pause(self, host: str, until: datetime, why: str) -> None:
        """`host` asked to be left alone `until` then."""
        with transaction(self._db):
            self._db.execute("INSERT OR REPLACE INTO hosts VALUES (?, ?, ?)", (host, stamp(until), why))

    def paused(self, host: str) -> tuple[datetime, str] | None:
        """(until when, why) `host` is to be left alone, or None."""
        row = self._db.execute(
            "SELECT not_before, why FROM hosts WHERE host = ? AND not_before > ?", (host, stamp(utcnow()))
        ).fetchone()
        return row and (moment(row["not_before"]), row["why"])

    def counts(self, source: str) -> dict[str, int]:
        """Articles of `source` by state."""
        rows = self._db.execute(
            "SELECT state, count(*) AS n FROM urls WHERE source = ? AND kind = 'article' GROUP BY state", (source,)
        )
        return {row["state"]: row["n"] for row in rows}

    def sources(self) -> list[str]:
        """The names of the sources of which something is known."""
        return [row[0] for row in self._db.execute("SELECT DISTINCT source FROM urls")]

    def starts(self, source: str) -> list[tuple[str, str | None]]:
        """(state, why) of the start points of `source`: listing pages that no other page named."""
        rows = self._db.execute(
            "SELECT state, why FROM urls WHERE source = ? AND kind = 'listing' AND found_on IS NULL", (source,)
        )
        return [tuple(row) for row in rows]

    def last_checked(self, source: str) -> datetime | None:
        """When the site of `source` last answered."""
        row = self._db.execute(
            "SELECT max(coalesce(checked_at, fetched_at)) FROM captures WHERE source = ?", (source,)
        ).fetchone()
        return moment(row[0]) if row[0] else None

    # What became of it

    def record(
        self, page, source: str, kind: str, archive, asked: str | None = None, refused: str | None = None
    ) -> Capture:
        """Archive `page` and remember where: the WARC record first, then this row, under one write lock.

        `asked` is the URL that led here by redirects. `refused` says what this is instead of the page that was asked
        for: it is kept, and its URL stays to be fetched.
        """
        with transaction(self._db):
            location = archive.append(page, source)
            capture = self._record(page, source, kind, location, asked, refused)
        end = location.offset + location.length
        if end - self._synced(location.file) > SYNC_BYTES:
            self.sync(archive, [location.file])
        return capture

    def sync(self, archive, files: Iterable[str] | None = None) -> None:
        """Have `files` of the archive (default: all) on the disk for sure, and remember how far."""
        for file in archive.files() if files is None else files:
            if archive.size(file) > self._synced(file):
                size = archive.sync(file)
                with transaction(self._db):
                    self._db.execute("INSERT OR REPLACE INTO files VALUES (?, ?)", (file, size))

    def _synced(self, file: str) -> int:
        row = self._db.execute("SELECT synced FROM files WHERE file = ?", (file,)).fetchone()
        return row["synced"] if row else 0

    def _record(self, page, source: str, kind: str, location, asked: str | None, refused: str | None) -> Capture:
        row = (page.url, source, kind, stamp(page.fetched_at), page.status, page.sha256, refused)
        place = (location.file, location.offset, location.length)
        validators = (page.headers.get("etag"), page.headers.get("last-modified"))
        insert = (
            "INSERT INTO captures (url, source, kind, fetched_at, status, sha256, refused, file, offset, length,"
            " etag, last_modified) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        )
        capture_id = self._db.execute(insert, row + place + validators).lastrowid
        if kind != "other":
            self._discover([page.url], source, kind, None)
        for url in {page.url, asked or page.url}:
            if page.status in GONE:
                self._set_state(url, "gone", f"HTTP {page.status}")
            elif page.status == 200 and refused is None:
                self._set_state(url, "fetched", None)
        return as_capture(self._db.execute("SELECT * FROM captures WHERE id = ?", (capture_id,)).fetchone())

    def _set_state(self, url: str, state: str, why: str | None) -> None:
        self._db.execute(
            "UPDATE urls SET state = ?, why = ?, next_try = NULL, attempts = 0, outdated = NULL WHERE url = ?",
            (state, why, url),
        )

    def redirected(self, url: str) -> None:
        """`url` leads to a page that is archived."""
        with transaction(self._db):
            self._set_state(url, "fetched", None)

    def confirm(self, capture: Capture) -> None:
        """The site says that what `capture` holds has not changed."""
        with transaction(self._db):
            self._db.execute("UPDATE captures SET checked_at = ? WHERE id = ?", (stamp(utcnow()), capture.id))
            self._set_state(capture.url, "fetched", None)

    def fail(self, url: str, why: str, blocked: bool = False, next_try: datetime | None = None) -> None:
        """`url` could not be fetched, or was `blocked` by the site; it will be tried again, later each time, and not
        before `next_try`."""
        with transaction(self._db):
            row = self._db.execute("SELECT attempts FROM urls WHERE url = ?", (url,)).fetchone()
            if row is None:
                return
            again = utcnow() + RETRY_AFTER[min(row["attempts"], len(RETRY_AFTER) - 1)]
            if next_try:
                again = max(again, next_try)
            self._db.execute(
                "UPDATE urls SET state = ?, attempts = attempts + 1, why = ?, next_try = ? WHERE url = ?",
                ("blocked" if blocked else "failed", why, stamp(again), url),
            )

    # The index of the archive

    def captures(self, kind: str | None = "article", after: int = 0) -> Iterator[Capture]:
        """Captures with an id above `after`, oldest first; `kind` None gives all."""
        rows = self._db.execute(
            "SELECT * FROM captures WHERE id > ? AND (? IS NULL OR kind = ?) ORDER BY id", (after, kind, kind)
        )
        yield from map(as_capture, rows)

    def last_id(self) -> int:
        """The id of the capture that came last, 0 before there is one."""
        return self._db.execute("SELECT coalesce(max(id), 0) FROM captures").fetchone()[0]

    def newest(self) -> Iterator[Capture]:
        """The newest good capture of each URL that is not known as a listing, in the order in which they came.

        What was imported last may have been fetched long ago.
        """
        newest = (
            "SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY url ORDER BY fetched_at DESC, id DESC) AS place"
            " FROM captures WHERE status = 200 AND refused IS NULL AND kind != 'listing') WHERE place = 1"
        )
        yield from map(as_capture, self._db.execute(f"SELECT * FROM captures WHERE id IN ({newest}) ORDER BY id"))

    def holds(self, url: str, sha256: str) -> bool:
        """Whether this very page of `url` is archived."""
        found = self._db.execute("SELECT 1 FROM captures WHERE url = ? AND sha256 = ?", (url, sha256))
        return found.fetchone() is not None

    def fresh(self, url: str, age: timedelta, missing: bool = False) -> Capture | None:
        """The newest good capture of `url`, if not older than `age`; with `missing` also one that says that there is
        no such page."""
        row = self._db.execute(
            "SELECT * FROM captures c WHERE url = ? AND (status = 200 OR ? AND status IN (404, 410))"
            " AND refused IS NULL AND coalesce(checked_at, fetched_at) > ?"
            " AND id > coalesce((SELECT outdated FROM urls WHERE url = c.url), 0) ORDER BY id DESC LIMIT 1",
            (url, missing, stamp(utcnow() - age)),
        ).fetchone()
        return row and as_capture(row)

    def last(self, url: str) -> Capture | None:
        """The newest good capture of `url`, however old, if the site gave something to ask by whether it changed."""
        row = self._db.execute(
            "SELECT * FROM captures WHERE url = ? AND status = 200 AND refused IS NULL ORDER BY id DESC LIMIT 1", (url,)
        ).fetchone()
        return as_capture(row) if row and (row["etag"] or row["last_modified"]) else None

    def capture(self, url: str, sha256: str) -> Capture | None:
        """The newest capture of `url` with just this body."""
        row = self._db.execute(
            "SELECT * FROM captures WHERE url = ? AND sha256 = ? ORDER BY id DESC LIMIT 1", (url, sha256)
        ).fetchone()
        return as_capture(row) if row else None

    def repair(self, archive, refusal: Callable[[Any], str | None]) -> int:
        """Bring index and archive together after a crash; gives the number of captures changed.

        Whole records that the index lacks are taken in, a record cut short (or never come to the disk) is cut off
        its file with what follows it, and a capture whose record is no longer there is fetched again. `refusal(page)`
        says what kind of refusal a page is, if any. What was synced is taken for good: `archive verify` looks there.
        """
        changed = 0
        with transaction(self._db):
            files = {row["file"] for row in self._db.execute("SELECT DISTINCT file FROM captures")}
            for file in sorted(files | set(archive.files())):
                size, synced = archive.size(file), self._synced(file)
                if synced and not size:
                    continue  # no crash takes a whole file away: `archive verify` tells
                start = min(synced, size)
                if start < size:
                    rows = self._db.execute("SELECT offset FROM captures WHERE file = ? AND offset >= ?", (file, start))
                    known = {row["offset"] for row in rows}
                    for location in archive.recover(file, start):
                        if location.offset not in known and (page := archive.find(location)):
                            self._record(page, *self._origin(page.url, file), location, None, refusal(page))
                            changed += 1
                changed += self._forget(file, archive.size(file))
        self.sync(archive)
        self.repaired += changed
        return changed

    def _forget(self, file: str, size: int) -> int:
        lost = "SELECT url FROM captures WHERE file = ? AND offset + length > ?"
        self._db.execute(f"UPDATE urls SET state = 'discovered', visited_at = NULL WHERE url IN ({lost})", (file, size))
        self._db.execute("UPDATE files SET synced = min(synced, ?) WHERE file = ?", (size, file))
        return self._db.execute("DELETE FROM captures WHERE file = ? AND offset + length > ?", (file, size)).rowcount

    def _origin(self, url: str, file: str) -> tuple[str, str]:
        """Source and kind of a record that is in the archive only."""
        row = self._db.execute("SELECT source, kind FROM urls WHERE url = ?", (url,)).fetchone()
        return (row["source"], row["kind"]) if row else (file.rsplit("-", 1)[0], "other")


def utcnow() -> datetime:
    """Now in UTC, to the second: WARC dates are no finer."""
    return datetime.now(UTC).replace(microsecond=0)


def stamp(moment: datetime) -> str:
    """A moment as it stands in the database; sorts as text."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def moment(text: str) -> datetime:
    """A moment from the database."""
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def as_capture(row: sqlite3.Row) -> Capture:
    values = dict(row)
    times = {name: moment(values[name]) if values[name] else None for name in ("fetched_at", "checked_at")}
    return Capture(**values | times)
