"""From a page to its article."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from extract.article import Article
from spiders.families import FAMILIES, GENERIC, Family
from spiders.html import Document
from spiders.page import Page
from spiders.refusals import ENCRYPTED, SHORT_PAGE, is_not_found, needs_script, refusal, why
from spiders.sources import source_of
from spiders.spider import NewsSpider
from spiders.urls import is_translation

#: Binary files begin so; text never does.
BINARY = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\xd0\xcf\x11\xe0",
    b"Rar!",
    b"RIFF",
)


class NotAnArticle(ValueError):
    """The page holds no article; the message says what it is (listing, not found, empty)."""

    def __init__(self, message: str, kind: str | None = None):
        super().__init__(message)
        self.kind = kind  # a key of OBSTACLES where it is one of these


class Blocked(NotAnArticle):
    """The site did not give its page: not the same as an empty one. `kind` is a key of OBSTACLES or a status."""

    def __init__(self, kind: str):
        super().__init__(why(kind), kind)


def parse_page(page: Page) -> Article:
    """The article on `page`, read by the family of its source, or by any family that knows its markup.

    Raises NotAnArticle, or Blocked, with the reason. `Article.how` says for each field which step found it.
    """
    if kind := refusal(page):
        raise Blocked(kind)
    if page.status >= 400:
        raise NotAnArticle(f"HTTP {page.status}")
    if 300 <= page.status < 400:
        raise NotAnArticle(f"HTTP {page.status}, a redirect to {page.headers.get('location', 'nowhere')}")
    if not page.body.strip():
        raise NotAnArticle("the page is empty")
    if page.body.startswith(BINARY) or b"\0" in page.body[:1000] and "\0" in page.text[:1000]:
        raise NotAnArticle("not a web page but a binary file")
    if is_translation(page.url):
        raise NotAnArticle("a translation; the page in Vietnamese counts")
    document = Document(page)
    if document.says_less_than(SHORT_PAGE) and is_not_found(document):
        raise NotAnArticle(why("soft-404"), "soft-404")
    source = source_of(page.url)
    for parser in parsers(document, source):
        article = parser.parse(document)
        if article is not None and ENCRYPTED.search(article.text):
            break
        if article is not None and is_whole(article):
            return replace(article, source=source.name if source else None)
    if ENCRYPTED.search(document.text):
        raise Blocked("encrypted")
    if needs_script(document):
        raise Blocked("script")
    raise NotAnArticle(what_instead(document))


def parsers(document: Document, source: type[NewsSpider] | None) -> Iterator[Family]:
    """Families worth trying, the likeliest first: the source's own whose markup shows, others whose markup shows (or
    whose URLs tell), the rest of the source's own, and what reads any page.

    Of several layouts of one site the one of the snapshot's day comes first.
    """
    page = document.page
    own = list(source.families if source else ())
    own.sort(
        key=lambda family: (
            not family.is_current(page.fetched_at),
            not family.is_article_url(page.url),
            family.valid_until or date.max,
        )
    )
    marked = [family for family in own if family.is_marked(document)]
    yield from marked
    names = {family.name for family in own}
    for family in FAMILIES:
        if family.name not in names and family.is_marked(document):
            yield family
    for family in FAMILIES:
        if family.name not in names and family.telling_urls and family.is_article_url(page.url):
            yield family
    yield from (family for family in own if family not in marked)
    yield GENERIC


def is_whole(article: Article) -> bool:
    """Whether this is an article and not a heading with teasers: a title and some prose."""
    return len(article.title) >= 5 and sum(len(text) for kind, text in article.blocks if kind != "caption") >= 60


def what_instead(document: Document) -> str:
    """What a page without an article is."""
    if not document.text:
        return "a page without text"
    headlines = sum(block.headline for block in document.blocks(document.root))
    if headlines >= 5:
        return "a listing of links"
    return "no article text on the page"
