from datetime import timedelta

from spiders.families import SHAREPOINT
from spiders.spider import NewsSpider


class ThuTucHanhChinh(NewsSpider):
    name = "thutuchanhchinh"
    publisher = "Trang Thủ tục hành chính"
    kind = "portal"
    hosts = ("thutuchanhchinh.vn",)
    families = (SHAREPOINT,)
    start_urls = ("https://thutuchanhchinh.vn/",)
    cadence = timedelta(days=1)
    evidence = "inferred"
    known = "an article's address and date line seen; nobody has seen the markup"
