from spiders.families import DCONTENT
from spiders.spider import NewsSpider


class BaoThanhHoa(NewsSpider):
    name = "baothanhhoa"
    publisher = "Báo Thanh Hóa"
    province = "38"
    kind = "newspaper"
    hosts = ("baothanhhoa.vn",)
    families = (DCONTENT,)
    start_urls = ("https://baothanhhoa.vn/tin24h", "https://baothanhhoa.vn/noi-chinh")
    evidence = "code"
    known = "selectors and addresses from public scraper code; about half of the bodies come encrypted"
