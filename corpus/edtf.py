"""Dates in EDTF, as far as the corpus holds them: days, months, years, spans of these, and unknown parts (X).

https://www.loc.gov/standards/datetime/
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

_POINT = re.compile(r"(\d{4}|XXXX)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?")


def days(edtf: str) -> tuple[str, str] | tuple[None, None]:
    """The first and the last calendar day (ISO) that `edtf` can mean; None where the year is unknown.

    >>> days("2022-01")
    ('2022-01-01', '2022-01-31')

    Raises ValueError for what is no such date.
    """
    points = edtf.split("/")
    if len(points) > 2 or not all(_POINT.fullmatch(point) for point in points):
        raise ValueError(f"{edtf!r} is no date like 2022-02-09, 2022-02, 2022 or 2022-02-09/2022-02-11")
    ends = [_bounds(point) for point in points]
    first, last = ends[0][0], ends[-1][1]
    if first is None or last is None:
        return None, None
    if last < first:
        raise ValueError(f"{edtf!r} ends before it begins")
    return first.isoformat(), last.isoformat()


def _bounds(point: str) -> tuple[date, date] | tuple[None, None]:
    year, month, day = _POINT.fullmatch(point).groups()  # type: ignore[union-attr]
    unknown = (None, "XX")
    # 2000 stands for an unknown year while the day is checked: a leap year.
    y = 2000 if year == "XXXX" else int(year)
    from_month, to_month = (1, 12) if month in unknown else (int(month), int(month))
    try:
        if day in unknown:
            first, last = date(y, from_month, 1), date(y, to_month, monthrange(y, to_month)[1])
        else:
            first, last = date(y, from_month, int(day)), date(y, to_month, int(day))
    except ValueError as error:
        raise ValueError(f"{point!r} is no day of the calendar") from error
    return (None, None) if year == "XXXX" else (first, last)
