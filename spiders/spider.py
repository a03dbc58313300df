"""What every source's spider does: read listings, remember their links, fetch the articles that are not archived."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal, NoReturn
from urllib.parse import quote_plus, urljoin, urlsplit

import scrapy
from scrapy import signals
from scrapy.crawler import Crawler
from scrapy.exceptions import (
    CannotResolveHostError,
    CloseSpider,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
    IgnoreRequest,
    ResponseDataLossError,
)
from scrapy.http import FormRequest, Request, Response, TextResponse
from scrapy.spidermiddlewares.httperror import HttpError
from scrapy.utils.misc import load_object
from scrapy.utils.sitemap import sitemap_urls_from_robots

from spiders.archive import Archive
from spiders.discovery import POSTED, Days, Further, JsonList, Link, Listing, read_listing, read_xml
from spiders.families import Family
from spiders.html import Document
from spiders.manners import Hours
from spiders.page import Page
from spiders.refusals import REFUSED, needs_script, refusal, why
from spiders.urls import clean_url, is_translation

GONE = (404, 410)
#: Pages of one listing that a back-fill reads at most; the longest seen has 1,473.
MAX_BACKFILL = 5000
Kind = Literal["newspaper", "department", "inspectorate", "portal"]
#: How its selectors are known, the best first.
Evidence = Literal["markup", "code", "inferred"]


@dataclass(frozen=True, slots=True)
class Failure:
    """A URL that was not fetched, and why."""

    url: str
    why: str


@dataclass
class CrawlSummary:
    """What a crawl did for one source: `pages` that came, articles `fetched` now and archived `already` when it began,
    listing pages read, what had not changed, bytes of everything fetched; what was refused (`obstacles`: how often, by
    the names in `spiders.refusals`) or failed; hosts that were asked with old TLS (`downgraded`); and why it was left
    for now (`put_off`), if it was."""

    source: str
    pages: int = 0
    fetched: int = 0
    already: int = 0
    listings: int = 0
    unchanged: int = 0
    nbytes: int = 0
    failed: list[Failure] = field(default_factory=list)
    blocked: list[Failure] = field(default_factory=list)
    obstacles: Counter[str] = field(default_factory=Counter)
    downgraded: list[str] = field(default_factory=list)
    put_off: str | None = None

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
    """The site answered 200 with something else than its page; its argument is a key of OBSTACLES."""


class PutOff(IgnoreRequest):
    """Not asked for now, for a reason that is not the page's."""


class NewsSpider(scrapy.Spider):
    """Base of all sources. Start points are `start_urls` (listing pages, feeds, sitemaps) and `json_lists`.

    Spider arguments `frontier`, `archive` and `progress` come from a script; `scrapy crawl` makes the first two from
    the settings FRONTIER_CLASS, FRONTIER_PATH and ARCHIVE_PATH. `since` and `until` (YYYY-MM-DD) bound the days of
    publication and make it a back-fill: listings are paged through until their dates run out, and sitemaps that
    robots.txt names are read. `keyword` asks the site's own search instead.
    """

    publisher: str
    province: str | None = None  # statistical code before July 2025; None: the whole country
    kind: Kind
    hosts: tuple[str, ...]
    families: tuple[Family, ...]
    start_urls: tuple[str, ...] = ()
    evidence: Evidence  # of the selectors: seen in markup, taken from public code, or inferred
    known: str  # how its addresses and selectors are known, in words
    successor: tuple[str, Literal["stated", "inferred"]] | None = None  # the domain that took over in July 2025
    json_lists: tuple[JsonList, ...] = ()
    search_url: str | None = None  # with {keyword} and perhaps {page}
    cadence = timedelta(hours=6)  # a listing is not read again sooner
    legacy_tls: tuple[str, ...] = ()  # hosts that speak only old TLS
    max_pages = 50  # of one listing, in one crawl that is no back-fill
    sample = False

    frontier: Any = None
    archive: Archive | None = None
    progress: Any = None
    since: date | None = None
    until: date | None = None
    keyword: str | None = None
    night: Hours | None = None
    refetch: bool = False
    broken: Exception | None = None  # what made it impossible to keep anything
    ending = False  # nothing more is asked for

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> NewsSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        settings = crawler.settings
        if spider.frontier is None:
            spider.frontier = load_object(settings["FRONTIER_CLASS"])(settings["FRONTIER_PATH"])
            spider.archive = Archive(settings["ARCHIVE_PATH"])
            spider.frontier.repair(spider.archive, refusal)
        spider.summary = CrawlSummary(spider.name, already=spider.frontier.counts(spider.name).get("fetched", 0))
        spider.allowed_domains = list(cls.hosts)
        spider.since, spider.until = as_date(spider.since), as_date(spider.until)
        spider.night = Hours.parse(spider.night) if isinstance(spider.night, str) else spider.night
        spider.unreadable = {}  # status of robots.txt by host, where it could not be read
        spider.refusals = 0  # in a row
        spider.seen = set()
        spider.ages = {}
        return spider

    @property
    def backfill(self) -> bool:
        """Whether days of publication are asked for: listings are then paged through, however well known."""
        return self.since is not None or self.until is not None

    # Start points

    async def start(self) -> AsyncIterator[Request]:
        if self.keyword:
            yield self.listing(Further(self.search_page(1)), walk=True)
        else:
            for request in self.start_points():
                yield request
        if self.refetch:
            self.frontier.refetch(self.name)
        for url in self.frontier.pending(self.name):
            if self.crawler.engine.needs_backout():  # no more of them in memory than are under way
                await self.crawler.signals.wait_for(signals.scheduler_empty)
            yield self.article(url)

    def start_points(self) -> Iterator[Request]:
        """Pages that an earlier crawl found and did not come to, and the start points that are due again."""
        starts = (*self.start_urls, *(json_list.page(0).key for json_list in self.json_lists))
        self.frontier.discover(starts, self.name, "listing")
        unvisited = self.frontier.unvisited(self.name)
        posted = tuple(url for url in unvisited if self.is_posted(url))
        for url in dict.fromkeys((*self.start_urls, *(url for url in unvisited if url not in posted))):
            # A page got by POST is come to again only from the first of its list.
            walk = self.backfill or any(POSTED in key and key.startswith(url) for key in posted)
            if walk or self.frontier.due(url, self.cadence):
                yield self.listing(Further(url), walk=walk)
        for json_list in self.json_lists:
            first = json_list.page(0)
            walk = self.backfill or any(key.startswith(json_list.url) for key in posted if key != first.key)
            if walk or self.frontier.due(first.key, self.cadence):
                yield self.listing(first, json_list=json_list, walk=walk)
        if self.backfill:
            yield Request(
                urljoin(starts[0], "/robots.txt"),
                self.parse_robots,
                errback=lambda failure: None,  # no robots.txt, no sitemap
                meta={"kind": "other", "dont_obey_robotstxt": True},
                priority=2,
            )

    def is_posted(self, url: str) -> bool:
        """Whether `url` is the key of a page that only a POST brings."""
        return POSTED in url or any(url.startswith(json_list.url) for json_list in self.json_lists)

    def search_page(self, page: int) -> str:
        """The URL of a page of the site's own search for the keyword."""
        if self.search_url is None:
            raise ValueError(f"{self.name}: its site search is not known")
        return self.search_url.format(keyword=quote_plus(self.keyword), page=page)

    # Requests

    def listing(
        self, further: Further, page: int = 1, walk: bool = False, json_list: JsonList | None = None, before: str = ""
    ) -> Request:
        """A request for page number `page` of a listing; `walk` follows to its end whether there is news or not.

        `before` is the page before, where the age of its articles is not known until they have been read.
        """
        options = {
            "callback": self.parse,
            "errback": self.failed,
            "meta": {"kind": "listing", "key": further.key},
            "cb_kwargs": {"page": page, "walk": walk, "json_list": json_list, "before": before},
            # The articles of a page come before the page that follows it, so that few of them are ever waiting.
            "priority": 1 if page == 1 else -1,
        }
        if further.form is not None:
            return FormRequest(further.url, formdata=dict(further.form), **options)
        return Request(further.url, **options)

    def article(self, url: str, listing: str = "") -> Request:
        return Request(
            url, self.parse_article, errback=self.failed, meta={"kind": "article"}, cb_kwargs={"listing": listing}
        )

    # Answers

    def parse(
        self, response: Response, page: int = 1, walk: bool = False, json_list: JsonList | None = None, before: str = ""
    ) -> Iterator[Request]:
        """A listing, feed or sitemap: its links go into the frontier together with the fact that it was read."""
        key, found = asked_url(response), self.read(response, page, json_list)
        ages = self.ages.pop(before, [])
        if self.since and ages and max(ages) < self.since:
            found = Listing()  # the page before was too old already
        wanted = [link.url for link in found.articles if self.is_wanted(link.days)]
        following = [further for further in found.following if self.is_own(further.url)]
        lists = [further for further in found.lists if self.is_own(further.url) and self.is_wanted(further.days)]
        with self.keeping():
            new = self.frontier.visit(key, self.name, wanted, [further.key for further in (*following, *lists)])
        self.summary.listings += 1
        if page == 1 and not found.articles and not lists and is_frame(response):
            self.stand_in_the_way("script", key)
        undated = self.since is not None and not any(link.days for link in found.articles)
        for url in new:
            yield self.article(url, key if undated else "")
        for further in lists:
            if self.backfill or self.frontier.due(further.key, self.cadence):
                yield self.listing(further, walk=walk)
        if page < (MAX_BACKFILL if walk else self.max_pages) and self.goes_on(found):
            for further in following:
                # Further pages of a listing only matter while this one had news, or while they were never read.
                if new or walk or self.frontier.due(further.key):
                    yield self.listing(further, page + 1, walk, json_list, key if undated else "")

    def goes_on(self, found: Listing) -> bool:
        """Whether the next page of a listing can hold what is asked for; listings give the newest first.

        What this crawl has seen before (boxes beside the list, a pager that turns in circles) says nothing.
        """
        if not self.backfill:
            return True
        fresh = [link for link in found.articles if link.url not in self.seen]
        self.seen.update(link.url for link in fresh)
        dated = [link.days for link in fresh if link.days]
        if self.since and dated and all(last < self.since for _, last in dated):
            return False
        return bool(fresh)

    def is_wanted(self, days: Days | None) -> bool:
        """Whether what was published within `days` may fall between `since` and `until`."""
        if days is None:
            return True
        return (self.until is None or days[0] <= self.until) and (self.since is None or days[1] >= self.since)

    def parse_robots(self, response: Response) -> Iterator[Request]:
        """The sitemaps that robots.txt names."""
        for url in sitemap_urls_from_robots(response.body, base_url=response.url):
            if self.is_own(url):
                yield self.listing(Further(url))

    def parse_article(self, response: Response, listing: str = "") -> None:
        """The page is parsed from the archive; here only its age counts, where a listing tells none."""
        if listing:
            from spiders.parse import NotAnArticle, parse_page  # they know the sources, which know this module

            try:
                published = parse_page(Page(response.url, response.body, headers=headers_of(response))).published
            except NotAnArticle:
                return
            if published:
                self.ages.setdefault(listing, []).append(date.fromisoformat(published))

    def read(self, response: Response, page: int = 1, json_list: JsonList | None = None) -> Listing:
        """What a listing page, feed, sitemap or answer names: articles of this source only, without repeats."""
        if json_list is not None:
            found = json_list.read(response.text, (page - 1) * json_list.length)
        elif (xml := read_xml(response)) is not None:
            found = xml
        elif isinstance(response, TextResponse):
            found = read_listing(response, self.families, self.is_wanted_url, page)
        else:
            return Listing()
        if self.keyword and not found.following and found.articles and "{page}" in self.search_url:
            found = replace(found, following=(Further(self.search_page(page + 1)),))
        links = {clean_url(link.url): link.days for link in found.articles if self.is_wanted_url(link.url)}
        return replace(found, articles=tuple(Link(url, days) for url, days in links.items()))

    def is_wanted_url(self, url: str) -> bool:
        return self.is_own(url) and not is_translation(url) and self.is_article(clean_url(url))

    def is_article(self, url: str) -> bool:
        """Whether `url` has the shape of an article of this source."""
        return any(family.is_article_url(url) for family in self.families)

    @classmethod
    def owns(cls, host: str) -> bool:
        """Whether `host` is this source's: on subdomains of a paper (m., amp.) it publishes too, on those of a
        province's portal its departments do."""
        prefixes = "" if cls.kind == "newspaper" else ("www.", "m.")
        return any(
            host == h or host.endswith("." + h) and (not prefixes or host.removesuffix(h) in prefixes)
            for h in cls.hosts
        )

    def is_own(self, url: str) -> bool:
        """Whether `url` is on a host of this source."""
        parts = urlsplit(url)
        return parts.scheme in ("http", "https") and self.owns(parts.hostname or "")

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """Ends the crawl where what comes cannot be kept (the disk is full)."""
        try:
            yield
        except Exception as error:
            self.broken, self.ending = error, True
            raise CloseSpider("broken") from error

    def failed(self, failure) -> None:
        """A request that gave no page in the end: remembered with its reason, to be tried again later."""
        error, meta = failure.value, failure.request.meta
        if self.ending:
            raise CloseSpider("ending")
        if isinstance(error, PutOff):
            self.leave(f"{urlsplit(failure.request.url).hostname} {error}")
        url = meta.get("key") or (meta.get("redirect_urls") or [failure.request.url])[0]
        status = error.response.status if isinstance(error, HttpError) else None
        if kind := self.obstacle(error, status):
            host = urlsplit(failure.request.url).hostname or ""
            trouble = f"its robots.txt cannot be read (HTTP {self.unreadable.get(host)})"
            self.stand_in_the_way(kind, url, trouble if host in self.unreadable else None, meta.get("next_try"))
        else:
            if status not in GONE:
                with self.keeping():
                    self.frontier.fail(url, reason(error))
            self.summary.failed.append(Failure(url, reason(error)))
        self.report(url)

    def leave(self, why: str) -> NoReturn:
        """End the crawl of this source for now."""
        self.ending, self.summary.put_off = True, why
        raise CloseSpider("put off")

    def obstacle(self, error: BaseException, status: int | None) -> str | None:
        """What stands in the way, where an error is the site's will."""
        if isinstance(error, Refused):
            return str(error)
        if status in REFUSED:
            return f"http-{status}"
        return "robots" if isinstance(error, IgnoreRequest) and "robots.txt" in str(error) else None

    def stand_in_the_way(self, kind: str, url: str, words: str | None = None, next_try: datetime | None = None) -> None:
        """Remember that `url` is blocked by an obstacle of this `kind`."""
        with self.keeping():
            self.frontier.fail(url, words or why(kind), blocked=True, next_try=next_try)
        self.summary.obstacles[kind] += 1
        self.summary.blocked.append(Failure(url, words or why(kind)))

    def saw(self, page: Page, kind: str, refused: str | None) -> None:
        """Count a response from the network."""
        self.summary.pages += 1
        self.summary.nbytes += len(page.body)
        if refused:
            self.refusals += 1
        elif page.status == 304:
            self.summary.unchanged += 1
        elif page.status == 200:
            self.refusals = 0
            self.summary.fetched += kind == "article"
        self.report(page.url)

    def report(self, url: str) -> None:
        if self.progress:
            with self.keeping():
                self.progress(self.summary, url)


def is_frame(response: Response) -> bool:
    """Whether a listing is an empty frame for a script to fill."""
    return needs_script(Document(Page(response.url, response.body, headers=headers_of(response))))


def asked_url(response: Response) -> str:
    """What was asked for: the key of a listing, or the URL before redirects."""
    meta = response.request.meta
    return meta.get("key") or (meta.get("redirect_urls") or [response.url])[0]


def headers_of(response: Response) -> dict[str, str]:
    """Header lines by lower-case name."""
    return {
        name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
        for name, values in response.headers.items()
    }


def as_date(value: str | date | None) -> date | None:
    """A spider argument as a day; from a command line it comes as text."""
    return date.fromisoformat(value) if isinstance(value, str) else value


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
        case DownloadCancelledError():
            return "the page is too large"
        case IgnoreRequest() if "redirections" in str(error):
            return "redirected in a circle"
        case IgnoreRequest() if "DOWNLOAD_MAXSIZE" in str(error):
            return "the page is too large once it is unpacked"
        case IgnoreRequest():
            return str(error)
        case _:
            return f"{type(error).__name__}: {error}".splitlines()[0][:200]
