"""Manners towards a host: its crawl delay, when it asks to be left alone, night hours, and old TLS where it must be."""

from __future__ import annotations

import logging
import re
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.extensions.throttle import AutoThrottle
from scrapy.http import Response
from scrapy.utils.misc import build_from_crawler, load_object

from spiders.furniture import VIETNAM

NAME = "thanhtra-corpus"
#: Nobody is left alone for longer on their word alone: some send dates years ahead.
LONGEST_PAUSE = timedelta(days=7)
logger = logging.getLogger(__name__)


def user_agent(contact: str) -> str:
    """What the crawler calls itself: the project, and where to complain."""
    return f"{NAME}/0.1 (research crawler of inspection news; contact: {contact})"


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours of the day in Vietnam, from `first` to before `last`; past midnight where `first` is the later.

    >>> Hours.parse("22-6")
    Hours(first=22, last=6)
    """

    first: int
    last: int

    @classmethod
    def parse(cls, text: str) -> Hours:
        """Hours from "22-6"; ValueError for anything else."""
        match = re.fullmatch(r"(\d{1,2})-(\d{1,2})", text.strip())
        if not match or not all(0 <= int(hour) <= 24 for hour in match.groups()) or match[1] == match[2]:
            raise ValueError(f"{text!r} are no hours like 22-6")
        return cls(int(match[1]) % 24, int(match[2]) % 24)

    def include(self, moment: datetime) -> bool:
        """Whether an aware moment lies in these hours."""
        hour = moment.astimezone(VIETNAM).hour
        if self.first < self.last:
            return self.first <= hour < self.last
        return hour >= self.first or hour < self.last

    def __str__(self) -> str:
        return f"{self.first}-{self.last} o'clock"


def retry_after(value: str | None, now: datetime) -> datetime | None:
    """When a host wants to be asked again, by its header `Retry-After` (seconds or a date); None if it says nothing."""
    if value is None:
        return None
    value = value.strip()
    try:
        until = now + timedelta(seconds=int(value)) if value.isdigit() else parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return min(until, now + LONGEST_PAUSE) if until > now else None


class CrawlDelay:
    """Keeps the delay between requests to a host at what its robots.txt asks for, or above."""

    def __init__(self, crawler: Crawler):
        self.crawler = crawler
        self.delays: dict[str, float] = {}
        crawler.signals.connect(self.robots_parsed, signals.robots_parsed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CrawlDelay:
        return cls(crawler)

    def robots_parsed(self, robotparser: Any, request: Request) -> None:
        delay = robotparser.rp.crawl_delay(self.crawler.settings["ROBOTSTXT_USER_AGENT"])
        if not delay:
            return
        host, downloader = urlsplit(request.url).hostname or "", self.crawler.engine.downloader
        self.delays[host] = float(delay)
        least = self.crawler.settings.getfloat("DOWNLOAD_DELAY")
        downloader.per_slot_settings[host] = {"delay": max(float(delay), least)}
        if slot := downloader.slots.get(host):
            slot.delay = max(slot.delay, float(delay))


class Throttle(AutoThrottle):
    """AutoThrottle that never goes below the crawl delay of a host."""

    def _response_downloaded(self, response: Response, request: Request, spider: Any) -> None:
        super()._response_downloaded(response, request, spider)
        key, slot = self._get_slot(request, spider)
        asked = self.crawler.get_extension(CrawlDelay)
        if slot is not None and asked is not None:
            slot.delay = max(slot.delay, asked.delays.get(key, 0))


class HttpsHandler:
    """Scrapy's handler of https, with another of old TLS for the hosts of which the source says so (`legacy_tls`)."""

    lazy = True

    def __init__(self, crawler: Crawler):
        self.crawler = crawler
        self.hosts = frozenset(getattr(crawler.spidercls, "legacy_tls", ()))
        self.handler = self.make()
        self.legacy: Any = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> HttpsHandler:
        return cls(crawler)

    def make(self) -> Any:
        return build_from_crawler(load_object(self.crawler.settings["DOWNLOAD_HANDLERS_BASE"]["https"]), self.crawler)

    async def download_request(self, request: Request) -> Response:
        host = urlsplit(request.url).hostname or ""
        if host not in self.hosts:
            return await self.handler.download_request(request)
        if self.legacy is None:
            self.legacy = self.make()
            self.legacy._ssl_context = legacy_context()  # Scrapy's settings know only one for all hosts
        if host not in self.crawler.spider.summary.downgraded:
            self.crawler.spider.summary.downgraded.append(host)
            logger.warning("%s: asked with old TLS, as its source says it must be", host)
        return await self.legacy.download_request(request)

    async def close(self) -> None:
        for handler in (self.handler, self.legacy):
            if handler is not None:
                await handler.close()


def legacy_context() -> ssl.SSLContext:
    """TLS as servers of the 2000s speak it: old versions, weak keys, renegotiation without its extension."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("DEFAULT@SECLEVEL=0")
    context.options |= getattr(ssl, "OP_LEGACY_SERVER_CONNECT", 0x4)
    return context
