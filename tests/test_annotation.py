"""Annotations without text: phrases to offsets and back."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.annotation import AnnotationError, find, to_offsets, to_phrases
from extract.scoring import compare

GOLD = Path(__file__).resolve().parent.parent / "data" / "sample" / "gold"
TEXT = "Đoàn kiểm tra làm việc với UBND các xã Nghi Ân,\n Nghi Đức và phát hiện\nsổ theo dõi bỏ trống."


@pytest.mark.parametrize("file", sorted(GOLD.glob("*.json")), ids=lambda file: file.stem)
def test_a_gold_article_comes_back_as_it_was(file):
    gold, text = json.loads(file.read_text("utf-8")), file.with_suffix(".txt").read_text("utf-8")
    bare = to_offsets(gold, text)
    back = to_phrases(json.loads(json.dumps(bare)), unicodedata.normalize("NFD", text))
    for field, found in compare(gold, back).items():
        assert not found.missed and not found.wrong, field


def test_a_shared_head_is_found_in_pieces():
    spans = find("UBND xã Nghi Đức", TEXT)
    assert len(spans) > 1 and " ".join(TEXT[start:end] for start, end in spans) == "UBND xã Nghi Đức"


def test_blanks_and_case_may_differ():
    ((start, end),) = find("Phát hiện sổ theo dõi", TEXT)
    assert TEXT[start:end] == "phát hiện\nsổ theo dõi"


def test_no_text_hides_in_an_annotation():
    with pytest.raises(AnnotationError, match="is not in the text"):
        find("một câu dài hoàn toàn bịa đặt chẳng hề có ở bài", TEXT)


def test_offsets_of_another_text_are_refused():
    event = {"topic": [[0, 9999]], "inspecting_body": None, "leaders": [], "agencies": [], "violations": []}
    annotation = {"events": [event]}
    with pytest.raises(AnnotationError, match="9999"):
        to_phrases(annotation, TEXT)


@given(st.data())
def test_any_run_of_words_is_one_span(data):
    words = TEXT.split()
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    phrase = " ".join(words[start:end])
    spans = find(phrase, TEXT)
    assert len(spans) == 1 and TEXT[slice(*spans[0])].split() == phrase.split()
