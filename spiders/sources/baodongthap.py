from spiders.families import A_ID
from spiders.spider import NewsSpider


class BaoDongThap(NewsSpider):
    name = "baodongthap"
    publisher = "Báo Đồng Tháp"
    province = "87"
    kind = "newspaper"
    hosts = ("baodongthap.vn",)
    families = (A_ID,)
    start_urls = ("https://baodongthap.vn/",)
    evidence = "code"
    known = "selectors and addresses from public scraper code"
