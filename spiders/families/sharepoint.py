"""SharePoint portals: `…/Lists/<List>/View_Detail.aspx?ItemID=<n>`.

No markup of these pages is known for sure, so text order decides: title, a line that is a date and nothing else, body,
author line, name of the office, and then the calendar of the news-by-date picker, whose month is never evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile

from lxml import etree

from extract.article import Article
from spiders.compose import same
from spiders.families.base import Family, assemble, prose, within
from spiders.furniture import DateLine, is_noise, plausible, read_dateline, tail_start
from spiders.html import Block, Document

#: Blocks between the date line and what must be running text.
REACH = 6
MAX_TITLE = 300
#: Today's date as page heads print it: with the day of the week, and without a time.
HEAD_CLOCK = re.compile(r"(?i)(?:hôm nay,? )?(?:thứ \w+|chủ nhật)\W+(?:ngày )?\d{1,2}\D{1,9}\d{1,2}\D{1,7}\d{4}\W*")


@dataclass(frozen=True)
class SharePoint(Family):
    """Selectors where the markup is kind, else the order of the text."""

    def parse(self, document: Document) -> Article | None:
        """The article on the page, or None where no title, date line and running text follow each other."""
        return self.by_text_order(document) or super().parse(document)

    def by_text_order(self, document: Document) -> Article | None:
        """The article whose date stands alone on a line below its title."""
        found = find_heading(document)
        if found is None:
            return None
        title, line, dateline = found
        root = smallest_body(document, dateline.element)
        captions = document.select(self.captions)
        blocks = document.blocks(root, document.boxes(root) | set(self.dropped(document)), captions)
        start = next((i for i, b in enumerate(blocks) if b.element is dateline.element and b.text == dateline.text), -1)
        blocks = blocks[start + 1 :]
        how = {"title": "text order", "body": "text order", "published": "text order"}
        if line.author:
            how["author"] = "dateline"
        sapo = next((text for css in self.sapo if (text := self._sapo_below(document, css, root))), None)
        if sapo:
            how["sapo"] = "sharepoint:class"
        return assemble(document, self.name, title.text, sapo, blocks, line.day, line.author, how)

    def _sapo_below(self, document: Document, css: str, root: etree._Element) -> str | None:
        found = document.first_text([css])
        return found[0] if found and found[1].tag != "meta" and within(found[1], root) and len(found[0]) > 20 else None


def find_heading(document: Document) -> tuple[Block, DateLine, Block] | None:
    """(title block, date, date block): the date line that best looks like the article's own.

    Page heads print today's date and list pages many dates; the article's has its title right above, running text
    right below, and what the page calls itself is that title.
    """
    blocks = [b for b in document.blocks(document.root) if b.text and not is_noise(b.text)]
    claims = [claim for claim in (document.meta("og:title", "title"), page_title(document)) if claim]
    best, best_score = None, 0
    for i, block in enumerate(blocks):
        line = read_dateline(block.text) if i else None
        if line is None or not plausible(line.day, document.page.fetched_at):
            continue
        title = blocks[i - 1]
        following = blocks[i + 1 : i + 1 + REACH]
        following = following[: tail_start([title.text] + [b.text for b in following]) - 1]
        if (
            prose(following) < 80
            or not 8 <= len(title.text) <= MAX_TITLE
            or title.link > 0.5
            or read_dateline(title.text)
        ):
            continue
        claimed = is_claimed(title, claims)
        if not claimed and (
            any(is_claimed(b, claims) for b in following)
            or not title.heading
            and (HEAD_CLOCK.fullmatch(block.text) or any(b.heading for b in before_prose(following)))
        ):
            continue  # the head of the page: the title is yet to come
        score = 1 + 2 * title.heading + (len(block.text) <= 20) + 3 * claimed
        score += len(following[0].text) > 60 and following[0].link < 0.5
        if score > best_score:
            best, best_score = (title, line, block), score
    return best


def before_prose(blocks: list[Block]) -> Iterator[Block]:
    """The blocks, headings or short, that stand above the first paragraph."""
    return takewhile(lambda block: block.heading or block.link > 0.5 or len(block.text) <= 60, blocks)


def is_claimed(block: Block, claims: list[str]) -> bool:
    """Whether the page calls itself what the block says."""
    return len(block.text) >= 8 and any(same(claim, block.text) or block.text in claim for claim in claims)


def page_title(document: Document) -> str | None:
    title = document.root.find(".//title")
    return title.text_content().strip() if title is not None else None


def smallest_body(document: Document, start: etree._Element) -> etree._Element:
    """The smallest element around the date line that also holds the running text: what lies outside is page."""
    root = start
    last = prose(document.blocks(root))
    for ancestor in start.iterancestors():
        if ancestor.tag in ("body", "html"):
            break
        if last > 200 and prose(document.blocks(ancestor)) < 1.5 * last:
            # Growing further adds little: the rest is the page round the article.
            break
        root, last = ancestor, prose(document.blocks(ancestor))
    return root


SHAREPOINT = SharePoint(
    name="sharepoint",
    title=(
        ".news-title",
        ".title-news",
        ".tieude",
        ".tin-tieude",
        ".article-title",
        ".ArticleTitle",
        ".detail-title",
        "h1.title",
        "[id*=PlaceHolderMain] h1",
        "[id*=PlaceHolderMain] h2",
        "[id*=PlaceHolderMain] h3",
        "h1",
        "h2.title",
        ".title",
        "meta[property='og:title']",
    ),
    sapo=(".tomtat", ".tom-tat", ".news-sapo", ".sapo", ".mota", ".description", ".ArticleIntro", ".intro"),
    published=(
        ".news-date",
        ".ngaydang",
        ".ngay-dang",
        ".date",
        ".post-date",
        ".ArticleDate",
        ".created-date",
        ".time",
    ),
    author=(".news-author", ".tacgia", ".tac-gia", ".author", ".ArticleAuthor"),
    body=(
        ".news-content",
        ".noidung",
        ".noi-dung",
        ".ArticleContent",
        ".article-content",
        ".detail-content",
        ".content-detail",
        ".ms-rtestate-field",
        ".ExternalClass",
        "div[class^=ExternalClass]",
        "[id*=PlaceHolderMain]",
    ),
    telling_urls=True,
    marks=(
        "#aspnetForm, #s4-workspace, #s4-bodyContainer, [id*=PlaceHolderMain],"
        " meta[name=GENERATOR][content*=SharePoint]"
    ),
    drop="#s4-ribbonrow, .ms-dlgOverlay, .s4-skipribbonshortcut, .ms-cal-gempty, [class*=calendar], [class*=Calendar]",
    article_url=(
        r"(?i)/(?:View_Detail|newsdetail|[\w-]*chi-?tiet[\w-]*|Detail|DispForm)\.aspx\?.*(?:ItemID|NewsId|ID)=\d+"
    ),
    links=("a[href*='ItemID=']", "a[href*='NewsId=']", "a[href*='View_Detail']"),
    next_page=(
        "a[rel~=next]",
        ".pagination a.next",
        "a.next",
        ".paging a.next",
        "a[title*='Trang sau']",
        "a[title*='Next']",
    ),
)
