from dataclasses import replace

from spiders.families import GENERIC
from spiders.spider import NewsSpider


class BaoHaNam(NewsSpider):
    name = "baohanam"
    publisher = "Báo Hà Nam"
    province = "35"
    kind = "newspaper"
    hosts = ("baohanam.com.vn",)
    families = (replace(GENERIC, article_url=r"-\d+\.html$"),)
    start_urls = ("https://baohanam.com.vn/",)
    successor = ("baoninhbinh.org.vn", "inferred")
    evidence = "inferred"
    known = "addresses seen; nobody has seen the markup"
