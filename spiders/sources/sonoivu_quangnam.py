from datetime import timedelta

from spiders.families import WEBCENTER
from spiders.spider import NewsSpider


class SoNoiVuQuangNam(NewsSpider):
    name = "sonoivu-quangnam"
    publisher = "Sở Nội vụ tỉnh Quảng Nam"
    province = "49"
    kind = "department"
    hosts = ("sonoivu.quangnam.gov.vn",)
    families = (WEBCENTER,)
    start_urls = ("https://sonoivu.quangnam.gov.vn/webcenter/portal/sonoivu",)
    cadence = timedelta(days=1)
    evidence = "inferred"
    known = "an article's address seen; nobody has seen the markup"
