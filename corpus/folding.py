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
_GOVERNMENT = "ủy ban nhân dân"
_LEVEL = re.compile(r"(?:tỉnh|thành phố|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu)\b(?! (?:ủy|đoàn|đội|hội)\b)")

#: What abbreviations stand for, and, by first word, of how many words the longest is.
Abbreviations = tuple[Mapping[tuple[str, ...], list[str]], Mapping[str, int]]


def spelled_out(name: str) -> str:
    """The words of a name in lower case with one tone placement, abbreviations written out, "và" left out.

    A place stands for its government. Two names of one organisation that differ only in how they are written have
    the same form.

    >>> spelled_out("UBND TX. Thái Hoà") == spelled_out("thị xã Thái Hòa")
    True
    """
    words = " ".join(_expanded(tokens(search_form(unicodedata.normalize("NFC", name))), toneless=False))
    return f"{_GOVERNMENT} {words}" if _LEVEL.match(words) else words


def folded_name(name: str) -> str:
    """The form in which a name is searched: `fold(name)`, and a place stands for its government here too."""
    is_place = spelled_out(name).startswith(_GOVERNMENT)
    folded, government = fold(name), fold(_GOVERNMENT)
    return f"{government} {folded}" if is_place and not folded.startswith(government) else folded


def fold(text: str) -> str:
    """The words of `text` in lower case without diacritics (đ is d), abbreviations written out.

    >>> fold("so gd-dt")
    'so giao duc dao tao'
    """
    return " ".join(_expanded(tokens(bare(text)), toneless=True))


def folded_words(text: str) -> list[tuple[str, int, int]]:
    """The words of `fold(text)`, each with where (start, end) in `text` it stands; the words of an abbreviation all
    stand where the abbreviation does.

    >>> folded_words("TX Cửa Lò")
    [('thi', 0, 2), ('xa', 0, 2), ('cua', 3, 6), ('lo', 7, 9)]
    """
    spans = [(bare(match.group()), *match.span()) for match in _TOKEN.finditer(text)]
    spans = [span for span in spans if span[0] not in _AND and span[0]]
    found: list[tuple[str, int, int]] = []
    for at, size, words in expand([word for word, _, _ in spans], toneless=True):
        start, end = spans[at][1], spans[at + size - 1][2]
        found += [(word, start, end) for word in words]
    return found


def half_written(text: str) -> list[list[str]]:
    """The folded words of a text that is being typed, as it may go on: its last word may be an abbreviation or a
    beginning.

    >>> half_written("so th")
    [['so', 'th'], ['so', 'tieu', 'hoc']]
    """
    *done, last = tokens(bare(text)) or [""]
    begun = [*_expanded(done, toneless=True), last]
    whole = fold(text).split()
    return [begun] * bool(last) + [whole] * (begun != whole and bool(whole))


def in_order(folded: str | None, question: str) -> bool:
    """Whether all words of a folded question stand in a folded text in that order, with any words between them."""
    words = iter((folded or "").split())
    return all(word in words for word in question.split())


def tokens(text: str) -> list[str]:
    """The words of a text without "và"."""
    return [token for token in _TOKEN.findall(text) if token not in _AND]


def bare(text: str) -> str:
    """A text in lower case without diacritics; đ is d."""
    return text.lower().translate(_LETTERS)


def expand(words: list[str], toneless: bool) -> Iterator[tuple[int, int, list[str]]]:
    """(place, size, words that stand for it) of words with the abbreviations among them written out."""
    abbreviations, longest = _bare_abbreviations() if toneless else _abbreviations()
    at = 0
    while at < len(words):
        size = min(longest.get(words[at], 0), len(words) - at)
        while size and not (long := abbreviations.get(tuple(words[at : at + size]))):
            size -= 1
        yield (at, size, long) if size else (at, 1, words[at : at + 1])
        at += size or 1


def _expanded(words: list[str], toneless: bool) -> Iterator[str]:
    for _, _, long in expand(words, toneless):
        yield from long


class _Letters(dict[int, str]):
    """What each character is without diacritics, worked out when it is first met: a corpus has few different ones."""

    def __missing__(self, code: int) -> str:
        decomposed = unicodedata.normalize("NFD", chr(code))
        self[code] = "".join(char for char in decomposed if not unicodedata.combining(char))
        return self[code]


_LETTERS = _Letters({ord("đ"): "d", ord("ð"): "d"})


@cache
def _abbreviations() -> Abbreviations:
    # Tokens, not strings: "GD&ĐT", "GD - ĐT" and "GD và ĐT" are one entry.
    return _by_first_word({tuple(tokens(short)): tokens(long) for short, long, *_ in rows("abbreviations")})


@cache
def _bare_abbreviations() -> Abbreviations:
    return _by_first_word({tuple(tokens(bare(short))): tokens(bare(long)) for short, long, *_ in rows("abbreviations")})


def _by_first_word(written_out: Mapping[tuple[str, ...], list[str]]) -> Abbreviations:
    longest: dict[str, int] = {}
    for short in written_out:
        longest[short[0]] = max(longest.get(short[0], 0), len(short))
    return written_out, longest
