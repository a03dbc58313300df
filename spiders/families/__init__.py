"""The CMS families: what they share in markup, so that a source needs only say which is its own."""

from spiders.families.a_id import A_ID
from spiders.families.base import Family
from spiders.families.content_detail import CONTENT_DETAIL
from spiders.families.dcontent import DCONTENT
from spiders.families.dnn import DNN
from spiders.families.drupal import DRUPAL
from spiders.families.generic import GENERIC
from spiders.families.liferay import LIFERAY
from spiders.families.nukeviet import NUKEVIET
from spiders.families.onecms import ONECMS
from spiders.families.onecms_early import ONECMS_EARLY
from spiders.families.onecms_post import ONECMS_POST
from spiders.families.papers import (
    BACNINHTV,
    CAMAU,
    DIENBIENPHU,
    HAUGIANG,
    LAICHAU,
    LAMDONG,
    MASTERCMS,
    MOHA,
    PAPERS,
    QUANGNGAI,
    SONLA,
    THANHTRA,
    VCCORP,
)
from spiders.families.sharepoint import SHAREPOINT
from spiders.families.webcenter import WEBCENTER
from spiders.families.wordpress import WORDPRESS
from spiders.families.yyyymm_hex import YYYYMM_HEX
from spiders.families.zce import ZCE

#: Every family that knows its markup, tried in this order on pages of unknown hosts.
FAMILIES: tuple[Family, ...] = (
    ZCE,
    ONECMS_POST,
    ONECMS_EARLY,
    A_ID,
    YYYYMM_HEX,
    CONTENT_DETAIL,
    DCONTENT,
    NUKEVIET,
    *PAPERS,
    ONECMS,
    LIFERAY,
    WEBCENTER,
    DNN,
    DRUPAL,
    WORDPRESS,
    SHAREPOINT,
)

__all__ = [
    "A_ID",
    "BACNINHTV",
    "CAMAU",
    "CONTENT_DETAIL",
    "DCONTENT",
    "DIENBIENPHU",
    "DNN",
    "DRUPAL",
    "FAMILIES",
    "GENERIC",
    "HAUGIANG",
    "LAICHAU",
    "LAMDONG",
    "LIFERAY",
    "MASTERCMS",
    "MOHA",
    "NUKEVIET",
    "ONECMS",
    "ONECMS_EARLY",
    "ONECMS_POST",
    "QUANGNGAI",
    "SHAREPOINT",
    "SONLA",
    "THANHTRA",
    "VCCORP",
    "WEBCENTER",
    "WORDPRESS",
    "YYYYMM_HEX",
    "ZCE",
    "Family",
]
