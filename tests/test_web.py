"""The pages over HTTP, and in a real browser where there is one (Chromium of the distribution)."""

import asyncio
import json
import re
import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from urllib.parse import unquote

import httpx
import pytest
from click.testing import CliRunner
from corpora import at
from lxml import etree

from corpus.frontier import Frontier
from corpus.names import categories
from corpus.pages import begun, differences, reports
from corpus.reviews import CHOICES, FIELDS
from corpus.store import Corpus
from extract import Article, Inspection
from extract.inspection import Found, Leader, Violation
from extract.lexicon import rows
from pipeline import cli
from spiders.archive import Archive
from spiders.page import Page
from web import browser as chromium
from web.app import application, listen, login, serve
from web.charts import over_time
from web.shown import day, edtf, harmless, link
from web.texts import LANGUAGES, LISTS, Texts

ATOM = {"a": "http://www.w3.org/2005/Atom"}
HOSTILE = "<script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"
SOURCES = [
    {"name": "bao-mau", "publisher": "Báo Mẫu", "province": "40", "kind": "newspaper", "sample": True},
    {"name": "so-mau", "publisher": "Sở Nội vụ Mẫu", "province": "26", "kind": "department", "sample": True},
]


def told(number: int, agency: str, date: str, source: str = "bao-mau", finding: str = "3 hồ sơ quá hạn", **changes):
    """An article that tells one inspection of `agency` on `date` (as the article has it)."""
    sentence = f"Sáng {date}, đoàn do bà Lê Thị Mẫu dẫn đầu kiểm tra đột xuất {agency} và thấy {finding}."
    own = {"url": f"http://{source}.test/bai-{number}.html", "published": "2023-05-04"} | changes
    title = own.pop("title", f"Ngày {date}: kiểm tra {agency}")
    parts = (("paragraph", sentence), ("caption", f"Ảnh: {agency}"))
    article = Article(f"bai-{number}", title, parts, source=source, **own)
    edtf = "-".join(reversed([part.zfill(2) for part in date.split("/")]))
    return article, Inspection(
        activity=Found("kiểm tra", at(article, "kiểm tra đột xuất")),
        surprise=Found(True, at(article, "đột xuất")),
        stage=Found("under_way"),
        dates=(Found(edtf, at(article, date)),),
        agencies=(Found(agency, at(article, agency, f"Ảnh: {agency}")),),
        leaders=(Found(Leader("Lê Thị Mẫu"), at(article, "Lê Thị Mẫu")),),
        violations=(Found(Violation(finding, "one_stop", agency), at(article, finding)),),
        evidence=at(article, "kiểm tra"),
        confidence=0.95,
    )


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    """A corpus of two sources in two provinces, with one archived page and one hostile article."""
    path = tmp_path_factory.mktemp("web") / "corpus.db"
    page = Page("http://bao-mau.test/bai-1.html", b"<title>Trang l\xc6\xb0u</title><script>alert(1)</script>")
    told_by = [
        told(1, "Sở Công Thương", "9/2/2022"),
        told(2, "Sở Công Thương", "14/3/2023"),
        told(3, "UBND xã Nghi Ân", "16/3/2023"),
        told(4, "Trạm Y tế xã Sông Lô", "4/5/2023", "so-mau", "bác sĩ vắng mặt"),
        told(
            5, "\N{RIGHT-TO-LEFT OVERRIDE}Chợ Lạ", "1/6/2023", title=HOSTILE, finding=HOSTILE, url="javascript:alert(1)"
        ),
    ]
    told_by += [told(100 + n, f"Trường THCS Nghi Lâm {n}", f"{n % 28 + 1}/10/2024") for n in range(31)]
    with closing(Corpus(path)) as corpus:
        run = corpus.begin("test", "0.1", SOURCES)
        for article, found in told_by:
            corpus.put(article, [found], "0.1", run, page if article.id == "bai-1" else None)
        corpus.finish(run, len(told_by), 0)
    with closing(Frontier(path.with_suffix(".frontier.db"))) as frontier:
        frontier.discover([page.url], "bao-mau", "article")
        frontier.record(page, "bao-mau", "article", Archive(path.with_suffix(".warc")))
    return path


@pytest.fixture(scope="module")
def address(path):
    """Where the corpus is served."""
    listening = listen("127.0.0.1", 0)
    threading.Thread(target=serve, args=(application(path, "loopback"), listening), daemon=True).start()
    return f"http://127.0.0.1:{listening.getsockname()[1]}"


@pytest.fixture
def get(address):
    with httpx.Client(base_url=address, timeout=30) as client:
        yield client.get


def test_values_are_shown_as_people_read_them():
    assert edtf("2022-02-09/2022-02-11") == "09/02/2022 – 11/02/2022"
    assert [edtf(one) for one in ("2022-02", "2022", "XXXX-02-09", "", None)] == ["02/2022", "2022", "09/02", "", ""]
    assert day("2026-11-25T03:25:31Z") == "25/11/2026"
    assert [harmless(value) for value in ("=1+1", "@x", "-2", "a-b", 7)] == ["'=1+1", "'@x", "'-2", "a-b", 7]


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//evil.test", "http://", "", None, "http://["]
)
def test_only_pages_of_the_web_are_linked(url):
    assert link(url) is None
    assert link("https://bao-mau.test/a") == "https://bao-mau.test/a"


def test_languages_say_the_same_things_and_know_every_value():
    texts = [Texts(lang) for lang in LANGUAGES]
    assert texts[0].keys() == texts[1].keys()
    for text in texts:
        assert {f"category.{name}" for name in categories()} <= text.keys()
        assert {f"outcome.{kind}" for _, kind, *_ in rows("outcomes")} <= text.keys()
        assert {f"field.{field}" for field in FIELDS[1:]} <= text.keys()
        assert {f"{LISTS[field]}.{value}" for field, several in CHOICES.items() for value in several} <= text.keys()


def test_every_page_carries_a_strict_policy(get):
    for page in ("/", "/search", "/sources", "/source/bao-mau", "/nowhere", "/search.atom"):
        policy = get(page).headers["content-security-policy"]
        assert "unsafe" not in policy and "default-src 'none'" in policy, page


def test_a_search_without_diacritics_finds_what_is_asked(get):
    assert "2 cuộc kiểm tra" in get("/search?q=so+cong+thuong").text
    assert "Trạm Y tế xã Sông Lô" in get("/search?q=Vinh+Phuc").text  # a province: the source's
    assert "36 cuộc kiểm tra" in get("/search?q=le+thi+mau").text  # who led
    assert "bác sĩ vắng mặt" in get("/search?q=bac+si+vang+mat").text  # words of the text
    assert "1 cuộc kiểm tra" in get("/search?q=so+cong+thuong&year=2022").text


def test_the_same_in_english(get):
    page = get("/search?q=so+cong+thuong&lang=en")
    assert "2 inspections" in page.text
    assert "lang=en" in page.headers["set-cookie"]


@pytest.mark.parametrize(
    "query", ["from=31/2/2022", "year=XXXX", "province=Atlantis", "agency=%3F%3F", "surprise=maybe", "stage=%3Cb%3E"]
)
def test_what_is_no_question_is_told(get, query):
    page = get(f"/search?{query}")
    assert page.status_code == 400
    (told,) = etree.HTML(page.text).xpath("//*[@role='alert']/text()")
    assert f"“{unquote(query.split('=')[1])}”" in told


@pytest.mark.parametrize(
    "query", ["", "q=so+cong+thuong", "year=2024", "province=26&surprise=1", "from=1/3/2023&to=4/2023"]
)
def test_timeline_table_and_files_hold_the_same(get, query):
    rows = get(f"/search.json?{query}").json()["rows"]
    keys = list(dict.fromkeys(row["case_id"] for row in rows))
    for view in ("timeline", "table"):
        page = etree.HTML(get(f"/search?{query}&view={view}").text)
        links = page.xpath('//div[@class="list"]//a[starts-with(@href, "/inspection/")]/@href')
        assert list(dict.fromkeys(links)) == [f"/inspection/{key}" for key in keys]
    table = get(f"/search.csv?{query}").text.splitlines()
    assert len(table) == len(rows) + 1
    assert keys


def test_all_answers_are_in_a_file_and_on_the_pages_one_by_one(get):
    everything = [row["case_id"] for row in get("/search.json?all=1").json()["rows"]]
    pages = [row["case_id"] for page in (1, 2) for row in get(f"/search.json?page={page}").json()["rows"]]
    assert everything == pages
    assert len(set(everything)) == 36


def test_facets_count_what_their_links_find(get):
    page = etree.HTML(get("/search").text)
    for item in page.xpath('//aside[@class="facets"]//li'):
        (url,), (count,) = item.xpath("a/@href"), item.xpath("span/text()")
        (total,) = etree.HTML(get(url).text).xpath('//h2[@id="count"]/text()')
        assert total.split()[0] == count, url


def test_marks_of_charts_lead_to_what_they_count(get):
    agency = get("/search.json?q=so+cong+thuong").json()["rows"][0]["agency_id"]
    for page in ("/", "/?map=2025", "/search?year=2023", f"/agency/{agency}", "/source/bao-mau"):
        drawn = etree.HTML(get(page).text).xpath("//div[contains(@class, 'chart')]//a")
        for mark in drawn:
            (url,), (label,) = mark.xpath("@*[contains(name(), 'href')]"), mark.xpath("path/title/text()")
            assert url.startswith(("/search?", "/source/")), url
            if "category" not in url and not label.endswith(": 0"):
                count = etree.HTML(get(url).text).xpath("(//h2[@id='count'] | //h2[@id='articles']/span)/text()")
                assert label.rsplit(": ")[1] == count[0].split()[0], url
        assert drawn


def test_a_long_time_is_drawn_by_year():
    def links(counts):
        return re.findall(r'href="([^"]*)"', over_time(counts, lambda unit, when: f"/{unit}/{when}", "x"))

    assert links({"2018-02": 1, "2025-09": 3}) == ["/month/2018-02", "/month/2025-09"]
    assert links({"2004-02": 1, "2025-08": 2, "2025-09": 3}) == ["/year/2004", "/year/2025"]
    assert over_time({}, lambda unit, when: "", "x") is None


def test_suggestions_come_from_half_written_words(get):
    (found,) = get("/suggest.json?q=so+cong+th").json()
    assert (found["kind"], found["label"], found["count"]) == ("agency", "Sở Công Thương tỉnh Nghệ An", 2)
    assert get("/suggest.json?q=nghe").json()[0]["label"] == "Nghệ An"
    assert get("/suggest.json?q=%22%3F*").json() == []


def test_each_value_leads_to_the_words_that_prove_it(get):
    key = get("/search.json?q=so+cong+thuong&year=2022").json()["rows"][0]["case_id"]
    page = etree.HTML(get(f"/inspection/{key}").text)
    values = page.xpath('//dl//span[contains(@class, "value")][a]')
    assert len(values) >= 6
    for value in values:
        number = value.xpath("a/@href")[0].removeprefix("#p")
        marks = page.xpath(f'//mark[contains(concat(" ", @data-proofs, " "), " {number} ")]')
        assert "".join(marks[0].itertext()) in "".join(value.xpath('span[@role="tooltip"]//text()'))
        assert page.xpath(f'//mark/span[@id="p{number}"]')


def test_reports_of_one_inspection_are_compared_and_count_once(tmp_path):
    first = told(1, "Sở Công Thương", "9/2/2023")
    again = told(2, "Sở Công Thương tỉnh Nghệ An", "9/2/2023", "so-mau", "năm quầy không có ai trực lúc 8 giờ sáng")
    days = (*again[1].dates, Found("2023-02-10", at(again[0], "9/2/2023")))
    with closing(Corpus(tmp_path / "corpus.db")) as corpus:
        run = corpus.begin("test", "0.1", SOURCES)
        corpus.put(first[0], [first[1]], "0.1", run)
        corpus.put(again[0], [replace(again[1], dates=days)], "0.1", run)
        corpus.finish(run, 2, 0)
        (case,) = {row["case_id"] for row in corpus.db["inspections"].rows}
        found = {row["field"]: row["values"] for row in differences(corpus, case, reports(corpus, case))}
        by_report = [{value for value, _ in values} for values in found["violations"]]
        assert sorted(map(sorted, by_report)) == [["3 hồ sơ quá hạn"], ["năm quầy không có ai trực lúc 8 giờ sáng"]]
        assert found.keys() == {"violations", "dates"}
        assert [answers for _, _, answers in begun(corpus, "agency", "so cong", 5)] == [1]


def test_the_archived_copy_is_shown_without_its_scripts(get):
    key = get("/search.json?year=2022").json()["rows"][0]["article_id"]
    page = get(f"/archived/{key}")
    assert "Trang lưu" in page.text
    assert page.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    assert get("/archived/00").status_code == 404


def test_feeds_are_atom(get):
    agency = get("/search.json?q=so+cong+thuong").json()["rows"][0]["agency_id"]
    for url, entries in (("/search.atom", 36), (f"/agency/{agency}.atom", 2), ("/search.atom?q=%01nothing", 0)):
        answer = get(url)
        assert answer.headers["content-type"].startswith("application/atom+xml")
        check_atom(etree.fromstring(answer.content), entries)


def check_atom(feed, entries: int) -> None:
    """What RFC 4287 asks of a feed and its entries."""
    assert feed.tag == "{http://www.w3.org/2005/Atom}feed"
    assert len(feed.xpath("a:entry", namespaces=ATOM)) == entries
    ids = feed.xpath("//a:id/text()", namespaces=ATOM)
    assert len(set(ids)) == entries + 1
    assert all(one.startswith("tag:") for one in ids)
    assert feed.xpath("count(a:link[@rel='self']) = 1 and count(a:author/a:name) = 1", namespaces=ATOM)
    for one in (feed, *feed.xpath("a:entry", namespaces=ATOM)):
        assert len(one.xpath("a:title", namespaces=ATOM)) == 1
        # Of what is no other place, two would be two places of one thing.
        assert one.xpath("count(a:link[not(@rel) or @rel='alternate'])", namespaces=ATOM) == 1
        (updated,) = one.xpath("a:updated/text()", namespaces=ATOM)
        assert datetime.fromisoformat(updated).astimezone(UTC) <= datetime.now(UTC)
    assert all(url.startswith("http") for url in feed.xpath("//a:link/@href", namespaces=ATOM))
    assert all(".test/" in url for url in feed.xpath("//a:link[@rel='via']/@href", namespaces=ATOM))


def test_what_is_looked_at_most_is_asked_for_first(get, path):
    with closing(Corpus(path)) as corpus:
        keys = [row[0] for row in corpus.db.execute("SELECT id FROM inspections ORDER BY id")]
    for key, times in ((keys[5], 30), (keys[7], 1)):
        assert [get(f"/inspection/{key}").status_code for _ in range(times)] == [200] * times
    page = etree.HTML(get("/review?by=views").text)
    assert page.xpath("//input[@name='inspection']/@value")[0] == keys[5]
    with closing(Corpus(path)) as corpus:
        counted = dict(corpus.db.execute("SELECT inspection_id, views FROM views").fetchall())
    assert counted[keys[5]] >= 30 > counted[keys[7]] > 0


def test_datasettes_tables_say_what_their_columns_mean(get):
    page = get("/corpus/violations").text
    assert "Findings" in page and "sum that was found wrong [VND]" in page


def test_datasette_reads_and_does_not_write(get, path):
    before = path.read_bytes()
    assert get("/corpus.json").json()["database"] == "corpus"
    assert get("/corpus/inspections.json").status_code == 200
    assert get("/corpus.json?sql=select+fold('Đất')+as+f").json()["rows"] == [["dat"]]
    for sql in ("delete+from+articles", "attach+'x'+as+y", "pragma+writable_schema=1", "vacuum"):
        assert get(f"/corpus.json?sql={sql}").status_code == 400
    endless = "with+recursive+n(i)+as+(select+1+union+all+select+i%2B1+from+n)+select+max(i)+from+n"
    assert "interrupted" in get(f"/corpus.json?sql={endless}").text.lower()
    assert path.read_bytes() == before


def test_the_page_of_a_source_tells_how_it_is_doing(get):
    page = get("/source/bao-mau").text
    assert "Tình trạng" in page
    assert "kiểm tra UBND xã Nghi Ân" in page
    assert get("/source/nobody").status_code == 404
    assert "kiểm tra UBND xã Nghi Ân" not in get("/source/bao-mau?month=2023-06").text
    assert get("/source/bao-mau?month=%25").status_code == 404


def test_sources_tell_when_they_were_last_looked_at(get):
    today = day(datetime.now(UTC).isoformat())
    row = etree.HTML(get("/sources").text).xpath("//tr[td/a/@href='/source/bao-mau']")[0]
    assert row.xpath("td[4]/text()") == [today]
    assert row.xpath("td[5]/span/text()")
    assert today in get("/").text


def test_what_cannot_be_served_is_told_in_a_line(path, address, tmp_path):
    empty = tmp_path / "empty.db"
    empty.touch()
    taken = address.rsplit("/")[-1]
    for file, port, said in ((path, taken.rsplit(":")[1], f"{taken}: "), (empty, "0", "an empty file")):
        answer = CliRunner().invoke(cli, ["serve", "--corpus", str(file), "--port", port])
        assert answer.exit_code == 1
        assert said in answer.output and answer.output.count("\n") == 1


@pytest.mark.parametrize("cookies", [{}, {"csrftoken": "made-up"}, {"ds_actor": "made-up"}])
def test_no_other_site_can_judge(address, cookies):
    with httpx.Client(base_url=address, cookies=cookies) as client:
        key = client.get("/search.json?year=2022").json()["rows"][0]["case_id"]
        judgement = {"inspection": key, "judged": "dates", "value": "2022-02-09", "verdict": "reject", "reviewer": "x"}
        assert client.post("/review", data=judgement | {"csrftoken": "made-up"}).status_code == 403
        assert client.post("/review", json=judgement).status_code == 403
        assert client.get("/search.json?year=2022").json()["rows"][0]["date"] == "2022-02-09"


def test_the_review_page_is_for_this_machine_or_after_a_login(get, path):
    assert get("/review").status_code == 200
    for host in ("evil.test", "127.0.0.1.evil.test", "10.0.0.7"):  # a name that another site has made lead here
        assert get("/review", headers={"host": host}).status_code == 403
    assert answers(application(path, "off"), "/review") == [403]
    site = application(path, "login")
    token = login(site, "/").removeprefix("/")
    assert answers(site, "/review", f"/{token}", "/review", f"/{token}") == [403, 302, 200, 403]


def answers(site, *pages) -> list[int]:
    """The status of one page after the other, for one visitor from elsewhere."""

    async def visit():
        await site.invoke_startup()
        transport = httpx.ASGITransport(app=site.app(), client=("10.0.0.7", 1))
        async with httpx.AsyncClient(transport=transport, base_url="http://corpus.test") as client:
            return [(await client.get(page)).status_code for page in pages]

    return asyncio.run(visit())


# In a browser


@pytest.fixture(scope="module")
def browser():
    pytest.importorskip("playwright.sync_api")
    if chromium.find() is None:
        pytest.skip(chromium.MISSING)
    with chromium.launched() as browser:
        yield browser


@pytest.fixture
def tab(browser, address):
    """A page in a browser that must not complain: of a script, of a policy, of anything it cannot load."""
    context = browser.new_context(base_url=address, viewport={"width": 1200, "height": 900})
    page = context.new_page()
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []


def test_from_a_search_without_diacritics_to_the_sentence(tab):
    tab.goto("/")
    tab.get_by_role("combobox").fill("so cong thuong")
    tab.get_by_role("button", name="Tìm").click()
    tab.locator(".timeline .when a").last.click()
    value = tab.locator(".value", has_text="Lê Thị Mẫu").first
    proof = value.get_by_role("tooltip")
    tab.mouse.move(0, 0)
    assert not proof.is_visible()
    value.hover()
    assert "Sáng 9/2/2022, đoàn do bà Lê Thị Mẫu dẫn đầu kiểm tra đột xuất Sở Công Thương" in proof.inner_text()
    assert tab.locator("mark.lit").all_inner_texts() == ["Lê Thị Mẫu"]
    tab.mouse.move(0, 0)
    value.locator("a.told").focus()  # by keyboard too
    assert proof.is_visible()
    tab.keyboard.press("Escape")
    assert not proof.is_visible()


def test_suggestions_by_keyboard(tab):
    tab.goto("/")
    tab.get_by_role("combobox").fill("tram y t")
    tab.get_by_role("option", name="Trạm Y tế xã Sông Lô").wait_for()
    tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/agency/*")
    assert tab.get_by_role("heading", level=1).inner_text().startswith("Trạm Y tế xã Sông Lô")


def test_a_facet_and_the_way_back(tab):
    tab.goto("/search?q=kiem+tra")
    assert tab.locator(".timeline .who").first.evaluate("who => getComputedStyle(who).display") == "block"
    before = tab.locator("#count").inner_text()
    tab.locator(".facets").get_by_role("link", name="2023", exact=True).click()
    tab.wait_for_url("**year=2023**")
    assert tab.locator("#count").inner_text() == "4 cuộc kiểm tra"
    tab.go_back()
    assert tab.locator("#count").inner_text() == before
    tab.go_forward()
    tab.locator(".active a").click()
    assert tab.locator("#count").inner_text() == before


def test_the_focus_is_seen_and_charts_can_be_passed(tab):
    tab.goto("/?lang=en")
    passed = tab.get_by_role("link", name="Skip the chart").first
    for _ in range(80):
        tab.keyboard.press("Tab")
        assert tab.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)") >= 2
        if passed.evaluate("link => link === document.activeElement"):
            break
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.tagName") == "SUMMARY"  # of the list below the map


@pytest.mark.parametrize("today", ["", "?map=2025"])
def test_a_click_on_the_map_filters(tab, today):
    tab.goto(f"/{today}")
    name = "Phú Thọ" if today else "Vĩnh Phúc"
    tab.locator(f'.map a [aria-label="{name}: 1"]').first.click()
    tab.wait_for_url("**/search?province=**")
    assert tab.locator("#count").inner_text() == "1 cuộc kiểm tra"
    assert name in tab.locator(".active").inner_text()


def test_hostile_text_stays_text(tab):
    tab.goto("/search?q=cho+la")
    tab.locator(".timeline .when a").first.click()
    assert "taken" not in tab.title()[:5]
    assert tab.locator("main script, main img").count() == 0
    assert HOSTILE in tab.locator(".part.title").inner_text()
    assert tab.locator('a[href^="javascript"]').count() == 0
    assert tab.locator("h1 bdi").inner_text() == "\N{RIGHT-TO-LEFT OVERRIDE}Chợ Lạ"
    assert tab.evaluate("getComputedStyle(document.querySelector('h1 bdi')).unicodeBidi") in ("isolate", "plaintext")
    tab.goto("/agency/" + tab.locator("a.go").get_attribute("href").rsplit("/", 1)[1])
    assert tab.locator("main script, main img").count() == 0


def test_a_judgement_by_keyboard_is_kept_when_the_article_is_read_anew(tab, path):
    article, found = told(107, "Trường THCS Nghi Lâm 7", "8/10/2024")
    with closing(Corpus(path)) as corpus:
        (key,) = (row["id"] for row in corpus.db["articles"].rows_where("input_id = 'bai-107'"))
    for field, keys, said in (("violations", "n", "Đã ghi là sai."), ("dates", "e", "Đã ghi giá trị đúng.")):
        tab.goto(f"/review?article={key}&field={field}")
        tab.keyboard.press(keys)
        if keys == "e":
            tab.get_by_label("Giá trị đúng").first.fill("2024-10")
            tab.get_by_label("Những chữ").first.fill("8/10/2024")
            tab.keyboard.press("Enter")
        assert tab.get_by_role("status").inner_text() == said
    with closing(Corpus(path)) as corpus:
        corpus.put(article, [found], "0.2")
        judged = list(corpus.db.query("SELECT field, verdict, reviewer, source FROM reviews ORDER BY id"))
        assert [(row["field"], row["verdict"], row["source"]) for row in judged] == [
            ("violations", "reject", "web"),
            ("dates", "correct", "web"),
        ]
    tab.goto(f"/inspection/{key}.1")
    assert "10/2024" in tab.locator(".facts .f-dates .told").first.inner_text()
    assert tab.locator(".facts .f-violations").count() == 0


def test_on_a_phone_everything_is_in_reach(browser, address):
    context = browser.new_context(base_url=address, viewport={"width": 360, "height": 740}, has_touch=True)
    page = context.new_page()
    for url in ("/", "/search", "/search?view=table", "/sources", "/source/bao-mau"):
        page.goto(url)
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, url
    page.goto("/search?q=so+cong+thuong")
    assert page.locator(".filters summary").bounding_box()["y"] < 740
    page.locator(".timeline .when a").first.tap()
    page.wait_for_url("**/inspection/*")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    value = page.locator(".value", has_text="Sở Công Thương").first
    value.locator("a.told").tap()  # the first tap shows the sentence
    box = value.get_by_role("tooltip").bounding_box()
    assert 0 <= box["x"] and box["x"] + box["width"] <= 360 and box["y"] + box["height"] <= 740
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


def test_axe_finds_nothing_serious(browser, address):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    with httpx.Client(base_url=address) as client:
        row = client.get("/search.json?q=so+cong+thuong").json()["rows"][0]
    pages = [
        "/?map=2025",
        "/search?q=so+cong+thuong",
        "/search?q=so+cong+thuong&view=table&lang=en",
        "/sources",
        "/source/bao-mau",
        "/review",
        "/nowhere",
    ]
    pages += [f"/inspection/{row['case_id']}", f"/agency/{row['agency_id']}"]
    # The policy of our pages forbids what axe is put into them by.
    context = browser.new_context(base_url=address, bypass_csp=True)
    page = context.new_page()
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"], "resultTypes": ["violations"]}
    for url in pages:
        page.goto(url)
        for width, scheme in ((1200, "light"), (390, "dark")):
            page.set_viewport_size({"width": width, "height": 300})
            page.emulate_media(color_scheme=scheme)
            found = axe.run(page, options=options).response["violations"]
            bad = [one for one in found if one["impact"] in ("serious", "critical")]
            told = [(one["id"], [node["html"][:200] for node in one["nodes"]][:3]) for one in bad]
            assert not bad, f"{width} {scheme} {url}: {json.dumps(told, ensure_ascii=False)}"
    context.close()
