"""zce/cms-body ("hemera"): `/<slug>-post<6 digits>.html` of Hà Tĩnh, Gia Lai, Lào Cai, Hồ Chí Minh City."""

from spiders.families.base import Family

ZCE = Family(
    name="zce",
    title=("h1.article__title.cms-title", "h1.article__title", "meta[property='og:title']"),
    sapo=("div.article__sapo.cms-desc", "div.article__sapo", ".cms-desc"),
    published=("meta.cms-date", "time.time"),
    author=(".article__author", ".cms-author"),
    body=(
        "div.article__body.zce-content-body.cms-body[itemprop='articleBody']",
        "div.article__body.cms-body",
        "div[data-field='body']",
        "div.article__body",
    ),
    drop=".ads_middle, [id^='adsWeb_'], .related-news, .article__related, .article__author, .article__tag",
    marks=".zce-content-body, .article__body.cms-body, h1.article__title.cms-title, .article__sapo.cms-desc",
    article_url=r"-post\d+\.html$",
    not_article_url=r"^/(en|fr|ru|cn|video|photo)/|-tag\d+\.html$",
    links=("a.cms-link", "article.story a", "article a"),
)
