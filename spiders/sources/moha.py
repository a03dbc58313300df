from datetime import timedelta

from spiders.families import MOHA
from spiders.spider import NewsSpider


class BoNoiVu(NewsSpider):
    name = "moha"
    publisher = "Bộ Nội vụ"
    kind = "department"
    hosts = ("moha.gov.vn",)
    families = (MOHA,)
    start_urls = ("https://moha.gov.vn/",)
    cadence = timedelta(days=1)
    evidence = "code"
    known = "selectors and addresses from public scraper code; lists are made by scripts"
