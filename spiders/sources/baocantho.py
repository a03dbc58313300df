from spiders.families import A_ID
from spiders.spider import NewsSpider


class BaoCanTho(NewsSpider):
    name = "baocantho"
    publisher = "Báo Cần Thơ"
    province = "92"
    kind = "newspaper"
    hosts = ("baocantho.com.vn",)
    families = (A_ID,)
    start_urls = ("https://baocantho.com.vn/thoi-su", "https://baocantho.com.vn/rss/cate/thoi-su/")
    evidence = "markup"
    known = "raw HTML of one article and of one list page was seen; the feed is from public scraper code"
