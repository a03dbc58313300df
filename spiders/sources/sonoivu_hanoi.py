from datetime import timedelta

from spiders.families import LIFERAY, SHAREPOINT
from spiders.spider import NewsSpider


class SoNoiVuHaNoi(NewsSpider):
    name = "sonoivu-hanoi"
    publisher = "Sở Nội vụ thành phố Hà Nội"
    province = "01"
    kind = "department"
    hosts = ("sonoivu.hanoi.gov.vn",)
    families = (
        LIFERAY,
        SHAREPOINT,
    )
    start_urls = ("https://sonoivu.hanoi.gov.vn/",)
    cadence = timedelta(days=1)
    evidence = "inferred"
    known = "the host was seen; its CMS is not known: the city's other portals are Liferay; nobody has seen the markup"
