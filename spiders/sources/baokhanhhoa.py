from spiders.families import YYYYMM_HEX
from spiders.spider import NewsSpider


class BaoKhanhHoa(NewsSpider):
    name = "baokhanhhoa"
    publisher = "Báo Khánh Hòa"
    province = "56"
    kind = "newspaper"
    hosts = ("baokhanhhoa.vn",)
    families = (YYYYMM_HEX,)
    start_urls = ("https://baokhanhhoa.vn/",)
    evidence = "code"
    known = "selectors and addresses from public scraper code"
