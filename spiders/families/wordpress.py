"""WordPress: `/<yyyy>/<mm>/<dd>/<slug>/` or `/<slug>/`; districts. Classes are those of its own themes."""

from spiders.families.base import Family

WORDPRESS = Family(
    name="wordpress",
    title=("h1.entry-title", ".entry-header h1", "meta[property='og:title']"),
    sapo=(".entry-summary",),
    published=("time.entry-date.published", "time.entry-date", ".entry-date"),
    author=(".author.vcard a", ".author.vcard"),
    body=(".entry-content",),
    drop=".sharedaddy, .jp-relatedposts, .wp-block-latest-posts, .post-navigation, .entry-footer",
    marks="meta[name=generator][content^=WordPress], link[href*='/wp-content/'], .hentry .entry-content",
    article_url=r"^/\d{4}/\d{2}/\d{2}/[^/]+/?$|^/(?!tag/|category/|author/|page/)[a-z0-9]+(?:-[a-z0-9]+){4,}/?$",
    links=(".entry-title a", "h2 a", "h3 a", "article a"),
)
