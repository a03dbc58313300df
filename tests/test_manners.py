"""Manners: night hours, a contact, crawl delays, old TLS where it must be; and a disk that is full."""

import errno
import ssl
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from corpora import dump
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from test_bad_days import ARTICLES, HOST, SITE, Crawls
from test_pipeline import call, ready  # noqa: F401 (a fixture)

import corpus.frontier
import corpus.store
from benchmarks.site import PressSite
from corpus.database import connect
from corpus.store import Corpus
from spiders import crawl as crawling
from spiders import manners, middlewares, settings
from spiders.archive import Archive
from spiders.families import ONECMS
from spiders.manners import Hours
from spiders.sample_site import Answer, serve
from spiders.sources import all_sources
from spiders.spider import NewsSpider


@pytest.fixture
def crawls(tmp_path):
    crawls = Crawls(tmp_path)
    yield crawls
    crawls.frontier.close()


def at(hour: int) -> datetime:
    """That hour of a day in Vietnam."""
    return datetime(2024, 6, 1, hour, 30, tzinfo=manners.VIETNAM).astimezone(UTC)


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [("22-6", (22, 23, 0, 5), (6, 12, 21)), ("1-5", (1, 4), (0, 5, 23)), ("20-24", (20, 23), (0, 19))],
)
def test_hours_are_those_of_vietnam(text, inside, outside):
    hours = Hours.parse(text)
    assert all(hours.include(at(hour)) for hour in inside) and not any(hours.include(at(hour)) for hour in outside)


@pytest.mark.parametrize("text", ["22", "25-6", "6-6", "22:00-6:00", "-", ""])
def test_what_are_no_hours_is_a_usage_error(text, tmp_path):
    done = call("run", "--night", text, "--corpus", tmp_path / "corpus.db")
    assert done.code == 2 and "--night" in done.err and not list(tmp_path.iterdir())


def test_outside_its_night_hours_nothing_is_asked_for(crawls, monkeypatch):
    monkeypatch.setattr(middlewares, "utcnow", lambda: at(12))
    summary = crawls.crawl(night="22-6")
    assert not crawls.asked and summary.put_off.endswith("is left alone outside 22-6 o'clock")
    monkeypatch.setattr(middlewares, "utcnow", lambda: at(23))
    assert crawls.crawl(night="22-6").fetched == len(ARTICLES)


@pytest.mark.parametrize("contact", [None, "tro-chuyen@example.org"])
def test_every_request_names_the_project_and_the_contact(crawls, tmp_path, monkeypatch, contact):
    with crawls.host({}) as proxy:
        monkeypatch.setattr(settings, "SAMPLE_SITE", proxy)
        option = ["--contact", contact] if contact else []
        assert call("run", "--source", "bao-mau", *option, "--corpus", tmp_path / "corpus.db").code == 0
    agents = {headers["user-agent"] for headers in crawls.headers.values()}
    assert f"http://{HOST}/robots.txt" in crawls.headers and len(agents) == 1
    assert agents.pop().startswith("thanhtra-corpus/")
    assert all((contact or settings.CONTACT) in headers["user-agent"] for headers in crawls.headers.values())


def test_no_delay_is_shorter_than_robots_txt_asks_for(crawls, monkeypatch):
    delays = []
    adapt = manners.Throttle._response_downloaded

    def watched(self, response, request, spider):
        adapt(self, response, request, spider)
        delays.append(self._get_slot(request, spider)[1].delay)

    monkeypatch.setattr(manners.Throttle, "_response_downloaded", watched)
    robots = {f"http://{HOST}/robots.txt": Answer(b"User-agent: *\nCrawl-delay: 0.2\n")}
    quick = {"AUTOTHROTTLE_ENABLED": True, "AUTOTHROTTLE_START_DELAY": 0, "DOWNLOAD_DELAY": 0}
    assert crawls.crawl(robots, quick).fetched == len(ARTICLES)
    # The first is robots.txt itself. Loopback answers in a few ms: AutoThrottle alone would go far below.
    assert len(delays) > len(ARTICLES) and min(delays[1:]) >= 0.2


# Old TLS


def test_only_hosts_known_to_need_it_are_asked_with_old_tls():
    listed = {host for source in all_sources() for host in source.legacy_tls}
    assert listed == {
        "vinhphuc.gov.vn", "sonoivu.vinhphuc.gov.vn", "thanhtra.vinhphuc.gov.vn", "tamduong.vinhphuc.gov.vn",
    }  # fmt: skip


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """(certificate, key) of a host as they were made in 2010: 1024 bits, signed by itself."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=1024)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + timedelta(days=1))
    folder = tmp_path_factory.mktemp("certificate")
    (folder / "cert.pem").write_bytes(made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(secret)
    return folder / "cert.pem", folder / "key.pem"


@contextmanager
def old_server(certificate):
    """A server that speaks TLS 1.0 and nothing else; gives its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            body = SITE.respond(f"http://{HOST}{self.path}", {}).body.replace(
                f"http://{HOST}".encode(), f"https://localhost:{port}".encode()
            )
            self.send_response(200)
            self.send_header("Content-Type", "text/plain" if "robots" in self.path else "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("ALL@SECLEVEL=0")
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
    context.load_cert_chain(*certificate)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # a refused handshake
    server.daemon_threads, server.block_on_close = True, False
    port = server.server_port
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.filterwarnings("ignore:.*TLSv1.*")
@pytest.mark.parametrize("listed", [True, False])
def test_old_tls_is_spoken_with_a_listed_host_told_and_with_no_other(crawls, certificate, monkeypatch, caplog, listed):
    with old_server(certificate) as port:

        class Old(NewsSpider):
            name = publisher = "may-chu-cu"
            kind = "portal"
            hosts = ("localhost",)
            families = (ONECMS,)
            start_urls = (f"https://localhost:{port}/",)
            legacy_tls = hosts if listed else ()

        monkeypatch.setattr(crawling, "by_name", lambda name: Old)
        options = {"DOWNLOAD_DELAY": 0, "AUTOTHROTTLE_ENABLED": False, "RETRY_TIMES": 0}
        with caplog.at_level("WARNING", manners.logger.name):
            (summary,) = crawling.crawl(["may-chu-cu"], crawls.frontier, crawls.archive, None, options)
    assert summary.fetched == (len(ARTICLES) if listed else 0)
    assert summary.downgraded == (["localhost"] if listed else [])
    assert ("asked with old TLS" in caplog.text) is listed
    assert bool(summary.problem) is not listed


# A full disk


def full_archive(monkeypatch):
    append, written = Archive.append, []

    def limited(self, page, source):
        if len(written) == 4:
            raise OSError(errno.ENOSPC, "No space left on device", str(self.directory / "bao-mau.warc.gz"))
        written.append(page.url)
        return append(self, page, source)

    monkeypatch.setattr(Archive, "append", limited)


def full_database(module):
    def fill(monkeypatch):
        def limited(*arguments):
            connection = connect(*arguments)
            connection.execute("PRAGMA max_page_count = 1")  # no more than there are
            return connection

        monkeypatch.setattr(module, "connect", limited)

    return fill


@pytest.mark.parametrize(
    ("fill", "said"),
    [
        (full_archive, "No space left on device"),
        (full_database(corpus.frontier), "database or disk is full"),
        (full_database(corpus.store), "database or disk is full"),
    ],
    ids=["archive", "frontier", "corpus"],
)
def test_a_full_disk_is_one_clear_line_and_with_room_again_all_is_done(tmp_path, monkeypatch, fill, said):
    with serve(PressSite(30).respond) as proxy:
        monkeypatch.setattr(settings, "SAMPLE_SITE", proxy)
        whole, path = tmp_path / "whole" / "corpus.db", tmp_path / "disk" / "corpus.db"
        assert call("run", "--source", "bao-mau", "--corpus", whole).code == 0
        with monkeypatch.context() as full:
            fill(full)
            done = call("run", "--source", "bao-mau", "--corpus", path)
        assert done.code == 1 and done.out == ""
        assert [said in line for line in done.err.splitlines() if line.startswith("Error")] == [True]
        assert "Traceback" not in done.err
        assert call("run", "--source", "bao-mau", "--corpus", path).code == 0
        assert call("archive", "verify", "--corpus", path).code == 0
    with closing(Corpus(whole)) as a, closing(Corpus(path)) as b:
        assert dump(a) == dump(b)
