from dataclasses import replace
from datetime import date

from spiders.families import LAMDONG, YYYYMM_HEX
from spiders.spider import NewsSpider


class BaoLamDong(NewsSpider):
    name = "baolamdong"
    publisher = "Báo Lâm Đồng"
    province = "68"
    kind = "newspaper"
    hosts = ("baolamdong.vn",)
    families = (
        LAMDONG,
        replace(YYYYMM_HEX, valid_until=date(2024, 12, 31)),
    )
    start_urls = ("https://baolamdong.vn/",)
    evidence = "code"
    known = "selectors and addresses from public scraper code; the last day of the older pages (/yyyymm/…) is a guess"
