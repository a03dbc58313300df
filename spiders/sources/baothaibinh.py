from dataclasses import replace

from spiders.families import GENERIC
from spiders.spider import NewsSpider


class BaoThaiBinh(NewsSpider):
    name = "baothaibinh"
    publisher = "Báo Thái Bình"
    province = "34"
    kind = "newspaper"
    hosts = ("baothaibinh.com.vn",)
    families = (replace(GENERIC, article_url=r"^/tin-tuc/\d+/\d+/[^/]+$"),)
    start_urls = ("https://baothaibinh.com.vn/",)
    successor = ("baohungyen.vn", "inferred")
    evidence = "inferred"
    known = "addresses seen; nobody has seen the markup"
