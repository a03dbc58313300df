"""Taking in what people already have: the same pages through the same parsers, once, and with a reason for the rest."""

import gzip
import json
import os
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from click.testing import CliRunner

from corpus.frontier import Frontier
from corpus.store import Corpus
from pipeline import cli
from spiders.archive import Archive, response_record
from spiders.imports import UNKNOWN, take
from spiders.parse import parse_page
from spiders.sources import by_name
from tests.fixtures.build import FETCHED, family_article, source_article, source_listing

NAMES = ("baocantho", "baodaklak", "sonoivu-tayninh")


PAGES = [replace(source_article(by_name(name))[0], headers={"content-type": "text/html"}) for name in NAMES]
LISTING, _, _ = source_listing(by_name("baocantho"))
ELSEWHERE = replace(family_article("a-id")[0], url="https://news.example/x-a1.html")
STUB = replace(
    PAGES[0],
    url="https://baocantho.com.vn/stub-a7.html",
    body=b"<script>document.cookie='D1N=1';location.reload()</script>",
)
MISSING = replace(PAGES[0], url="https://baocantho.com.vn/het-a9.html", status=404)


class Place:
    """A frontier and an archive in a folder, and imports into them."""

    def __init__(self, folder):
        self.frontier, self.archive = Frontier(folder / "c.frontier.db"), Archive(folder / "c.warc")
        self.problems: list[str] = []

    def take(self, *paths, **options):
        self.problems.clear()
        return take(paths, self.frontier, self.archive, lambda p: self.problems.append(str(p)), **options)

    def urls(self) -> set[str]:
        return {capture.url for capture in self.frontier.captures()}


@pytest.fixture
def place(tmp_path):
    place = Place(tmp_path)
    yield place
    place.frontier.close()


def warc(path, pages) -> bytes:
    path.write_bytes(b"".join(map(response_record, pages)))
    return path.read_bytes()


def test_a_warc_gives_the_articles_of_hosts_that_are_known(place, tmp_path):
    warc(tmp_path / "cc.warc.gz", [LISTING, *PAGES, ELSEWHERE, MISSING])
    done = place.take(tmp_path / "cc.warc.gz")
    assert (done.taken, done.known, done.no_article, done.other_hosts) == (3, 0, 1, 1)
    assert done.by_source == dict.fromkeys(NAMES, 1) and place.urls() == {page.url for page in PAGES}
    assert not place.problems
    for capture in place.frontier.captures():
        page = place.archive.read(capture)
        assert parse_page(page).source == capture.source and page.fetched_at == FETCHED
    again = place.take(tmp_path / "cc.warc.gz")
    assert (again.taken, again.known) == (0, 3) and len(list(place.frontier.captures())) == 3
    assert place.take(tmp_path / "cc.warc.gz", all_hosts=True).by_source == {UNKNOWN: 1}


def test_a_wacz_is_read_through(place, tmp_path):
    with zipfile.ZipFile(tmp_path / "kho.wacz", "w") as packed:
        packed.writestr("archive/one.warc.gz", warc(tmp_path / "one.warc.gz", PAGES[:2]))
        packed.writestr("archive/two.warc.gz", warc(tmp_path / "two.warc.gz", PAGES[2:]))
        packed.writestr("pages/pages.jsonl", "{}")
    assert place.take(tmp_path / "kho.wacz").taken == 3
    (tmp_path / "bad.wacz").write_bytes(b"PK no")
    assert place.take(tmp_path / "bad.wacz").taken == 0 and "cannot be read further" in place.problems[0]


def test_a_warc_cut_short_keeps_what_is_whole(place, tmp_path):
    whole = warc(tmp_path / "cc.warc.gz", PAGES)
    (tmp_path / "cc.warc.gz").write_bytes(whole[:-200])
    assert place.take(tmp_path / "cc.warc.gz").taken == 2
    assert len(place.problems) == 1 and "cc.warc.gz" in place.problems[0]


def test_refusals_are_told_and_not_taken(place, tmp_path):
    warc(tmp_path / "cc.warc.gz", [STUB, PAGES[0]])
    assert place.take(tmp_path / "cc.warc.gz").taken == 1
    assert [problem for problem in place.problems if "blocked" in problem and STUB.url in problem]


def test_a_folder_of_saved_pages(place, tmp_path):
    folder = tmp_path / "luu"
    (folder / "sau").mkdir(parents=True)
    (folder / "a.html").write_bytes(PAGES[0].body)  # says its address itself
    bare = PAGES[1].body.replace(b'<link rel="canonical"', b"<link ")
    (folder / "sau" / "b.htm").write_bytes(f"<!-- saved from url=(0041){PAGES[1].url} -->".encode() + bare)
    (folder / "c.html").write_bytes(bare)  # nothing says where it is from
    (folder / "d.html").write_bytes(LISTING.body)
    (folder / "note.txt").write_text("ghi chú", encoding="utf-8")
    for file in folder.rglob("*.htm*"):
        os.utime(file, (FETCHED.timestamp(), FETCHED.timestamp()))
    done = place.take(folder)
    assert done.by_source == {"baocantho": 1, "baodaklak": 1, UNKNOWN: 1}
    assert len(place.problems) == 1 and "d.html" in place.problems[0] and "listing" in place.problems[0]
    (known, other), (stray,) = (
        sorted(url for url in place.urls() if url.startswith("http")),
        [url for url in place.urls() if url.startswith("urn:sha256:")],
    )
    assert {known, other} == {PAGES[0].url, PAGES[1].url} and stray


def test_jsonl_lines(place, tmp_path):
    lines = [
        json.dumps({"url": PAGES[0].url, "html": PAGES[0].text, "fetched_at": "2026-06-01T09:00:00+00:00"}),
        json.dumps({"html": PAGES[1].text, "fetched_at": "2026-06-01T09:00:00"}),
        '{"text": "chỉ có chữ"}',
        "{nope",
        '{"html": "<p>x", "fetched_at": "hôm qua"}',
        "[]",
    ]
    (tmp_path / "p.jsonl.gz").write_bytes(gzip.compress("\n".join(lines).encode()))
    assert place.take(tmp_path / "p.jsonl.gz").by_source == {"baocantho": 1, "baodaklak": 1}
    assert [problem.split(":")[1] for problem in place.problems] == ["3", "4", "5", "6"]


@pytest.mark.parametrize("name", ["thieu.html", "bai.txt", "anh.png"])
def test_what_cannot_be_taken_is_told(place, tmp_path, name):
    if name != "thieu.html":
        (tmp_path / name).write_bytes(b"x")
    assert place.take(tmp_path / name).taken == 0
    assert len(place.problems) == 1 and name in place.problems[0]


def test_an_old_snapshot_is_read_by_its_own_layout_and_does_not_replace_a_newer(tmp_path):
    url = "https://baonghean.vn/kiem-tra-dot-xuat-post256740.html"
    old, new = (replace(family_article(name)[0], url=url) for name in ("onecms-post", "onecms"))
    old = replace(old, fetched_at=datetime(2022, 12, 1, tzinfo=UTC), body=old.body.replace(b"2026", b"2022"))
    options = ["--corpus", str(tmp_path / "corpus.db")]

    def run(page):
        warc(tmp_path / "w.warc.gz", [page])
        result = CliRunner().invoke(cli, ["import", str(tmp_path / "w.warc.gz"), *options])
        assert result.exit_code == 0, result.output
        corpus = Corpus(tmp_path / "corpus.db")
        (row,) = corpus.db.execute("SELECT title, family, json_extract(how, '$.title') FROM articles").fetchall()
        return row

    title, family, how = run(old)
    assert family == "onecms-post" and how.startswith("onecms-post@2023-06-30:")
    assert run(new)[1] == "onecms"
    again = replace(old, body=old.body + b"<!-- -->")
    assert run(again)[1] == "onecms"


def test_the_command_imports_into_the_corpus_once(tmp_path):
    warc(tmp_path / "cc.warc.gz", [*PAGES, ELSEWHERE])
    arguments = ["import", str(tmp_path / "cc.warc.gz"), "--corpus", str(tmp_path / "corpus.db")]
    result = CliRunner().invoke(cli, arguments)
    assert result.exit_code == 0 and "3 articles archived, 0 known before" in result.output
    corpus = Corpus(tmp_path / "corpus.db")
    rows = corpus.db.execute("SELECT source, substr(fetched_at, 1, 10) FROM articles ORDER BY source").fetchall()
    assert list(map(tuple, rows)) == [(name, "2026-06-01") for name in sorted(NAMES)]
    assert "0 articles archived, 3 known before" in CliRunner().invoke(cli, arguments).output
    failed = CliRunner().invoke(cli, ["import", str(tmp_path / "none.warc.gz"), *arguments[2:]])
    assert failed.exit_code == 1 and "no such file" in failed.output
