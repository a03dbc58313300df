from spiders.families import CONTENT_DETAIL
from spiders.spider import NewsSpider


class BaoCaoBang(NewsSpider):
    name = "baocaobang"
    publisher = "Báo Cao Bằng"
    province = "04"
    kind = "newspaper"
    hosts = ("baocaobang.vn",)
    families = (CONTENT_DETAIL,)
    start_urls = ("https://baocaobang.vn/", "https://baocaobang.vn/Thoi-su")
    evidence = "code"
    known = "selectors and addresses from public scraper code"
