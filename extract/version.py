"""Which lexicons and models values were made with."""

from __future__ import annotations

import hashlib
from functools import cache

from . import lexicon, ranking


@cache
def lexicon_version() -> str:
    """The first 12 hex digits of SHA-256 over names and bytes of `data/lexicon/*.tsv` and `data/models/*.json`."""
    whole = hashlib.sha256()
    for path in sorted([*lexicon.DIRECTORY.glob("*.tsv"), *ranking.DIRECTORY.glob("*.json")]):
        content = path.read_bytes()
        whole.update(f"{path.parent.name}/{path.name} {len(content)}\n".encode())
        whole.update(content)
    return whole.hexdigest()[:12]
