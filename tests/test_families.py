"""Pages to Articles: the layouts, variations and traps known of real pages (the sample's are in test_sample.py)."""

import unicodedata
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.article import Article
from spiders.furniture import machine_date, read_dateline, tidy
from spiders.inputs import read_inputs
from spiders.page import Page
from spiders.parse import Blocked, NotAnArticle, parse_page

FETCHED = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)

NEW_URL = "https://baonghean.vn/kiem-tra-dot-xuat-mot-so-co-quan-10155243.html"
OLD_URL = "https://baonghean.vn/kiem-tra-dot-xuat-mot-so-co-quan-post256740.html"
PORTAL_URL = "http://sonoivu.vinhphuc.gov.vn/ct/cms/tintuc/Lists/TinHoatDong/View_Detail.aspx?ItemID=207"
TITLE = "Kiểm tra đột xuất tại một số cơ quan hành chính"
LEAD = "Nhiều phòng làm việc còn khóa cửa khi đoàn kiểm tra công vụ của tỉnh đến lúc đầu giờ sáng."
P1 = "Sáng 9/2, đoàn kiểm tra do ông Trần Văn Thử, Phó Giám đốc Sở Y tế làm trưởng đoàn đã đến ba phường ở thành phố."
P2 = "Qua kiểm tra, đoàn nhắc nhở hai phường chưa niêm yết thủ tục mới; một công chức vắng mặt không rõ lý do."
CAPTION = "Đoàn kiểm tra xem sổ trực tại UBND phường. Ảnh: Lê Mẫu"


def page(html: str, url: str = "", **values) -> Page:
    return Page(url, html.encode(), **{"fetched_at": FETCHED} | values)


# Layouts of Báo Nghệ An and the portals, as far as templates and scrapers tell, with small differences

HEAD = f"""<html><head><title>{TITLE} - Báo Nghệ An</title>
<meta name="datetimenow" content="01/06/2026 08:00:00"></head><body>"""
BODY = f"""<p>{P1}</p><figure><img src="a.jpg"><figcaption>{CAPTION}</figcaption></figure><p>{P2}</p>"""
ENTRY = f"""<article class="entry">{BODY}</article>"""
SAPO = f"""<p class="block-sc-sapo">(Baonghean.vn) - {LEAD}</p>"""

LAYOUTS = {
    "onecms: lead above the article": (
        f"""{HEAD}<div class="b-maincontent"><h1 class="c-detail-head__title">{TITLE}</h1>
        <span class="c-detail-head__time">Lê Mẫu - 10/02/2022 08:15</span>{SAPO}
        <article class="entry">{BODY}
        <div class="c-box"><h3 class="c-box__title"><span class="c-box__title__name">Bài liên quan</span></h3>
        <ul><li><a href="/khac-10150000.html">Một bài khác nói về một chuyện khác hẳn</a></li></ul></div>
        </article></div>""",
        NEW_URL,
    ),
    "onecms: longform header inside the article": (
        f"""{HEAD}<article class="entry"><div class="sc-longform-header">
        <h1 class="sc-longform-header-title">{TITLE}</h1>
        <p class="sc-longform-header-sapo block-sc-sapo">{LEAD}</p><span class="sc-longform-header-author">Lê Mẫu</span>
        <span class="sc-longform-header-date block-sc-publish-time">10/02/2022 08:15</span></div>
        <div class="sc-empty-layer"></div>{BODY}
        <div class="sc-related-articles"><a href="/x-10150001.html">Tin kia</a></div></article>""",
        NEW_URL,
    ),
    "onecms: date line without a class, caption as em under the image": (
        f"""{HEAD}<header>Thứ Hai, ngày 1 tháng 6 năm 2026</header><div class="b-maincontent"><h1>{TITLE}</h1>
        <div>Lê Mẫu - 10/02/2022 08:15</div>{SAPO}
        <div class="entry"><p>{P1}</p><p><img src=a.jpg><br><em>{CAPTION}</em></p><p>{P2}</p></div></div>""",
        NEW_URL,
    ),
    "onecms: captions in a table cell, date in JSON-LD only": (
        f"""{HEAD}<script type="application/ld+json">
        {{"@type": "NewsArticle", "datePublished": "2022-02-09T23:15:00Z", "author": {{"name": "Lê Mẫu"}}}}</script>
        <h1>{TITLE}</h1><article class="entry"><h2 class="sapo">{LEAD}</h2><p>{P1}</p>
        <table><tr><td><img src=a.jpg></td></tr><tr><td class=caption>{CAPTION}</td></tr></table><p>{P2}</p>
        <p style="text-align:right"><strong>Lê Mẫu</strong></p></article>""",
        NEW_URL,
    ),
    "onecms: date in a meta with the month first": (
        f"""<html><head><meta name="datetimenow" content="01/06/2026 08:00:00"><title>x</title>
        <meta name="article:published_time" content="2/10/2022 8:15:00 AM"></head>
        <h1>{TITLE}</h1><article class="entry">{SAPO}{BODY}<p class=author>Lê Mẫu</p></article>""",
        NEW_URL,
    ),
    "onecms: doubled html, and a date inside a comment": (
        f"""<html></html><!DOCTYPE html>{HEAD}
        <!-- <h1>Khác</h1><span class="c-detail-head__time">01/01/2020 00:00</span> -->
        <form><h1 class="c-detail-head__title">{TITLE}</h1>
        <span class="c-detail-head__time">Thứ Năm, 10/02/2022 08:15 (GMT+7)</span>
        <span class="c-detail-head__author">Lê Mẫu</span>{SAPO}<article class="entry">{BODY}</article></form>""",
        NEW_URL,
    ),
    "older desktop page": (
        f"""<html><body><article class="article-wrap"><h1 class="article__title">{TITLE}</h1>
        <h2 class="article__sub-title"></h2>
        <div class="article__meta"><time datetime="2022-02-10T08:15:00+07:00">February 10th, 2022</time></div>
        <div class="article__summary">(Baonghean.vn) - {LEAD}</div>
        <div class="article__content"><div class="content"><p>0:00 / 0:00</p><p>Nữ miền Bắc</p><p>{P1}</p>
        <div class="full-img"><img src="a.jpg"><div class="fig">{CAPTION}</div></div><p>{P2}</p>
        <article class="article__related-inline"><a href="/y-post1.html">Tin khác nữa</a></article>
        <p class="article__author">Lê Mẫu</p></div></div></article>
        <time datetime="2011-01-12">January 12th, 2011</time>""",
        OLD_URL,
    ),
    "older mobile page": (
        f"""<html><body><div class="quickview-mask">mask</div><h1 class="article__title">{TITLE}</h1>
        <div class="article__meta"><time datetime="2022-02-10T08:15">10/02/2022 08:15</time></div>
        <div class="article__summary">{LEAD}</div><div class="article__content"><div class="content"><p>{P1}</p>
        <table><tr><td>a</td></tr><tr><td>{CAPTION}</td></tr></table><p>{P2}</p><p><strong>Lê Mẫu</strong></p></div>
        <h3 class="zone__title"><a href="/">Tin mới</a></h3>
        <p>Một tin khác hẳn, không thuộc bài này, đứng ngay dưới nó trong trang dành cho điện thoại.</p></div>""",
        OLD_URL.replace("//", "//m."),
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_newspaper_layouts(layout):
    html, url = LAYOUTS[layout]
    article = parse_page(page(html, url))
    assert article.title == TITLE
    assert article.blocks == (("sapo", LEAD), ("paragraph", P1), ("caption", CAPTION), ("paragraph", P2))
    assert article.published == "2022-02-10"
    assert article.author == "Lê Mẫu"
    assert article.source == "baonghean"


GRID = "<table><tr><td>CN</td><td>T2</td><td>T3</td><td>T4</td><td>T5</td><td>T6</td><td>T7</td></tr>"
GRID += (
    "".join(f"<tr>{''.join(f'<td>{day}</td>' for day in range(w, w + 7))}</tr>" for w in (2, 9, 16, 23)) + "</table>"
)
PORTAL_BODY = f"""<p>{P1}</p><p align=center><img src=a.jpg></p><p align=center><em>Đoàn làm việc với xã</em></p>
<p>{P2}./.</p>"""
PORTALS = {
    "bare divs": f"""<div>{TITLE}</div><div>&nbsp;</div><div>10/02/2022</div>
        <div>{PORTAL_BODY}<p><b>Lê Mẫu</b></p><p>Sở Nội vụ tỉnh Vĩnh Phúc</p></div><div>Tháng 7, 2020</div>{GRID}""",
    "table layout, labels, today's date in the head": f"""<div>Thứ Hai, 01/06/2026</div>
        <table><tr><td><h3>{TITLE}</h3></td></tr><tr><td>Ngày đăng: 10/02/2022 08:15 | Lượt xem: 20</td></tr>
        <tr><td>{PORTAL_BODY}<p>Lê Mẫu<br>Sở Nội vụ tỉnh Vĩnh Phúc</p></td></tr></table>
        <div>Xem tin theo ngày tháng</div>{GRID}""",
    "one rich-text field with line breaks": f"""<h1>{TITLE}</h1><span class="date">10/02/2022</span>
        <div class="ExternalClass1A">{P1}<br><br><img src=a.jpg><br><em>Đoàn làm việc với xã</em><br><br>{P2}./.<br><br>
        Lê Mẫu<br>Sở Nội vụ tỉnh Vĩnh Phúc</div><p>Các tin đã đưa ngày:</p>
        <ul><li><a href="x">Tin cũ (09/02/2022)</a></li></ul>""",
}


@pytest.mark.parametrize("markup", PORTALS)
def test_portal_layouts(markup):
    html = (
        f"<html><head><title>{TITLE}</title></head><body><form id=aspnetForm><ul><li><a href=/>Trang chủ</a></li></ul>"
    )
    html += (
        f"<div id=ctl00_PlaceHolderMain>{PORTALS[markup]}</div><p>Đang truy cập: 5 Hôm nay: 3</p></form></body></html>"
    )
    article = parse_page(page(html, PORTAL_URL))
    assert (article.title, article.published, article.author) == (TITLE, "2022-02-10", "Lê Mẫu")
    assert [text.removesuffix("./.") for text in article.paragraphs] == [P1, P2]
    assert article.captions == ["Đoàn làm việc với xã"]
    assert "Tháng 7" not in article.text and "CN" not in article.text


def test_the_calendar_is_no_date():
    html = f"<form id=aspnetForm><h1>{TITLE}</h1><div><p>{P1}</p><p>{P2}</p></div><p>Tháng 7, 2020</p>{GRID}</form>"
    article = parse_page(page(html, PORTAL_URL))
    assert article.published is None and "Tháng 7" not in article.text


@pytest.mark.parametrize("clock", ["Thứ Hai, 01/06/2026", "Thứ Hai, ngày 1 tháng 6 năm 2026", "01/06/2026"])
@pytest.mark.parametrize(
    ("head", "title"),
    [
        (f"<title>{TITLE}</title>", f"<div>{TITLE}</div>"),
        ("<title>Chi tiết tin</title>", f"<h3>{TITLE}</h3>"),
        (f"<title>{TITLE} - Sở Nội vụ</title>", f"<h2>{TITLE}</h2>"),
    ],
)
def test_the_clock_of_a_portal_is_no_date(clock, head, title):
    html = f"""<html><head>{head}</head><body><form id=aspnetForm><div>CỔNG THÔNG TIN ĐIỆN TỬ</div><div>{clock}</div>
        <ul><li><a href=/>Trang chủ</a></li><li><a href=/tin>Tin tức</a></li></ul>
        <div id=ctl00_PlaceHolderMain>{title}<div>{PORTAL_BODY}</div></div></form></body></html>"""
    article = parse_page(page(html, PORTAL_URL))
    assert article.published is None and article.title == TITLE
    dated = parse_page(page(html.replace(title, f"{title}<div>10/02/2022</div>"), PORTAL_URL))
    assert (dated.published, dated.title) == ("2022-02-10", TITLE)


@pytest.mark.parametrize(
    "html",
    [
        f"<header>Thứ Hai, ngày 1 tháng 6 năm 2026</header><h1>{TITLE}</h1>{ENTRY}",
        f'<head><meta name="datetimenow" content="01/02/2022 08:00:00"></head><h1>{TITLE}</h1>{ENTRY}',
        f"<h1>{TITLE}</h1><span class=c-detail-head__time>10/02/2041 08:15</span>{ENTRY}",
        f"<h1>{TITLE}</h1>{ENTRY}<footer><time datetime='2011-01-12'>x</time></footer>",
        f"<h1>{TITLE}</h1><article class=entry>{BODY}<div class=related><p>09/02/2022</p></div></article>",
    ],
)
def test_a_date_is_never_invented(html):
    assert parse_page(page(html, NEW_URL)).published is None


def test_unknown_hosts_fall_back():
    html = f"""<html><head><title>{TITLE} | Báo Xa</title></head><body><div class=logo><h1>Báo Xa</h1></div>
        <div><h2>{TITLE}</h2><div>Thứ ba, 25 Tháng 1 2022 16:22</div><div>{LEAD}</div>
        <div><p>{P1}</p><p>{P2}</p></div></div></body></html>"""
    article = parse_page(page(html, "https://baoxa.example/kiem-tra.html"))
    assert (article.title, article.published, article.family, article.source) == (TITLE, "2022-01-25", "generic", None)
    assert P1 in article.text and P2 in article.text and LEAD in article.text


# Dated layouts

TWO_LAYOUTS = f"""<html><body><div class="b-maincontent"><h1 class="c-detail-head__title">{TITLE}</h1>
    <article class="entry">{BODY}</article></div>
    <article class="article-wrap"><h1 class="article__title">{TITLE} (bản cũ)</h1>
    <div class="article__content"><div class="content">{BODY}</div></div></article></body></html>"""


@pytest.mark.parametrize(
    ("fetched_at", "version"),
    [
        (datetime(2017, 5, 1, tzinfo=UTC), "onecms-early@2018-06-30"),
        (datetime(2019, 5, 1, tzinfo=UTC), "onecms-post@2023-06-30"),
        (datetime(2023, 6, 30, 16, 0, tzinfo=UTC), "onecms-post@2023-06-30"),
        (datetime(2023, 6, 30, 18, 0, tzinfo=UTC), "onecms"),  # the next day in Vietnam
        (datetime(2026, 5, 1, tzinfo=UTC), "onecms"),
    ],
)
def test_a_snapshot_is_read_by_the_layout_of_its_day(fetched_at, version):
    early = f"<div class=article><h1 class=title>{TITLE} (cũ nhất)</h1><div id=content>{BODY}</div></div>"
    html = TWO_LAYOUTS.replace("</body>", f"{early}</body>")
    article = parse_page(page(html, "https://baonghean.vn/kiem-tra-dot-xuat-256740.html", fetched_at=fetched_at))
    assert {article.how["title"].split(":")[0], article.how["body"].split(":")[0]} == {version}
    assert article.family == version.split("@")[0] and article.source == "baonghean"


def test_a_layout_outlives_its_day_where_the_markup_shows_it():
    html, url = LAYOUTS["older desktop page"]
    for fetched_at in (datetime(2019, 5, 1, tzinfo=UTC), FETCHED):
        article = parse_page(page(html.replace("2022-02-10", "2019-02-10"), url, fetched_at=fetched_at))
        assert article.how["published"].startswith("onecms-post@2023-06-30:") and article.published == "2019-02-10"


def test_a_day_after_the_snapshot_is_no_day_of_publication():
    html, url = LAYOUTS["older desktop page"]
    assert parse_page(page(html, url, fetched_at=datetime(2022, 2, 9, tzinfo=UTC))).published is None


def test_unrendered_titles_are_refused():
    html = f"<html><head><meta property='og:title' content='{TITLE}'></head><h1>{{{{ title }}}}</h1>{ENTRY}"
    assert parse_page(page(html, NEW_URL)).title == TITLE


def test_old_code_pages_and_decomposed_text():
    html = f'<h1 class="c-detail-head__title">{TITLE}</h1><article class="entry">{BODY}</article>'
    nfd = unicodedata.normalize("NFD", html)
    for body, headers in ((nfd.encode(), {}), (cp1258(html), {"content-type": "text/html; charset=windows-1258"})):
        article = parse_page(Page(NEW_URL, body, FETCHED, 200, headers))
        assert article.title == TITLE and P1 in article.text


def cp1258(text: str) -> bytes:
    """As old editors wrote it: a base letter with its hook or hat, then the tone as a combining mark."""
    out = []
    for char in text:
        base, *marks = unicodedata.normalize("NFD", char)
        tones = [mark for mark in marks if mark in "\u0300\u0301\u0303\u0309\u0323"]
        out.append(unicodedata.normalize("NFC", base + "".join(m for m in marks if m not in tones)) + "".join(tones))
    return "".join(out).encode("cp1258")


@pytest.mark.parametrize(
    ("html", "status", "error", "reason"),
    [
        ("", 200, NotAnArticle, "empty"),
        ("<html><body></body></html>", 200, NotAnArticle, "without text"),
        (
            "<html><script>document.cookie='D1N=0a1b2c;path=/';window.location.reload();</script></html>",
            200,
            Blocked,
            "cookie",
        ),
        ("<title>Just a moment...</title><div id=cf-chl-widget>Checking your browser</div>", 200, Blocked, "challenge"),
        ("<h1>Forbidden</h1>", 403, Blocked, "403"),
        ("<h1>Không tìm thấy trang</h1>", 404, NotAnArticle, "404"),
        (
            "<title>404</title><h1>Trang này không tồn tại</h1><p>Mời quay lại trang chủ.</p>",
            200,
            NotAnArticle,
            "not found",
        ),
        (f"<h1>{TITLE}</h1><article class=entry>{'A1b2C3d4' * 100}==</article>", 200, Blocked, "encrypted"),
        ("%PDF-1.4 abc", 200, NotAnArticle, "binary"),
        ("<ul>" + "<li><a href=/a-1.html>Một tin ngắn</a></li>" * 20 + "</ul>", 200, NotAnArticle, "listing"),
    ],
)
def test_what_is_no_article_says_what_it_is(html, status, error, reason):
    with pytest.raises(NotAnArticle, match=reason) as raised:
        parse_page(page(html, NEW_URL, status=status))
    assert raised.type is error


@given(
    st.lists(
        st.sampled_from(
            [*"<>/&;'\"= \n", *HEAD.split(), *BODY.split(" "), "<!--", "-->", "</p>", "<td>", "\ufffd", "&#0;"]
        )
    )
)
@settings(max_examples=60, deadline=None)
def test_odd_html_gives_an_article_or_says_why_not(pieces):
    try:
        article = parse_page(page(" ".join(pieces), NEW_URL))
    except NotAnArticle as error:
        assert str(error)
    else:
        assert isinstance(article, Article) and article.title


# Date lines

DATE_LINES = [
    ("13/04/2020", "2020-04-13", None),
    ("(06/10/2021)", "2021-10-06", None),
    ("Nhóm PV - 12/12/2020 19:51", "2020-12-12", "Nhóm PV"),
    ("12/12/2020 19:51 - Thanh Mẫu", "2020-12-12", "Thanh Mẫu"),
    ("Thứ Tư, 17/01/2018, 09:56 [GMT+7]", "2018-01-17", None),
    ("Thứ sáu: 07:12 ngày 03/02/2017", "2017-02-03", None),
    ("Thứ ba, 08:15 02/03/2017 | Thời sự", "2017-03-02", None),
    ("Cập nhật lúc: 09:24 |23/07/2014", "2014-07-23", None),
    ("Thứ sáu - 12/08/2022 08:29 415 0", "2022-08-12", None),
    ("23/08/2019 14:20   Lượt xem: 214   Xem cỡ chữ  A-  A  A+", "2019-08-23", None),
    ("Ngày đăng bài: 02/03/2021 | Tác giả: Lê Mẫu", "2021-03-02", "Lê Mẫu"),
    ("Thứ ba, 25 Tháng 1 2022 16:22", "2022-01-25", None),
    ("Đăng ngày 12 - 08 - 2020", "2020-08-12", None),
    ("10:0' 28/8/2020", "2020-08-28", None),
    ("15-05-2024 00:00", "2024-05-15", None),
    ("- 30/12/2021 09:28:00 AM", "2021-12-30", None),
]
NO_DATE_LINES = [
    "Ngày 12/3/2020, đoàn kiểm tra làm việc tại xã.",
    "Vĩnh Phúc, ngày 13/4/2020",
    "Kế hoạch số 12/KH-UBND ngày 5/2/2021",
    "Tháng 7, 2020",
    "25 26 27 28 29 30 1",
    "31/02/2020",
    "Từ 1/1/2020 đến 31/12/2020",
]


@pytest.mark.parametrize(("line", "day", "author"), DATE_LINES)
def test_date_lines(line, day, author):
    read = read_dateline(line)
    assert read is not None and (read.day.isoformat(), read.author) == (day, author)


BEFORE = [
    "",
    "Ngày đăng: ",
    "Đăng ngày ",
    "Cập nhật lúc: 09:24 |",
    "Thứ Tư, ",
    "Chủ nhật, ngày ",
    "07:12 ",
    "(",
    "- ",
    "Báo Mẫu - ",
]
DAYS = [
    "{d:02}/{m:02}/{y}",
    "{d}/{m}/{y}",
    "{d:02}-{m:02}-{y}",
    "{d}.{m}.{y}",
    "{d} tháng {m} năm {y}",
    "{y}-{m:02}-{d:02}",
]
AFTER = [
    "",
    " 08:15",
    ", 08:15 GMT+7",
    " | 14:02",
    " Lượt xem: 1.204",
    " 09:28:00 AM",
    ")",
    " | Thời sự",
    " Xem cỡ chữ A- A A+",
]


@given(st.dates(date(1996, 1, 1), date(2035, 12, 31)), *map(st.sampled_from, (BEFORE, DAYS, AFTER)), st.booleans())
def test_date_lines_are_read_day_first(day, before, written, after, signed):
    line = before + written.format(d=day.day, m=day.month, y=day.year) + after
    line = f"{line} | Tác giả: Lê Mẫu" if signed else line
    read = read_dateline(line)
    assert read is not None and (read.day, read.author) == (day, "Lê Mẫu" if signed else None)
    assert read_dateline(f"Đoàn kiểm tra đã làm việc với xã vào {line}") is None


@pytest.mark.parametrize("line", NO_DATE_LINES)
def test_lines_that_are_no_date_lines(line):
    assert read_dateline(line) is None


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2022-02-09T18:30:00Z", "2022-02-10"),  # already the next day in Vietnam
        ("2022-02-09T18:30:00+07:00", "2022-02-09"),
        ("5/27/2026 2:51:01 PM", "2026-05-27"),
        ("28/05/2026 09:00", "2026-05-28"),
        ("hôm qua", None),
    ],
)
def test_machine_dates(value, day):
    found = machine_date(value)
    assert (found and found.isoformat()) == day


@given(st.text())
def test_tidy_leaves_one_clean_line(text):
    line = tidy(text)
    assert line == tidy(line) and "\n" not in line


def test_seed_pages_when_at_hand():
    seeds = Path(__file__).resolve().parents[2] / "shared" / "eval" / "dev"
    if not seeds.is_dir():
        pytest.skip("the real texts are not beside this repository")
    portal, paper = read_inputs([str(seeds / "seed-000.txt"), str(seeds / "seed-004.txt")])
    assert (portal.published, portal.author) == ("2020-04-13", "Nguyễn Văn Quân")
    assert "Tháng 7" not in portal.text and "T2" not in portal.text and portal.text.endswith("./.")
    assert len(paper.captions) == 8 and paper.published is None
    assert "mask" not in paper.text and "Tin mới" not in paper.text and paper.sapo.startswith("Đoàn kiểm tra đề nghị")
