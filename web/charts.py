"""Charts: Vega-Lite specifications, drawn as SVG on the server. Their marks are links, so that a click filters."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal

import vl_convert
from markupsafe import Markup

_SHAPES = Path(__file__).resolve().parents[1] / "data" / "map"
#: Islands that are too small to be drawn, with the province that they are of: before July 2025, and since.
ISLANDS = (
    {"name": "Hoàng Sa (Đà Nẵng)", "longitude": 112.0, "latitude": 16.5},
    {"name": "Trường Sa (Khánh Hòa)", "longitude": 111.95, "latitude": 10.2},
)
#: Colours are the page's own, so that a chart is light or dark as the page is (see style.css).
INK, FAINT, ACCENT, PAPER = "var(--ink-soft)", "var(--rule)", "var(--accent)", "var(--paper)"
#: From few to many; a province without any is NONE.
SHADES = tuple(f"var(--shade-{i})" for i in range(1, 6))
NONE = "var(--shade-0)"
CONFIG = {
    "background": None,
    "font": "sans-serif",
    "view": {"stroke": None},
    "axis": {
        "labelColor": INK, "titleColor": INK, "domainColor": FAINT, "tickColor": FAINT, "gridColor": FAINT,
        "labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal",
        # To measure labels costs more than all the rest of a chart.
        "labelBound": False, "labelFlush": False,
    },
}  # fmt: skip
#: Months that are drawn one by one; of a longer time the years are.
MOST_MONTHS, FEWEST = 120, 12
#: Up to so many months each can have its name; beyond, the year stands at each January.
MOST_NAMED = 24
#: Pixels that the name of a month and of a year take.
MONTH_LABEL, YEAR_LABEL = 64, 40
Unit = Literal["month", "year"]


def unit(counts: Mapping[str, int]) -> Unit:
    """By what numbers by month (YYYY-MM) are drawn: by month, or, where it is a long time, by year."""
    return "year" if counts and len(_months(min(counts), max(counts))) > MOST_MONTHS else "month"


def over_time(
    counts: Mapping[str, int], link: Callable[[Unit, str], str], label: str, height: int = 110, width: int = 640
) -> Markup | None:
    """Bars for {YYYY-MM: number} by `unit`, with `link(unit, YYYY-MM or YYYY)` for each; height and width in pixels.
    None where there is nothing."""
    if not counts:
        return None
    spans = _months(min(counts), max(counts))
    while len(spans) < FEWEST:  # bars of one month would be as wide as the page
        spans = _months(_next(spans[0], -1), _next(spans[-1], 1))
    by = unit(counts)
    if by == "year":
        by_year: dict[str, int] = {}
        for month, number in counts.items():
            by_year[month[:4]] = by_year.get(month[:4], 0) + number
        counts = by_year
        spans = [f"{year}" for year in range(int(min(by_year)), int(max(by_year)) + 1)]
    values = [
        {"shown": _shown(span), "n": number, "url": link(by, span) if number else None}
        for span in spans
        for number in [counts.get(span, 0)]
    ]
    named = spans if by == "year" or len(spans) <= MOST_NAMED else [span for span in spans if span.endswith("-01")]
    every = -(-len(named) * (MONTH_LABEL if named is spans and by == "month" else YEAR_LABEL) // width)
    axis = {
        "title": None,
        "values": [_shown(span) for span in named[::every]],
        "labelExpr": "datum.label" if named is spans else "slice(datum.label, 3)",
        "labelAngle": 0,
        "labelOverlap": False,
        "domain": True,
        "ticks": True,
    }
    return _draw(
        {
            "width": width,
            "height": height,
            "data": {"values": values},
            "mark": {"type": "bar", "color": ACCENT, "cursor": "pointer"},
            "encoding": {
                "x": {"field": "shown", "type": "ordinal", "sort": None, "axis": axis, "scale": {"padding": 0.15}},
                "y": {
                    "field": "n",
                    "type": "quantitative",
                    "axis": {
                        "title": None,
                        "values": _ticks(max(value["n"] for value in values)),
                        "format": "d",
                        "domain": False,
                    },
                },
                "href": {"field": "url"},
                "description": {"field": "described"},
            },
            "transform": [{"calculate": "datum.shown + ': ' + datum.n", "as": "described"}],
        },
        label,
    )


def bars(rows: Sequence[Mapping[str, Any]], label: str) -> Markup | None:
    """Bars for {name, n, url}, the longest first."""
    if not rows:
        return None
    return _draw(
        {
            "width": 150,
            "height": {"step": 26},
            "data": {"values": list(rows)},
            "encoding": {
                "y": {
                    "field": "name",
                    "type": "nominal",
                    "sort": None,
                    "axis": {"title": None, "ticks": False, "domain": False, "labelLimit": 190},
                },
                "x": {"field": "n", "type": "quantitative", "axis": None},
            },
            "layer": [
                {
                    "mark": {"type": "bar", "color": ACCENT},
                    "encoding": {"href": {"field": "url"}, "description": {"field": "described"}},
                },
                {
                    "mark": {"type": "text", "align": "left", "dx": 4, "color": INK, "fontSize": 12},
                    "encoding": {"text": {"field": "n"}},
                },
            ],
            "transform": [{"calculate": "datum.name + ': ' + datum.n", "as": "described"}],
        },
        label,
    )


def provinces(counts: Mapping[str, int], links: Mapping[str, str], label: str, today: bool = False) -> Markup:
    """A map of the provinces of before July 2025, or of `today`, shaded by {code: number}, a link for each."""
    steps = _steps(counts.values())
    features = [
        {
            "type": "Feature",
            "geometry": one["geometry"],
            "name": one["properties"]["name"],
            "described": f"{one['properties']['name']}: {counts.get(one['properties']['code'], 0)}",
            "shade": _shade(counts.get(one["properties"]["code"], 0), steps),
            "url": links.get(one["properties"]["code"]),
        }
        for one in shapes(today)
    ]
    place = {"longitude": {"field": "longitude", "type": "quantitative"}, "latitude": {"field": "latitude"}}
    return _draw(
        {
            "width": 420,
            "height": 560,
            "projection": {"type": "mercator"},
            "layer": [
                {
                    "data": {"values": features},
                    "mark": {"type": "geoshape", "stroke": PAPER, "strokeWidth": 0.8},
                    "encoding": {
                        "color": {"field": "shade", "type": "nominal", "scale": None},
                        "href": {"field": "url"},
                        "description": {"field": "described"},
                    },
                },
                {
                    "data": {"values": ISLANDS},
                    "mark": {"type": "point", "filled": True, "color": INK, "size": 8, "aria": False},
                    "encoding": place,
                },
                {
                    "data": {"values": ISLANDS},
                    "mark": {"type": "text", "color": INK, "fontSize": 15, "dy": 16, "aria": False},
                    "encoding": place | {"text": {"field": "name"}},
                },
            ],
        },
        label,
    )


@cache
def shapes(today: bool) -> list[dict[str, Any]]:
    """The provinces as GeoJSON features (see data/map/build.py)."""
    file = _SHAPES / ("provinces_2025.geojson" if today else "provinces.geojson")
    return json.loads(file.read_text(encoding="utf-8"))["features"]


def _steps(numbers: Iterable[int]) -> list[float]:
    """Numbers from which the next shade begins: each has about as many provinces."""
    some = sorted(number for number in numbers if number)
    return [some[len(some) * i // len(SHADES)] for i in range(1, len(SHADES))] if some else []


def _shade(number: int, steps: Sequence[float]) -> str:
    return SHADES[sum(number >= step for step in steps) if len(set(steps)) > 1 else 0] if number else NONE


def _ticks(most: int) -> list[int]:
    """Whole numbers at the axis: none, half and all, or what is near."""
    return sorted({0, most // 2, most})


def _months(first: str, last: str) -> list[str]:
    found = [first]
    while found[-1] < last:
        found.append(_next(found[-1], 1))
    return found


def _shown(span: str) -> str:
    """2023-05 as 05/2023."""
    return "/".join(reversed(span.split("-")))


def _next(month: str, step: int) -> str:
    number = int(month[:4]) * 12 + int(month[5:]) - 1 + step
    return f"{number // 12}-{number % 12 + 1:02}"


def _draw(spec: dict[str, Any], label: str) -> Markup:
    return _svg(json.dumps(spec | {"config": CONFIG}, ensure_ascii=False), label)


@lru_cache(maxsize=256)
def _svg(spec: str, label: str) -> Markup:
    """The SVG of a specification (JSON), to stand in a page: as wide as there is room."""
    svg = vl_convert.vegalite_to_svg(spec)
    svg = re.sub(r'^(<svg[^>]*?) width="[\d.]+" height="[\d.]+"', r"\1", svg)
    # Vega takes links for those of its own example data, and what has none for a link too.
    svg = re.sub(r'<a xlink:href="[^"]*/null">(.*?)</a>', r"\1", svg)
    svg = re.sub(r'xlink:href="https?://[^"]*?/(/[^"]*)"', r'xlink:href="\1"', svg)
    # What a mark is called shows under the pointer.
    svg = re.sub(r'(<path aria-label="([^"]*)" role="graphics-symbol"[^>]*)/>', r"\1><title>\2</title></path>", svg)
    escaped = str(Markup.escape(label))
    # The label of the picture; Vega has none for the whole.
    return Markup(re.sub(r"^<svg", lambda _: f'<svg role="group" aria-label="{escaped}"', svg, count=1))
