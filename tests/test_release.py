"""A release: the same twice, whole, without what is not ours, safe in a spreadsheet, opened by the usual tools."""

import asyncio
import csv
import hashlib
import json
import sqlite3
from contextlib import closing

import duckdb
import frictionless
import pandas
import pyarrow.parquet
import pytest
from corpora import ARTICLE, inspection
from datasette.app import Datasette

from corpus import reviews
from corpus.query import Question, ask
from corpus.release import ReleaseError, write
from corpus.store import Corpus
from extract import Article

FORMULA = '=HYPERLINK("http://xau.test";"bấm")'
UNQUOTED = "Các đơn vị khác chấp hành tốt"
SOURCE = {"name": "bao-mau", "publisher": "Báo Mẫu", "province": "40", "kind": "newspaper", "sample": True}


def fill(corpus):
    """An article that tells an inspection, one that tells none and whose title is a formula, and a judgement."""
    run = corpus.begin("test", "0.1", [SOURCE])
    told = Article(
        ARTICLE.id, ARTICLE.title, (*ARTICLE.blocks, ("paragraph", UNQUOTED)), ARTICLE.url, published="2022-02-10"
    )
    corpus.put(told, [inspection(told)], "0.1", run=run)
    corpus.put(Article("bai-2", FORMULA, (("paragraph", "-5 độ C\nở Sa Pa"),), source="bao-mau"), [], "0.1", run=run)
    (key,) = [row[0] for row in corpus.db.execute("SELECT id FROM inspections")]
    reviews.confirm(corpus, key, "dates", "2022-02-09", reviewer="Người Duyệt Kín")
    corpus.finish(run, 2, 0)


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    with closing(Corpus(tmp_path_factory.mktemp("release") / "corpus.db")) as corpus:
        fill(corpus)
        yield corpus


@pytest.fixture(scope="module")
def release(corpus, tmp_path_factory):
    folder = tmp_path_factory.mktemp("release") / "ban-1"
    write(corpus, folder)
    return folder


def contents(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def cells(folder, table, column):
    with (folder / "csv" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [row[column] for row in csv.DictReader(file)]


@pytest.mark.parametrize("texts", [False, True])
def test_two_releases_of_one_corpus_are_the_same_to_the_byte(corpus, tmp_path, texts):
    count = write(corpus, tmp_path / "a", texts)
    write(corpus, tmp_path / "b", texts)
    assert contents(tmp_path / "a") == contents(tmp_path / "b")
    assert len(contents(tmp_path / "a")) == count


def test_checksums_are_those_of_all_files(release):
    files = contents(release)
    sums = dict(reversed(line.split("  ")) for line in files.pop("SHA256SUMS").decode().splitlines())
    assert sums == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


def test_the_data_package_is_valid_and_says_what_columns_mean(release):
    report = frictionless.validate(str(release / "datapackage.json"))
    assert report.valid, report.flatten(["type", "message"])
    package = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    fields = {(r["name"], f["name"]): f for r in package["resources"] for f in r["schema"]["fields"]}
    assert all(field["description"] for field in fields.values())
    assert fields["violations", "amount_vnd"]["unit"] == "VND"
    assert fields["dates", "first_day"]["type"] == "date"
    inspected = next(r for r in package["resources"] if r["name"] == "inspected")
    assert {"inspections", "agencies"} == {f["reference"]["resource"] for f in inspected["schema"]["foreignKeys"]}


def test_a_changed_file_is_no_longer_a_valid_data_package(release, tmp_path):
    for name, content in contents(release).items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.replace(b"2022-02-09", b"2022-02-31") if name == "csv/dates.csv" else content)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert {row[0] for row in report.flatten(["type"])} == {"hash-count", "type-error"}


def test_no_cell_is_a_formula_and_other_formats_have_it_as_it_is(release):
    assert "'" + FORMULA in cells(release, "articles", "title")
    for file in (release / "csv").iterdir():
        with file.open(encoding="utf-8", newline="") as lines:
            for row in csv.reader(lines):
                assert not [cell for cell in row if cell.startswith(("=", "+", "@", "\t", "\r"))]
    titles = [json.loads(line)["title"] for line in (release / "jsonl" / "articles.jsonl").open(encoding="utf-8")]
    assert FORMULA in titles
    assert FORMULA in pyarrow.parquet.read_table(release / "parquet" / "articles.parquet")["title"].to_pylist()


def test_texts_stay_at_home_unless_asked_for_but_the_proof_goes_along(corpus, release, tmp_path):
    assert not [name for name, content in contents(release).items() if UNQUOTED.encode() in content]
    (sentence,) = {row["sentence"] for row in ask(corpus, Question(agency="sở công thương"))}
    assert sentence in cells(release, "who_was_inspected_when", "sentence")
    assert ARTICLE.url in cells(release, "who_was_inspected_when", "url")
    write(corpus, tmp_path / "whole", texts=True)
    assert any(UNQUOTED in text for text in cells(tmp_path / "whole", "articles", "text"))
    assert "pass it on only where you may" in (tmp_path / "whole" / "datasheet.md").read_text(encoding="utf-8")


def test_who_judged_is_nobody_elses_business(release):
    assert cells(release, "reviews", "verdict") == ["confirm"]
    assert not [name for name, content in contents(release).items() if "Người Duyệt Kín".encode() in content]


def test_datasette_duckdb_and_pandas_open_it(corpus, release):
    expected = [(row["agency"], row["date"], row["surprise"]) for row in ask(corpus, Question())]
    assert len(expected) == 2

    async def datasette():
        site = Datasette([str(release / "corpus.db")])
        sql = "select agency, date, surprise from who_was_inspected_when"
        answer = await site.client.get("/corpus.json", params={"sql": sql, "_shape": "arrays"})
        page = await site.client.get("/corpus/inspected")
        return answer.json()["rows"], page.status_code

    rows, status = asyncio.run(datasette())
    assert sorted(map(tuple, rows)) == sorted(expected) and status == 200

    parquet = (release / "parquet" / "who_was_inspected_when.parquet").as_posix()
    found = duckdb.sql(f"SELECT agency, date, surprise FROM '{parquet}' WHERE first_day = DATE '2022-02-09'").fetchall()
    assert sorted(found) == sorted(expected)
    lines = (release / "jsonl" / "violations.jsonl").as_posix()
    assert duckdb.sql(f"SELECT count, total FROM '{lines}' WHERE category = 'absence'").fetchall() == [(3, 21)]

    frame = pandas.read_parquet(parquet)
    assert sorted(frame[["agency", "date", "surprise"]].itertuples(index=False, name=None)) == sorted(expected)
    frame = pandas.read_csv(release / "csv" / "who_was_inspected_when.csv", parse_dates=["first_day"])
    assert frame["surprise"].tolist() == [True, True] and frame["first_day"].dt.year.tolist() == [2022, 2022]


def test_the_copy_keeps_keys_and_checks(release):
    with closing(sqlite3.connect(release / "corpus.db")) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        with pytest.raises(sqlite3.IntegrityError):
            connection.execute("UPDATE inspections SET surprise = 5")


def test_the_datasheet_tells_coverage_accuracy_and_gaps(release):
    text = (release / "datasheet.md").read_text(encoding="utf-8")
    assert "| bao-mau |" in text and "made-up sample" in text
    assert "| dates | all | 1 | 1 | 1.000 | 0 |" in text, "what people have judged"
    assert "| real | 72 | when |" in text
    assert "| articles without a date of publication | 1 |" in text


def test_another_folder_is_left_as_it_is(corpus, tmp_path):
    folder = tmp_path / "cua-toi"
    folder.mkdir()
    (folder / "luan-van.txt").write_text("ba năm", encoding="utf-8")
    with pytest.raises(ReleaseError, match=r"neither empty nor an earlier release \(it holds luan-van.txt\)"):
        write(corpus, folder)
    assert contents(folder) == {"luan-van.txt": "ba năm".encode()}
    with pytest.raises(ReleaseError, match="not a folder"):
        write(corpus, folder / "luan-van.txt")


def test_an_earlier_release_gives_way_but_not_what_was_laid_into_it(corpus, tmp_path):
    folder = tmp_path / "ban"
    write(corpus, folder, texts=True)
    write(corpus, folder)
    assert not (folder / "csv" / "parts.csv").exists()
    (folder / "ghi-chu.md").write_text("đừng xóa", encoding="utf-8")
    with pytest.raises(ReleaseError, match="ghi-chu.md"):
        write(corpus, folder)
    assert (folder / "ghi-chu.md").exists() and (folder / "csv" / "articles.csv").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["ban"], "nothing half done is left"


def test_an_empty_corpus_makes_a_release_too(tmp_path):
    with closing(Corpus()) as corpus:
        write(corpus, tmp_path / "ban")
    assert frictionless.validate(str(tmp_path / "ban" / "datapackage.json")).valid
    assert pandas.read_parquet(tmp_path / "ban" / "parquet" / "who_was_inspected_when.parquet").empty
