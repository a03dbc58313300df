from datetime import timedelta

from spiders.families import WORDPRESS
from spiders.spider import NewsSpider


class BachThong(NewsSpider):
    name = "bachthong"
    publisher = "Huyện Bạch Thông, Bắc Kạn"
    province = "06"
    kind = "portal"
    hosts = ("bachthong.gov.vn",)
    families = (WORDPRESS,)
    start_urls = ("https://bachthong.gov.vn/",)
    cadence = timedelta(days=1)
    evidence = "inferred"
    known = "addresses seen, so it is WordPress; nobody has seen the markup"
