"""Persons, their offices, and who leads the team. Invented people in the style of the press."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.analysis import analyse
from extract.article import Article
from extract.features import leader_features
from extract.people import by_name, position_of, unnamed_leaders


def analysed(*paragraphs):
    return analyse(Article("x", "Tin", tuple(("paragraph", text) for text in paragraphs)))


def names(*paragraphs):
    return list(by_name(analysed(*paragraphs).people))


def leaders(*paragraphs):
    """Who is called leader, or inspects in person, by the rules alone."""
    analysis = analysed(*paragraphs)
    features = {name: leader_features(analysis, mentions) for name, mentions in by_name(analysis.people).items()}
    return [name for name, found in features.items() if found & {"plain:2", "plain:1"}]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ông Trần Văn Mẫu đã đến.", ["Trần Văn Mẫu"]),
        ("Đồng chí Đoàn Ngọc Mẫu kiểm tra.", ["Đoàn Ngọc Mẫu"]),
        ("Phó Chủ tịch UBND quận Hồng Bàng Hoàng Thị Mẫu nói.", ["Hoàng Thị Mẫu"]),
        ("Cô Neáng Sa Mẫu, chuyên viên chính.", ["Neáng Sa Mẫu"]),
        ("Ông Y Mẫu Niê và ông K'Mẫu Lơ.", ["Y Mẫu Niê", "K'Mẫu Lơ"]),
        ("Bà Lê Thị Kim Anh có mặt.", ["Lê Thị Kim Anh"]),
        ("Bác sĩ TRẦN VĂN MẪU làm trưởng đoàn.", ["Trần Văn Mẫu"]),
        ("Thầy Hồ Ngọc Mẫu, Phó Chánh Thanh tra Sở, nói.", ["Hồ Ngọc Mẫu"]),
        ("Chủ tịch Hà Nội kiểm tra đường phố.", []),
        ("Đoàn kiểm tra đến tỉnh Bà Rịa - Vũng Tàu.", []),
    ],
)
def test_names_end_where_the_person_ends(text, expected):
    assert names(text) == expected


def test_a_short_name_is_the_full_name_of_the_text():
    assert names("Ông Trần Văn Mẫu có mặt.", "Đoàn do ông Mẫu dẫn đầu.", "Ông Hải thì không.") == ["Trần Văn Mẫu"]
    assert names("Bà Lê Thị Kim Anh đến.", "Bà Kim Anh là trưởng đoàn.") == ["Lê Thị Kim Anh"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đoàn kiểm tra do ông Trần Văn Mẫu, Phó Giám đốc Sở Xây dựng làm trưởng đoàn đã đến xã.", ["Trần Văn Mẫu"]),
        ("Đoàn kiểm tra do ông Trần Văn Mẫu - Phó Giám đốc Sở Nội vụ - làm trường đoàn.", ["Trần Văn Mẫu"]),
        ("Tổ công tác do Phó Giám đốc Sở Nội vụ Trần Văn Mẫu dẫn đầu đến xã.", ["Trần Văn Mẫu"]),
        ("Ông Trần Văn Mẫu (Chánh Thanh tra tỉnh), Trưởng đoàn kiểm tra, nêu rõ.", ["Trần Văn Mẫu"]),
        ("Trưởng đoàn là bà Lê Thị Mẫu, chuyên viên chính.", ["Lê Thị Mẫu"]),
        ("Làm Trưởng đoàn là ông Lò Văn Mẫu, Phó Giám đốc Sở.", ["Lò Văn Mẫu"]),
        ("Sở cử Phó Chánh Thanh tra Trần Văn Mẫu dẫn đoàn thanh tra đến cơ sở.", ["Trần Văn Mẫu"]),
        ("Bộ trưởng Trần Văn Mẫu nhấn mạnh khi dẫn đầu đoàn công tác về xã.", ["Trần Văn Mẫu"]),
        ("Hôm 14-5, ông Trần Văn Mẫu, Chủ tịch UBND thành phố, bất ngờ kiểm tra phường Cửa Nam.", ["Trần Văn Mẫu"]),
        ("Tổ thứ nhất do ông Trần Văn Mẫu, Phó Chánh Thanh tra Sở Nội vụ phụ trách.", ["Trần Văn Mẫu"]),
        (
            "Đoàn 1 do ông Trần Văn Mẫu làm trưởng đoàn; Đoàn 2 do bà Lê Thị Mẫu, Chánh Văn phòng làm trưởng đoàn.",
            ["Trần Văn Mẫu", "Lê Thị Mẫu"],
        ),
        (
            "Sở cử ông Y Mẫu Niê, Phó Chánh Thanh tra Sở thay ông Trần Văn Mẫu làm trưởng đoàn.",
            ["Y Mẫu Niê", "Trần Văn Mẫu"],
        ),
        (
            "Từ ngày 1/4, ông Đinh Văn Mẫu – Phó Chánh Thanh tra huyện thay bà Lê Thị Mẫu làm Trưởng đoàn.",
            ["Đinh Văn Mẫu", "Lê Thị Mẫu"],
        ),
        (
            "Đoàn kiểm tra số 3 dưới sự chủ trì của Phó Chánh Văn phòng UBND tỉnh Trần Văn Mẫu đã đến sở.",
            ["Trần Văn Mẫu"],
        ),
        # decoys
        ("Tham gia có ông Trần Văn Mẫu, phó trưởng đoàn.", []),
        ("Tổ giám sát hoạt động đoàn thanh tra do bà Lê Thị Mẫu làm tổ trưởng.", []),
        ("Ông Trần Văn Mẫu, Phó Chánh Thanh tra tỉnh, cho biết đoàn đã về xã.", []),
        ("Trưởng đoàn đại biểu Quốc hội tỉnh Trần Văn Mẫu phát biểu.", []),
        ("Ông Trần Văn Mẫu, tổ trưởng tổ dân phố số 3, nói.", []),
        ("Phó Chủ tịch UBND huyện Trần Văn Mẫu chủ trì hội nghị.", []),
        ("Chủ tịch UBND tỉnh Trần Văn Mẫu yêu cầu Sở Y tế kiểm tra.", []),
        ("Bà Lê Thị Mẫu liên quan đến cuộc thanh tra nói trên.", []),
    ],
)
def test_who_leads_is_read_from_the_role(text, expected):
    assert leaders(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đoàn do ông Trần Văn Mẫu, Phó Giám đốc Sở Xây dựng làm trưởng đoàn.", "Phó Giám đốc Sở Xây dựng"),
        (
            "Đoàn do ông Trần Văn Mẫu - Ủy viên Ban Thường vụ, Trưởng Ban Nội chính - dẫn đầu.",
            "Ủy viên Ban Thường vụ, Trưởng Ban Nội chính",
        ),
        ("Chủ tịch UBND huyện Nghi Lộc Trần Văn Mẫu kiểm tra chợ.", "Chủ tịch UBND huyện Nghi Lộc"),
        ("Ông Trần Văn Mẫu cho biết như vậy.", None),
    ],
)
def test_the_position_is_the_whole_chain_of_posts_without_the_role(text, expected):
    analysis = analysed(text)
    (person,) = analysis.people
    sentence = analysis.sentences[person.sentence]
    span = position_of(analysis.text, analysis.form, person, analysis.titles[person.sentence], sentence.end)
    assert (span and analysis.text[slice(*span)]) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Đoàn do Phó Chủ tịch UBND huyện làm trưởng đoàn đã đến xã.", ["Phó Chủ tịch UBND huyện"]),
        ("Tổ kiểm tra do Chánh Thanh tra Sở Nội vụ làm Tổ trưởng.", ["Chánh Thanh tra Sở Nội vụ"]),
        ("Đoàn do ông Trần Văn Mẫu, Phó Chủ tịch UBND huyện làm trưởng đoàn.", []),
        ("Đoàn do Sở Nội vụ chủ trì.", []),
    ],
)
def test_an_unnamed_leader_keeps_the_office(text, expected):
    analysis = analysed(text)
    sentence = analysis.sentences[-1]
    spans = unnamed_leaders(
        analysis.form, sentence.start, sentence.end, analysis.titles[sentence.index], analysis.people
    )
    assert [analysis.text[slice(*span)] for span in spans] == expected


WORDS = st.lists(
    st.sampled_from(
        ["ông", "Bà", "Trần", "Văn", "Mẫu", "K'", "'", "Chánh Thanh tra", "làm trưởng đoàn", "do", "đoàn kiểm tra", ","]
        + ["đã", "-", "(", ")", "Y", "UBND", "huyện", "Đoàn", ".", "trưởng đoàn là", "thay", "cử", "Tổ giám sát"]
    ),
    max_size=40,
)


@settings(deadline=None)
@given(WORDS)
def test_every_person_is_written_in_the_text(words):
    analysis = analysed(" ".join(words))
    for person in analysis.people:
        written = analysis.text[person.start : person.end].lower().replace(" ' ", "'").split()
        assert person.name.lower().split()[-1].endswith(written[-1].strip("'")[-1:])
        assert analysis.sentences[person.sentence].start <= person.title_start <= person.start < person.end
    for mentions in by_name(analysis.people).values():
        assert leader_features(analysis, mentions)
