from spiders.families import BACNINHTV
from spiders.spider import NewsSpider


class BaoBacNinhTv(NewsSpider):
    name = "baobacninhtv"
    publisher = "Báo Bắc Ninh"
    province = "27"
    kind = "newspaper"
    hosts = ("baobacninhtv.vn", "baobacninh.com.vn")
    families = (BACNINHTV,)
    start_urls = ("https://baobacninhtv.vn/",)
    successor = ("baobacninhtv.vn", "stated")
    evidence = "code"
    known = "selectors from public scraper code for baobacninhtv.vn; the older host only stands in a list"
