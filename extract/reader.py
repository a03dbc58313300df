"""The way from an article to its inspections."""

from __future__ import annotations

from .analysis import find_triggers
from .article import Article
from .inspection import Inspection
from .text import search_form

#: Stored with every value, so that a corpus knows by which rules it was made.
VERSION = "0.4"
#: What opens the gate; most news holds none of it and costs nothing more.
_OPENING = {"act", "team", "result", "announce"}
#: Authorities without a name, in half of all crime news: on their own they say nothing of inspecting.
_UNNAMED = {"cơ quan chức năng", "lực lượng chức năng", "ngành chức năng"}


def may_tell(article: Article) -> bool:
    """The gate: whether the article holds any word of inspecting at all. Linear, microseconds an article."""
    triggers = find_triggers(search_form(article.text))
    return any(trigger.cls in _OPENING and trigger.phrase not in _UNNAMED for trigger in triggers)


def read(article: Article) -> list[Inspection]:
    """The inspections that `article` tells; an empty list when it tells none."""
    if not may_tell(article):
        return []
    from .components import document  # spaCy takes a second to import: only where something may be told

    return document(article)._.inspections
