"""The pages of Báo Nghệ An of the 2010s: `.article h1.title` and `.article #content`."""

from spiders.families.base import Family

ONECMS_EARLY = Family(
    name="onecms-early",
    title=(".article h1.title",),
    sapo=("#content > p:first-child > strong:only-child", ".article .lead"),
    published=(".article .date", ".article time"),
    body=(".article #content",),
    drop="div > table.rl, #tags_list",
    marks=".article #content",
    article_url=r"/[^/]*[a-z0-9]-\d{5,6}\.html$",
    not_article_url=r"^/(en|fr|ru|cn|video|photo)/|-event\d+",
    links=("ul#cate-content h1 > a", ".latest_news ul > li a"),
)
