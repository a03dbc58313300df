from spiders.families import ONECMS, ONECMS_POST
from spiders.spider import NewsSpider


class BaoMau(NewsSpider):
    name = "bao-mau"
    publisher = "Báo Mẫu (trang hư cấu của dự án)"
    province = "40"
    kind = "newspaper"
    hosts = ("bao-mau.test",)
    families = (ONECMS, ONECMS_POST)
    start_urls = ("http://bao-mau.test/", "http://bao-mau.test/luu-tru", "http://bao-mau.test/rss/home.rss")
    evidence = "markup"
    known = "made for this project"
    sample = True
    custom_settings = {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False}
