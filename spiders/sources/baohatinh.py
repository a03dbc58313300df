from spiders.families import ZCE
from spiders.spider import NewsSpider


class BaoHaTinh(NewsSpider):
    name = "baohatinh"
    publisher = "Báo Hà Tĩnh"
    province = "42"
    kind = "newspaper"
    hosts = ("baohatinh.vn",)
    families = (ZCE,)
    start_urls = ("https://baohatinh.vn/",)
    evidence = "code"
    known = "selectors and addresses from public scraper code"
