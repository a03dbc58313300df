from datetime import timedelta

from spiders.families import NUKEVIET
from spiders.spider import NewsSpider


class SoNoiVuTayNinh(NewsSpider):
    name = "sonoivu-tayninh"
    publisher = "Sở Nội vụ tỉnh Tây Ninh"
    province = "72"
    kind = "department"
    hosts = ("sonoivu.tayninh.gov.vn",)
    families = (NUKEVIET,)
    start_urls = ("https://sonoivu.tayninh.gov.vn/vi/news/",)
    cadence = timedelta(days=1)
    evidence = "code"
    known = "an article's address seen, selectors of its CMS from public scraper code"
