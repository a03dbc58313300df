from spiders.families import CONTENT_DETAIL
from spiders.spider import NewsSpider


class BaoLangSon(NewsSpider):
    name = "baolangson"
    publisher = "Báo Lạng Sơn"
    province = "20"
    kind = "newspaper"
    hosts = ("baolangson.vn",)
    families = (CONTENT_DETAIL,)
    start_urls = ("https://baolangson.vn/",)
    evidence = "code"
    known = "selectors and addresses from public scraper code; in a public crawler's log robots.txt forbids the site"
