from datetime import timedelta

from spiders.families import NUKEVIET
from spiders.spider import NewsSpider


class PhuCat(NewsSpider):
    name = "phucat-binhdinh"
    publisher = "Huyện Phù Cát, Bình Định"
    province = "52"
    kind = "portal"
    hosts = ("phucat.binhdinh.gov.vn",)
    families = (NUKEVIET,)
    start_urls = ("https://phucat.binhdinh.gov.vn/vi/news/",)
    cadence = timedelta(days=1)
    evidence = "code"
    known = "the CMS was told by an address seen, selectors of it from public scraper code"
