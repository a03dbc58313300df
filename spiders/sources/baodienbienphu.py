from spiders.families import DIENBIENPHU
from spiders.spider import NewsSpider


class BaoDienBienPhu(NewsSpider):
    name = "baodienbienphu"
    publisher = "Báo Điện Biên Phủ"
    province = "11"
    kind = "newspaper"
    hosts = ("baodienbienphu.vn", "baodienbienphu.com.vn", "baodienbienphu.info.vn")
    families = (DIENBIENPHU,)
    start_urls = ("https://baodienbienphu.vn/",)
    evidence = "code"
    known = (
        "selectors and addresses from public scraper code; lists of sections are made by scripts, the home "
        "page has links"
    )
