from datetime import timedelta

from spiders.discovery import JsonList
from spiders.families import SHAREPOINT
from spiders.spider import NewsSpider


class VinhPhuc(NewsSpider):
    name = "vinhphuc"
    publisher = "Cổng thông tin tỉnh Vĩnh Phúc"
    province = "26"
    kind = "portal"
    hosts = ("vinhphuc.gov.vn",)
    legacy_tls = hosts
    families = (SHAREPOINT,)
    json_lists = (
        JsonList(
            url="https://vinhphuc.gov.vn/APIVP/api/DSTinTuc/QUERYDATA",
            form={
                "do": "QUERYDATA",
                "fieldOrder": "CreatedDate",
                "ascending": "desc",
                "UrlList": "/ct/cms/tintuc/Lists/ThoiSuChinhTri",
            },
            article="https://vinhphuc.gov.vn/ct/cms/tintuc/Lists/ThoiSuChinhTri/View_Detail.aspx?ItemID={ID}",
            day="CreatedDate",
        ),
    )
    cadence = timedelta(days=1)
    evidence = "code"
    known = "the JSON list and article addresses from public scraper code; old TLS; nobody has seen the markup"
