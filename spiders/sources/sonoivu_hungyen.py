from dataclasses import replace
from datetime import timedelta

from spiders.families import SHAREPOINT
from spiders.spider import NewsSpider


class SoNoiVuHungYen(NewsSpider):
    name = "sonoivu-hungyen"
    publisher = "Sở Nội vụ tỉnh Hưng Yên"
    province = "33"
    kind = "department"
    hosts = ("sonv.hungyen.gov.vn",)
    families = (replace(SHAREPOINT, article_url=r"(?i)/portal/Pages/\d{4}-\d{1,2}(?:-\d{1,2})?/[^/]+\.aspx$"),)
    start_urls = ("https://sonv.hungyen.gov.vn/",)
    cadence = timedelta(days=1)
    evidence = "inferred"
    known = "addresses and text order seen; the head prints today's date; nobody has seen the markup"
