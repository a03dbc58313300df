from spiders.families import A_ID
from spiders.spider import NewsSpider


class BaoDongKhoi(NewsSpider):
    name = "baodongkhoi"
    publisher = "Báo Đồng Khởi"
    province = "83"
    kind = "newspaper"
    hosts = ("baodongkhoi.vn", "baobentre.vn", "baodongkhoi.com.vn", "dongkhoi.baovinhlong.vn")
    families = (A_ID,)
    start_urls = ("https://baodongkhoi.vn/", "https://dongkhoi.baovinhlong.vn/")
    successor = ("dongkhoi.baovinhlong.vn", "stated")
    evidence = "code"
    known = "selectors and addresses from public scraper code"
