"""The question that stands in an address: every filter is a parameter, so that a link asks it again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args
from urllib.parse import urlencode

from corpus.edtf import days
from corpus.folding import fold
from corpus.names import alike, categories, named, province_codes
from corpus.pages import begun
from corpus.query import SORTS, Question
from corpus.store import Corpus
from corpus.texts import matches
from extract.inspection import Activity, Stage
from extract.lexicon import rows
from web.texts import LANGUAGES, Texts, texts

#: Parameters in the order in which addresses have them. `q` is what was typed: it means one of the five after it.
FILTERS = (
    "q", "agency", "leader", "province", "category", "text", "agency_id", "activity", "surprise", "stage", "source",
    "certainty", "year", "month", "from", "to",
)  # fmt: skip
MEANINGS = ("agency", "leader", "province", "category", "text")
#: How answers are shown; the same ones in the same order.
VIEWS = ("timeline", "table")
#: Answers on a page, and at most in a file.
PAGE, MOST_ROWS = 30, 10_000


class BadQuestion(ValueError):
    """What stands in the address is no question: (name of a text, value)."""


@dataclass(frozen=True)
class Asked:
    """The filters of an address, its order and its page."""

    filters: Mapping[str, str]
    sort: str = "-date"
    page: int = 1
    view: str = VIEWS[0]

    @classmethod
    def of(cls, args: Any) -> Asked:
        """From the parameters of a request; what is empty or unknown is left out."""
        filters = {name: value for name in FILTERS if (value := (args.get(name) or "").strip())}
        sort = args.get("sort") if args.get("sort") in SORTS else "-date"
        page = args.get("page") or "1"
        view = args.get("view") if args.get("view") in VIEWS else VIEWS[0]
        return cls(filters, sort, int(page) if re.fullmatch(r"[1-9]\d{0,5}", page) else 1, view)

    def query(self, page: int | None = None, view: str | None = None, **changes: str | None) -> str:
        """The parameters of another address: with `changes` (None leaves one out), on its first page."""
        filters = {name: value for name, value in (self.filters | changes).items() if value}
        parameters = [(name, filters[name]) for name in FILTERS if name in filters]
        if self.sort != "-date":
            parameters.append(("sort", self.sort))
        if (view or self.view) != VIEWS[0]:
            parameters.append(("view", view or self.view))
        if page and page > 1:
            parameters.append(("page", str(page)))
        return urlencode(parameters)

    def link(self, page: int | None = None, view: str | None = None, **changes: str | None) -> str:
        """The address of results."""
        query = self.query(page, view, **changes)
        return f"/search?{query}" if query else "/search"

    def question(self, corpus: Corpus) -> tuple[Question, str | None]:
        """The question, and what `q` was taken for (one of MEANINGS). Raises BadQuestion."""
        own = dict(self.filters)
        meant = None
        if typed := own.pop("q", None):
            meant, value = meaning(corpus, typed)
            own.setdefault(meant, value)
        for name, known in values().items():
            if name in own and own[name] not in known:
                raise BadQuestion("results.no_value", own[name])
        first, last = period(own)
        for name in ("agency", "leader"):
            if name in own and not fold(own[name]):
                raise BadQuestion("results.no_word", own[name])
        if "province" in own:
            try:
                province_codes(own["province"])
            except ValueError:
                raise BadQuestion("results.no_province", own["province"]) from None
        names = ("agency", "leader", "province", "category", "text", "agency_id", "activity", "stage", "certainty")
        question = Question(
            **{name: own[name] for name in names if name in own},
            first=first,
            last=last,
            surprise={"1": True, "0": False}.get(own.get("surprise", "")),
            sources=(own["source"],) if "source" in own else (),
            sort=self.sort,
        )
        return question, meant


def meaning(corpus: Corpus, typed: str) -> tuple[str, str]:
    """What was typed into the one search box: (which filter, its value)."""
    folded = fold(typed)
    if category := category_names().get(folded):
        return "category", category
    try:
        province_codes(typed)
        return "province", typed
    except ValueError:
        pass
    for names in (named, alike):
        for kind in ("agency", "leader"):
            if names(corpus.db.conn, kind, typed):
                return kind, typed
        having = matches(corpus.db.conn, typed, 1)
        if having.ranks or having.broad:  # a name that is misspelt comes after words that are not
            break
    return "text", typed


@cache
def values() -> dict[str, tuple[str, ...]]:
    """The values of the filters that have few."""
    return {
        "category": tuple(categories()),
        "activity": get_args(Activity),
        "surprise": ("1", "0"),
        "stage": get_args(Stage),
        "certainty": ("high", "medium", "low"),
    }


@cache
def category_names() -> dict[str, str]:
    """The classes of violations by their folded names in all languages."""
    return {fold(texts(lang)("category", name)): name for lang in LANGUAGES for name in categories()}


def period(own: Mapping[str, str]) -> tuple[str | None, str | None]:
    """The first and the last day that `month`, `year`, `from` and `to` leave. Raises BadQuestion."""
    firsts, lasts = [], []
    for name in ("year", "month", "from", "to"):
        if name not in own:
            continue
        try:
            first, last = days(iso(own[name]))
        except ValueError:
            raise BadQuestion("results.no_date", own[name]) from None
        if first is None or last is None:
            raise BadQuestion("results.no_date", own[name])
        firsts += [first] if name != "to" else []
        lasts += [last] if name != "from" else []
    return max(firsts, default=None), min(lasts, default=None)


def iso(date: str) -> str:
    """A day or month as people type it (9/2/2022, 2/2022) as ISO; anything else as it is."""
    if match := re.fullmatch(r"(?:(\d{1,2})[/.-])?(\d{1,2})[/.-](\d{4})", date):
        day, month, year = match.groups()
        return "-".join(filter(None, (year, month.zfill(2), day and day.zfill(2))))
    return date


def suggestions(corpus: Corpus, typed: str, t: Texts) -> list[dict[str, Any]]:
    """What may be meant by what is typed so far: {kind, label, detail, url}."""
    folded = fold(typed)
    if not folded:
        return []
    found = []
    for code, name in provinces():
        if fold(name).startswith(folded):
            found.append({"kind": "province", "label": name, "url": f"/search?{urlencode({'province': code})}"})
    for name in categories():
        label = t("category", name)
        if f" {folded}" in f" {fold(label)}":
            found.append({"kind": "category", "label": label, "url": f"/search?{urlencode({'category': name})}"})
    for kind, most in (("agency", 8), ("leader", 4)):
        for ref, name, answers in begun(corpus, kind, typed, most):
            url = f"/agency/{ref}" if kind == "agency" else f"/search?{urlencode({'leader': name})}"
            found.append({"kind": kind, "label": name, "count": answers, "url": url})
    return [one | {"what": t("kind", one["kind"])} for one in found[:12]]


@cache
def provinces() -> tuple[tuple[str, str], ...]:
    """(code, name) of the provinces of before July 2025."""
    return tuple((code, name) for code, name, *_ in rows("provinces"))
