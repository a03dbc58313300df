from dataclasses import replace

from spiders.families import HAUGIANG
from spiders.spider import NewsSpider


class BaoHauGiang(NewsSpider):
    name = "baohaugiang"
    publisher = "Báo Hậu Giang"
    province = "93"
    kind = "newspaper"
    hosts = ("baohaugiang.com.vn",)
    families = (replace(HAUGIANG, not_article_url=r"^/[^/]+-\d+\.html$"),)
    start_urls = ("https://baohaugiang.com.vn/thoi-su-215.html",)
    successor = ("baocantho.com.vn", "stated")
    evidence = "code"
    known = "selectors and addresses from public scraper code"
