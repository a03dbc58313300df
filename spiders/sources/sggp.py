from spiders.families import ZCE
from spiders.spider import NewsSpider


class SaiGonGiaiPhong(NewsSpider):
    name = "sggp"
    publisher = "Báo Sài Gòn Giải Phóng"
    province = "79"
    kind = "newspaper"
    hosts = ("sggp.org.vn",)
    families = (ZCE,)
    start_urls = ("https://sggp.org.vn/", "https://sggp.org.vn/caicachhanhchinh/")
    evidence = "code"
    known = "selectors and addresses from public scraper code"
