from dataclasses import replace
from datetime import date

from spiders.families import GENERIC, ZCE
from spiders.spider import NewsSpider


class BaoGiaLai(NewsSpider):
    name = "baogialai"
    publisher = "Báo Gia Lai"
    province = "64"
    kind = "newspaper"
    hosts = ("baogialai.com.vn",)
    families = (
        ZCE,
        replace(GENERIC, article_url=r"^/channel/\d+/\d{6}/[^/]+-\d+/?$", valid_until=date(2022, 12, 31)),
    )
    start_urls = ("https://baogialai.com.vn/",)
    evidence = "code"
    known = (
        "selectors and addresses from public scraper code; of the older pages (/channel/…) only addresses "
        "were seen, and their last day is a guess"
    )
