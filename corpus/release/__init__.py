"""A release: the corpus as a folder that can be cited, checked and opened by anyone.

    datasheet.md      what it is, where it is from, how right it is, what it lacks
    codebook.md       what each table and column means
    datapackage.json  the same for programs (Frictionless Data Package)
    csv/ jsonl/ parquet/    a file for each table
    corpus.db         all tables in SQLite
    SHA256SUMS        to be checked with `sha256sum --check`

Two releases of one corpus are the same to the byte: rows stand in the order of their keys, and nothing says when the
release was made, only when the corpus was last written.
"""

from corpus.release.writing import ReleaseError, write

__all__ = ["ReleaseError", "write"]
