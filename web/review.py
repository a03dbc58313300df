"""The review page: values that are not certain, one by one, to be confirmed, corrected or rejected."""

from __future__ import annotations

import ipaddress
from typing import Any, Literal
from urllib.parse import urlsplit

from datasette.utils.asgi import Forbidden

#: Who may review: visitors from this machine, those who have logged in, nobody.
Review = Literal["loopback", "login", "off"]


def allowed(request: Any, datasette: Any) -> bool:
    """Whether this visitor may review.

    On this machine the address by which the site was called must be of this machine too: a page of another site,
    opened here, could otherwise give itself a name that leads here.
    """
    match (datasette.plugin_config("thanhtra") or {}).get("review"):
        case "login":
            return (request.actor or {}).get("id") == "root"
        case "loopback":
            peer = (request.scope.get("client") or ("",))[0]
            return is_loopback(peer) and is_loopback(urlsplit(f"//{request.host}").hostname or "")
        case _:
            return False


def is_loopback(host: str) -> bool:
    """Whether `host` (a name or an address) is this machine and reached from it alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


async def review(request: Any, datasette: Any) -> Any:
    raise Forbidden("review")
