"""The commands, from a press site to an answer: the same after any crash, and one clear line for what goes wrong."""

import csv
import gzip
import importlib.util
import io
import json
import os
import re
import shlex
import shutil
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner
from corpora import ARTICLE, dump

from corpus.frontier import Frontier
from corpus.query import COLUMNS, Question, ask
from corpus.store import Corpus
from data.sample.build import HERE, load
from extract import read
from pipeline import cli, next_command
from spiders import settings
from spiders.sources import SAMPLE, all_sources

ROOT = HERE.parents[1]
GOLD = HERE / "gold"
SHARED = ROOT.parent / "shared" / "eval"
SAMPLES = load()
KILL = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 here")


@dataclass
class Done:
    """What a command gave back."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict]:
        return json.loads(self.out)


def call(*arguments: object, stdin: str | None = None) -> Done:
    """A command, in this process."""
    result = CliRunner().invoke(cli, list(map(str, arguments)), input=stdin, prog_name="pipeline.py")
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Done(result.exit_code, result.stdout, result.stderr)


@pytest.fixture(scope="module", autouse=True)
def ready():
    """What takes long to load is there before commands fork."""
    read(ARTICLE)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    """The corpus of the sample site after one run, and what that run said."""
    path = tmp_path_factory.mktemp("undisturbed") / "corpus.db"
    done = call("run", "--corpus", path)
    assert done.code == 0, done.err
    return path, done


@pytest.fixture
def path(undisturbed, tmp_path):
    """A copy of that corpus, with what belongs to it."""
    shutil.copytree(undisturbed[0].parent, tmp_path / "copy")
    return tmp_path / "copy" / "corpus.db"


def contents(path: Path) -> dict[str, list[tuple]]:
    with closing(Corpus(path)) as corpus:
        return dump(corpus)


def captures(path: Path) -> set[tuple[str, str]]:
    """What is in the archive of a corpus."""
    with closing(Frontier(path.with_suffix(".frontier.db"))) as frontier:
        found = [(capture.url, capture.sha256) for capture in frontier.captures(None)]
    assert len(set(found)) == len(found), "something was fetched twice"
    return set(found)


# run


def test_run_shows_who_was_inspected_when_with_the_sentence_that_proves_it(undisturbed):
    path, done = undisturbed
    assert done.out.split("\n", 1)[0].split() == ["date", "agency", "leader", "violations", "source"]
    with closing(Corpus(path)) as corpus:
        rows = ask(corpus, Question())
    assert len({row["article_id"] for row in rows}) >= 20
    assert all(row["url"] in done.out for row in rows)
    assert all(row["sentence"] for row in rows)
    assert max(map(len, done.out.replace("\n  http", "\nhttp").split("\n"))) < 200
    assert "python pipeline.py query" in done.err and f"{len(SAMPLES)} articles read" in done.err
    assert {file.name for file in path.parent.iterdir()} == {"corpus.db", "corpus.frontier.db", "corpus.warc"}


def test_the_example_that_run_gives_has_an_answer(undisturbed):
    path, done = undisturbed
    _, command = done.err.strip().split("\n")[-1].split("pipeline.py ")
    answer = call(*shlex.split(command), "--format", "json")
    assert answer.code == 0 and answer.rows and str(path) in command


def test_the_example_can_be_pasted_whatever_the_agency_is_called():
    command = next_command('Công ty "Mẫu" $(rm) `x`', "2022", Path("my corpus.db"))
    assert shlex.split(command)[2:] == [
        "query", "Công ty Mẫu (rm) x", "--from", "2022-01-01", "--to", "2022-12-31", "--corpus", "my corpus.db",
    ]  # fmt: skip


def test_the_second_run_fetches_nothing_adds_nothing_and_says_so(path, undisturbed):
    stored, archived = contents(path), captures(path)
    files = {file.name: file.read_bytes() for file in path.with_suffix(".warc").iterdir()}
    done = call("run", "--corpus", path)
    assert done.code == 0 and "Nothing new: nothing fetched, nothing added." in done.err
    assert done.out == undisturbed[1].out
    assert contents(path) == stored and captures(path) == archived
    assert {file.name: file.read_bytes() for file in path.with_suffix(".warc").iterdir()} == files


def command(*arguments: object) -> list[str]:
    return [sys.executable, "pipeline.py", *map(str, arguments)]


def stopped_while_it_fetches(path: Path, pages: int, number: int) -> tuple[int, str]:
    """Send a signal to a run that has archived so many pages; gives its exit code and what it said."""
    with subprocess.Popen(
        command("run", "--corpus", path), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        while archived_pages(path) < pages:
            assert process.poll() is None, "it ended before it was stopped"
        process.send_signal(number)
        _, said = process.communicate()
    return process.returncode, said


@KILL
def test_killed_while_it_fetches_and_run_again_it_is_the_same(undisturbed, tmp_path):
    path, pages = tmp_path / "corpus.db", 30
    assert stopped_while_it_fetches(path, pages, signal.SIGKILL)[0] == -signal.SIGKILL
    before = captures(path)
    assert pages <= len(before) < len(captures(undisturbed[0]))
    done = call("run", "--corpus", path)
    assert done.code == 0 and done.out == undisturbed[1].out
    assert contents(path) == contents(undisturbed[0])
    assert captures(path) == captures(undisturbed[0]) >= before


@KILL
def test_interrupted_it_says_so_in_one_line_and_the_next_run_goes_on(undisturbed, tmp_path):
    path = tmp_path / "corpus.db"
    code, said = stopped_while_it_fetches(path, 9, signal.SIGINT)
    assert code == 1 and said.splitlines()[1:] == [
        "Error: interrupted; what was fetched is kept, and the next run goes on"
    ]
    assert call("run", "--corpus", path).out == undisturbed[1].out
    assert contents(path) == contents(undisturbed[0])


def archived_pages(path: Path) -> int:
    """How many pages the index of the archive has, looked at from outside."""
    file = path.with_suffix(".frontier.db")
    if not file.exists():
        return 0
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as frontier:
        try:
            return frontier.execute("SELECT count(*) FROM captures").fetchone()[0]
        except sqlite3.OperationalError:  # no tables yet
            return 0


#: Runs the command and kills itself in the middle of storing the n-th article.
KILLED_WHILE_STORING = """
import os, signal, sys
from corpus.store import Corpus
import pipeline

count, last = 0, int(sys.argv.pop(1))

def settle(self, *uses, settle=Corpus._settle):
    global count
    count += 1
    if count == last:
        os.kill(os.getpid(), signal.SIGKILL)
    settle(self, *uses)

Corpus._settle = settle
pipeline.cli()
"""


@KILL
def test_killed_while_it_stores_and_run_again_it_is_the_same(undisturbed, tmp_path):
    path, articles = tmp_path / "corpus.db", 8
    killed = [sys.executable, "-c", KILLED_WHILE_STORING, str(articles), "run", "--corpus", str(path)]
    assert subprocess.run(killed, cwd=ROOT, capture_output=True, check=False).returncode == -signal.SIGKILL
    with closing(Corpus(path)) as corpus:
        assert corpus.counts()["articles"] == articles - 1
        assert corpus.db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    done = call("run", "--corpus", path)
    assert f"0 articles fetched, {sum(s.host == 'bao-mau.test' for s in SAMPLES)} archived before" in done.err
    assert contents(path) == contents(undisturbed[0]) and done.out == undisturbed[1].out


def test_every_value_equals_its_place_in_the_stored_text(undisturbed):
    with closing(Corpus(undisturbed[0])) as corpus:
        texts = {row["id"]: row["text"] for row in corpus.db["articles"].rows}
        proofs = list(corpus.db["evidence"].rows)
        values = {(row["id"], table): row for table in ("dates", "leaders", "violations", "inspected", "inspections")
                  for row in corpus.db[table].rows}  # fmt: skip
    for proof in proofs:
        text = texts[proof["article_id"]]
        assert text[proof["char_start"] : proof["char_end"]] == proof["quote"]
        assert proof["sentence_start"] <= proof["char_start"] < proof["char_end"] <= proof["sentence_end"] <= len(text)
    proved = {(proof["row_id"], proof["row_table"]) for proof in proofs}
    assert proved >= values.keys()
    for proof in proofs:
        if proof["row_table"] == "violations":
            assert proof["quote"] == values[proof["row_id"], "violations"]["text"]


def test_offsets_hold_inside_sqlite_too(undisturbed):
    with closing(Corpus(undisturbed[0])) as corpus:
        wrong = corpus.db.execute(
            "SELECT count(*) FROM evidence e JOIN articles a ON a.id = e.article_id"
            " WHERE substr(a.text, char_start + 1, char_end - char_start) != quote"
        )
        assert wrong.fetchone()[0] == 0


def test_an_unknown_source_is_a_usage_error_and_makes_no_file(tmp_path):
    done = call("run", "--source", "baomoi", "--corpus", tmp_path / "corpus.db")
    assert done.code == 2 and "--source" in done.err and "baonghean" in done.err
    assert list(tmp_path.iterdir()) == []


def spoiled(tmp_path, monkeypatch) -> Path:
    """A copy of the sample site, which is crawled instead."""
    site = Path(shutil.copytree(HERE / "site", tmp_path / "site"))
    monkeypatch.setattr(settings, "SAMPLE_SITE", str(site))
    return site


def test_a_source_that_is_down_fails_and_the_other_is_done(tmp_path, monkeypatch):
    site = spoiled(tmp_path, monkeypatch)
    shutil.rmtree(site / "sonoivu-mau.test")
    done = call("run", "--corpus", tmp_path / "corpus.db")
    assert done.code == 1
    (line,) = [line for line in done.err.splitlines() if line.startswith("Error")]
    assert "sonoivu-mau" in line and "Default.aspx" in line and "HTTP 404" in line
    assert f"{sum(s.host == 'bao-mau.test' for s in SAMPLES)} articles read" in done.err


def test_a_listing_of_dead_links_fails_in_one_line(tmp_path, monkeypatch):
    site = spoiled(tmp_path, monkeypatch)
    shutil.rmtree(site / "sonoivu-mau.test" / "noidung" / "tintuc" / "Lists")
    done = call("run", "--source", "sonoivu-mau", "--corpus", tmp_path / "corpus.db")
    assert done.code == 1 and done.out == ""
    (line,) = [line for line in done.err.splitlines() if line.startswith("Error")]
    assert "View_Detail.aspx" in line and "HTTP 404" in line and "more" in line
    assert done.err.count("HTTP 404") == 1


def test_a_page_without_an_article_is_told_once_and_the_rest_is_done(tmp_path, monkeypatch):
    site = spoiled(tmp_path, monkeypatch)
    page = next((site / "sonoivu-mau.test" / "noidung" / "tintuc" / "Lists").rglob("*.html"))
    page.write_text("<html><body><h1>Trang đang được nâng cấp</h1></body></html>", encoding="utf-8")
    count = sum(sample.host == "sonoivu-mau.test" for sample in SAMPLES)
    done = call("run", "--source", "sonoivu-mau", "--corpus", tmp_path / "corpus.db")
    assert done.code == 0 and f"{count - 1} articles read" in done.err
    assert len([line for line in done.err.splitlines() if "no article:" in line and "ItemID" in line]) == 1
    again = call("run", "--source", "sonoivu-mau", "--corpus", tmp_path / "corpus.db")
    assert again.code == 0 and "no article:" not in again.err


# extract


def test_everything_is_rebuilt_from_the_archive(path, monkeypatch):
    stored = contents(path)
    monkeypatch.setattr("socket.socket", None)  # no network
    path.unlink()
    done = call("extract", "--from-archive", "--corpus", path)
    assert done.code == 0 and f"{len(SAMPLES)} articles read" in done.err
    assert contents(path) == stored
    again = call("extract", "--from-archive", "--corpus", path, "--format", "json")
    assert contents(path) == stored and "0 of them new" in again.err
    assert again.rows == call("query", "--corpus", path, "--format", "json").rows


def test_the_archive_alone_is_enough(path):
    stored = contents(path)
    for file in path.parent.glob("corpus*.db"):
        file.unlink()
    done = call("extract", "--from-archive", "--corpus", path)
    assert done.code == 0 and contents(path)["inspections"] == stored["inspections"]
    done = call("run", "--corpus", path)
    assert "Nothing new" in done.err or " 0 of them new" in done.err
    assert contents(path)["evidence"] == stored["evidence"]


def test_a_damaged_record_is_told_and_the_rest_rebuilt(path):
    with closing(Frontier(path.with_suffix(".frontier.db"))) as frontier:
        capture = list(frontier.captures())[3]
    file = path.with_suffix(".warc") / capture.file
    body = bytearray(file.read_bytes())
    body[capture.offset : capture.offset + capture.length] = bytes(capture.length)
    file.write_bytes(body)
    stored = contents(path)
    done = call("extract", "--from-archive", "--corpus", path)
    (line,) = [line for line in done.err.splitlines() if line.startswith("Error")]
    assert done.code == 1 and capture.url in line and f"{len(SAMPLES) - 1} articles read" in done.err
    assert contents(path) == stored  # what was stored of it is kept


def test_no_archive_is_one_clear_line(tmp_path):
    done = call("extract", "--from-archive", "--corpus", tmp_path / "corpus.db")
    assert done.code == 1 and "corpus.warc: no such archive" in done.err and done.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


SURPRISE = GOLD / "bao-001.txt"


def test_jsonl_is_the_guideline_format_with_evidence(tmp_path):
    done = call("extract", SURPRISE, GOLD / "bao-002.txt", "--format", "jsonl", "--published", "2021-02-18")
    first, second = map(json.loads, done.out.splitlines())
    assert (first["id"], second["id"]) == ("bao-001", "bao-002")
    assert first["published"] == "2021-02-18" and first["relevant"] is True
    gold = json.loads((GOLD / "bao-001.json").read_text(encoding="utf-8"))
    assert gold["events"][0].keys() <= first["events"][0].keys()
    (article, *_) = call("extract", SURPRISE, "--format", "json").rows
    assert article["input_id"] == "bao-001"
    assert not list(tmp_path.iterdir())


def test_the_three_formats_tell_the_same():
    rows = call("extract", SURPRISE, "--format", "json").rows
    assert rows and tuple(rows[0]) == COLUMNS
    table = list(csv.DictReader(io.StringIO(call("extract", SURPRISE, "--format", "csv").out)))
    assert [row["agency"] for row in table] == [row["agency"] for row in rows]
    assert table[0]["violations_not_tied"] == "; ".join(rows[0]["violations_not_tied"])
    printed = call("extract", SURPRISE).out
    assert all(row["date"] in printed and row["leader"].split(" (")[0] in printed for row in rows)


def test_nothing_is_stored_unless_asked_and_twice_is_once(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert call("extract", SURPRISE).code == 0 and list(tmp_path.iterdir()) == []
    first = call("extract", GOLD, "--corpus", "mine.db")
    stored = contents(Path("mine.db"))
    second = call("extract", GOLD, "--corpus", "mine.db")
    assert f"{len(SAMPLES)} articles read into mine.db, {len(SAMPLES)} of them new" in first.err
    assert f"{len(SAMPLES)} articles read into mine.db, 0 of them new" in second.err
    assert contents(Path("mine.db")) == stored and first.out == second.out
    assert [file.name for file in tmp_path.iterdir()] == ["mine.db"]
    (only,) = {row["input_id"] for row in call("extract", SURPRISE, "--corpus", "mine.db", "--format", "json").rows}
    assert only == "bao-001"  # what this call read, not what the corpus holds


def test_standard_input_and_a_date_line():
    text = SURPRISE.read_text(encoding="utf-8").split("\n", 1)
    done = call("extract", "-", "--format", "jsonl", stdin=f"{text[0]}\n18/02/2021\n{text[1]}")
    assert json.loads(done.out)["published"] == "2021-02-18"


BAD = {
    "missing.txt": (None, "no such file"),
    "empty.txt": (b"", "the file is empty"),
    "binary.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary"),
    "no-article.html": (b"<html><body><a href=/>Trang ch\xe1\xbb\xa7</a></body></html>", "no article"),
    "broken.jsonl": (b'{"id": 1', "1: not JSON"),
    "cut.jsonl.gz": (gzip.compress(b'{"id": 1, "text": "x"}\n' * 99)[:-20], "cannot be read further"),
    "cut.warc.gz": (b"\x1f\x8b\x08 not a warc", "cannot be read further"),
    "report.docx": (b"PK\x03\x04", "not one of .txt"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_line_and_the_batch_is_done(tmp_path, name):
    body, what = BAD[name]
    if body is not None:
        (tmp_path / name).write_bytes(body)
    done = call("extract", tmp_path / name, SURPRISE, "--format", "jsonl")
    assert done.code == 1
    lines = [line for line in done.err.splitlines() if line.startswith("Error")]
    assert len(lines) == 1 and str(tmp_path / name) in lines[0] and what in lines[0]
    assert [json.loads(line)["id"] for line in done.out.splitlines()][-1] == "bao-001"


def test_an_article_that_breaks_the_reader_does_not_cost_the_others(monkeypatch):
    def fragile(article):
        if article.id == "bao-002":
            raise ZeroDivisionError("division by zero")
        return read(article)

    monkeypatch.setattr("extract.read", fragile)
    done = call("extract", GOLD / "bao-002.txt", SURPRISE, "--format", "jsonl")
    assert done.code == 1 and json.loads(done.out)["id"] == "bao-001"
    assert "Error: bao-002: cannot be read (ZeroDivisionError: division by zero)" in done.err


@pytest.mark.parametrize(
    ("arguments", "option"),
    [
        (["query", "--from", "2022-13-01"], "--from"),
        (["query", "--to", "hôm nay"], "--to"),
        (["query", "--from", "2022", "--to", "2021-12"], "--to"),
        (["query", "..."], "AGENCY"),
        (["query", "--format", "xml"], "--format"),
        (["extract", "x.txt", "--published", "2022-02-30"], "--published"),
        (["extract", "x.txt", "--published", "2022-02"], "--published"),
        (["extract"], "--from-archive"),
        (["extract", "x.txt", "--from-archive"], "--from-archive"),
        (["extract", "--from-archive", "--published", "2022-02-09"], "--published"),
        (["evaluate", str(GOLD), "--errors", "names"], "--errors"),
        (["parse"], "FILE"),
        (["crawl"], "crawl"),
    ],
)
def test_usage_errors_name_the_option(arguments, option):
    done = call(*arguments)
    assert done.code == 2 and option in done.err.splitlines()[-1] and done.out == ""


# query


def test_query_prints_the_sentence_and_the_link(path):
    with closing(Corpus(path)) as corpus:
        row = next(row for row in ask(corpus, Question()) if row["agency"] and row["first_day"])
    arguments = ("query", row["agency"], "--from", row["first_day"][:7], "--to", row["last_day"], "--corpus", path)
    printed = call(*arguments).out
    assert row["date"].split("/")[0] in printed and row["url"] in printed and row["quote"] in printed
    assert row in call(*arguments, "--format", "json").rows
    table = list(csv.DictReader(io.StringIO(call(*arguments, "--format", "csv").out)))
    assert row["sentence"] in [line["sentence"] for line in table]
    assert all(len(line) <= 110 for line in printed.splitlines() if "http" not in line)


def test_a_question_without_an_answer(path):
    done = call("query", "Sở Hàng không vũ trụ", "--corpus", path)
    assert (done.code, done.out) == (0, "") and "No inspection" in done.err
    assert call("query", "Sở Hàng không vũ trụ", "--corpus", path, "--format", "json").rows == []


def test_a_page_says_how_far_was_counted(path, monkeypatch):
    with closing(Corpus(path)) as corpus:
        there = len({row["case_id"] for row in ask(corpus, Question())})
    assert there > 2
    asked = ("query", "--corpus", path, "--limit")
    assert f"1 to 2 of {there} inspections; --page 2 shows the next" in call(*asked, 2).err
    assert f"{there} inspections." in call(*asked, there).err
    monkeypatch.setattr("corpus.query.COUNTED", 0)
    assert "1 to 2 of at least 2 inspections; --page 2 shows the next" in call(*asked, 2).err
    assert f"{there} to {there} of {there} inspections." in call(*asked, there - 1, "--page", 2).err


def test_inspections_without_a_date_are_not_passed_over_in_silence(path):
    with closing(Corpus(path)) as corpus:
        dateless = len({row["inspection_id"] for row in ask(corpus, Question()) if row["first_day"] is None})
    assert dateless
    assert f"{dateless} more without a known date" in call("query", "--from", "1990", "--corpus", path).err


def test_a_corpus_that_is_not_there(tmp_path):
    done = call("query", "sở", "--corpus", tmp_path / "corpus.db")
    assert done.code == 1 and "corpus.db: no such corpus" in done.err and done.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("arguments", [["query", "sở"], ["run"], ["extract", SURPRISE], ["extract", "--from-archive"]])
def test_a_file_that_is_no_corpus_is_left_alone(tmp_path, arguments):
    file = tmp_path / "notes.db"
    (tmp_path / "notes.warc").mkdir()
    file.write_text("Họp giao ban thứ Hai", encoding="utf-8")
    done = call(*arguments, "--corpus", file)
    assert done.code == 1 and done.out == ""
    assert done.err.splitlines()[-1].startswith(f"Error: {file}: not a SQLite database")
    assert file.read_text(encoding="utf-8") == "Họp giao ban thứ Hai"
    assert sorted(file.name for file in tmp_path.iterdir()) == ["notes.db", "notes.warc"]


# parse, sources, evaluate


def test_parse_shows_how_a_page_is_read(tmp_path):
    sample = next(sample for sample in SAMPLES if sample.family == "onecms")
    page = next((HERE / "site").rglob(f"*{sample.number}.html"))
    done = call("parse", page, "--url", sample.url)
    article = json.loads(done.out)
    assert {"title", "sapo", "paragraphs", "captions", "published", "author", "family", "how"} <= article.keys()
    assert (article["title"], article["published"], article["family"]) == (
        sample.title, f"{sample.moment:%Y-%m-%d}", "onecms",
    )  # fmt: skip
    assert set(article["how"]) & {"title", "published"}
    (tmp_path / "empty.html").write_bytes(b"")
    for file, what in ((tmp_path / "none.html", "No such file"), (tmp_path / "empty.html", "no article")):
        done = call("parse", file)
        assert done.code == 1 and str(file) in done.err and what in done.err and done.err.count("\n") == 1


def test_sources_lists_what_can_be_crawled():
    rows = call("sources", "--format", "json").rows
    assert [row["name"] for row in rows] == [source.name for source in all_sources()]
    assert {row["name"] for row in rows if row["sample"]} == set(SAMPLE)
    assert all(row["publisher"] and row["start_points"] and row["family"] and row["known"] for row in rows)
    assert {row["evidence"] for row in rows} == {"markup", "code", "inferred"}
    merged = next(row for row in rows if row["name"] == "baohaugiang")
    assert (merged["province"], merged["province_now"], merged["successor"]) == (
        "Hậu Giang", "Cần Thơ", "baocantho.com.vn",
    )  # fmt: skip
    assert (merged["province_valid_to"], merged["province_now_valid_from"]) == ("2025-06-30", "2025-07-01")
    printed = call("sources").out
    assert all(row["name"] in printed for row in rows)
    assert len(list(csv.DictReader(io.StringIO(call("sources", "--format", "csv").out)))) == len(rows)


def reference(gold: Path, predictions: Path, monkeypatch, capsys) -> dict:
    """The figures of the reference scorer."""
    if not (SHARED / "score.py").exists():
        pytest.skip("the reference scorer is not beside this checkout (../shared/eval/score.py)")
    spec = importlib.util.spec_from_file_location("reference_score", SHARED / "score.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr("sys.argv", ["score.py", str(gold), str(predictions), "--json"])
    capsys.readouterr()
    module.main()
    return json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("gold", [GOLD, SHARED / "style"], ids=lambda folder: folder.name)
def test_evaluate_gives_the_figures_of_the_reference_scorer(gold, tmp_path, monkeypatch, capsys):
    if not gold.is_dir():
        pytest.skip(f"{gold.name}: these annotations are not beside this checkout (../shared/eval)")
    lines = tmp_path / "articles.jsonl"  # with the publication dates of the annotations
    with lines.open("w", encoding="utf-8") as file:
        for annotation in sorted(gold.glob("*.json")):
            given = json.loads(annotation.read_text(encoding="utf-8"))
            text = annotation.with_suffix(".txt").read_text(encoding="utf-8")
            record = {"id": given["id"], "text": text} | (
                {"published": given["published"]} if given["published"] else {}
            )
            file.write(json.dumps(record) + "\n")
    predictions = tmp_path / "predictions.jsonl"
    predictions.write_text(call("extract", lines, "--format", "jsonl").out, encoding="utf-8")
    figures = call("evaluate", gold, "--format", "json").rows
    assert figures == reference(gold, predictions, monkeypatch, capsys)
    assert figures == call("evaluate", gold, "--predictions", predictions, "--format", "json").rows
    told = call("evaluate", gold, "--predictions", predictions, "--format", "csv").out
    table = list(csv.DictReader(io.StringIO(told)))
    assert {row["field"]: float(row["f1"]) for row in table} == {name: f["f1"] for name, f in figures.items()}


def test_evaluate_lists_what_was_missed_and_what_was_wrong(tmp_path):
    gold = Path(shutil.copytree(GOLD, tmp_path / "gold"))
    (tmp_path / "none.jsonl").write_text('{"id": "bao-001", "events": [{"dates": ["1999-01-01"]}]}\n', encoding="utf-8")
    done = call("evaluate", gold, "--predictions", tmp_path / "none.jsonl", "--errors", "dates")
    assert "bao-001: wrong 1999-01-01" in done.out and "bao-001: missed 2021-02-17" in done.out
    assert f"{len(SAMPLES) - 1} of {len(SAMPLES)} articles have no prediction" in done.err


def test_evaluate_tells_what_it_cannot_read(tmp_path):
    gold = Path(shutil.copytree(GOLD, tmp_path / "gold"))
    (gold / "bao-001.txt").unlink()
    (gold / "bao-002.json").write_text("{", encoding="utf-8")
    done = call("evaluate", gold, "--format", "json")
    errors = [line for line in done.err.splitlines() if line.startswith("Error")]
    assert done.code == 1 and len(errors) == 2
    assert "bao-001.txt: no such file" in errors[0] and "bao-002.json: not an annotation" in errors[1]
    assert done.rows["relevant"]["gold"] > 5
    (tmp_path / "empty").mkdir()
    for folder in (tmp_path / "empty", tmp_path / "nowhere"):
        done = call("evaluate", folder)
        assert done.code == 1 and "no annotations" in done.err and done.err.count("\n") == 1
    (tmp_path / "bad.jsonl").write_text('{"id": "bao-003"}\n[]\n', encoding="utf-8")
    assert "bad.jsonl:2: not a JSON object" in call("evaluate", GOLD, "--predictions", tmp_path / "bad.jsonl").err


def test_help_is_a_manual():
    done = call("--help")
    names = [line.split()[0] for line in done.out.split("Commands:")[1].splitlines() if line.strip()]
    assert {"run", "sources", "parse", "extract", "query", "evaluate", "train"} <= set(names)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for name in names:
        text = call(name, "--help").out
        assert len(text.splitlines()) > 4
        assert f"pipeline.py {name}" in readme, f"README.md does not tell of {name}"


def test_help_needs_none_of_the_heavy_libraries():
    code = "import sys, pipeline\ntry: pipeline.cli(['--help'])\nexcept SystemExit: print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert not any(
        f"'{name}'" in done.stdout for name in ("scrapy", "spacy", "rich.console", "sqlite_utils", "extract")
    )


def test_vietnamese_comes_out_whatever_the_encoding_of_the_terminal(path):
    done = subprocess.run(
        command("query", "--corpus", path),
        cwd=ROOT,
        env=os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"},
        capture_output=True,
        check=True,
    )
    assert "“" in done.stdout.decode("utf-8")


def test_run_bounds_and_searches_say_what_they_cannot(tmp_path):
    corpus = ("--corpus", tmp_path / "corpus.db")
    for arguments, told in (
        (["--year", "2019", "--since", "2019-01-01"], "--year"),
        (["--since", "2019-02-01", "--until", "2019-01-01"], "before --since"),
        (["--since", "hôm qua"], "2022-02-09"),
        (["--search", "kiểm tra"], "the site search of bao-mau, sonoivu-mau is not known"),
    ):
        done = call("run", *arguments, *corpus)
        assert done.code == 2 and told in done.err, arguments
    done = call("run", "--source", "bao-mau", "--since", "2026-01-01", *corpus)
    assert done.code == 0, done.err
    fetched = int(re.search(r"bao-mau: (\d+) articles fetched", done.err)[1])
    # Its listings tell no days: those pages that were read to learn them are kept.
    assert 3 <= fetched < sum(sample.host == "bao-mau.test" for sample in SAMPLES)
