from datetime import timedelta

from spiders.families import DRUPAL
from spiders.spider import NewsSpider


class SoNoiVuBacGiang(NewsSpider):
    name = "sonoivu-bacgiang"
    publisher = "Sở Nội vụ tỉnh Bắc Giang"
    province = "24"
    kind = "department"
    hosts = ("sonoivu.bacgiang.gov.vn",)
    families = (DRUPAL,)
    start_urls = ("https://sonoivu.bacgiang.gov.vn/",)
    cadence = timedelta(days=1)
    evidence = "inferred"
    known = "addresses seen (/node/<n>?page=<n>), so it is Drupal; nobody has seen the markup"
