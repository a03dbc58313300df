"""Values as people read them: days as dd/mm/yyyy, amounts with separators, links that lead to the web, no formulas."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

_POINT = re.compile(r"(\d{4}|XXXX)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?")


def edtf(date: str | None) -> str:
    """A date in EDTF: "09/02/2022", "02/2022", "2022", "09/02/2022 – 11/02/2022"; an unknown year is left out."""
    if not date:
        return ""
    return " – ".join(_point(point) for point in date.split("/"))


def _point(point: str) -> str:
    if not (match := _POINT.fullmatch(point)):
        return point
    year, month, day = match.groups()
    return "/".join(part for part in (day, month, year) if part and "X" not in part) or "?"


def day(moment: str | None) -> str:
    """The day of an ISO date or moment, as dd/mm/yyyy."""
    return edtf(moment[:10]) if moment else ""


def number(value: float | None) -> str:
    """A number with a separator for thousands that both languages read: a thin space."""
    return "" if value is None else f"{value:,}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def amount(vnd: int | None) -> str:
    """Money: 5 000 000 đ."""
    return "" if vnd is None else f"{number(vnd)} đ"


def link(url: str | None) -> str | None:
    """`url` if it leads to a page of the web, else None: what pages call their address is not to be trusted."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def harmless(value: Any) -> Any:
    """A text that a spreadsheet does not take for a formula."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value
