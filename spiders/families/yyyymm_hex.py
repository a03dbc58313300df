"""`/<section>/<yyyymm>/<slug>-<7 hex digits>/`: Đắk Lắk, Tuyên Quang, Thái Nguyên, Quảng Trị, Khánh Hòa and others."""

from spiders.families.base import Family

YYYYMM_HEX = Family(
    name="yyyymm-hex",
    title=("h1.media-heading.title5", "h1.head_title", "h1.media-heading", "meta[property='og:title']"),
    sapo=("div.desc", "div.article_content div.content#content > p > strong:only-child"),
    published=("div.date",),
    body=(
        "div.article_content div.content#content",
        "div#content.content-detail .td-post-content",
        "div.content-detail",
        "div#content",
    ),
    drop="h1.media-heading, div.date, ul.social, div.bd02, div.desc",
    marks="h1.media-heading.title5, h1.head_title, div.article_content div.content#content, #content .td-post-content",
    article_url=r"/\d{6}/[^/]+-[0-9a-f]{6,8}/?$",
    links=("a.title1", "a.title2", "a.title3", "a.title5", "a.h2", "a.h3", "a.card-img"),
    telling_urls=True,
)
