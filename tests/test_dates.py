"""Dates: what is written, the day it is, and who does what on it. Invented sentences in the style of the press."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.edtf import days
from extract import analysis as marking
from extract.analysis import analyse
from extract.article import Article
from extract.dates import by_value, find_dates, lies_after
from extract.features import date_features
from extract.text import MAX_SENTENCE


def analysed(*paragraphs, published=None):
    return analyse(Article("x", "Tin", tuple(("paragraph", text) for text in paragraphs), published=published))


def dates(*paragraphs, published=None):
    """What is written, with its EDTF."""
    analysis = analysed(*paragraphs, published=published)
    return {analysis.text[m.start : m.end]: m.edtf for m in analysis.dates}


def told(text, published="2019-05-16"):
    """For each value the features that say whether it is a day of the inspection."""
    analysis = analysed(text, published=published)
    values = by_value(analysis.dates)
    return dict(zip(values, date_features(analysis, list(values.values())), strict=True))


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("Ngày 9/2, đoàn kiểm tra làm việc.", "2022-02-10", {"Ngày 9/2": "2022-02-09"}),
        ("Sáng ngày 14-5, đoàn đến xã Nghi Ân.", "2024-05-15", {"Sáng ngày 14-5": "2024-05-14"}),
        ("Hôm 8.10 tổ kiểm tra có mặt.", "2020-10-09", {"Hôm 8.10": "2020-10-08"}),
        ("Từ ngày 5 đến 9/3, đoàn kiểm tra.", "2018-03-12", {"Từ ngày 5 đến 9/3": "2018-03-05/2018-03-09"}),
        ("Từ 22/5-24/5/2017, sở lập đoàn.", None, {"Từ 22/5-24/5/2017": "2017-05-22/2017-05-24"}),
        (
            "Từ 7 giờ ngày 28/12 đến 17 giờ ngày 4/1 tổ trực.",
            "2019-01-10",
            {"Từ 7 giờ ngày 28/12 đến 17 giờ ngày 4/1": "2018-12-28/2019-01-04"},
        ),
        ("Trong các ngày 13, 14/3/2024, đoàn kiểm tra.", None, {"các ngày 13, 14/3/2024": "2024-03-13,2024-03-14"}),
        ("Sau 2 ngày (14 và 15/5), tổ báo cáo.", "2016-05-20", {"2 ngày (14 và 15/5": "2016-05-14,2016-05-15"}),
        ("Vào ngày 4 và ngày 5/10, tổ làm việc.", "2021-10-12", {"ngày 4 và ngày 5/10": "2021-10-04,2021-10-05"}),
        ("Ngày 12 tháng 9 năm 2017, đoàn đến.", None, {"Ngày 12 tháng 9 năm 2017": "2017-09-12"}),
        ("Cuối tháng 4/2019, thanh tra vào cuộc.", None, {"Cuối tháng 4/2019": "2019-04"}),
        ("Tháng 12 năm ngoái, sở đã kiểm tra.", "2020-02-03", {"Tháng 12 năm ngoái": "2019-12"}),
        ("Sáng nay, đoàn đi kiểm tra.", "2025-02-03", {"Sáng nay": "2025-02-03"}),
        ("Chiều qua (11/6), tổ ghi biên bản.", "2018-06-12", {"Chiều qua (11/6)": "2018-06-11"}),
        ("Hôm nay 21-9, thanh tra công bố.", None, {"Hôm nay 21-9": "XXXX-09-21"}),
        # the year: a weekday must agree; nothing fixes it without a publication date
        ("Sáng thứ Hai (15/5), đoàn đến.", "2018-01-10", {"15/5": "2017-05-15"}),
        ("Ngày 30/12, đoàn kiểm tra.", "2017-01-03", {"Ngày 30/12": "2016-12-30"}),
        ("Ngày 30/12, đoàn kiểm tra.", None, {"Ngày 30/12": "XXXX-12-30"}),
        ("Đoàn kiểm tra ngày 29/2 và 3/3/2021.", None, {"ngày 29/2": "XXXX-02-29", "3/3/2021": "2021-03-03"}),
    ],
)
def test_what_is_written_is_the_day_it_means(text, published, expected):
    assert dates(text, published=published) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Tỉ lệ hài lòng đạt 3/4 phiếu.",
        "Cơ sở ở số 12/3 đường 3/2 phường 5.",
        "Bị phạt 7 tháng 12 ngày tù.",
        "Tạm đình chỉ từ 1 - 3 tháng với người vi phạm.",
        "Đường rộng từ 4-6 làn xe.",
        "Ngày 32/1 và ngày 30/2 không có thật.",
        "Mấy hôm nay trời mưa.",
        "Giá bán chưa đến 1/10 giá thị trường.",
        "Công văn 2417/UBND-TH1 đã gửi.",
    ],
)
def test_what_is_no_date_is_left_alone(text):
    assert dates(text, published="2019-05-16") == {}


@pytest.mark.parametrize(
    ("paragraphs", "written", "edtf"),
    [
        # the text's own anchors stand in for the publication date
        (
            ("Ngày 21/6, đoàn kiểm tra công tác coi thi.", "Kỳ thi năm 2017 có nhiều điểm mới."),
            "Ngày 21/6",
            "2017-06-21",
        ),
        (("Ngày 6/2, đoàn kiểm tra.", "Sau Tết Đinh Dậu, nhiều nơi vắng người."), "Ngày 6/2", "2017-02-06"),
        (("Sáng 22/2 (mùng 7 Tết), tổ công tác đi kiểm tra.",), "Sáng 22/2", "2018-02-22"),
        (("Ngày 23-11, tổ kiểm tra lớp.", "Năm học 2017-2018 lớp có 20 trẻ."), "Ngày 23-11", "2017-11-23"),
        (("Ngày 29-5, đoàn vào cuộc.", "Nước đổi màu từ giữa tháng 5-2017."), "Ngày 29-5", "2017-05-29"),
        (("Từ tháng 1 đến tháng 6/2017, xã cấp gạo.",), "tháng 1 đến tháng 6/2017", "2017-01/2017-06"),
        (("Trước đó, tháng 11 đến 2/2018, sở kiểm tra.",), "tháng 11 đến 2/2018", "2017-11/2018-02"),
        (("Tháng 9 và tháng 11-2017, sở kiểm tra.",), "Tháng 9", "2017-09"),
        (("Đoàn kiểm tra trong đêm 30, rạng sáng 31/5.",), "đêm 30, rạng sáng 31/5", "XXXX-05-30/XXXX-05-31"),
        (("Ngày 19/1, tổ đến nhà.", "Hôm sau, công ty làm việc."), "Hôm sau", "XXXX-01-20"),
        (("Sáng 7/5, đoàn họp.", "Chiều cùng ngày, đoàn đi xã."), "Chiều cùng ngày", "XXXX-05-07"),
        (("Ngày 26/6, đoàn đi các điểm thi.", "Đây là kỳ thi THPT quốc gia 2019."), "Ngày 26/6", "2019-06-26"),
        (("Ngày 17/10, đoàn vào cuộc.", "Từ đầu năm 2016 đến nay, có 9 vụ."), "Ngày 17/10", "2016-10-17"),
        (("Ngày 20/9, tỉnh họp.", "Nhiệm vụ là của 3 tháng cuối năm 2017."), "Ngày 20/9", "2017-09-20"),
        (("Ngày 4/9, đoàn kiểm tra bánh.", "Hàng bán dịp Tết Trung thu 2018."), "Ngày 4/9", "2018-09-04"),
        (("Ngày 4/9, đoàn kiểm tra bánh.", "Nhà xưởng có từ đầu năm 2016."), "Ngày 4/9", "XXXX-09-04"),
        # a law's day and a deadline say nothing of the year of the news
        (("Ngày 15-8, đoàn kiểm tra.", "Theo thông tư 45/2014/TT-BNN ngày 3-12-2014."), "Ngày 15-8", "XXXX-08-15"),
        (("Ngày 26-6, tổ kiểm tra.", "Xong trước ngày 31-12-2019."), "Ngày 26-6", "XXXX-06-26"),
    ],
)
def test_the_text_fixes_its_own_year_or_none(paragraphs, written, edtf):
    assert dates(*paragraphs)[written] == edtf


def test_a_lunar_day_is_found_by_the_year_of_publication():
    assert dates("Mùng 6 Tết, tổ đi kiểm tra.", published="2017-02-03") == {"Mùng 6 Tết": "2017-02-02"}


INSPECTS = {"rule:inspects-on-the-day", "rule:inspected-on-the-day", "rule:time-of-the-act", "rule:team-at-work"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Ngày 14/5, đoàn kiểm tra của huyện đã về làm việc với UBND xã Nghi Ân.", "2019-05-14"),
        (
            "Sáng 14/5, tại hội trường xã, Thanh tra tỉnh công bố quyết định thanh tra tại UBND xã Nghi Ân.",
            "2019-05-14",
        ),
        ("Ngày 14/5, ông Trần Văn Mẫu, Chủ tịch UBND tỉnh, bất ngờ kiểm tra UBND phường Cửa Nam.", "2019-05-14"),
        ("Ngày 14/5, thực hiện kế hoạch của UBND tỉnh, đoàn kiểm tra làm việc tại Sở Y tế.", "2019-05-14"),
        ("Đoàn liên ngành đã kiểm tra đột xuất chợ Vinh vào sáng 14/5.", "2019-05-14"),
        ("Thời gian kiểm tra từ ngày 6 đến 10/5.", "2019-05-06/2019-05-10"),
        ("Cuộc thanh tra đã kết thúc ngày 14/5.", "2019-05-14"),
        ("Sang ngày 15/5, đoàn chuyển hướng về khối trường học.", "2019-05-15"),
        ("Ngày 14/5, đoàn kiểm tra do ông Trần Văn Mẫu, Chánh Thanh tra, làm trưởng đoàn đến chợ Vinh.", "2019-05-14"),
    ],
)
def test_a_day_of_inspection_is_told_by_its_clause(text, value):
    assert told(text)[value] & INSPECTS


@pytest.mark.parametrize(
    ("text", "value", "role"),
    [
        ("Ngày 14/5, Chủ tịch UBND tỉnh có văn bản giao Sở Y tế kiểm tra.", "2019-05-14", "DOCUMENT"),
        ("Sáng 14/5, ông Trần Văn Mẫu, Phó Chánh Thanh tra tỉnh, cho biết đoàn đã về xã.", "2019-05-14", "SAY"),
        ("Chiều 14/5, Thanh tra tỉnh công bố kết luận thanh tra tại Sở Y tế.", "2019-05-14", "RESULT"),
        ("Đoàn kiểm tra theo Quyết định số 46/QĐ-TTr ngày 2/5/2019 của Chánh Thanh tra.", "2019-05-02", "document"),
        ("Thời kỳ thanh tra từ 01/01/2016 đến 31/12/2018.", "2016-01-01/2018-12-31", "period"),
        ("Các đơn vị báo cáo trước ngày 20/5.", "2019-05-20", "deadline"),
        ("Sáng mai (17/5), đoàn kiểm tra tại chợ Vinh.", "2019-05-17", "tomorrow"),
    ],
)
def test_other_days_are_told_apart(text, value, role):
    features = told(text)[value]
    assert not features & INSPECTS
    assert any(f.startswith("role:") and f.endswith(role) for f in features)


def test_the_plainest_mention_of_a_day_decides():
    text = (
        "Ngày 14/5, ông Trần Văn Mẫu cho biết như vậy. "
        "Theo đó, sáng 14/5, đoàn kiểm tra liên ngành kiểm tra tại nhà hàng Hoa Sen."
    )
    assert told(text)["2019-05-14"] & INSPECTS


@pytest.mark.parametrize(
    ("edtf", "published", "after"),
    [
        ("2019-05-17", "2019-05-16", True),
        ("2019-05-16", "2019-05-16", False),
        ("2019-05-10/2019-05-20", "2019-05-16", False),
        ("2019-06", "2019-05-16", True),
        ("2019-05", "2019-05-16", False),
        ("XXXX-06-01", "2019-05-16", False),
        ("2019-06-01", None, False),
    ],
)
def test_a_day_after_publication_is_known_as_such(edtf, published, after):
    assert lies_after(edtf, published) is after


# Properties


FORMS = st.sampled_from(
    ["ngày {d}/{m}", "sáng {d}-{m}", "chiều ngày {d}.{m}.{y}", "từ ngày {d} đến {e}/{m}", "từ {d}/{m} đến {e}/{m}/{y}"]
    + [
        "các ngày {d}, {e}/{m}",
        "tháng {m}",
        "đầu tháng {m}/{y}",
        "hôm nay",
        "hôm qua ({d}/{m})",
        "cùng ngày",
        "hôm sau",
    ]
    + ["mùng {t} Tết", "ngày {d} tháng {m} năm {y}", "ngày {d}/{m} năm ngoái", "thứ Ba ({d}/{m})", "{d}/{m}", "{y}"]
)
MENTIONS = st.builds(
    lambda form, d, e, m, y, t: form.format(d=d, e=e, m=m, y=y, t=t),
    FORMS, st.integers(0, 33), st.integers(0, 33), st.integers(0, 14), st.integers(1990, 2030), st.integers(1, 31),
)  # fmt: skip
PUBLISHED = st.none() | st.dates(date(2005, 1, 1), date(2026, 12, 31)).map(date.isoformat)


@settings(deadline=None)
@given(st.lists(MENTIONS, max_size=5), PUBLISHED)
def test_every_date_is_inside_the_text_and_valid_edtf(mentions, published):
    analysis = analysed("Đoàn kiểm tra " + ", đoàn ".join(mentions) + ".", published=published)
    last = 0
    for mention in analysis.dates:
        assert last <= mention.start < mention.end <= len(analysis.text)
        last = mention.end
        for value in (mention.edtf or "").split(","):
            if value:
                days(value)  # raises for what is no day, month or span in order


@settings(deadline=None)
@given(st.integers(1, 28), st.integers(1, 12), st.dates(date(2005, 1, 1), date(2026, 12, 31)))
def test_a_year_that_is_not_written_is_within_a_year_of_publication(day, month, published):
    (edtf,) = dates(f"Ngày {day}/{month}, đoàn kiểm tra.", published=published.isoformat()).values()
    assert -366 <= (date.fromisoformat(edtf) - published).days <= 200


@settings(deadline=None)
@given(
    st.sampled_from(["1/", "ngày 1, ", "từ 5 ", "12 tháng ", "ngày ", "3/4-", "mùng 1 ", "5 - 6 - "]),
    st.integers(1, 4000),
)
def test_no_line_however_long_is_read_more_than_once_or_in_pieces_without_bound(piece, times):
    read = []

    def counted(form, start, end):
        read.append(end - start)
        return find_dates(form, start, end)

    text = piece * times
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(marking, "find_dates", counted)
        analysed(text)
    assert max(read) <= MAX_SENTENCE
    assert sum(read) <= len(text) + len("Tin")
