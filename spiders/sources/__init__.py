"""The sources: one small file each, a Scrapy spider on its CMS family."""

#: The sources of the bundled sample site, crawled when no source is named.
SAMPLE = ("bao-mau", "sonoivu-mau")


def all_sources() -> list:
    """The spider classes of every source, by name. Each has `name, publisher, province, hosts, start_urls, kind,
    cadence, evidence, families`."""
    return []
