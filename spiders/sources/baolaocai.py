from spiders.families import ZCE
from spiders.spider import NewsSpider


class BaoLaoCai(NewsSpider):
    name = "baolaocai"
    publisher = "Báo Lào Cai"
    province = "10"
    kind = "newspaper"
    hosts = ("baolaocai.vn",)
    families = (ZCE,)
    start_urls = ("https://baolaocai.vn/",)
    evidence = "code"
    known = "selectors and addresses from public scraper code"
