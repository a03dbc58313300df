"""URLs of one article: without tracking, and told from those of a translation."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, urlsplit

from w3lib.url import canonicalize_url, url_query_cleaner

TRACKING = (
    "utm_source", "utm_medium", "utm_campaign", "utm_content", "utm_term", "fbclid", "gclid", "zarsrc", "zalo_id",
    "gidzl", "mibextid",
)  # fmt: skip
#: Languages into which papers and portals have themselves translated, by a machine as a rule.
LANGUAGES = "en|eng|english|fr|ru|cn|zh|zh-cn|jp|ja|kr|ko|lo|km|kh"
_IN_PATH = re.compile(rf"(?i)^/(?:web/guest/)?(?:{LANGUAGES})(?:/|$)")
_IN_HOST = re.compile(r"(?i)^(?:en|fr|ru|cn|zh)\.")
_LANGUAGE = re.compile(rf"(?i)(?:{LANGUAGES})(?:[-_]\w+)?")


def clean_url(url: str) -> str:
    """`url` without fragment and tracking parameters."""
    clean = canonicalize_url(url_query_cleaner(url, TRACKING, remove=True))
    # thanhtra.gov.vn: "?6084005" is the number of the article, not a name without a value.
    return clean[:-1] if re.search(r"\?\d+=$", clean) else clean


def is_translation(url: str) -> bool:
    """Whether `url` says that its page is in another language than Vietnamese.

    >>> is_translation("https://baonghean.vn/en/kiem-tra-10250028.html")
    True
    """
    parts = urlsplit(url)
    asked = [value for name, value in parse_qsl(parts.query) if name.lower() in ("lang", "language", "locale")]
    in_query = any(_LANGUAGE.fullmatch(value) for value in asked)
    return bool(_IN_PATH.match(parts.path) or _IN_HOST.match(parts.hostname or "") or in_query)
