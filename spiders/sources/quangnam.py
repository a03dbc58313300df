from datetime import timedelta

from spiders.families import WEBCENTER
from spiders.spider import NewsSpider


class QuangNam(NewsSpider):
    name = "quangnam"
    publisher = "Cổng thông tin tỉnh Quảng Nam"
    province = "49"
    kind = "portal"
    hosts = ("quangnam.gov.vn",)
    families = (WEBCENTER,)
    start_urls = ("https://quangnam.gov.vn/",)
    cadence = timedelta(days=1)
    evidence = "inferred"
    known = "article addresses seen; nobody has seen the markup"
