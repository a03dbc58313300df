"""The CMS families: what they share in markup, so that a source needs only say which is its own."""

from spiders.families.base import Family
from spiders.families.generic import GENERIC
from spiders.families.onecms import ONECMS
from spiders.families.onecms_post import ONECMS_POST
from spiders.families.sharepoint import SHAREPOINT

#: Every family that knows its markup, tried in this order on pages of unknown hosts.
FAMILIES: tuple[Family, ...] = (ONECMS_POST, ONECMS, SHAREPOINT)

__all__ = ["FAMILIES", "GENERIC", "ONECMS", "ONECMS_POST", "SHAREPOINT", "Family"]
