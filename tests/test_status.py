"""What needs a person: verdicts on sources with their reasons, and an archive that is not as it was."""

import shutil
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from corpora import ARTICLE
from test_pipeline import call, ready  # noqa: F401 (a fixture)

from corpus.frontier import Frontier
from corpus.statistics import Statistics
from corpus.status import status
from corpus.store import Corpus
from data.sample.build import HERE
from spiders import settings
from spiders.archive import Archive
from spiders.crawl import CrawlSummary, Failure
from spiders.page import Page

NAME = "baocantho"
START, FEED = "https://baocantho.com.vn/thoi-su", "https://baocantho.com.vn/rss/cate/thoi-su/"
NOW = datetime(2024, 7, 1, 8, tzinfo=UTC)


class Past:
    """The past of one source, as runs leave it in corpus and frontier, told by the day."""

    def __init__(self, folder: Path):
        self.corpus, self.frontier = Corpus(), Frontier(folder / "corpus.frontier.db")
        self.archive = Archive(folder / "corpus.warc")
        self.frontier.discover([START, FEED], NAME, "listing")
        self.number = 0

    def article(self, days_ago: int, **changes):
        self.number += 1
        published = (NOW - timedelta(days=days_ago)).date().isoformat()
        url = f"https://baocantho.com.vn/bai-so-{self.number}-a{self.number}.html"
        fields = {"published": published, "author": "Hà Mẫu", "title": f"Bài số {self.number}", "source": NAME}
        return replace(ARTICLE, id=f"bai-{self.number}", url=url, **fields | changes)

    def run(self, articles=(), **crawled):
        """A run that read these articles; `crawled` is what else its summary says."""
        statistics = Statistics()
        facts = {"name": NAME, "publisher": "Báo Cần Thơ", "province": "92", "kind": "newspaper", "sample": False}
        run = self.corpus.begin("run", "1", [facts])
        for article in articles:
            self.frontier.discover([article.url], NAME, "article")
            self.corpus.put(article, [], "1", run)
            statistics.read(article)
        statistics.crawled([CrawlSummary(NAME, **{"pages": len(articles) + 2, "fetched": len(articles)} | crawled)])
        self.corpus.finish(run, len(articles), 0, statistics.rows())

    def verdict(self) -> tuple[str, str]:
        (found,) = status(self.corpus, self.frontier, {NAME: timedelta(hours=6)}, NOW)
        assert found.source == NAME and found.cadence_hours == 6
        assert found.needs_a_person is (found.verdict != "healthy")
        return found.verdict, found.why


@pytest.fixture
def past(tmp_path):
    past = Past(tmp_path)
    yield past
    past.frontier.close()
    past.corpus.close()


def test_a_source_that_does_as_it_did_is_healthy(past):
    past.run([past.article(day) for day in range(60, 30, -1)])
    past.run([past.article(day) for day in range(30, 0, -1)])
    assert past.verdict() == ("healthy", "")


def test_a_source_that_has_no_news_any_more_is_silent(past):
    past.run([past.article(day) for day in range(120, 40, -2)])
    assert past.verdict() == ("silent", "no article for 42 days, usually one comes every 2 days")


def test_a_source_that_never_names_an_article_is_silent(past):
    past.run([], listings=2)
    assert past.verdict() == ("silent", "its listing pages name no article")


def test_a_slow_source_is_given_the_time_that_it_takes(past):
    past.run([past.article(day) for day in range(400, 0, -40)])
    assert past.verdict()[0] == "healthy"  # one article in 40 days is as ever


@pytest.mark.parametrize("gone", ["HTTP 404", "the host name is not known"])
def test_a_source_whose_start_points_are_no_more_is_gone(past, gone):
    past.run([past.article(day) for day in range(60, 0, -1)])
    for url in (START, FEED):
        if gone == "HTTP 404":
            past.frontier.record(Page(url, b"", NOW, 404), NAME, "listing", past.archive)
        else:
            past.frontier.fail(url, gone)
    assert past.verdict() == ("gone", gone)


def test_a_source_that_forbids_or_refuses_is_blocked(past):
    past.run([past.article(day) for day in range(60, 0, -1)])
    for url in (START, FEED):
        past.frontier.fail(url, "not allowed by robots.txt", blocked=True)
    assert past.verdict() == ("blocked", "not allowed by robots.txt")


def test_a_source_whose_articles_are_refused_is_blocked(past):
    past.run([past.article(day) for day in range(60, 0, -1)])
    past.run([], obstacles={"cloudflare": 5, "http-403": 1})
    assert past.verdict() == ("blocked", "cloudflare (5), http-403 (1)")


@pytest.mark.parametrize(
    ("lost", "why"),
    [
        ({"author": None}, "fields are lost: author 0% (before 100%)"),
        ({"blocks": (("paragraph", "Tin vắn."),)}, "fields are lost: sapo 0% (before 100%)"),
    ],
)
def test_a_source_that_loses_a_field_is_degraded(past, lost, why):
    past.run([past.article(day) for day in range(60, 10, -1)])
    past.run([past.article(day, **lost) for day in range(10, 0, -1)])
    assert past.verdict() == ("degraded", why)


def test_a_source_that_skips_a_month_is_degraded(past):
    past.run([past.article(day) for day in (*range(160, 92, -2), *range(55, 0, -2))])  # none in April 2024
    assert past.verdict() == ("degraded", "no article in 2024-04")


def test_a_source_whose_pages_go_wrong_is_degraded(past):
    failed = [Failure(f"https://baocantho.com.vn/x-a{n}.html", "HTTP 500") for n in range(9)]
    past.run([past.article(day) for day in range(60, 0, -3)], failed=failed)
    assert past.verdict() == ("degraded", "HTTP 500 (9)")


def test_a_start_point_that_is_lost_is_told_though_the_other_works(past):
    past.run([past.article(day) for day in range(60, 0, -1)])
    past.frontier.fail(FEED, "the host did not answer in time")
    assert past.verdict() == ("degraded", "start points cannot be read: the host did not answer in time")


# The commands


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    """A corpus of the sample portal."""
    path = tmp_path_factory.mktemp("portal") / "corpus.db"
    done = call("run", "--source", "sonoivu-mau", "--corpus", path)
    assert done.code == 0, done.err
    return path


@pytest.fixture
def path(portal, tmp_path):
    shutil.copytree(portal.parent, tmp_path / "copy")
    return tmp_path / "copy" / "corpus.db"


def test_status_exits_with_0_where_all_is_well(path):
    done = call("status", "--corpus", path, "--format", "json")
    (row,) = done.rows
    assert done.code == 0 and (row["source"], row["verdict"]) == ("sonoivu-mau", "healthy")
    assert row["last_checked"] and row["articles"] and row["coverage"]["title"]["now"] == 1
    assert "1 sources were crawled, 0 of them need a person" in done.err


@pytest.mark.parametrize("style", ["table", "json"])
def test_status_exits_with_1_where_a_source_needs_a_person(path, tmp_path, monkeypatch, style):
    site = Path(shutil.copytree(HERE / "site", tmp_path / "site"))
    (site / "bao-mau.test" / "robots.txt").write_text("User-agent: *\nDisallow: /\n", encoding="utf-8")
    monkeypatch.setattr(settings, "SAMPLE_SITE", str(site))
    monkeypatch.setenv("COLUMNS", "160")
    assert call("run", "--source", "bao-mau", "--corpus", path).code == 1
    done = call("status", "--corpus", path, "--format", style)
    assert done.code == 1 and "1 of them need a person" in done.err
    assert all(word in done.out for word in ("bao-mau", "blocked", "robots.txt", "sonoivu-mau", "healthy"))
    if style == "json":
        assert {row["source"]: row["verdict"] for row in done.rows} == {"bao-mau": "blocked", "sonoivu-mau": "healthy"}
        assert all("robots.txt" in row["why"] for row in done.rows if row["verdict"] == "blocked")


def test_an_archive_that_is_whole_is_verified(path):
    done = call("archive", "verify", "--corpus", path)
    with closing(Frontier(path.with_suffix(".frontier.db"))) as frontier:
        count = len(list(frontier.captures(None)))
    assert done.code == 0 and f"{count} records read and hashed, 0 problems" in done.err


def errors(done) -> list[str]:
    return [line for line in done.err.splitlines() if line.startswith("Error")]


@pytest.fixture
def warc(path) -> Path:
    (file,) = path.with_suffix(".warc").iterdir()
    return file


def test_one_flipped_byte_is_found(path, warc):
    with closing(Frontier(path.with_suffix(".frontier.db"))) as frontier:
        capture = list(frontier.captures())[3]
    whole = bytearray(warc.read_bytes())
    whole[capture.offset + capture.length // 2] ^= 0x10
    warc.write_bytes(whole)
    done = call("archive", "verify", "--corpus", path)
    assert done.code == 1 and len(errors(done)) == 1
    assert capture.url in errors(done)[0] and f"{warc.name} at {capture.offset}" in errors(done)[0]


def test_a_record_in_the_place_of_another_is_found(path, warc):
    with closing(Frontier(path.with_suffix(".frontier.db"))) as frontier:
        a, b = list(frontier.captures())[:2]
        frontier._db.execute("UPDATE captures SET sha256 = ? WHERE id = ?", (b.sha256, a.id))
    done = call("archive", "verify", "--corpus", path)
    assert done.code == 1 and [line.split(": ")[2:] for line in errors(done)] == [["its body has changed", a.url]]


def test_bytes_that_are_no_record_are_found(path, warc):
    size = warc.stat().st_size
    with open(warc, "ab") as file:
        file.write(warc.read_bytes()[:2000])
    with closing(Frontier(path.with_suffix(".frontier.db"))) as frontier:
        frontier._db.execute("UPDATE files SET synced = ?", (warc.stat().st_size,))
    done = call("archive", "verify", "--corpus", path)
    assert done.code == 1 and errors(done) == [
        f"Error: {warc.name} at {size}: 2000 bytes that are no record of the index"
    ]


def test_a_truncated_last_record_is_cut_off_told_and_fetched_again(path, warc, portal):
    whole = warc.read_bytes()
    with closing(Frontier(path.with_suffix(".frontier.db"))) as frontier:
        *_, last = frontier.captures(None)
        frontier._db.execute("UPDATE files SET synced = ?", (last.offset,))  # it never came to the disk
    warc.write_bytes(whole[: last.offset + last.length // 2])
    done = call("archive", "verify", "--corpus", path)
    assert done.code == 0 and "1 records put right that a crash had left half done" in done.err
    assert warc.stat().st_size == last.offset
    assert call("run", "--source", "sonoivu-mau", "--corpus", path).code == 0
    with closing(Frontier(path.with_suffix(".frontier.db"))) as frontier:
        *_, again = frontier.captures(None)
    assert (again.url, again.sha256) == (last.url, last.sha256)
    assert call("archive", "verify", "--corpus", path).code == 0


def test_a_missing_file_is_told_and_nothing_forgotten(path, warc):
    warc.rename(warc.with_name("elsewhere"))
    done = call("archive", "verify", "--corpus", path)
    with closing(Frontier(path.with_suffix(".frontier.db"))) as frontier:
        lost = [capture.url for capture in frontier.captures(None)]
    assert done.code == 1 and lost
    assert [line.split(": ")[2:] for line in errors(done)] == [["the file is gone", url] for url in lost]
    warc.with_name("elsewhere").rename(warc)
    assert call("archive", "verify", "--corpus", path).code == 0
