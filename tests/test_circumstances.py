"""How an inspection came about and what it looks back on: text -> what is read, with the words that say it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.edtf import days
from extract.analysis import Analysis, analyse
from extract.article import Article
from extract.circumstances import body_level, kind, occasion, period_covered, stage_detail, team_size
from extract.details import documents, inspecting_body, topic
from extract.inspection import Found, Mention


def read(text: str, title: str = "Tin trong tỉnh") -> Analysis:
    return analyse(Article("a", title, (("paragraph", text),)))


def told(analysis: Analysis, found):
    """A value and the words that say it."""
    return found and (found.value, "".join(analysis.text[m.start : m.end] for m in found.evidence))


PERIODS = [
    ("Thanh tra tỉnh công bố quyết định thanh tra tại Sở Y tế, thời kỳ thanh tra từ 01/01/2019 đến 31/12/2021.",
     "2019-01-01/2021-12-31"),
    ("Thanh tra tỉnh kết luận thanh tra tại Sở Y tế trong giai đoạn 2016 - 2020.", "2016/2020"),
    ("Đoàn thanh tra làm việc với Sở Y tế; thời kỳ thanh tra: năm 2020.", "2020"),
    ("Đoàn kiểm toán làm việc với Sở Y tế, niên độ kế toán năm 2021.", "2021"),
    ("Đoàn giám sát việc quản lý đất giai đoạn từ tháng 7/2018 đến tháng 6/2020 tại xã Lam Sơn.", "2018-07/2020-06"),
    ("Đoàn kiểm tra làm việc với Sở Y tế từ ngày 5/3/2021 đến ngày 9/3/2021.", None),  # the days of the inspection
    ("Quy hoạch giai đoạn 2021 - 2030 được duyệt.", None),  # no inspection
    ("Đoàn thanh tra tại Sở Y tế, thời kỳ thanh tra từ 31/02/2019 đến 31/12/2021.", None),
    ("Đoàn thanh tra tại Sở Y tế, giai đoạn 2020 - 2018.", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PERIODS)
def test_the_period_covered_is_not_when_the_inspection_was(text, expected):
    found = period_covered(read(text))
    assert (found and found.value) == expected


@given(st.text(alphabet="thờikỳgađn năm/-0123456789 từế", max_size=60))
def test_a_period_is_a_date_that_there_is(text):
    if found := period_covered(read(f"Đoàn thanh tra tại Sở Y tế, thời kỳ thanh tra {text}.")):
        first, last = days(found.value)
        assert first <= last


OCCASIONS = [
    ("Đoàn kiểm tra tại UBND xã Lam Sơn theo kế hoạch năm 2022.", ("plan", "theo kế hoạch")),
    (
        "Theo đơn tố cáo của dân, Thanh tra huyện đã thanh tra tại UBND xã Lam Sơn.",
        ("complaint", "Theo đơn tố cáo"),
    ),
    ("Đoàn kiểm tra theo chỉ đạo của Chủ tịch UBND tỉnh đến Sở Y tế.", ("directive", "theo chỉ đạo của")),
    ("Sau khi báo chí phản ánh, đoàn liên ngành đã kiểm tra bãi rác.", ("press", "Sau khi báo chí phản ánh")),
    ("Đoàn kiểm tra làm việc tại Sở Y tế.", None),
    ("UBND xã Lam Sơn thu thuế theo kế hoạch.", None),
]


@pytest.mark.parametrize(("text", "expected"), OCCASIONS)
def test_why_there_was_an_inspection(text, expected):
    analysis = read(text)
    assert told(analysis, occasion(analysis)) == expected


KINDS = [
    ("Đoàn kiểm tra công vụ làm việc tại Sở Y tế.", "public_duty"),
    ("Đoàn kiểm tra liên ngành của huyện kiểm tra chợ Vinh.", "interagency"),
    ("Ủy ban Kiểm tra Tỉnh ủy kiểm tra Đảng ủy xã Lam Sơn.", "party"),
    ("Đoàn kiểm tra cải cách hành chính tại UBND xã Lam Sơn.", "administrative_reform"),
    ("Đoàn kiểm tra đến Sở Y tế.", None),
]


@pytest.mark.parametrize(("text", "expected"), KINDS)
def test_kinds_go_by_who_inspects_and_what_for(text, expected):
    analysis = read(text)
    found = kind(analysis, inspecting_body(analysis), topic(analysis))
    assert (found and found.value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đoàn thanh tra gồm 6 thành viên do ông Lê Văn Tám làm Trưởng đoàn.", 6),
        ("Đoàn thanh tra kết luận đơn vị có 6 người vắng mặt.", None),
        ("Đoàn thanh tra gồm năm người đến Sở Y tế.", 5),
    ],
)
def test_the_size_of_a_team(text, expected):
    found = team_size(read(text))
    assert (found and found.value) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Thanh tra tỉnh có dự thảo kết luận thanh tra tại Sở Y tế.", "draft"),
        ("Thanh tra tỉnh kiểm tra việc thực hiện kết luận thanh tra tại Sở Y tế.", "followed_up"),
        ("Đoàn thanh tra lại vụ việc tại UBND xã Lam Sơn.", "rechecked"),
        ("Thanh tra tỉnh công bố kết luận thanh tra tại Sở Y tế.", None),
    ],
)
def test_what_the_stage_does_not_say(text, expected):
    found = stage_detail(read(text))
    assert (found and found.value) == expected


SIGNERS = [
    ("Quyết định số 46/QĐ-TTr do Chánh Thanh tra tỉnh Lê Văn Tám ký về thanh tra tại Sở Y tế.", "Lê Văn Tám"),
    ("Ông Lê Văn Tám, Chánh Thanh tra tỉnh vừa ký ban hành Kết luận thanh tra số 12/KL-TTr tại Sở Y tế.", "Lê Văn Tám"),
    ("Quyết định số 46/QĐ-TTr thanh tra Sở Y tế; ông Lê Văn Tám dự buổi công bố.", None),
    ("Ông Lê Văn Tám công bố Quyết định số 46/QĐ-TTr.", None),
]


@pytest.mark.parametrize(("text", "expected"), SIGNERS)
def test_who_signed_is_named_beside_the_signing(text, expected):
    analysis = read(text)
    (found,) = documents(analysis)
    assert found.value.signer == expected
    if expected:
        assert expected in analysis.text[found.evidence[1].start : found.evidence[1].end]


@pytest.mark.parametrize(
    ("body", "level"),
    [
        ("đoàn kiểm tra của Thanh tra Bộ Y tế", "central"),
        ("Thanh tra Chính phủ", "central"),
        ("Tổng cục Đường bộ Việt Nam", "central"),
        ("Kiểm toán Nhà nước khu vực II", "central"),
        ("đoàn kiểm tra của Sở Nội vụ", "province"),
        ("UBND TP. Hà Nội", "province"),
        ("Cục Quản lý thị trường Nghệ An", "province"),
        ("UBND thị xã Cửa Lò", "district"),
        ("Phòng Y tế huyện Yên Thành", "district"),
        ("tổ kiểm tra của UBND xã Nghi Ân", "commune"),
        ("Ủy ban Kiểm tra Tỉnh ủy Nghệ An", "party"),
        ("Sở Lao động - Thương binh và Xã hội", "province"),
        ("đoàn kiểm tra liên ngành", None),
        ("cán bộ đội trật tự", None),
    ],
)
def test_a_body_is_of_the_level_that_its_name_says(body, level):
    proof = (Mention(3, 9, "body:team"),)
    found = body_level(Found(body, proof))
    assert (found and found.value) == level
    assert found is None or (found.evidence[0].start, found.evidence[0].end) == (3, 9)


def test_nobody_has_no_level():
    assert body_level(None) is None
