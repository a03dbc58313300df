from datetime import timedelta

from spiders.families import LIFERAY
from spiders.spider import NewsSpider


class ThanhTraHaNoi(NewsSpider):
    name = "thanhtra-hanoi"
    publisher = "Thanh tra thành phố Hà Nội"
    province = "01"
    kind = "inspectorate"
    hosts = ("thanhtra.hanoi.gov.vn",)
    families = (LIFERAY,)
    start_urls = (
        "https://thanhtra.hanoi.gov.vn/ket-luan-thanh-tra",
        "https://thanhtra.hanoi.gov.vn/tin-thanh-tra",
        "https://thanhtra.hanoi.gov.vn/tin-tuc-su-kien",
    )
    cadence = timedelta(days=1)
    evidence = "code"
    known = "sections from public scraper code; the CMS is that of the city's portal; nobody has seen the markup"
