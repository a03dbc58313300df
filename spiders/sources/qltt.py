from datetime import timedelta

from spiders.families import MASTERCMS
from spiders.spider import NewsSpider


class QuanLyThiTruong(NewsSpider):
    name = "qltt"
    publisher = "Tổng cục Quản lý thị trường"
    kind = "portal"
    hosts = ("qltt.vn",)
    families = (MASTERCMS,)
    start_urls = ("https://qltt.vn/",)
    cadence = timedelta(days=1)
    evidence = "code"
    known = "selectors from public scraper code"
