"""Crawling the sample site: complete, once, through any crash, and with a reason for what fails."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from scrapy.settings import Settings

from corpus.frontier import Frontier
from data.sample.build import HERE, load
from spiders import middlewares
from spiders import settings as project
from spiders.archive import Archive
from spiders.crawl import crawl
from spiders.sample_site import file_of, sample_site
from spiders.sources import SAMPLE, all_sources, source_of

ROOT = HERE.parents[1]
SAMPLES = load()
PORTAL = "sonoivu-mau"
IMPATIENT = {"RETRY_TIMES": 0}


class Place:
    """A frontier and an archive in a folder, and crawls over them."""

    def __init__(self, folder: Path):
        self.frontier = Frontier(folder / "corpus.frontier.db")
        self.archive = Archive(folder / "corpus.warc")

    def crawl(self, names=SAMPLE, progress=None, **settings):
        return crawl(names, self.frontier, self.archive, progress, IMPATIENT | settings)

    def contents(self, kind="article") -> set[tuple[str, str]]:
        captures = list(self.frontier.captures(kind))
        assert all(self.archive.read(capture).sha256 == capture.sha256 for capture in captures)
        found = {(capture.url, capture.sha256) for capture in captures}
        assert len(found) == len(captures), "something was fetched twice"
        return found


@pytest.fixture
def place(tmp_path):
    place = Place(tmp_path)
    yield place
    place.frontier.close()


@pytest.fixture
def site(tmp_path):
    """A copy of the sample site, to be spoiled."""
    return Path(shutil.copytree(HERE / "site", tmp_path / "site"))


def test_every_article_is_found_and_the_second_run_fetches_nothing(place):
    seen = []
    first = place.crawl(progress=lambda summary, url: seen.append(url))
    assert {url for url, _ in place.contents()} == {sample.url for sample in SAMPLES}
    assert sum(summary.fetched for summary in first) == len(SAMPLES) and not any(summary.failed for summary in first)
    assert {f"http://{host}/robots.txt" for host in ("bao-mau.test", "sonoivu-mau.test")} <= set(seen)
    assert not any("tim-kiem" in url for url in seen)
    everything = place.contents(None)
    second = place.crawl(progress=lambda summary, url: pytest.fail(f"fetched {url}"))
    assert [(summary.fetched, summary.nbytes) for summary in second] == [(0, 0)] * 2
    assert sum(summary.already for summary in second) == len(SAMPLES)
    assert place.contents(None) == everything


KILLED = """
import os, signal, sys
from corpus.frontier import Frontier
from spiders.archive import Archive
from spiders.crawl import crawl

seen = []
def progress(summary, url):
    seen.append(url)
    if len(seen) == int(sys.argv[2]):
        os.kill(os.getpid(), signal.SIGKILL)

crawl(sys.argv[3:], Frontier(sys.argv[1] + "/corpus.frontier.db"), Archive(sys.argv[1] + "/corpus.warc"), progress)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 here")
@pytest.mark.parametrize("responses", [1, 17])
def test_killed_and_run_again_is_as_never_killed(place, tmp_path, responses):
    killed = subprocess.run([sys.executable, "-c", KILLED, tmp_path, str(responses), *SAMPLE], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    before = len(list(place.frontier.captures(None)))
    assert before == responses  # nothing that came is lost
    fetched = []
    place.crawl(progress=lambda summary, url: fetched.append(url))
    assert {url for url, _ in place.contents()} == {sample.url for sample in SAMPLES}
    place.contents(None)


def test_new_articles_are_found_when_the_listing_is_due_again(place, site, monkeypatch):
    listing = site / file_of("http://sonoivu-mau.test/noidung/tintuc/Pages/Default.aspx")
    whole = listing.read_text(encoding="utf-8")
    newest = next(sample for sample in SAMPLES if sample.host == "sonoivu-mau.test")
    listing.write_text(whole.replace(newest.path, "#"), encoding="utf-8")
    place.crawl([PORTAL], SAMPLE_SITE=str(site))
    listing.write_text(whole, encoding="utf-8")
    (summary,) = place.crawl([PORTAL], SAMPLE_SITE=str(site))
    assert summary.fetched == summary.listings == 0  # not due yet
    monkeypatch.setattr(source_of("http://sonoivu-mau.test/"), "cadence", timedelta(0))
    (summary,) = place.crawl([PORTAL], SAMPLE_SITE=str(site))
    assert summary.fetched == 1 and newest.url in {url for url, _ in place.contents()}


def portal_files(site):
    return list((site / "sonoivu-mau.test" / "noidung" / "tintuc" / "Lists").rglob("*.html"))


def test_a_listing_of_dead_links_is_reported(place, site):
    for file in portal_files(site):
        file.unlink()
    (summary,) = place.crawl([PORTAL], SAMPLE_SITE=str(site))
    count = sum(sample.host == "sonoivu-mau.test" for sample in SAMPLES)
    assert summary.fetched == 0 and [f.why for f in summary.failed] == ["HTTP 404"] * count
    assert (
        summary.problem.startswith("sonoivu-mau: nothing fetched: http://sonoivu-mau.test/")
        and "HTTP 404" in summary.problem
    )
    (summary,) = place.crawl([PORTAL], SAMPLE_SITE=str(site))
    assert summary.nbytes == 0  # gone is not asked for again


def test_a_missing_listing_is_reported(place, tmp_path):
    (tmp_path / "empty").mkdir()
    (summary,) = place.crawl([PORTAL], SAMPLE_SITE=str(tmp_path / "empty"))
    assert "HTTP 404" in summary.problem and "Default.aspx" in summary.problem


def test_a_listing_that_names_nothing_is_reported(place, site):
    for file in (site / "sonoivu-mau.test" / "noidung" / "tintuc" / "Pages").iterdir():
        file.write_text("<html><body>Đang nâng cấp</body></html>", encoding="utf-8")
    (summary,) = place.crawl([PORTAL], SAMPLE_SITE=str(site))
    assert summary.problem == "sonoivu-mau: its listing pages name no article"


def test_a_dead_host_is_reported_and_the_rest_still_done(place, monkeypatch):
    @contextmanager
    def dead_for_the_portal(root):
        with sample_site(root) as proxy, socket.socket() as unused:
            unused.bind(("127.0.0.1", 0))  # bound and not listening: connections are refused
            yield proxy if len(served) else f"http://127.0.0.1:{unused.getsockname()[1]}"
            served.append(root)

    served = []
    monkeypatch.setattr(middlewares, "sample_site", dead_for_the_portal)
    (dead,) = place.crawl([PORTAL])
    assert dead.problem.startswith(
        "sonoivu-mau: nothing fetched: http://sonoivu-mau.test/noidung/tintuc/Pages/Default.aspx"
    )
    assert "refused the connection" in dead.problem
    (alive,) = place.crawl([PORTAL])  # back again: asked again at once
    assert alive.problem is None and alive.fetched == sum(sample.host == "sonoivu-mau.test" for sample in SAMPLES)


def test_refusals_are_kept_and_asked_for_again(place, site):
    spoiled = portal_files(site)[0]
    good = spoiled.read_bytes()
    spoiled.write_text("<html><script>document.cookie='D1N=1';location.reload()</script></html>", encoding="utf-8")
    (summary,) = place.crawl([PORTAL], SAMPLE_SITE=str(site))
    assert len(summary.blocked) == 1 and "cookie" in summary.blocked[0].why and not summary.failed
    spoiled.write_bytes(good)
    (summary,) = place.crawl([PORTAL], SAMPLE_SITE=str(site))
    assert (summary.fetched, summary.blocked) == (1, [])


def test_robots_txt_is_obeyed(place, site):
    (site / "sonoivu-mau.test" / "robots.txt").write_text("User-agent: *\nDisallow: /\n", encoding="utf-8")
    (summary,) = place.crawl([PORTAL], SAMPLE_SITE=str(site))
    assert place.contents("listing") == set() and "robots.txt" in summary.problem


def test_the_sample_server_keeps_to_its_folder():
    with sample_site() as proxy:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({"http": proxy}))
        with opener.open("http://bao-mau.test/rss/home.rss") as answer:
            assert answer.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
        for url in (
            "http://bao-mau.test/../../gold/bao-001.txt",
            "http://bao-mau.test/%2e%2e/%2e%2e/build.py",
            "http://la.test/",
        ):
            with pytest.raises(urllib.error.HTTPError, match="404"):
                opener.open(url)


def project_settings() -> Settings:
    settings = Settings()
    settings.setmodule(project)
    return settings


def test_manners_by_default():
    settings = project_settings()
    assert settings.getbool("ROBOTSTXT_OBEY") and settings.getbool("AUTOTHROTTLE_ENABLED")
    assert settings.getfloat("DOWNLOAD_DELAY") >= 1 and settings.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    assert all(source.custom_settings is None or source.sample for source in all_sources())


def test_scrapy_users_crawl_as_they_are_used_to(tmp_path):
    options = [f"-sFRONTIER_PATH={tmp_path}/f.db", f"-sARCHIVE_PATH={tmp_path}/a.warc"]
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", PORTAL, *options],
        cwd=ROOT,
        env=os.environ | {"PYTHONWARNINGS": "default"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Traceback" not in done.stderr
    frontier = Frontier(tmp_path / "f.db")
    assert len(list(frontier.captures())) == sum(sample.host == "sonoivu-mau.test" for sample in SAMPLES)
    frontier.close()


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://baonghean.vn/x-10155243.html", "baonghean"),
        ("https://m.baonghean.vn/x-post233309.html", "baonghean"),
        ("http://sonoivu.vinhphuc.gov.vn/a", "sonoivu-vinhphuc"),
        ("http://thanhtra.vinhphuc.gov.vn/a", "thanhtra-vinhphuc"),
        ("https://www.vinhphuc.gov.vn/a", "vinhphuc"),
        ("http://sokhcn.vinhphuc.gov.vn/a", None),  # another department's
        ("https://travinh.baovinhlong.vn/thoi-su", "baotravinh"),
        ("https://m.baovinhlong.vn/thoi-su", "baovinhlong"),
        ("https://notbaonghean.vn/x-10155243.html", None),
        ("", None),
    ],
)
def test_the_source_of_a_url(url, name):
    source = source_of(url)
    assert (source and source.name) == name


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://baonghean.vn/kiem-tra-dot-xuat-10155243.html", True),
        ("https://baonghean.vn/kiem-tra-dot-xuat-post256740.html", True),
        ("https://baonghean.vn/kiem-tra-dot-xuat-268658.html", True),
        ("https://baonghean.vn/en/kiem-tra-10250028.html", False),
        ("https://baonghean.vn/video/kiem-tra-10250028.html", False),
        ("https://baonghean.vn/ky-hop-hdnd-event1234567.html", False),
        ("https://baonghean.vn/thoi-su", False),
    ],
)
def test_article_urls(url, expected):
    assert source_of(url)().is_article(url) is expected
