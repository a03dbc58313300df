"""The corpus: whole articles with traceable values, the same rows in whatever order, and no harm to other files."""

import itertools
import sqlite3
from contextlib import closing
from datetime import date

import pytest
from corpora import ARTICLE, BODY, CAPTION, SAPO, TITLE, at, dump, inspection
from hypothesis import given
from hypothesis import strategies as st

from corpus import schema
from corpus.database import DatabaseError, connect
from corpus.edtf import days
from corpus.query import Question, ask
from corpus.store import Corpus
from extract import Article, Inspection
from extract.inspection import Document, Found, Outcome


@pytest.fixture
def corpus():
    corpus = Corpus()
    yield corpus
    corpus.close()


def test_an_article_is_kept_with_its_parts(corpus):
    assert corpus.put(ARTICLE, [], "0.1") is True
    (row,) = corpus.db["articles"].rows
    assert (row["title"], row["published"], row["input_id"]) == (TITLE, "2022-02-10", "bai-1")
    parts = corpus.db["parts"].rows_where(order_by="ordinal")
    assert [(part["kind"], row["text"][part["char_start"] : part["char_end"]]) for part in parts] == [
        ("title", TITLE),
        ("sapo", SAPO),
        ("caption", CAPTION),
        ("paragraph", BODY),
    ]


def test_every_value_can_be_traced(corpus):
    corpus.put(ARTICLE, [inspection()], "0.1")
    proofs = list(corpus.db["evidence"].rows)
    for proof in proofs:
        assert ARTICLE.text[proof["char_start"] : proof["char_end"]] == proof["quote"]
        assert proof["quote"] in ARTICLE.text[proof["sentence_start"] : proof["sentence_end"]]
        row = next(corpus.db[proof["row_table"]].rows_where("id = ?", [proof["row_id"]]))
        assert proof["field"] in ("trigger", "value", "name") or proof["field"] in row
    fields = {(proof["row_table"], proof["field"]) for proof in proofs}
    assert fields == {("inspections", f) for f in ("activity", "surprise", "trigger")} | {
        ("inspected", "name"), ("dates", "value"), ("leaders", "value"), ("violations", "value"),
    }  # fmt: skip
    (absence,) = (proof for proof in proofs if proof["quote"] == "3/21 công chức vắng mặt")
    sentence = ARTICLE.text[absence["sentence_start"] : absence["sentence_end"]]
    assert sentence == "Tại Sở Công Thương, 3/21 công chức vắng mặt."


def test_what_else_an_inspection_has_is_kept(corpus):
    corpus.put(
        ARTICLE,
        [
            inspection(
                topic=Found("công vụ", at(ARTICLE, "công vụ")),
                agency_count=Found(2),
                documents=(Found(Document("Quyết định", "46/QĐ-SNV", "2022-01-05"), at(ARTICLE, "đột xuất"), 0.75),),
                outcomes=(Found(Outcome("reminder", "chấn chỉnh", "recommended", 1), at(ARTICLE, "chấn chỉnh")),),
            )
        ],
        "0.1",
    )
    (row,) = corpus.db["inspections"].rows
    assert (row["activity"], row["surprise"], row["topic"], row["agency_count"]) == ("kiểm tra", 1, "công vụ", 2)
    assert row["inspecting_body"] is None
    (document,) = corpus.db["documents"].rows
    assert (document["number"], document["date"], document["confidence"]) == ("46/QĐ-SNV", "2022-01-05", 0.75)
    (outcome,) = corpus.db["outcomes"].rows
    assert (outcome["status"], outcome["severity"], outcome["amount_vnd"]) == ("recommended", 1, None)
    absence, slow = corpus.db["violations"].rows_where(order_by="ordinal")
    assert (absence["category"], absence["count"], absence["total"]) == ("absence", 3, 21)
    assert corpus.db["agencies"].get(absence["agency_id"])["name"] == "Sở Công Thương" and slow["agency_id"] is None


def test_stored_again_it_is_the_same(corpus):
    corpus.put(ARTICLE, [inspection()], "0.1")
    before = dump(corpus)
    assert corpus.put(ARTICLE, [inspection()], "0.1") is False
    assert dump(corpus) == before


def test_what_is_read_anew_takes_the_place_of_what_was(corpus):
    corpus.put(ARTICLE, [inspection(), inspection(dates=())], "0.1")
    corpus.put(ARTICLE, [inspection(agencies=(Found("Sở Nội vụ", at(ARTICLE, "Sở Nội vụ")),))], "0.2")
    assert [row["name"] for row in corpus.db["agencies"].rows] == ["Sở Nội vụ"]
    assert corpus.counts() == {"articles": 1, "inspections": 1, "agencies": 1}
    assert {row["extractor"] for row in corpus.db["articles"].rows} == {"0.2"}
    fresh = Corpus()
    fresh.put(ARTICLE, [inspection(agencies=(Found("Sở Nội vụ", at(ARTICLE, "Sở Nội vụ")),))], "0.2")
    assert dump(corpus) == dump(fresh)
    fresh.close()


def spelt(number: int, *agencies: str) -> tuple[Article, list[Inspection]]:
    text = f"Đoàn kiểm tra đột xuất lần {number}, sáng 9/2, ông Trần Văn Thử: {'; '.join(agencies)}."
    article = Article(f"bai-{number}", f"Kiểm tra {number}", (("paragraph", text),))
    agency = tuple(Found(name, at(article, name)) for name in agencies)
    return article, [Inspection(Found("kiểm tra"), Found(False), Found("concluded"), agencies=agency)]


def test_one_agency_however_it_is_spelt_and_whatever_came_first():
    told = [
        spelt(1, "UBND TX Thái Hoà", "Sở GD&ĐT"),
        spelt(2, "thị xã Thái Hòa", "Thị ủy Thái Hòa"),
        spelt(3, "Ủy ban nhân dân thị xã Thái Hòa", "Sở Giáo dục - Đào tạo", "Sở Giáo dục và Đào tạo"),
    ]
    dumps = []
    for order in itertools.permutations(told):
        corpus = Corpus()
        for article, inspections in order:
            corpus.put(article, inspections, "0.1")
        assert sorted(row["name"] for row in corpus.db["agencies"].rows) == [
            "Sở Giáo dục và Đào tạo", "Thị ủy Thái Hòa, tỉnh Nghệ An", "UBND thị xã Thái Hòa, tỉnh Nghệ An",
        ]  # fmt: skip
        assert corpus.db["inspected"].count == 6  # the third names the department twice
        assert corpus.db["evidence"].count_where("row_table = 'inspected'") == 7
        dumps.append(dump(corpus))
        corpus.close()
    assert all(one == dumps[0] for one in dumps)


def test_an_article_is_wholly_there_or_not_at_all(corpus, monkeypatch):
    corpus.put(ARTICLE, [inspection()], "0.1")
    before = dump(corpus)

    def full(*_):
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(Corpus, "_settle", full)  # the last step of storing
    with pytest.raises(sqlite3.OperationalError):
        corpus.put(ARTICLE, [], "0.2")
    with pytest.raises(sqlite3.OperationalError):
        corpus.put(*spelt(1, "Sở Y tế"), "0.2")
    assert dump(corpus) == before
    monkeypatch.undo()
    assert corpus.put(*spelt(1, "Sở Y tế"), "0.2")


def test_pages_are_remembered_whatever_they_hold(corpus):
    class Page:
        url, sha256, fetched_at = "http://bao-mau.test/a", "ab", None

    assert not corpus.has_page(Page.url, Page.sha256)
    corpus.pass_over(Page, "a listing of links")
    assert corpus.has_page(Page.url, Page.sha256) and not corpus.has_page(Page.url, "cd")
    assert corpus.counts()["articles"] == 0


def test_the_database_guards_itself(corpus):
    corpus.put(ARTICLE, [inspection()], "0.1")
    for statement in (
        "UPDATE inspections SET stage = 'planned'",
        "UPDATE inspections SET surprise = 2",
        "UPDATE dates SET first_day = '2023-01-01'",
        "UPDATE evidence SET char_end = char_start",
        "UPDATE inspected SET agency_id = 'none'",
        "UPDATE articles SET published = '10/02/2022'",
        "DELETE FROM agencies",
    ):
        with pytest.raises(sqlite3.IntegrityError):
            corpus.db.execute(statement)
    assert corpus.db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_file_keeps_what_is_stored(tmp_path):
    path = tmp_path / "new folder" / "corpus.db"
    corpus = Corpus(path)
    assert corpus.db.journal_mode == "wal"
    corpus.put(ARTICLE, [inspection()], "0.1")
    before = dump(corpus)
    corpus.close()
    corpus = Corpus(path)
    assert dump(corpus) == before
    corpus.close()


def newer(path):
    Corpus(path).close()
    database = sqlite3.connect(path)
    database.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
    database.close()


def foreign(path):
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE cash (amount)")
    database.close()


def damaged(path):
    Corpus(path).close()
    body = path.read_bytes()
    path.write_bytes(body[:100] + b"\xff" * (len(body) - 100))


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda path: path.write_text("Kính gửi: Sở Nội vụ", encoding="utf-8"), "not a SQLite database"),
        (foreign, "a SQLite database, but not a corpus"),
        (newer, "newer version"),
        (damaged, "cannot be read as a corpus"),
        (lambda path: path.mkdir(), "a folder"),
    ],
)
def test_other_files_are_refused_and_left_alone(tmp_path, make, what):
    path = tmp_path / "corpus.db"
    make(path)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(DatabaseError, match=what) as caught:
        Corpus(path)
    assert str(caught.value).startswith(str(path)) and "\n" not in str(caught.value)
    assert (path.read_bytes() if path.is_file() else None) == before


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2022-02-09", "2022-02-09", "2022-02-09"),
        ("2022-02-09/2022-02-11", "2022-02-09", "2022-02-11"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2022", "2022-01-01", "2022-12-31"),
        ("2021-12/2022-01-03", "2021-12-01", "2022-01-03"),
        ("2022-XX-XX", "2022-01-01", "2022-12-31"),
        ("XXXX-02-29", None, None),
        ("XXXX-02-09/XXXX-02-11", None, None),
    ],
)
def test_the_days_that_a_date_can_mean(edtf, first, last):
    assert days(edtf) == (first, last)


@pytest.mark.parametrize(
    "wrong", ["", "9/2/2022", "2022-13-01", "2022-02-30", "2022-2-9", "2022-02-11/2022-02-09", "2022-02-09/", "202X"]
)
def test_what_is_no_date(wrong):
    with pytest.raises(ValueError):
        days(wrong)


@given(st.dates(min_value=date(1, 1, 1)), st.dates(min_value=date(1, 1, 1)))
def test_spans_hold_their_ends(a, b):
    first, last = sorted((a.isoformat(), b.isoformat()))
    assert days(f"{first}/{last}") == (first, last)
    assert days(first[:7])[0] <= first <= days(first[:7])[1]


def test_a_corpus_of_before_the_cases_is_brought_up_to_date(tmp_path):
    path = tmp_path / "corpus.db"
    before = connect(path, "corpus", schema.APPLICATION_ID, schema.MIGRATIONS[:2])
    before.executescript(
        "INSERT INTO articles (id, input_id, title, text, how, extractor) VALUES ('a', 'a', 'T', 'T', '{}', '0.1');"
        "INSERT INTO articles (id, input_id, title, text, how, extractor, duplicate_of)"
        " VALUES ('b', 'b', 'T', 'T', '{}', '0.1', 'a');"
        "INSERT INTO inspections (id, article_id, ordinal, activity, surprise, stage, confidence)"
        " VALUES ('a.1', 'a', 1, 'thanh tra', 1, 'concluded', 0.9), ('b.1', 'b', 1, 'thanh tra', 1, 'concluded', 0.9);"
        "INSERT INTO agencies VALUES ('x', 'Sở Y tế', 'so y te');"
        "INSERT INTO inspected VALUES ('a.1.inspected.1', 'a.1', 'x', 1, 'Sở Y tế', 0.9);"
        "INSERT INTO dates VALUES ('a.1.dates.1', 'a.1', 1, '2022-02-09', '2022-02-09', '2022-02-09', 0.9);"
    )
    before.close()
    with closing(Corpus(path)) as corpus:
        (row,) = ask(corpus, Question(agency="so y te"))
        assert (row["case_id"], row["articles"], row["date"]) == ("a.1", 1, "2022-02-09")
        assert corpus.counts() == {"articles": 1, "inspections": 1, "agencies": 1}
        assert corpus.db.execute("PRAGMA foreign_key_check").fetchall() == []
