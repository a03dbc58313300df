"""One article under several addresses is one article, whichever came first."""

from dataclasses import replace
from itertools import permutations

import pytest
from corpora import ARTICLE, BODY, CAPTION, SAPO, TITLE, dump, inspection

from corpus.duplicates import slug, variant
from corpus.query import Question, ask
from corpus.store import Corpus
from spiders.page import Page
from spiders.parse import NotAnArticle, parse_page
from spiders.urls import clean_url, is_translation

MORE = (
    "Qua kiểm tra, đoàn ghi nhận phần lớn công chức chấp hành giờ làm việc, trang phục gọn gàng, đeo thẻ đúng quy định."
    " Bộ phận một cửa bố trí đủ người trực, sổ theo dõi hồ sơ được ghi chép đầy đủ, không có hồ sơ trễ hạn trong tháng."
)
WHOLE = replace(
    ARTICLE,
    source="bao-mau",
    url="https://baomau.vn/kiem-tra-dot-xuat-cong-vu-tai-nghe-an-10220682.html",
    blocks=(("sapo", SAPO), ("caption", CAPTION), ("paragraph", BODY), ("paragraph", MORE)),
)
MOBILE = replace(
    WHOLE,
    url="https://m.baomau.vn/kiem-tra-dot-xuat-cong-vu-tai-nghe-an-post233309.html",
    blocks=(("sapo", SAPO), ("paragraph", BODY), ("paragraph", MORE)),
)
VARIANTS = (
    WHOLE,
    MOBILE,
    replace(WHOLE, url="https://baomau.vn/amp/kiem-tra-dot-xuat-cong-vu-tai-nghe-an-10220682.html"),
    replace(WHOLE, url="https://baomau.vn/print/10220682.html", published=None),
    replace(MOBILE, url="https://baomau.vn/thoi-su/202202/kiem-tra-dot-xuat-cong-vu-tai-nghe-an-d41f9ab/"),
)


def empty() -> Corpus:
    corpus = Corpus()
    facts = {"publisher": "Báo", "province": "40", "kind": "newspaper", "sample": True}
    corpus.begin("test", "1", [{"name": name} | facts for name in ("bao-mau", "bao-khac")])
    return corpus


def stored(articles) -> Corpus:
    corpus = empty()
    for article in articles:
        corpus.put(article, [inspection(article)], "1")
    return corpus


def test_variants_are_one_article_in_whatever_order_they_come():
    expected = None
    for order in list(permutations(VARIANTS))[::17]:
        corpus = stored(order)
        assert corpus.counts()["articles"] == corpus.counts()["inspections"] == 1
        assert {row["url"] for row in ask(corpus, Question())} == {WHOLE.url}
        expected = expected or dump(corpus)
        assert dump(corpus) == expected
    assert corpus.db["articles"].count == len(VARIANTS)  # nothing is thrown away


@pytest.mark.parametrize(
    "other",
    [
        replace(WHOLE, url=MOBILE.url, published="2022-03-10"),
        replace(WHOLE, url="https://baokhac.vn/kiem-tra-dot-xuat-cong-vu-tai-nghe-an-1.html", source="bao-khac"),
        replace(WHOLE, url=MOBILE.url, blocks=(("paragraph", "Ba người bị phê bình, theo thông báo ra chiều nay."),)),
        replace(WHOLE, url="https://baomau.vn/hai-huyen-bi-nhac-nho-10220683.html", title="Hai huyện bị nhắc nhở"),
    ],
    ids=["another day", "another paper", "another text", "another title"],
)
def test_what_only_looks_alike_is_two_articles(other):
    changed = replace(other, title=other.title or TITLE)
    corpus = empty()
    corpus.put(WHOLE, [inspection(WHOLE)], "1")
    corpus.put(changed, [], "1")
    assert corpus.counts()["articles"] == 2


def test_an_article_that_changes_is_told_apart_again():
    corpus = stored([WHOLE, MOBILE])
    assert corpus.counts()["articles"] == 1
    other = replace(MOBILE, published="2022-03-10")
    corpus.put(other, [inspection(other)], "2")
    assert corpus.counts()["articles"] == 2
    assert corpus.counts()["inspections"] == 1  # that both tell of


@pytest.mark.parametrize(
    ("url", "name", "kind"),
    [
        ("https://baomau.vn/kiem-tra-dot-xuat-cong-vu-10220682.html", "kiem-tra-dot-xuat-cong-vu", 0),
        ("https://m.baomau.vn/kiem-tra-dot-xuat-cong-vu-post233309.html", "kiem-tra-dot-xuat-cong-vu", 1),
        ("https://baomau.vn/thoi-su/kiem-tra-dot-xuat-cong-vu-a153024.html", "kiem-tra-dot-xuat-cong-vu", 0),
        ("https://baomau.vn/202202/kiem-tra-dot-xuat-cong-vu-91d9b93/", "kiem-tra-dot-xuat-cong-vu", 0),
        ("https://baomau.vn/kiem-tra-dot-xuat-cong-vu-10220682.amp", "kiem-tra-dot-xuat-cong-vu", 2),
        ("https://baomau.vn/kiem-tra-dot-xuat-cong-vu-10220682.html?amp=1", "kiem-tra-dot-xuat-cong-vu", 2),
        ("https://so.vn/vi/news/savefile/tin/kiem-tra-dot-xuat-cong-vu-12.html", "kiem-tra-dot-xuat-cong-vu", 3),
        ("https://baomau.vn/print/10220682.html", None, 3),
        ("https://so.vn/Lists/ThoiSu/View_Detail.aspx?ItemID=12", None, 0),
        ("https://baomau.vn/thoi-su", None, 0),
        (None, None, 0),
    ],
)
def test_slugs_and_kinds_of_urls(url, name, kind):
    assert slug(url) == name and variant(url) == kind


def test_tracking_makes_no_other_url():
    plain = "https://baomau.vn/kiem-tra-10220682.html"
    tails = ("", "?utm_source=zalo&utm_medium=x", "#box", "?fbclid=I")
    assert {clean_url(f"{plain}{tail}") for tail in tails} == {plain}


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://baomau.vn/en/kiem-tra-10220682.html", True),
        ("https://en.baomau.vn/kiem-tra-10220682.html", True),
        ("https://so.vn/web/guest/en/tin?id=1", True),
        ("https://so.vn/tin/kiem-tra-1.html?lang=en-US", True),
        ("https://so.vn/vi/news/kiem-tra-1.html", False),
        ("https://baomau.vn/enternews/kiem-tra-1.html", False),
        ("https://so.vn/tin/kiem-tra-1.html?lang=vi", False),
    ],
)
def test_translations_are_left_out(url, expected):
    assert is_translation(url) is expected
    if expected:
        with pytest.raises(NotAnArticle, match="translation"):
            parse_page(Page(url, f"<h1>{TITLE}</h1><article>{'<p>' + BODY * 3 + '</p>'}</article>".encode()))
