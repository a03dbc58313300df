from dataclasses import replace

from spiders.families import GENERIC
from spiders.spider import NewsSpider


class ThanhTraVietNam(NewsSpider):
    name = "thanhtravietnam"
    publisher = "Tạp chí Thanh tra"
    kind = "newspaper"
    hosts = ("thanhtravietnam.vn",)
    families = (replace(GENERIC, article_url=r"^/[^/]+/[^/]+-\d{5,7}$"),)
    start_urls = ("https://thanhtravietnam.vn/tin-trong-nganh",)
    evidence = "inferred"
    known = "addresses seen; nobody has seen the markup"
