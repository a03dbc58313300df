from dataclasses import replace

from spiders.families import GENERIC
from spiders.spider import NewsSpider


class BaoBacLieu(NewsSpider):
    name = "baobaclieu"
    publisher = "Báo Bạc Liêu"
    province = "95"
    kind = "newspaper"
    hosts = ("baobaclieu.vn",)
    families = (replace(GENERIC, article_url=r"-\d+\.html$"),)
    start_urls = ("https://baobaclieu.vn/",)
    successor = ("baocamau.vn", "stated")
    evidence = "inferred"
    known = "addresses seen; nobody has seen the markup"
