"""What changes when today's rules read an article anew: inspections and values added, changed and lost."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from corpus.judged import by_ordinal, key, overlap, pair, standing
from corpus.recorded import SINGLE, Item, inspections, ordinal, stored_items
from corpus.reviews import written
from corpus.store import Corpus, article_key
from extract import Article, Inspection

#: What can happen to an inspection or a value.
WHAT = ("added", "changed", "lost")
COUNTED = ("inspections", "values")
#: The rule of a value that nothing in the text says.
NO_RULE = "nothing says otherwise"


@dataclass(frozen=True, slots=True)
class Change:
    """A value that is added (`before` is None), lost (`after` is None) or changed. `field` is "inspection" for an
    inspection as a whole; `rule` is the one that finds the value now, or that found the one that is lost."""

    source: str | None
    article_id: str
    inspection_id: str
    field: str
    what: str
    before: str | None
    after: str | None
    rule: str


@dataclass
class Changes:
    """The changes of all articles that were read, summed up."""

    articles: int = 0
    changed_texts: int = 0
    #: Accepted values that no text proves any more.
    set_aside: int = 0
    each: list[Change] = field(default_factory=list)

    def add(self, corpus: Corpus, article: Article, found: Iterable[Inspection]) -> None:
        """Compare what is stored of an article with what `found` in it now would be stored as; writes nothing."""
        self.articles += 1
        name = article_key(article)
        stored = corpus.article(name)
        self.changed_texts += stored is not None and stored.text != article.text
        reviews = by_ordinal(corpus.reviews(name, article.text))
        self.set_aside += sum(standing(own, article.text).set_aside for own in reviews.values())
        before, after = stored_items(corpus.db, name), corpus.would_store(article, list(found))
        self.each += compare(before, after, article.source)

    def summary(self) -> list[dict[str, Any]]:
        """{by, name, what, added, changed, lost}, `what` being "inspections" or "values": in all, by source, by rule.

        An inspection is changed when one of its values is added, changed or lost.
        """
        counts: dict[tuple[str, str, str], Counter[str]] = {("all", "", what): Counter() for what in COUNTED}
        changed: dict[tuple[str, str, str], set[str]] = defaultdict(set)
        whole = {change.inspection_id for change in self.each if change.field == "inspection"}
        for change in self.each:
            what = COUNTED[change.field != "inspection"]
            for place in (("all", ""), ("source", change.source or ""), ("rule", change.rule)):
                counts.setdefault((*place, what), Counter())[change.what] += 1
                if change.inspection_id not in whole:
                    changed[*place, COUNTED[0]].add(change.inspection_id)
        for place, own in changed.items():
            counts.setdefault(place, Counter())["changed"] = len(own)
        order = ("all", "source", "rule")
        return [
            {"by": by, "name": name, "what": what} | {one: counts[by, name, what][one] for one in WHAT}
            for by, name, what in sorted(counts, key=lambda place: (order.index(place[0]), *place[1:]))
        ]


def compare(before: Iterable[Item], after: Iterable[Item], source: str | None) -> Iterator[Change]:
    """What became of the stored values of an article."""
    before, after = list(before), list(after)
    old, new = inspections(before), inspections(after)
    numbers, others = list(old), list(new)
    pairs = pair(list(old.values()), list(new.values()))
    now = {numbers[i]: others[j] for i, j in pairs.items()}
    for number in numbers:
        values = _of(before, number)
        yield from _values(values, _of(after, now[number]) if number in now else [], source)
    for number in others:
        if number not in now.values():
            yield from _values([], _of(after, number), source)


def _of(items: Iterable[Item], number: int) -> list[Item]:
    return [item for item in items if ordinal(item.inspection_id) == number]


def _values(before: list[Item], after: list[Item], source: str | None) -> Iterator[Change]:
    lost, added = _by_key(before), _by_key(after)
    for name in [name for name in lost if name in added]:
        one, other = lost.pop(name), added.pop(name)
        if name[0] != "inspection" and one.found.value != other.found.value:
            yield _change("changed", one, other, source)
    for name, one in list(lost.items()):
        field_ = name[0]
        same = [other for other, item in added.items() if other[0] == field_ and _became(field_, one, item)]
        if same:
            del lost[name]
            yield _change("changed", one, added.pop(same[0]), source)
    for one in lost.values():
        yield _change("lost", one, None, source)
    for other in added.values():
        yield _change("added", None, other, source)


def _by_key(items: Iterable[Item]) -> dict[tuple, Item]:
    return {(item.field, key(item.field, item.found.value)): item for item in items}


def _became(field_: str, one: Item, other: Item) -> bool:
    return field_ in SINGLE or overlap(one.found, other.found)


def _change(what: str, one: Item | None, other: Item | None, source: str | None) -> Change:
    item = other or one
    rule = item.found.evidence[0].rule if item.found.evidence else NO_RULE
    values = (one and written(one.found.value), other and written(other.found.value))
    own = (one or other).inspection_id
    return Change(source, item.article_id, own, item.field, what, *values, rule)
