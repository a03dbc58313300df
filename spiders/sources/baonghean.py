from dataclasses import replace
from datetime import date

from spiders.families import ONECMS, ONECMS_EARLY, ONECMS_POST
from spiders.spider import NewsSpider


class BaoNgheAn(NewsSpider):
    name = "baonghean"
    publisher = "Báo Nghệ An"
    province = "40"
    kind = "newspaper"
    hosts = ("baonghean.vn",)
    families = (
        ONECMS,
        replace(ONECMS_POST, valid_until=date(2023, 6, 30)),
        replace(ONECMS_EARLY, valid_until=date(2018, 6, 30)),
    )
    start_urls = (
        *(f"https://baonghean.vn/{section}" for section in ("thoi-su", "xay-dung-dang", "phap-luat", "xa-hoi")),
        "https://baonghean.vn/rss/thoi-su",
    )
    evidence = "code"
    known = "today's selectors from public scraper code, older ones from the paper's own templates; last days are rough"
