"""`#content-detail`: Hưng Yên, Quảng Ninh, Cao Bằng, Lạng Sơn, Ninh Bình; `/<slug>-<digits>.html`."""

from spiders.families.base import Family

CONTENT_DETAIL = Family(
    name="content-detail",
    title=("h1.name", "h1.header-title", "meta[property='og:title']"),
    sapo=("#content-detail h2", "div#content-detail > p > strong:only-child"),
    published=("div.date.font5", "#date"),
    author=("div.pseudonym",),
    body=("#content-detail",),
    drop="div.pseudonym, div.relates, div.topics, div.social, div.print_page, div.block-news-list",
    marks="#content-detail",
    article_url=r"-\d+\.html$",
    links=("article.card a", ".card-content a", ".card-title a", "article a", "h3 a"),
)
