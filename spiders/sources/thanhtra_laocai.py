from dataclasses import replace
from datetime import timedelta

from spiders.families import GENERIC
from spiders.spider import NewsSpider


class ThanhTraLaoCai(NewsSpider):
    name = "thanhtra-laocai"
    publisher = "Thanh tra tỉnh Lào Cai"
    province = "10"
    kind = "inspectorate"
    hosts = ("thanhtra.laocai.gov.vn",)
    families = (replace(GENERIC, article_url=r"^/thanh-tra/[^/]+-\d+$"),)
    start_urls = ("https://thanhtra.laocai.gov.vn/",)
    cadence = timedelta(days=1)
    evidence = "inferred"
    known = "an article's address seen; nobody has seen the markup"
