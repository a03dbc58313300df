"""`/<slug>-a<digits>.html`: Cần Thơ and the papers of the Mekong delta and the south-east."""

from spiders.families.base import Family

A_ID = Family(
    name="a-id",
    # The first h1 of baocantho.com.vn is the breadcrumb.
    title=("h1.title", "h1.margintopbot10.fw700", "meta[property='og:title']"),
    sapo=("h4.sapo", ".detail-desc p"),
    published=("span.pubdate",),
    body=("#newscontents .content-fck", "#newscontents", "#contentNews .singular-content", "#contentNews"),
    marks="#newscontents, #contentNews, span.pubdate, h4.sapo",
    article_url=r"-a\d+\.html$",
    not_article_url=r"^/print/",
    links=("a.news-title", "a.title", ".article-item a", "h2 a", "h3 a"),
    telling_urls=True,
)
