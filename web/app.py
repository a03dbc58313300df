"""A corpus in Datasette: opened read-only, with time limits, under the project's own pages."""

from __future__ import annotations

import socket
from contextlib import closing
from pathlib import Path

import uvicorn
from datasette.app import Datasette
from datasette.database import Database
from datasette.plugins import pm

from corpus.codebook import tables
from corpus.store import Corpus
from web import plugin
from web.pages import Review
from web.review import is_loopback

__all__ = ["address", "application", "is_loopback", "listen", "login", "serve"]

HERE = Path(__file__).resolve().parent
#: The name of the database in Datasette's addresses, whatever the file is called.
DATABASE = "corpus"
SETTINGS = {
    "sql_time_limit_ms": 1_000,
    "facet_time_limit_ms": 200,
    "max_returned_rows": 1_000,
    "num_sql_threads": 4,
    "allow_download": False,
}


def application(path: Path, review: Review = "off") -> Datasette:
    """The site of the corpus `path`, brought up to the schema of today first.

    `review` says who may: visitors from this machine, those who have logged in, or nobody. Raises DatabaseError when
    the file is not a corpus.
    """
    with closing(Corpus(path)) as corpus:
        described = list(tables(corpus.db))
    # With rich installed, Datasette would print the local variables of every request for a page that there is not.
    pm.get_plugin("datasette.handle_exception").rich = None
    if not pm.is_registered(plugin):
        pm.register(plugin, name=plugin.NAME)
    site = Datasette(
        template_dir=str(HERE / "templates"),
        static_mounts=[("static", str(HERE / "static"))],
        metadata=plugin.metadata(DATABASE, described) | {"plugins": {plugin.NAME: {"review": review}}},
        settings=SETTINGS,
    )
    site.add_database(Database(site, path=str(path), is_mutable=True), name=DATABASE)
    return site


def serve(site: Datasette, listening: socket.socket) -> None:
    """Serve `site` on a bound socket until it is stopped."""
    config = uvicorn.Config(site.app(), log_level="warning", lifespan="on", workers=1)
    uvicorn.Server(config).run(sockets=[listening])


def listen(host: str, port: int) -> socket.socket:
    """A socket bound to `host` and `port` (0: any that is free). Raises OSError, with "host:port" as its file name,
    where that cannot be."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise OSError(error.errno, error.strerror or str(error), f"{host}:{port}") from error
    return listening


def address(host: str, listening: socket.socket) -> str:
    """The address of the site in a browser."""
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{listening.getsockname()[1]}/"


def login(site: Datasette, address: str) -> str:
    """The link by which a reviewer logs in; it works once."""
    return f"{address}-/auth-token?token={site._root_token}"
