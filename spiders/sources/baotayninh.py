from spiders.families import A_ID
from spiders.spider import NewsSpider


class BaoTayNinh(NewsSpider):
    name = "baotayninh"
    publisher = "Báo Tây Ninh"
    province = "72"
    kind = "newspaper"
    hosts = ("baotayninh.vn",)
    families = (A_ID,)
    start_urls = ("https://baotayninh.vn/",)
    evidence = "code"
    known = "selectors and addresses from public scraper code; pages begin with a doubled <html>"
