from spiders.families import QUANGNGAI
from spiders.spider import NewsSpider


class BaoQuangNgai(NewsSpider):
    name = "baoquangngai"
    publisher = "Báo Quảng Ngãi"
    province = "51"
    kind = "newspaper"
    hosts = ("baoquangngai.vn",)
    families = (QUANGNGAI,)
    start_urls = ("https://baoquangngai.vn/",)
    evidence = "code"
    known = "selectors and addresses from public scraper code"
