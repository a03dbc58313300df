"""Golden pages: what every fixture of a family and of a source must be read as, and that every source has one.

A page saved by `pipeline.py new-source` stands beside them; it fails here until a person has confirmed its fields.
"""

import json
import re
from collections import Counter
from datetime import datetime
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
import test_bad_days as bad_days
import trafilatura
from scrapy.http import HtmlResponse
from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader

import spiders.families
from spiders import settings as project
from spiders.families import Family
from spiders.page import Page
from spiders.parse import parse_page
from spiders.provinces import provinces
from spiders.sources import SAMPLE, all_sources, by_name, source_of
from spiders.urls import clean_url
from tests.fixtures.build import HERE, addresses, families, family_article, render, source_article, source_listing

NOTICE = "TRANG MẪU — nội dung hư cấu"
GOLDEN = sorted(HERE.glob("*/*/golden.json"))
LOADER = SpiderLoader.from_settings(Settings({"SPIDER_MODULES": project.SPIDER_MODULES}))
SPIDERS = [source for name in sorted(LOADER.list()) if not (source := LOADER.load(name)).sample]
MADE_UP = [source for source in SPIDERS if source.name in addresses()]
by_source = lambda source: source.name  # noqa: E731
#: Hooks that Scrapy once called, or that were once the way to do it: as attributes of a spider, and in code.
DEAD_IDIOMS = ("start_requests", "make_requests_from_url", "download_delay", "rules", "process_results")
DEAD_CODE = re.compile(
    r"def start_requests\b|make_requests_from_url|body_as_unicode|\.extract(?:_first)?\(\)|HtmlXPathSelector"
    r"|SgmlLinkExtractor|scrapy\.(?:log|conf|contrib|project)\b|inlineCallbacks|get_project_settings"
)


def fixture_id(path: Path) -> str:
    return "/".join(path.parts[-3:-1])


def read_golden(path: Path) -> tuple[dict, Page]:
    golden = json.loads(path.read_text(encoding="utf-8"))
    body = (path.parent / "article.html").read_bytes()
    return golden, Page(golden["url"], body, datetime.fromisoformat(golden["fetched_at"]))


def check(page: Page, golden: dict):
    """The article on `page`, found to be what `golden` says."""
    article = parse_page(page)
    read = {name: getattr(article, name) for name in ("url", "family", "title", "sapo", "published", "author")}
    assert read == {name: golden[name] for name in read}
    assert [list(block) for block in article.blocks if block[0] != "sapo"] == golden["body"]
    assert NOTICE not in article.text
    assert {"title", "body"} | ({"published"} if article.published else set()) <= article.how.keys()
    return article


@pytest.mark.parametrize("path", GOLDEN, ids=fixture_id)
def test_a_fixture_is_read_as_a_person_has_confirmed(path):
    golden, page = read_golden(path)
    check(page, golden)
    assert golden["confirmed"], (
        f"{path.relative_to(HERE.parents[1])}: compare title, sapo, published, author and body with article.html beside"
        ' it, correct what is wrong, and set "confirmed" to true'
    )


def test_what_is_committed_is_what_is_built():
    for name, text in render().items():
        assert (HERE / name).read_text(encoding="utf-8") == text, f"{name}: run python -m tests.fixtures.build"
        assert not name.endswith(".html") or NOTICE in text, name


# Body F1: of the family's parser, and of trafilatura alone on the same pages


def tokens(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text.lower()))


def f1(found: str, gold: str) -> float:
    a, b = tokens(found), tokens(gold)
    return 2 * sum((a & b).values()) / (sum(a.values()) + sum(b.values()))


@pytest.mark.parametrize("family", [family.name for family in families()])
def test_a_family_reads_its_bodies_better_than_trafilatura_does(family):
    ours, theirs = [], []
    for at in range(3):
        page, golden = family_article(family, at)
        gold = "\n".join([golden["sapo"], *(text for _, text in golden["body"])])
        article = parse_page(page)
        assert article.family == family
        ours.append(f1("\n".join(text for _, text in article.blocks), gold))
        theirs.append(f1(trafilatura.extract(page.text, include_comments=False) or "", gold))
    assert min(ours) >= 0.98
    assert sum(ours) > sum(theirs)


# Sources


@pytest.mark.parametrize("source", SPIDERS, ids=by_source)
def test_a_source_is_a_small_spider_of_today_with_a_fixture(source):
    saved = (HERE / "sources" / source.name / "golden.json").exists()
    assert saved or source.name in addresses(), f"{source.name}: no fixture; see docs/sources.md"
    for idiom in DEAD_IDIOMS:
        assert not hasattr(source, idiom), f"{source.name}: {idiom} does nothing in Scrapy today"
    lines = Path(source_file(source)).read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 35 and source_file(source).stem == source.name.replace("-", "_")
    assert source.start_urls or source.json_lists
    assert all(source_of(url) is source for url in source.start_urls)
    assert source.publisher and source.known and source.evidence in ("markup", "code", "inferred")
    assert source.province is None or source.province in provinces()
    assert source.evidence != "inferred" or re.search("nobody|not known|inferred|sister", source.known)


def test_no_module_is_written_as_scrapy_no_longer_works():
    for file in (HERE.parents[1] / "spiders").rglob("*.py"):
        found = DEAD_CODE.search(file.read_text(encoding="utf-8"))
        assert found is None, f"{file.name}: {found[0]}"


def test_every_family_that_is_defined_or_used_is_a_known_one():
    """A family of its own in a module or a source must have a fixture, a golden file and bad days, too."""
    known = {family.name for family in families()}
    for module in iter_modules(spiders.families.__path__):
        for value in vars(import_module(f"spiders.families.{module.name}")).values():
            assert not isinstance(value, Family) or value.name in known, f"{module.name}: {value.name}"
    for source in SPIDERS:
        assert {family.name for family in source.families} <= known, source.name


def source_file(source) -> Path:
    return HERE.parents[1] / f"{source.__module__.replace('.', '/')}.py"


def test_every_family_has_its_bad_days():
    """The tests of bad days (wrong charsets, missing dates, redesigns, challenges …) run over every family."""
    assert set(bad_days.FIXTURES) == {family.name for family in families()}
    assert all((folder / "golden.json").exists() for folder in bad_days.FIXTURES.values())
    over_families = [test for name, test in vars(bad_days).items() if name.startswith("test_") and runs_over(test)]
    assert len(over_families) >= 7


def runs_over(test) -> bool:
    """Whether a test is run for each fixture of a family."""
    return any(mark.args[0] == "family" and set(mark.args[1]) == set(bad_days.FIXTURES) for mark in marks(test))


def marks(test) -> list:
    return [mark for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]


def test_the_documentation_shows_what_is_there():
    text = (HERE.parents[1] / "docs" / "sources.md").read_text(encoding="utf-8")
    assert source_file(by_name("baocantho")).read_text(encoding="utf-8") in text
    for family in families():
        assert f"`{family.name}`" in text or family.name == "generic", family.name


def test_scrapy_lists_every_source():
    assert sorted(LOADER.list()) == [source.name for source in all_sources()]


def test_the_country_is_covered():
    papers = {source.province for source in SPIDERS if source.kind == "newspaper" and source.province}
    assert len(SPIDERS) >= 60 and len(papers) >= 40
    assert {"thanhtra", "thanhtra-chinhphu", *SAMPLE} <= {source.name for source in all_sources()}
    assert sum(source.kind == "department" and source.province is not None for source in SPIDERS) >= 12
    assert sum(source.kind == "inspectorate" for source in SPIDERS) >= 7
    inherited = {family.name for source in SPIDERS for family in source.families}
    assert {family.name for family in families()} <= inherited


@pytest.mark.parametrize("source", MADE_UP, ids=by_source)
def test_a_source_reads_an_article_at_its_own_addresses(source):
    page, golden = source_article(source)
    assert NOTICE in page.text
    assert source().is_article(clean_url(page.url)) and check(page, golden).source == source.name


@pytest.mark.parametrize("source", MADE_UP, ids=by_source)
def test_a_listing_names_its_articles_with_their_days_and_the_next_page(source):
    page, named, following = source_listing(source)
    found = source().read(HtmlResponse(page.url, body=page.body, encoding="utf-8"))
    assert [(link.url, link.days[0].isoformat()) for link in found.articles] == [
        (clean_url(url), day) for url, day in named
    ]
    assert [further.key for further in found.following] == [following]
