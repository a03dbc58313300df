from datetime import timedelta

from spiders.families import SHAREPOINT
from spiders.spider import NewsSpider


class TamDuong(NewsSpider):
    name = "tamduong-vinhphuc"
    publisher = "Huyện Tam Dương, Vĩnh Phúc"
    province = "26"
    kind = "portal"
    hosts = ("tamduong.vinhphuc.gov.vn",)
    legacy_tls = hosts
    families = (SHAREPOINT,)
    start_urls = ("http://tamduong.vinhphuc.gov.vn/noidung/tintuc/Pages/Default.aspx",)
    cadence = timedelta(days=1)
    evidence = "inferred"
    known = (
        "an article's address and text order seen; its list page is inferred from sister portals; nobody has "
        "seen the markup"
    )
