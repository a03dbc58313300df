"""Names and texts under which they are found again, however they are spelt."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache

from extract.lexicon import rows
from extract.text import search_form

_TOKEN = re.compile(r"[^\W_]+")
#: "Giáo dục và Đào tạo", "Giáo dục - Đào tạo" and "Giáo dục, Đào tạo" are one department.
_AND = {"và", "va"}
_GOVERNMENT = ("ủy", "ban", "nhân", "dân")
_LEVEL = re.compile(r"(?:tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu)\b(?! (?:ủy|đoàn|đội|hội)\b)")

Abbreviations = Mapping[tuple[str, ...], list[str]]


def spelled_out(name: str) -> str:
    """The words of a name in lower case with one tone placement, abbreviations written out, "và" left out.

    A place stands for its government. Two names of one organisation that differ only in how they are written have
    the same form.

    >>> spelled_out("UBND TX. Thái Hoà") == spelled_out("thị xã Thái Hòa")
    True
    """
    words = list(_expand(_tokens(search_form(unicodedata.normalize("NFC", name))), _abbreviations()))
    if _LEVEL.match(" ".join(words)):
        words = [*_GOVERNMENT, *words]
    return " ".join(words)


def bare(text: str) -> str:
    """`text` in lower case without diacritics; đ is d."""
    decomposed = unicodedata.normalize("NFD", text.lower().replace("đ", "d").replace("ð", "d"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def fold(text: str) -> str:
    """The words of `text` without diacritics, abbreviations written out: the form of a question.

    >>> fold("so gd-dt")
    'so giao duc dao tao'
    """
    return " ".join(_expand(_tokens(bare(text)), _bare_abbreviations()))


def in_order(folded: str | None, question: str) -> bool:
    """Whether all words of a folded question stand in a folded text in that order, with any words between them."""
    words = iter((folded or "").split())
    return all(word in words for word in question.split())


def _tokens(text: str) -> list[str]:
    return [token for token in _TOKEN.findall(text) if token not in _AND]


def _expand(tokens: list[str], abbreviations: Abbreviations) -> Iterator[str]:
    longest = max(map(len, abbreviations))
    at = 0
    while at < len(tokens):
        for size in range(longest, 0, -1):
            if words := abbreviations.get(tuple(tokens[at : at + size])):
                yield from words
                at += size
                break
        else:
            yield tokens[at]
            at += 1


@cache
def _abbreviations() -> Abbreviations:
    # Tokens, not strings: "GD&ĐT", "GD - ĐT" and "GD và ĐT" are one entry.
    return {tuple(_tokens(short)): _tokens(long) for short, long, *_ in rows("abbreviations")}


@cache
def _bare_abbreviations() -> Abbreviations:
    return {tuple(_tokens(bare(short))): _tokens(bare(long)) for short, long, *_ in rows("abbreviations")}
