from dataclasses import replace

from spiders.families import ONECMS
from spiders.spider import NewsSpider


class BaoQuangNam(NewsSpider):
    name = "baoquangnam"
    publisher = "Báo Quảng Nam"
    province = "49"
    kind = "newspaper"
    hosts = ("baoquangnam.vn",)
    families = (replace(ONECMS, article_url=r"-\d{5,9}\.html$"),)
    start_urls = ("https://baoquangnam.vn/",)
    successor = ("baodanang.vn", "inferred")
    evidence = "inferred"
    known = "addresses seen; its CMS is known, its markup inferred from sister papers"
