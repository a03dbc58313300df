"""The bundled sample press site, served on a free loopback port."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qsl, unquote, urlsplit

from spiders.discovery import keyed

ROOT = Path(__file__).resolve().parent.parent / "data" / "sample" / "site"
CONTENT_TYPES = {".rss": "application/rss+xml", ".xml": "application/xml", ".txt": "text/plain", ".html": "text/html"}


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
    """Serve `root` (one folder a host) as an HTTP proxy for those hosts; gives the proxy's URL.

    As a proxy the site keeps its URLs, whatever port is free: a second run knows every page again.
    """

    class Handler(SampleHandler):
        site = Path(root).resolve()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.block_on_close = False  # kept-alive connections would hold it up
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class SampleHandler(BaseHTTPRequestHandler):
    """Answers GET, and POST by what the form asks for, with a file of the site, else 404."""

    site: Path
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1  # head and body in one packet

    def do_GET(self) -> None:
        self.serve(self.path if "://" in self.path else f"http://{self.headers.get('Host', '')}{self.path}")

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.serve(keyed(self.path, dict(parse_qsl(form))))

    def serve(self, url: str) -> None:
        """Answer with the file of `url`, else 404."""
        try:
            file = (self.site / file_of(url)).resolve()
            found = file.is_file() and file.is_relative_to(self.site)
        except ValueError:  # not a URL, or not a file name
            found = False
        if found:
            self.answer(HTTPStatus.OK, file.read_bytes(), CONTENT_TYPES[file.suffix])
        else:
            self.answer(HTTPStatus.NOT_FOUND, "<h1>404 - Không tìm thấy trang</h1>".encode(), "text/html")

    def answer(self, status: HTTPStatus, body: bytes, content_type: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{content_type}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass
