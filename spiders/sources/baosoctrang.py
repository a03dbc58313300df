from spiders.families import YYYYMM_HEX
from spiders.spider import NewsSpider


class BaoSocTrang(NewsSpider):
    name = "baosoctrang"
    publisher = "Báo Sóc Trăng"
    province = "94"
    kind = "newspaper"
    hosts = ("baosoctrang.org.vn",)
    families = (YYYYMM_HEX,)
    start_urls = ("https://baosoctrang.org.vn/",)
    successor = ("baocantho.com.vn", "stated")
    evidence = "inferred"
    known = "addresses seen; markup inferred from sister papers"
