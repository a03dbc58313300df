"""Clauses of findings, their class and counts, and the agency that the text ties them to: text -> what is read."""

from __future__ import annotations

import pytest

from extract.analysis import analyse
from extract.article import Article
from extract.entities import gather
from extract.events import _Agency, _Owners
from extract.features.finding import FAULTS, clause_features
from extract.findings import Finding, segments, told_once
from extract.lexicon import rows
from extract.text import search_form
from extract.violations import by_category, category, counts_in


def article(*paragraphs: str) -> Article:
    return Article("a", "Kiểm tra công vụ", tuple(("paragraph", text) for text in paragraphs))


# Clauses

CLAUSES = [
    (  # coordinated findings, praise before the turn
        "Các đơn vị chấp hành nghiêm giờ làm việc, nhưng còn 3 công chức chưa đeo thẻ; nhiều bàn thiếu biển tên.",
        ["Các đơn vị chấp hành nghiêm giờ làm việc", "còn 3 công chức chưa đeo thẻ", "nhiều bàn thiếu biển tên"],
    ),
    (  # a list after its opener, the sentence's last mark left out
        "Đoàn chỉ ra một số tồn tại như: sổ công văn bỏ trống; chưa niêm yết số điện thoại.",
        ["Đoàn chỉ ra một số tồn tại như", "sổ công văn bỏ trống", "chưa niêm yết số điện thoại"],
    ),
    (  # what is in brackets, a decimal comma, a dash in a name or between years part no clauses
        "Đoàn phát hiện xã Lam Sơn (3 thôn, 2 bản) chi sai 1,5 tỷ đồng năm 2015 - 2018 cho tuyến Kim Liên - Nam Giang.",
        [
            "Đoàn phát hiện",
            "xã Lam Sơn (3 thôn, 2 bản) chi sai 1,5 tỷ đồng năm 2015 - 2018 cho tuyến Kim Liên - Nam Giang",
        ],
    ),
    (  # the verdict keeps its subject
        "Kết luận nêu rõ việc giao đất cho hộ ông Bảy là không đúng thẩm quyền.",
        ["Kết luận", "nêu rõ việc", "giao đất cho hộ ông Bảy là không đúng thẩm quyền"],
    ),
    (  # the sanction apart from what it is for
        "Chủ quán bị phạt 3 triệu đồng về hành vi bán hàng hết hạn sử dụng.",
        ["Chủ quán bị phạt 3 triệu đồng về hành vi", "bán hàng hết hạn sử dụng"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), CLAUSES)
def test_a_sentence_is_cut_into_clauses(text, expected):
    analysis = analyse(article(text))
    assert [analysis.text[c.start : c.end] for c in segments(analysis)] == expected


def test_a_title_gives_no_clause_and_each_clause_lies_in_its_sentence():
    analysis = analyse(article("Đoàn phát hiện 5 hồ sơ trễ hạn; một quầy khóa cửa.", "Xã Lam Sơn chưa mở sổ."))
    clauses = segments(analysis)
    assert all(clause.start > len("Kiểm tra công vụ") for clause in clauses)
    for clause in clauses:
        sentence = analysis.sentences[clause.sentence]
        assert sentence.start <= clause.start < clause.end <= sentence.end


#: Clause of a sentence -> features it must have, and must not have.
READINGS = [
    ("Đoàn phát hiện 2 quầy khóa cửa.", 1, {"fault", "under:report", "leads:lack"}, {"under:wish"}),
    ("Đoàn yêu cầu xã Lam Sơn, không để hồ sơ quá hạn.", 1, {"before:wish", "under:wish"}, {"under:report"}),
    ("Nếu để xảy ra cháy, chủ chợ chịu trách nhiệm do thiếu bình.", 1, {"before:purpose"}, {"before:report"}),
    ("Qua kiểm tra, không phát hiện vi phạm về giờ giấc.", 1, {"is:clean", "no-fault"}, {"fault"}),
    ("Giám đốc bến xe giải thích, nhân viên thiếu vì ốm.", 1, {"under:defence"}, {"under:report"}),
    ('Bà Lê Thị Mười nói: "Chúng tôi biết, quầy chưa có tủ lạnh".', 2, {"quoted", "fault"}, set()),
    ("Không chỉ xã Lam Sơn, xã Bình Sơn chưa mở sổ.", 0, {"is:idiom", "no-fault"}, {"fault"}),
    ("Việc thu quỹ là không đúng quy định.", 0, {"verdict", "against-rule", "leads:contrary"}, set()),
]


@pytest.mark.parametrize(("text", "clause", "present", "absent"), READINGS)
def test_a_clause_is_read_by_what_governs_it(text, clause, present, absent):
    analysis = analyse(article(text))
    features = clause_features(analysis, segments(analysis))[clause]
    assert present <= features
    assert not absent & features


def test_a_finding_told_twice_is_listed_once_in_its_fuller_wording():
    text = search_form(
        "Tuy nhiên, 3 hồ sơ trễ hạn. Bộ phận một cửa có 3 hồ sơ trễ hạn từ tháng 5. Sổ trực bỏ trống ba tuần. Có lỗi."
    )
    told = [(m, m + len(part)) for part in text.split(". ") if (m := text.index(part)) >= 0]
    kept = told_once([Finding(start, end, i, 0.9) for i, (start, end) in enumerate(told)], text)
    assert [text[f.start : f.end] for f in kept] == [
        "bộ phận một cửa có 3 hồ sơ trễ hạn từ tháng 5", "sổ trực bỏ trống ba tuần",
    ]  # fmt: skip


def test_the_word_that_opens_a_finding_is_no_part_of_it():
    text = "ngoài ra, cá biệt 2 quầy thuốc không có tủ lạnh"
    (kept,) = told_once([Finding(0, len(text), 0, 0.9)], text)
    assert text[kept.start : kept.end] == "2 quầy thuốc không có tủ lạnh"


# Whose finding it is

OWNERS = [
    ("UBND xã Lam Sơn chưa mở sổ tiếp dân; UBND xã Bình Sơn thiếu lịch trực.", "thiếu lịch trực", "UBND xã Bình Sơn"),
    ("UBND xã Lam Sơn chưa mở sổ tiếp dân; UBND xã Bình Sơn thiếu lịch trực.", "chưa mở sổ", "UBND xã Lam Sơn"),
    ("Tại UBND xã Lam Sơn, 3 người vắng. Bếp khóa cửa. UBND xã Bình Sơn làm tốt.", "Bếp", "UBND xã Lam Sơn"),
    ("UBND xã Lam Sơn và UBND xã Bình Sơn chưa mở sổ tiếp dân.", "chưa mở sổ", None),
    ("UBND xã Lam Sơn, UBND xã Bình Sơn làm tốt; UBND xã Hòa Sơn chưa mở sổ.", "chưa mở sổ", "UBND xã Hòa Sơn"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "part", "expected"), OWNERS)
def test_a_finding_belongs_to_the_agency_that_the_text_ties_it_to(text, part, expected):
    assert owner_of(part, text) == expected


def test_another_paragraph_ties_a_finding_to_none_of_several_agencies():
    assert owner_of("Nhiều nơi", "UBND xã Lam Sơn và UBND xã Bình Sơn được kiểm tra.", "Nhiều nơi chưa mở sổ.") is None


POINTING = [
    ("Nhà trường", "Nhà trường chưa công khai các khoản thu.", "Trường THPT Sơn Trà"),
    ("Đơn vị này", "Đơn vị này còn nợ bảo hiểm.", "Công ty TNHH Hải Sơn"),
    ("để rác", "Tại xã này, dân để rác trên đê.", "UBND xã Lam Sơn"),
    ("Hai xã trên", "Hai xã trên chưa mở sổ.", None),
    ("Phường này", "Phường này chưa mở sổ.", None),
]


@pytest.mark.parametrize(("part", "text", "expected"), POINTING)
def test_a_finding_in_another_paragraph_points_back_to_the_agency_named_last(part, text, expected):
    told = "Đoàn kiểm tra UBND xã Lam Sơn, sau đó là Trường THPT Sơn Trà và Công ty TNHH Hải Sơn."
    assert owner_of(part, told, text) == expected


def test_the_only_agency_of_an_article_owns_its_findings():
    assert owner_of("Phòng trực", "Đoàn kiểm tra tại UBND xã Lam Sơn.", "Phòng trực khóa cửa.") == "UBND xã Lam Sơn"


def owner_of(part: str, *paragraphs: str) -> str | None:
    analysis = analyse(article(*paragraphs))
    agencies = [
        _Agency(entity, 0.9, entity.mentions[0].start, entity.mentions[0].sentence)
        for entity in gather(analysis.agencies)
        if entity.name.startswith(("UBND", "Trường", "Công ty"))
    ]
    start = analysis.text.index(part)
    finding = Finding(start, start + len(part), analysis.sentence_at(start).index, 0.9)
    owner = _Owners(analysis, agencies).of(finding)
    return owner.entity.name if owner else None


# Counts

COUNTS = [
    ("5/21 công chức vắng mặt", (5, 21)),
    ("vắng mặt 5/21 người", (5, 21)),
    ("vắng 5 người trong tổng số 21 cán bộ", (5, 21)),
    ("197 trong tổng số 646 cán bộ vắng mặt", (197, 646)),
    ("46/55 cán bộ có mặt", (9, 55)),  # the finding is about those not there
    ("có mặt 16/21 người, còn lại đi họp", (5, 21)),
    ("chỉ 6/19 cán bộ có mặt lúc 7 giờ 45", (13, 19)),
    ("không có mặt 3/20 người", (3, 20)),
    ("5/21 người chưa có mặt", (5, 21)),
    ("chỉ có 22/55 bát bảo đảm vệ sinh", (33, 55)),
    ("11/50 bệnh án không ghi diễn biến", (11, 50)),
    ("3.946/2.463.339 bộ hồ sơ quá hạn", (3946, 2463339)),
    ("chỉ cưỡng chế 12/163 trường hợp vi phạm", (12, 163)),
    ("4 công chức vắng mặt không rõ lý do", (4, None)),
    ("hai phòng chuyên môn khóa cửa", (2, None)),
    ("1.017 công trình xây dựng không phép", (1017, None)),
    ("57 công chức vắng mặt, trong đó có 16 trường hợp không rõ lý do", (16, None)),
    ("197 trong tổng số 646 cán bộ vắng mặt, trong đó 30 người không rõ lý do", (30, 646)),
    ("bán hàng ở đường 3/2 không phép", (None, None)),  # a street
    ("xây thêm tầng từ ngày 15/4", (None, None)),  # a day
    ("chưa thực hiện Quyết định số 12/2019", (None, None)),  # a document
    ("chi sai 1,5 tỷ đồng", (None, None)),
    ("thửa đất 3/50 m2 bị lấn", (None, None)),
    ("chưa niêm yết thủ tục", (None, None)),
    ("một số bàn làm việc chưa có biển tên", (None, None)),
]


@pytest.mark.parametrize(("text", "expected"), COUNTS)
def test_a_finding_counts_what_is_amiss(text, expected):
    assert counts_in(search_form(text)) == expected


# Classes

FINDINGS = {
    "work_hours": [
        "4 công chức vắng mặt không rõ lý do", "Phòng Tư pháp khóa cửa lúc 8 giờ 10",
        "2 viên chức chơi game trong giờ làm việc", "chỉ 6/19 cán bộ xã có mặt tại trụ sở",
        "nhân viên gác đêm bỏ vị trí trước khi hết ca", "bộ phận văn thư về sớm hơn 30 phút",
    ],
    "id_signage_dress": [
        "cán bộ địa chính không đeo thẻ", "nhiều bàn làm việc chưa có biển tên",
        "3 người mặc trang phục không đúng quy định", "phòng Văn hóa thiếu biển chức danh",
        "treo quốc kỳ đã bạc màu tại cổng trụ sở",
    ],
    "conduct": [
        "hai viên chức uống rượu bia vào buổi trưa", "nhân viên quầy số 4 to tiếng với người dân",
        "một nhóm cán bộ đánh bài trong phòng họp", "cán bộ kiểm lâm vòi vĩnh tiền của chủ xe",
        "có biểu hiện nhũng nhiễu, gây phiền hà cho doanh nghiệp",
    ],
    "one_stop": [
        "12 hồ sơ hộ tịch trễ hạn không có thư xin lỗi", "bộ phận một cửa không cấp giấy hẹn cho dân",
        "phiếu kiểm soát quá trình chưa ghi giờ nhận", "yêu cầu người dân nộp thêm giấy tờ ngoài thành phần hồ sơ",
        "chưa có hồ sơ dịch vụ công trực tuyến nào trong quý",
    ],
    "publicity": [
        "không niêm yết các khoản phí tại trụ sở", "chưa công khai danh sách hộ được hỗ trợ",
        "bảng niêm yết bị tủ hồ sơ che khuất", "hòm thư góp ý đặt trong kho",
        "chậm công khai kết quả xét chọn trên trang thông tin điện tử",
    ],
    "records": [
        "sổ theo dõi công văn bỏ trống từ tháng 3", "18 văn bản đến chưa được vào sổ",
        "lưu trữ tài liệu lộn xộn", "chưa ban hành chương trình công tác năm",
        "nhiều quyết định sai thể thức trình bày",
    ],
    "personnel": [
        "bổ nhiệm 2 phó phòng thiếu tiêu chuẩn", "sử dụng vượt 5 biên chế được giao",
        "tuyển dụng 3 trường hợp không qua sát hạch", "chưa chuyển đổi vị trí công tác đối với kế toán trưởng",
        "một trưởng ban dùng văn bằng giả",
    ],
    "finance": [
        "thanh toán khống 40 m3 bê tông", "chia nhỏ gói thầu mua máy tính để chỉ định thầu",
        "chưa thu hồi 1,2 tỷ đồng tạm ứng", "chi sai nguồn kinh phí hơn 300 triệu đồng",
        "để ngoài sổ sách khoản thu cho thuê hội trường",
    ],
    "land_construction": [
        "giao đất cho 14 hộ sai thẩm quyền", "xây dựng nhà kho khi chưa có giấy phép",
        "chủ đầu tư xây vượt tầng so với thiết kế", "để tàu hút cát ngoài phạm vi được cấp",
        "12 ha rừng phòng hộ bị lấn chiếm",
    ],
    "environment": [
        "nước thải chăn nuôi đổ thẳng ra suối", "chưa lập báo cáo đánh giá tác động môi trường",
        "để lẫn chất thải nguy hại với rác sinh hoạt", "khí thải lò đốt vượt quy chuẩn 2 lần",
        "không quan trắc định kỳ tại cống xả",
    ],
    "food_safety": [
        "bếp ăn không lưu mẫu thức ăn", "60 kg thịt chưa qua kiểm dịch",
        "người chế biến không đeo găng tay", "3 mẫu giò có hàn the",
        "cơ sở không có giấy chứng nhận an toàn thực phẩm",
    ],
    "business": [
        "không có giấy phép kinh doanh", "bán xăng dầu qua cột bơm quá hạn kiểm định",
        "40 đôi giày giả nhãn hiệu nước ngoài", "lô hàng không có hóa đơn, chứng từ",
        "2 xe khách quá hạn đăng kiểm",
    ],
    "safety": [
        "bình chữa cháy ở tầng hầm đã hết hạn", "lối thoát hiểm bị chắn bằng hàng hóa",
        "chậm đóng bảo hiểm xã hội cho 35 công nhân", "không huấn luyện an toàn lao động cho thợ hàn",
        "đò ngang thiếu áo phao",
    ],
    "education": [
        "thu tiền của phụ huynh ngoài danh mục", "tuyển sinh vượt 45 chỉ tiêu",
        "hai giáo viên dạy thêm trái quy định", "chấm thi thiếu chữ ký của giám khảo thứ hai",
        "liên kết đào tạo khi chưa được phép",
    ],
    "health": [
        "quầy thuốc không có dược sĩ phụ trách", "11/50 bệnh án không ghi diễn biến",
        "thu thêm tiền của bệnh nhân có thẻ", "phòng khám làm quá phạm vi chuyên môn",
        "máy siêu âm chưa được kiểm định",
    ],
    "party": [
        "vi phạm nguyên tắc tập trung dân chủ", "3 đảng viên kê khai tài sản không trung thực",
        "chi bộ không sinh hoạt hai tháng liền", "chủ tịch xã không tiếp công dân định kỳ",
        "chậm thực hiện kết luận thanh tra năm trước",
    ],
    "other": ["mái vòm trước sân bị tốc", "giếng khoan cạn nước", "tường rào đổ chưa dựng lại"],
}  # fmt: skip


def test_the_hand_checked_findings_go_into_their_classes():
    wrong = [
        (t, cls, category(search_form(t)))
        for cls, texts in FINDINGS.items()
        for t in texts
        if category(search_form(t)) != cls
    ]
    total = sum(map(len, FINDINGS.values()))
    assert total >= 80
    assert len(wrong) <= 0.05 * total, wrong


def test_the_table_of_findings_has_each_class_of_the_lexicon():
    classes = {cls for _, cls, _, _ in rows("violation_classes")}
    assert len(classes) == 16
    assert {cls for cls, texts in FINDINGS.items() if len(texts) >= 5} == classes


def test_every_kind_of_fault_has_cues():
    assert FAULTS <= {cls for _, cls, _ in rows("finding_cues")}


def test_findings_are_counted_by_the_category_of_their_words():
    def annotation(*findings):
        return {"events": [{"violations": list(findings)}]}

    late, unposted = "5 công chức đi làm muộn", "chưa niêm yết công khai thủ tục hành chính"
    told = by_category({"a": annotation(late, unposted), "b": annotation(late)}, {"a": annotation(late, "bếp ăn bẩn")})
    counts = {row["category"]: (row["gold"], row["found"], row["predicted"], row["right"]) for row in told}
    assert counts[category(late)] == (2, 1, 1, 1)
    assert counts[category(search_form(unposted))] == (1, 0, 0, 0)
    assert counts[category("bếp ăn bẩn")] == (0, 0, 1, 0)
    assert told[0]["category"] == category(late), "the largest first"


@pytest.mark.parametrize(
    ("clause", "is_piece"),
    [
        ("tăng cường công tác tự kiểm tra", False),
        ("chủ động nắm tình hình cơ sở", False),
        ("nghiêm túc kiểm điểm rút kinh nghiệm", False),
        ("nâng cao tinh thần phục vụ, đổi mới lề lối làm việc", False),
        ("chưa tăng cường công tác tự kiểm tra", True),
        ("quan tâm chưa đúng mức đến công tác lưu trữ", True),
    ],
)
def test_what_shall_be_done_is_no_piece_of_a_finding(clause, is_piece):
    analysis = analyse(Article("x", "Kiểm tra", (("paragraph", f"Đoàn đến UBND xã Nghi Ân, {clause}."),)))
    pieces = [analysis.form[s.start : s.end] for s in segments(analysis)]
    assert is_piece == any(piece in clause for piece in pieces)
