from spiders.families import YYYYMM_HEX
from spiders.spider import NewsSpider


class BaoQuangTri(NewsSpider):
    name = "baoquangtri"
    publisher = "Báo Quảng Trị"
    province = "45"
    kind = "newspaper"
    hosts = ("baoquangtri.vn",)
    families = (YYYYMM_HEX,)
    start_urls = ("https://baoquangtri.vn/",)
    evidence = "code"
    known = "selectors and addresses from public scraper code"
