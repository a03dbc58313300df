from dataclasses import replace

from spiders.families import GENERIC
from spiders.spider import NewsSpider


class BaoNinhThuan(NewsSpider):
    name = "baoninhthuan"
    publisher = "Báo Ninh Thuận"
    province = "58"
    kind = "newspaper"
    hosts = ("baoninhthuan.com.vn",)
    families = (replace(GENERIC, article_url=r"/[^/]+(?:-\d+|/\d+p\d+c\d+/[^/]+)\.html?$"),)
    start_urls = ("https://baoninhthuan.com.vn/",)
    successor = ("baokhanhhoa.vn", "inferred")
    evidence = "code"
    known = "addresses, pager and JSON-LD from public scraper code; no selectors"
