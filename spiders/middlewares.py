"""Downloader middlewares: every response goes into the archive, and what is there is not fetched again."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.dupefilters import RFPDupeFilter
from scrapy.exceptions import NotConfigured
from scrapy.http import Response
from scrapy.responsetypes import responsetypes

from spiders.manners import retry_after
from spiders.page import Page
from spiders.refusals import refusal, why
from spiders.sample_site import sample_site
from spiders.spider import PutOff, Refused, headers_of

ARCHIVED = "archived"
#: Articles do not change: a capture of one is good for ever.
EVER = timedelta(days=365_000)


#: A robots.txt that cannot be read forbids everything (RFC 9309, 2.3.1.4).
FORBID_ALL = b"User-agent: *\nDisallow: /\n"


class ArchiveMiddleware:
    """Writes responses to the spider's archive and frontier; answers from there what was fetched before.

    A listing is answered from the archive only while its links are not in the frontier yet: a crawl that was killed
    in between goes on where it was. What is due again is asked for only if it has changed. A host that asks to be
    left alone is, and so is every host outside the hours that the spider was given.
    """

    def __init__(self, crawler: Crawler):
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ArchiveMiddleware:
        return cls(crawler)

    def process_request(self, request: Request) -> Response | None:
        spider, key, kind = self.crawler.spider, key_of(request), kind_of(request)
        age = {
            "article": EVER,
            "listing": spider.cadence,
            "other": timedelta(hours=self.crawler.settings.getint("ROBOTS_HOURS")),
        }[kind]
        capture = spider.frontier.fresh(key, age, missing=kind == "other")
        if capture and (page := spider.archive.find(capture)):
            if asked := first_asked(request):
                spider.frontier.redirected(asked)
            return as_response(page, request)
        if spider.ending:
            raise PutOff("the crawl is ending")
        if paused := spider.frontier.paused(urlsplit(request.url).hostname or ""):
            raise PutOff(f"asks to be left alone until {paused[0]:%Y-%m-%d %H:%M} UTC ({paused[1]})")
        if spider.refusals >= self.crawler.settings.getint("MOST_REFUSALS"):
            raise PutOff("refuses one page after the other")
        if spider.night and not spider.night.include(utcnow()):
            raise PutOff(f"is left alone outside {spider.night}")
        if request.method == "GET" and (capture := spider.frontier.last(key)):
            request.meta["known"] = capture
            for name, value in (("If-None-Match", capture.etag), ("If-Modified-Since", capture.last_modified)):
                if value:
                    request.headers[name] = value
        return None

    def process_response(self, request: Request, response: Response) -> Response:
        if ARCHIVED in response.flags:
            return response
        spider, kind = self.crawler.spider, kind_of(request)
        try:
            known = request.meta.get("known") if response.status == 304 else None
            if known and (page := spider.archive.find(known)):
                spider.frontier.confirm(known)
                spider.saw(as_page(response, request), kind, None)
                return as_response(page, request)
            page = as_page(response, request)
            refused = refusal(page)
            spider.frontier.record(page, spider.name, kind, spider.archive, first_asked(request), refused)
            if page.status in (429, 503) and (until := retry_after(page.headers.get("retry-after"), utcnow())):
                spider.frontier.pause(urlsplit(request.url).hostname or "", until, why(refused))
                request.meta["next_try"] = until
        except Exception as error:  # the disk is full, or worse: what cannot be kept is not fetched
            spider.broken, spider.ending = error, True
            raise PutOff("the crawl is ending") from error
        spider.saw(page, kind, refused)
        if refused and page.status == 200:
            raise Refused(refused)
        if is_robots(request) and page.status >= 500:
            spider.unreadable[urlsplit(request.url).hostname or ""] = page.status
            return response.replace(status=200, body=FORBID_ALL)
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


class DuplicateFilter(RFPDupeFilter):
    """Scrapy's, but for redirects: without an answer the URL that led there would never be settled."""

    def request_seen(self, request: Request) -> bool:
        return "redirect_times" not in request.meta and super().request_seen(request)


def first_asked(request: Request) -> str | None:
    """The URL that led to a request by redirects."""
    return (request.meta.get("redirect_urls") or [None])[0]


def is_robots(request: Request) -> bool:
    return urlsplit(request.url).path == "/robots.txt"


def kind_of(request: Request) -> str:
    """What a request is for: article, listing, or other (robots.txt)."""
    return request.meta.get("kind", "other")


def key_of(request: Request) -> str:
    """The name under which the answer is archived: the URL, with what the form asks for where it was POSTed."""
    return request.meta["key"] if request.method == "POST" else request.url


def as_page(response: Response, request: Request) -> Page:
    """A response as a Page fetched now."""
    url = key_of(request) if request.method == "POST" else response.url
    return Page(url, response.body, utcnow(), response.status, headers_of(response))


def as_response(page: Page, request: Request) -> Response:
    """An archived page as the response that it was."""
    headers = dict(page.headers)
    cls = responsetypes.from_args(
        headers={k.encode(): [v.encode()] for k, v in headers.items()}, url=page.url, body=page.body
    )
    url = request.url if request.method == "POST" else page.url
    return cls(url, status=page.status, headers=headers, body=page.body, request=request, flags=[ARCHIVED])


def utcnow() -> datetime:
    """Now, to the second: WARC dates are no finer."""
    return datetime.now(UTC).replace(microsecond=0)
