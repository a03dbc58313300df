from spiders.families import A_ID
from spiders.spider import NewsSpider


class BaoAnGiang(NewsSpider):
    name = "baoangiang"
    publisher = "Báo An Giang"
    province = "89"
    kind = "newspaper"
    hosts = ("baoangiang.com.vn",)
    families = (A_ID,)
    start_urls = ("https://baoangiang.com.vn/",)
    evidence = "code"
    known = "selectors and addresses from public scraper code"
