"""`#dcontent`: Phú Thọ and Thanh Hóa. About half of the bodies come encrypted, for a script to open: see `Blocked`."""

from spiders.families.base import Family

DCONTENT = Family(
    name="dcontent",
    title=("h1.pTitle", "meta[property='og:title']"),
    sapo=("p.pHead", "div.article__sapo"),
    published=("meta[property='article:published_time']",),
    body=("#dcontent",),
    marks="#dcontent, h1.pTitle, p.pHead",
    article_url=r"-\d+\.htm$",
)
