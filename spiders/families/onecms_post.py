"""The older pages of Báo Nghệ An, desktop and mobile: `/<slug>-post<6 digits>.html`, `/<slug>-<6 digits>.html`."""

from spiders.families.base import Family

ONECMS_POST = Family(
    name="onecms-post",
    title=(
        "article.article-wrap h1.article__title",
        "h1.article__title",
        ".article__header .article__title",
        ".article h1.title",
        "h1.cms-title",
        "h1.title",
        ".article-wrap h1",
    ),
    sapo=(
        ".article__summary",
        ".article__sapo",
        "h2.article__sapo",
        ".article-wrap .sapo",
        ".article__desc",
        ".cms-desc",
        "#content > p:first-child > strong",
    ),
    published=(
        ".article__meta time[datetime]",
        ".article__header time[datetime]",
        "time.time",
        "time.article__time",
        ".article__meta time",
        ".article__meta .time",
        ".article__time",
        ".article__date",
        "meta.cms-date",
    ),
    author=(
        "p.article__author",
        ".article__author",
        ".article__meta .author",
        ".article__header .author",
        ".cms-author",
    ),
    body=(
        ".article__content .content",
        ".article__body.cms-body",
        ".article__body[itemprop='articleBody']",
        ".article__content",
        ".article__body",
        "[data-field='body']",
        ".article #content",
        "#content",
        "article.article-wrap",
    ),
    marks="article.article-wrap, .article__title, .article__summary, .article__sapo, .article__content",
    drop=(
        "article.article__related-inline, .article__related-inline, table.article__related, .article__related,"
        " table.rl, .notification, .quotes, .cms-quote, .qc, .article-poll, .article__meta, .article__header time,"
        " .article__author, .article__tag, .article__tags, .article__social, .article__share, h3.zone__title,"
        " .zone--related, .quickview-mask, .article__breadcrumb, .article__audio, .cms-relate"
    ),
    article_url=r"/[^/]*[a-z0-9]-(?:post)?\d{5,6}\.html$",
    not_article_url=r"^/(en|fr|ru|cn|video|photo)/|-event\d+",
    links=("h2.story__title a", ".story__title a", "article.story a", "li.item h1 > a", ".latest_news li > a"),
    next_page=("a[rel~=next]", ".pagination .next a", ".pagination a.next", "a.next", ".pager a.next"),
)
