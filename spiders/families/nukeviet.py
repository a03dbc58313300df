"""NukeViet: portals of Tây Ninh, Hậu Giang, Quảng Trị and many districts; `/vi/news/<section>/<slug>-<id>.html`."""

from spiders.families.base import Family

NUKEVIET = Family(
    name="nukeviet",
    title=("h1.title", "h1[itemprop='headline']", "meta[property='og:title']"),
    sapo=(".hometext",),
    published=("[itemprop='datePublished']",),
    author=("[itemprop='author'] [itemprop='name']",),
    body=("#news-bodyhtml.bodytext", "#news-bodyhtml", ".bodytext"),
    marks="#news-bodyhtml, .hometext, meta[name=generator][content*=NukeViet]",
    article_url=r"/(?:index\.php/)?vi/[\w-]*news[\w-]*/[^/]+/[^/]+-\d+(?:\.html|/)$|^/[^/]+/[^/]+-\d+\.html$",
    not_article_url=r"/page-\d+|/(?:savefile|print|search|tag|rss|groups)/",
)
