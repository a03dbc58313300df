"""One article under several addresses: mobile, AMP and print pages, old and new ids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from rensa import RMinHash

from corpus.folding import fold

#: Pages of one article share this much of their runs of three words, as MinHash estimates it: a mobile page may lack
#: the captions. Two articles of one day under one title (a series, a correction) do not come near.
SAME_TEXT = 0.6
PERMUTATIONS = 128
_SUFFIX = re.compile(r"(?i)(?:\.(?:html?|aspx|amp|tpo|bbg))+$")
#: What content systems put behind a slug: -post233309, -10220682, -a1234, -d412abc, .1234, ---id99, -1524628-qnpsite-1
_ID = re.compile(r"(?i)(?:[-.]+(?:post(?:id)?\d+|id\d+|a?\d+|(?=[0-9a-f]*\d)[0-9a-f]{7,9}|amp|print|qnp\w+))+$")
#: Shorter slugs ("thoi-su", "detail") name no article.
MIN_SLUG = 15


def slug(url: str | None) -> str | None:
    """What a URL calls its article, without ids; None where it has no such name.

    >>> slug("https://m.baonghean.vn/kiem-tra-dot-xuat-cong-vu-post233309.html?utm_source=zalo")
    'kiem-tra-dot-xuat-cong-vu'
    """
    parts = [part for part in unquote(urlsplit(url or "").path).lower().split("/") if part not in ("", "amp", "print")]
    if not parts:
        return None
    name = _ID.sub("", _SUFFIX.sub("", parts[-1]))
    return name if len(name) >= MIN_SLUG and "-" in name else None


def variant(url: str | None) -> int:
    """How far a URL is from the one that a reader at a desk gets: 0 that, 1 mobile, 2 AMP, 3 print."""
    parts = urlsplit(url or "")
    path = [part for part in re.split(r"[/.]", parts.path.lower()) if part]
    query = {name.lower() for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
    host = (parts.hostname or "").split(".")[0]
    if "print" in path or "savefile" in path or query & {"print", "in", "isprint"}:
        return 3
    if "amp" in path or "amp" in query or host == "amp":
        return 2
    return 1 if host in ("m", "mobile", "wap", "touch") else 0


def preference(article: Mapping[str, Any]) -> tuple:
    """By this the first of several pages (`url, text`) of an article is the one that counts."""
    return variant(article["url"]), -len(article["text"]), article["url"] or ""


def may_be_same(a: Mapping[str, Any], b: Mapping[str, Any]) -> bool:
    """Whether two rows (`source, slug, title, published`) may be pages of one article, but for its text."""
    same_day = a["published"] == b["published"] or None in (a["published"], b["published"])
    same_name = a["slug"] is not None and a["slug"] == b["slug"] or fold(a["title"]) == fold(b["title"])
    return a["source"] == b["source"] and same_day and same_name


def sketch(text: str) -> RMinHash:
    """The MinHash of a text's runs of three words."""
    words = fold(text).split()
    found = RMinHash(num_perm=PERMUTATIONS, seed=1)
    found.update([" ".join(words[i : i + 3]) for i in range(max(1, len(words) - 2))])
    return found


def groups(articles: Iterable[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Articles (rows `id, url, source, slug, title, published, text`) put together where they are one; each group
    has the page that counts first. The order in which they are given does not matter."""
    sketched = cache(sketch)

    def is_near(a: str, b: str) -> bool:
        return a == b or sketched(a).jaccard(sketched(b)) >= SAME_TEXT

    left, found = sorted(articles, key=preference), []
    while left:
        group = [left.pop(0)]
        for member in group:  # grows meanwhile
            near = [other for other in left if may_be_same(member, other) and is_near(member["text"], other["text"])]
            left = [other for other in left if other not in near]
            group += near
        found.append(sorted(group, key=preference))
    return found
