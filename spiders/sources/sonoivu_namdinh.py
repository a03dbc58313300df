from datetime import timedelta

from spiders.families import DRUPAL, LIFERAY, SHAREPOINT
from spiders.spider import NewsSpider


class SoNoiVuNamDinh(NewsSpider):
    name = "sonoivu-namdinh"
    publisher = "Sở Nội vụ tỉnh Nam Định"
    province = "36"
    kind = "department"
    hosts = ("sonoivu.namdinh.gov.vn",)
    families = (
        LIFERAY,
        SHAREPOINT,
        DRUPAL,
    )
    start_urls = ("https://sonoivu.namdinh.gov.vn/",)
    cadence = timedelta(days=1)
    evidence = "inferred"
    known = "the host was seen; its CMS is not known"
