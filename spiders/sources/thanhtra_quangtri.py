from datetime import timedelta

from spiders.families import NUKEVIET
from spiders.spider import NewsSpider


class ThanhTraQuangTri(NewsSpider):
    name = "thanhtra-quangtri"
    publisher = "Thanh tra tỉnh Quảng Trị"
    province = "45"
    kind = "inspectorate"
    hosts = ("thanhtra.quangtri.gov.vn",)
    families = (NUKEVIET,)
    start_urls = ("https://thanhtra.quangtri.gov.vn/index.php/vi/news/",)
    cadence = timedelta(days=1)
    evidence = "code"
    known = "an article's print address seen, selectors of its CMS from public scraper code"
