from spiders.families import CONTENT_DETAIL
from spiders.spider import NewsSpider


class BaoHungYen(NewsSpider):
    name = "baohungyen"
    publisher = "Báo Hưng Yên"
    province = "33"
    kind = "newspaper"
    hosts = ("baohungyen.vn",)
    families = (CONTENT_DETAIL,)
    start_urls = ("https://baohungyen.vn/", "https://baohungyen.vn/chinh-tri")
    evidence = "code"
    known = "selectors and addresses from public scraper code"
