from datetime import timedelta

from spiders.families import LIFERAY
from spiders.spider import NewsSpider


class SoNoiVuHoChiMinh(NewsSpider):
    name = "sonoivu-hochiminh"
    publisher = "Sở Nội vụ Thành phố Hồ Chí Minh"
    province = "79"
    kind = "department"
    hosts = ("sonoivu.hochiminhcity.gov.vn",)
    families = (LIFERAY,)
    start_urls = ("https://sonoivu.hochiminhcity.gov.vn/",)
    cadence = timedelta(days=1)
    evidence = "inferred"
    known = "addresses of documents seen, so it is Liferay; nobody has seen the markup"
