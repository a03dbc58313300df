from spiders.families import SONLA
from spiders.spider import NewsSpider


class BaoSonLa(NewsSpider):
    name = "baosonla"
    publisher = "Báo Sơn La"
    province = "14"
    kind = "newspaper"
    hosts = ("baosonla.vn", "baosonla.org.vn")
    families = (SONLA,)
    start_urls = ("https://baosonla.vn/",)
    evidence = "code"
    known = "selectors and addresses from public scraper code"
