"""A release is written beside its place, and takes it when it is whole."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus import codebook
from corpus.release.described import NAME, datapackage, datasheet, sha256
from corpus.release.tables import released, rows
from corpus.store import Corpus

SUMS = "SHA256SUMS"


class ReleaseError(ValueError):
    """The release cannot be written there; the message says where and why. What was there is as it was."""


def write(corpus: Corpus, folder: Path, texts: bool = False, step: Callable[[str], None] = lambda name: None) -> int:
    """Write a release of `corpus` to `folder`; gives the number of its files.

    `texts`: with the texts of articles. `step` is called with the name of each table. `folder` is new, empty, or an
    earlier release, whose place the new one takes. Raises ReleaseError for any other.
    """
    # What needs pyarrow: who only reads a corpus can do without it.
    from corpus.release.formats import Csv, Format, Jsonl, Parquet, Sqlite

    _check(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with _one_state(corpus), tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as beside:
        made = Path(beside) / folder.name
        made.mkdir()
        tables = released(corpus.db, texts)
        formats: list[Format] = [Csv(made / "csv"), Jsonl(made / "jsonl"), Parquet(made / "parquet")]
        formats.append(Sqlite(made / "corpus.db", corpus.db, tables))
        counts = {}
        for table in tables:
            step(table.name)
            counts[table.name] = 0
            for format_ in formats:
                format_.begin(table)
            for lot in rows(corpus.db, table):
                counts[table.name] += len(lot)
                for format_ in formats:
                    format_.write(lot)
        for format_ in formats:
            format_.close()
        (made / "codebook.md").write_text(codebook.markdown(corpus.db), encoding="utf-8")
        (made / "datasheet.md").write_text(datasheet(corpus, tables, counts, texts), encoding="utf-8")
        package = datapackage(corpus, tables, counts, made / "csv")
        text = json.dumps(package, ensure_ascii=False, indent=1)
        (made / "datapackage.json").write_text(f"{text}\n", encoding="utf-8")
        sums = {path.relative_to(made).as_posix(): sha256(path) for path in made.rglob("*") if path.is_file()}
        lines = "".join(f"{sums[name]}  {name}\n" for name in sorted(sums))
        (made / SUMS).write_text(lines, encoding="utf-8")
        if folder.exists():
            folder.rename(Path(beside) / "before")
        made.rename(folder)
    return len(sums) + 1


def _check(folder: Path) -> None:
    if not folder.exists():
        return
    if not folder.is_dir():
        raise ReleaseError(f"{folder}: not a folder")
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if not path.is_dir()}
    if there:
        try:
            own = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["name"] == NAME
            lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
        except (OSError, ValueError, KeyError, TypeError):
            own, lines = False, []
        foreign = sorted(there - {SUMS} - {line[66:] for line in lines})
        if not own or foreign:
            which = f" (it holds {foreign[0]})" if foreign else ""
            raise ReleaseError(f"{folder}: neither empty nor an earlier release{which}; nothing was written")


@contextmanager
def _one_state(corpus: Corpus) -> Iterator[None]:
    """All that is read within is the corpus at one moment, whoever writes into it meanwhile."""
    corpus.db.execute("BEGIN")
    try:
        yield
    finally:
        corpus.db.execute("ROLLBACK")
