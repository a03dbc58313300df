from dataclasses import replace
from datetime import timedelta

from spiders.families import GENERIC
from spiders.spider import NewsSpider


class ThanhTraHaTinh(NewsSpider):
    name = "thanhtra-hatinh"
    publisher = "Thanh tra tỉnh Hà Tĩnh"
    province = "42"
    kind = "inspectorate"
    hosts = ("thanhtratinh.hatinh.gov.vn",)
    families = (replace(GENERIC, article_url=r"/portal/read/[^/]+/news/[^/]+\.html$"),)
    start_urls = ("https://thanhtratinh.hatinh.gov.vn/",)
    cadence = timedelta(days=1)
    evidence = "inferred"
    known = "the host was seen; article addresses are inferred from a sister portal; nobody has seen the markup"
