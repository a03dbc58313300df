from spiders.families import YYYYMM_HEX
from spiders.spider import NewsSpider


class BaoThaiNguyen(NewsSpider):
    name = "baothainguyen"
    publisher = "Báo Thái Nguyên"
    province = "19"
    kind = "newspaper"
    hosts = ("baothainguyen.vn",)
    families = (YYYYMM_HEX,)
    start_urls = ("https://baothainguyen.vn/",)
    evidence = "code"
    known = "selectors and addresses from public scraper code"
