from spiders.families import ONECMS
from spiders.spider import NewsSpider


class BaoHaiPhong(NewsSpider):
    name = "baohaiphong"
    publisher = "Báo Hải Phòng"
    province = "31"
    kind = "newspaper"
    hosts = ("baohaiphong.vn",)
    families = (ONECMS,)
    start_urls = ("https://baohaiphong.vn/",)
    evidence = "code"
    known = "selectors and addresses from public scraper code"
