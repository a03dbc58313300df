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
CHALLENGE = re.compile(
    r"cf[-_]chl|challenge-platform|__cf_bm|just a moment\.\.\.|checking your browser|attention required! \| cloudflare"
    r"|_incapsula_resource|sucuri_cloudproxy|ddos[- ]guard|g-recaptcha|h-captcha|verify you are (?:a )?human"
    r"|xác minh bạn (?:không phải|là)|enable javascript and cookies to continue",
    re.I,
)


def refusal(page: Page) -> str | None:
    """Why the page is a refusal and not what was asked for, or None."""
    if page.status in REFUSED:
        return f"HTTP {page.status}"
    if page.status != 200 or len(page.body) > 60_000:
        return None
    text = page.text
    if COOKIE_STUB.search(text) and len(page.body) < 5_000 and "<p" not in text.lower():
        return "a script stub that sets a cookie (D1N)"
    if CHALLENGE.search(text) and len(Document(page).text) < SHORT_PAGE:
        return "a challenge page"
    return None
