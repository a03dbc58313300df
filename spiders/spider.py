"""What every source's spider does: read listings, remember their links, fetch the articles that are not archived."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal
from urllib.parse import urljoin, urlsplit

import scrapy
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import Request, Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.misc import load_object
from w3lib.url import canonicalize_url, url_query_cleaner

from spiders.archive import Archive
from spiders.families import Family
from spiders.page import Page
from spiders.refusals import REFUSED, refusal

GONE = (404, 410)
TRACKING = ("utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term", "fbclid", "gclid", "zarsrc")


@dataclass(frozen=True, slots=True)
class Failure:
    """A URL that was not fetched, and why."""

    url: str
    why: str


@dataclass
class CrawlSummary:
    """What a crawl did for one source: articles `fetched` now and archived `already` when it began, listing pages
    read, bytes of everything fetched, and what was refused or failed."""

    source: str
    fetched: int = 0
    already: int = 0
    listings: int = 0
    nbytes: int = 0
    failed: list[Failure] = field(default_factory=list)
    blocked: list[Failure] = field(default_factory=list)

    @property
    def problem(self) -> str | None:
        """One line for a person where the source gave nothing new and something stood in the way, else None."""
        if self.fetched:
            return None
        stopped = self.blocked or self.failed
        if stopped:
            what = "blocked" if self.blocked else "nothing fetched"
            more = len(self.blocked) + len(self.failed) - 1
            return f"{self.source}: {what}: {stopped[0].url}: {stopped[0].why}" + (
                f" (and {more} more)" if more else ""
            )
        if self.listings and not self.already:
            return f"{self.source}: its listing pages name no article"
        return None


class Refused(IgnoreRequest):
    """The site answered 200 with something else than its page (challenge, cookie stub)."""


class NewsSpider(scrapy.Spider):
    """Base of all sources. Start points are `start_urls`: listing pages and RSS feeds.

    Spider arguments `frontier`, `archive` and `progress` come from a script; `scrapy crawl` makes the first two from
    the settings FRONTIER_CLASS, FRONTIER_PATH and ARCHIVE_PATH.
    """

    publisher: str
    province: str  # statistical code before July 2025
    kind: Literal["newspaper", "portal"]
    hosts: tuple[str, ...]
    families: tuple[Family, ...]
    evidence: str  # how its addresses and selectors are known
    cadence = timedelta(hours=6)  # a listing is not read again sooner
    max_pages = 50  # of one listing, in one crawl
    sample = False

    frontier: Any = None
    archive: Archive | None = None
    progress: Any = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> NewsSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        settings = crawler.settings
        if spider.frontier is None:
            spider.frontier = load_object(settings["FRONTIER_CLASS"])(settings["FRONTIER_PATH"])
        if spider.archive is None:
            spider.archive = Archive(settings["ARCHIVE_PATH"])
        spider.frontier.repair(spider.archive, refusal)
        spider.summary = CrawlSummary(spider.name, already=spider.frontier.counts(spider.name).get("fetched", 0))
        spider.allowed_domains = list(cls.hosts)
        return spider

    async def start(self) -> AsyncIterator[Request]:
        self.frontier.discover(self.start_urls, self.name, "listing")
        # Pages that an earlier crawl found and did not come to, then the start points that are due again.
        for url in dict.fromkeys((*self.start_urls, *self.frontier.unvisited(self.name))):
            if self.frontier.due(url, self.cadence):
                yield self.listing(url)
        for url in self.frontier.pending(self.name):
            yield self.article(url)

    def listing(self, url: str, page: int = 1) -> Request:
        return Request(
            url, self.parse, errback=self.failed, meta={"kind": "listing"}, cb_kwargs={"page": page}, priority=1
        )

    def article(self, url: str) -> Request:
        return Request(url, self.parse_article, errback=self.failed, meta={"kind": "article"})

    def parse(self, response: Response, page: int = 1) -> Iterator[Request]:
        """A listing page or feed: its links go into the frontier together with the fact that it was read."""
        articles, following = self.links(response)
        new = self.frontier.visit(asked_url(response), self.name, articles, following)
        self.summary.listings += 1
        for url in new:
            yield self.article(url)
        if page < self.max_pages:
            for url in following:
                # Further pages of a listing only matter while this one had news, or while they were never read.
                if new or self.frontier.due(url):
                    yield self.listing(url, page + 1)

    def parse_article(self, response: Response) -> None:
        """Nothing: the page is in the archive, and is parsed from there."""

    def links(self, response: Response) -> tuple[list[str], list[str]]:
        """(articles, next pages) on a listing page or in a feed, absolute, in order, without repeats."""
        if not isinstance(response, TextResponse):
            return [], []
        if re.search(r"<(rss|feed|urlset|rdf:RDF)\b", response.text[:2000]):
            found = re.findall(r"<(?:link|loc)>\s*(?:<!\[CDATA\[)?\s*([^<\]\s]+)", response.text)
            found += response.selector.re(r'<link[^>]+href="([^"]+)"')
            return self._articles(response, found), []
        found, following = [], []
        for family in self.families:
            for css in family.links:
                found += response.css(css).xpath("@href").getall()
            for css in family.next_page:
                following += response.css(css).xpath("@href").getall()
        urls = (urljoin(response.url, href.strip()) for href in following)
        pages = [url for url in urls if self.is_own(url) and url != response.url]
        return self._articles(response, found), list(dict.fromkeys(pages))[:1]

    def _articles(self, response: Response, hrefs: list[str]) -> list[str]:
        urls = (clean_url(urljoin(response.url, href.strip())) for href in hrefs)
        return list(dict.fromkeys(url for url in urls if self.is_own(url) and self.is_article(url)))

    def is_article(self, url: str) -> bool:
        """Whether `url` has the shape of an article of this source."""
        return any(family.is_article_url(url) for family in self.families)

    def is_own(self, url: str) -> bool:
        """Whether `url` is on a host of this source."""
        host = urlsplit(url).hostname or ""
        return urlsplit(url).scheme in ("http", "https") and any(
            host == h or host.endswith("." + h) for h in self.hosts
        )

    def failed(self, failure) -> None:
        """A request that gave no page in the end: remembered with its reason."""
        url = (failure.request.meta.get("redirect_urls") or [failure.request.url])[0]
        error, why = failure.value, reason(failure.value)
        status = error.response.status if isinstance(error, HttpError) else None
        if status not in GONE:
            self.frontier.fail(url, why)
        refused = isinstance(error, Refused) or status in REFUSED
        (self.summary.blocked if refused else self.summary.failed).append(Failure(url, why))
        self.report(url)

    def saw(self, page: Page, kind: str, refused: str | None) -> None:
        """Count a response from the network."""
        self.summary.nbytes += len(page.body)
        if kind == "article" and page.status == 200 and refused is None:
            self.summary.fetched += 1
        self.report(page.url)

    def report(self, url: str) -> None:
        if self.progress:
            self.progress(self.summary, url)


def asked_url(response: Response) -> str:
    """The URL that was asked for, before redirects."""
    return (response.request.meta.get("redirect_urls") or [response.url])[0]


def clean_url(url: str) -> str:
    """`url` without fragment and tracking parameters."""
    return canonicalize_url(url_query_cleaner(url, TRACKING, remove=True))


def reason(error: BaseException) -> str:
    """Why a request failed, in a few words."""
    match error:
        case HttpError():
            return f"HTTP {error.response.status}"
        case CannotResolveHostError():
            return "the host name is not known"
        case DownloadConnectionRefusedError():
            return "the host refused the connection"
        case DownloadTimeoutError():
            return "the host did not answer in time"
        case ResponseDataLossError():
            return "the connection broke off"
        case IgnoreRequest():
            return str(error) or "not allowed by robots.txt"
        case _:
            return f"{type(error).__name__}: {error}".splitlines()[0][:200]
