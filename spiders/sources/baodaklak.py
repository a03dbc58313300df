from spiders.families import YYYYMM_HEX
from spiders.spider import NewsSpider


class BaoDakLak(NewsSpider):
    name = "baodaklak"
    publisher = "Báo Đắk Lắk"
    province = "66"
    kind = "newspaper"
    hosts = ("baodaklak.vn",)
    families = (YYYYMM_HEX,)
    start_urls = ("https://baodaklak.vn/",)
    evidence = "code"
    known = "selectors and addresses from public scraper code"
