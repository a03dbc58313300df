"""The review page: values that are not certain, one by one, to be confirmed, corrected or rejected.

What it writes it writes as the command `review` does (corpus/reviews.py).
"""

from __future__ import annotations

import asyncio
import ipaddress
import secrets
from collections.abc import Mapping
from contextlib import closing
from getpass import getuser
from typing import Any
from urllib.parse import quote_plus, unquote_plus, urlencode, urlsplit

from datasette.utils.asgi import Forbidden, Response

from corpus import reviews
from corpus.judged import NEEDED
from corpus.reviews import CHOICES, FIELDS, ReviewError, written
from corpus.store import Corpus
from web import looks, pages
from web.texts import Texts, texts_for


def allowed(request: Any, datasette: Any) -> bool:
    """Whether this visitor may review.

    On this machine the address by which the site was called must be of this machine too: a page of another site,
    opened here, could otherwise give itself a name that leads here.
    """
    match pages.reviewing(datasette):
        case "login":
            return (request.actor or {}).get("id") == "root"
        case "loopback":
            peer = (request.scope.get("client") or ("",))[0]
            return is_loopback(peer) and is_loopback(urlsplit(f"//{request.host}").hostname or "")
        case _:
            return False


def is_loopback(host: str) -> bool:
    """Whether `host` (a name or an address) is this machine and reached from it alone."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


#: What the queue can be narrowed by, and in which orders it comes.
FILTERS, ORDERS = ("article", "field", "by", "skip"), ("confidence", "views")
#: The cookie that remembers who judges.
REVIEWER = "reviewer"
MOST_SKIPPED = 500


async def review(request: Any, datasette: Any) -> Response:
    """The value that is to be judged next, or, sent by the form on it, the judgement."""
    if not allowed(request, datasette):
        raise Forbidden("review")
    if request.method != "POST":
        return await queue(request, datasette, request.args)
    form = await request.post_vars()
    # A request without any cookie Datasette would let pass.
    if not secrets.compare_digest(form.get("csrftoken", "").encode(), request.scope["csrftoken"]().encode()):
        raise Forbidden("csrf")
    path = pages.corpus_file(datasette)
    try:
        await asyncio.to_thread(judge, path, form)
    except ReviewError as error:
        return await queue(request, datasette, form, str(error))
    response = Response.redirect(f"/review?{urlencode({**filters(form), 'said': form['verdict']})}", status=303)
    response.set_cookie(REVIEWER, quote_plus(form["reviewer"]), max_age=365 * 24 * 3600, httponly=True)
    return response


def judge(path: Any, form: Mapping[str, str]) -> None:
    """Take one judgement. Raises ReviewError."""
    who = {"reviewer": form.get("reviewer", ""), "note": form.get("note") or None, "source": "web"}
    verdict, about = form.get("verdict"), (form.get("inspection", ""), form.get("judged", ""))
    with closing(Corpus(path)) as corpus:
        match verdict:
            case "confirm":
                reviews.confirm(corpus, *about, form.get("value"), **who)
            case "reject":
                reviews.reject(corpus, *about, form.get("value"), **who)
            case "correct":
                new, words = form.get("new", ""), form.get("words") or None
                reviews.correct(corpus, *about, form.get("value"), new, words, **who)
            case "missed":
                field, new = form.get("missed_field", ""), form.get("missed", "")
                reviews.missed(corpus, about[0], field, new, form.get("missed_words") or None, **who)
            case "done":
                reviews.done(corpus, about[0].rpartition(".")[0], **who)
            case _:
                raise ReviewError(f"{verdict!r} is no judgement")


async def queue(request: Any, datasette: Any, args: Mapping[str, str], problem: str | None = None) -> Response:
    """The next value of the queue, with its sentence and the buttons."""
    chosen = filters(args)
    skip = int(chosen.get("skip", 0))

    def read(corpus: Corpus) -> list[reviews.Question]:
        by, article, field = chosen.get("by", ORDERS[0]), chosen.get("article"), chosen.get("field")
        return reviews.questions(corpus, skip + 1, by, article, field)

    if chosen.get("by") == "views":
        await looks.keep(pages.corpus_file(datasette))
    try:
        found = await pages.ask(datasette, read)
    except ReviewError as error:
        found, problem = [], str(error)
    question = found[skip] if len(found) > skip else None
    cookie = request.cookies.get(REVIEWER)
    return await pages.render(
        datasette, request, "review.html", 400 if problem else 200, question=question, problem=problem, chosen=chosen,
        skip=skip, written=written, needed=NEEDED, fields=FIELDS, orders=ORDERS, said=args.get("said"),
        reviewer=args.get("reviewer") or (unquote_plus(cookie) if cookie else getuser()),
        options=options(question.item.field, texts_for(request)) if question else [],
        link=lambda **changes: "/review?" + urlencode({k: v for k, v in (chosen | changes).items() if v}),
    )  # fmt: skip


def options(field: str, t: Texts) -> list[tuple[str, str]]:
    """(value, what it is called) of a field that has few; none of others."""
    if field == "surprise":
        return [(written(value), t.value(field, int(value))) for value in (True, False)]
    return [(value, t.value(field, value)) for value in CHOICES.get(field, ())]


def filters(args: Mapping[str, str]) -> dict[str, str]:
    """What of the queue is asked for; what is not understood is left out."""
    found = {name: value for name in FILTERS if (value := args.get(name))}
    if found.get("field") not in FIELDS:
        found.pop("field", None)
    if found.get("by") not in ORDERS:
        found.pop("by", None)
    if not found.get("skip", "").isdecimal() or int(found["skip"]) > MOST_SKIPPED:
        found.pop("skip", None)
    return found
