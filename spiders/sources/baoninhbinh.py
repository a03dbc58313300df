from dataclasses import replace

from spiders.families import CONTENT_DETAIL
from spiders.spider import NewsSpider


class BaoNinhBinh(NewsSpider):
    name = "baoninhbinh"
    publisher = "Báo Ninh Bình"
    province = "37"
    kind = "newspaper"
    hosts = ("baoninhbinh.org.vn",)
    families = (replace(CONTENT_DETAIL, article_url=r"-\d{15}\.html$"),)
    start_urls = ("https://baoninhbinh.org.vn/",)
    search_url = "https://baoninhbinh.org.vn/s/{keyword}?page={page}"
    evidence = "code"
    known = "selectors and addresses from public scraper code"
