from spiders.families import YYYYMM_HEX
from spiders.spider import NewsSpider


class BaoTuyenQuang(NewsSpider):
    name = "baotuyenquang"
    publisher = "Báo Tuyên Quang"
    province = "08"
    kind = "newspaper"
    hosts = ("baotuyenquang.com.vn",)
    families = (YYYYMM_HEX,)
    start_urls = ("https://baotuyenquang.com.vn/", "https://baotuyenquang.com.vn/chuyen-muc-cai-cach-hanh-chinh")
    evidence = "code"
    known = "selectors and addresses from public scraper code"
