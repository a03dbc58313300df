from spiders.families import A_ID
from spiders.spider import NewsSpider


class BaoBinhDuong(NewsSpider):
    name = "baobinhduong"
    publisher = "Báo Bình Dương"
    province = "74"
    kind = "newspaper"
    hosts = ("baobinhduong.vn",)
    families = (A_ID,)
    start_urls = ("https://baobinhduong.vn/",)
    successor = ("sggp.org.vn", "stated")
    evidence = "code"
    known = "selectors and addresses from public scraper code"
