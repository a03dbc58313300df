"""The sample press site and its gold set: openly made up, as built, parsed exactly, soundly annotated."""

import json
import re
import unicodedata
from collections import Counter
from datetime import UTC, datetime
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.edtf import days
from data.sample.build import HERE, load, render
from extract.text import fold
from spiders.inputs import read_inputs
from spiders.page import Page
from spiders.parse import NotAnArticle, parse_page
from spiders.sample_site import file_of

SAMPLES = load()
FILES = render(SAMPLES)
LISTINGS = [name for name in FILES if name.endswith(("/index.html", "/luu-tru.html", "/Default.aspx.html"))]
LISTINGS += [name for name in FILES if "@page=" in name]
NOTICE = "TRANG MẪU — nội dung hư cấu"
FETCHED = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
TEMPLATES = {"onecms", "post-desktop", "post-mobile", "sharepoint", "sharepoint-table"}

each_sample = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.id)


def parsed(sample):
    html = FILES[f"site/{file_of(sample.url)}"]
    return parse_page(Page(sample.url, html.encode(), FETCHED))


def kinds(sample, *names):
    """The texts of the sample's blocks of these kinds, in order, as a page gives them."""
    return [nfc(block[name]) for block in sample.body for name in names if name in block]


def nfc(text):
    return unicodedata.normalize("NFC", text)


def test_the_set_is_large_and_mixed():
    assert len(SAMPLES) >= 60 and len({sample.url for sample in SAMPLES}) == len(SAMPLES)
    inspections = sum(sample.gold()["relevant"] for sample in SAMPLES)
    assert inspections >= 25 and len(SAMPLES) - inspections >= 30
    assert {sample.template for sample in SAMPLES} == TEMPLATES
    events = list(chain.from_iterable(sample.gold()["events"] for sample in SAMPLES))
    assert {event["activity"] for event in events} == {"kiểm tra", "thanh tra", "giám sát", "kiểm toán"}
    seen = Counter(name for event in events for name, value in event.items() if value)
    assert min(seen[name] for name in ("surprise", "agency_count", "leaders", "dates", "violations")) >= 8


def test_what_is_committed_is_what_is_built():
    committed = {
        path.relative_to(HERE).as_posix(): path.read_text(encoding="utf-8")
        for folder in ("site", "gold")
        for path in (HERE / folder).rglob("*")
        if path.is_file()
    }
    assert committed == FILES, "run: python -m data.sample.build"


def test_every_page_says_that_it_is_made_up():
    for name, text in FILES.items():
        if name.endswith(".html"):
            assert NOTICE in text, name
        if name.endswith(".rss"):
            assert "trang mẫu, nội dung hư cấu" in text, name
        if name.startswith("gold/"):
            assert NOTICE not in text, name


@pytest.mark.parametrize("name", LISTINGS)
def test_listings_are_no_articles(name):
    with pytest.raises(NotAnArticle, match="listing"):
        parse_page(Page("http://bao-mau.test/", FILES[name].encode(), FETCHED))


@each_sample
def test_a_page_gives_back_its_article(sample):
    article = parsed(sample)
    assert article.title == sample.title
    assert article.sapo == sample.sapo
    assert article.paragraphs == kinds(sample, "p", "h")
    assert article.captions == kinds(sample, "caption")
    assert [text for kind, text in article.blocks if kind != "sapo"] == kinds(sample, "p", "h", "caption")
    assert (article.published, article.author) == (f"{sample.moment:%Y-%m-%d}", sample.author)
    assert (article.family, article.url) == (sample.family, sample.url)
    assert article.source == ("sonoivu-mau" if sample.family == "sharepoint" else "bao-mau")
    assert {"title", "body", "published"} <= article.how.keys() and NOTICE not in article.text


@each_sample
def test_the_gold_text_reads_as_the_same_article(sample):
    (article,) = read_inputs([str(HERE / "gold" / f"{sample.id}.txt")])
    page = parsed(sample)
    assert (article.text, article.published, article.author) == (page.text, page.published, page.author)
    gold = json.loads((HERE / "gold" / f"{sample.id}.json").read_text(encoding="utf-8"))
    assert (gold["id"], gold["url"], gold["published"]) == (sample.id, sample.url, article.published)


@each_sample
def test_annotations_are_sound(sample):
    gold, text = sample.gold(), parsed(sample).text
    assert gold["relevant"] == bool(gold["events"])
    for event in gold["events"]:
        assert event.keys() == {
            "activity", "surprise", "topic", "inspecting_body", "leaders", "dates", "agencies", "agency_count",
            "violations",
        }  # fmt: skip
        written = [leader["name"] for leader in event["leaders"]] + event["violations"]
        written += filter(None, [leader["position"] for leader in event["leaders"]])
        for value in written:
            assert nfc(value) in text, value
        for agency in event["agencies"]:
            # A shared head is written once in the text, and expanded here.
            assert fold(" ".join(agency.split()[-2:])) in fold(text), agency
        assert len(set(event["agencies"])) == len(event["agencies"])
        for day in event["dates"]:
            first, _ = days(day)
            assert first is None or first <= gold["published"], day
        if event["surprise"]:
            assert any(word in text.lower() for word in ("đột xuất", "bất ngờ", "không báo trước")), "ruling 11"


MARKUP = [
    "<",
    ">",
    "</div>",
    "</p>",
    "<td>",
    "<table>",
    "<svg>",
    "<!--",
    "-->",
    "<script>",
    "</body>",
    "<html>",
    '"',
    "&#0;",
    "\0",
]


@given(st.sampled_from(SAMPLES), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 300), st.sampled_from(MARKUP))))
@settings(deadline=None, max_examples=60)
def test_a_damaged_page_gives_an_article_or_says_why_not(sample, damages):
    html = FILES[f"site/{file_of(sample.url)}"]
    for share, length, markup in damages:
        at = int(share * len(html))
        html = html[:at] + markup + html[at + length :]
    try:
        article = parse_page(Page(sample.url, html.encode(), FETCHED))
    except NotAnArticle as error:
        assert str(error)
    else:
        assert article.title and article.blocks and article.family in {sample.family, "onecms", "generic"}


@each_sample
def test_without_classes_the_text_is_still_found(sample):
    html = re.sub(r' (?:class|id)="[^"]*"', "", FILES[f"site/{file_of(sample.url)}"])
    article = parse_page(Page("http://la.test/bai-viet", html.encode(), FETCHED))
    assert (article.title, article.published) == (sample.title, f"{sample.moment:%Y-%m-%d}")
    assert set(kinds(sample, "p", "h")) <= set(article.paragraphs) | {article.sapo}
