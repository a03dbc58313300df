"""A new source by one command: the family guessed, the files written, and a test that fails until a person confirms."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from data.sample.build import HERE
from spiders.html import Document
from spiders.new_source import SourceError, check, fetch, guess_article_url, guess_family
from spiders.page import Page
from spiders.sample_site import file_of, sample_site
from tests.fixtures.build import families, family_article

ROOT = HERE.parents[1]


@pytest.mark.parametrize("family", [family.name for family in families()])
def test_the_family_is_guessed_from_the_page(family):
    page, _ = family_article(family, 1)
    assert guess_family(Document(page)).name == family


@pytest.mark.parametrize(
    ("url", "pattern"),
    [
        ("https://b.test/thoi-su/mot-bai-10155243.html", r"-\d+\.html/?$"),
        ("https://b.test/mot-bai-post256740.html", r"-post\d+\.html/?$"),
        ("https://b.test/tin/mot-bai-viet.4312", r"\.\d+/?$"),
        ("https://b.test/tin/mot-bai-viet.aspx", r"/[^/]+\.aspx$"),
        ("https://b.test/mot-bai-viet-co-ten-dai/", r"/[^/]+(?:-[^/]+){3,}/?$"),
    ],
)
def test_a_pattern_of_addresses(url, pattern):
    assert guess_article_url(url) == pattern


@pytest.mark.parametrize(
    ("name", "url", "province", "told"),
    [
        ("Báo Mới", "https://b.test/x-1.html", None, "no name of a source"),
        ("baocantho", "https://b.test/x-1.html", None, "already"),
        ("bao-moi", "https://m.baocantho.com.vn/x-a1.html", None, "belongs to the source 'baocantho'"),
        ("bao-moi", "b.test/x", None, "no address"),
        ("bao-moi", "https://b.test/x-1.html", "03", "no province"),
    ],
)
def test_what_cannot_be_a_source_is_told(name, url, province, told):
    page = Page(url, family_article("a-id")[0].body)
    with pytest.raises(SourceError, match=told):
        check(name, page, province)
    with pytest.raises(SourceError, match="give the address of an article"):
        check("bao-moi", Page("https://b.test/", b"<html><body>x</body></html>"), None)


@pytest.fixture
def clone(tmp_path):
    """The project in a folder of its own."""
    for name in ("benchmarks", "corpus", "extract", "spiders", "tests", "data/lexicon", "data/sample"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pipeline.py", "setup.cfg"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_from_a_page_to_a_source_that_a_person_has_confirmed(clone, tmp_path):
    page, golden = family_article("zce", 2)
    url = page.url.replace("http://mau.test", "https://www.baomoi.example")
    (tmp_path / "page.html").write_bytes(page.body.replace(b"http://mau.test", b"https://www.baomoi.example"))
    new = ["pipeline.py", "new-source", "bao-moi", url, "--page", "page.html", "--province", "40"]
    done = run(clone, *new)
    assert done.returncode == 0 and "family zce" in done.stderr, done.stderr
    spider = (clone / "spiders" / "sources" / "bao_moi.py").read_text(encoding="utf-8")
    assert "families = (ZCE,)" in spider and 'province = "40"' in spider and len(spider.splitlines()) <= 16
    file = clone / "tests" / "fixtures" / "sources" / "bao-moi" / "golden.json"
    read = json.loads(file.read_text(encoding="utf-8"))
    assert {name: read[name] for name in ("title", "sapo", "published", "author", "body")} == {
        name: golden[name] for name in ("title", "sapo", "published", "author", "body")
    }

    tests = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_golden.py", "-k", "bao-moi or committed"]
    failed = run(clone, *tests)
    assert failed.returncode == 1 and '"confirmed" to true' in failed.stdout and "1 failed" in failed.stdout
    file.write_text(json.dumps(read | {"confirmed": True}), encoding="utf-8")
    passed = run(clone, *tests)
    assert passed.returncode == 0, passed.stdout


def test_a_page_is_fetched_with_manners(tmp_path):
    with sample_site(tmp_path) as server:
        url = f"{server}/tin/bai-1.html"
        file = tmp_path / file_of(url)
        file.parent.mkdir(parents=True)
        file.write_text("<h1>Một bài</h1>", encoding="utf-8")
        page = fetch(url)
        assert (page.status, page.body) == (200, b"<h1>M\xe1\xbb\x99t b\xc3\xa0i</h1>")
        with pytest.raises(SourceError, match="HTTP 404"):
            fetch(f"{server}/tin/bai-2.html")
        (tmp_path / file_of(f"{server}/robots.txt")).write_text("User-agent: *\nDisallow: /\n", encoding="utf-8")
        with pytest.raises(SourceError, match=r"robots\.txt"):
            fetch(url)
