"""Scrapy settings: polite by default, quiet, and with the frontier and the archive where the pipeline has them."""

import os
from pathlib import Path

from spiders.manners import NAME, user_agent

ROOT = Path(__file__).resolve().parent.parent

BOT_NAME = NAME
SPIDER_MODULES = ["spiders.sources"]
NEWSPIDER_MODULE = "spiders.sources"

# Manners
#: Where a webmaster can complain: a mail address or a page of whoever crawls.
CONTACT = os.environ.get("THANHTRA_CONTACT", "see the README of thanhtra-corpus")
USER_AGENT = user_agent(CONTACT)
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = NAME
# One page of a source is under way at a time, so that what its host asks with it (Retry-After) holds for the next.
CONCURRENT_REQUESTS = 1
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.5
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024
RETRY_TIMES = 1
# Not 429 and 503: who says so is asked again when it wants, by a later run.
RETRY_HTTP_CODES = [500, 502, 504, 522, 524, 408]
REDIRECT_MAX_TIMES = 5
#: A source that refuses so often in a row is left for this run.
MOST_REFUSALS = 5
DOWNLOAD_HANDLERS = {"https": "spiders.manners.HttpsHandler"}
EXTENSIONS = {
    "scrapy.extensions.throttle.AutoThrottle": None,
    "spiders.manners.CrawlDelay": 0,
    "spiders.manners.Throttle": 0,
}
DEFAULT_REQUEST_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "vi",
}

# Memory: objects of this class, made from these paths, unless a script passes its own to the spider.
FRONTIER_CLASS = "corpus.frontier.Frontier"
FRONTIER_PATH = str(ROOT / "data" / "corpus.frontier.db")
ARCHIVE_PATH = str(ROOT / "data" / "corpus.warc")
#: robots.txt is asked for again after so many hours.
ROBOTS_HOURS = 24
#: The sample sources are served from here, on a free loopback port.
SAMPLE_SITE = str(ROOT / "data" / "sample" / "site")

SCHEDULER_MEMORY_QUEUE = "scrapy.squeues.FifoMemoryQueue"  # as listings have them: the newest first
DUPEFILTER_CLASS = "spiders.middlewares.DuplicateFilter"
DOWNLOADER_MIDDLEWARES = {
    "spiders.middlewares.SampleSiteMiddleware": 740,  # before the proxy middleware reads request.meta
    # Compression is undone first, so that the archive keeps plain entities.
    "scrapy.downloadermiddlewares.httpcompression.HttpCompressionMiddleware": 880,
    "spiders.middlewares.ArchiveMiddleware": 870,
}
COOKIES_ENABLED = False
METAREFRESH_ENABLED = False  # challenge pages refresh themselves

# A reactor of Twisted runs once in a process; without it a script may crawl as often as it likes. Scrapy calls the
# asyncio downloader behind this experimental; it is aiohttp's.
TWISTED_REACTOR_ENABLED = False
REMOTE_CONTROL_ENABLED = False
TELNETCONSOLE_ENABLED = False
LOG_LEVEL = "ERROR"
FEED_EXPORT_ENCODING = "utf-8"
