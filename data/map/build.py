#!/usr/bin/env python
"""Draws the provinces from package data: `python data/map/build.py ATLAS` writes the two GeoJSON files beside it.

No package holds the boundaries of Vietnam's provinces. But vietnamadminunits (MIT) holds a coordinate for each of the
10,000 communes, and world-atlas (npm, Natural Earth, public domain) the outline of the country: every place of the
country belongs to the commune it is nearest to, and so to a province. The boundaries are right to a few kilometres,
which is less than a line is wide on the page. ATLAS is `countries-10m.json` of world-atlas; needs `pip install
vietnamadminunits "shapely>=2.1"`, for the build only.
"""

from __future__ import annotations

import json
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import shapely
from shapely import MultiPoint, MultiPolygon, Point, Polygon

HERE = Path(__file__).resolve().parent
#: What the package has of communes: the state of before July 2025, and of today.
UNITS = {
    "provinces": "SELECT provinceCode, province, wardLat, wardLon FROM admin_units_legacy",
    "provinces_2025": "SELECT provinceCode, province, wardLat, wardLon FROM admin_units",
}
#: Boundaries are simplified to so many degrees; islets smaller than SMALLEST (square degrees) are left out.
TOLERANCE, SMALLEST = 0.03, 0.002
DECIMALS = 3


def outline(atlas: Path) -> MultiPolygon:
    """Vietnam out of a TopoJSON file of countries."""
    world = json.loads(atlas.read_text(encoding="utf-8"))
    (scale_x, scale_y), (move_x, move_y) = world["transform"]["scale"], world["transform"]["translate"]
    country = next(g for g in world["objects"]["countries"]["geometries"] if g["properties"]["name"] == "Vietnam")

    def arc(number: int) -> list[tuple[float, float]]:
        x = y = 0
        points = []
        for dx, dy in world["arcs"][number if number >= 0 else ~number]:
            x, y = x + dx, y + dy
            points.append((x * scale_x + move_x, y * scale_y + move_y))
        return points if number >= 0 else points[::-1]

    rings = ([point for number in ring for point in arc(number)] for polygon in country["arcs"] for ring in polygon[:1])
    return shapely.union_all([Polygon(ring).buffer(0) for ring in rings])


def communes(query: str) -> Iterator[tuple[str, str, Point]]:
    """(province code, province name, place) of every commune that has one."""
    with sqlite3.connect(str(files("vietnamadminunits") / "data" / "dataset.db")) as packaged:
        for code, name, latitude, longitude in packaged.execute(query):
            if code and latitude and longitude:
                yield f"{int(code):02}", name, Point(longitude, latitude)


def shapes(query: str, country: MultiPolygon) -> dict[tuple[str, str], MultiPolygon]:
    """The land of each province (code, name)."""
    found = {place: (code, name) for code, name, place in communes(query)}
    places = [place for place in found if place.distance(country) < 0.3]
    cells = shapely.voronoi_polygons(MultiPoint(places), extend_to=country.envelope, ordered=True)
    by_province = defaultdict(list)
    for place, cell in zip(places, cells.geoms, strict=True):
        by_province[found[place]].append(cell)
    keys = sorted(by_province)
    lands = [shapely.union_all(by_province[key]).intersection(country) for key in keys]
    return dict(zip(keys, shapely.coverage_simplify(lands, TOLERANCE), strict=True))


def feature(code: str, name: str, land: MultiPolygon) -> dict:
    """A province as GeoJSON; d3 wants outer rings clockwise."""
    parts = [part for part in getattr(land, "geoms", [land]) if isinstance(part, Polygon)]
    parts = [part for part in parts if part.area > SMALLEST] or [max(parts, key=lambda part: part.area)]
    rings = [[[round(x, DECIMALS), round(y, DECIMALS)] for x, y in part.exterior.coords] for part in parts]
    rings = [ring if not shapely.is_ccw(shapely.LinearRing(ring)) else ring[::-1] for ring in rings]
    return {
        "type": "Feature",
        "properties": {"code": code, "name": name.removeprefix("Tỉnh ").removeprefix("Thành phố ")},
        "geometry": {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings]},
    }


def main(atlas: Path) -> None:
    country = outline(atlas)
    for name, query in UNITS.items():
        features = [feature(*key, land) for key, land in shapes(query, country).items()]
        lines = ",\n".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) for one in features)
        file = HERE / f"{name}.geojson"
        file.write_text(f'{{"type":"FeatureCollection","features":[\n{lines}\n]}}\n', encoding="utf-8")
        print(f"{file.name}: {len(features)} provinces, {file.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
