from dataclasses import replace

from spiders.families import GENERIC
from spiders.spider import NewsSpider


class BaoDakNong(NewsSpider):
    name = "baodaknong"
    publisher = "Báo Đắk Nông"
    province = "67"
    kind = "newspaper"
    hosts = ("baodaknong.org.vn",)
    families = (replace(GENERIC, article_url=r"-\d+\.html$"),)
    start_urls = ("https://baodaknong.org.vn/",)
    successor = ("baolamdong.vn", "inferred")
    evidence = "inferred"
    known = "the host only stands in a list; addresses from there, nobody has seen the markup"
