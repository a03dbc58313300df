from datetime import timedelta

from spiders.families import LIFERAY
from spiders.spider import NewsSpider


class MoDuc(NewsSpider):
    name = "moduc-quangngai"
    publisher = "Huyện Mộ Đức, Quảng Ngãi"
    province = "51"
    kind = "portal"
    hosts = ("moduc.quangngai.gov.vn",)
    families = (LIFERAY,)
    start_urls = ("https://moduc.quangngai.gov.vn/",)
    cadence = timedelta(days=1)
    evidence = "inferred"
    known = "addresses seen, so it is Liferay; nobody has seen the markup"
