"""Agencies as what they are: measured on mentions that were resolved by hand, and what must hold for any name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.identity.agencies import resolve, resolve_all, words_of
from corpus.identity.places import Context, gazetteer, table

SET = list(table("agencies"))
#: The share of SET that must be right in certainty, name, level, kind and unit.
FLOOR = 0.95
HERE = Context("40", "2022-02-10")


def told(mention, province, when):
    found = resolve(mention, Context(province or None, when or None))
    if found.certainty != "resolved":
        return ("ambiguous",)
    return found.name, found.level or "", found.kind or "", found.unit_code or found.unit_code_2025 or ""


def expected(name, *details):
    return ("ambiguous",) if name == "ambiguous" else (name, *details)


def test_mentions_are_resolved_as_by_hand():
    assert len(SET) >= 300 and len({tuple(row[:3]) for row in SET}) == len(SET)
    wrong = [(*row, told(*row[:3])) for row in SET if told(*row[:3]) != expected(*row[3:])]
    assert 1 - len(wrong) / len(SET) >= FLOOR, wrong


@pytest.mark.parametrize(
    ("names", "context"),
    [
        (["UBND H. Sông Lô", "Ủy ban nhân dân huyện Sông Lô", "Uỷ ban Nhân dân huyện Sông Lô", "huyện Sông Lô"], HERE),
        (["Sở Nội vụ", "sở nội vụ tỉnh Nghệ An", "Sở Nội vụ Nghệ An", "so noi vu nghe an"], HERE),
        (["Sở GD&ĐT", "Sở Giáo dục - Đào tạo", "Sở GD-ĐT tỉnh", "Sở Giáo dục, Đào tạo Nghệ An"], HERE),
        (["Công ty CP Đức Hoà", "CTCP Đức Hòa", "Công ty Cổ phần Đức Hòa"], HERE),
        (["Đội QLTT số 5", "Đội Quản lý thị trường số 5"], HERE),
    ],
)
def test_names_of_one_agency_have_one_key(names, context):
    assert len({resolve(name, context).key for name in names}) == 1


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (("Sở Nội vụ", "40", "2022"), ("Sở Nội vụ", "26", "2022")),
        (("UBND tỉnh Phú Thọ", None, "2024"), ("UBND tỉnh Phú Thọ", None, "2025-08-01")),  # three provinces now
        (("UBND xã Nghĩa Bình, huyện Tân Kỳ", "40", "2022"), ("UBND xã Nghĩa Bình, Nghĩa Đàn", "40", "2022")),
        (("Huyện ủy Yên Thành", "40", "2022"), ("huyện Yên Thành", "40", "2022")),
        (("Trường THPT Nguyễn Trãi", "34", "2022"), ("Trường THPT Nguyễn Trãi", "45", "2022")),
    ],
)
def test_what_is_not_one_agency_has_two_keys(a, b):
    assert resolve(a[0], Context(*a[1:])).key != resolve(b[0], Context(*b[1:])).key


def test_codes_and_coordinates_before_and_after_july_2025():
    district = resolve("UBND H. Sông Lô", Context("26", "2022"))
    assert (district.unit_code, district.province, district.province_2025) == ("253", "26", "25")
    seat = resolve("UBND xã Sông Lô", Context("26", "2025-08-01"))
    assert district.unit_code_2025 == seat.unit_code_2025 == "08848" and seat.unit_code is None
    assert seat.province == "26"  # all of it comes from Vĩnh Phúc
    assert abs(district.latitude - seat.latitude) < 0.2 and abs(district.longitude - seat.longitude) < 0.2


def test_successors_have_days_and_keys_of_their_own():
    (after,) = resolve("Sở TN&MT", HERE).successions
    assert (after.name, after.on_date) == ("Sở Nông nghiệp và Môi trường tỉnh Nghệ An", "2025-03-01")
    assert after.key == resolve("Sở NN&MT", Context("40", "2025-06-01")).key
    merged = resolve("Sở Nội vụ", Context("26", "2022")).successions
    assert [(one.name, one.on_date, one.how) for one in merged] == [("Sở Nội vụ tỉnh Phú Thọ", "2025-07-01", "merged")]
    assert merged[0].key == resolve("Sở Nội vụ", Context("26", "2025-09-01")).key
    (ministry,) = resolve("Bộ GTVT", HERE).successions
    assert (ministry.name, ministry.key) == ("Bộ Xây dựng", resolve("Bộ Xây dựng", HERE).key)
    (later,) = resolve("UBND xã Nghĩa Bình, huyện Tân Kỳ", HERE).successions
    assert (later.name, later.on_date) == ("UBND xã Bình Hợp, huyện Tân Kỳ, tỉnh Nghệ An", "2022/2025")
    (seat,) = resolve("UBND huyện Sông Lô", Context("26", "2022")).successions
    assert (seat.key, seat.how) == (resolve("UBND xã Sông Lô", Context("26", "2025-09-01")).key, "abolished")


def test_what_is_inspected_together_tells_the_district():
    names = [
        "UBND huyện Nghĩa Đàn",
        "UBND xã Nghĩa Lợi",
        "Công an huyện",
        "UBND xã Nghĩa Bình",
        "Phòng Nội vụ",
        "UBND xã",
    ]
    found = [agency.name for agency in resolve_all(names, HERE)]
    assert found[2:5] == [
        "Công an huyện Nghĩa Đàn, tỉnh Nghệ An",
        "UBND xã Nghĩa Bình, huyện Nghĩa Đàn, tỉnh Nghệ An",
        "Phòng Nội vụ huyện Nghĩa Đàn, tỉnh Nghệ An",
    ]
    assert resolve_all(names, HERE)[5].certainty == "ambiguous"
    apart = resolve_all(["UBND huyện Nghĩa Đàn", "UBND huyện Tân Kỳ", "Công an huyện"], HERE)
    assert apart[2].certainty == "ambiguous"


def test_parents():
    assert resolve("Thanh tra Sở Y tế", HERE).parent == "Sở Y tế tỉnh Nghệ An"
    assert resolve("Phòng Nội vụ huyện Yên Thành", HERE).parent == "UBND huyện Yên Thành, tỉnh Nghệ An"
    commune = resolve("UBND xã Đồng Thịnh", Context("26", "2022"))
    assert commune.parent_key == resolve("UBND huyện Sông Lô", HERE).key


def test_ambiguous_names_keep_their_candidates():
    found = resolve("UBND thành phố", Context("22", "2022"))
    assert found.certainty == "ambiguous" and found.unit_code is None
    assert [(one.name, one.score) for one in found.candidates] == [
        (f"UBND thành phố {city}, tỉnh Quảng Ninh", 0.2)
        for city in ("Cẩm Phả", "Hạ Long", "Móng Cái", "Uông Bí", "Đông Triều")
    ]
    assert len(resolve("Phòng Nội vụ", HERE).candidates) == 20  # one in each district


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40), st.sampled_from([None, "40", "79", "25"]), st.sampled_from([None, "2019", "2025-09-01"]))
def test_any_name_has_a_key_and_no_invented_place(name, province, when):
    found = resolve(name, Context(province, when))
    assert found.key and found.certainty in ("resolved", "ambiguous", "unknown")
    if found.certainty != "resolved":
        assert found.unit_code is None and found.latitude is None


@pytest.mark.parametrize("name", ["Đoàn kiểm tra liên ngành", "các đơn vị", "Trung tâm", "", "(…)", "UBND xã X"])
def test_what_names_no_agency_is_not_resolved(name):
    assert resolve(name, HERE).certainty != "resolved"


def test_the_gazetteer_is_whole():
    places = gazetteer()
    assert len([unit for unit in places.old.values() if unit.level == "commune" and not unit.gone]) == 10_035
    assert len([unit for unit in places.old.values() if unit.level == "district" and not unit.gone]) == 696
    assert len([unit for unit in places.new.values() if unit.level == "commune"]) == 3_321
    for unit in places.old.values():
        assert all(code in places.new for code in unit.successors)
        assert unit.gone or unit.level != "commune" or unit.successors, unit


@pytest.mark.parametrize("row", list(table("heads")), ids=lambda row: row[0])
def test_examples_of_heads_are_read_by_them(row):
    head, kind, written, _, _, example = row
    found = resolve(example, HERE)
    assert found.kind == kind and found.name.startswith(written), found


@pytest.mark.parametrize("row", list(table("abbreviations")), ids=lambda row: row[0])
def test_examples_of_abbreviations_are_written_out(row):
    _, long, example = row
    assert set(long.lower().split()) <= set(words_of(example).low)


@pytest.mark.parametrize("row", list(table("names")), ids=lambda row: row[-1])
def test_other_names_lead_to_their_unit(row):
    code, _, _, example = row
    assert resolve(example, Context(gazetteer().province(gazetteer().old[code]).code, "2017")).unit_code == code


def test_successions_name_bodies():
    bodies = {row[0] for row in table("bodies")}
    for old, new, on_date, _, _ in table("successions"):
        assert {old, new} <= bodies and on_date >= "2025"
