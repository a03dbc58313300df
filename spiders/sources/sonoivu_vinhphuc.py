from datetime import timedelta

from spiders.families import SHAREPOINT
from spiders.spider import NewsSpider


class SoNoiVuVinhPhuc(NewsSpider):
    name = "sonoivu-vinhphuc"
    publisher = "Sở Nội vụ tỉnh Vĩnh Phúc"
    province = "26"
    kind = "department"
    hosts = ("sonoivu.vinhphuc.gov.vn",)
    legacy_tls = hosts
    families = (SHAREPOINT,)
    start_urls = ("http://sonoivu.vinhphuc.gov.vn/ct/cms/chuyenmon/Pages/Default.aspx",)
    cadence = timedelta(days=1)
    evidence = "inferred"
    known = "list page and text order seen; article addresses inferred from sister sites; nobody has seen the markup"
