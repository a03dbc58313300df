"""Liferay: `…/-/asset_publisher/<token>/content/<slug>`; the portals of Thanh tra Chính phủ, Thái Nguyên, Quảng Ngãi.

Slugs drop the letter đ ("-oan-kiem-tra"): no name is read from them.
"""

from spiders.families.base import Family

LIFERAY = Family(
    name="liferay",
    title=(
        ".journal-content-article h1",
        ".asset-title",
        ".article h1",
        "h1.header-title",
        "h1",
        "meta[property='og:title']",
    ),
    sapo=(".asset-summary",),
    published=(".metadata-publish-date",),
    author=(".metadata-author",),
    body=(".journal-content-article", ".asset-full-content .asset-content", ".asset-full-content", ".article"),
    drop=".other_assets, .asset-actions, .asset-related-assets, .asset-metadata, .taglib-ratings, .taglib-discussion",
    marks=".journal-content-article, .asset-full-content, [id^=p_p_id_], [id^=portlet_]",
    article_url=(
        r"/-/asset_publisher/[^?]*/content/|/-/asset_publisher/Content/[^?]+\?\d+|/-/view_content/\d+-[^/]+\.html"
        r"|/-/cms-icbt/\d+/bai-viet/\d+|/news/-/details/\d+/"
        r"|\?(?=.*p_p_id=(?:Cms_WAR_Cmsportlet|newsbycategory_WAR_))(?=.*(?:articleId|newsId)=)"
    ),
    telling_urls=True,
)
