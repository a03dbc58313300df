"""The Datasette plugin: which pages there are, what templates know, what a connection can do, what a browser may."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from datasette import hookimpl
from datasette.utils import tilde_encode

from corpus.codebook import Table
from corpus.names import province_name
from corpus.store import prepare
from web import feeds, pages, review, shown
from web.texts import COOKIE, LANGUAGES, language_of, texts

NAME = "thanhtra"
#: What a page of this project may load: its own files. No inline script or style, no other site, no frame.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: Datasette's own pages have scripts and styles in them.
DATASETTE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: An archived page is anyone's: shown without scripts, and as if from a site of its own.
ARCHIVED_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'"
_DATASETTE = re.compile(r"/(corpus|_memory|_internal|-)([/.]|$)")
_ARCHIVED = re.compile(r"/archived/")


@hookimpl
def register_routes() -> list[tuple[str, Callable]]:
    """The pages of this project; everything else stays Datasette's."""
    routes = {
        r"^/$": pages.home,
        r"^/search$": pages.results,
        r"^/search\.(?P<format>csv|json)$": pages.results_as_data,
        r"^/search\.atom$": feeds.search,
        r"^/suggest\.json$": pages.suggest,
        r"^/inspection/(?P<key>[^/]+)$": pages.inspection,
        r"^/agency/(?P<key>[0-9a-f]+)\.atom$": feeds.agency,
        r"^/agency/(?P<key>[0-9a-f]+)$": pages.agency,
        r"^/sources$": pages.sources,
        r"^/source/(?P<name>[^/]+)$": pages.source,
        r"^/archived/(?P<key>[0-9a-f]+)$": pages.archived,
        r"^/review$": review.review,
        r"^/(?!corpus|_memory|_internal|-/|-$|static/|favicon\.ico|\.json).+": pages.missing,
    }
    return [(route, pages.answering(view)) for route, view in routes.items()]


@hookimpl
def prepare_connection(conn: Any) -> None:
    """Name rows' columns, and know the functions of the project's SQL."""
    prepare(conn)


@hookimpl
def prepare_jinja2_environment(env: Any) -> None:
    """Filters of the templates."""
    env.filters |= {"row_path": tilde_encode, "province": province_name}
    for show in (shown.edtf, shown.day, shown.link, shown.number, shown.amount):
        env.filters[show.__name__] = show


@hookimpl
def extra_template_vars(request: Any, datasette: Any) -> dict[str, Any]:
    """`t` translates, `lang` is the language, `here` the path of the page; on every page."""
    lang = language_of(request)
    return {
        "t": texts(lang),
        "lang": lang,
        "languages": LANGUAGES,
        "here": request.path if request else "/",
        "with_language": lambda code: in_language(request, code),
        "static": static,
        "can_review": request is not None and review.allowed(request, datasette),
    }


@hookimpl
def menu_links(datasette: Any) -> list[dict[str, str]]:
    """The way back from Datasette's pages."""
    return [{"href": datasette.urls.path("/"), "label": "Ai bị kiểm tra, khi nào?"}]


@hookimpl
def asgi_wrapper() -> Callable:
    """Say to browsers what pages may do."""

    def wrap(app: Callable) -> Callable:
        async def wrapped(scope: dict, receive: Callable, send: Callable) -> None:
            path = scope.get("path", "")
            policy = POLICY
            if _DATASETTE.match(path):
                policy = DATASETTE_POLICY
            elif _ARCHIVED.match(path):
                policy = ARCHIVED_POLICY

            async def guarded(event: dict) -> None:
                if event["type"] == "http.response.start":
                    headers = [(b"content-security-policy", policy.encode())]
                    headers += [(b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"same-origin")]
                    event = event | {"headers": [*event.get("headers", ()), *headers]}
                await send(event)

            await app(scope, receive, guarded if scope["type"] == "http" else send)

        return wrapped

    return wrap


def metadata(database: str, tables: Iterable[Table]) -> dict[str, Any]:
    """Titles for Datasette's own pages, and what the codebook says of `tables` and their columns."""
    described = {table.name: _described(table) for table in tables}
    return {
        "title": "thanhtra-corpus",
        "description": "Who was inspected, when: each value with the sentence that proves it.",
        "databases": {database: {"tables": described}},
    }


def _described(table: Table) -> dict[str, Any]:
    # Units are told in words: those of Datasette are for Pint, which knows of metres and not of code points.
    columns = {}
    for column in table.columns:
        about = column.described
        columns[column.name] = f"{about.meaning} [{about.unit}]" if about.unit else about.meaning
    return {"description": table.meaning, "columns": columns}


def in_language(request: Any, code: str) -> str:
    """The address of the same page in another language."""
    if request is None:
        return f"/?{COOKIE}={code}"
    kept = [(name, value) for name in request.args if name != COOKIE for value in request.args.getlist(name)]
    return f"{request.path}?{urlencode([*kept, (COOKIE, code)])}"


def static(file: str) -> str:
    """The address of one of the project's own files; a changed file has a new one."""
    path = Path(__file__).parent / "static" / file
    return f"/static/{file}?{path.stat().st_mtime_ns:x}"
