"""Reports of one inspection are one case: measured on made reports, in whatever order they come."""

import json
from contextlib import closing
from itertools import combinations, permutations

import pytest
from corpora import at, dump
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import cases
from corpus.edtf import days
from corpus.identity.linking import compare, core, group, keys, report_of, score
from corpus.identity.people import identify
from corpus.identity.places import DIRECTORY, Context
from corpus.query import Question, ask
from corpus.store import Corpus
from extract import Article, Inspection
from extract.inspection import Document, Found, Leader

#: Invented reports; two of them are one inspection where their "case" is the same.
MADE = [json.loads(line) for line in (DIRECTORY / "cases.jsonl").read_text(encoding="utf-8").splitlines()]
#: Of the pairs that are found, the share that is right; of those that are one, the share that is found.
PRECISION, RECALL = 0.98, 0.85


def report(number, told):
    return report_of(
        Context(told["province"], told["published"]),
        id=f"{number:03}",
        article=f"{number:03}",
        title=told["title"],
        activity=told["activity"],
        surprise=told["surprise"],
        stage=told["stage"],
        topic=told["topic"] or "",
        body=told["inspecting_body"],
        agencies=told["agencies"],
        days=tuple(days(date) for date in told["dates"]),
        leaders=[(leader["name"], leader["position"]) for leader in told["leaders"]],
        decisions=[told["decision"]] if told["decision"] else [],
        counts=frozenset(told["counts"]),
    )


@pytest.fixture(scope="module")
def reports():
    return [report(number, told) for number, told in enumerate(MADE)]


def pairs(groups):
    return {pair for ids in groups for pair in combinations(sorted(ids), 2)}


def one_inspection():
    """The pairs that are one."""
    by_case = {}
    for number, told in enumerate(MADE):
        by_case.setdefault(told["case"], []).append(f"{number:03}")
    return pairs(by_case.values())


def test_reports_of_one_inspection_are_put_together(reports):
    scenes = [told["scenario"] for told in MADE]
    judged = [pair for pair in combinations(range(len(MADE)), 2) if scenes[pair[0]] == scenes[pair[1]]]
    assert len(judged) >= 150
    found, right = pairs(group(reports, {})), one_inspection()
    assert len(found & right) / len(found) >= PRECISION, found - right
    assert len(found & right) / len(right) >= RECALL, right - found


def test_what_is_one_inspection_finds_itself(reports):
    """The keys by which reports find each other lose few pairs: what they lose is never compared."""
    by_id = {report.id: report for report in reports}
    met = [
        (a, b) for a, b in one_inspection() if {key for key, _ in keys(by_id[a])} & {key for key, _ in keys(by_id[b])}
    ]
    assert len(met) / len(one_inspection()) >= 0.95


def test_comparing_has_no_direction(reports):
    for a, b in zip(reports, reports[1:], strict=False):
        assert compare(a, b) == compare(b, a)
        assert score(a, a) < 0  # one article tells its inspections apart


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_the_order_of_reports_does_not_matter(reports, data):
    some = data.draw(st.lists(st.sampled_from(reports), unique_by=lambda report: report.id, max_size=12))
    ids = [report.id for report in some]
    decided = data.draw(
        st.dictionaries(st.sampled_from(list(combinations(sorted(ids), 2)) or [("", "")]), st.booleans())
    )
    expected = group(some, decided)
    assert group(data.draw(st.permutations(some)), decided) == expected
    assert sorted(one for ids in expected for one in ids) == sorted(ids)


# In a corpus

SOURCE = {"name": "bao-mau", "publisher": "Báo Mẫu", "province": "40", "kind": "newspaper", "sample": True}
TEAM = "Thanh tra tỉnh"


def told(number, published, text, stage, agency="UBND huyện Tân Kỳ", date=None, leader=None, topic=None, decision=None):
    """(article, inspections): what one article tells of an inspection by TEAM."""
    article = Article(
        f"bai-{number}", f"Bài {number}: {text[:20]}", (("paragraph", text),), source="bao-mau", published=published
    )
    inspection = Inspection(
        activity=Found("thanh tra", at(article, "thanh tra")),
        surprise=Found(False),
        stage=Found(stage),
        inspecting_body=Found(TEAM, at(article, TEAM)),
        topic=topic and Found(topic, at(article, topic)),
        agencies=(Found(agency, at(article, agency)),),
        dates=(Found(date),) if date else (),
        leaders=(Found(Leader(*leader), at(article, leader[0])),) if leader else (),
        documents=(Found(Document("Quyết định", decision), at(article, decision)),) if decision else (),
        evidence=at(article, "thanh tra"),
    )
    return article, [inspection]


ANNOUNCED = told(
    1, "2022-03-15", "Thanh tra tỉnh công bố quyết định thanh tra UBND huyện Tân Kỳ, ông Lê Văn Mẫu dẫn đầu.",
    "announced", date="2022-03", leader=("Lê Văn Mẫu", "Phó Chánh Thanh tra tỉnh"),
)  # fmt: skip
UNDER_WAY = told(
    2, "2022-04-01", "Đoàn thanh tra của Thanh tra tỉnh làm việc với huyện Tân Kỳ, ông Lê Văn Mẫu chủ trì.",
    "under_way", "huyện Tân Kỳ", date="2022-03-14", leader=("Lê Văn Mẫu", "Phó Chánh Thanh tra tỉnh Nghệ An"),
)  # fmt: skip
CONCLUDED = told(
    3, "2022-09-02", "Thanh tra tỉnh kết luận thanh tra tại H. Tân Kỳ: chi sai 2 tỷ.", "concluded", "H. Tân Kỳ"
)
ELSEWHERE = told(
    4, "2022-03-16", "Thanh tra tỉnh công bố quyết định thanh tra tại UBND huyện Anh Sơn.", "announced",
    "UBND huyện Anh Sơn", date="2022-03-15",
)  # fmt: skip
ARTICLES = (ANNOUNCED, UNDER_WAY, CONCLUDED, ELSEWHERE)


def stored(articles):
    corpus = Corpus()
    corpus.begin("test", "1", [SOURCE])
    for article, inspections in articles:
        corpus.put(article, inspections, "1")
    return corpus


def inspection_of(corpus, article):
    found = "SELECT i.id FROM inspections i JOIN articles a ON a.id = i.article_id WHERE a.input_id = ?"
    return corpus.db.execute(found, (article[0].id,)).fetchone()[0]


def test_stages_are_one_case_whatever_came_first():
    expected = None
    for order in list(permutations(ARTICLES))[::3]:
        with closing(stored(order)) as corpus:
            assert corpus.counts()["inspections"] == 2
            expected = expected or dump(corpus)
            assert dump(corpus) == expected


def test_values_stand_side_by_side_and_one_is_preferred_for_a_reason():
    with closing(stored(ARTICLES)) as corpus:
        rows = [row for row in ask(corpus, Question()) if row["agency_name"] == "UBND huyện Tân Kỳ, tỉnh Nghệ An"]
        (row,) = rows  # the month of the announcement says less than the day
        assert (row["date"], row["stage"], row["articles"]) == ("2022-03-14", "concluded", 1)
        assert row["leader"].startswith("Lê Văn Mẫu")
        values = {
            (value["field"], value["value"]): (
                value["preferred"],
                value["reason"],
                len(json.loads(value["inspections"])),
            )
            for value in corpus.db["case_values"].rows
        }
        assert values["stage", "concluded"] == (1, "the furthest stage that is told", 1)
        assert values["stage", "announced"][0] == 0
        assert values["date", "2022-03"] == (0, "less exact than 2022-03-14", 1)
        assert values["date", "2022-03-14"][0] == 1
        assert values["inspecting_body", TEAM] == (1, "told by 3 articles", 3)


def test_links_say_why():
    with closing(stored(ARTICLES)) as corpus:
        reasons = [json.loads(link["reasons"]) for link in corpus.db["case_links"].rows]
        assert reasons and all({"agencies", "body"} <= reason.keys() for reason in reasons)


def test_an_article_that_is_read_anew_leaves_the_case():
    with closing(stored(ARTICLES)) as corpus:
        article, _ = CONCLUDED
        corpus.put(article, [], "2")
        with closing(stored((ANNOUNCED, UNDER_WAY, (article, []), ELSEWHERE))) as fresh:
            left, right = dump(corpus), dump(fresh)
            left.pop("articles"), right.pop("articles")  # the version of the extractor
            assert left == right


def test_decisions_by_hand_are_respected_by_every_later_linking():
    with closing(stored((ANNOUNCED, UNDER_WAY, ELSEWHERE))) as corpus:
        first, second, other = (inspection_of(corpus, one) for one in (ANNOUNCED, UNDER_WAY, ELSEWHERE))
        cases.split(corpus.db, first, second, "lan", "another decision", "2022-10-01T00:00:00Z")
        cases.merge(corpus.db, first, other, "lan", None, "2022-10-01T00:00:00Z")
        assert cases.case_of(corpus.db, first) == cases.case_of(corpus.db, other) != cases.case_of(corpus.db, second)
        for article, inspections in (CONCLUDED, ANNOUNCED, UNDER_WAY):
            corpus.put(article, inspections, "2")
            assert cases.case_of(corpus.db, first) == cases.case_of(corpus.db, other)
            assert cases.case_of(corpus.db, first) != cases.case_of(corpus.db, second)
        assert corpus.db["case_decisions"].count == 2
        assert corpus.db.execute("PRAGMA foreign_key_check").fetchall() == []


@pytest.mark.parametrize(
    ("decide", "a", "b", "why"),
    [
        (cases.merge, ANNOUNCED, UNDER_WAY, "one case already"),
        (cases.split, ANNOUNCED, ELSEWHERE, "two cases already"),
        (cases.split, ANNOUNCED, ANNOUNCED, "as one article tells it"),
        (cases.merge, ANNOUNCED, None, "no case and no inspection"),
    ],
)
def test_what_cannot_be_decided_is_told(decide, a, b, why):
    with closing(stored(ARTICLES)) as corpus:
        before = dump(corpus)
        ids = [inspection_of(corpus, one) if one else "none.1" for one in (a, b)]
        with pytest.raises(cases.CaseError, match=why):
            decide(corpus.db, *ids, "lan", None, "2022-10-01T00:00:00Z")
        assert dump(corpus) == before


def test_linking_all_anew_changes_nothing():
    with closing(stored(ARTICLES)) as corpus:
        before = dump(corpus)
        assert list(cases.settle_all(corpus.db)) == [1, 2, 3, 4]
        assert dump(corpus) == before


# People


def test_a_person_is_a_name_with_an_office():
    here, there = Context("40", "2022-02-10"), Context("38", "2022-02-10")

    def who(name, position, context=here, report="a.1"):
        return identify(name, position, context, report).key

    assert who("Lê Đình Mẫu", "Phó Giám đốc Sở Nội vụ") == who("LÊ ĐÌNH MẪU", "PGĐ Sở Nội vụ Nghệ An", there, "b.1")
    assert who("Lê Đình Mẫu", "Phó Giám đốc Sở Nội vụ") != who("Lê Đình Mẫu", "Phó Giám đốc Sở Nội vụ", there)
    assert who("Lê Đình Mẫu", "Phó Giám đốc Sở Nội vụ") != who("Lê Đình Mẫu", "Giám đốc Sở Nội vụ")
    assert who("Lê Đình Mẫu", None) != who("Lê Đình Mẫu", None, report="b.1")
    assert who("Hoàng Thuý Mẫu", "Chánh Thanh tra tỉnh") == who("Hoàng Thúy Mẫu", "Chánh Thanh tra tỉnh")


def test_a_new_article_is_compared_with_few_found_by_an_index():
    with closing(stored(ARTICLES)) as corpus:
        for sql in (
            "SELECT inspection_id FROM case_keys WHERE key = 'x' AND day BETWEEN '2022-01-01' AND '2022-02-01'",
            "SELECT inspection_b FROM case_links WHERE inspection_a = 'x'",
            "SELECT inspection_a FROM case_links WHERE inspection_b = 'x'",
            "SELECT inspection_a FROM case_decisions WHERE inspection_b = 'x' AND same",
            "SELECT id FROM inspections WHERE case_id = 'x'",
        ):
            plan = " ".join(row["detail"] for row in corpus.db.execute(f"EXPLAIN QUERY PLAN {sql}"))
            assert "SEARCH" in plan and "SCAN" not in plan, plan


def test_a_team_is_known_by_who_sent_it():
    assert core("Đoàn kiểm tra liên ngành của Sở Nội vụ") == "Sở Nội vụ"
    assert core("Đoàn kiểm tra cải cách hành chính của tỉnh") == "tỉnh"
    assert core("Thanh tra Sở Y tế") == "Thanh tra Sở Y tế"
    assert core("Đoàn kiểm tra số 3") == core("Tổ công tác") == ""
