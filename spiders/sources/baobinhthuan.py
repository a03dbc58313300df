from dataclasses import replace

from spiders.families import GENERIC
from spiders.spider import NewsSpider


class BaoBinhThuan(NewsSpider):
    name = "baobinhthuan"
    publisher = "Báo Bình Thuận"
    province = "60"
    kind = "newspaper"
    hosts = ("baobinhthuan.com.vn",)
    families = (replace(GENERIC, article_url=r"-\d{4,6}\.html$"),)
    start_urls = ("https://baobinhthuan.com.vn/",)
    successor = ("baolamdong.vn", "inferred")
    evidence = "inferred"
    known = "addresses seen; nobody has seen the markup"
