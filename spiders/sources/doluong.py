from datetime import timedelta

from spiders.families import WORDPRESS
from spiders.spider import NewsSpider


class DoLuong(NewsSpider):
    name = "doluong"
    publisher = "Huyện Đô Lương, Nghệ An"
    province = "40"
    kind = "portal"
    hosts = ("doluong.gov.vn",)
    families = (WORDPRESS,)
    start_urls = ("https://doluong.gov.vn/",)
    cadence = timedelta(days=1)
    evidence = "inferred"
    known = "addresses and text seen, so it is WordPress; nobody has seen the markup"
