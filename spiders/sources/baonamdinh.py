from dataclasses import replace

from spiders.families import GENERIC
from spiders.spider import NewsSpider


class BaoNamDinh(NewsSpider):
    name = "baonamdinh"
    publisher = "Báo Nam Định"
    province = "36"
    kind = "newspaper"
    hosts = ("baonamdinh.com.vn", "baonamdinh.vn")
    families = (replace(GENERIC, article_url=r"^/channel/\d+/\d{6}/[^/]+-\d+/?$"),)
    start_urls = ("https://baonamdinh.com.vn/",)
    successor = ("baoninhbinh.org.vn", "inferred")
    evidence = "inferred"
    known = (
        "addresses and a date line seen; the tail of article addresses is inferred from sister sites; nobody "
        "has seen the markup"
    )
