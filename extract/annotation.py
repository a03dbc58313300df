"""Annotations that hold no text: every phrase of the guideline's format as offsets into the article it was copied from.

Articles of the press must not be copied into the project, but what was annotated in them can be: one JSON object a
line, `{"id", "in", "relevant", "events"}`, where "in" names the file that holds the article and a phrase is a list of
[start, end] pairs, code points of the article's "text" in NFC. Several pairs are joined by a blank: the shared head of
a list ("UBND các xã A, B") is given to each of its members.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Any

#: Phrases of an event, and those of a leader.
SINGLE, MANY, OF_LEADERS = ("topic", "inspecting_body"), ("agencies", "violations"), ("name", "position")
#: A word that the text has nowhere (a typing error mended, an ending cut) is kept as it is; more would be text.
MOST_OWN_WORDS = 4


class AnnotationError(ValueError):
    """A phrase is not in the text, or offsets are not; the message says which."""


def to_offsets(annotation: dict, text: str) -> dict:
    """`annotation` (guideline's format) with each phrase as offsets into `text`. Raises AnnotationError."""
    text = unicodedata.normalize("NFC", text)
    return _changed(annotation, lambda phrase: find(phrase, text))


def to_phrases(annotation: dict, text: str) -> dict:
    """The inverse of `to_offsets`. Raises AnnotationError."""
    text = unicodedata.normalize("NFC", text)
    return _changed(annotation, lambda spans: _read(spans, text))


def _changed(annotation: dict, change: Callable[[Any], Any]) -> dict:
    def event(given: dict) -> dict:
        out = dict(given)
        out |= {name: None if given[name] is None else change(given[name]) for name in SINGLE}
        out |= {name: [change(value) for value in given[name]] for name in MANY}
        out["leaders"] = [
            {name: None if leader.get(name) is None else change(leader[name]) for name in OF_LEADERS}
            for leader in given["leaders"]
        ]
        return out

    return annotation | {"events": [event(given) for given in annotation["events"]]}


def _read(spans: list, text: str) -> str:
    pieces = []
    for span in spans:
        if isinstance(span, str):
            pieces.append(span)
            continue
        start, end = span
        if not 0 <= start < end <= len(text):
            raise AnnotationError(f"{span} is no span of a text of {len(text)} characters")
        pieces.append(" ".join(text[start:end].split()))
    return " ".join(pieces)


def find(phrase: str, text: str) -> list:
    """Where `text` has `phrase`: one [start, end], or the pairs of the fewest pieces that make it up.

    Case and blanks may differ. Raises AnnotationError where more than `MOST_OWN_WORDS` words are not in the text.
    """
    words = unicodedata.normalize("NFC", phrase).split()
    spans: list = []
    at = own = 0
    while at < len(words):
        for end in range(len(words), at, -1):
            pattern = r"\s+".join(map(re.escape, words[at:end]))
            after = spans[-1][1] if spans and not isinstance(spans[-1], str) else 0
            match = re.compile(pattern).search(text, after) or re.search(pattern, text, re.IGNORECASE)
            if match:
                spans.append([match.start(), match.end()])
                at = end
                break
        else:
            own += 1
            if own > MOST_OWN_WORDS:
                raise AnnotationError(f"{phrase!r} is not in the text")
            spans.append(words[at])
            at += 1
    return spans
