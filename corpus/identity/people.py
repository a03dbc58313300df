"""Who a leader is: a name with an office. The same name in another office, or in none, may be somebody else."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.folding import fold
from corpus.identity.agencies import resolve, tidy, words_of
from corpus.identity.places import Context, name_form

#: Short ways to write an office, in the words of `words_of`.
_SHORT = {"pgđ": "Phó Giám đốc", "gđ": "Giám đốc", "pct": "Phó Chủ tịch", "ct": "Chủ tịch", "pctt": "Phó Chủ tịch"}


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
    ('Phó Giám đốc Sở Nội vụ tỉnh Nghệ An', True)
    """
    shown = tidy(name)
    if not position:
        return Person(f"{name_form(name, False)}|{report}", shown, None)
    written = office(position, context)
    return Person(f"{name_form(name, False)}|{fold(written)}|{name_form(written, False)}", shown, written)


def office(position: str, context: Context) -> str:
    """An office with the agency in full: "Phó Giám đốc Sở Nội vụ tỉnh Nghệ An"."""
    words = position.split()
    words = [_SHORT.get(word.lower().strip(".,"), word) for word in words]
    for start in range(1, len(words)):
        rest = " ".join(words[start:])
        if rest[:1].isupper() and words_of(rest).low:
            found = resolve(rest, context)
            if found.certainty == "resolved" and found.kind != "enterprise":
                return f"{tidy(' '.join(words[:start]).rstrip(' ,-–'))} {found.name}"
    return tidy(" ".join(words))
