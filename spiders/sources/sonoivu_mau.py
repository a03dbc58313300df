from spiders.families import SHAREPOINT
from spiders.spider import NewsSpider


class SoNoiVuMau(NewsSpider):
    name = "sonoivu-mau"
    publisher = "Sở Nội vụ Mẫu (trang hư cấu của dự án)"
    province = "26"
    kind = "department"
    hosts = ("sonoivu-mau.test",)
    families = (SHAREPOINT,)
    start_urls = ("http://sonoivu-mau.test/noidung/tintuc/Pages/Default.aspx",)
    evidence = "markup"
    known = "made for this project"
    sample = True
    custom_settings = {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False}
