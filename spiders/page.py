"""A page as it was fetched."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property

from spiders.encodings import decode


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
        """The body as text, in NFC: windows-1258 pages decode to base letters with combining tones."""
        return unicodedata.normalize("NFC", decode(self.body, self.headers.get("content-type")))

