"""Drupal: `/node/<n>`; the Sở Nội vụ of Lạng Sơn and of Bắc Giang. Classes are those of its own themes."""

from spiders.families.base import Family

DRUPAL = Family(
    name="drupal",
    title=("h1.page-title", "h1#page-title", "article h1", "h1", "meta[property='og:title']"),
    sapo=(".field--name-field-summary", ".field-name-field-summary"),
    published=(".node__meta time", ".node__submitted", ".submitted"),
    body=(".field--name-body", ".field-name-body", ".node__content", ".node .content"),
    drop=".node__links, .links.inline, .field--name-field-tags, .node__meta, .submitted",
    marks="meta[name=Generator][content*=Drupal], .field--name-body, .field-name-body",
    article_url=r"^/(?:index\.php/)?(?:vi/)?node/\d+$",
    links=("a[href*='/node/']", ".node__title a", ".views-row a"),
)
