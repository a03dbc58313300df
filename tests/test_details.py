"""The values that an inspection has once: text -> what is read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.analysis import Analysis, analyse
from extract.article import Article
from extract.details import activity, agency_count, amount_in_vnd, documents, inspecting_body, outcomes, stage, surprise
from extract.details import topic as topic_of
from extract.lexicon import rows
from extract.text import search_form


def read(*paragraphs: str, title: str = "Tin trong tỉnh") -> Analysis:
    return analyse(Article("a", title, tuple(("paragraph", text) for text in paragraphs)))


SURPRISES = [
    ("Đoàn công tác của Sở Nội vụ kiểm tra đột xuất tại UBND xã Lam Sơn.", True),
    ("Tổ kiểm tra đột xuất kiểm tra UBND xã Lam Sơn.", True),
    ("Đoàn kiểm tra công vụ đột xuất đã đến UBND xã Lam Sơn.", True),
    ("Kết luận thanh tra đột xuất tại Sở Y tế nêu 3 thiếu sót.", True),
    ("Tổ công tác bất ngờ có mặt tại UBND phường Hà Huy Tập để kiểm tra.", True),
    ("Đoàn liên ngành bất ngờ kiểm tra quán cơm Hai Bưởi.", True),
    ("Không báo trước, đoàn kiểm tra đến trạm y tế lúc 7 giờ 30.", True),
    ("Đoàn kiểm tra tại UBND xã Lam Sơn theo kế hoạch năm 2022.", False),
    # habits, plans and other things that come without notice
    ("Đoàn kiểm tra việc thực hiện nhiệm vụ thường xuyên, đột xuất tại UBND xã Lam Sơn.", False),
    ("Thời gian tới, Sở Nội vụ sẽ kiểm tra đột xuất tại các xã.", False),
    ("Trong năm, Thanh tra tỉnh tiến hành 12 cuộc thanh tra đột xuất.", False),
    ("Đội quản lý thị trường kiểm tra đột xuất 57 đợt trong 6 tháng.", False),
    ("Tiểu thương bức xúc vì chợ bất ngờ đóng cửa trước khi đoàn kiểm tra tới.", False),
    ("Ông Lê Văn Tám nói không bất ngờ về kết luận thanh tra.", False),
]


@pytest.mark.parametrize(("text", "expected"), SURPRISES)
def test_a_surprise_is_said_of_the_inspection_itself(text, expected):
    found = surprise(read(text))
    assert found.value is expected
    assert bool(found.evidence) is expected


ACTIVITIES = [
    ("Đoàn thanh tra làm việc tại Sở Y tế. Kết luận thanh tra nêu 3 thiếu sót.", "thanh tra"),
    ("Đoàn kiểm tra công vụ làm việc tại UBND xã Lam Sơn.", "kiểm tra"),
    ("Ban Pháp chế HĐND tỉnh giám sát tại UBND huyện Nghi Lộc.", "giám sát"),
    ("Báo cáo kiểm toán của Kiểm toán nhà nước khu vực II nêu 3 thiếu sót.", "kiểm toán"),
]


@pytest.mark.parametrize(("text", "expected"), ACTIVITIES)
def test_the_activity_is_the_act_told_of_most(text, expected):
    assert activity(read(text)).value == expected


STAGES = [
    ("Thanh tra tỉnh công bố quyết định thanh tra tại Sở Y tế.", "announced"),
    ("Đoàn kiểm tra đang làm việc tại Sở Y tế.", "under_way"),
    ("Thanh tra tỉnh công bố kết luận thanh tra tại Sở Y tế.", "concluded"),
]


@pytest.mark.parametrize(("text", "expected"), STAGES)
def test_the_stage_is_how_far_the_text_tells(text, expected):
    assert stage(read(text)).value == expected


TOPICS = [
    ("Đoàn kiểm tra việc chấp hành giờ giấc, nội quy tại UBND xã Lam Sơn.", "việc chấp hành giờ giấc, nội quy"),
    ("Đoàn giám sát về công tác khám, chữa bệnh đối với Bệnh viện Đa khoa tỉnh.", "công tác khám, chữa bệnh"),
    ("Đoàn liên ngành kiểm tra điều kiện an toàn lao động ở mỏ đá Lèn Hai.", "điều kiện an toàn lao động"),
    ("Đoàn kiểm tra UBND xã Lam Sơn.", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), TOPICS)
def test_the_topic_is_what_follows_the_act_up_to_where_or_whom(text, expected):
    found = topic_of(read(text))
    assert (found.value if found else None) == expected


BODIES = [
    ("Đoàn kiểm tra của UBND tỉnh Nghệ An làm việc tại Sở Y tế.", "Đoàn kiểm tra của UBND tỉnh Nghệ An"),
    ("Thanh tra tỉnh Nghệ An kết luận về Sở Y tế, nêu 3 thiếu sót.", "Thanh tra tỉnh Nghệ An"),
    ("Kết luận thanh tra số 12 nêu 3 thiếu sót.", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), BODIES)
def test_the_body_is_the_team_with_its_name_or_an_inspectorate(text, expected):
    found = inspecting_body(read(text))
    assert (found.value if found else None) == expected


COUNTS = [
    ("Đoàn đã kiểm tra đối với 32 cơ quan, đơn vị.", 32),
    ("Kết quả kiểm tra tại 22 đơn vị có 30 người vắng mặt.", 22),
    ("Đoàn kiểm tra công vụ làm việc với hai xã trong huyện.", 2),
    ("Trong đợt này, 785 cơ sở được thanh tra, kiểm tra.", 785),
    ("Tổ công tác kiểm tra 4 bãi giữ xe quanh chợ.", 4),
    ("Kết luận thanh tra về việc bán đất nêu trách nhiệm của 38 doanh nghiệp mua lại.", None),
    ("Đoàn kiểm tra phát hiện 5 cơ sở vi phạm.", None),
    ("Đoàn kiểm tra liên ngành gồm 3 sở làm việc tại chợ Vinh.", None),
    ("Đoàn kiểm tra một cơ sở.", None),
]


@pytest.mark.parametrize(("text", "expected"), COUNTS)
def test_the_number_of_inspected_organisations_is_read_where_it_is_said(text, expected):
    found = agency_count(read(text))
    assert (found.value if found else None) == expected


DOCUMENTS = [
    ("Theo Quyết định số 46/QĐ-TTr ngày 3/5/2021 về Sở Y tế.", [("Quyết định", "46/QĐ-TTr", "2021-05-03")]),
    ("Thực hiện Chỉ thị số 17-CT/TU ngày 03-12-2013 của Tỉnh ủy.", [("Chỉ thị", "17-CT/TU", "2013-12-03")]),
    ("Kết luận thanh tra số 534/KL-TT ngày 5 tháng 9 năm 2016 nêu rõ.", [("Kết luận", "534/KL-TT", "2016-09-05")]),
    ("Công văn số 1284; Nghị định 10/2019/NĐ-CP.", [("Công văn", "1284", None), ("Nghị định", "10/2019/NĐ-CP", None)]),
    ("Kế hoạch số 12/KH-UBND, nhắc lại Kế hoạch số 12/KH-UBND.", [("Kế hoạch", "12/KH-UBND", None)]),
    ("Quyết định 3 người đi học, kế hoạch 2016-2020.", []),
    ("Quyết định số 8/QĐ-SYT ngày 40/13/2021.", [("Quyết định", "8/QĐ-SYT", None)]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), DOCUMENTS)
def test_documents_are_read_with_their_number_and_date(text, expected):
    assert [(f.value.kind, f.value.number, f.value.date) for f in documents(read(text))] == expected


SUMS = [
    ("5 triệu đồng", 5_000_000), ("3,9 triệu đồng", 3_900_000), ("10.091 triệu đồng", 10_091_000_000),
    ("hơn 1,25 tỉ đồng", 1_250_000_000), ("500.000đ", 500_000), ("750 nghìn đồng", 750_000), ("12 người", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SUMS)
def test_sums_of_money_are_in_vnd(text, expected):
    assert amount_in_vnd(search_form(text)) == expected


OUTCOMES = [
    ("Đoàn đã nhắc nhở UBND xã Lam Sơn.", [("reminded", "imposed", 1, None)]),
    ("Cửa hàng Thanh Hà bị phạt 3,9 triệu đồng.", [("fined", "imposed", 4, 3_900_000)]),
    ("Thanh tra tỉnh kiến nghị thu hồi 5 tỷ đồng.", [("recovered", "recommended", 4, 5_000_000_000)]),
    ("Thanh tra tỉnh đã kiến nghị thu hồi 5 tỷ đồng, đến nay đơn vị đã nộp ngân sách 2 tỷ đồng.", [
        ("recovered", "recommended", 4, 5_000_000_000), ("recovered", "imposed", 4, 2_000_000_000),
    ]),
    ("Chủ tịch UBND tỉnh yêu cầu kiểm điểm 3 cán bộ.", [("self_criticism", "recommended", 3, None)]),
    ("Hai cán bộ bị cách chức, cơ quan điều tra khởi tố vụ án.", [
        ("dismissed", "imposed", 6, None), ("police", "imposed", 7, None),
    ]),
    ("Nếu tái phạm, cơ sở bị đình chỉ hoạt động.", []),
    ("Cơ sở không bị xử phạt.", []),
    ("Đoàn sẽ xử phạt cơ sở.", []),
    ("Các đơn vị chấp hành tốt giờ làm việc.", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), OUTCOMES)
def test_outcomes_tell_the_wanted_from_the_done(text, expected):
    found = [f.value for f in outcomes(read(text))]
    assert [(o.kind, o.status, o.severity, o.amount_vnd) for o in found] == expected


@pytest.mark.parametrize("phrase, kind, severity, example", rows("outcomes"), ids=[row[0] for row in rows("outcomes")])
def test_a_phrase_of_outcomes_is_read_in_its_example(phrase, kind, severity, example):
    found = outcomes(read(example))
    assert (kind, int(severity), f"outcome:{phrase}") in [
        (f.value.kind, f.value.severity, f.evidence[0].rule) for f in found
    ]


PIECES = [
    "Quyết định số ", "46/QĐ-TTr", " ngày 3/5/2021", " kiến nghị thu hồi ", "5 tỷ đồng", "đột xuất ", "kiểm tra ",
    "tại 7 phường", "; ", ". ", ", ", "(", " ",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_every_value_is_proved_by_its_place_in_the_text(pieces):
    analysis = read("".join(["Đoàn ", *pieces]) or "x")
    for found in [*outcomes(analysis), *documents(analysis)]:
        (mention,) = found.evidence
        quote = analysis.text[mention.start : mention.end]
        assert quote.strip() == quote != ""
        assert getattr(found.value, "text", quote) == quote
