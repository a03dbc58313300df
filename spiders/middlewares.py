"""Downloader middlewares: every response goes into the archive, and what is there is not fetched again."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from spiders.page import Page
from spiders.refusals import refusal
from spiders.sample_site import sample_site
from spiders.spider import Refused, headers_of

ARCHIVED = "archived"
#: Articles do not change: a capture of one is good for ever.
EVER = timedelta(days=365_000)


class ArchiveMiddleware:
    """Writes responses to the spider's archive and frontier; answers from there what was fetched before.

    A listing is answered from the archive only while its links are not in the frontier yet: a crawl that was killed
    in between goes on where it was.
    """

    def __init__(self, crawler: Crawler):
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchiveMiddleware:
        return cls(crawler)

    def process_request(self, request: Request) -> Response | None:
        spider = self.crawler.spider
        age = {
            "article": EVER,
            "listing": spider.cadence,
            "other": timedelta(hours=self.crawler.settings.getint("ROBOTS_HOURS")),
        }[kind_of(request)]
        capture = spider.frontier.fresh(key_of(request), age)
        if capture is None:
            return None
        page = spider.archive.read(capture)
        return as_response(page, request)

    def process_response(self, request: Request, response: Response) -> Response:
        if ARCHIVED in response.flags:
            return response
        spider = self.crawler.spider
        page = as_page(response, request)
        refused = refusal(page)
        asked = (request.meta.get("redirect_urls") or [None])[0]
        spider.frontier.record(page, spider.name, kind_of(request), spider.archive, asked, refused)
        spider.saw(page, kind_of(request), refused)
        if refused and page.status == 200:
            raise Refused(refused)
        return response


class SampleSiteMiddleware:
    """Serves the sample site while a sample source is crawled, and sends that source's requests there.

    The setting SAMPLE_SITE is its folder, or the URL of the proxy that serves it already.
    """

    def __init__(self, crawler: Crawler):
        if not getattr(crawler.spidercls, "sample", False):
            raise NotConfigured
        self.root = crawler.settings["SAMPLE_SITE"]
        self.stack = ExitStack()
        self.proxy = ""
        crawler.signals.connect(self.spider_opened, signals.spider_opened)
        crawler.signals.connect(self.spider_closed, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> SampleSiteMiddleware:
        return cls(crawler)

    def spider_opened(self) -> None:
        served = str(self.root).startswith("http://")
        self.proxy = str(self.root) if served else self.stack.enter_context(sample_site(self.root))

    def spider_closed(self) -> None:
        self.stack.close()

    def process_request(self, request: Request) -> None:
        request.meta["proxy"] = self.proxy


def kind_of(request: Request) -> str:
    """What a request is for: article, listing, or other (robots.txt)."""
    return request.meta.get("kind", "other")


def key_of(request: Request) -> str:
    """The name under which the answer is archived: the URL, with what the form asks for where it was POSTed."""
    return request.meta["key"] if request.method == "POST" else request.url


def as_page(response: Response, request: Request) -> Page:
    """A response as a Page fetched now."""
    url = key_of(request) if request.method == "POST" else response.url
    now = datetime.now(UTC).replace(microsecond=0)
    return Page(url, response.body, now, response.status, headers_of(response))


def as_response(page: Page, request: Request) -> Response:
    """An archived page as the response that it was."""
    headers = dict(page.headers)
    cls = responsetypes.from_args(
        headers={k.encode(): [v.encode()] for k, v in headers.items()}, url=page.url, body=page.body
    )
    url = request.url if request.method == "POST" else page.url
    return cls(url, status=page.status, headers=headers, body=page.body, request=request, flags=[ARCHIVED])
