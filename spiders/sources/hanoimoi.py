from spiders.families import ONECMS
from spiders.spider import NewsSpider


class HaNoiMoi(NewsSpider):
    name = "hanoimoi"
    publisher = "Báo Hà Nội Mới"
    province = "01"
    kind = "newspaper"
    hosts = ("hanoimoi.vn", "hanoimoi.com.vn")
    families = (ONECMS,)
    start_urls = ("https://hanoimoi.vn/", "https://hanoimoi.vn/rss/phap-luat.rss")
    evidence = "code"
    known = "selectors and addresses from public scraper code; the feed only stands in a list"
