"""Scores of candidates that stand in one list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.analysis import analyse
from extract.article import Article
from extract.entities import gather, lists
from extract.ranking import NOBODY, LogLinear, Rivals, as_a_whole, beside, in_agreement, rivals

SCORES = st.lists(st.floats(0.01, 0.99), min_size=1, max_size=12)


def test_who_is_told_of_in_a_long_list_is_in_it_with_the_others():
    ten = [0.9, 0.8, 0.8, 0.7, 0.6, 0.6, 0.5, 0.5, 0.2, 0.1]
    assert as_a_whole(ten, [range(10)], 0.3) == [*ten[:8], 0.3, 0.3]
    assert as_a_whole(ten, [range(4, 10)], 0.3) == ten, "a third of a list is missing"
    assert as_a_whole([0.9, 0.9, 0.1], [range(3)], 0.3) == [0.9, 0.9, 0.1], "three are no long list"


@given(SCORES, st.floats(0.05, 0.95))
def test_nobody_is_lowered_and_nobody_raised_above_the_threshold(scores, threshold):
    raised = as_a_whole(scores, [range(len(scores))], threshold)
    assert all(new == old or old < new == threshold for old, new in zip(scores, raised, strict=True))


def test_a_plain_rival_makes_another_less_likely_but_none_of_its_list():
    assert beside([0.2, 0.9, 0.5], []) == [(0.9, NOBODY), (0.5, NOBODY), (0.9, NOBODY)]
    assert beside([0.2, 0.9, 0.5], [[0, 1]]) == [(0.5, 0.9), (0.5, 0.2), (0.9, NOBODY)]
    assert beside([0.9, 0.9], []) == [(0.9, NOBODY)] * 2, "either is the other's rival"
    alone, rivalled, together = (
        rivals().weigh(scores, lists)[0] for scores, lists in (([0.4], []), ([0.4, 0.95], []), ([0.4, 0.95], [[0, 1]]))
    )
    assert rivalled < alone < together


@given(SCORES)
def test_rivals_keep_their_order(scores):
    weighed = Rivals(0.2, 0.9, -0.2, 0.1).weigh(scores, [])
    ranked = sorted(range(len(scores)), key=lambda i: scores[i])
    assert [weighed[i] for i in ranked] == pytest.approx(sorted(weighed))
    assert all(0 < score < 1 for score in weighed)


@given(SCORES)
def test_a_list_draws_its_members_together_and_keeps_their_order(scores):
    drawn = in_agreement(scores, [range(len(scores))])
    assert max(drawn) - min(drawn) <= max(scores) - min(scores) + 1e-9
    ranked = sorted(range(len(scores)), key=lambda i: scores[i])
    assert [drawn[i] for i in ranked] == pytest.approx(sorted(drawn))


def test_a_list_goes_on_behind_the_parent_of_members_without_names():
    text = "Đoàn đến UBND xã Nghi Ân và một số đơn vị trực thuộc của Sở Y tế; UBND xã Nghi Đức, UBND xã Nghi Phú."
    analysis = analyse(Article("x", "Kiểm tra", (("paragraph", text),)))
    entities = gather(analysis.agencies)
    (together,) = lists(analysis.form, entities)
    assert [entities[i].name for i in together] == ["UBND xã Nghi Ân", "UBND xã Nghi Đức", "UBND xã Nghi Phú"]


FEATURES = [f"{kind}:{value}" for kind in ("best", "sum", "t") for value in range(4)]


@given(
    st.fixed_dictionaries({feature: st.floats(-3, 3) for feature in FEATURES}),
    st.sets(st.sampled_from([feature for feature in FEATURES if feature.startswith("t:")])),
    st.integers(0, 3),
    st.integers(0, 3),
)
def test_no_feature_of_a_kind_gives_more_than_the_highest_score(weights, known, best, total):
    model = LogLinear("article", bias=-1.0, threshold=0.5, weights=weights)
    highest = model.highest(known, ("best", "sum"))
    assert model.score(known | {f"best:{best}", f"sum:{total}"}) <= highest + 1e-12
