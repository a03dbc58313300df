from dataclasses import replace
from datetime import date

from spiders.families import GENERIC, THANHTRA
from spiders.spider import NewsSpider


class BaoThanhTra(NewsSpider):
    name = "thanhtra"
    publisher = "Báo Thanh tra"
    kind = "newspaper"
    hosts = ("thanhtra.com.vn",)
    families = (
        THANHTRA,
        replace(GENERIC, article_url=r"^/(?:[^/]+/)+[^/]+-\d{6}\.html$", valid_until=date(2023, 12, 31)),
    )
    start_urls = (
        "https://thanhtra.com.vn/thanh-tra-CA492F2B8",
        "https://thanhtra.com.vn/hoat-dong-nganh-91D9B9332",
        "https://thanhtra.com.vn/ket-luan-thanh-tra-E17BD7A25",
        "https://thanhtra.com.vn/xu-ly-sau-thanh-tra-976EADF26",
        "https://thanhtra.com.vn/phong-chong-tham-nhung-A52D004FA",
    )
    search_url = "https://thanhtra.com.vn/tim-kiem.html?q={keyword}"
    evidence = "code"
    known = (
        "selectors and sections from public scraper code; of the older pages only addresses were seen, and "
        "their last day is a guess"
    )
