"""`explain`, and the spaCy pipeline and displaCy page behind it."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from corpus.explained import COLOURS
from corpus.store import Corpus
from extract import Article, Inspection, read
from extract.components import COMPONENTS, document, html_page, pipeline
from extract.explain import choices
from extract.ranking import model
from pipeline import cli

TOLD = Article(
    "dong-son",
    "Kiểm tra đột xuất tại phường Đông Sơn",
    (
        (
            "paragraph",
            "Sáng 12/3/2024, đoàn kiểm tra do ông Lường Văn Bách, Phó Giám đốc Sở Nội vụ dẫn đầu đã kiểm tra"
            " đột xuất giờ giấc và tác phong tại UBND phường Đông Sơn.",
        ),
        ("paragraph", "Qua kiểm tra, đoàn phát hiện 3 công chức vắng mặt không có lý do, sổ theo dõi <b>bỏ trống</b>."),
    ),
)
UNTOLD = Article("hoi-hoa", "Hội hoa xuân mở cửa", (("paragraph", "Hội hoa xuân năm nay mở cửa sớm hơn một tuần."),))


def test_the_pipeline_is_made_of_registered_components():
    nlp = pipeline()
    assert tuple(nlp.pipe_names) == COMPONENTS
    doc = nlp(TOLD.text)  # bare text, too
    assert [i.dates for i in doc._.inspections] and doc.spans["agencies"] and doc.spans["people"] and doc.spans["dates"]


def test_a_document_holds_the_same_inspections_and_their_evidence_as_spans():
    doc = document(TOLD)
    assert doc._.inspections == read(TOLD)
    labelled = {(span.label_, span.text) for span in doc.spans["inspections"]}
    assert ("agencies", "UBND phường Đông Sơn") in labelled
    assert any(label == "dates" and "12/3/2024" in text for label, text in labelled)
    assert any(label == "leaders" and "Lường Văn Bách" in text for label, text in labelled)


def test_choices_add_up_to_their_score():
    """With all reasons asked for, the log-odds is the bias and their sum."""
    import math

    made = choices(document(TOLD)._.analysis, reasons=10_000, near=0)
    assert {choice.model for choice in made} == {"article", "agency", "date", "leader", "finding"}
    for choice in made:
        total = model(choice.model).bias + sum(weight for _, weight in choice.reasons)
        assert choice.score == pytest.approx(1 / (1 + math.exp(-total)))
        assert choice.taken == (choice.score >= model(choice.model).threshold)
    (article,) = (choice for choice in made if choice.model == "article")
    assert article.taken and [c.value for c in made if c.model == "agency" and c.taken] == ["UBND phường Đông Sơn"]


def test_every_field_has_a_colour():
    assert set(COLOURS) == {field.name for field in fields(Inspection)} - {"confidence", "evidence"}


def test_the_command_shows_values_rules_and_reasons(tmp_path):
    file = tmp_path / "dong-son.txt"
    file.write_text(TOLD.text, encoding="utf-8")
    shown = CliRunner().invoke(cli, ["explain", str(file)], env={"COLUMNS": "160"})
    assert shown.exit_code == 0, shown.output
    assert TOLD.title in shown.output
    for said in (r"agencies +UBND phường Đông Sơn +\d\.\d\d +agency:", r"yes +date +2024-03-12", r"surprise +True"):
        assert re.search(said, shown.output), said


def test_an_article_without_an_inspection_says_so(tmp_path):
    file = tmp_path / "hoi-hoa.txt"
    file.write_text(UNTOLD.text, encoding="utf-8")
    shown = CliRunner().invoke(cli, ["explain", str(file)])
    assert shown.exit_code == 0 and "no inspection is told" in shown.output and re.search(r"no +article", shown.output)


def test_an_article_of_the_corpus_is_explained_as_it_was_read(tmp_path):
    path = tmp_path / "c.db"
    corpus = Corpus(path)
    number = corpus.begin("test", "0")
    corpus.put(TOLD, read(TOLD), "0", number)
    (key,) = (row["id"] for row in corpus.db["articles"].rows)
    assert corpus.article(key) == TOLD
    corpus.close()
    page = tmp_path / "page.html"
    shown = CliRunner().invoke(cli, ["explain", key, "--corpus", str(path), "--html", str(page)])
    assert shown.exit_code == 0, shown.output
    html = page.read_text("utf-8")
    assert "UBND phường Đông Sơn" in html and "agencies" in html and "#8ec5ff" in html
    assert "<b>" not in html and "&lt;b&gt;" in html


@pytest.mark.parametrize("target", ["no-such-id", "no/such/file.txt"])
def test_what_is_not_there_is_said_in_one_line(tmp_path, target):
    shown = CliRunner().invoke(cli, ["explain", target, "--corpus", str(tmp_path / "none.db")])
    assert shown.exit_code == 1 and target in shown.output and len(shown.output.strip().splitlines()) == 1
    assert not (tmp_path / "none.db").exists()


@given(st.text(max_size=200))
def test_no_text_breaks_the_page(text):
    article = Article("x", TOLD.title, (*TOLD.blocks, ("paragraph", text)))
    html = html_page(article, read(article), {})
    assert "<script" not in html
