from dataclasses import replace

from spiders.families import GENERIC
from spiders.spider import NewsSpider


class HueNgayNay(NewsSpider):
    name = "huengaynay"
    publisher = "Huế ngày nay"
    province = "46"
    kind = "newspaper"
    hosts = ("huengaynay.vn", "baothuathienhue.vn")
    families = (replace(GENERIC, article_url=r"-\d+\.html?$"),)
    start_urls = ("https://huengaynay.vn/",)
    evidence = "inferred"
    known = "addresses from public scraper code and seen; nobody has seen the markup"
