"""Asking the corpus: names however they are spelt, periods that meet dates, rows that are true by themselves."""

from contextlib import closing
from dataclasses import replace
from random import Random
from unicodedata import normalize

import pytest
from corpora import ARTICLE, at, inspection
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.database import transaction
from corpus.folding import fold, folded_name, in_order, spelled_out
from corpus.names import province_codes, typos
from corpus.query import COLUMNS, FACETS, SORTS, Counted, Question, ask, at_least, count, facets, undated
from corpus.search import rebuild
from corpus.store import Corpus
from corpus.texts import snippet, terms
from extract import Article, Inspection
from extract.inspection import Found, Leader, Violation

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


def told(
    corpus, number, *agencies, dates=(), source="bao-mau", leader=None, surprise=False, activity="kiểm tra",
    violation=None,
):  # fmt: skip
    """Store an article that tells one inspection."""
    text = f"Đoàn kiểm tra của {leader or 'tỉnh'} đến {', '.join(agencies) or 'một số đơn vị'} ({'; '.join(dates)})."
    article = Article(f"bai-{number}", f"Bài {number}", (("paragraph", text),), source=source)
    given = Inspection(
        activity=Found(activity),
        surprise=Found(surprise),
        violations=(Found(Violation("3 hồ sơ quá hạn", violation)),) if violation else (),
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


@pytest.fixture(scope="module")
def several():
    """Six articles of two papers in two provinces, told through three years."""
    corpus = Corpus()
    corpus.begin("test", "0.1", SOURCES)
    told(corpus, 1, "Sở Công Thương", "UBND xã Nghi Ân", dates=["2021-03-04"], leader="Đỗ Thị Mẫu")
    told(corpus, 2, "Sở Công Thương", dates=["2022-02-09", "2022-05-01/2022-05-03"], surprise=True)
    told(corpus, 3, "Sở Nội vụ", dates=["2022"], source="sonoivu-mau", leader="Trần Văn Thử, Phó Giám đốc Sở Nội vụ")
    told(corpus, 4, "UBND huyện Sông Lô", dates=["XXXX-02-09"], source="sonoivu-mau", surprise=True)
    told(corpus, 5, "Trường THPT Đô Lương 1", dates=["2023-09-05"], activity="thanh tra", violation="records")
    told(corpus, 6, "Sở Công Thương", source="sonoivu-mau", violation="records")
    yield corpus
    corpus.close()


def numbers(corpus, **conditions):
    """Which of the articles have the answers, in order."""
    question = Question(**conditions)
    rows = ask(corpus, question)
    found = list(dict.fromkeys(int(row["input_id"].removeprefix("bai-")) for row in rows))
    assert count(corpus, question) == len(found)
    assert at_least(corpus, question, 100) == Counted(len(found), exact=True)
    for limit in (1, 2):  # page by page, by the index too
        pages = [ask(corpus, question, limit, offset) for offset in range(0, len(found), limit)]
        assert [row for page in pages for row in page] == rows
    return found


QUESTIONS = [
    ({}, [1, 3, 2, 5, 4, 6]),
    ({"sort": "-date"}, [5, 2, 3, 1, 6, 4]),
    ({"province": "Nghệ An"}, [1, 2, 5]),
    ({"province": "tỉnh Vĩnh Phúc (cũ)"}, [3, 4, 6]),
    ({"province": "phu tho"}, [3, 4, 6]),  # Vĩnh Phúc is a part of it since July 2025
    ({"province": "26", "surprise": True}, [4]),
    ({"surprise": False, "first": "2022-01-01"}, [3, 5]),
    ({"category": "records"}, [5, 6]),
    ({"activity": "thanh tra"}, [5]),
    ({"stage": "concluded"}, []),
    ({"agency": "so cong thuong"}, [1, 2, 6]),
    ({"agency": "sở công thuơgn"}, [1, 2, 6]),
    ({"agency": "sở công thuong", "sort": "-date"}, [2, 1, 6]),
    ({"agency": "song loo"}, [4]),
    ({"agency": "THPT Đô Luơng I"}, []),
    ({"agency": "Sở Xây dựng"}, []),
    ({"leader": "Tran Van Thu"}, [3]),
    ({"leader": "Tran Vam Thử"}, [3]),
    ({"first": "2022-04-01", "last": "2022-04-30"}, [3]),
    ({"first": "2022-05-03", "last": "2022-05-03"}, [3, 2]),
    ({"first": "2022-05-03", "last": "2022-12-31", "sort": "-date"}, [2, 3]),
    ({"text": "kiểm tra THPT", "source": "bao-mau"}, [5]),
    ({"text": '"nghi an"'}, [1]),
    ({"text": "an nghi"}, [1]),
    ({"text": '"an nghi"'}, []),
    ({"text": "ủy ban nhân dân"}, [4, 1]),
    ({"text": "?!"}, []),
]


@pytest.mark.parametrize(("conditions", "found"), QUESTIONS)
@pytest.mark.parametrize("candidates", [0, 1, 2])
def test_a_count_that_stops_says_so_and_never_too_much(several, monkeypatch, conditions, found, candidates):
    monkeypatch.setattr("corpus.query.FEW", 0)
    monkeypatch.setattr("corpus.query.CANDIDATES", candidates)
    counted = at_least(several, Question(**conditions), 100)
    assert counted.number <= len(found)
    assert counted.exact == (str(counted) == str(counted.number)) and (
        counted.number == len(found) or not counted.exact
    )


def test_a_count_stops(several, monkeypatch):
    assert str(at_least(several, Question(), 6)) == "6" and str(at_least(several, Question(), 5)) == "at least 5"
    monkeypatch.setattr("corpus.query.FEW", 0)
    monkeypatch.setattr("corpus.query.CANDIDATES", 2)
    assert str(at_least(several, Question(text="kiểm tra"), 100)) == "at least 2"
    assert str(at_least(several, Question(surprise=False), 100)) == "at least 2"
    assert str(at_least(several, Question(activity="thanh tra"), 100)) == "1"
    assert str(at_least(several, Question(surprise=False), 100, shown=3)) == "at least 3"


@pytest.mark.parametrize(("conditions", "found"), QUESTIONS)
@pytest.mark.parametrize("few", [5_000, 0])
def test_questions(several, monkeypatch, conditions, found, few):
    """Whether the lists are read as a whole, or walked because they are long, the answers are the same."""
    monkeypatch.setattr("corpus.query.FEW", few)
    if conditions.get("text") == "ủy ban nhân dân":
        conditions, found = conditions | {"sort": "date"}, [1, 4]
    assert numbers(several, **conditions) == found


WORDS = "đoàn kiểm tra hồ sơ đất đai tại Sở Nội vụ UBND TX Thái Hoà".split()


@pytest.fixture(scope="module")
def wordy():
    """A corpus of many arrangements of few words, and what each article says: {number: folded title and text}."""
    corpus, said = Corpus(), {}
    corpus.begin("test", "0.1", SOURCES)
    some = Random(7)
    for number in range(60):
        title, text = (" ".join(some.choices(WORDS, k=some.randint(2, 6))) for _ in range(2))
        article = Article(f"bai-{number}", title, (("paragraph", f"{text}: kiểm tra."),), source="bao-mau")
        given = Inspection(Found("kiểm tra"), Found(False), stage=Found("under_way"), evidence=at(article, "kiểm tra."))
        corpus.put(article, [given], "0.1")
        said[number] = (fold(article.title), fold(article.text))
    yield corpus, said
    corpus.close()


@pytest.mark.parametrize("few", [5_000, 8, 0])
@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=4), min_size=1, max_size=3),
    st.sampled_from(["relevance", "date", "-published"]),
)
def test_words_and_phrases_find_what_has_them(wordy, few, wanted, sort):
    corpus, said = wordy
    question = " ".join(f'"{" ".join(words)}"' if len(words) > 1 else words[0] for words in wanted)
    having = {
        number
        for number, parts in said.items()
        if all(any(f" {term} " in f" {part} " for part in parts) for term in terms(question))
    }
    asked = Question(text=question, sort=sort)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("corpus.query.FEW", few)
        rows = ask(corpus, asked)
        assert sorted(int(row["input_id"].removeprefix("bai-")) for row in rows) == sorted(having)
        assert ask(corpus, asked, 5) + ask(corpus, asked, 60, 5) == rows
        assert count(corpus, asked) == at_least(corpus, asked, 60).number == len(having)


def test_sorts(several):
    for sort in SORTS:
        assert sorted(numbers(several, sort=sort)) == [1, 2, 3, 4, 5, 6]
    with pytest.raises(ValueError, match="none of date"):
        ask(several, Question(sort="colour"))


def test_relevance_puts_first_what_is_about_the_words(corpus):
    told(corpus, 1, "Sở Y tế", "Sở Nội vụ", "Bến xe Vinh", "Trường THPT Đô Lương 1")
    told(corpus, 2, "Bến xe Vinh")
    told(corpus, 3, "Sở Nội vụ")
    assert numbers(corpus, text="ben xe vinh", sort="relevance") == [2, 1]


def test_words_that_many_articles_have_put_the_newest_first(corpus, monkeypatch):
    monkeypatch.setattr("corpus.query.FEW", 1)
    told(corpus, 1, "Bến xe Vinh", dates=["2022-03-01"])
    told(corpus, 2, "Sở Nội vụ", dates=["2023-03-01"])
    told(corpus, 3, "Bến xe Vinh", dates=["2021-03-01"])
    told(corpus, 4, "Sở Y tế")
    assert numbers(corpus, text="kiểm tra", sort="relevance") == [4, 3, 2, 1]
    assert numbers(corpus, text="bến xe", sort="relevance") == [3, 1]
    assert numbers(corpus, text="kiểm tra bến xe", agency="Bến xe Vinh", sort="relevance") == [1, 3]  # by date
    assert numbers(corpus, text="kiểm tra nội vụ", sort="relevance") == [2]


def test_facets_count_the_answers(several):
    found = facets(several, Question(province="Nghệ An"))
    assert tuple(found) == FACETS
    assert found["activity"] == {"kiểm tra": 2, "thanh tra": 1}
    assert found["surprise"] == {"0": 2, "1": 1}
    assert found["province"] == {"40": 3} and found["source"] == {"bao-mau": 3}
    assert found["category"] == {"records": 1}
    assert found["year"] == {"2021": 1, "2022": 1, "2023": 1}
    assert sum(facets(several, Question(), most=2)["activity"].values()) == 2


def test_provinces_that_there_are_not():
    with pytest.raises(ValueError, match="Nghệ An"):
        province_codes("Nghệ Am")


@pytest.mark.parametrize(
    ("question", "name", "typing"),
    [
        ("so noi vu", "so noi vu tinh nghe an", 0),
        ("so nio vu", "so noi vu tinh nghe an", 1),
        ("sonoivu", "so noi vu tinh nghe an", 0),
        ("so noi", "uy ban nhan dan xa nghi an", None),
        ("do luong 2", "truong thpt do luong 1", None),
        ("noi vu so", "so noi vu", None),
    ],
)
def test_typos_are_counted(question, name, typing):
    assert typos(question, name) == typing


def test_a_snippet_shows_the_words_in_their_own_spelling():
    text = ("Đoàn kiểm tra làm việc cả ngày. " * 20) + "UBND TX Cửa Lò để 3 hồ sơ quá hạn. " + ("Hết buổi. " * 30)
    found = snippet(text, '"thị xã cửa lò" hồ sơ', 100)
    assert len(found.text) <= 100 and found.text in text
    assert [found.text[start:end] for start, end in found.marks] == ["TX Cửa Lò", "hồ", "sơ"]
    assert snippet("Không có gì.", "cửa lò").marks == ()


def search_tables(corpus):
    """What the search tables hold, but for the numbers that rows have in them."""
    tables = {
        "answers": "SELECT * FROM search_answers",
        "postings": "SELECT * FROM search_postings",
        "names": "SELECT kind, ref, folded FROM search_names",
        "articles": "SELECT article_id FROM search_articles",
        "form": "SELECT form FROM search_form",
    }
    found = {name: sorted(map(tuple, corpus.db.execute(sql))) for name, sql in tables.items()}
    words = "SELECT a.article_id FROM search_texts JOIN search_articles a ON a.number = search_texts.rowid"
    for word in ("kiem", "tra", "vinh", "nghi", "noi", "thai_hoa", "so_noi"):
        found[word] = sorted(map(tuple, corpus.db.execute(f"{words} WHERE search_texts MATCH '{word}'")))
    return found


def test_the_search_tables_are_what_they_would_be_made_anew(corpus):
    told(corpus, 1, "Sở Y tế", "UBND TX Thái Hoà", dates=["2022"], leader="Đỗ Thị Mẫu")
    told(corpus, 2, "thị xã Thái Hòa", dates=["2022-02-09", "2022-03-01"], leader="Trần Văn Thử")
    corpus.put(ARTICLE, [inspection(), inspection(dates=())], "0.1")
    corpus.put(ARTICLE, [inspection(leaders=())], "0.2")  # a leader and a date fewer
    copy = replace(ARTICLE, url="http://m.bao-mau.test/bai-1.html", id="bai-1-m")
    corpus.put(copy, [inspection(copy)], "0.1")
    kept = search_tables(corpus)
    assert len([row for row in kept["names"] if row[0] == "leader"]) == 3
    with transaction(corpus.db.conn):
        rebuild(corpus.db.conn)
    assert search_tables(corpus) == kept
    for table in ("search_names_words", "search_names_trigrams"):
        corpus.db.execute(f"INSERT INTO {table} ({table}) VALUES ('integrity-check')")


def test_a_corpus_whose_words_were_folded_otherwise_is_listed_anew(tmp_path):
    path = tmp_path / "corpus.db"
    with closing(Corpus(path)) as corpus:
        told(corpus, 1, "Sở Y tế", source=None)
        before = search_tables(corpus)
        corpus.db.execute("UPDATE search_form SET form = 'of an older lexicon'")
        corpus.db.execute("DELETE FROM search_names")
        corpus.db.execute("DROP TABLE search_texts")
        corpus.db.execute("CREATE VIRTUAL TABLE search_texts USING fts5 (words)")
        corpus.db.execute("ALTER TABLE search_answers RENAME COLUMN published TO stored")
    with closing(Corpus(path)) as corpus:
        assert search_tables(corpus) == before
