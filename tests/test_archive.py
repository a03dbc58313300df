"""The WARC archive and the frontier: what is written comes back, whatever a crash leaves behind."""

import gzip
import io
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from warcio.archiveiterator import ArchiveIterator

from corpus.frontier import RETRY_AFTER, Frontier
from spiders.archive import Archive, pages
from spiders.page import Page
from spiders.refusals import refusal

NOW = datetime(2022, 2, 10, 1, 15, tzinfo=UTC)
SOURCE = "bao-mau"


def page(number: int, body: str = "<h1>Kiểm tra đột xuất</h1>", status: int = 200) -> Page:
    return Page(f"http://bao-mau.test/bai-{number:08}.html", body.encode(), NOW, status, {"content-type": "text/html"})


@pytest.fixture
def archive(tmp_path):
    return Archive(tmp_path / "corpus.warc")


@pytest.fixture
def frontier(tmp_path):
    frontier = Frontier(tmp_path / "corpus.frontier.db")
    yield frontier
    frontier.close()


def fill(frontier, archive, count=4):
    urls = [page(n).url for n in range(count)]
    frontier.visit("http://bao-mau.test/", SOURCE, urls, [])
    return [frontier.record(page(n), SOURCE, "article", archive) for n in range(count)]


@given(body=st.binary(max_size=3000), status=st.sampled_from([200, 301, 404, 500, 520]))
@settings(max_examples=30, deadline=None)
def test_pages_come_back_as_they_were(tmp_path_factory, body, status):
    archive = Archive(tmp_path_factory.mktemp("warc"))
    sent = Page("http://bao-mau.test/a?b=1&c=%20", body, NOW, status, {"content-type": "text/html; charset=utf-8"})
    location = archive.append(sent, SOURCE)
    got = archive.read(location)
    assert (got.url, got.body, got.status, got.fetched_at, got.sha256) == (sent.url, body, status, NOW, sent.sha256)
    assert got.headers["content-type"] == "text/html; charset=utf-8"
    assert location.file == "bao-mau-202202.warc.gz"


def test_other_tools_read_the_archive(archive, frontier):
    fill(frontier, archive)
    with open(archive.directory / "bao-mau-202202.warc.gz", "rb") as file:
        kinds = [record.rec_type for record in ArchiveIterator(file, check_digests="raise")]
    assert kinds == ["warcinfo"] + ["response"] * 4


def test_warc_files_of_others_are_read():
    raw = (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: <http://bao-mau.test/x>\r\n"
        b"WARC-Date: 2020-04-13T02:00:00Z\r\n"
        b"Content-Type: application/http; msgtype=response\r\nContent-Length: 62\r\n\r\n"
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Thanh tra</p>\n\n\n\r\n\r\n"
    )
    (got,) = pages(io.BytesIO(gzip.compress(raw)))
    assert got.url == "http://bao-mau.test/x" and b"Thanh tra" in got.body


def test_a_record_cut_short_is_cut_off_and_fetched_again(archive, frontier):
    *whole, last = fill(frontier, archive)
    file = archive.directory / last.file
    for cut in ("first byte", "half", "all but the last byte"):
        kept = {"first byte": 1, "half": last.length // 2, "all but the last byte": last.length - 1}[cut]
        with open(file, "r+b") as warc:
            warc.truncate(last.offset + kept)
        assert frontier.repair(archive, refusal) == 1
        assert file.stat().st_size == last.offset
        assert [c.url for c in frontier.captures()] == [c.url for c in whole]
        assert list(frontier.pending(SOURCE)) == [last.url]
        last = frontier.record(page(3), SOURCE, "article", archive)
        assert archive.read(last).sha256 == page(3).sha256 and list(frontier.pending(SOURCE)) == []


def test_a_record_that_the_index_lacks_is_taken_in(archive, frontier):
    captures = fill(frontier, archive, 3)
    frontier.visit("http://bao-mau.test/", SOURCE, [page(3).url], [])
    location = archive.append(page(3), SOURCE)  # killed before the row was written
    with open(archive.directory / location.file, "ab") as file:
        file.write(b"\x1f\x8b\x08\x00half a record")
    assert frontier.repair(archive, refusal) == 1
    assert [c.url for c in frontier.captures()] == [c.url for c in captures] + [page(3).url]
    assert list(frontier.pending(SOURCE)) == []
    assert archive.size(location.file) == location.offset + location.length
    assert frontier.repair(archive, refusal) == 0


def test_an_archive_outlives_its_frontier(archive, frontier, tmp_path):
    captures = fill(frontier, archive)
    before = (archive.directory / captures[0].file).read_bytes()
    anew = Frontier(tmp_path / "anew.db")
    assert anew.repair(archive, refusal) == 4
    assert anew.visit("http://bao-mau.test/", SOURCE, [c.url for c in captures], []) == []  # nothing to fetch
    assert [(c.url, c.sha256, c.offset) for c in anew.captures()] == [(c.url, c.sha256, c.offset) for c in captures]
    assert (archive.directory / captures[0].file).read_bytes() == before
    anew.close()


def test_a_failed_write_leaves_nothing(archive, frontier, monkeypatch):
    captures = fill(frontier, archive, 2)
    size = archive.size(captures[0].file)

    class Full(io.FileIO):
        def write(self, data):
            return super().write(data[:40])

    monkeypatch.setattr("builtins.open", lambda path, mode, buffering: Full(path, mode))
    with pytest.raises(OSError, match="no room"):
        frontier.record(page(2), SOURCE, "article", archive)
    monkeypatch.undo()
    assert archive.size(captures[0].file) == size
    assert len(list(frontier.captures())) == 2 and frontier.repair(archive, refusal) == 0


def test_what_becomes_of_a_url(archive, frontier):
    urls = [page(n).url for n in range(4)]
    frontier.visit("http://bao-mau.test/", SOURCE, urls, [])
    frontier.record(page(0), SOURCE, "article", archive)
    frontier.record(page(1, status=404), SOURCE, "article", archive)
    frontier.record(page(2, "D1N"), SOURCE, "article", archive, refused="a stub")
    for _ in RETRY_AFTER:
        frontier.fail(urls[3], "the host did not answer in time")
    assert frontier.counts(SOURCE) == {"fetched": 1, "gone": 1, "discovered": 1, "failed": 1}
    assert list(frontier.pending(SOURCE)) == [urls[2]]  # a refusal is asked for again, a much failed URL only later
    assert frontier.fresh(urls[2], timedelta(days=9999)) is None


def test_listings_come_due_by_cadence(frontier):
    url = "http://bao-mau.test/thoi-su"
    frontier.discover([url], SOURCE, "listing")
    assert frontier.due(url) and frontier.unvisited(SOURCE) == [url]
    frontier.visit(url, SOURCE, [], [])
    assert not frontier.due(url, timedelta(hours=6)) and frontier.due(url, timedelta(0))
    frontier.fail(url, "HTTP 500")
    assert frontier.due(url, timedelta(hours=6))


def test_a_file_that_is_no_frontier_is_left_alone(tmp_path):
    file = tmp_path / "x.frontier.db"
    file.write_bytes(b"not a database at all, but long enough to be read as one" * 20)
    with pytest.raises(ValueError, match="not a frontier"):
        Frontier(file)
    assert file.read_bytes().startswith(b"not a database")
