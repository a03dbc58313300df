"""The sources: one small file each, a Scrapy spider on its CMS family."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from urllib.parse import urlsplit

from spiders.spider import NewsSpider

#: The sources of the bundled sample site, crawled when no source is named.
SAMPLE = ("bao-mau", "sonoivu-mau")


@cache
def all_sources() -> tuple[type[NewsSpider], ...]:
    """The spider classes of every source, sorted by name. Each says `name, publisher, province, kind, hosts,
    start_urls, families, cadence, evidence`, and whether it is a `sample`."""
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


def source_of(url: str) -> type[NewsSpider] | None:
    """The source on whose host `url` is, or None."""
    host = urlsplit(url).hostname or ""
    owners = [(len(h), s) for s in all_sources() for h in s.hosts if host == h or host.endswith("." + h)]
    return max(owners, key=lambda owner: owner[0])[1] if owners else None
