"""Bad days of sites: pages of every family as they come when something is wrong, and hosts that misbehave."""

import gzip
import json
import re
import unicodedata
from collections import Counter
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from test_families import cp1258

from benchmarks.site import HOST, PressSite
from corpus import frontier as memory
from corpus.frontier import Frontier
from spiders.archive import Archive
from spiders.crawl import crawl
from spiders.encodings import UPPER_HALF
from spiders.page import Page
from spiders.parse import Blocked, NotAnArticle, parse_page
from spiders.refusals import OBSTACLES, REFUSED, refusal
from spiders.sample_site import NOT_FOUND, Answer, serve
from tests.fixtures.build import HERE, families

FAMILIES = families()
FIXTURES = {family.name: HERE / "families" / family.name for family in FAMILIES}
FETCHED = datetime(2026, 6, 1, 8, tzinfo=UTC)
UTF_8 = {"content-type": "text/html; charset=utf-8"}
every_family = pytest.mark.parametrize("family", FIXTURES)


# Pages, in the markup of every family


def golden(family: str) -> tuple[dict, str]:
    """(what its fixture must be read as, the page)."""
    folder: Path = FIXTURES[family]
    return json.loads((folder / "golden.json").read_text("utf-8")), (folder / "article.html").read_text("utf-8")


def read(url: str, body: bytes, headers: dict[str, str] = UTF_8):
    return parse_page(Page(url, body, FETCHED, headers=headers))


def told(article) -> dict:
    return {"title": article.title, "published": article.published} | {
        "words": re.findall(r"\w+", f"{article.sapo or ''} {' '.join(article.paragraphs)}".lower())
    }


def undeclared(html: str) -> str:
    return re.sub(r"<meta charset[^>]*>", "", html)


@every_family
@pytest.mark.parametrize(
    "spoil",
    [
        lambda html: (unicodedata.normalize("NFD", html).encode(), UTF_8),
        lambda html: (cp1258(undeclared(html)), {"content-type": "text/html; charset=windows-1258"}),
        lambda html: (cp1258(undeclared(html)), UTF_8),
        lambda html: (html.encode(), {"content-type": "text/html; charset=iso-8859-1"}),
        lambda html: (html.encode("utf-16"), {"content-type": "text/html"}),
        lambda html: (f"<html></html>{html}".encode(), UTF_8),
        lambda html: (f"<html><body>{html}</body></html>".encode(), UTF_8),
        lambda html: (html.replace("</body>", "").replace("</html>", "").encode(), UTF_8),
        lambda html: (html.replace("<p", "\0<p").encode(), UTF_8),
    ],
    ids=[
        "NFD", "windows-1258", "windows-1258 said to be UTF-8", "UTF-8 said to be Latin-1", "UTF-16", "doubled html",
        "html in html", "cut off", "NUL bytes",
    ],
)  # fmt: skip
def test_a_page_is_read_the_same_however_it_is_sent(family, spoil):
    expected, html = golden(family)
    body, headers = spoil(html)
    assert told(read(expected["url"], body, headers)) == told(read(expected["url"], html.encode()))


LOWER_CASE = {char: code for code, char in enumerate(UPPER_HALF, 0xA1) if unicodedata.combining(char) == 0}


def tcvn3(html: str) -> str:
    """A page as it was typed for the .Vn fonts, which have no capital letters with tones."""

    def typed(char: str) -> str:
        for form in (char, char.lower()):
            if form in LOWER_CASE:
                return chr(LOWER_CASE[form])
        return char

    return "".join(map(typed, unicodedata.normalize("NFC", html)))


@every_family
@pytest.mark.parametrize("encoding", ["latin-1", "utf-8", "entities"])
def test_text_typed_for_tcvn3_fonts_is_turned_into_letters(family, encoding):
    expected, html = golden(family)
    body = tcvn3(undeclared(html))
    body = body.encode("ascii", "xmlcharrefreplace") if encoding == "entities" else body.encode(encoding, "replace")
    article = read(expected["url"], body, {"content-type": "text/html"})
    whole = read(expected["url"], html.encode())
    same, all_ = (Counter(told(which)["words"]) for which in (article, whole))
    assert (same & all_).total() >= 0.97 * all_.total()
    assert article.title.lower() == whole.title.lower()


@pytest.mark.parametrize(
    "text",
    [
        "Đoàn kiểm tra «đột xuất» · © 2022 Báo Mẫu ® «Tin mới» «Thời sự» «Kinh tế» «Xã hội» «Thể thao» «Bạn đọc»",
        "Les «contrôles» du «service», «l'année» dernière: «rien», «presque» «rien», «vraiment» «rien» de «neuf»",
        "Kiểm tra 9·2·2022 · 10·2·2022 · 5m² · 3µm · 2¹ · 1¹ · ¬ · ª",
    ],
)
def test_what_is_no_tcvn3_is_left_alone(text):
    assert Page("http://x.test/", f"<p>{text}</p>".encode()).text == f"<p>{text}</p>"


DATES = re.compile(
    r"\d{1,2}([/.-])\d{1,2}\1\d{4}|\d{4}-\d{2}-\d{2}(?:T[\d:+]+)?|\d{1,2} [Tt]háng \d{1,2},? (?:năm )?\d{4}"
)


@every_family
def test_a_page_without_a_date_has_none(family):
    expected, html = golden(family)
    html = DATES.sub("", html)
    url = re.sub(r"/20\d{4}/", "/", expected["url"])
    assert read(url, html.encode()).published is None


@every_family
def test_a_date_to_come_is_not_believed(family):
    expected, html = golden(family)
    html = re.sub(r"(?<!\d)20[012]\d(?!\d)", "2041", html)
    url = re.sub(r"/20[012]\d(\d\d)/", r"/2041\1/", expected["url"])
    assert read(url, html.encode()).published is None


@every_family
def test_after_a_redesign_fallbacks_read_what_they_can(family):
    expected, html = golden(family)
    renamed = re.sub(r'\b(class|id|itemprop)="[^"]*"', r'\1="x-9f2"', html)
    article = read(expected["url"], renamed.encode())
    whole = read(expected["url"], html.encode())
    assert article.title and article.title in (whole.title, article.title)
    same, all_ = (Counter(told(which)["words"]) for which in (article, whole))
    assert (same & all_).total() >= 0.7 * all_.total()
    assert article.published in (whole.published, None)  # lost, perhaps, but never another


@every_family
@pytest.mark.parametrize(
    ("kind", "page"),
    [
        ("cookie-stub", "<html><script>document.cookie='D1N=8f2';location.reload()</script></html>"),
        ("cloudflare", "<html><title>Just a moment...</title><div id='cf-chl-widget'>Checking</div></html>"),
        ("challenge", "<html><p>Checking your browser before accessing the site.</p></html>"),
        ("login", "<html><p>Vui lòng đăng nhập để đọc tiếp</p><form><input type='password' name='p'></form></html>"),
        ("soft-404", "<html><title>404</title><p>Trang bạn tìm không tồn tại hoặc đã bị xóa.</p></html>"),
        ("script", "<html><body><div id='app'></div><script src='/js/app.js'></script></body></html>"),
        ("script", "<html><body><h1>{{ article.title }}</h1><div>{{ article.body }}</div></body></html>"),
        ("encrypted", "<html><h1>Kiểm tra</h1><div id='dcontent'>" + "U2FsdGVkX1" * 60 + "</div></html>"),
    ],
)
def test_what_stands_in_the_way_is_called_by_its_name(family, kind, page):
    with pytest.raises(NotAnArticle) as met:
        read(golden(family)[0]["url"], page.encode())
    assert met.value.kind == kind and str(met.value) == OBSTACLES[kind]
    assert isinstance(met.value, Blocked) is (kind != "soft-404")


@every_family
def test_articles_are_not_taken_for_obstacles(family):
    expected, html = golden(family)
    beside = '<form><input type="password"></form><p>Đăng nhập để bình luận</p><script>/* g-recaptcha */</script>'
    page = Page(expected["url"], html.replace("</body>", beside + "</body>").encode(), FETCHED, headers=UTF_8)
    assert refusal(page) is None and parse_page(page).title == expected["title"]


@pytest.mark.parametrize("status", sorted(REFUSED))
def test_statuses_that_refuse_are_named(status):
    assert refusal(Page("http://x.test/", b"", status=status)) == f"http-{status}"


# Hosts


SITE = PressSite(6)
ARTICLES = SITE.urls
QUICK = {"DOWNLOAD_TIMEOUT": 1, "RETRY_TIMES": 0, "DOWNLOAD_MAXSIZE": 1_000_000}


class Crawls:
    """Crawls over SITE, with the answers for some URLs spoiled; `asked` counts what came to the host."""

    def __init__(self, folder: Path):
        self.frontier, self.archive = Frontier(folder / "corpus.frontier.db"), Archive(folder / "corpus.warc")
        self.asked, self.headers = Counter(), {}

    @contextmanager
    def host(self, spoiled):
        def respond(url, headers):
            self.asked[url] += 1
            self.headers[url] = headers
            return spoiled[url] if url in spoiled else SITE.respond(url, headers)

        with serve(respond) as proxy:
            yield proxy

    def crawl(self, spoiled=None, settings=None, **arguments):
        with self.host(spoiled or {}) as proxy:
            options = QUICK | {"SAMPLE_SITE": proxy} | (settings or {})
            (summary,) = crawl(["bao-mau"], self.frontier, self.archive, None, options, **arguments)
        return summary

    @property
    def fetched(self) -> set[str]:
        return {c.url for c in self.frontier.captures() if c.status == 200 and c.refused is None}


@pytest.fixture
def crawls(tmp_path):
    crawls = Crawls(tmp_path)
    yield crawls
    crawls.frontier.close()


@pytest.fixture
def clock(monkeypatch):
    """Sets the frontier's clock forward."""

    def forward(by: timedelta) -> None:
        then = datetime.now(UTC).replace(microsecond=0) + by
        monkeypatch.setattr(memory, "utcnow", lambda: then)

    return forward


BOMB = gzip.compress(b"<p>" + b"0" * 5_000_000)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (Answer(hold=True), "the host did not answer in time"),
        (Answer(b"<p>half" * 1000, sent=300), "the connection broke off"),
        (Answer(b"", 302, {"Location": ARTICLES[2]}), "redirected in a circle"),
        (Answer(BOMB, headers={"Content-Encoding": "gzip"}), "the page is too large once it is unpacked"),
        (Answer(b" " * 50_000_000), "the page is too large"),
        (Answer(b"", 500), "HTTP 500"),
    ],
    ids=["slow", "dropped", "redirect loop", "gzip bomb", "50 MB", "HTTP 500"],
)
def test_a_bad_page_is_told_with_its_reason_and_the_rest_is_fetched(crawls, answer, why):
    bad = ARTICLES[2]
    summary = crawls.crawl({bad: answer})
    assert [(failure.url, failure.why) for failure in summary.failed] == [(bad, why)]
    assert crawls.fetched == set(ARTICLES) - {bad} and not summary.blocked
    assert crawls.crawl().fetched == 1 and crawls.fetched == set(ARTICLES)  # the next run has it


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("form", ["seconds", "date"])
def test_a_host_that_asks_to_be_left_alone_is(crawls, clock, status, form):
    until = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=2)
    header = "7200" if form == "seconds" else format_datetime(until, usegmt=True)
    busy = {ARTICLES[2]: Answer(b"", status, {"Retry-After": header})}
    summary = crawls.crawl(busy)
    assert "asks to be left alone until" in summary.put_off and summary.obstacles == {f"http-{status}": 1}
    asked, fetched = crawls.asked.total(), crawls.fetched
    assert fetched == set(ARTICLES[:2])
    crawls.crawl()
    assert crawls.asked.total() == asked  # not even robots.txt
    clock(timedelta(hours=1))
    crawls.crawl()
    assert crawls.asked.total() == asked
    clock(timedelta(hours=3))
    crawls.crawl()
    assert crawls.fetched == set(ARTICLES) and crawls.asked[ARTICLES[0]] == 1


def test_a_host_that_refuses_everything_is_left_for_this_run(crawls):
    stub = Answer(b"<html><script>document.cookie='D1N=1';location.reload()</script></html>")
    summary = crawls.crawl(dict.fromkeys(ARTICLES, stub), {"MOST_REFUSALS": 3})
    assert summary.obstacles == {"cookie-stub": 3} and "refuses" in summary.put_off
    assert sum(crawls.asked[url] for url in ARTICLES) == 3 and summary.problem.startswith("bao-mau: blocked")
    assert crawls.frontier.counts("bao-mau") == {"blocked": 3, "discovered": 3}


def test_a_list_that_a_script_fills_in_is_told_from_an_empty_one(crawls):
    empty = Answer(b"<html><body><div id='app'></div><script src='/app.js'></script></body></html>")
    summary = crawls.crawl({f"http://{HOST}/": empty, f"http://{HOST}/luu-tru": empty})
    assert summary.obstacles == {"script": 2} and "filled in by a script" in summary.problem


def test_a_robots_txt_that_cannot_be_read_forbids(crawls):
    summary = crawls.crawl({f"http://{HOST}/robots.txt": Answer(b"", 500)})
    assert set(crawls.asked) == {f"http://{HOST}/robots.txt"}
    assert summary.obstacles["robots"] and "its robots.txt cannot be read (HTTP 500)" in summary.problem


def test_a_missing_robots_txt_allows_and_is_remembered(crawls):
    missing = {f"http://{HOST}/robots.txt": NOT_FOUND}
    assert crawls.crawl(missing).fetched == len(ARTICLES)
    crawls.crawl(missing)
    assert crawls.asked[f"http://{HOST}/robots.txt"] == 1


def test_listings_and_refetched_articles_are_asked_for_only_if_they_changed(crawls, clock):
    listing, validators = f"http://{HOST}/", {"ETag": '"v1"', "Last-Modified": "Thu, 10 Feb 2022 01:00:00 GMT"}

    def with_validators(url):
        return Answer(SITE.respond(url, {}).body, headers=validators)

    crawls.crawl({url: with_validators(url) for url in (listing, *ARTICLES)})
    captures = len(list(crawls.frontier.captures(None)))
    unchanged = Answer(b"", 304, {"Content-Type": None, "Content-Length": None})
    clock(timedelta(hours=7))
    summary = crawls.crawl({listing: unchanged})
    assert crawls.headers[listing]["if-none-match"] == '"v1"'
    assert crawls.headers[listing]["if-modified-since"] == validators["Last-Modified"]
    assert summary.unchanged == 1 and crawls.asked[ARTICLES[0]] == 1
    again = {url: unchanged for url in ARTICLES[1:]} | {ARTICLES[0]: Answer(SITE.respond(ARTICLES[1], {}).body)}
    summary = crawls.crawl(again, refetch=True)
    assert (summary.fetched, summary.unchanged) == (1, len(ARTICLES) - 1)
    assert all(crawls.asked[url] == 2 for url in ARTICLES)
    assert len([c for c in crawls.frontier.captures() if c.url == ARTICLES[0]]) == 2
    assert crawls.crawl().fetched == 0 and all(crawls.asked[url] == 2 for url in ARTICLES)
    assert len(list(crawls.frontier.captures(None))) > captures


def test_a_redesign_in_mid_crawl_loses_no_page(crawls):
    renamed = {
        url: Answer(re.sub(rb'\b(class|id)="[^"]*"', rb'\1="x-9f2"', SITE.respond(url, {}).body))
        for url in ARTICLES[3:]
    }
    assert crawls.crawl(renamed).fetched == len(ARTICLES)
    articles = [parse_page(crawls.archive.read(capture)) for capture in crawls.frontier.captures()]
    assert len({article.title for article in articles}) == len(ARTICLES)
    assert sorted(article.how["body"] == "onecms:article.entry" for article in articles) == [False] * 3 + [True] * 3
