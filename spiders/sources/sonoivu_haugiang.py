from datetime import timedelta

from spiders.families import NUKEVIET
from spiders.spider import NewsSpider


class SoNoiVuHauGiang(NewsSpider):
    name = "sonoivu-haugiang"
    publisher = "Sở Nội vụ tỉnh Hậu Giang"
    province = "93"
    kind = "department"
    hosts = ("sonoivu.haugiang.gov.vn",)
    families = (NUKEVIET,)
    start_urls = ("https://sonoivu.haugiang.gov.vn/vi/news/",)
    cadence = timedelta(days=1)
    evidence = "code"
    known = (
        "addresses of images seen (/uploads/news/…), so it is NukeViet; selectors of that CMS from public scraper code"
    )
