"""One crawl over named sources, from a script."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings

from spiders import settings as project
from spiders.archive import Archive
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
) -> list[CrawlSummary]:
    """Fetch what `frontier` lacks of the sources `names` into `archive`; one summary a source, in order.

    `progress(summary, url)` is called after each response. `settings` go before those of `spiders/settings.py`.
    Raises KeyError with the name of an unknown source.
    """
    spiders = [by_name(name) for name in dict.fromkeys(names)]
    options = Settings()
    options.setmodule(project, priority="project")
    options.setdict(dict(settings or {}), priority="cmdline")
    process = AsyncCrawlerProcess(options)
    for name in SUMMARISED:
        logging.getLogger(name).setLevel(logging.CRITICAL)
    crawlers = [process.create_crawler(spider) for spider in spiders]
    for crawler in crawlers:
        process.crawl(crawler, frontier=frontier, archive=archive, progress=progress)
    process.start(install_signal_handlers=False)
    return [crawler.spider.summary for crawler in crawlers]
