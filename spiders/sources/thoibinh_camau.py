from dataclasses import replace
from datetime import timedelta

from spiders.families import GENERIC
from spiders.spider import NewsSpider


class ThoiBinh(NewsSpider):
    name = "thoibinh-camau"
    publisher = "Huyện ủy Thới Bình, Cà Mau"
    province = "96"
    kind = "portal"
    hosts = ("thoibinh.camau.dcs.vn",)
    families = (replace(GENERIC, article_url=r"^/[^/]+\.\d+$"),)
    start_urls = ("https://thoibinh.camau.dcs.vn/",)
    cadence = timedelta(days=1)
    evidence = "inferred"
    known = "article addresses seen; nobody has seen the markup"
