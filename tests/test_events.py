"""An article that tells several inspections: what is said of one of them is said of no other."""

from pathlib import Path

from extract import Article, read
from extract.analysis import analyse
from extract.events import Decision
from extract.ranking import model
from spiders.inputs import read_inputs

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "sample" / "gold"
TWO = Article(
    "two",
    "Kiểm tra công vụ sau Tết ở Nghệ An",
    (
        (
            "paragraph",
            "Sáng 9/2/2022, đoàn kiểm tra công vụ của UBND tỉnh do ông Lê Văn Mẫu, Phó Chánh Văn phòng UBND tỉnh,"
            " dẫn đầu bất ngờ kiểm tra đột xuất Sở Xây dựng và Sở Y tế. Tại Sở Xây dựng, đoàn phát hiện 3 công chức"
            " không đeo thẻ.",
        ),
        (
            "paragraph",
            "Ngày 11/2/2022, đoàn thanh tra của Sở Giáo dục và Đào tạo do bà Trần Thị Thử, Chánh Thanh tra Sở, dẫn"
            " đầu công bố quyết định thanh tra số 15/QĐ-SGDĐT tại Trường THPT Nghi Lộc. Nhà trường chưa công"
            " khai các khoản thu đầu năm.",
        ),
    ),
)


def test_each_inspection_has_its_own_day_leader_and_circumstances():
    first, second = read(TWO)
    assert [d.value for d in first.dates] == ["2022-02-09"] and [d.value for d in second.dates] == ["2022-02-11"]
    assert [a.value for a in first.agencies] == ["Sở Xây dựng", "Sở Y tế"]
    assert [a.value for a in second.agencies] == ["Trường THPT Nghi Lộc"]
    assert [one.value.name for one in first.leaders] == ["Lê Văn Mẫu"]
    assert [one.value.name for one in second.leaders] == ["Trần Thị Thử"]
    assert (first.activity.value, second.activity.value) == ("kiểm tra", "thanh tra")
    assert (first.surprise.value, second.surprise.value) == (True, False)
    assert second.stage.value == "announced" != first.stage.value
    assert first.inspecting_body.value == "đoàn kiểm tra công vụ của UBND tỉnh"
    assert second.inspecting_body.value == "đoàn thanh tra của Sở Giáo dục và Đào tạo"
    assert [d.value.number for d in first.documents] == []
    assert [d.value.number for d in second.documents] == ["15/QĐ-SGDĐT"]


def test_what_the_title_says_is_said_of_all():
    sudden = Article("two", "Kiểm tra đột xuất công vụ sau Tết ở Nghệ An", TWO.blocks)
    assert [one.surprise.value for one in read(sudden)] == [True, True]


def test_leaving_organisations_unweighed_changes_no_decision():
    hasty, left = [], 0
    for article in read_inputs([str(SAMPLE)]):
        decision = Decision(analyse(article))
        hasty.append(decision.tells)
        left += "organisations" not in vars(decision)
        assert hasty[-1] == (decision.article.score >= model("article").threshold), article.id
    assert True in hasty and left, "there are inspections, and articles that are plainly none"
