"""onecms (1cdn.vn): the present pages of Báo Nghệ An and other provincial papers, `/<slug>-<8 digits>.html`."""

from spiders.families.base import Family

ONECMS = Family(
    name="onecms",
    title=(
        ".sc-longform-header-title",
        "h1.c-detail-head__title",
        "h1.article-title",
        "h1.detail-title",
        ".c-detail h1",
        "article h1",
        "main h1",
        ".b-maincontent h1",
        "h1",
        "meta[property='og:title']",
    ),
    sapo=(
        ".sc-longform-header-sapo",
        ".block-sc-sapo",
        ".c-detail-head__sapo",
        ".c-detail__sapo",
        "h2.desc",
        "h2.sapo",
        "p.sapo",
        "div.sapo",
        ".article-sapo",
        ".detail-sapo",
        ".article__sapo",
        "article.entry > .sapo",
        "meta[name='description']",
    ),
    published=(
        ".sc-longform-header-date",
        ".block-sc-publish-time",
        ".c-detail-head__time",
        ".c-detail-head__date",
        ".c-detail__time",
        ".article-date",
        ".detail-time",
        "article time[datetime]",
    ),
    author=(
        ".sc-longform-header-author",
        ".block-sc-author",
        ".c-detail-head__author",
        ".c-detail__author",
        ".article-author",
        ".detail-author",
        "p.author",
        ".author-name",
        ".sc-longform-header-date",
        ".c-detail-head__time",
    ),
    body=(
        "article.entry",
        "div.b-maincontent .entry",
        ".b-maincontent article",
        "article .entry",
        ".entry",
        ".c-news-detail",
        "article",
        "div.b-maincontent",
    ),
    marks=(
        ".b-maincontent, .sc-longform-header, .sc-longform-header-title, .c-detail-head, .c-detail-head__title,"
        " .block-sc-sapo, .block-sc-publish-time, article.entry"
    ),
    drop=(
        ".sc-related-articles, .sc-longform-header, .sc-empty-layer, .sc-hightlight-box, .sc-highlight-box, .c-box,"
        " .c-detail-head__time, .c-detail-head__cate, .c-detail-head__author, .block-sc-publish-time, .block-sc-author,"
        " .c-tags, .c-share, .b-comment, .b-sidebar"
    ),
    article_url=r"/[^/]*[a-z0-9]-\d{7,9}\.html$",
    not_article_url=(
        r"^/(en|fr|ru|cn|video|short-video|photo|podcast|emagazine|an-pham|thoi-tiet|cdn-cgi|assets)/|-event\d+"
    ),
    links=(".b-grid__title a", ".b-grid__img a", "h3 a", "h2 a"),
    next_page=("a[rel~=next]", "link[rel~=next]", ".c-pagination a.next", ".pagination .next a", "a.next", ".c-more a"),
)
