from spiders.families import A_ID
from spiders.spider import NewsSpider


class BaoTraVinh(NewsSpider):
    name = "baotravinh"
    publisher = "Báo Trà Vinh"
    province = "84"
    kind = "newspaper"
    hosts = ("baotravinh.vn", "travinh.baovinhlong.vn")
    families = (A_ID,)
    start_urls = ("https://baotravinh.vn/", "https://travinh.baovinhlong.vn/")
    successor = ("travinh.baovinhlong.vn", "stated")
    evidence = "code"
    known = "selectors and addresses from public scraper code"
