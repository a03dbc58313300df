"""What takes long to count is counted once for each state of the corpus."""

from __future__ import annotations

import os
from collections import OrderedDict
from collections.abc import Callable, Hashable
from pathlib import Path
from threading import Lock
from typing import Any

from corpus.store import Corpus

#: Answers that are kept.
MOST = 256
_kept: OrderedDict[Hashable, Any] = OrderedDict()
_lock = Lock()


def remembered(corpus: Corpus, key: Hashable, count: Callable[[], Any]) -> Any:
    """What `count` gives, counted anew when the file of the corpus has changed."""
    file = corpus.db.execute("SELECT file FROM pragma_database_list WHERE name = 'main'").fetchone()[0]
    whole = (state(file), key)
    with _lock:
        if whole in _kept:
            _kept.move_to_end(whole)
            return _kept[whole]
    found = count()
    with _lock:
        _kept[whole] = found
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return found


def state(file: str | Path) -> tuple[Any, ...]:
    """Changes whenever something is written to a SQLite file."""
    found: list[Any] = [file]
    for path in (file, f"{file}-wal"):
        try:
            stat = os.stat(path)
        except FileNotFoundError:
            continue
        found += [stat.st_mtime_ns, stat.st_size]
    return tuple(found)
