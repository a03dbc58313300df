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
    # Scrapy calls its asyncio downloader experimental on every start; spiders/settings.py says why it is used.
    logging.getLogger("scrapy.core.downloader.handlers._base_streaming").setLevel(logging.ERROR)
    process = AsyncCrawlerProcess(options, install_root_handler=False)
    crawlers = [process.create_crawler(spider) for spider in spiders]
    for crawler in crawlers:
        process.crawl(crawler, frontier=frontier, archive=archive, progress=progress)
    process.start(install_signal_handlers=False)
    return [crawler.spider.summary for crawler in crawlers]
