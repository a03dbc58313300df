"""The codebook says of each table and column what it means, and says nothing of what there is not."""

from contextlib import closing
from pathlib import Path

import pytest

from corpus import codebook
from corpus.store import Corpus

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "codebook.md"


@pytest.fixture(scope="module")
def db():
    with closing(Corpus()) as corpus:
        yield corpus.db


def test_schema_and_codebook_say_the_same(db):
    how = "python pipeline.py codebook > docs/codebook.md"
    assert DOCUMENT.read_text(encoding="utf-8") == codebook.markdown(db), how
    assert codebook.unused(db) == []


def test_every_table_and_column_is_described(db):
    described = {table.name: table for table in codebook.tables(db)}
    for name in [*db.table_names(), *db.view_names()]:
        if name.startswith(codebook.DERIVED):
            continue
        assert described[name].meaning
        assert [column.name for column in described[name].columns] == [column.name for column in db[name].columns]
        assert all(column.described.meaning for column in described[name].columns)


def test_a_column_that_nobody_has_described_is_an_error(db):
    with closing(Corpus()) as corpus:
        corpus.db.execute("ALTER TABLE leaders ADD COLUMN shoe_size INTEGER")
        with pytest.raises(codebook.CodebookError, match="nothing of leaders.shoe_size"):
            codebook.markdown(corpus.db)


def test_what_the_schema_no_longer_has_is_told(db):
    with closing(Corpus()) as corpus:
        corpus.db.execute("DROP VIEW who_was_inspected_when")
        corpus.db.execute("ALTER TABLE outcomes DROP COLUMN amount_recovered_vnd")
        assert "outcomes.amount_recovered_vnd" in codebook.unused(corpus.db)
        assert "who_was_inspected_when." in codebook.unused(corpus.db)


def test_values_and_keys_are_read_out_of_the_schema(db):
    columns = {f"{table.name}.{column.name}": column for table in codebook.tables(db) for column in table.columns}
    assert columns["outcomes.status"].values == ("recommended", "imposed")
    assert columns["inspected.agency_id"].refers_to == "agencies"
    assert columns["dates.edtf"].required and not columns["dates.edtf"].key
