from dataclasses import replace

from spiders.families import ONECMS
from spiders.spider import NewsSpider


class BaoCongLy(NewsSpider):
    name = "congly"
    publisher = "Báo Công lý"
    kind = "newspaper"
    hosts = ("congly.vn",)
    families = (replace(ONECMS, article_url=r"-\d{5,9}\.html$"),)
    start_urls = ("https://congly.vn/",)
    evidence = "code"
    known = "its CMS from public scraper code"
