"""Names of organisations in running text, and which of them are one organisation's."""

from __future__ import annotations

import pytest

from extract import Article
from extract.analysis import analyse
from extract.entities import gather, lists
from extract.ranking import in_agreement


def analysed(*paragraphs: str):
    return analyse(Article("x", "", tuple(("paragraph", text) for text in paragraphs)))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # named by trade alone, by a trade word that is capitalised, by a brand
        ("Đoàn đến Công ty Tư vấn đầu tư và phát triển nhà.", ["Công ty Tư vấn đầu tư và phát triển nhà"]),
        (
            "Công ty TNHH chế biến thức ăn chăn nuôi Trường Phát dùng chất cấm.",
            ["Công ty TNHH chế biến thức ăn chăn nuôi Trường Phát"],
        ),
        ("Đoàn thanh tra Tổng công ty Viễn thông MobiFone.", ["Tổng công ty Viễn thông MobiFone"]),
        # a list shares its head with all that stands before the first name
        (
            "Tại các công ty cổ phần đường sắt Hà Bắc, Hà Ninh.",
            ["công ty cổ phần đường sắt Hà Bắc", "công ty cổ phần đường sắt Hà Ninh"],
        ),
        # ... behind a colon, behind "khác là", in brackets, with the legal form of the first
        (
            "Vi phạm ở các công ty cổ phần cấp nước sau quản lý: Hà Trung, Nga Sơn.",
            ["công ty cổ phần cấp nước Hà Trung", "công ty cổ phần cấp nước Nga Sơn"],
        ),
        ("Đoàn đã kiểm tra 3 bến xe khác là Mỹ Hưng, Giáp Nhị.", ["bến xe Mỹ Hưng", "bến xe Giáp Nhị"]),
        ("Các bệnh viện (Cửa Đông, Thái An) kiểm điểm.", ["bệnh viện Cửa Đông", "bệnh viện Thái An"]),
        ("Sai phạm của các công ty TNHH Lục Hà; Trí Đức…", ["công ty TNHH Lục Hà", "công ty TNHH Trí Đức"]),
        (
            "Các trường tiểu học Hưng Dũng 1, Hưng Lộc, THCS Đặng Thai Mai thu sai.",
            ["trường tiểu học Hưng Dũng 1", "trường tiểu học Hưng Lộc", "trường THCS Đặng Thai Mai"],
        ),
        ("Kiểm tra các sở, ngành: Nội vụ, Tài chính.", ["sở Nội vụ", "sở Tài chính"]),
        ("UBND các địa phương Nghệ An, Hà Tĩnh.", ["UBND Nghệ An", "UBND Hà Tĩnh"]),
        # ... and where one is named first and others of its sort behind it
        (
            "Đoàn kiểm tra đột xuất khách sạn Biển Xanh, Misa và Sông Lam 2.",
            ["khách sạn Biển Xanh", "khách sạn Misa", "khách sạn Sông Lam 2"],
        ),
        ("Kiểm tra trạm Mỹ Thành (phía bắc) và Tân Long (phía nam).", ["trạm Mỹ Thành", "trạm Tân Long"]),
        (
            "Phòng Nội vụ quận Nam Từ Liêm và Thanh Xuân giải quyết chậm.",
            ["Phòng Nội vụ quận Nam Từ Liêm", "Phòng Nội vụ quận Thanh Xuân"],
        ),
        ("Các cơ quan gồm UBND quận 9, Thủ Đức.", ["UBND quận 9", "UBND quận Thủ Đức"]),
        # a person or a title is none of them
        ("Công ty CP Sông Lam và Giám đốc Nguyễn Văn Tuấn bị phạt.", ["Công ty CP Sông Lam"]),
        ("Kiểm tra khách sạn Biển Xanh, Nguyễn Văn Tuấn và Lê Thị Hoa.", ["khách sạn Biển Xanh"]),
        ("Các bộ phận: Kế toán, Nhân sự.", []),
        (
            "Thanh tra 3 cảng vụ đường thủy miền Bắc, Trung và Nam.",
            ["cảng vụ đường thủy miền Bắc", "cảng vụ đường thủy miền Trung", "cảng vụ đường thủy miền Nam"],
        ),
        # another organisation ends the name
        (
            "Đoàn làm việc với Đại học Y dược Hà Đông và Đại học Hương Sơn.",
            ["Đại học Y dược Hà Đông", "Đại học Hương Sơn"],
        ),
        # an act, not an inspectorate, first in its sentence
        (
            "Thanh tra Văn phòng đăng ký đất đai chi nhánh TP Vinh, đoàn chỉ rõ sai phạm.",
            ["Văn phòng đăng ký đất đai chi nhánh TP Vinh"],
        ),
        # by its number in the street, in quotation marks
        ("Tổ công tác kiểm tra nhà hàng 168 trên đường Lê Lợi.", ["nhà hàng 168"]),
        ("Đoàn kiểm tra cửa hiệu cầm đồ “Anh Hào Phát”.", ["cửa hiệu cầm đồ “Anh Hào Phát”"]),
        ("Ông chủ bến xe Cửa Đông “không phục” kết luận.", ["bến xe Cửa Đông"]),
        # a firm has another firm's name whole, or a market's
        (
            "Thanh tra Công ty TNHH MTV Tổng công ty Thiết bị Sông Mẫu.",
            ["Công ty TNHH MTV Tổng công ty Thiết bị Sông Mẫu"],
        ),
        ("Sai phạm của hợp tác xã chợ Bến Nứa.", ["hợp tác xã chợ Bến Nứa"]),
        # what stands in brackets is said twice
        (
            "Kiểm tra Công ty trách nhiệm hữu hạn (TNHH MTV) Cảng Cửa Việt.",
            ["Công ty trách nhiệm hữu hạn Cảng Cửa Việt"],
        ),
        # two words of a trade, capitalised in their first syllables only
        ("Công ty CP Hóa dầu và Xơ sợi Dầu khí (HDX) thua lỗ.", ["Công ty CP Hóa dầu và Xơ sợi Dầu khí"] * 2),
        # whatever the trade, the owner tells it apart; where there is a name, the owner is no part of it
        ("Kiểm tra cơ sở muối dưa cải chua của bà Đinh Thị Nụ.", ["cơ sở muối dưa cải chua của bà Đinh Thị Nụ"]),
        ("Kiểm tra quán Hai Cây Me do bà Đinh Thị Nụ làm chủ.", ["quán Hai Cây Me"]),
        # numbers of districts without a plural
        ("UBND quận 2, 7 và 9 chịu trách nhiệm.", ["UBND quận 2", "UBND quận 7", "UBND quận 9"]),
        # a syllable of a place that is also a title
        ("Kiểm tra khách sạn Suối Bà Làng Hạ.", ["khách sạn Suối Bà Làng Hạ"]),
    ],
)
def test_how_far_a_name_goes(text, names):
    assert [mention.name for mention in analysed(text).agencies] == names


@pytest.mark.parametrize(
    ("paragraphs", "names"),
    [
        (
            ["Phê bình Sở Quy hoạch - Kiến trúc TP Vinh.", "Giám đốc Sở QH-KT nhận lỗi."],
            ["Sở Quy hoạch - Kiến trúc TP Vinh"],
        ),
        (
            ["Công ty TNHH MTV Phát triển Tân Thành (TTC) bán cổ phần.", "Sai phạm ở công ty TTC.", "TTC xin rút."],
            ["Công ty TNHH MTV Phát triển Tân Thành"],
        ),
        (["Bệnh viện Mắt thu sai.", "Bệnh viện Mắt TP.", "Bệnh viện Mắt TP Vinh."], ["Bệnh viện Mắt TP Vinh"]),
        (
            ["Sở Nông nghiệp Hà Nam bị kiểm tra.", "Sở Nông nghiệp và Phát triển nông thôn tỉnh Hà Nam."],
            ["Sở Nông nghiệp và Phát triển nông thôn tỉnh Hà Nam"],
        ),
        (["Kiểm tra UBND huyện Nghi Lộc.", "UBND huyện chưa công khai."], ["UBND huyện Nghi Lộc"]),
        # two districts: each "UBND huyện" is that named last
        (
            ["UBND huyện Nghi Lộc chậm. UBND huyện nhận lỗi.", "UBND huyện Diễn Châu sai."],
            ["UBND huyện Nghi Lộc", "UBND huyện Diễn Châu"],
        ),
        # the fullest name is the registered one, however often another is used
        (
            ["Kiểm tra Công ty Hải An Phát.", "Công ty Hải An Phát sai. Công ty TNHH Hải An Phát nhận lỗi."],
            ["Công ty TNHH Hải An Phát"],
        ),
        (["Siêu thị Hoa Ban bán hàng cũ.", "Công ty CP Hoa Ban giải thích."], ["Công ty CP Hoa Ban"]),
        (["Cảng Cửa Nhượng lỗ.", "Công ty Cổ phần Cảng Cửa Nhượng sai."], ["Công ty Cổ phần Cảng Cửa Nhượng"]),
        (
            ["Tập đoàn Giấy Việt Nam và Tập đoàn Chè Việt Nam chậm."],
            ["Tập đoàn Giấy Việt Nam", "Tập đoàn Chè Việt Nam"],
        ),
        # letters stand for words anywhere in a name
        (
            ["Ban Quản lý Khu đô thị mới Sông Mẫu chậm.", "Ban Quản lý KĐTM Sông Mẫu nhận lỗi."],
            ["Ban Quản lý Khu đô thị mới Sông Mẫu"],
        ),
        (["UBND Q. 2 chậm.", "UBND quận 2 nhận lỗi."], ["UBND quận 2"]),
        (["Sở Y tế tỉnh chậm.", "Sở Y tế Sóc Trăng nhận lỗi."], ["Sở Y tế Sóc Trăng"]),
        (["Trường Minh Khai thu sai.", "Trường THCS - THPT Minh Khai trả lại."], ["Trường THCS - THPT Minh Khai"]),
        # "UBND tỉnh" of a province that is not named is nobody
        (["UBND tỉnh chỉ đạo thanh tra."], []),
    ],
)
def test_which_names_are_one_organisation(paragraphs, names):
    assert [entity.name for entity in gather(analysed(*paragraphs).agencies)] == names


def test_offices_named_in_one_breath_are_a_list():
    analysis = analysed("Đoàn kiểm tra tại Sở Y tế; Sở Xây dựng; UBND huyện Nghi Lộc.", "Sở Nội vụ báo cáo.")
    entities = gather(analysis.agencies)
    assert [[entities[i].name for i in members] for members in lists(analysis.form, entities)] == [
        ["Sở Y tế", "Sở Xây dựng", "UBND huyện Nghi Lộc"]
    ]


def test_members_of_a_list_draw_each_other():
    drawn = in_agreement([0.9, 0.2, 0.5], [[0, 1]])
    assert 0.2 < drawn[1] < drawn[0] < 0.9 and drawn[2] == 0.5
    assert in_agreement([0.3, 0.3], [[0, 1]]) == pytest.approx([0.3, 0.3])
