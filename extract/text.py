"""The text layer: search form, sentences, words. All offsets are code points of the NFC text given."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

#: Old and new placement of the tone mark: hoà = hòa, thuỷ = thủy. Same length, so offsets hold.
_TONE = {
    "oà": "òa", "oá": "óa", "oả": "ỏa", "oã": "õa", "oạ": "ọa",
    "oè": "òe", "oé": "óe", "oẻ": "ỏe", "oẽ": "õe", "oẹ": "ọe",
    "uỳ": "ùy", "uý": "úy", "uỷ": "ủy", "uỹ": "ũy", "uỵ": "ụy",
}  # fmt: skip
# Only where the vowels end the syllable ("hoàn" has one spelling), and not in "quý": its u belongs to the initial.
_TONE_RE = re.compile(r"(?<!q)(?:" + "|".join(_TONE) + r")(?!\w)")
_PLAIN = {"–": "-", "—": "-", "‑": "-", "−": "-", "\u00a0": " ", "’": "'", "‘": "'"}
_PLAIN_RE = re.compile("[" + "".join(_PLAIN) + "]")

#: Numbers as words, in search form.
NUMERALS = {"một": 1, "hai": 2, "ba": 3, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10}

#: Longest sentence handed on: taggers and patterns downstream are worse than linear in its length.
MAX_SENTENCE = 1200

UPPER = "A-ZÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠ-ỸẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"


def search_form(text: str) -> str:
    """Lower case, one tone placement, plain dashes and spaces; the same length as `text`."""
    lowered = text.lower()
    if len(lowered) != len(text):  # only İ grows in lower case
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    lowered = _PLAIN_RE.sub(lambda m: _PLAIN[m.group()], lowered)
    return _TONE_RE.sub(lambda m: _TONE[m.group()], lowered)


def fold(text: str) -> str:
    """A key for comparison: NFC, search form, every run of anything but letters and digits one space."""
    form = search_form(unicodedata.normalize("NFC", text))
    return re.sub(r"[^\w/&]+", " ", form).strip()


class Word(NamedTuple):  # there are thousands an article, and a tuple is made three times as fast as a dataclass
    """A word or a punctuation mark: `text[start:end]`."""

    start: int
    end: int
    text: str
    low: str  # its search form

    @property
    def is_name(self) -> bool:
        """Whether it can be part of a proper name: a capital or a digit first, or a capital inside (iPhone)."""
        return self.text[:1].isupper() or self.text[:1].isdigit() or any(c.isupper() for c in self.text[1:3])


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence `text[start:end]` of part number `part` (`Article.parts`), `index` in the article."""

    start: int
    end: int
    part: int
    index: int


# Full stops that do not end a sentence: after abbreviations and initials.
_ABBREVIATED = re.compile(
    r"(?:^|[\s(\"“/.-])(?:TP|Tp|tp|TX|Tx|TT|Tt|Q|P|H|X|T|St|Mr|Dr|TS|Ts|ThS|Ths|GS|PGS|BS|Bs|CN|KS|LS|NSND|NSƯT|ĐT|đ|Đ|"
    r"[A-ZĐ]|v\.v|vv|tr|No|VN)$"
)
_NUMBERING = re.compile(r"\s*(?:\d{1,2}|[IVX]{1,4}|[a-z])$")
_BREAK = re.compile(r"[.!?…]+[\"”’')\]]*(?=\s)|\n+")
_OPENS = re.compile(rf"[\s]*[\"“‘'(\[-]*\s*[{UPPER}\d]")
_SOFT_BREAK = re.compile(r"[;,.]\s|\s")


def sentence_spans(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Sentences of `text[start:end]` as offsets, none longer than `MAX_SENTENCE`; linear time."""
    spans, at = [], start
    for match in _BREAK.finditer(text, start, end):
        if match.group()[0] == "." and match.end() < end:
            before = text[max(at, match.start() - 6) : match.start()]
            single = len(match.group()) == 1
            if single and (_ABBREVIATED.search(before) or _NUMBERING.match(text, at, match.start())):
                continue
            if not _OPENS.match(text, match.end()):
                continue
        spans.append((at, match.end()))
        at = match.end()
    spans.append((at, end))
    return [piece for span in spans for piece in _pieces(text, *span)]


def _pieces(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The span without surrounding blanks, cut at a soft break wherever it is too long."""
    pieces = []
    while True:
        while start < end and text[start].isspace():
            start += 1
        while start < end and text[end - 1].isspace():
            end -= 1
        if end - start <= MAX_SENTENCE:
            break
        window = start + MAX_SENTENCE
        cuts = [m.end() for m in _SOFT_BREAK.finditer(text, start + MAX_SENTENCE // 2, window)]
        cut = cuts[-1] if cuts else window
        pieces.append((start, cut))
        start = cut
    if start < end:
        pieces.append((start, end))
    return pieces


# TP.HCM is three words, LĐ-TB&XH and 9/2 and 46/QĐ-TTr one, "Thi đua-Khen thưởng" five.
_WORD = re.compile(rf"\b(?:TP|Tp|tp|TX|Tx|TT|Q|P|H)(?=\.)|[{UPPER}\d]+(?:[/.&-]\w+)+|\w+(?:[/.&]\w+)*|[^\w\s]")


def words(text: str, form: str, start: int, end: int) -> list[Word]:
    """Words and punctuation marks of `text[start:end]`; `form` is `search_form(text)`."""
    return [Word(m.start(), m.end(), m.group(), form[m.start() : m.end()]) for m in _WORD.finditer(text, start, end)]
