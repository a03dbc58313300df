"""The bundled sample press site, served on a free loopback port."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from urllib.parse import parse_qsl, unquote, urlsplit

from spiders.discovery import keyed

ROOT = Path(__file__).resolve().parent.parent / "data" / "sample" / "site"
CONTENT_TYPES = {".rss": "application/rss+xml", ".xml": "application/xml", ".txt": "text/plain", ".html": "text/html"}


@dataclass(frozen=True)
class Answer:
    """What a site answers. A header `Content-Type` or `Content-Length` of None is not sent. `sent` is how many bytes
    of the body go out before the connection is dropped; with `hold` nothing goes out until the site is shut."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str | None] = field(default_factory=dict)
    sent: int | None = None
    hold: bool = False


NOT_FOUND = Answer("<h1>404 - Không tìm thấy trang</h1>".encode(), HTTPStatus.NOT_FOUND)
#: What a site does with a URL and the headers (lower-case names) that came with it.
Respond = Callable[[str, Mapping[str, str]], Answer]


def file_of(url: str) -> str:
    """Where a page of the site stands below the site's folder: `<host>/<path>[@<query>][.html]`.

    >>> file_of("http://bao-mau.test/thoi-su?page=2")
    'bao-mau.test/thoi-su@page=2.html'
    """
    parts = urlsplit(url)
    path = unquote(parts.path).strip("/") or "index"
    name = f"{path}@{parts.query}" if parts.query else path
    suffix = "" if Path(name).suffix in CONTENT_TYPES else ".html"
    return f"{parts.hostname}/{name}{suffix}"


@contextmanager
def sample_site(root: str | Path = ROOT) -> Iterator[str]:
    """Serve the files below `root` (one folder a host), else 404; gives the URL of the proxy (see `serve`)."""
    site = Path(root).resolve()

    def respond(url: str, headers: Mapping[str, str]) -> Answer:
        try:
            file = (site / file_of(url)).resolve()
            found = file.is_file() and file.is_relative_to(site)
        except ValueError:  # not a URL, or not a file name
            found = False
        if not found:
            return NOT_FOUND
        return Answer(file.read_bytes(), headers={"Content-Type": f"{CONTENT_TYPES[file.suffix]}; charset=utf-8"})

    with serve(respond) as proxy:
        yield proxy


@contextmanager
def serve(respond: Respond) -> Iterator[str]:
    """A site that answers as `respond` says, as an HTTP proxy for its hosts; gives the proxy's URL.

    A POST is asked for by its URL with what the form asks for (see `spiders.discovery.keyed`).

    As a proxy the site keeps its URLs, whatever port is free: a second run knows every page again.
    """

    class Handler(SiteHandler):
        pass

    Handler.respond = staticmethod(respond)
    Handler.shut = Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False  # kept-alive connections would hold it up
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        Handler.shut.set()
        server.shutdown()
        server.server_close()
        thread.join()


class SiteHandler(BaseHTTPRequestHandler):
    """Sends the answers of `respond`."""

    respond: Respond
    shut: Event
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body in one packet

    def do_GET(self) -> None:
        self.answer(self.path if "://" in self.path else f"http://{self.headers.get('Host', '')}{self.path}")

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.answer(keyed(self.path, dict(parse_qsl(form))))

    def answer(self, url: str) -> None:
        answer = self.respond(url, {name.lower(): value for name, value in self.headers.items()})
        if answer.hold:
            self.shut.wait()
            self.close_connection = True
            return
        headers = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(answer.body))}
        self.send_response(answer.status)
        for name, value in (headers | dict(answer.headers)).items():
            if value is not None:
                self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body[: answer.sent])
        self.close_connection = self.close_connection or answer.sent is not None

    def log_message(self, format: str, *args: object) -> None:
        pass
