"""Oracle WebCenter: `/webcenter/portal/<site>/pages_tin-tuc/chi-tiet?dDocName=PORTAL<id>`, in Quảng Nam.

Only addresses are known, nobody has seen the markup: pages are read by the generic layout.
"""

from dataclasses import replace

from spiders.families.generic import GENERIC

WEBCENTER = replace(
    GENERIC,
    name="webcenter",
    article_url=r"/webcenter/portal/[^?]+/pages_tin-tuc/(?:chi-tiet|chi-tiet-tin|detail)\?.*dDocName=\w+",
    links=("a[href*='dDocName=']",),
    telling_urls=True,
)
