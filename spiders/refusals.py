"""Pages by which a site refuses: told from empty pages, so that they are asked for again."""

from __future__ import annotations

import re

from spiders.html import Document
from spiders.page import Page

REFUSED = {401, 403, 407, 418, 429, 451, 503}
#: A page that says more than this is no challenge, stub or error page, whatever words stand on it.
SHORT_PAGE = 1500
COOKIE_STUB = re.compile(
    r"\bD1N\b|document\.cookie\s*=[^;]+.{0,400}(?:location\.(?:reload|href)|window\.location)", re.S
)
#: In small letters. Looked for one by one: that is much quicker than one pattern of all.
CHALLENGE = (
    "cf-chl", "cf_chl", "challenge-platform", "__cf_bm", "just a moment...", "checking your browser",
    "attention required! | cloudflare", "_incapsula_resource", "sucuri_cloudproxy", "ddos-guard", "ddos guard",
    "g-recaptcha", "h-captcha", "verify you are human", "verify you are a human", "xác minh bạn không phải",
    "xác minh bạn là", "enable javascript and cookies to continue",
)  # fmt: skip


def refusal(page: Page) -> str | None:
    """Why the page is a refusal and not what was asked for, or None."""
    if page.status in REFUSED:
        return f"HTTP {page.status}"
    if page.status != 200 or len(page.body) > 60_000:
        return None
    text = page.text.lower()
    if len(page.body) < 5_000 and "<p" not in text and COOKIE_STUB.search(page.text):
        return "a script stub that sets a cookie (D1N)"
    if any(words in text for words in CHALLENGE) and Document(page).says_less_than(SHORT_PAGE):
        return "a challenge page"
    return None
