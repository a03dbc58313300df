from spiders.families import LAICHAU
from spiders.spider import NewsSpider


class BaoLaiChau(NewsSpider):
    name = "baolaichau"
    publisher = "Báo Lai Châu"
    province = "12"
    kind = "newspaper"
    hosts = ("baolaichau.vn",)
    families = (LAICHAU,)
    start_urls = ("https://baolaichau.vn/",)
    evidence = "code"
    known = "selectors and addresses from public scraper code"
