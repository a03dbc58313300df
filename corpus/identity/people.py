"""Who a leader is: a name with an office. The same name in another office, or in none, may be somebody else."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from corpus.identity.agencies import begins, resolve, words_of
from corpus.identity.places import Context, name_form
from extract.text import search_form

#: Short ways to write an office, in the words of `words_of`.
_SHORT = {"pgđ": "Phó giám đốc", "gđ": "Giám đốc", "pct": "Phó chủ tịch", "ct": "Chủ tịch"}


@dataclass(frozen=True, slots=True)
class Person:
    """`key` is the same for the same person; `office` names the agency in full where it is known."""

    key: str
    name: str
    office: str | None


def identify(name: str, position: str | None, context: Context, report: str) -> Person:
    """Who `name` is. Without an office only the `report` (its id) tells who: nobody else is the same person.

    >>> a = identify("Lê Đình Lý", "Phó Giám đốc Sở Nội vụ", Context("40"), "a.1")
    >>> a.office, a.key == identify("Lê Đình Lý", "PGĐ Sở Nội vụ tỉnh Nghệ An", Context(), "b.1").key
    ('Phó giám đốc Sở Nội vụ tỉnh Nghệ An', True)
    """
    shown = " ".join(word[:1].upper() + word[1:] for word in name_form(name, False).split())
    if not position:
        return Person(f"{name_form(name, False)}|{report}", shown, None)
    written = office(position, context)
    return Person(f"{name_form(name, False)}|{written}", shown, written)


def office(position: str, context: Context) -> str:
    """An office with the agency in full: "Phó giám đốc Sở Nội vụ tỉnh Nghệ An"."""
    words = [word for written in position.split() for word in _SHORT.get(written.lower().strip(".,"), written).split()]
    for start in range(1, len(words)):
        rest = " ".join(words[start:])
        if begins(words_of(rest)):
            found = resolve(rest, context)
            if found.certainty == "resolved" and found.kind != "enterprise":
                return f"{_title(words[:start])} {found.name}"
    return _title(words)


def _title(words: list[str]) -> str:
    written = search_form(unicodedata.normalize("NFC", " ".join(words))).rstrip(" ,-")
    return written[:1].upper() + written[1:]
