"""From blocks of text to the parts of an article: furniture out, captions marked, the author line taken off."""

from __future__ import annotations

import re
import unicodedata

from extract.article import Kind
from spiders.furniture import (
    is_byline,
    is_caption,
    is_image_leftover,
    is_noise,
    is_unit_line,
    read_dateline,
    tail_start,
    tidy,
    without_author_label,
    without_desk_mark,
)
from spiders.html import Block

MAX_SAPO = 1500
MAX_CAPTION = 500
_END = re.compile(r"[.!?…:;\"”’)\]/]$")


Parts = list[tuple[Kind, str]]


def compose(blocks: list[Block], title: str, sapo: str | None, how: dict[str, str]) -> tuple[Parts, str | None]:
    """(parts below the title in reading order, author line) of an article whose body is `blocks`.

    `sapo` is the lead where its place is known. Steps taken are added to `how`.
    """
    parts: Parts = []
    filled = [i for i, block in enumerate(blocks) if block.text]
    # Cut on text alone: an image does not stand between the lines of a calendar.
    cut = tail_start([blocks[i].text for i in filled])
    after_image = after_leftover = False
    bold_lead = False
    for i in filled[:cut]:
        block, text = blocks[i], blocks[i].text
        after_image = after_image or (i > 0 and blocks[i - 1].image)
        if is_image_leftover(text):
            after_image = after_leftover = True
            continue
        if is_noise(text) or is_link_to_other(block):
            continue
        if len(parts) < 2 and (same(text, title) or (sapo and same(text, sapo))):
            continue
        if len(parts) < 2 and read_dateline(text):
            continue
        caption = block.caption or is_caption(text)
        if after_image and not block.heading and len(text) <= MAX_CAPTION:
            caption = caption or after_leftover or block.italic > 0.9 or block.centred
        if not caption and not parts:
            bold_lead = block.bold > 0.9 and 60 <= len(text) <= MAX_SAPO
        parts.append(("caption" if caption else "paragraph", text))
        after_image = after_leftover = False
    author = None
    if signature := take_signature(parts):
        parts, author = signature
    if sapo is None and bold_lead and len(parts) > 2:
        sapo, how["sapo"] = parts.pop(0)[1], "bold first paragraph"
    if (
        sapo is None
        and parts
        and parts[0][0] == "paragraph"
        and (lead := without_desk_mark(parts[0][1])) != parts[0][1]
    ):
        sapo, how["sapo"] = lead, "desk mark"
        parts.pop(0)
    if sapo:
        parts.insert(0, ("sapo", without_desk_mark(sapo)))
    return parts, author


def is_link_to_other(block: Block) -> bool:
    """Whether a block is a headline of another article standing in the body."""
    return not block.caption and block.link > 0.85 and (len(block.text) > 15 or block.text.startswith(">"))


def take_signature(parts: Parts) -> tuple[Parts, str] | None:
    """(parts without it, author): the last line is a byline, or that above one or two names of offices is.

    Where only the name of an office stands below the closing `./.`, the office is the author.
    """
    offices = 0
    while offices < min(2, len(parts) - 2) and is_office(parts[-1 - offices]):
        offices += 1
    at = len(parts) - 1 - offices
    if at < 1 or parts[at][0] != "paragraph":
        return None
    before, line = parts[at - 1], parts[at][1]
    if (before[0] == "caption" or _END.search(before[1])) and is_byline(line):
        return parts[:at], clean_author(line)
    if offices and line.endswith("./."):
        return parts[: at + 1], parts[at + 1][1]
    return None


def is_office(part: tuple[Kind, str]) -> bool:
    return part[0] == "paragraph" and is_unit_line(part[1])


def clean_author(text: str) -> str:
    """An author line without its label ("Tác giả: ", "Tin, ảnh: ")."""
    text = tidy(text)
    return without_author_label(text).strip(" -–|,") or text


def same(a: str, b: str) -> bool:
    """Whether two pieces of text are one but for case, spacing, punctuation and the desk mark."""
    return _bare(a) == _bare(b)


def _bare(text: str) -> str:
    return re.sub(r"\W+", "", unicodedata.normalize("NFC", without_desk_mark(text))).casefold()
