from datetime import timedelta

from spiders.families import DNN
from spiders.spider import NewsSpider


class UbkttuBinhThuan(NewsSpider):
    name = "ubkttu-binhthuan"
    publisher = "Ủy ban Kiểm tra Tỉnh ủy Bình Thuận"
    province = "60"
    kind = "portal"
    hosts = ("ubkttu.binhthuan.gov.vn",)
    families = (DNN,)
    start_urls = ("https://ubkttu.binhthuan.gov.vn/",)
    cadence = timedelta(days=1)
    evidence = "inferred"
    known = "article addresses seen, so it is DotNetNuke; nobody has seen the markup"
