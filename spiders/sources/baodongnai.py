from spiders.families import YYYYMM_HEX
from spiders.spider import NewsSpider


class BaoDongNai(NewsSpider):
    name = "baodongnai"
    publisher = "Báo Đồng Nai"
    province = "75"
    kind = "newspaper"
    hosts = ("baodongnai.com.vn",)
    families = (YYYYMM_HEX,)
    start_urls = ("https://baodongnai.com.vn/",)
    evidence = "code"
    known = "selectors and addresses from public scraper code"
