"""The pages: what stands in the address is asked of the corpus, and the answer shown by a template."""

from __future__ import annotations

import asyncio
import io
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import date
from functools import wraps
from itertools import groupby
from pathlib import Path
from typing import Any, Literal, TypeVar
from urllib.parse import quote

from datasette.utils import sqlite_timelimit
from datasette.utils.asgi import Forbidden, NotFound, Response

from corpus import pages as rows
from corpus import query
from corpus.display import unique, write_csv
from corpus.judged import NEEDED
from corpus.names import province_codes, province_name
from corpus.query import COLUMNS, Question
from corpus.store import Corpus
from web import charts, looks
from web.article import paragraphs
from web.asked import MOST_ROWS, PAGE, VIEWS, Asked, BadQuestion, suggestions
from web.memory import remembered, state
from web.shown import harmless
from web.texts import COOKIE, LANGUAGES, Texts
from web.texts import texts_for as texts

#: Who may review: visitors from this machine, those who have logged in, nobody.
Review = Literal["loopback", "login", "off"]
T = TypeVar("T")
#: Milliseconds that the questions of one page may take.
TIME_LIMIT = 5_000
#: Answers that facets and months are counted of; beyond, these are of so many.
MOST_COUNTED = 5_000
#: What results can be narrowed by, in order.
FACETS = ("province", "activity", "surprise", "category", "source", "year", "certainty")
#: Values of a facet that are shown.
MOST_VALUES = 12
LATEST = 8


async def ask(datasette: Any, read: Callable[[Corpus], T]) -> T:
    """What `read` finds in the corpus, in a thread of its own and within the time limit."""

    def limited(connection: sqlite3.Connection) -> T:
        with sqlite_timelimit(connection, TIME_LIMIT):
            return read(Corpus.reading(connection))

    return await datasette.get_database("corpus").execute_fn(limited)


async def render(datasette: Any, request: Any, template: str, status: int = 200, **context: Any) -> Response:
    """A page; it keeps the language that its address chooses."""
    html = await datasette.render_template(template, context, request=request)
    response = Response.html(html, status=status)
    if (chosen := request.args.get(COOKIE)) in LANGUAGES:
        response.set_cookie(COOKIE, chosen, max_age=365 * 24 * 3600)
    return response


def answering(view: Callable) -> Callable:
    """A view whose expected failures are pages of this project too."""

    @wraps(view)
    async def wrapped(request: Any, datasette: Any) -> Response:
        try:
            return await view(request, datasette)
        except NotFound:
            what, status = "missing", 404
        except Forbidden:
            what, status = "forbidden", 403
        except sqlite3.OperationalError as error:
            if str(error) != "interrupted":
                raise
            what, status = "slow", 503
        return await render(datasette, request, "problem.html", status, what=what)

    return wrapped


async def missing(request: Any, datasette: Any) -> Response:
    raise NotFound(request.path)


def answers(corpus: Corpus, question: Question, limit: int, offset: int = 0) -> list[dict[str, Any]]:
    """The answers to a question, one for each inspection: its rows put together."""
    found = query.ask(corpus, question, limit, offset)
    return [together(list(group)) for _, group in groupby(found, key=lambda row: row["case_id"])]


def together(group: list[dict[str, Any]]) -> dict[str, Any]:
    """One inspection out of its rows."""
    agencies = {row["agency_id"]: row["agency"] for row in group if row["agency_id"]}
    violations = unique(text for row in group for text in (*row["violations"], *row["violations_not_tied"]))
    return group[0] | {
        "dates": unique(row["date"] for row in group),
        "agencies": agencies,
        "all_violations": violations,
    }


async def home(request: Any, datasette: Any) -> Response:
    today = request.args.get("map") == "2025"

    def read(corpus: Corpus) -> dict[str, Any]:
        everything = Question(sort="-date")
        told = remembered(corpus, "whole", lambda: whole(corpus))
        return told | {"latest": answers(corpus, everything, LATEST), "checked": last_checked(corpus, file, told)}

    file = corpus_file(datasette)
    told = await ask(datasette, read)
    t = texts(request)
    counts, links = province_counts(told["provinces"], today)
    chart, drawn = await asyncio.gather(
        over_time(t, "home", told["months"], lambda unit, when: f"/search?{unit}={when}", 150, 380),
        asyncio.to_thread(charts.provinces, counts, links, t("home.map"), today),
    )
    named = sorted(
        ((shape["properties"]["name"], counts[code], links[code])
         for shape in charts.shapes(today) if counts.get(code := shape["properties"]["code"])),
        key=lambda one: (-one[1], one[0]),
    )  # fmt: skip
    return await render(datasette, request, "home.html", **told, chart=chart, map=drawn, today=today, named=named)


def whole(corpus: Corpus) -> dict[str, Any]:
    """What is told of the corpus as a whole."""
    everything = Question()
    return {
        "counts": corpus.counts(),
        "provinces": query.spread(corpus, "province"),
        "months": query.by_month(corpus, everything),
        "coverage": rows.coverage(corpus),
        "uncovered": rows.without_articles(corpus),
    }


def province_counts(found: dict[str, int], today: bool) -> tuple[dict[str, int], dict[str, str]]:
    """({code: answers}, {code: address}) of the provinces of before July 2025, or of those of today."""
    shapes = [shape["properties"] for shape in charts.shapes(today)]
    if not today:
        links = {one["code"]: f"/search?province={one['code']}" for one in shapes}
        return found, links
    counts = {one["code"]: sum(found.get(old, 0) for old in province_codes(one["name"])) for one in shapes}
    return counts, {one["code"]: f"/search?province={quote(one['name'])}" for one in shapes}


async def over_time(
    t: Texts, section: str, counts: dict[str, int], link: Callable[[str, str], str], height: int = 70, width: int = 640
) -> dict[str, Any]:
    """A chart of numbers by month (see `charts.over_time`) and what it is called: {title, drawn}."""
    title = t(f"{section}.by_{charts.unit(counts)}")
    return {"title": title, "drawn": await asyncio.to_thread(charts.over_time, counts, link, title, height, width)}


async def results(request: Any, datasette: Any) -> Response:
    asked = Asked.of(request.args)

    def read(corpus: Corpus) -> dict[str, Any]:
        question, meant = asked.question(corpus)
        unsorted = replace(question, sort="date")
        counted = remembered(corpus, unsorted, lambda: counts(corpus, unsorted))
        found = answers(corpus, question, PAGE, (asked.page - 1) * PAGE)
        named = rows.agency_name(corpus, asked.filters["agency_id"]) if "agency_id" in asked.filters else None
        return counted | {"answers": found, "meant": meant, "agency_name": named}

    t = texts(request)
    try:
        found = await ask(datasette, read)
    except BadQuestion as error:
        problem = t(error.args[0], value=error.args[1])
        return await render(datasette, request, "results.html", 400, asked=asked, problem=problem, answers=[], total=0)
    chart = await over_time(t, "results", found["months"], lambda unit, when: asked.link(**{unit: when}))
    pages = -(-found["total"] // PAGE)
    return await render(
        datasette, request, "results.html", asked=asked, chart=chart, pages=pages, shown=facet_lists(asked, found, t),
        active=active(asked, found, t), sorts=sorts(asked, found), most_counted=MOST_COUNTED, views=VIEWS, **found,
    )  # fmt: skip


def counts(corpus: Corpus, question: Question) -> dict[str, Any]:
    """How many answers there are, and of which kinds."""
    if question == Question():
        facets = {name: query.spread(corpus, name) for name in FACETS}
    else:
        facets = query.facets(corpus, question, MOST_COUNTED)
    return {
        "total": query.count(corpus, question),
        "facets": facets,
        "months": query.by_month(corpus, question, MOST_COUNTED),
        "undated": query.undated(corpus, question),
        "publishers": rows.publishers(corpus),
    }


def facet_lists(asked: Asked, found: dict[str, Any], t: Texts) -> list[dict[str, Any]]:
    """What results can be narrowed by: {name, values: [{label, count, url}]}; not by what they are narrowed by."""
    lists = []
    for name in FACETS:
        if name in asked.filters or (name == "province" and found["meant"] == "province"):
            continue
        values = list(found["facets"][name].items())
        if name == "year":
            values.sort(reverse=True)
        shown = [
            {"label": value_label(name, value, found, t), "count": count, "url": asked.link(**{name: value})}
            for value, count in values
        ]
        if shown:
            lists.append({"name": name, "values": shown[:MOST_VALUES], "more": shown[MOST_VALUES:]})
    return lists


def active(asked: Asked, found: dict[str, Any], t: Texts) -> list[dict[str, str]]:
    """The filters that are set: {name, label, url to leave it out}."""
    return [
        {"name": name, "label": value_label(name, value, found, t), "url": asked.link(**{name: None})}
        for name, value in asked.filters.items()
        if name != "q"
    ]


def sorts(asked: Asked, found: dict[str, Any]) -> list[str]:
    """The orders that there are for this question."""
    has_text = "text" in asked.filters or found["meant"] == "text"
    return [sort for sort in query.SORTS if sort != "relevance" or has_text]


def value_label(name: str, value: str, found: dict[str, Any], t: Texts) -> str:
    """What a value of a filter is called."""
    match name:
        case "province":
            return province_name(value)
        case "source":
            return found["publishers"].get(value, value)
        case "agency_id":
            return found["agency_name"] or value
        case "activity" | "category" | "surprise" | "certainty" | "stage":
            return t(name, value)
        case "month":
            return "/".join(reversed(value.split("-")))
        case _:
            return value


async def results_as_data(request: Any, datasette: Any) -> Response:
    """The rows of what is seen, or of all pages of it: CSV or JSON."""
    asked, style = Asked.of(request.args), request.url_vars["format"]
    everything = request.args.get("all") == "1"
    limit, offset = (MOST_ROWS, 0) if everything else (PAGE, (asked.page - 1) * PAGE)

    def read(corpus: Corpus) -> list[dict[str, Any]]:
        return query.ask(corpus, asked.question(corpus)[0], limit, offset)

    try:
        found = await ask(datasette, read)
    except BadQuestion as error:
        return Response.text(texts(request)(error.args[0], value=error.args[1]), status=400)
    if style == "json":
        return Response.json({"question": dict(asked.filters), "rows": found}, default=str)
    out = io.StringIO()
    write_csv([{name: harmless(value) for name, value in row.items()} for row in found], out, COLUMNS)
    return Response(
        # A spreadsheet knows Vietnamese by the mark at the start.
        "\N{ZERO WIDTH NO-BREAK SPACE}" + out.getvalue(),
        headers={"content-disposition": 'attachment; filename="inspections.csv"'},
        content_type="text/csv; charset=utf-8",
    )


async def suggest(request: Any, datasette: Any) -> Response:
    typed = (request.args.get("q") or "")[:200]
    t = texts(request)
    return Response.json(await ask(datasette, lambda corpus: suggestions(corpus, typed, t)))


async def inspection(request: Any, datasette: Any) -> Response:
    key = request.url_vars["key"]

    def read(corpus: Corpus) -> dict[str, Any]:
        report = rows.report(corpus, key)
        if report is None:
            raise NotFound(key)
        article = rows.article(corpus, report["article_id"])
        told = rows.reports(corpus, report["case_id"])
        return {
            "report": report,
            "article": article,
            "others": rows.others(corpus, report),
            "reports": told,
            "differences": rows.differences(corpus, report["case_id"], told),
        }

    found = await ask(datasette, read)
    if reviewing(datasette) != "off":
        await looks.saw(corpus_file(datasette), key)
    report, article = found["report"], found["article"]
    proofs = sorted((p for proofs in report["proofs"].values() for p in proofs), key=lambda proof: proof["number"])
    fields = unique(proof["shown_as"] for proof in proofs if proof["shown_as"] != "trigger")
    return await render(
        datasette, request, "inspection.html", **found, paragraphs=paragraphs(article, proofs), fields=fields,
        proof=lambda row, field="value": report["proofs"].get((row, field), []),
        needed=NEEDED,
    )  # fmt: skip


async def agency(request: Any, datasette: Any) -> Response:
    key, number = request.url_vars["key"], Asked.of(request.args).page
    question = Question(agency_id=key, sort="-date")

    def read(corpus: Corpus) -> dict[str, Any]:
        own = rows.agency(corpus, key)
        if own is None:
            raise NotFound(key)
        return {
            "agency": own,
            "parent_known": own["parent_id"] and rows.agency_name(corpus, own["parent_id"]) is not None,
            "total": query.count(corpus, question),
            "months": query.by_month(corpus, question),
            "answers": answers(corpus, question, PAGE, (number - 1) * PAGE),
        }

    found = await ask(datasette, read)
    t = texts(request)
    findings = [
        {
            "name": t("category", one["category"]) if one["category"] else t("agency.no_category"),
            "n": one["findings"],
            "url": f"/search?agency_id={key}&category={one['category']}" if one["category"] else None,
        }
        for one in found["agency"]["categories"]
    ]
    chart, bars = await asyncio.gather(
        over_time(t, "agency", found["months"], lambda unit, when: f"/search?agency_id={key}&{unit}={when}"),
        asyncio.to_thread(charts.bars, findings, t("agency.by_category")),
    )
    pages = -(-found["total"] // PAGE)
    return await render(
        datasette, request, "agency.html", **found, chart=chart, bars=bars, page=number, pages=pages,
        page_link=lambda number: f"/agency/{key}?page={number}",
    )  # fmt: skip


async def sources(request: Any, datasette: Any) -> Response:
    file = corpus_file(datasette)

    def read(corpus: Corpus) -> dict[str, Any]:
        return remembered(corpus, "whole", lambda: whole(corpus)) | {"healths": healths(corpus, file)}

    found = await ask(datasette, read)
    return await render(datasette, request, "sources.html", **found)


async def source(request: Any, datasette: Any) -> Response:
    name, asked = request.url_vars["name"], Asked.of(request.args)
    when = asked.filters.get("month") or asked.filters.get("year") or ""
    if not re.fullmatch(r"(\d{4}(-\d\d)?)?", when):
        raise NotFound(when)

    def read(corpus: Corpus) -> dict[str, Any]:
        found = rows.source(corpus, name, asked.page, when)
        if found is None:
            raise NotFound(name)
        return {"source": found, "health": healths(corpus, corpus_file(datasette)).get(name)}

    found = await ask(datasette, read)
    t = texts(request)
    counted = {row["month"]: row["articles"] for row in found["source"]["months"]}
    chart = await over_time(t, "source", counted, lambda unit, when: f"/source/{name}?{unit}={when}", 150, 380)
    pages = -(-found["source"]["total"] // rows.PAGE)
    return await render(
        datasette, request, "source.html", **found, chart=chart, page=asked.page, pages=pages, when=when,
        page_link=lambda number: f"/source/{name}?page={number}" + (f"&month={when}" if when else ""),
    )  # fmt: skip


def reviewing(datasette: Any) -> Review:
    """Who may review."""
    return (datasette.plugin_config("thanhtra") or {}).get("review", "off")


def corpus_file(datasette: Any) -> Path:
    """Where the corpus stands."""
    return Path(datasette.get_database("corpus").path)


def healths(corpus: Corpus, path: Path) -> dict[str, Any]:
    """How sources are doing (`corpus.status.Status`), by name; without those of which no crawl is remembered."""
    from corpus.frontier import Frontier
    from corpus.status import status

    frontier_file = path.with_suffix(".frontier.db")
    if not frontier_file.exists():
        return {}

    def count() -> dict[str, Any]:
        with closing(Frontier(frontier_file)) as frontier:
            return {one.source: one for one in status(corpus, frontier, {})}

    return remembered(corpus, ("healths", date.today(), state(frontier_file)), count)


def last_checked(corpus: Corpus, path: Path, told: dict[str, Any]) -> str | None:
    """When a source was last looked at (ISO), as far as it is known."""
    crawled = (one.row()["last_checked"] for one in healths(corpus, path).values())
    return max(filter(None, (*crawled, *(one["fetched"] for one in told["coverage"]))), default=None)


async def archived(request: Any, datasette: Any) -> Response:
    """The page of an article as it was fetched, without scripts."""
    key = request.url_vars["key"]
    article = await ask(datasette, lambda corpus: rows.article(corpus, key))
    page = article and await asyncio.to_thread(archived_page, corpus_file(datasette), article)
    if not page:
        raise NotFound(key)
    return Response(page.text, content_type="text/html; charset=utf-8")


def archived_page(path: Path, article: dict[str, Any]) -> Any:
    """The archived page (`spiders.page.Page`) that `article` was read from; None where there is none."""
    from corpus.frontier import Frontier
    from spiders.archive import Archive

    frontier_file = path.with_suffix(".frontier.db")
    if not article["page_sha256"] or not frontier_file.exists():
        return None
    with closing(Frontier(frontier_file)) as frontier:
        capture = frontier.capture(article["url"], article["page_sha256"])
    try:
        return capture and Archive(path.with_suffix(".warc")).read(capture)
    except (OSError, ValueError):
        return None
