from spiders.families import VCCORP
from spiders.spider import NewsSpider


class BaoChinhPhu(NewsSpider):
    name = "baochinhphu"
    publisher = "Báo Điện tử Chính phủ"
    kind = "newspaper"
    hosts = ("baochinhphu.vn",)
    families = (VCCORP,)
    start_urls = ("https://baochinhphu.vn/",)
    evidence = "code"
    known = "selectors from public scraper code; date stamps stand inside comments"
