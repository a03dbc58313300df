"""What a listing, feed, sitemap or JSON list tells: articles with the days on which they may have been published, and
the pages that follow."""

from __future__ import annotations

import json
import re
from calendar import monthrange
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from itertools import islice
from urllib.parse import urlencode, urljoin, urlsplit, urlunsplit

import feedparser
from lxml import etree
from scrapy.http import Response, TextResponse
from scrapy.utils.gz import gunzip

from spiders.families import Family
from spiders.furniture import FIRST_YEAR, VIETNAM, find_date, machine_date, read_dateline, tidy

#: First and last day on which an article may have been published.
Days = tuple[date, date]

#: A sitemap grows no larger than this (50 MB by the standard).
MAX_SITEMAP = 64 * 1024 * 1024
#: Where the number of a page of a listing stands in its URL, in every form seen.
PAGE_NUMBER = re.compile(r"(?:(?<=[?&]page=)|(?<=[?&]p=)|(?<=/page-)|(?<=/page/)|(?<=_cur=))\d+(?=[&/]|\.html$|$)")
#: What is left of a URL without its page number stands in for the first page.
PAGE_PART = re.compile(r"/page[-/]\d+(?:\.html)?/?$|/$")
NEXT = re.compile(r"(?i)(?:trang )?(?:sau|tiếp|kế tiếp|next)(?: page)?|[>»›]+|\.\.\.")
POSTBACK = re.compile(r"__doPostBack\(\s*'([^']*)'\s*,\s*'([^']*)'\s*\)")
#: "Title (06/10/2021)", as some portals list.
BEHIND_TITLE = re.compile(r"\((?:\d{1,2}:\d{2} )?(\d{1,2}/\d{1,2}/\d{4})(?: \d{1,2}:\d{2})?\)$")
#: The month, perhaps the day, in an article's URL: /202405/, /2024/05/, /2019/05/12/
URL_MONTH = re.compile(r"/(?P<y>(?:19|20)\d{2})/?(?P<m>0[1-9]|1[0-2])(?:/(?P<d>\d{2}))?(?=/)")
#: The year, perhaps the month, in the name of a sitemap: sitemap-2019-5.xml, sitemap_201905.xml.gz
SITEMAP_MONTH = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})(?:[/_-]?(?P<m>0[1-9]|1[0-2]|[1-9](?!\d)))?(?!\d)")
#: How far up from a link its item on the listing may reach.
ITEM_DEPTH = 5


@dataclass(frozen=True, slots=True)
class Link:
    """An article that a listing names; `days` is None where nothing tells when it was published."""

    url: str
    days: Days | None = None


@dataclass(frozen=True, slots=True)
class Further:
    """Another page to read: `url`, with a form to POST where `form` is given; `days` bounds what it can hold.

    A page got by POST is known by `key`, its URL with what the form asks for.
    """

    url: str
    form: Mapping[str, str] | None = None
    days: Days | None = None

    @property
    def key(self) -> str:
        return keyed(self.url, self.form) if self.form is not None else self.url


@dataclass(frozen=True, slots=True)
class Listing:
    """What a page names: articles in order, pages that follow it (`following`), and lists of their own (`lists`)."""

    articles: tuple[Link, ...] = ()
    following: tuple[Further, ...] = ()
    lists: tuple[Further, ...] = ()


@dataclass(frozen=True, slots=True)
class JsonList:
    """A list that a site gives out as JSON: `form` is POSTed to `url` with `start` and `length`.

    `items` is the key of the list in the answer, `article` makes an article's URL from an item's fields, `day` is
    the field with its date.
    """

    url: str
    form: Mapping[str, str]
    article: str
    day: str
    items: str = "data"
    length: int = 20

    def page(self, start: int) -> Further:
        """The page of the list that begins with item number `start` (from 0)."""
        return Further(self.url, {**self.form, "start": str(start), "length": str(self.length)})

    def read(self, text: str, start: int) -> Listing:
        """What the answer `text` to `page(start)` names; nothing where it is not such a list."""
        try:
            items = json.loads(text)[self.items]
            links = [Link(self.article.format_map(item), one_day(machine_date(str(item[self.day])))) for item in items]
        except (ValueError, LookupError, TypeError, AttributeError):
            return Listing()
        return Listing(tuple(links), (self.page(start + self.length),) if len(links) == self.length else ())


# Feeds and sitemaps


def read_xml(response: Response) -> Listing | None:
    """A feed or sitemap, perhaps gzipped; None where the response is neither."""
    body = response.body
    if body[:3] == b"\x1f\x8b\x08":
        body = gunzip(body, max_size=MAX_SITEMAP)
    head = body[:2000]
    if re.search(rb"<(?:rss|feed|rdf:RDF)\b", head):
        return read_feed(body, response.url)
    if re.search(rb"<(?:\w+:)?(?:urlset|sitemapindex)\b", head):
        return read_sitemap(body, response.url)
    return None


def read_feed(body: bytes, url: str) -> Listing:
    """The entries of an RSS or Atom feed, as broken as they come."""
    try:
        entries = feedparser.parse(body, response_headers={"content-location": url}).entries
    except Exception:  # feedparser itself trips over some broken names of elements
        return Listing(())
    links = []
    for entry in entries:
        if href := joined(url, entry.get("link")):
            when = entry.get("published_parsed") or entry.get("updated_parsed")
            day = as_day(when) if when else machine_date(entry.get("published") or "")
            links.append(Link(href, one_day(day)))
    return Listing(tuple(links))


def as_day(utc: Iterable[int]) -> date:
    """The day in Vietnam of a moment as feedparser gives it."""
    return datetime(*tuple(utc)[:6], tzinfo=UTC).astimezone(VIETNAM).date()


def read_sitemap(body: bytes, url: str) -> Listing:
    """The URLs of a sitemap (a news sitemap too), or the sitemaps of an index."""
    links, lists = [], []
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(body, parser)
    for element in () if root is None else root:
        values = {local_name(e): tidy(e.text or "") for e in reversed(list(element.iter(etree.Element)))}
        if not (loc := joined(url, values.get("loc", ""))):
            continue
        if local_name(element) == "sitemap":
            lists.append(Further(loc, days=sitemap_days(loc, values.get("lastmod"))))
        else:
            # The day of change of an old article tells only that it is not younger.
            day = machine_date(values.get("publication_date", ""))
            links.append(Link(loc, one_day(day) or url_days(loc) or until(values.get("lastmod"))))
    return Listing(tuple(links), lists=tuple(lists))


def local_name(element: etree._Element) -> str:
    """The tag without its namespace, declared or not."""
    return re.split("[}:]", str(element.tag))[-1]


def sitemap_days(loc: str, lastmod: str | None) -> Days | None:
    """What days a sitemap of an index can hold, by its name or its day of change."""
    match = SITEMAP_MONTH.search(urlsplit(loc).path)
    if match is None or not plausible_year(int(match["y"])):
        return until(lastmod)
    year, month = int(match["y"]), int(match["m"] or 0)
    return month_days(year, month) if month else (date(year, 1, 1), date(year, 12, 31))


def until(lastmod: str | None) -> Days | None:
    """All days up to a day of change."""
    day = machine_date(lastmod or "")
    return (date(FIRST_YEAR, 1, 1), day) if day else None


def one_day(day: date | None) -> Days | None:
    return (day, day) if day else None


def url_days(url: str) -> Days | None:
    """The days that an article's URL allows, where it bears a year and month, perhaps a day."""
    match = URL_MONTH.search(urlsplit(url).path)
    if match is None or not plausible_year(int(match["y"])):
        return None
    first, last = month_days(int(match["y"]), int(match["m"]))
    day = int(match["d"] or 0)
    return one_day(first.replace(day=day)) if 1 <= day <= last.day else (first, last)


def month_days(year: int, month: int) -> Days:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def plausible_year(year: int) -> bool:
    return FIRST_YEAR <= year <= datetime.now(UTC).year + 1


def joined(base: str, href: str | None) -> str:
    """The URL that `href` says on the page `base`; "" where it says none: pages are full of what is no address."""
    try:
        return urljoin(base, href.strip()) if href and href.strip() else ""
    except ValueError:
        return ""


# Listing pages


def read_listing(
    response: TextResponse, families: Iterable[Family], wanted: Callable[[str], bool], page: int = 1
) -> Listing:
    """The articles on a listing page for which `wanted(url)` holds, and the page that follows page number `page`.

    Links are looked for where the families have them; where none is there, every link counts.
    """
    families = tuple(families)
    for selectors in ([css for family in families for css in family.links], ["a[href]"]):
        items = {}
        for css in selectors:
            for element in response.css(css):
                url = joined(response.url, element.root.get("href"))
                if url and wanted(url):
                    items.setdefault(url, element.root)
        if items:
            break
    resolved = cache(lambda href: joined(response.url, href))  # the same links again and again
    links = tuple(Link(url, item_days(element, url, items, resolved)) for url, element in items.items())
    return Listing(links, tuple(following(response, families, page)))


def item_days(
    link: etree._Element, url: str, articles: Container[str], resolved: Callable[[str], str]
) -> Days | None:
    """The days that a listing gives for the article behind `link`: in its own item, that is without other `articles`.

    `resolved` makes a URL of an href.
    """
    item = link
    for ancestor in islice(link.iterancestors(), ITEM_DEPTH):
        hrefs = (resolved(a.get("href")) for a in ancestor.iter("a") if a.get("href"))
        if ancestor.tag in ("body", "form", "html") or any(other != url and other in articles for other in hrefs):
            break
        item = ancestor
    for element in item.iter("time"):
        if day := machine_date(element.get("datetime") or ""):
            return one_day(day)
    for text in map(tidy, item.itertext()):
        if match := BEHIND_TITLE.search(text):
            return one_day(find_date(match[1]))
        if line := read_dateline(text):
            return one_day(line.day)
    return url_days(url)


def following(response: TextResponse, families: Iterable[Family], page: int) -> Iterator[Further]:
    """The page after page number `page` of a listing: what it calls the next, else by number, else by postback."""
    hrefs = [
        href for family in families for css in family.next_page for href in response.css(css).xpath("@href").getall()
    ]
    urls = [joined(response.url, href) for href in hrefs if "(" not in href]
    if urls := [url for url in dict.fromkeys(urls) if url and url != response.url and not url.endswith("#")]:
        yield Further(urls[0])
    elif url := numbered(response, page):
        yield Further(url)
    elif form := postback(response, page):
        yield Further(response.url, form)


def numbered(response: TextResponse, page: int) -> str | None:
    """The URL of the page after number `page` among the links of a pager (`?page=2`, `/page-2`, `?p=2`, `_cur=2`)."""
    here = without_page(response.url)
    candidates = []
    for link in response.css("a[href]"):
        url = joined(response.url, link.root.get("href"))
        match = PAGE_NUMBER.search(url)
        if match and without_page(url) == here and url != response.url:
            candidates.append((int(match[0]), tidy("".join(link.root.itertext())), url))
    current = PAGE_NUMBER.search(response.url)
    # The text tells what a reader calls it: some sites (Drupal) count pages from 0 in their URLs.
    called = [url for _, text, url in candidates if text == str(page + 1)]
    after = [url for number, _, url in candidates if number == (int(current[0]) if current else 1) + 1]
    return next(iter(called or after), None)


def without_page(url: str) -> str:
    """Host and path of a listing, without the part that numbers its pages."""
    parts = urlsplit(url)
    return f"{parts.hostname}{PAGE_PART.sub('', parts.path)}"


def postback(response: TextResponse, page: int) -> dict[str, str] | None:
    """The form by which an ASP.NET page asks for the page after number `page` of its list, or None."""
    best = None
    for link in response.xpath("//a[contains(@href, '__doPostBack')]"):
        match = POSTBACK.search(link.root.get("href"))
        text = tidy("".join(link.root.itertext()))
        if match and (text == str(page + 1) or best is None and NEXT.fullmatch(text)):
            best = match
            if text == str(page + 1):
                break
    if best is None:
        return None
    hidden = {i.root.get("name"): i.root.get("value") or "" for i in response.css("input[type=hidden][name]")}
    return hidden | {"__EVENTTARGET": best[1], "__EVENTARGUMENT": best[2]}


# Pages got by POST

#: Part of the key of a page got by postback.
POSTED = "__EVENTTARGET="


def keyed(url: str, form: Mapping[str, str]) -> str:
    """The name under which the answer to a POST is kept: `url` with what the form asks for, without ASP.NET's state."""
    asked = {name: value for name, value in form.items() if not name.startswith("__") or name.startswith("__EVENT")}
    parts = urlsplit(url)
    query = "&".join(filter(None, (parts.query, urlencode({n: v for n, v in asked.items() if v}))))
    return urlunsplit(parts._replace(query=query, fragment=""))
