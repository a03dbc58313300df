from spiders.families import DCONTENT
from spiders.spider import NewsSpider


class BaoPhuTho(NewsSpider):
    name = "baophutho"
    publisher = "Báo Phú Thọ"
    province = "25"
    kind = "newspaper"
    hosts = ("baophutho.vn",)
    families = (DCONTENT,)
    start_urls = ("https://baophutho.vn/",)
    evidence = "code"
    known = "selectors and addresses from public scraper code; about half of the bodies come encrypted"
