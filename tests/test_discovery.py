"""Finding articles: feeds, sitemaps, listings with every pager seen, JSON lists, site search, and back-fills."""

import gzip
import json
import signal
import subprocess
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scrapy.http import HtmlResponse, TextResponse, XmlResponse

from corpus.frontier import Frontier
from data.sample.build import HERE
from spiders.archive import Archive
from spiders.crawl import crawl
from spiders.discovery import Further, JsonList, Link, Listing, keyed, read_listing, read_xml, url_days
from spiders.families import DRUPAL, LIFERAY, NUKEVIET, SHAREPOINT
from spiders.sample_site import file_of
from spiders.sources import by_name
from spiders.urls import clean_url

ROOT = HERE.parents[1]
PORTAL = "sonoivu-mau"
START = "http://sonoivu-mau.test/noidung/tintuc/Pages/Default.aspx"
TEXT = "Sáng nay, tổ kiểm tra đi một vòng qua các phòng làm việc của đơn vị và ghi lại từng ghế còn trống. " * 3


def days(first: str, last: str | None = None) -> tuple[date, date]:
    return date.fromisoformat(first), date.fromisoformat(last or first)


# Feeds and sitemaps

RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>
<title>Trang mẫu</title><link>http://bao.test/</link><atom:link href="http://bao.test/rss/home" rel="self"/>
<item><title>Một</title><link><![CDATA[ http://bao.test/mot-10155243.html ]]></link>
<pubDate>Thu, 09 Jun 2022 23:30:00 GMT</pubDate></item>
<item><title>Hai &nbsp; lỗi</title><link>/hai-10155244.html</link><pubDate>10/06/2022 08:00</pubDate></item>
<item><title>Ba</title><link>http://bao.test/ba-10155245.html</link></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>Một</title>
<link href="http://bao.test/mot-10155243.html"/><updated>2022-06-10T01:00:00+07:00</updated></entry></feed>"""
NEWS = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>http://bao.test/mot-10155243.html</loc><news:news><news:publication_date>2022-06-10T08:00:00+07:00
</news:publication_date></news:news><image:image><image:loc>http://bao.test/a.jpg</image:loc></image:image></url>
<url><loc>http://bao.test/thoi-su/202205/hai-0a1b2c3/</loc><lastmod>2024-01-01</lastmod></url>
<url><loc>http://bao.test/ba-10155245.html</loc><lastmod>2019-05-02</lastmod></url>
<url><lastmod>2019-05-02</lastmod></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<sitemap><loc>http://bao.test/sitemaps/news-2019-5.xml</loc><lastmod>2024-01-01</lastmod></sitemap>
<sitemap><loc>http://bao.test/sitemap_201912.xml.gz</loc></sitemap>
<sitemap><loc>http://bao.test/sitemap-2020.xml</loc></sitemap>
<sitemap><loc>http://bao.test/sitemap-1.xml</loc><lastmod>2018-02-03</lastmod></sitemap></sitemapindex>"""
XML = {
    "rss": (
        RSS,
        Listing((
            Link("http://bao.test/mot-10155243.html", days("2022-06-10")),  # already the next day in Vietnam
            Link("http://bao.test/hai-10155244.html", days("2022-06-10")),
            Link("http://bao.test/ba-10155245.html"),
        )),
    ),
    "atom": (ATOM, Listing((Link("http://bao.test/mot-10155243.html", days("2022-06-10")),))),
    "news sitemap": (
        NEWS,
        Listing((
            Link("http://bao.test/mot-10155243.html", days("2022-06-10")),
            Link("http://bao.test/thoi-su/202205/hai-0a1b2c3/", days("2022-05-01", "2022-05-31")),
            Link("http://bao.test/ba-10155245.html", days("1996-01-01", "2019-05-02")),
        )),
    ),
    "sitemap index": (
        INDEX,
        Listing(lists=(
            Further("http://bao.test/sitemaps/news-2019-5.xml", days=days("2019-05-01", "2019-05-31")),
            Further("http://bao.test/sitemap_201912.xml.gz", days=days("2019-12-01", "2019-12-31")),
            Further("http://bao.test/sitemap-2020.xml", days=days("2020-01-01", "2020-12-31")),
            Further("http://bao.test/sitemap-1.xml", days=days("1996-01-01", "2018-02-03")),
        )),
    ),
}  # fmt: skip


@pytest.mark.parametrize("pack", [bytes, gzip.compress])
@pytest.mark.parametrize("name", XML)
def test_feeds_and_sitemaps(name, pack):
    text, expected = XML[name]
    assert read_xml(XmlResponse("http://bao.test/x", body=pack(text.encode()))) == expected


@given(st.sampled_from(list(XML)), st.integers(0, 400), st.text(max_size=5))
@example("sitemap index", 256, "[")  # what is no address
@example("rss", 52, "Ņ")  # what feedparser trips over
@settings(deadline=None, max_examples=60)
def test_a_damaged_feed_or_sitemap_names_what_it_can(name, at, dirt):
    text, expected = XML[name]
    found = read_xml(XmlResponse("http://bao.test/x", body=(text[:at] + dirt + text[at:]).encode()))
    assert found is None or all(link.url for link in found.articles)


def test_a_page_is_no_feed():
    assert read_xml(HtmlResponse("http://bao.test/", body=b"<html><body><a href='/x'>x</a></body></html>")) is None


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://b.test/thoi-su/202405/dot-kiem-tra-0a1b2c3/", days("2024-05-01", "2024-05-31")),
        ("http://b.test/2019/05/12/dot-kiem-tra/", days("2019-05-12")),
        ("http://b.test/portal/Pages/2019-05-12/x.aspx", None),
        ("http://b.test/ke-hoach-2024-5-nam-nhin-lai-10155243.html", None),
        ("http://b.test/201913/x/", None),
        ("http://b.test/x-10155243.html", None),
    ],
)
def test_days_that_an_address_gives(url, expected):
    assert url_days(url) == expected


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://b.test/x-a1.html?utm_source=zalo&fbclid=1#tin", "https://b.test/x-a1.html"),
        ("http://b.test/View_Detail.aspx?ItemID=7&zarsrc=30", "http://b.test/View_Detail.aspx?ItemID=7"),
        ("https://thanhtra.gov.vn/-/asset_publisher/Content/x?6084005", None),
    ],
)
def test_clean_addresses(url, clean):
    assert clean_url(url) == (clean or url)


# Pagers

PAGERS = [
    ("http://b.test/thoi-su", '<a href="/thoi-su?page=2">2</a> <a href="/thoi-su?page=3">3</a>', 1, "/thoi-su?page=2"),
    ("http://b.test/thoi-su?page=2", '<a href="?page=1">1</a> <a href="?page=3">3</a>', 2, "/thoi-su?page=3"),
    ("http://b.test/thoi-su?p=2", '<a href="/thoi-su?p=9">»</a> <a href="/thoi-su?p=3">3</a>', 2, "/thoi-su?p=3"),
    ("http://b.test/vi/news/tin/", '<a href="/vi/news/tin/page-2">2</a>', 1, "/vi/news/tin/page-2"),
    ("http://b.test/vi/news/tin/page-2", '<a href="/vi/news/tin/page-3">3</a>', 2, "/vi/news/tin/page-3"),
    ("http://b.test/tin", '<a href="/tin?p_p_id=101&amp;_101_cur=2">2</a>', 1, "/tin?p_p_id=101&_101_cur=2"),
    ("http://b.test/tin", '<a href="/tin?page=1">2</a> <a href="/tin?page=2">3</a>', 1, "/tin?page=1"),  # Drupal
    ("http://b.test/tin?page=1", '<a href="/tin?page=0">1</a> <a href="/tin?page=2">3</a>', 2, "/tin?page=2"),
    ("http://b.test/tin", '<a rel="next" href="/tin/trang-2">Sau</a> <a href="/tin?page=2">2</a>', 1, "/tin/trang-2"),
    ("http://b.test/tin", '<a href="/khac?page=2">2</a>', 1, None),  # of another listing
    ("http://b.test/tin?page=3", '<a href="/tin?page=2">2</a> <a href="/tin?page=3">3</a>', 3, None),  # the last
    ("http://b.test/tin", '<a rel="next" href="#">Sau</a>', 1, None),
]


@pytest.mark.parametrize(("url", "pager", "page", "expected"), PAGERS)
def test_the_page_that_follows(url, pager, page, expected):
    response = HtmlResponse(url, body=f"<html><body>{pager}</body></html>".encode())
    found = read_listing(response, (NUKEVIET, DRUPAL, LIFERAY), lambda url: False, page)
    assert [further.url for further in found.following] == ([f"http://b.test{expected}"] if expected else [])


def test_a_postback_asks_as_the_page_would():
    html = """<form><input type=hidden name=__VIEWSTATE value="/wEP"><input type=hidden name=__EVENTTARGET value="">
        <a href="javascript:__doPostBack('ctl00$menu','5')">5</a>
        <a href="javascript:__doPostBack('ctl00$pager','Page$1')">1</a> <span>2</span>
        <a href="javascript:__doPostBack('ctl00$pager','Page$3')">3</a>
        <a href="javascript:__doPostBack('ctl00$pager','Page$11')">...</a></form>"""
    (further,) = read_listing(HtmlResponse(START, body=html.encode()), (SHAREPOINT,), lambda url: False, 2).following
    assert further.form == {"__VIEWSTATE": "/wEP", "__EVENTTARGET": "ctl00$pager", "__EVENTARGUMENT": "Page$3"}
    assert further.key == f"{START}?__EVENTTARGET=ctl00%24pager&__EVENTARGUMENT=Page%243"


def test_listing_days_are_those_of_the_item():
    html = """<div>Thứ Hai, 01/06/2026</div><div class="list">
        <div><h3><a href="/a-1.html">Một</a></h3><p>Ngày 12/3/2024, đoàn đã kiểm tra.</p></div>
        <div><a href="/b-2.html"><img src="b.jpg"></a><h3><a href="/b-2.html">Hai</a></h3><i>05/02/2022 08:15</i></div>
        <li><a href="/c-3.html">Ba (06/10/2021)</a></li>
        <a href="http://[x.html">no address</a><a href="">none</a><a>none</a>
        <article><a href="/d-4.html">Bốn</a><time datetime="2020-04-13T18:00:00Z">hôm qua</time></article></div>"""
    found = read_listing(HtmlResponse("http://b.test/", body=html.encode()), (NUKEVIET,), lambda u: "html" in u)
    assert [(link.url[-8:], link.days) for link in found.articles] == [
        ("a-1.html", None),
        ("b-2.html", days("2022-02-05")),
        ("c-3.html", days("2021-10-06")),
        ("d-4.html", days("2020-04-14")),
    ]


JSON_LIST = JsonList("http://b.test/api", {"do": "Q"}, "http://b.test/x?ItemID={ID}", "CreatedDate", length=2)


def test_json_lists():
    items = [{"ID": 7, "CreatedDate": "2025-06-30T19:02:21"}, {"ID": 5, "CreatedDate": "2025-06-29T08:00:00"}]
    answer = {"data": items}
    found = JSON_LIST.read(json.dumps(answer), 4)
    assert found.articles == (
        Link("http://b.test/x?ItemID=7", days("2025-06-30")),
        Link("http://b.test/x?ItemID=5", days("2025-06-29")),
    )
    (further,) = found.following
    assert further.form == {"do": "Q", "start": "6", "length": "2"}
    assert JSON_LIST.read(json.dumps({"data": answer["data"][:1]}), 0).following == ()


@pytest.mark.parametrize("text", ["", "<html>", "[]", "{}", '{"data": null}', '{"data": [1]}', '{"data": [{"ID": 1}]}'])
def test_what_is_no_json_list_names_nothing(text):
    assert JSON_LIST.read(text, 0) == Listing()


# Crawls

DAYS = [date(2024, 3, 30) - timedelta(days=10 * n) for n in range(12)]  # newest first, down to December 2023


class Site:
    """A made-up portal in a folder, and crawls of it."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.seen: list[str] = []
        self.frontier = Frontier(folder / "f.db")
        self.archive = Archive(folder / "a.warc")

    def write(self, url: str, text: str) -> None:
        path = self.folder / "site" / file_of(url)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def articles(self, moments: Iterable[date] = DAYS) -> list[str]:
        """Write an article for each day; gives their URLs."""
        urls = []
        for number, day in enumerate(moments, 1):
            url = START.replace("Pages/Default.aspx", f"Lists/Tin/View_Detail.aspx?ItemID={number}")
            html = f"<h1>Bài mẫu số {number} viết ra để thử</h1><div>{day:%d/%m/%Y}</div><p>{TEXT}</p>"
            self.write(url, f"<html><body><form id=aspnetForm>{html}</form></body></html>")
            urls.append(url)
        return urls

    def listings(self, url: str, articles: list[str], pager, dated: bool = True, size: int = 3) -> None:
        """Write the pages of a listing; `pager(page)` gives (URL of that page, markup that leads to it)."""
        for start in range(0, len(articles), size):
            page = start // size + 1
            items = "".join(
                f"<li><a href='{link}'>Bài mẫu</a> {f'<i>{DAYS[start + i]:%d/%m/%Y}</i>' if dated else ''}</li>"
                for i, link in enumerate(articles[start : start + size])
            )
            more = pager(page + 1)[1] if start + size < len(articles) else ""
            html = f"<html><body><form><ul>{items}</ul>{more}</form></body></html>"
            self.write(url if page == 1 else pager(page)[0], html)

    def crawl(self, **arguments):
        self.seen.clear()
        options = {"RETRY_TIMES": 0, "SAMPLE_SITE": str(self.folder / "site")}
        progress = lambda summary, url: self.seen.append(url)  # noqa: E731
        (summary,) = crawl([PORTAL], self.frontier, self.archive, progress, options, **arguments)
        assert not summary.failed and not summary.blocked
        return summary

    def fetched(self) -> set[str]:
        return {capture.url for capture in self.frontier.captures("article")}

    def read(self) -> int:
        """Listing pages read by the last crawl."""
        return sum("Pages/Default" in url or "api" in url or "tim-kiem" in url for url in self.seen)


@pytest.fixture
def site(tmp_path):
    site = Site(tmp_path)
    site.write("http://sonoivu-mau.test/robots.txt", "User-agent: *\nAllow: /\n")
    yield site
    site.frontier.close()


def by_query(page):
    return f"{START}?page={page}", f"<a href='?page={page}'>{page}</a>"


def by_postback(page):
    form = {"__EVENTTARGET": "ctl00$pager", "__EVENTARGUMENT": f"Page${page}"}
    hidden = "<input type=hidden name=__VIEWSTATE value='/wEPDw'>"
    return keyed(START, form), f"{hidden}<a href=\"javascript:__doPostBack('ctl00$pager','Page${page}')\">{page}</a>"


@pytest.mark.parametrize("pager", [by_query, by_postback])
def test_listings_are_paged_to_their_end_and_archived(site, pager):
    urls = site.articles()
    site.listings(START, urls, pager)
    assert site.crawl().fetched == len(urls) and site.fetched() == set(urls)
    assert site.read() == 4
    assert {pager(page)[0] for page in (2, 3, 4)} < {capture.url for capture in site.frontier.captures("listing")}
    assert site.crawl().nbytes == 0


@pytest.mark.parametrize("pager", [by_query, by_postback])
@pytest.mark.parametrize("dated", [True, False])
def test_since_stops_paging_when_dates_run_out(site, pager, dated):
    urls = site.articles()
    site.listings(START, urls, pager, dated)
    site.crawl(since=date(2024, 3, 5))
    within = {url for url, day in zip(urls, DAYS, strict=True) if day >= date(2024, 3, 5)}
    assert within <= site.fetched() and urls[-1] not in site.fetched()
    assert site.fetched() == within or not dated  # where no day is listed, only the article tells its own
    assert site.read() == (2 if dated else 3)


def test_a_period_pages_through_what_is_younger(site):
    urls = site.articles()
    site.listings(START, urls, by_query)
    site.crawl(since=date(2024, 1, 1), until=date(2024, 1, 31))
    assert site.fetched() == {url for url, day in zip(urls, DAYS, strict=True) if f"{day}".startswith("2024-01")}
    site.crawl(until=date(2023, 12, 31))  # what was read today is not asked for again
    assert site.fetched() >= {url for url, day in zip(urls, DAYS, strict=True) if day.year == 2023}
    site.crawl()
    assert len(site.fetched()) < len(urls)  # listings are not due yet


def test_a_year_is_filled_from_the_sitemaps_that_robots_txt_names(site):
    urls = site.articles()
    host = "http://sonoivu-mau.test"
    site.write(START, "<html><body>Đang nâng cấp</body></html>")
    site.write(f"{host}/robots.txt", f"User-agent: *\nAllow: /\nSitemap: {host}/sitemap.xml\n")
    entries = "".join(f"<sitemap><loc>{host}/sitemap-{year}.xml</loc></sitemap>" for year in (2022, 2023, 2024))
    site.write(f"{host}/sitemap.xml", f"<sitemapindex>{entries}</sitemapindex>")
    for year in (2022, 2023, 2024):
        dated = [(url, day) for url, day in zip(urls, DAYS, strict=True) if day.year == year]
        inner = "".join(f"<url><loc>{url}</loc><lastmod>{day}</lastmod></url>" for url, day in dated)
        site.write(f"{host}/sitemap-{year}.xml", f"<urlset>{inner}</urlset>")
    site.crawl(since="2023-01-01", until="2023-12-31")  # as `scrapy crawl -a` gives them
    assert site.fetched() == {url for url, day in zip(urls, DAYS, strict=True) if day.year == 2023}
    assert f"{host}/sitemap-2023.xml" in site.seen and f"{host}/sitemap-2024.xml" not in site.seen


def test_json_lists_are_paged(site, monkeypatch):
    urls = site.articles()
    api = JsonList("http://sonoivu-mau.test/api", {"do": "Q"}, urls[0].replace("ID=1", "ID={ID}"), "Day", length=5)
    monkeypatch.setattr(by_name(PORTAL), "json_lists", (api,))
    monkeypatch.setattr(by_name(PORTAL), "start_urls", ())
    items = [{"ID": number, "Day": f"{day}T08:00:00"} for number, day in enumerate(DAYS, 1)]
    for start in (0, 5, 10):
        site.write(api.page(start).key, json.dumps({"data": items[start : start + 5]}))
    site.crawl(since=date(2024, 3, 1))
    assert len(site.fetched()) == 3 and site.read() == 2  # the second page is too old altogether
    assert site.crawl(since=date(2023, 1, 1)).fetched == len(urls) - 3


def test_the_site_search_is_asked_for_a_keyword(site, monkeypatch):
    urls = site.articles()
    search = "http://sonoivu-mau.test/tim-kiem?q={keyword}&page={page}"
    monkeypatch.setattr(by_name(PORTAL), "search_url", search)
    for page, found in ((1, urls[:2]), (2, urls[2:3]), (3, [])):
        links = "".join(f"<a href='{url}'>Bài mẫu</a>" for url in found)
        site.write(search.format(keyword="ki%E1%BB%83m+tra", page=page), f"<html><body>{links}</body></html>")
    site.crawl(keyword="kiểm tra")
    assert site.fetched() == set(urls[:3]) and site.read() == 3


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

folder = sys.argv[1]
crawl(["sonoivu-mau"], Frontier(folder + "/f.db"), Archive(folder + "/a.warc"), progress,
      {"SAMPLE_SITE": folder + "/site"})
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 here")
@pytest.mark.parametrize("responses", [3, 5])
def test_postbacks_are_taken_up_again_after_a_kill(site, responses):
    urls = site.articles()
    site.listings(START, urls, by_postback)
    script = [sys.executable, "-c", KILLED, site.folder, str(responses)]
    assert subprocess.run(script, cwd=ROOT, check=False).returncode == -signal.SIGKILL
    assert len(site.fetched()) < len(urls)
    site.crawl()
    assert site.fetched() == set(urls)


def test_a_listing_that_is_no_text_names_nothing():
    source = by_name(PORTAL)()
    assert source.read(TextResponse(START, body=b"\xff\xfe\x00", encoding="utf-8")) == Listing()
