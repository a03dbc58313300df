"""Asking the corpus: names however they are spelt, periods that meet dates, rows that are true by themselves."""

from unicodedata import normalize

import pytest
from corpora import ARTICLE, at, inspection
from hypothesis import given
from hypothesis import strategies as st

from corpus.folding import fold, folded_name, in_order, spelled_out
from corpus.query import COLUMNS, Question, ask, undated
from corpus.store import Corpus
from extract import Article, Inspection
from extract.inspection import Found, Leader

SOURCES = [
    {"name": "bao-mau", "publisher": "Báo Mẫu Nghệ An", "province": "40", "kind": "newspaper", "sample": True},
    {"name": "sonoivu-mau", "publisher": "Sở Nội vụ Mẫu", "province": "26", "kind": "portal", "sample": True},
]


@pytest.fixture
def corpus():
    corpus = Corpus()
    corpus.begin("test", "0.1", SOURCES)
    yield corpus
    corpus.close()


def told(corpus, number, *agencies, dates=(), source="bao-mau", leader=None):
    """Store an article that tells one inspection."""
    text = f"Đoàn kiểm tra của {leader or 'tỉnh'} đến {', '.join(agencies) or 'một số đơn vị'} ({'; '.join(dates)})."
    article = Article(f"bai-{number}", f"Bài {number}", (("paragraph", text),), source=source)
    given = Inspection(
        activity=Found("kiểm tra"),
        surprise=Found(False),
        stage=Found("under_way"),
        agencies=tuple(Found(name, at(article, name)) for name in agencies),
        dates=tuple(Found(day, at(article, day)) for day in dates),
        leaders=(Found(leader_of(leader), at(article, leader)),) if leader else (),
        evidence=at(article, "kiểm tra"),
    )
    corpus.put(article, [given], "0.1")


def leader_of(text):
    name, _, position = text.partition(", ")
    return Leader(name, position or None)


@pytest.mark.parametrize(
    ("name", "question", "found"),
    [
        ("Sở Công Thương tỉnh Nghệ An", "so cong thuong", True),
        ("Sở Công Thương tỉnh Nghệ An", "SỞ CÔNG THƯƠNG", True),
        ("Sở Công Thương tỉnh Nghệ An", "sở công thương nghệ an", True),
        ("Sở Công Thương tỉnh Nghệ An", "công thương sở", False),
        ("Sở Công Thương", "sở công an", False),
        ("Ủy ban nhân dân thị xã Cửa Lò", "UBND TX Cửa Lò", True),
        ("thị xã Cửa Lò", "UBND TX Cửa Lò", True),
        ("UBND TX. Cửa Lò", "thị xã cửa lò", True),
        ("UBND TX. Cửa Lò", "cua lo", True),
        ("Phòng Nội vụ thị xã Cửa Lò", "UBND thị xã Cửa Lò", False),
        ("Thị ủy Cửa Lò", "UBND thị xã Cửa Lò", False),
        ("Huyện ủy Yên Thành", "UBND huyện Yên Thành", False),
        ("huyện Yên Thành", "UBND huyện Yên Thành", True),
        ("Uỷ ban nhân dân phường Thuỷ Xuân", "ủy ban nhân dân phường thủy xuân", True),
        ("Sở Giáo dục và Đào tạo", "so gd-dt", True),
        ("Sở GD & ĐT", "Sở Giáo dục, Đào tạo", True),
        ("Sở LĐ-TB&XH", "sở lao động thương binh", True),
        ("Chi cục Đê điều Đô Lương", "de dieu do luong", True),
        ("Công ty CP Đức Hoà", "cong ty co phan duc hoa", True),
        ("Trường THPT Đô Lương 1", "trung học phổ thông đô lương", True),
        ("Sở Y tế", normalize("NFD", "Sở Y tế"), True),
        ("UBND xã Nghi Xá", "ubnd xã nghi x", False),  # whole words
    ],
)
def test_agencies_are_found_under_any_spelling(corpus, name, question, found):
    told(corpus, 1, name, "Bến xe Vinh")
    assert [row["agency"] for row in ask(corpus, Question(agency=question))] == ([name] if found else [])


@given(st.text())
def test_every_name_finds_itself(name):
    assert in_order(folded_name(name), fold(name))
    assert fold(name).isascii() or not name.isascii()


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Thanh Hoá", "Thanh Hòa"),
        ("Sở Nội vụ", "Sở Ngoại vụ"),
        ("UBND xã Nghĩa Hoà", "UBND xã Nghĩa Hoá"),
        ("Huyện ủy Yên Thành", "huyện Yên Thành"),
    ],
)
def test_what_differs_by_a_tone_is_not_one_name(a, b):
    assert spelled_out(a) != spelled_out(b)


@pytest.mark.parametrize(
    ("date", "first", "last", "met"),
    [
        ("2022-02-09", "2022-02-09", "2022-02-09", True),
        ("2022-02-09", "2022-02-10", None, False),
        ("2022-02-09", None, "2022-02-08", False),
        ("2022-02-09/2022-02-11", "2022-02-11", "2022-02-28", True),
        ("2022-02-09/2022-02-11", "2022-02-10", "2022-02-10", True),
        ("2022-02-09/2022-02-11", "2022-02-12", None, False),
        ("2022-02", "2022-02-28", None, True),
        ("2022-02", "2022-01-01", "2022-01-31", False),
        ("2022", "2022-06-01", "2022-06-30", True),
        ("XXXX-02-09", "2022-01-01", "2022-12-31", False),
    ],
)
def test_a_date_counts_when_it_meets_the_period(corpus, date, first, last, met):
    told(corpus, 1, "Sở Y tế", dates=[date])
    assert [row["date"] for row in ask(corpus, Question(first=first, last=last))] == ([date] if met else [])
    assert len(ask(corpus, Question())) == 1


def test_inspections_without_a_known_date_are_counted_apart(corpus):
    told(corpus, 1, "Sở Y tế", "Sở Nội vụ", dates=["XXXX-02-09"])
    told(corpus, 2, "Sở Y tế")
    told(corpus, 3, "Sở Y tế", dates=["2021-01-01"])
    question = Question(agency="so y te", first="2022-01-01", last="2022-12-31")
    assert ask(corpus, question) == [] and undated(corpus, question) == 2
    assert undated(corpus, Question(agency="so noi vu", last="2022-12-31")) == 1
    assert undated(corpus, Question(agency="so y te")) == 0  # nothing is left out
    assert [row["date"] for row in ask(corpus, Question(agency="sở y tế"))] == ["2021-01-01", "XXXX-02-09", None]


def test_leaders_and_sources(corpus):
    told(corpus, 1, "Sở Y tế", leader="Đỗ Thị Mẫu, Chánh Thanh tra tỉnh")
    told(corpus, 2, "Sở Nội vụ", leader="Trần Văn Thử", source="sonoivu-mau")
    told(corpus, 3, "Sở Xây dựng", source=None)

    def agencies(**conditions):
        return [row["agency"] for row in ask(corpus, Question(**conditions))]

    assert agencies(leader="do thi mau") == agencies(leader="chánh thanh tra") == ["Sở Y tế"]
    assert agencies(leader="thử") == ["Sở Nội vụ"]
    assert agencies(source="sonoivu-mau") == agencies(source="so noi vu") == ["Sở Nội vụ"]
    assert agencies(source="báo mẫu") == agencies(sources=("bao-mau",)) == ["Sở Y tế"]
    assert agencies(source="báo mẫu", leader="thử") == []
    (row,) = ask(corpus, Question(leader="Đỗ Thị Mẫu"))
    assert row["leader"] == "Đỗ Thị Mẫu (Chánh Thanh tra tỉnh)" and row["publisher"] == "Báo Mẫu Nghệ An"


def test_a_case_is_found_by_each_of_its_sources(corpus):
    for number, source in ((1, "bao-mau"), (2, "sonoivu-mau")):
        told(corpus, number, "Sở Y tế tỉnh Nghệ An", dates=["2022-02-09"], source=source, leader="Trần Văn Thử")
    for source in ("bao-mau", "sonoivu-mau"):
        (row,) = ask(corpus, Question(source=source))
        assert row["articles"] == 2


def test_each_row_is_true_by_itself(corpus):
    corpus.put(ARTICLE, [inspection()], "0.1")
    trade, town = ask(corpus, Question())
    assert tuple(trade) == COLUMNS
    assert (trade["agency"], trade["date"], trade["surprise"]) == ("Sở Công Thương", "2022-02-09", True)
    assert trade["violations"] == ["3/21 công chức vắng mặt"] and town["violations"] == []
    assert trade["violations_not_tied"] == town["violations_not_tied"] == ["còn chậm niêm yết thủ tục"]
    for row in (trade, town):
        assert row["quote"] == ARTICLE.text[row["char_start"] : row["char_end"]] == row["agency"]
        assert row["sentence"].startswith("Sáng 9/2, đoàn kiểm tra") and row["quote"] in row["sentence"]
        assert row["url"] == ARTICLE.url


def test_the_sentence_that_gives_the_date_too_is_preferred(corpus):
    agencies = (Found("Sở Công Thương", at(ARTICLE, "Sở Công Thương, 3/21", "Sở Công Thương")),)
    corpus.put(ARTICLE, [inspection(agencies=agencies), inspection(agencies=agencies, dates=())], "0.1")
    dated, not_dated = ask(corpus, Question())
    assert dated["sentence"].startswith("Sáng 9/2") and not_dated["sentence"].startswith("Tại Sở Công Thương")


def test_what_is_not_known_stays_so(corpus):
    told(corpus, 1)
    (row,) = ask(corpus, Question())
    assert (row["agency"], row["date"], row["leader"], row["violations"]) == (None, None, None, [])
    assert row["quote"] == "kiểm tra" and row["sentence"].startswith("Đoàn kiểm tra của tỉnh")
    assert ask(corpus, Question(agency="sở")) == []
