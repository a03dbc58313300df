from dataclasses import replace

from spiders.families import GENERIC
from spiders.spider import NewsSpider


class BaoBinhDinh(NewsSpider):
    name = "baobinhdinh"
    publisher = "Báo Bình Định"
    province = "52"
    kind = "newspaper"
    hosts = ("baobinhdinh.vn", "baobinhdinh.com.vn")
    families = (replace(GENERIC, article_url=r"(?i)/viewer\.aspx\?(?=.*macm=\d)(?=.*mabb=\d)"),)
    start_urls = ("https://baobinhdinh.vn/",)
    successor = ("baogialai.com.vn", "inferred")
    evidence = "inferred"
    known = "addresses seen; nobody has seen the markup"
