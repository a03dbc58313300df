from spiders.families import YYYYMM_HEX
from spiders.spider import NewsSpider


class BaoVinhLong(NewsSpider):
    name = "baovinhlong"
    publisher = "Báo Vĩnh Long"
    province = "86"
    kind = "newspaper"
    hosts = ("baovinhlong.com.vn", "baovinhlong.vn")
    families = (YYYYMM_HEX,)
    start_urls = ("https://baovinhlong.com.vn/",)
    successor = ("baovinhlong.vn", "stated")
    evidence = "code"
    known = "selectors and addresses from public scraper code"
