"""Pages of no known family: microdata, JSON-LD, OpenGraph and text order, then trafilatura and htmldate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from urllib.parse import urlsplit

from lxml import etree, html

from extract.article import Article
from spiders.compose import same
from spiders.families.base import Family, assemble, machine_published
from spiders.furniture import VIETNAM, is_caption, plausible, read_dateline, tidy
from spiders.html import TAG_TEXT, Block, Document

#: A date line stands at most this many blocks below the title.
REACH = 6


@dataclass(frozen=True)
class Generic(Family):
    """The last resort: parses whatever has a title and running text, and never a date that the page does not give."""

    def parse(self, document: Document) -> Article | None:
        """The article on the page, or None where it has no running text, or mostly links (a listing)."""
        return self._by_layout(document) or self._by_trafilatura(document)

    def _by_layout(self, document: Document) -> Article | None:
        article = super().parse(document)
        title = best_title(document)
        if article is None or title is None or same(article.title, title[0]):
            return article
        # The first h1 may be the name of the site or of the section.
        if article.title.casefold() in title[0].casefold():
            return article
        blocks = tuple(block for block in article.blocks if not same(block[1], title[0]))
        return Article(
            **vars_of(article) | {"title": title[0], "blocks": blocks, "how": article.how | {"title": title[1]}}
        )

    def _by_trafilatura(self, document: Document) -> Article | None:
        import trafilatura  # slow to import, and few pages come so far

        title = best_title(document)
        text = trafilatura.extract(document.root, include_comments=False, favor_recall=True, include_tables=False)
        lines = [line for line in map(tidy, (text or "").splitlines()) if line]
        if title is None or not lines:
            return None
        page_blocks = document.blocks(document.root)
        if are_leads(page_blocks, lines):
            return None
        above = blocks_between(page_blocks, title[0], lines[0])
        how = {"title": title[1], "body": "trafilatura"}
        # Trafilatura loses the lead of most papers: it is the prose between the title and the first line kept.
        sapo = next((b.text for b in above if len(b.text) > 60 and b.link < 0.5 and b.text not in lines), None)
        if sapo:
            how["sapo"] = "text order"
        dateline = next(filter(None, (read_dateline(b.text) for b in above[:REACH])), None)
        day, how["published"] = machine_published(document)
        if day is None and dateline and plausible(dateline.day, document.page.fetched_at):
            day, how["published"] = dateline.day, "dateline"
        if day is None:
            day, how["published"] = by_htmldate(document), "htmldate"
        if day is None:
            del how["published"]
        author = json_ld_author(document) or (dateline.author if dateline else None)
        blocks = [Block(line.removeprefix("- "), document.root, caption=is_caption(line)) for line in lines]
        return assemble(document, self.name, title[0], sapo, blocks, day, author, how)


GENERIC = Generic(
    name="generic",
    title=("h1[itemprop='headline']", "[itemprop='headline']", "article h1", "main h1", "h1"),
    sapo=(
        "[itemprop='description']:not(meta)",
        "h2.sapo",
        "h4.sapo",
        "p.sapo",
        "div.sapo",
        ".sapo",
        ".hometext",
        "p.pHead",
        ".detail-sapo",
        ".news_detail_sapo",
        ".detail-desc p",
        ".article-summary",
        ".entry-summary",
    ),
    published=(
        "[itemprop='datePublished']",
        "article time[datetime]",
        "main time[datetime]",
        "span.pubdate",
        ".detail-time",
        ".publish-date",
        ".post-date",
        ".entry-date",
        "span.format_time",
    ),
    author=(
        "[itemprop='author'] [itemprop='name']",
        "[itemprop='author']",
        "[rel='author']",
        ".author-name",
        "p.author",
    ),
    body=(
        "[itemprop='articleBody']",
        "#newscontents .content-fck",
        "#newscontents",
        "#content-detail",
        "div.content-detail",
        "#news-bodyhtml",
        "#dcontent",
        "#editor-detail",
        ".journal-content-article",
        ".asset-full-content",
        ".detail-content",
        ".post-content",
        ".entry-content",
        ".article-content",
        ".article-body",
        ".news-detail",
        "article",
        "main",
    ),
)


def vars_of(article: Article) -> dict:
    return {name: getattr(article, name) for name in ("id", "url", "source", "published", "author", "family")}


def best_title(document: Document) -> tuple[str, str] | None:
    """(title, step): the heading nearest to what the page says of itself, else that with the site's name cut off."""
    claims = [(document.meta("og:title", "twitter:title"), "meta:og:title")]
    claims += [(item.get("headline") or item.get("name"), "json-ld:headline") for item in document.json_ld]
    claims += [(tidy(TAG_TEXT(element)), "title") for element in document.root.iter("title")][:1]
    headings = [
        text for element in document.root.iter("h1", "h2") if (text := tidy(TAG_TEXT(element))) and "{{" not in text
    ]
    for claim, step in claims:
        if not isinstance(claim, str) or not claim.strip() or "{{" in claim:
            continue
        for heading in headings:
            if len(heading) > 10 and tidy(claim).casefold().startswith(heading.casefold()):
                return heading, "heading like " + step
        site = document.meta("og:site_name") or urlsplit(document.page.url).hostname or ""
        head, dash, tail = max(
            (tidy(claim).rpartition(mark) for mark in (" | ", " - ", " – ")), key=lambda cut: len(cut[0])
        )
        return (head if dash and head and (same(tail, site) or len(tail) < 30) else tidy(claim)), step
    return (headings[0], "heading") if headings else None


def blocks_between(blocks: list[Block], title: str, line: str) -> list[Block]:
    """The blocks below the heading `title`, as far as the one that says `line`; the first few where none does."""
    blocks = [block for block in blocks if block.text]
    start = next((i for i, block in enumerate(blocks) if same(block.text, title)), None)
    if start is None:
        return []
    end = next((i for i in range(start + 1, len(blocks)) if same(blocks[i].text, line)), start + 1 + REACH)
    return blocks[start + 1 : end]


def are_leads(blocks: list[Block], lines: list[str]) -> bool:
    """Whether most of `lines` are linked headlines, begin with one, or stand right below one: the page is a listing."""
    filled = [block for block in blocks if len(block.text) > 15 and not read_dateline(block.text)]
    pairs = [(above.text, below.text) for above, below in pairwise(filled) if above.headline]
    headlines, leads = tuple(above for above, _ in pairs), {below for _, below in pairs}
    kept = [line for line in lines if line not in headlines]
    return sum(line in leads or line.startswith(headlines) for line in kept) > len(kept) / 2 or not kept


def json_ld_author(document: Document) -> str | None:
    for item in document.json_ld:
        author = item.get("author")
        author = author[0] if isinstance(author, list) and author else author
        name = author.get("name") if isinstance(author, dict) else author
        if isinstance(name, str) and name.strip() and not name.startswith("http"):
            return tidy(name)
    return None


def by_htmldate(document: Document) -> date | None:
    """The date that htmldate finds in the head and in the main text: never in what else stands on the page."""
    from htmldate import find_date

    reduced = html.Element("html")
    for part in (*document.root.iter("head"), *document.select("article"), *document.select("main")):
        reduced.append(html.fromstring(etree.tostring(part, encoding="unicode", method="html")))
    for element in document.root.iter("meta"):
        if "now" in (element.get("name") or "").lower():
            return None  # a clock in the head: htmldate would take it for the date of publication
    limit = document.page.fetched_at.astimezone(VIETNAM).date().isoformat()
    found = find_date(reduced, extensive_search=False, original_date=True, max_date=limit)
    day = date.fromisoformat(found) if found else None
    return day if day and plausible(day, document.page.fetched_at) else None
