from spiders.families import CAMAU
from spiders.spider import NewsSpider


class BaoCaMau(NewsSpider):
    name = "baocamau"
    publisher = "Báo Cà Mau"
    province = "96"
    kind = "newspaper"
    hosts = ("baocamau.vn", "baocamau.com.vn", "baoanhdatmui.vn")
    families = (CAMAU,)
    start_urls = ("https://baocamau.vn/",)
    evidence = "code"
    known = "selectors and addresses from public scraper code"
