from dataclasses import replace
from datetime import timedelta

from spiders.families import SHAREPOINT
from spiders.spider import NewsSpider


class ThanhTraVinhPhuc(NewsSpider):
    name = "thanhtra-vinhphuc"
    publisher = "Thanh tra tỉnh Vĩnh Phúc"
    province = "26"
    kind = "inspectorate"
    hosts = ("thanhtra.vinhphuc.gov.vn",)
    legacy_tls = hosts
    families = (replace(SHAREPOINT, article_url=r"(?i)/pages/Detail\.aspx\?newsid=\d+"),)
    start_urls = ("http://thanhtra.vinhphuc.gov.vn/",)
    cadence = timedelta(days=1)
    evidence = "inferred"
    known = "an article's address seen; nobody has seen the markup"
