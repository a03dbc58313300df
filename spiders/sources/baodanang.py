from spiders.families import ONECMS
from spiders.spider import NewsSpider


class BaoDaNang(NewsSpider):
    name = "baodanang"
    publisher = "Báo Đà Nẵng"
    province = "48"
    kind = "newspaper"
    hosts = ("baodanang.vn",)
    families = (ONECMS,)
    start_urls = ("https://baodanang.vn/", "https://baodanang.vn/tin-moi-nhat")
    evidence = "code"
    known = "selectors and addresses from public scraper code"
