from dataclasses import replace
from datetime import timedelta

from spiders.families import GENERIC
from spiders.spider import NewsSpider


class SoNoiVuHaTinh(NewsSpider):
    name = "sonoivu-hatinh"
    publisher = "Sở Nội vụ tỉnh Hà Tĩnh"
    province = "42"
    kind = "department"
    hosts = ("sonoivu.hatinh.gov.vn",)
    families = (replace(GENERIC, article_url=r"/portal/read/[^/]+/news/[^/]+\.html$"),)
    start_urls = ("https://sonoivu.hatinh.gov.vn/",)
    cadence = timedelta(days=1)
    evidence = "inferred"
    known = (
        "addresses of its files seen, so it is web2py; article addresses are inferred from a sister portal; "
        "nobody has seen the markup"
    )
