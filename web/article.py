"""An article with what was read out of it: the text in pieces, each with the evidence that stands there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

#: Of two values that the same words prove the one that is further ahead gives the colour.
ORDER = (
    "violations", "outcomes", "dates", "period_covered", "leaders", "agencies", "agency_count", "team_size",
    "documents", "inspecting_body", "body_level", "surprise", "topic", "occasion", "stage_detail", "stage", "activity",
    "kind",
)  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """Some words of a paragraph; `field` gives the colour (None: proves nothing), `numbers` are those of the proofs,
    `first` are the proofs that begin here."""

    text: str
    field: str | None = None
    numbers: tuple[int, ...] = ()
    first: tuple[int, ...] = ()


def paragraphs(article: Mapping[str, Any], proofs: Iterable[Mapping[str, Any]]) -> list[tuple[str, list[Piece]]]:
    """(kind, pieces) of each part of the article. `proofs` are rows of evidence (see `corpus.pages.report`)."""
    shown = [proof for proof in proofs if proof["shown_as"] in ORDER]
    return [
        (part["kind"], pieces(article["text"], part["char_start"], part["char_end"], shown))
        for part in article["parts"]
    ]


def pieces(text: str, start: int, end: int, proofs: Sequence[Mapping[str, Any]]) -> list[Piece]:
    """The pieces of `text[start:end]`: together they are the text, whatever overlaps."""
    here = [proof for proof in proofs if proof["char_start"] < end and start < proof["char_end"]]
    edges = {start, end}
    for proof in here:
        edges |= {max(start, proof["char_start"]), min(end, proof["char_end"])}
    cuts = sorted(edges)
    found = []
    for a, b in zip(cuts, cuts[1:], strict=False):
        over = [proof for proof in here if proof["char_start"] <= a and b <= proof["char_end"]]
        fields = sorted({proof["shown_as"] for proof in over}, key=ORDER.index)
        numbers = tuple(sorted(proof["number"] for proof in over))
        first = tuple(sorted(proof["number"] for proof in over if max(start, proof["char_start"]) == a))
        found.append(Piece(text[a:b], fields[0] if fields else None, numbers, first))
    return found
