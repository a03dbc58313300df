from datetime import timedelta

from spiders.families import DRUPAL, LIFERAY, SHAREPOINT
from spiders.spider import NewsSpider


class SoNoiVuDakLak(NewsSpider):
    name = "sonoivu-daklak"
    publisher = "Sở Nội vụ tỉnh Đắk Lắk"
    province = "66"
    kind = "department"
    hosts = ("sonoivu.daklak.gov.vn",)
    families = (
        LIFERAY,
        SHAREPOINT,
        DRUPAL,
    )
    start_urls = ("https://sonoivu.daklak.gov.vn/",)
    cadence = timedelta(days=1)
    evidence = "inferred"
    known = "the host was seen; its CMS is not known"
