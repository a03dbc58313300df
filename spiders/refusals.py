"""Pages that a site gives instead of what was asked for. Blocked is not empty: each has a name of its own."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from ahocorasick_rs import AhoCorasick

from spiders.html import Document
from spiders.page import Page

REFUSED = {401, 403, 407, 418, 429, 451, 503}
#: What stands in the way, by name. Besides these there is `http-<status>` for each status of REFUSED.
OBSTACLES = {
    "challenge": "a challenge page",
    "cloudflare": "a challenge page of Cloudflare",
    "cookie-stub": "a script stub that sets a cookie (D1N)",
    "encrypted": "the body is encrypted, for a script to open",
    "login": "a login wall",
    "robots": "not allowed by robots.txt",
    "script": "the page is filled in by a script",
    "soft-404": "a page that says 'not found'",
}
#: A page that says more than this is no challenge, stub or error page, whatever words stand on it.
SHORT_PAGE = 1500
COOKIE_STUB = re.compile(
    r"\bD1N\b|document\.cookie\s*=[^;]+.{0,400}(?:location\.(?:reload|href)|window\.location)", re.S
)
#: In small letters, by what they tell.
WORDS = {
    "cloudflare": (
        "cf-chl", "cf_chl", "challenge-platform", "__cf_bm", "just a moment...", "attention required! | cloudflare",
        "enable javascript and cookies to continue",
    ),
    "challenge": (
        "checking your browser", "_incapsula_resource", "sucuri_cloudproxy", "ddos-guard", "ddos guard", "g-recaptcha",
        "h-captcha", "verify you are human", "verify you are a human", "xác minh bạn không phải", "xác minh bạn là",
    ),
    "login": ("password",),
}  # fmt: skip
_KINDS = {word: kind for kind, words in WORDS.items() for word in words}
_FINDER = AhoCorasick(list(_KINDS))
PASSWORD = re.compile(r"""<input[^>]+type=["']?password""", re.I)
LOGIN_PATH = re.compile(r"(?i)/(?:dang-?nhap|login|sign-?in|authenticate|_layouts/.*(?:authenticate|login))\b")
LOGIN = re.compile(r"(?i)(?:vui lòng|xin|cần|phải|mời|bạn chưa) (?:\w+ ){0,3}đăng nhập|đăng nhập để (?:xem|đọc|tiếp)")
NOT_FOUND = re.compile(
    r"(?i)\b404\b|(?:page )?not found|không tìm thấy (?:trang|bài|nội dung|tin|dữ liệu|kết quả)"
    r"|(?:trang|bài viết|tin|nội dung) (?:này )?(?:\w+ ){0,4}(?:không tồn tại|đã bị (?:xóa|xoá|gỡ))"
    r"|đường dẫn không (?:đúng|hợp lệ|tồn tại)"
)
#: A body delivered encrypted for a script to open: one long run without spaces.
ENCRYPTED = re.compile(r"[A-Za-z0-9+/=]{400,}")
#: Where frameworks put what their script fetches, and placeholders that it has not filled in.
SCRIPT_ROOT = "div#app, div#root, div#__next, div#__nuxt, app-root, [ng-app], [data-ng-app], [ng-repeat], [v-for]"
PLACEHOLDER = re.compile(r"\{\{[^{}]{1,80}\}\}")


def refusal(page: Page) -> str | None:
    """What the page is instead of what was asked for (a key of OBSTACLES, or `http-<status>`), or None.

    Only what may be gone at the next try, and is told at a glance; `parse_page` looks closer.
    """
    if page.status in REFUSED:
        return f"http-{page.status}"
    if page.status != 200 or len(page.body) > 60_000:
        return None
    text = page.text.lower()
    if len(page.body) < 5_000 and "<p" not in text and COOKIE_STUB.search(page.text):
        return "cookie-stub"
    told = {_KINDS[word] for word in _FINDER.find_matches_as_strings(text)}
    for kind in ("cloudflare", "challenge"):
        if kind in told and Document(page).says_less_than(SHORT_PAGE):
            return kind
    if "login" in told and is_login(page):
        return "login"
    return None


def is_login(page: Page) -> bool:
    """Whether a page asks for a password instead of giving what was asked for: many have a small form beside it."""
    document = Document(page)
    if not PASSWORD.search(page.text) or not document.says_less_than(SHORT_PAGE):
        return False
    return bool(LOGIN_PATH.search(urlsplit(page.url).path) or LOGIN.search(document.text))


def why(kind: str) -> str:
    """A kind of refusal in words."""
    return f"HTTP {kind.removeprefix('http-')}" if kind.startswith("http-") else OBSTACLES[kind]


def is_not_found(document: Document) -> bool:
    """Whether a short page says that what was asked for is not there, with whatever status."""
    heads = [element.text_content() for element in document.root.iter("title", "h1", "h2", "h3")]
    if any(NOT_FOUND.search(head) for head in heads):
        return True
    return len(document.text) < 300 and bool(NOT_FOUND.search(document.text))


def needs_script(document: Document) -> bool:
    """Whether a page is an empty frame for a script to fill."""
    if document.select(SCRIPT_ROOT) and document.says_less_than(SHORT_PAGE):
        return True
    return bool(PLACEHOLDER.search(document.text))
