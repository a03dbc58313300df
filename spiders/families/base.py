"""A CMS family: where its pages keep title, lead, body, captions, date and author."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from lxml import etree

from extract.article import Article
from spiders.compose import MAX_SAPO, clean_author, compose, same
from spiders.furniture import VIETNAM, DateLine, machine_date, plausible, read_dateline, tidy
from spiders.html import TAG_TEXT, Block, Document

#: Where captions stand in every family, besides <figcaption>.
CAPTIONS = (
    "figcaption, td.image_desc, .image_desc, .image-desc, .img-desc, .imgdesc, .desc-img, .desc_img, .photo-desc,"
    " .full-img .fig, td.fig, p.fig, div.fig, .box-desc, .caption, .image-caption, .img-caption, .photo-caption,"
    " .media-caption, .wp-caption-text, .pCaption, .PhotoCMS_Caption, .ck-image-caption, .cms-caption, .chuthich,"
    " .chu-thich, .note-img, .ImageCaption, .imageCaption, .ms-rteImage-caption, .Image_Caption, .image_caption"
)
#: Metas that mean the day of publication. Not "datetimenow" (time of the request) nor any day of change.
PUBLISHED_METAS = (
    "article:published_time",
    "article:published",
    "og:article:published_time",
    "datepublished",
    "cms-date",
    "pubdate",
    "publishdate",
    "publish-date",
    "dc.date.issued",
    "dc.date.created",
    "dcterms.created",
    "dcterms.issued",
)
#: Less prose than this is no article.
MIN_PROSE = 100


@dataclass(frozen=True)
class Family:
    """CSS candidates per field, tried in order; the first that gives something is used.

    `marks` select what only this family's pages have: by them a page of an unknown host is recognised,
    or by its URL where no other CMS has such URLs (`telling_urls`).
    `article_url` matches the path and query of the family's articles, `not_article_url` those that look alike.
    `links` find articles on a listing (where they find none, every link counts), `next_page` the page that follows.
    `valid_until` is the last day on which a site was seen with this layout, or None for today's: a page archived
    before a redesign is read by the layout of its own day.
    """

    name: str
    title: tuple[str, ...]
    body: tuple[str, ...]
    sapo: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    author: tuple[str, ...] = ()
    captions: str = CAPTIONS
    drop: str = ""
    marks: str = ""
    telling_urls: bool = False
    article_url: str = r"$^"
    not_article_url: str = r"$^"
    links: tuple[str, ...] = ("a[href]",)
    next_page: tuple[str, ...] = ("a[rel~=next]", "link[rel~=next]", ".pagination a.next", ".next a", "a.next")
    valid_until: date | None = None

    @property
    def version(self) -> str:
        """The name under which `Article.how` speaks of this layout: `<name>`, or `<name>@<valid until>`."""
        return f"{self.name}@{self.valid_until}" if self.valid_until else self.name

    def is_current(self, fetched_at: datetime) -> bool:
        """Whether a site had this layout when a page was fetched."""
        return self.valid_until is None or fetched_at.astimezone(VIETNAM).date() <= self.valid_until

    def is_article_url(self, url: str) -> bool:
        """Whether `url` has the shape of this family's articles."""
        parts = urlsplit(url)
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        return bool(re.search(self.article_url, path)) and not re.search(self.not_article_url, path)

    def is_marked(self, document: Document) -> bool:
        """Whether the page shows this family's markup."""
        return bool(self.marks and document.select(self.marks))

    def parse(self, document: Document) -> Article | None:
        """The article on the page, or None where the page is not laid out as this family's."""
        title = self.find_title(document)
        if title is None:
            return None
        title_text, title_element, title_css = title
        sapo = self.find_sapo(document)
        skip = {title_element} | ({sapo[1]} if sapo else set()) | set(self.dropped(document))
        body = self.find_body(document, skip)
        if body is None:
            return None
        container, css, blocks = body
        how = {"title": f"{self.version}:{title_css}", "body": f"{self.version}:{css}"}
        if sapo and sapo[1].tag != "meta":
            how["sapo"] = f"{self.version}:{sapo[2]}"
        elif sapo and any(same(sapo[0], block.text) for block in blocks[:2]):
            sapo = None  # the description only repeats the first paragraph
        elif sapo:
            how["sapo"] = f"meta:{sapo[2]}"
        byline, published = self.find_published(document, title_element, container, skip, how)
        author = self.find_author(document)
        if author:
            how["author"] = f"{self.version}:{author[1]}"
        elif byline and byline.author:
            author, how["author"] = (byline.author, ""), "dateline"
        return assemble(
            document,
            self.name,
            title_text,
            sapo[0] if sapo else None,
            blocks,
            published,
            author[0] if author else None,
            how,
        )

    def dropped(self, document: Document) -> list[etree._Element]:
        return document.select(self.drop) if self.drop else []

    def find_title(self, document: Document) -> tuple[str, etree._Element, str] | None:
        """(text, element, css) of the headline: what the page calls itself where a candidate says that, else the first.

        On some sites the first `h1` is the breadcrumb.
        """
        claim = document.meta("og:title")
        for css in self.title if claim else ():
            for element in document.select(css):
                text = tidy(TAG_TEXT(element))
                if len(text) > 10 and claim.casefold().startswith(text.casefold()):
                    return text, element, css
        return document.first_text(self.title)

    def find_sapo(self, document: Document) -> tuple[str, etree._Element, str] | None:
        """(text, element, css) of the lead; a `meta` cut short ("…") does not count."""
        for css in self.sapo:
            found = document.first_text([css])
            if not found or not 20 <= len(found[0]) <= MAX_SAPO:
                continue
            if found[1].tag != "meta" or not found[0].endswith(("...", "…")):
                return found
        return None

    def find_body(
        self, document: Document, skip: set[etree._Element]
    ) -> tuple[etree._Element, str, list[Block]] | None:
        """(container, css, blocks) of the first candidate with enough prose."""
        captions = document.select(self.captions)
        best = None
        for css in self.body:
            for element in document.select(css):
                if element in skip or any(ancestor in skip for ancestor in element.iterancestors()):
                    continue
                blocks = document.blocks(element, skip | document.boxes(element), captions)
                if are_teasers(blocks):
                    continue
                if best is None or prose(blocks) > prose(best[2]):
                    best = (element, css, blocks)
            if best and prose(best[2]) >= MIN_PROSE:
                return best
        return best if best and prose(best[2]) >= MIN_PROSE // 2 else None

    def find_published(
        self,
        document: Document,
        title: etree._Element,
        container: etree._Element,
        skip: set[etree._Element],
        how: dict[str, str],
    ) -> tuple[DateLine | None, date | None]:
        """(date line, day): by the family's selectors, JSON-LD, a trusted meta, or a date line beside the title."""
        fetched_at = document.page.fetched_at
        for css in self.published:
            for element in document.select(css):
                line, day = date_of(element)
                if day and plausible(day, fetched_at):
                    how["published"] = f"{self.version}:{css}"
                    return line, day
        line = dateline_beside(document, title, container)
        day, step = machine_published(document)
        if day:
            how["published"] = step
            return line, day
        if line and plausible(line.day, fetched_at):
            how["published"] = "dateline"
            return line, line.day
        return line, None

    def find_author(self, document: Document) -> tuple[str, str] | None:
        """(name, css) of the author line."""
        for css in self.author:
            if (found := document.first_text([css])) and len(found[0]) <= 120:
                line = read_dateline(found[0])
                name = line.author if line else clean_author(found[0])
                if name:
                    return name, css
        return None


def date_of(element: etree._Element) -> tuple[DateLine | None, date | None]:
    """(date line, day) in an element: its machine-readable attribute, else its text, else its parent's."""
    line = read_dateline(TAG_TEXT(element))
    for attribute in ("datetime", "content", "data-time", "data-date"):
        if (value := element.get(attribute)) and (day := machine_date(value)):
            return line, day
    if line is None and len(text := tidy(TAG_TEXT(element))) <= 80 and (day := machine_date(text)):
        return None, day
    return line, line.day if line else None


def machine_published(document: Document) -> tuple[date | None, str]:
    """(day, step) from JSON-LD or a trusted meta."""
    fetched_at = document.page.fetched_at
    for item in document.json_ld:
        for key in ("datePublished", "dateCreated"):
            if isinstance(value := item.get(key), str) and (day := machine_date(value)) and plausible(day, fetched_at):
                return day, f"json-ld:{key}"
    for name in PUBLISHED_METAS:
        if (value := document.meta(name)) and (day := machine_date(value)) and plausible(day, fetched_at):
            return day, f"meta:{name}"
    return None, ""


def dateline_beside(document: Document, title: etree._Element, container: etree._Element) -> DateLine | None:
    """The date line next to the title: inside the smallest element that holds title and body, never the page head."""
    inside = set(container.iterancestors()) | {container}
    root = next((ancestor for ancestor in title.iterancestors() if ancestor in inside), None)
    if root is None:
        return None
    blocks = [block for block in document.blocks(root, document.boxes(root)) if block.text]
    at = next((i for i, block in enumerate(blocks) if within(block.element, title)), None)
    if at is None:
        return None
    near = blocks[at + 1 : at + 6]
    if root.tag not in ("body", "form", "html"):
        near += reversed(blocks[max(0, at - 3) : at])
    for block in near:
        if (line := read_dateline(block.text)) and plausible(line.day, document.page.fetched_at):
            return line
    return None


def within(element: etree._Element, outer: etree._Element) -> bool:
    return element is outer or any(ancestor is outer for ancestor in element.iterancestors())


def prose(blocks: Iterable[Block]) -> int:
    """Characters of running text: what is neither links nor captions."""
    return sum(len(block.text) for block in blocks if block.link < 0.5 and not block.caption)


def are_teasers(blocks: list[Block]) -> bool:
    """Whether blocks are those of a listing: linked headings, each with a few lines."""
    headings = sum(block.heading and block.link > 0.85 for block in blocks)
    return headings >= 4 and prose(blocks) < 400 * headings


def assemble(
    document: Document,
    family: str,
    title: str,
    sapo: str | None,
    blocks: list[Block],
    published: date | None,
    author: str | None,
    how: dict[str, str],
) -> Article | None:
    """The Article from what was found on the page; None where no text is left."""
    parts, signature = compose(blocks, title, sapo, how)
    if not any(kind in ("paragraph", "sapo") for kind, _ in parts):
        return None
    if author is None and signature:
        author, how["author"] = signature, "last line"
    return Article(
        id=article_id(document),
        title=title,
        blocks=tuple(parts),
        url=document.page.url or None,
        published=published.isoformat() if published else None,
        author=author and clean_author(author),
        family=family,
        how=how,
    )


def article_id(document: Document) -> str:
    """A name for the article, readable where its URL is; stable."""
    page = document.page
    parts = urlsplit(page.url)
    name = re.sub(r"\.html?$", "", parts.path.strip("/")) + (f"-{parts.query}" if parts.query else "")
    return re.sub(r"[^\w.-]+", "-", name).strip("-") or page.sha256[:16]
