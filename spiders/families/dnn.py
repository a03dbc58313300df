"""DotNetNuke: `/<menu with diacritics>/post/<id>/<slug>[.aspx]`.

Only addresses are known, nobody has seen the markup of these portals: pages are read by the generic layout.
"""

from dataclasses import replace

from spiders.families.generic import GENERIC

DNN = replace(
    GENERIC,
    name="dnn",
    marks=".DnnModule",  # the platform sets it round every module
    article_url=r"(?i)/post/\d+/[^/]+$|/tabid/\d+/(?:[^/]+/)*id/\d+/|/ID/\d+/[^/]*$",
    links=("a[href*='/post/']", "a[href*='/ID/']", "a[href*='/tabid/']"),
    telling_urls=True,
)
