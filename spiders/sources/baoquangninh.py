from spiders.families import CONTENT_DETAIL
from spiders.spider import NewsSpider


class BaoQuangNinh(NewsSpider):
    name = "baoquangninh"
    publisher = "Báo Quảng Ninh"
    province = "22"
    kind = "newspaper"
    hosts = ("baoquangninh.vn", "baoquangninh.com.vn")
    families = (CONTENT_DETAIL,)
    start_urls = ("https://baoquangninh.vn/",)
    evidence = "code"
    known = "selectors and addresses from public scraper code"
