from datetime import timedelta

from spiders.families import LIFERAY
from spiders.spider import NewsSpider


class SnvBacGiang(NewsSpider):
    name = "snv-bacgiang"
    publisher = "Sở Nội vụ tỉnh Bắc Giang (cổng snv)"
    province = "24"
    kind = "department"
    hosts = ("snv.bacgiang.gov.vn",)
    families = (LIFERAY,)
    start_urls = ("https://snv.bacgiang.gov.vn/",)
    cadence = timedelta(days=1)
    evidence = "inferred"
    known = "addresses of documents seen, so it is Liferay; nobody has seen the markup"
