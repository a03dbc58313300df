"""The article as the extractors read it: one NFC string with the boundaries of its parts kept."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Kind = Literal["title", "sapo", "paragraph", "caption"]
#: Between two parts of `Article.text`; a sentence never crosses it.
PART_BREAK = "\n\n"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an article in `Article.text[start:end]` (code points)."""

    kind: Kind
    start: int
    end: int


@dataclass(frozen=True)
class Article:
    """A news item taken from a page.

    `blocks` are the parts below the title in reading order, as (kind, text); captions keep their place
    among the paragraphs because a caption is often the only place that names an agency.
    `published` is an ISO date (YYYY-MM-DD) or None: it is never guessed. `how` says for each field which
    step found it, e.g. ``{"title": "onecms:h1", "published": "json-ld"}``.
    """

    id: str
    title: str
    blocks: tuple[tuple[Kind, str], ...] = ()
    url: str | None = None
    source: str | None = None
    published: str | None = None
    author: str | None = None
    family: str | None = None
    how: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # NFC once, here: every offset in the project refers to the text made from these strings.
        nfc = lambda text: unicodedata.normalize("NFC", text)  # noqa: E731
        object.__setattr__(self, "title", nfc(self.title).strip())
        blocks = tuple((kind, nfc(text).strip()) for kind, text in self.blocks)
        object.__setattr__(self, "blocks", tuple(block for block in blocks if block[1]))

    @property
    def sapo(self) -> str | None:
        return next((text for kind, text in self.blocks if kind == "sapo"), None)

    @property
    def paragraphs(self) -> list[str]:
        return [text for kind, text in self.blocks if kind == "paragraph"]

    @property
    def captions(self) -> list[str]:
        return [text for kind, text in self.blocks if kind == "caption"]

    @cached_property
    def text(self) -> str:
        """Title and blocks in reading order, NFC, joined by `PART_BREAK`."""
        return PART_BREAK.join([self.title, *(text for _, text in self.blocks)])

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """Where each part stands in `text`, in order."""
        parts, at = [], 0
        for kind, text in (("title", self.title), *self.blocks):
            parts.append(Part(kind, at, at + len(text)))
            at += len(text) + len(PART_BREAK)
        return tuple(parts)
