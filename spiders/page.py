"""A page as it was fetched."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

from charset_normalizer import from_bytes
from w3lib.encoding import html_to_unicode


@dataclass(frozen=True)
class Page:
    """One HTTP response: `body` is the entity without transfer or content encoding, `fetched_at` is in UTC,
    `headers` has lower-case names."""

    url: str
    body: bytes
    fetched_at: datetime = field(default_factory=lambda: datetime.now(UTC))
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @cached_property
    def sha256(self) -> str:
        """Hex digest of the body."""
        return hashlib.sha256(self.body).hexdigest()

    @cached_property
    def text(self) -> str:
        """The body decoded as a browser would (byte-order mark, header, meta, then a guess), in NFC.

        NFC matters here: windows-1258 pages decode to base letters with combining tones.
        """
        _, text = html_to_unicode(self.headers.get("content-type"), self.body, auto_detect_fun=guess_encoding)
        return unicodedata.normalize("NFC", text)


def guess_encoding(body: bytes) -> str:
    """The encoding of undeclared bytes: UTF-8 where they are valid, else the likeliest of Vietnamese code pages."""
    try:
        body.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        best = from_bytes(body[:20_000], cp_isolation=["cp1258", "utf_16", "utf_16_le", "utf_16_be"]).best()
        return best.encoding if best else "utf-8"
