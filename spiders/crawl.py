"""One crawl over named sources, from a script."""

from __future__ import annotations

import logging
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from spiders import settings as project
from spiders.archive import Archive
from spiders.refusals import refusal
from spiders.sources import by_name
from spiders.spider import CrawlSummary, Failure

#: What these loggers tell stands in the summary, or (the downloader's) is settled by spiders/settings.py.
SUMMARISED = (
    "scrapy.core.downloader.handlers._base_streaming",
    "scrapy.downloadermiddlewares.retry",
    "scrapy.downloadermiddlewares.robotstxt",
)

__all__ = ["CrawlSummary", "Failure", "crawl"]


def crawl(
    names: Iterable[str],
    frontier: Any,
    archive: Archive,
    progress: Callable[[CrawlSummary, str], None] | None = None,
    settings: Mapping[str, Any] | None = None,
    **arguments: Any,
) -> list[CrawlSummary]:
    """Fetch what `frontier` lacks of the sources `names` into `archive`; one summary a source, in order.

    `progress(summary, url)` is called after each response. `settings` go before those of `spiders/settings.py`;
    `arguments` go to each spider (`since`, `until`, `keyword`, `night`, `refetch`: see NewsSpider).
    Raises KeyError with the name of an unknown source, and KeyboardInterrupt when it was told to stop (Ctrl-C,
    SIGTERM): pages under way are archived first. What makes it impossible to keep pages (OSError of a full disk) ends
    the crawl and is raised, and so is what `progress` raises. To be called from the main thread.
    """
    frontier.repair(archive, refusal)
    spiders = [by_name(name) for name in dict.fromkeys(names)]
    options = Settings()
    options.setmodule(project, priority="project")
    options.setdict(dict(settings or {}), priority="cmdline")
    process = AsyncCrawlerProcess(options)
    for name in SUMMARISED:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    crawlers = [process.create_crawler(spider) for spider in spiders]
    for crawler in crawlers:
        process.crawl(crawler, frontier=frontier, archive=archive, progress=progress, **arguments)
    with interruptible():
        process.start()
    for crawler in crawlers:
        if crawler.spider and crawler.spider.broken:
            raise crawler.spider.broken
    frontier.sync(archive)
    if any(crawler.stats.get_value("finish_reason") == "shutdown" for crawler in crawlers):
        raise KeyboardInterrupt
    return [crawler.spider.summary for crawler in crawlers]


@contextmanager
def interruptible() -> Iterator[None]:
    """Lends Scrapy the signals by which it ends in good order, and takes them back."""
    lent = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in lent.items():
            signal.signal(number, handler)
