"""Atom feeds: new inspections of an agency, or of any search."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from datasette.utils.asgi import NotFound, Response
from feedgen.ext.base import BaseEntryExtension
from feedgen.feed import FeedGenerator
from feedgen.util import xml_elem

from corpus import pages as rows
from corpus.query import Question
from web.asked import Asked, BadQuestion
from web.pages import answers, ask, texts
from web.shown import edtf, link

#: Entries of a feed.
ENTRIES = 50
#: Addresses change with where a site is served from; what names an entry for good must not.
TAG = "tag:thanhtra-corpus,2026"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Via(BaseEntryExtension):
    """The article that an entry comes from. Links of feedgen 1.0 say nothing of what they are: two of them would be
    two places of one entry, which Atom forbids."""

    url = ""

    def extend_atom(self, entry: Any) -> Any:
        xml_elem("link", entry, rel="via", href=self.url)
        return entry


async def search(request: Any, datasette: Any) -> Response:
    """The inspections that were published last, of those that a search finds."""
    asked = Asked.of(request.args)
    t = texts(request)
    try:
        found = await ask(datasette, lambda corpus: answers(corpus, newest(asked.question(corpus)[0]), ENTRIES))
    except BadQuestion as error:
        return Response.text(t(error.args[0], value=error.args[1]), status=400)
    title = ", ".join(asked.filters.values())
    return feed(request, datasette, f"search/{asked.query()}", title or t("feed.all"), asked.link(), found)


async def agency(request: Any, datasette: Any) -> Response:
    """The inspections of an agency that were published last."""
    key = request.url_vars["key"]

    def read(corpus: Any) -> tuple[str | None, list[dict[str, Any]]]:
        return rows.agency_name(corpus, key), answers(corpus, newest(Question(agency_id=key)), ENTRIES)

    name, found = await ask(datasette, read)
    if name is None:
        raise NotFound(key)
    return feed(request, datasette, f"agency/{key}", name, f"/agency/{key}", found)


def newest(question: Question) -> Question:
    return replace(question, sort="-published")


def feed(request: Any, datasette: Any, name: str, title: str, path: str, found: list[dict[str, Any]]) -> Response:
    """The feed `name` of inspections (see `web.pages.answers`)."""
    t = texts(request)
    atom = FeedGenerator()
    atom.id(f"{TAG}:{plain(name)}")
    atom.title(plain(f"{title} – {t('site.title')}"))
    atom.author({"name": "thanhtra-corpus"})
    atom.link(href=datasette.absolute_url(request, path), rel="alternate", type="text/html")
    atom.link(href=datasette.absolute_url(request, request.full_path), rel="self", type="application/atom+xml")
    atom.language(t.lang)
    for one in found:
        entry = atom.add_entry(order="append")
        entry.id(f"{TAG}:inspection/{one['case_id']}")
        when = ", ".join(map(edtf, one["dates"]))
        whom = ", ".join(one["agencies"].values())
        entry.title(plain(": ".join(filter(None, (when, whom))) or one["title"]))
        entry.link(href=datasette.absolute_url(request, f"/inspection/{one['case_id']}"), rel="alternate")
        if link(one["url"]):
            entry.register_extension("via", Via, rss=False)
            entry.via.url = plain(one["url"])
        entry.summary(plain(one["sentence"] or one["title"]))
        day = moment(one["published"])
        entry.published(day)
        entry.updated(day)
    atom.updated(max((moment(one["published"]) for one in found), default=moment(None)))
    return Response(atom.atom_str(pretty=True), content_type="application/atom+xml; charset=utf-8")


def moment(day: str | None) -> datetime:
    """The beginning of a day; of an unknown one the oldest that feed readers take."""
    return datetime.fromisoformat(day or "1970-01-01").replace(tzinfo=UTC)


def plain(text: str) -> str:
    """Text that may stand in XML."""
    return _NOT_XML.sub(" ", text)
