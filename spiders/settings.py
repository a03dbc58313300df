"""Scrapy settings: polite by default, quiet, and with the frontier and the archive where the pipeline has them."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

BOT_NAME = "inspection-news"
SPIDER_MODULES = ["spiders.sources"]
NEWSPIDER_MODULE = "spiders.sources"

# Manners
USER_AGENT = "inspection-news/0.1 (research crawler of inspection news; contact: see README of the project)"
ROBOTSTXT_OBEY = True
ROBOTSTXT_USER_AGENT = "inspection-news"
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.5
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 32 * 1024 * 1024
RETRY_TIMES = 1
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
