"""A new source out of one article page: the spider file, the page as a fixture, and what the parser makes of it."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import scrapy
from scrapy.crawler import AsyncCrawlerProcess
from scrapy.http import Request, Response
from scrapy.settings import Settings

from extract.article import Article
from spiders import families, sources
from spiders import settings as project
from spiders.families import GENERIC, Family
from spiders.html import Document
from spiders.page import Page
from spiders.parse import NotAnArticle, is_whole, parse_page, parsers
from spiders.provinces import provinces
from spiders.spider import headers_of, reason

NAME = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)*")


class SourceError(ValueError):
    """A source that cannot be made so; the message is one line for a person."""


@dataclass(frozen=True)
class NewSource:
    """What was written: the spider, the saved page, the golden file, and what the parser reads (to be confirmed)."""

    spider: Path
    page: Path
    golden: Path
    family: str
    article: Article


def create(
    name: str,
    page: Page,
    root: Path,
    publisher: str | None = None,
    province: str | None = None,
    kind: str = "newspaper",
) -> NewSource:
    """Write the source `name` of the site that `page` (an article of it) is from, below the project's folder `root`.

    Raises SourceError where the name or the host is taken, or the page holds no article.
    """
    module = name.replace("-", "_")
    spider, folder = root / "spiders" / "sources" / f"{module}.py", root / "tests" / "fixtures" / "sources" / name
    check(name, page, province)
    for path in (spider, folder):
        if path.exists():
            raise SourceError(f"{path.relative_to(root)} is there already")
    document = Document(page)
    family = guess_family(document)
    spider.write_text(spider_text(name, document, family, publisher, province, kind), encoding="utf-8", newline="\n")
    sources.all_sources.cache_clear()
    sources.by_domain.cache_clear()
    article = parse_page(page)  # as a crawl would: by the new source
    folder.mkdir(parents=True)
    (folder / "article.html").write_bytes(page.body)
    text = json.dumps(golden(page, article), ensure_ascii=False, indent=1) + "\n"
    (folder / "golden.json").write_text(text, encoding="utf-8", newline="\n")
    return NewSource(spider, folder / "article.html", folder / "golden.json", family.name, article)


def check(name: str, page: Page, province: str | None) -> None:
    """Raises SourceError where such a source cannot be."""
    if not NAME.fullmatch(name):
        raise SourceError(f"{name!r} is no name of a source: small letters, digits and dashes, as baocantho")
    if name in {source.name for source in sources.all_sources()}:
        raise SourceError(f"there is a source {name!r} already")
    if not urlsplit(page.url).hostname or not page.url.startswith("http"):
        raise SourceError(f"{page.url!r} is no address of a page")
    if owner := sources.source_of(page.url):
        raise SourceError(f"{urlsplit(page.url).hostname} belongs to the source {owner.name!r} already")
    if province is not None and province not in provinces():
        raise SourceError(f"no province had the code {province!r} before July 2025; see data/lexicon/provinces.tsv")
    try:
        parse_page(page)
    except NotAnArticle as error:
        raise SourceError(f"{page.url}: {error}; give the address of an article") from None


def guess_family(document: Document) -> Family:
    """The family that reads the page, by its markup or its address; the generic one where none does."""
    for family in parsers(document, None):
        if (article := family.parse(document)) and is_whole(article):
            return family
    return GENERIC


def guess_article_url(url: str) -> str:
    """A pattern for addresses of articles, from one: what is a number there is any number."""
    last = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    if match := re.search(r"(?P<mark>[-.][a-z]*)\d{2,}(?P<suffix>\.[a-z]+)?$", last):
        return rf"{re.escape(match['mark'])}\d+{re.escape(match['suffix'] or '')}/?$".replace(r"\-", "-")
    if suffix := re.search(r"\.[a-z]{3,5}$", last):
        return rf"/[^/]+{re.escape(suffix[0])}$"
    return r"/[^/]+(?:-[^/]+){3,}/?$"


def spider_text(
    name: str, document: Document, family: Family, publisher: str | None, province: str | None, kind: str
) -> str:
    """The source of the spider file."""
    url = document.page.url
    parts = urlsplit(url)
    constant = next(each for each in families.__all__ if getattr(families, each) is family)
    own = family.is_article_url(url)
    shown = constant if own else f'replace({constant}, article_url=r"{guess_article_url(url)}")'
    feeds = [urljoin(url, link.get("href")) for link in document.select("link[type='application/rss+xml'][href]")]
    starts = [f"{parts.scheme}://{parts.netloc}/", *feeds[:1]]
    publisher = publisher or document.meta("og:site_name") or parts.hostname
    day = f"{document.page.fetched_at:%Y-%m-%d}"
    lines = [
        *([] if own else ["from dataclasses import replace", ""]),
        f"from spiders.families import {constant}",
        "from spiders.spider import NewsSpider",
        "",
        "",
        f"class {''.join(word.capitalize() for word in name.split('-'))}(NewsSpider):",
        f"    name = {quoted(name)}",
        f"    publisher = {quoted(publisher)}",
        *([f"    province = {quoted(province)}"] if province else []),
        f"    kind = {quoted(kind)}",
        f"    hosts = ({quoted(parts.hostname.removeprefix('www.'))},)",
        f"    families = ({shown},)",
        f"    start_urls = ({', '.join(map(quoted, starts))}{',' if len(starts) == 1 else ''})",
        '    evidence = "markup"',
        f"    known = {quoted(f'one article page was seen, on {day}; listings not yet')}",
    ]
    return "\n".join(lines) + "\n"


def quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def golden(page: Page, article: Article) -> dict:
    """What the parser reads, for a person to compare with the page: the test fails until `confirmed` is true."""
    fields = {name: getattr(article, name) for name in ("family", "title", "sapo", "published", "author")}
    body = [list(block) for block in article.blocks if block[0] != "sapo"]
    return {"confirmed": False, "url": page.url, "fetched_at": page.fetched_at.isoformat(), **fields, "body": body}


def fetch(url: str) -> Page:
    """The page at `url`, asked for once with the crawler's manners. Raises SourceError with the reason if it fails."""
    got: list[Page | str] = []

    class OnePage(scrapy.Spider):
        name = "one-page"

        async def start(self) -> AsyncIterator[Request]:
            yield Request(url, self.keep, errback=lambda failure: got.append(reason(failure.value)))

        def keep(self, response: Response) -> None:
            now = datetime.now(UTC).replace(microsecond=0)
            got.append(Page(response.url, response.body, now, response.status, headers_of(response)))

    options = Settings()
    options.setmodule(project, priority="project")
    options.set("DOWNLOADER_MIDDLEWARES", {}, priority="cmdline")  # nothing is archived
    options.set("LOG_LEVEL", "CRITICAL", priority="cmdline")
    process = AsyncCrawlerProcess(options)
    process.crawl(OnePage)
    process.start()
    if not got or isinstance(got[0], str):
        raise SourceError(f"{url}: {got[0] if got else 'nothing came'}")
    return got[0]
