"""Every line of a lexicon carries an example; here each is read, and must show what the line says."""

from __future__ import annotations

import pytest

from extract.agencies import provinces
from extract.analysis import analyse, find_triggers
from extract.article import Article
from extract.features.finding import cues
from extract.lexicon import DIRECTORY, LexiconError, Phrases, rows
from extract.people import find_titles
from extract.text import search_form
from extract.violations import category


def lines(name: str) -> list:
    return [pytest.param(*row, id=row[0]) for row in rows(name)]


@pytest.mark.parametrize("phrase, cls, example", lines("triggers"))
def test_a_cue_is_found_in_its_example(phrase, cls, example):
    found = find_triggers(search_form(example))
    if cls == "word":  # it only hides the cues that it holds
        at = search_form(example).index(phrase)
        assert not [t for t in found if at <= t.start < at + len(phrase)]
    else:
        assert (phrase, cls) in [(t.phrase, t.cls) for t in found]


@pytest.mark.parametrize("head, kind, grammar, example", lines("agency_heads"))
def test_a_head_opens_the_name_in_its_example(head, kind, grammar, example):
    found = [m.head for m in analyse(Article("x", example)).agencies]
    assert (head, kind, grammar) in [(h.form, h.kind, h.grammar) for h in found]


@pytest.mark.parametrize("title, kind, example", lines("titles"))
def test_a_title_stands_before_the_name_in_its_example(title, kind, example):
    assert (title, kind) in [
        (search_form(example)[start:end], found) for start, end, found in find_titles(search_form(example))
    ]


@pytest.mark.parametrize("surname, example", lines("surnames"))
def test_a_surname_opens_the_name_in_its_example(surname, example):
    people = analyse(Article("x", f"Đoàn kiểm tra do ông {example} làm trưởng đoàn.")).people
    assert [search_form(p.name) for p in people] == [search_form(example)]


@pytest.mark.parametrize("phrase, cls, weight, example", lines("violation_classes"))
def test_a_phrase_puts_its_example_into_its_class(phrase, cls, weight, example):
    assert 1 <= int(weight) <= 6
    assert phrase in search_form(example)
    assert category(search_form(example)) == cls


@pytest.mark.parametrize("phrase, cls, example", lines("finding_cues"))
def test_a_cue_of_findings_is_found_in_its_example(phrase, cls, example):
    assert (phrase, cls) in [value for *_, value in cues().find(search_form(example))]


def test_every_province_is_known_by_its_name():
    assert {search_form(row[1]) for row in rows("provinces")} <= provinces()


def test_no_phrase_stands_twice_in_a_lexicon():
    for file in DIRECTORY.glob("*.tsv"):
        keys = [row[:2] if file.stem == "name_words" else row[:1] for row in rows(file.stem)]
        assert len(keys) == len(set(keys)), file.name


def test_a_line_with_a_column_too_few_is_named(tmp_path, monkeypatch):
    (tmp_path / "broken.tsv").write_text("# phrase\tclass\texample\nkiểm tra\tact\n", encoding="utf-8")
    monkeypatch.setattr("extract.lexicon.DIRECTORY", tmp_path)
    with pytest.raises(LexiconError, match=r"broken\.tsv, line 2: 2 columns, expected 3"):
        rows("broken")


def test_the_longest_phrase_wins_and_words_stay_whole():
    phrases = Phrases([("kiểm tra", 1), ("đoàn kiểm tra", 2)])
    assert [value for *_, value in phrases.find("đoàn kiểm tra, kiểm tra, kiểm tran")] == [2, 1]
