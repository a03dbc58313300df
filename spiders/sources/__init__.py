"""The sources: one small file each, a Scrapy spider on its CMS family."""

from __future__ import annotations

from functools import cache, lru_cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any
from urllib.parse import urlsplit

from tldextract import TLDExtract

from spiders.provinces import provinces
from spiders.spider import NewsSpider

#: The list of public suffixes that comes with tldextract: it is never fetched.
PUBLIC_SUFFIXES = TLDExtract(suffix_list_urls=(), cache_dir=None)

#: The sources of the bundled sample site, crawled when no source is named.
SAMPLE = ("bao-mau", "sonoivu-mau")


@cache
def all_sources() -> tuple[type[NewsSpider], ...]:
    """The spider classes of every source, sorted by name; what each says of itself: see NewsSpider."""
    found = set()
    for module in iter_modules(__path__):
        for value in vars(import_module(f"{__name__}.{module.name}")).values():
            if (
                isinstance(value, type)
                and issubclass(value, NewsSpider)
                and value.__module__.startswith(__name__ + ".")
            ):
                found.add(value)
    return tuple(sorted(found, key=lambda source: source.name))


def by_name(name: str) -> type[NewsSpider]:
    """The source called `name`; KeyError if there is none."""
    return {source.name: source for source in all_sources()}[name]


def describe(source: type[NewsSpider]) -> dict[str, Any]:
    """What a source says of itself, for people: its province as of before July 2025, and what took its place."""
    province = provinces()[source.province] if source.province else None
    now = province.successor if province else None
    return {
        "name": source.name,
        "publisher": source.publisher,
        "province": province and province.name,
        "kind": source.kind,
        "family": [family.version for family in source.families],
        "evidence": source.evidence,
        "start_points": [*source.start_urls, *(f"POST {json_list.url}" for json_list in source.json_lists)],
        "known": source.known,
        "province_code": province and province.code,
        "province_valid_to": province and province.valid_to and province.valid_to.isoformat(),
        "province_now": now and now.name,
        "province_now_code": now and now.code,
        "province_now_valid_from": now and now.valid_from and now.valid_from.isoformat(),
        "hosts": list(source.hosts),
        "successor": source.successor and source.successor[0],
        "successor_evidence": source.successor and source.successor[1],
        "search": source.search_url,
        "cadence_hours": source.cadence.total_seconds() / 3600,
        "sample": source.sample,
    }


def source_of(url: str) -> type[NewsSpider] | None:
    """The source on whose host `url` is, or None."""
    host = (urlsplit(url).hostname or "").removesuffix(".")
    owners = [(len(h), s) for h, s in by_domain().get(registered_domain(host), ()) if s.owns(host) and host.endswith(h)]
    return max(owners, key=lambda owner: owner[0])[1] if owners else None


@cache
def by_domain() -> dict[str, list[tuple[str, type[NewsSpider]]]]:
    """(host, source) of every source by registered domain: most pages of a large import are told off by one look."""
    found: dict[str, list[tuple[str, type[NewsSpider]]]] = {}
    for source in all_sources():
        for host in source.hosts:
            found.setdefault(registered_domain(host), []).append((host, source))
    return found


@lru_cache(maxsize=4096)
def registered_domain(host: str) -> str:
    """The domain that its owner registered: baonghean.vn of m.baonghean.vn, vinhphuc.gov.vn of soct.vinhphuc.gov.vn."""
    return PUBLIC_SUFFIXES(host).top_domain_under_public_suffix or ".".join(host.split(".")[-2:])
