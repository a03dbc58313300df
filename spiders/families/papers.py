"""Layouts of one site each: papers and national outlets with a CMS of their own. Selectors are from public scrapers.

Where a scraper names no selector for a field, the family names none either: titles are then `h1` or the metas', days
come from JSON-LD, a meta, or the date line beside the title.
"""

from spiders.families.base import Family

HEADLINE = ("article h1", "h1", "meta[property='og:title']")

BACNINHTV = Family(
    name="bacninhtv",
    title=HEADLINE,
    sapo=("div.news_detail_sapo",),
    published=(".news-detail__head",),
    body=(".news-details__content.link_content", ".news-details__content"),
    drop=".news-related__list",
    marks=".news-details__content, div.news_detail_sapo",
    article_url=r"-postid\d+\.bbg$",
    links=("a.font-tin-doc",),
    telling_urls=True,
)
CAMAU = Family(
    name="camau",
    title=HEADLINE,
    body=("div.post-content",),
    marks="div.post-content",
    article_url=r"\.html$",
)
DIENBIENPHU = Family(
    name="dienbienphu",
    title=HEADLINE,
    body=("div.editor-content",),
    marks="div.editor-content",
    article_url=r"^/tin-bai/[^/]+/[^/]+$",
    links=("a[href*='/tin-bai/']",),  # on the home page: lists of sections are made by scripts
)
HAUGIANG = Family(
    name="haugiang",
    title=("div.news-details-content h1",),
    body=("div.news-details-content div.contentView",),
    marks="div.news-details-content div.contentView",
    article_url=r"^/[^/]+/[^/]+-\d+\.html$",
)
LAICHAU = Family(
    name="laichau",
    title=("#post-content .post-detail .post-info .title",),
    sapo=("#post-content .post-detail .post-info .sapo",),
    body=("#post-content .post-detail .post-info .body",),
    marks="#post-content .post-detail .post-info",
    article_url=r"-\d+/?$",
    links=("a.blc-post__link",),
)
LAMDONG = Family(
    name="lamdong",
    title=HEADLINE,
    sapo=(".detail-sapo",),
    body=(".detail-content",),
    marks=".detail-sapo ~ .detail-content",
    article_url=r"-\d+\.html$",
)
MASTERCMS = Family(
    name="mastercms",
    title=("h1.article-detail-title.f0", "h1.article-detail-title"),
    sapo=("div.article-detail-desc",),
    published=("span.format_time",),
    body=("div.__MASTERCMS_CONTENT",),
    marks="div.__MASTERCMS_CONTENT, h1.article-detail-title",
    article_url=r"-\d+\.html$",
)
MOHA = Family(
    name="moha",
    title=("div.mh-page-header h1",),
    sapo=("div.moha-article__desc",),
    body=("div.mh-detail-content",),
    marks="div.mh-detail-content, div.moha-article__desc",
    article_url=r"^/tin-tuc/[^/]+---id\d+$",
    telling_urls=True,
)
QUANGNGAI = Family(
    name="quangngai",
    title=("h1.title", "meta[property='og:title']"),
    sapo=("p.sapo",),
    body=("#content",),
    drop=".same",
    marks="h1.title ~ p.sapo",
    article_url=r"-\d+\.htm$",
    links=("article a[href$='.htm']",),
)
SONLA = Family(
    name="sonla",
    title=HEADLINE,
    sapo=("div.fulltext > p.font-bold",),
    body=("#editor-detail",),
    drop=".audio-article, .select-accent-wrap, .text-end",
    marks="div.fulltext #editor-detail",
    article_url=r"^/[^/]+/.+\.html$",
    links=("a.cms-link[href$='.html']",),
)
#: Báo Thanh tra. Its classes are Tailwind's and brittle: `#editor-detail` and the metas are what holds.
THANHTRA = Family(
    name="thanhtra",
    title=("h1.text-black", "meta[property='og:title']"),
    sapo=("p.text-lg.text-justify.font-semibold.mb-4", "p.text-lg.font-semibold"),
    published=("p.text-sm[class*='gray']",),
    body=("#editor-detail",),
    marks="p.text-lg.text-justify.font-semibold, h1.text-black",
    article_url=r"^/(?:[^/]+/)+[^/]+-(?:[0-9a-f]{9}|\d{6})\.html$",
)
VCCORP = Family(
    name="vccorp",
    title=HEADLINE,
    sapo=("h2.detail-sapo",),
    published=("div.detail-time", "[data-role=publishdate]"),
    body=("div.detail-content.afcbc-body",),
    marks="div.detail-content.afcbc-body, [data-role=publishdate]",
    article_url=r"-\d{12,18}\.htm$",
)

PAPERS = (
    VCCORP,  # before others that have some of its marks
    BACNINHTV,
    CAMAU,
    DIENBIENPHU,
    HAUGIANG,
    LAICHAU,
    LAMDONG,
    MASTERCMS,
    MOHA,
    QUANGNGAI,
    SONLA,
    THANHTRA,
)
