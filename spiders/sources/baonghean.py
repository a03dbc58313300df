from spiders.families import ONECMS, ONECMS_POST
from spiders.spider import NewsSpider


class BaoNgheAn(NewsSpider):
    name = "baonghean"
    publisher = "Báo Nghệ An"
    province = "40"
    kind = "newspaper"
    hosts = ("baonghean.vn",)
    families = (ONECMS, ONECMS_POST)
    start_urls = tuple(
        f"https://baonghean.vn/{section}" for section in ("thoi-su", "xay-dung-dang", "phap-luat", "xa-hoi")
    )
    evidence = "selectors from public scraper code (current) and from the paper's own templates (older pages)"
