"""Bytes of pages as text: what they are, not what they are said to be; TCVN3 fonts turned into letters."""

from __future__ import annotations

import codecs
import html
import re

from charset_normalizer import from_bytes
from w3lib.encoding import html_to_unicode

#: The upper half of TCVN 5712:1993, from 0xA1 on, as the .Vn fonts (ABC, TCVN3) show it.
UPPER_HALF = (
    "ĂÂÊÔƠƯĐăâêôơưđẰ\u0300\u0309\u0303\u0301\u0323àảãáạẲằẳẵắẴẮẦẨẪẤỀặầẩẫấậèỂ"
    "ẻẽéẹềểễếệìỉỄẾỒĩíịòỔỏõóọồổỗốộờởỡớợùỖủũúụừửữứựỳỷỹýỵỐ"
)
TCVN3 = dict(enumerate(UPPER_HALF, 0xA1))
#: Signs of TCVN3 that stand beside letters in no other text: «c«ng v¨n», «kiÓm tra», «ngµy».
_SIGN = "[µ¶·¸¹¨©ª«¬®\u00ad]"
_BESIDE = re.compile(rf"(?<=[A-Za-z\u00c0-\u00ff]){_SIGN}|{_SIGN}(?=[a-z\u00c0-\u00ff])")
#: The same without quotation marks and the like, also as entities: a page without these is none.
_CHARACTERS = "µ¶·¸¹¨ª¬\u00ad"
_NAMES = "&(?:micro|para|middot|cedil|sup1|uml|ordf|not|shy|#1(?:68|70|72|73|8[1-5]));"
_TELLING = re.compile(rf"[A-Za-z\u00c0-\u00ff](?:[{_CHARACTERS}]|{_NAMES})")
_NAMED = re.compile(_NAMES)
_ENTITY = re.compile(r"&(?:#1[6-9]\d|#2[0-5]\d|[A-Za-z]{2,6});")
#: Letters that only Vietnamese has, and no Latin-1 text.
_VIETNAMESE = re.compile("[ĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9]")
_RUN = re.compile(r"[^<>]+")
#: Fewer signs on a page say nothing.
MIN_SIGNS = 8
#: Replacement characters above this share: the encoding was not what the page says.
MAX_LOST = 0.005


def decode(body: bytes, content_type: str | None = None) -> str:
    """A page's bytes as text. UTF-8 where they are valid UTF-8, whatever is declared; else as declared, or guessed.

    Text typed for the fonts of TCVN3 is turned into letters, also where only a part of the page is.
    """
    text = _utf8(body)
    if text is None:
        if is_tcvn3(latin := body.decode("latin-1")):
            return from_tcvn3(latin)
        _, text = html_to_unicode(content_type, body, auto_detect_fun=guess_encoding)
        if text.count("\ufffd") > MAX_LOST * len(text):
            text = body.decode(guess_encoding(body), "replace")
    return from_tcvn3(text)


def _utf8(body: bytes) -> str | None:
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return None
    try:
        return body.removeprefix(codecs.BOM_UTF8).decode("utf-8")
    except UnicodeDecodeError:
        return None


def guess_encoding(body: bytes) -> str:
    """The encoding of undeclared bytes: UTF-8 where they are valid, else the likeliest of Vietnamese code pages."""
    try:
        body.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        best = from_bytes(body[:20_000], cp_isolation=["cp1258", "utf_16", "utf_16_le", "utf_16_be"]).best()
        return best.encoding if best else "cp1258"


def is_tcvn3(text: str) -> bool:
    """Whether a text is typed for the fonts of TCVN3."""
    signs = len(_BESIDE.findall(text))
    return signs >= MIN_SIGNS and signs > 0.01 * len(re.sub(r"<[^>]*>|\W", "", text)) and not _VIETNAMESE.search(text)


def from_tcvn3(text: str) -> str:
    """`text` with the runs between tags that are typed for the fonts of TCVN3 turned into letters."""
    signs = sum(map(text.count, _CHARACTERS)) + len(_NAMED.findall(text))  # wherever they stand: quicker
    if signs < MIN_SIGNS or len(_TELLING.findall(text)) < MIN_SIGNS:
        return text
    return _RUN.sub(lambda run: _converted(run[0]), text)


def _converted(run: str) -> str:
    if _VIETNAMESE.search(run):
        return run
    plain = _ENTITY.sub(_as_sign, run)
    signs = len(_BESIDE.findall(plain))
    if not signs or signs < 0.02 * len(plain):
        return run
    return plain.translate(TCVN3)


def _as_sign(entity: re.Match[str]) -> str:
    char = html.unescape(entity[0])
    return char if len(char) == 1 and 0xA1 <= ord(char) <= 0xFF else entity[0]
