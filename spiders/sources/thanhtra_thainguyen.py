from datetime import timedelta

from spiders.families import LIFERAY
from spiders.spider import NewsSpider


class ThanhTraThaiNguyen(NewsSpider):
    name = "thanhtra-thainguyen"
    publisher = "Thanh tra tỉnh Thái Nguyên"
    province = "19"
    kind = "inspectorate"
    hosts = ("thanhtra.thainguyen.gov.vn",)
    families = (LIFERAY,)
    start_urls = ("https://thanhtra.thainguyen.gov.vn/tin-thanh-tra",)
    cadence = timedelta(days=1)
    evidence = "inferred"
    known = "an article's address seen, so it is Liferay; nobody has seen the markup"
