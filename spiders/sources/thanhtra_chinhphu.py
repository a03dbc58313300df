from datetime import timedelta

from spiders.families import LIFERAY
from spiders.spider import NewsSpider


class ThanhTraChinhPhu(NewsSpider):
    name = "thanhtra-chinhphu"
    publisher = "Thanh tra Chính phủ"
    kind = "inspectorate"
    hosts = ("thanhtra.gov.vn",)
    families = (LIFERAY,)
    start_urls = (
        "https://thanhtra.gov.vn/web/guest/thanh-tra",
        "https://thanhtra.gov.vn/web/guest/khieu-nai-to-cao",
        "https://thanhtra.gov.vn/web/guest/phong-chong-tham-nhung",
        "https://thanhtra.gov.vn/rss/tin-thanh-tra.rss",
    )
    cadence = timedelta(days=1)
    evidence = "code"
    known = (
        "selectors and addresses from public scraper code (an article's number stands behind ?); the feed "
        "only stands in a list"
    )
