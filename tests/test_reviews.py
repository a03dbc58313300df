"""What people judge stays, whatever the rules find later; and every value shown stands in the article."""

import json
from contextlib import closing
from dataclasses import replace
from itertools import pairwise

import pytest
from click.testing import CliRunner
from corpora import ARTICLE, SAPO, at, dump, inspection
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import reviews, schema
from corpus.database import connect
from corpus.judged import RULE, key
from corpus.query import Question, ask
from corpus.recorded import from_snapshot, inspections, snapshot, stored_items
from corpus.reextraction import Changes
from corpus.reviews import ReviewError, confirm, correct, done, find, missed, missed_inspection, reject
from corpus.store import Corpus, article_key
from extract import Article, Inspection, lexicon_version
from extract.inspection import Document, Found, Leader, Outcome, Violation
from pipeline import cli

KEY = article_key(ARTICLE)
ID = f"{KEY}.1"
LAN = {"reviewer": "lan"}
FULL = inspection(
    topic=Found("công vụ", at(ARTICLE, "công vụ"), 0.6),
    dates=(Found("2022-02-09", at(ARTICLE, "9/2"), 0.4),),
    documents=(Found(Document("Quyết định", "46/QĐ-SNV", "2022-01-05"), at(ARTICLE, "đột xuất"), 0.75),),
    outcomes=(Found(Outcome("reminder", "chấn chỉnh", "recommended", 1), at(ARTICLE, "chấn chỉnh")),),
)


@pytest.fixture
def corpus():
    with closing(Corpus()) as corpus:
        corpus.put(ARTICLE, [FULL], "0.1", lexicon="abc")
        yield corpus


def stored(corpus: Corpus, field: str) -> list:
    return [item.found.value for item in stored_items(corpus.db, KEY) if item.field == field]


def reread(corpus: Corpus, *found: Inspection) -> None:
    corpus.put(ARTICLE, list(found), "0.2", lexicon="def")


def test_what_is_stored_is_read_back_as_it_was_found(corpus):
    assert inspections(stored_items(corpus.db, KEY)) == {1: FULL}
    assert from_snapshot(snapshot(FULL, ARTICLE.text), ARTICLE.text) == FULL


def test_each_value_keeps_the_versions_it_was_made_with(corpus):
    for table in ("inspections", "inspected", "dates", "leaders", "violations", "documents", "outcomes"):
        assert {(row["extractor"], row["lexicon"]) for row in corpus.db[table].rows} == {("0.1", "abc")}
    confirm(corpus, ID, "dates", "2022-02-09", **LAN)  # is not a reading
    assert {row["lexicon"] for row in corpus.db["dates"].rows} == {"abc"}
    reread(corpus, FULL)
    assert {(row["extractor"], row["lexicon"]) for row in corpus.db["dates"].rows} == {("0.2", "def")}


def test_the_version_of_the_lexicons_changes_with_them(tmp_path, monkeypatch):
    from extract import lexicon, version

    assert lexicon_version() == version.lexicon_version.__wrapped__()
    (tmp_path / "triggers.tsv").write_text("kiểm tra\n", encoding="utf-8")
    monkeypatch.setattr(lexicon, "DIRECTORY", tmp_path)
    before = version.lexicon_version.__wrapped__()
    (tmp_path / "triggers.tsv").write_text("thanh tra\n", encoding="utf-8")
    assert len({before, version.lexicon_version.__wrapped__(), lexicon_version()}) == 3


def test_to_confirm_changes_nothing_but_the_certainty(corpus):
    before = dump(corpus)
    confirm(corpus, ID, "dates", "2022-02-09", note="rõ", **LAN)
    after = dump(corpus)
    (review,) = corpus.db["reviews"].rows
    assert (review["verdict"], review["reviewer"], review["note"], review["source"]) == ("confirm", "lan", "rõ", "cli")
    assert (review["rule"], review["confidence"], review["reviewed_at"][:2]) == ("test", 0.4, "20")
    assert [row["confidence"] for row in corpus.db["dates"].rows] == [1.0]
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"reviews", "dates", "evidence"}


def test_an_accepted_value_survives_rules_that_lose_it(corpus):
    confirm(corpus, ID, "dates", "2022-02-09", **LAN)
    confirm(corpus, ID, "topic", None, **LAN)
    reread(corpus, replace(FULL, dates=(), topic=Found("thủ tục", at(ARTICLE, "thủ tục"))))
    assert stored(corpus, "dates") == ["2022-02-09"]
    assert stored(corpus, "topic") == ["công vụ"]


def test_only_what_nobody_has_judged_is_redone(corpus):
    confirm(corpus, ID, "agencies", "TX Cửa Lò", **LAN)
    reread(corpus, replace(FULL, agencies=(Found("Sở Nội vụ", at(ARTICLE, "Sở Nội vụ")),), topic=None))
    assert sorted(stored(corpus, "agencies")) == ["Sở Nội vụ", "TX Cửa Lò"]
    assert stored(corpus, "topic") == []


def test_an_inspection_that_no_rule_finds_stays_with_what_was_accepted(corpus):
    confirm(corpus, ID, "agencies", "TX Cửa Lò", **LAN)
    reread(corpus)
    assert stored(corpus, "agencies") == ["TX Cửa Lò"]
    assert stored(corpus, "dates") == stored(corpus, "violations") == []
    (row,) = ask(corpus, Question("cua lo"))
    assert row["sentence"] == SAPO


def test_a_rejected_value_does_not_come_back(corpus):
    reject(corpus, ID, "violations", "còn chậm niêm yết thủ tục", **LAN)
    reject(corpus, ID, "topic", None, **LAN)
    assert [v.text for v in stored(corpus, "violations")] == ["3/21 công chức vắng mặt"]
    reread(corpus, FULL)
    assert [v.text for v in stored(corpus, "violations")] == ["3/21 công chức vắng mặt"]
    assert stored(corpus, "topic") == []


def test_a_rejected_agency_takes_its_findings_from_no_agency_else(corpus):
    reject(corpus, ID, "agencies", "Sở Công Thương", **LAN)
    assert [v.agency for v in stored(corpus, "violations")] == [None, None]


def test_a_rejected_inspection_does_not_come_back_and_another_does_not_take_its_place(corpus):
    reject(corpus, ID, "inspection", None, **LAN)
    assert stored_items(corpus.db, KEY) == []
    reread(corpus, FULL)
    assert stored_items(corpus.db, KEY) == []
    other = Inspection(
        Found("thanh tra"), Found(False), Found("concluded"),
        agencies=(Found("Sở Nội vụ", at(ARTICLE, "Sở Nội vụ")),), evidence=at(ARTICLE, "dẫn đầu"),
    )  # fmt: skip
    reread(corpus, other)
    assert {item.inspection_id for item in stored_items(corpus.db, KEY)} == {f"{KEY}.2"}


def test_a_corrected_value_shows_everywhere_with_its_sentence(corpus):
    correct(corpus, ID, "dates", "2022-02-09", "2022-02-08", "Sáng 9/2", **LAN)
    (row, *_) = ask(corpus, Question("cong thuong"))
    assert (row["date"], row["first_day"]) == ("2022-02-08", "2022-02-08")
    (proof,) = corpus.db["evidence"].rows_where("row_table = 'dates'")
    assert (proof["rule"], proof["quote"], proof["confidence"]) == (RULE, "Sáng 9/2", 1.0)
    reread(corpus, FULL)
    assert stored(corpus, "dates") == ["2022-02-08"]
    assert ask(corpus, Question(first="2022-02-09")) == []


def test_a_correction_keeps_the_parts_that_it_does_not_name(corpus):
    correct(corpus, ID, "violations", "3/21 công chức vắng mặt", "công chức vắng mặt", None, **LAN)
    assert stored(corpus, "violations")[0] == Violation("công chức vắng mặt", "absence", "Sở Công Thương", 3, 21)
    reread(corpus, FULL)  # the rules' own cut of it is the same finding
    assert len(stored(corpus, "violations")) == 2


def test_what_was_missed_is_added_once(corpus):
    missed(corpus, ID, "leaders", "Lê Mẫu | phóng viên", "lê  mẫu", **LAN)
    assert Leader("Lê Mẫu", "phóng viên") in stored(corpus, "leaders")
    (proof,) = corpus.db["evidence"].rows_where("rule = ?", [RULE])
    assert proof["quote"] == "Lê Mẫu"
    reread(corpus, FULL)
    assert len(stored(corpus, "leaders")) == 2


def test_a_value_is_known_when_a_part_of_it_has_changed_since_it_was_shown(corpus):
    shown = stored(corpus, "violations")[0]
    reject(corpus, ID, "agencies", "Sở Công Thương", **LAN)
    confirm(corpus, ID, "violations", shown, **LAN)
    assert stored(corpus, "violations")[0].agency is None


def test_an_inspection_that_was_missed_is_added_and_found_again_under_its_id(corpus):
    corpus.put(ARTICLE, [], "0.1")
    name = missed_inspection(corpus, KEY, "kiểm tra", "Kiểm tra đột xuất công vụ", **LAN)
    missed(corpus, name, "dates", "2022-02-09", "9/2", **LAN)
    reread(corpus, FULL)
    assert {item.inspection_id for item in stored_items(corpus.db, KEY)} == {name}
    assert stored(corpus, "agencies") == ["Sở Công Thương", "TX Cửa Lò"]


def test_the_last_word_counts(corpus):
    reject(corpus, ID, "agencies", "TX Cửa Lò", **LAN)
    missed(corpus, ID, "agencies", "TX Cửa Lò", None, reviewer="minh")
    reread(corpus, replace(FULL, agencies=()))
    assert stored(corpus, "agencies") == ["TX Cửa Lò"]


@pytest.mark.parametrize(
    "field, value, kept",
    [
        ("stage_detail", "draft", "draft"),
        ("kind", "public_duty", "public_duty"),
        ("occasion", "complaint", "complaint"),
        ("period_covered", "2019/2021", "2019/2021"),
        ("team_size", "6", 6),
    ],
)
def test_circumstances_can_be_added(corpus, field, value, kept):
    missed(corpus, ID, field, value, "9/2", **LAN)
    reread(corpus, FULL)
    assert corpus.db["inspections"].get(ID)[field] == kept
    with pytest.raises(ReviewError, match=f"no value of {field}"):
        correct(corpus, ID, field, None, "-", "9/2", **LAN)


@pytest.mark.parametrize(
    "act, why",
    [
        (lambda c: confirm(c, "x.1", "dates", None, **LAN), "no inspection 'x.1'"),
        (lambda c: confirm(c, ID, "colour", None, **LAN), "no field"),
        (lambda c: confirm(c, ID, "agencies", None, **LAN), "one of Sở Công Thương; TX Cửa Lò"),
        (lambda c: confirm(c, ID, "inspecting_body", None, **LAN), "has no inspecting_body"),
        (lambda c: confirm(c, ID, "dates", None, reviewer=" "), "needs the name"),
        (lambda c: reject(c, ID, "activity", None, **LAN), "correct it instead"),
        (lambda c: correct(c, ID, "dates", None, "2022-02-30", "9/2", **LAN), "no day of the calendar"),
        (lambda c: correct(c, ID, "dates", None, "2022-02-09", "9/2", **LAN), "confirm it instead"),
        (lambda c: correct(c, ID, "activity", None, "đi chơi", "kiểm tra", **LAN), "there are: kiểm tra"),
        (lambda c: correct(c, ID, "topic", None, "vệ sinh", None, **LAN), "does not say 'vệ sinh'"),
        (lambda c: missed(c, ID, "agencies", "Sở Y tế", "…", **LAN), "give the words"),
        (lambda c: missed(c, ID, "agencies", "sở công thương", None, **LAN), "has 'sở công thương' already"),
        (lambda c: missed(c, ID, "topic", "công vụ", None, **LAN), "correct it instead"),
        (lambda c: missed(c, ID, "documents", "{}", "9/2", **LAN), "no value of documents"),
        (lambda c: missed(c, ID, "agency_count", "0", "9/2", **LAN), "no value of agency_count"),
        (lambda c: done(c, "x", **LAN), "no article 'x'"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(corpus, act, why):
    before = dump(corpus)
    with pytest.raises(ReviewError, match=why):
        act(corpus)
    assert dump(corpus) == before


def test_words_are_whole_words_of_one_part_nearest_to_where_they_were():
    text = "Sở Y tế\n\nĐoàn đến Sở  Y tế, rồi Sở Y tế mới"
    assert find(text, "sở y tế") == (0, 7)
    assert text[slice(*find(text, "Sở Y tế", near=30))] == "Sở Y tế"
    assert find(text, "Sở Y tế", near=17)[0] == 18
    for words in ("Sở Y t", "tế Đoàn", "", "?!"):
        with pytest.raises(ReviewError):
            find(text, words)


def test_a_review_finds_its_words_in_a_changed_text_and_is_set_aside_without_them(corpus):
    correct(corpus, ID, "dates", "2022-02-09", "2022-02-08", "Sáng 9/2", **LAN)
    longer = replace(ARTICLE, title=f"{ARTICLE.title}: cập nhật")
    corpus.put(longer, [], "0.2")
    (proof,) = corpus.db["evidence"].rows_where("row_table = 'dates'")
    assert longer.text[proof["char_start"] : proof["char_end"]] == proof["quote"] == "Sáng 9/2"
    other = replace(ARTICLE, blocks=(("paragraph", "Bài đã được gỡ."),))
    changes = Changes()
    changes.add(corpus, other, [])
    assert (changes.set_aside, changes.changed_texts) == (1, 1)
    corpus.put(other, [], "0.2")
    assert stored(corpus, "dates") == []
    corpus.put(ARTICLE, [FULL], "0.2")
    assert stored(corpus, "dates") == ["2022-02-08"]


# Any sequence of reviews and readings

AGENCIES = ("Sở Công Thương", "TX Cửa Lò", "Sở Nội vụ", "Nghệ An")
DATES = {"2022-02-09": "9/2", "2022-02": "9/2", "XXXX-02-09": "Sáng 9/2"}
VIOLATIONS = ("3/21 công chức vắng mặt", "còn chậm niêm yết thủ tục", "công chức vắng mặt")


@st.composite
def readings(draw):
    """What some rules find in ARTICLE: no, one or two inspections."""
    return [
        inspection(
            activity=Found(draw(st.sampled_from(["kiểm tra", "thanh tra"])), at(ARTICLE, "Kiểm tra")),
            agencies=tuple(
                Found(name, at(ARTICLE, name), 0.5) for name in draw(st.lists(st.sampled_from(AGENCIES), unique=True))
            ),
            dates=tuple(
                Found(d, at(ARTICLE, DATES[d]), 0.5) for d in draw(st.lists(st.sampled_from(list(DATES)), unique=True))
            ),
            violations=tuple(
                Found(Violation(v), at(ARTICLE, v), 0.5)
                for v in draw(st.lists(st.sampled_from(VIOLATIONS), unique=True))
            ),
            leaders=(),
            evidence=at(ARTICLE, draw(st.sampled_from(["đoàn kiểm tra", "dẫn đầu", "Đoàn đề nghị"]))),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("read"), readings()),
        st.tuples(st.sampled_from(["confirm", "reject", "correct", "missed"]), st.integers(0, 30), st.integers(0, 30)),
    ),
    max_size=12,
)


def right_value(number: int) -> tuple[str, str, str]:
    """(field, value, words) of something that ARTICLE says."""
    choices = [("agencies", name, name) for name in AGENCIES]
    choices += [("dates", date, words) for date, words in DATES.items()]
    choices += [("violations", text, text) for text in VIOLATIONS] + [("topic", "công vụ", "công vụ")]
    return choices[number % len(choices)]


@settings(max_examples=25, deadline=None)
@given(readings(), STEPS)
def test_no_sequence_of_reviews_and_readings_loses_what_is_accepted(first, steps):
    with closing(Corpus()) as corpus:
        corpus.put(ARTICLE, first, "0.1")
        expected: dict[tuple, bool] = {}
        for step in steps:
            values = stored_items(corpus.db, KEY)
            if step[0] == "read":
                reread(corpus, *step[1])
            elif values:
                judge(corpus, step, values, expected)
            now = {
                (item.inspection_id, item.field, key(item.field, item.found.value)): item.found
                for item in stored_items(corpus.db, KEY)
            }
            for name, stays in expected.items():
                assert (name in now) is stays
                assert not stays or now[name].confidence == 1.0
            for found in now.values():
                assert all(ARTICLE.text[m.start : m.end].strip() for m in found.evidence)


def judge(corpus, step, values, expected):
    """Take one verdict, and note in `expected` which values must (True) or must not (False) be there from now on."""
    verdict, number, other = step
    item = values[number % len(values)]
    own, field = item.inspection_id, item.field
    name = (own, field, key(field, item.found.value))
    right_field, right, words = right_value(other)
    try:
        match verdict:
            case "confirm":
                confirm(corpus, own, field, item.found.value, **LAN)
            case "reject":
                reject(corpus, own, field, item.found.value, **LAN)
            case "correct":
                right_field = field
                correct(corpus, own, field, item.found.value, right, words, **LAN)
            case "missed":
                missed(corpus, own, right_field, right, words, **LAN)
    except ReviewError:
        return
    if verdict == "reject" and field == "inspection":
        for known in [known for known in expected if known[0] == own]:
            del expected[known]
    if verdict in ("reject", "correct"):
        expected[name] = False
    if verdict == "confirm":
        expected[name] = True
    if verdict in ("correct", "missed"):
        value = reviews.checked(right_field, right, item.found.value if verdict == "correct" else None)
        expected[own, right_field, key(right_field, value)] = True


# A corpus of before


def test_a_corpus_of_before_the_reviews_is_brought_up_to_date(tmp_path):
    path = tmp_path / "corpus.db"
    before = connect(
        path, "corpus", schema.APPLICATION_ID, schema.MIGRATIONS[: schema.MIGRATIONS.index(schema.HISTORY)]
    )
    before.executescript(
        "INSERT INTO articles (id, url, input_id, title, text, how, extractor)"
        f" VALUES ('{KEY}', '{ARTICLE.url}', 'a', 'T', 'T', '{{}}', '0.1');"
        "INSERT INTO inspections (id, article_id, ordinal, activity, surprise, stage, confidence)"
        f" VALUES ('{ID}', '{KEY}', 1, 'thanh tra', 1, 'concluded', 0.9);"
        f"INSERT INTO dates VALUES ('{ID}.dates.1', '{ID}', 1, '2022-02-09', '2022-02-09', '2022-02-09', 0.9);"
    )
    before.close()
    with closing(Corpus(path)) as corpus:
        for table in ("inspections", "dates"):
            assert [(row["extractor"], row["lexicon"]) for row in corpus.db[table].rows] == [("0.1", None)]
        confirm(corpus, ID, "dates", None, **LAN)
        assert [row["confidence"] for row in corpus.db["dates"].rows] == [1.0]


# What judgements come to


def test_accuracy_is_told_by_field_and_by_confidence(corpus):
    confirm(corpus, ID, "agencies", "TX Cửa Lò", **LAN)
    confirm(corpus, ID, "agencies", "TX Cửa Lò", **LAN)  # again: counts once
    reject(corpus, ID, "agencies", "Sở Công Thương", **LAN)
    correct(corpus, ID, "dates", None, "2022-02-08", "9/2", **LAN)
    confirm(corpus, ID, "dates", None, **LAN)  # a person's value says nothing of the rules
    missed(corpus, ID, "agencies", "Sở Nội vụ", None, **LAN)
    rows = {(row["field"], row["confidence"]): row for row in reviews.accuracy(corpus)}
    assert set(rows) == {("agencies", "all"), ("agencies", "0.9-1.0"), ("dates", "all"), ("dates", "0.0-0.5")}
    agencies, dates = rows["agencies", "all"], rows["dates", "0.0-0.5"]
    assert (agencies["judged"], agencies["right"], agencies["accuracy"], agencies["missed"]) == (2, 1, 0.5, 1)
    assert (dates["judged"], dates["right"], dates["accuracy"]) == (1, 0, 0.0)


def test_bands_meet():
    assert [reviews.band_of(p) for p in (0.0, 0.4999, 0.5, 0.9, 1.0)] == [
        "0.0-0.5", "0.0-0.5", "0.5-0.7", "0.9-1.0", "0.9-1.0",
    ]  # fmt: skip


def test_the_least_certain_value_is_asked_first_and_never_twice(corpus):
    asked = reviews.questions(corpus)
    assert (asked[0].item.field, asked[0].sentence, asked[0].quote) == ("dates", SAPO, "9/2")
    assert all(one.item.found.confidence <= two.item.found.confidence for one, two in pairwise(asked))
    confirm(corpus, ID, "dates", None, **LAN)
    assert [q.item.field for q in reviews.questions(corpus, most=2)] == ["topic", "documents"]
    assert {q.item.field for q in reviews.questions(corpus, field="leaders")} == {"leaders"}


def test_what_is_looked_at_most_can_be_asked_first(corpus):
    second = Article(
        "bai-2", "Thanh tra Sở Y tế", (("paragraph", "Thanh tra Sở Y tế ngày 3/3."),), published="2022-03-04"
    )
    told = Inspection(
        Found("thanh tra", at(second, "Thanh tra")), Found(False), Found("under_way"), evidence=at(second, "Thanh tra")
    )
    corpus.put(second, [told], "0.1")
    key_ = f"{article_key(second)}.1"
    corpus.db["views"].insert_all([{"inspection_id": key_, "views": 9}, {"inspection_id": ID, "views": 2}])
    asked = reviews.questions(corpus, by="views")
    assert asked[0].item.inspection_id == key_ and asked[-1].item.inspection_id == ID


def test_gold_is_what_people_have_read_as_a_whole(corpus):
    for field, value in [(item.field, item.found.value) for item in stored_items(corpus.db, KEY)][:-3]:
        confirm(corpus, ID, field, value, **LAN)
        assert field == "violations" or list(reviews.gold(corpus)) == []
    confirm(corpus, ID, "violations", "còn chậm niêm yết thủ tục", **LAN)
    ((article, annotation),) = reviews.gold(corpus)
    assert article.text == ARTICLE.text
    (event,) = annotation["events"]
    assert event["agencies"] == ["Sở Công Thương", "TX Cửa Lò"] and event["dates"] == ["2022-02-09"]
    reread(corpus, replace(FULL, inspecting_body=Found("đoàn kiểm tra", at(ARTICLE, "đoàn kiểm tra"))))
    assert list(reviews.gold(corpus)) == []  # nobody has judged that


def test_a_done_article_stays_gold_as_it_was_left(corpus):
    reject(corpus, ID, "agencies", "TX Cửa Lò", **LAN)
    assert done(corpus, KEY, **LAN) == len(stored_items(corpus.db, KEY))
    reread(corpus, replace(FULL, inspecting_body=Found("đoàn kiểm tra", at(ARTICLE, "đoàn kiểm tra"))))
    ((_, annotation),) = reviews.gold(corpus)
    assert annotation["events"][0]["agencies"] == ["Sở Công Thương"]
    assert annotation["events"][0]["inspecting_body"] is None
    assert reviews.questions(corpus, article=KEY)[0].item.field == "inspecting_body"


def test_an_article_without_an_inspection_is_gold_when_it_is_done(corpus):
    corpus.put(ARTICLE, [], "0.1")
    assert list(reviews.gold(corpus)) == []
    assert done(corpus, KEY, **LAN) == 0
    ((_, annotation),) = reviews.gold(corpus)
    assert (annotation["relevant"], annotation["events"]) == (False, [])


# What a new reading changes


def changes_of(corpus, *found):
    changes = Changes()
    before = dump(corpus)
    changes.add(corpus, ARTICLE, found)
    assert dump(corpus) == before
    return changes


def test_the_same_reading_changes_nothing(corpus):
    correct(corpus, ID, "dates", None, "2022-02-08", "9/2", **LAN)
    assert changes_of(corpus, FULL).each == []


def test_changes_are_told_one_by_one_and_summed_by_source_and_rule(corpus):
    changes = changes_of(
        corpus,
        replace(
            FULL,
            topic=Found("thủ tục", at(ARTICLE, "thủ tục")),
            agencies=FULL.agencies[:1],
            leaders=(Found(Leader("Trần Văn Thử"), at(ARTICLE, "Trần Văn Thử")),),
            inspecting_body=Found("đoàn kiểm tra", at(ARTICLE, "đoàn kiểm tra")),
        ),
    )
    told = {(c.field, c.what, c.before, c.after) for c in changes.each}
    assert told == {
        ("topic", "changed", "công vụ", "thủ tục"),
        ("agencies", "lost", "TX Cửa Lò", None),
        ("leaders", "changed", "Trần Văn Thử | Phó Giám đốc Sở Nội vụ", "Trần Văn Thử"),
        ("inspecting_body", "added", None, "đoàn kiểm tra"),
    }
    rows = {(row["by"], row["name"], row["what"]): row for row in changes.summary()}
    values, whole = rows["rule", "test", "values"], rows["all", "", "inspections"]
    assert (values["added"], values["changed"], values["lost"]) == (1, 2, 1)
    assert (whole["added"], whole["changed"], whole["lost"]) == (0, 1, 0)


def test_inspections_are_lost_and_added_with_their_values(corpus):
    lost = [change.what for change in changes_of(corpus).each]
    assert set(lost) == {"lost"} and len(lost) == len(stored_items(corpus.db, KEY))
    corpus.put(ARTICLE, [], "0.1")
    assert {change.what for change in changes_of(corpus, FULL).each} == {"added"}


# The commands

TEXT = (
    "Kiểm tra đột xuất tại Sở Công Thương\n10/02/2022\nSáng 9/2, đoàn kiểm tra do ông Trần Văn Thử, Phó Giám đốc Sở"
    " Nội vụ dẫn đầu kiểm tra đột xuất tại Sở Công Thương. Đoàn phát hiện 3 công chức vắng mặt không lý do."
)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("reviewed")
    (folder / "bai-1.txt").write_text(TEXT, encoding="utf-8")
    assert call("extract", folder / "bai-1.txt", "--corpus", folder / "corpus.db").exit_code == 0
    return (folder / "corpus.db").read_bytes()


@pytest.fixture
def path(made, tmp_path):
    (tmp_path / "corpus.db").write_bytes(made)
    return tmp_path / "corpus.db"


def call(*arguments, stdin=None):
    result = CliRunner().invoke(cli, list(map(str, arguments)), input=stdin, prog_name="pipeline.py")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def rows(result) -> list[dict]:
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def test_review_asks_with_the_sentence_in_front(path):
    listed = rows(call("review", "--list", "--format", "json", "--field", "agencies", "--corpus", path))
    answers = (
        "e\nSở Công thương tỉnh\nkhông có ở đây\n"
        + "e\nSở Công thương tỉnh\nSở Công Thương\n"
        + "m\ndates\n2022-02\n9/2\nq\n"
    )
    result = call("review", "--as", "lan", "--most", 2, "--field", "agencies", "--corpus", path, stdin=answers)
    assert result.exit_code == 0, result.stderr
    assert listed[0]["sentence"][:40] in result.stdout
    assert "Not taken: the article does not say" in result.stdout
    with closing(Corpus(path)) as corpus:
        judged = [(row["verdict"], row["reviewer"], row["quote"]) for row in corpus.db["reviews"].rows]
    assert judged[0] == ("correct", "lan", "Sở Công Thương")


def test_review_ends_with_its_input(path):
    result = call("review", "--as", "lan", "--corpus", path, stdin="y\ns\n")
    assert result.exit_code == 0 and "1 judged." in result.stderr


def test_review_without_asking_then_the_way_to_gold(path, tmp_path):
    (date,) = rows(call("review", "--list", "--field", "dates", "--format", "json", "--corpus", path))
    own = ("--inspection", date["inspection_id"], "--field", "dates", "--as", "lan", "--corpus", path)
    bad = call("review", "--verdict", "correct", *own, "--new", "2022-02-08", "--words", "hôm kia")
    assert bad.exit_code == 1 and "does not say 'hôm kia'" in bad.stderr
    assert call("review", "--verdict", "correct", *own, "--new", "2022-02-08", "--words", "Sáng 9/2").exit_code == 0
    assert rows(call("reextract", "--each", "--format", "json", "--corpus", path)) == []
    assert "Stored." in call("reextract", "--apply", "--corpus", path).stderr
    (row, *_) = rows(call("query", "--format", "json", "--corpus", path))
    assert row["date"] == "2022-02-08"
    told = rows(call("evaluate", "--reviews", "--format", "json", "--corpus", path))
    assert told[0] == {"field": "dates", "confidence": "all", "judged": 1, "right": 0, "accuracy": 0.0, "missed": 0}
    gold = tmp_path / "gold"
    assert call("review", "--done", date["article_id"], "--as", "lan", "--corpus", path).exit_code == 0
    assert "1 articles" in call("export-gold", gold, "--corpus", path).stderr
    figures = rows(call("evaluate", gold, "--format", "json"))
    assert figures["agencies"]["f1"] == 1.0 and figures["dates"]["matched"] == 0
    again = call("export-gold", gold, "--corpus", path)
    assert again.exit_code == 1 and "not an empty folder" in again.stderr


def test_reextract_writes_nothing_before_it_is_told_to(path, monkeypatch):
    monkeypatch.setattr("extract.read", lambda article: [])
    with closing(Corpus(path)) as corpus:
        before = dump(corpus), corpus.db["runs"].count
    (whole, values, *_) = rows(call("reextract", "--format", "json", "--corpus", path))
    assert (whole["by"], whole["lost"]) == ("all", 1) and values["lost"] > 4
    with closing(Corpus(path)) as corpus:
        assert (dump(corpus), corpus.db["runs"].count) == before
    call("reextract", "--apply", "--corpus", path)
    with closing(Corpus(path)) as corpus:
        assert corpus.db["inspections"].count == 0


@pytest.mark.parametrize(
    "arguments, why",
    [
        (("review", "--field", "colour"), "none of inspection, activity"),
        (("review", "--verdict", "confirm"), "--verdict needs --field"),
        (("review", "--verdict", "correct", "--field", "dates"), "needs --new"),
        (("evaluate",), "Give GOLD_DIR, or --reviews"),
        (("evaluate", "x", "--reviews"), "--reviews goes with"),
    ],
)
def test_wrong_usage_is_told(path, arguments, why):
    result = call(*arguments, "--corpus", path)
    assert result.exit_code == 2 and why in result.stderr
