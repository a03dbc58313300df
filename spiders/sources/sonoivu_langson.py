from datetime import timedelta

from spiders.families import DRUPAL
from spiders.spider import NewsSpider


class SoNoiVuLangSon(NewsSpider):
    name = "sonoivu-langson"
    publisher = "Sở Nội vụ tỉnh Lạng Sơn"
    province = "20"
    kind = "department"
    hosts = ("sonv.langson.gov.vn",)
    families = (DRUPAL,)
    start_urls = ("https://sonv.langson.gov.vn/",)
    cadence = timedelta(days=1)
    evidence = "inferred"
    known = "addresses seen (/bm/print/<n>), so it is Drupal; nobody has seen the markup"
