"""Names as people write them: which agencies and leaders of a corpus, which provinces and classes, a question means."""

from __future__ import annotations

import json
import math
import sqlite3
from collections.abc import Sequence
from typing import Literal

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from corpus.folding import fold
from extract.lexicon import rows

#: Names that a misspelt question is compared with: those that share its rarest runs of three letters.
MOST_COMPARED = 2_000
#: Of these, so many are compared word by word: those that are most like it as strings, and at least so (percent).
MOST_LIKELY, LIKELY = 100, 75.0
#: Letters of a question for each wrong one.
LETTERS_A_TYPO = 6
#: Words that say of a province only that it is one.
_PROVINCE_WORDS = {"tinh", "thanh", "pho", "tp", "cu"}

Kind = Literal["agency", "leader"]


def named(connection: sqlite3.Connection, kind: Kind, question: str) -> list[str]:
    """The values under which `search_postings` lists what has all words of `question` in its name, in their order.

    In the canonical name of an agency they must stand side by side: "Sở Công an" is not "Sở Công Thương tỉnh Nghệ An".
    `in_order` must be a function of the connection.
    """
    folded = fold(question)
    if not folded:
        return []
    found = connection.execute(
        "SELECT n.ref FROM search_names_words w CROSS JOIN search_names n ON n.number = w.rowid"
        " WHERE search_names_words MATCH :words AND n.kind = :kind AND in_order(n.folded, :folded)"
        " UNION SELECT n.ref FROM search_names_words w CROSS JOIN search_names n ON n.number = w.rowid"
        " WHERE search_names_words MATCH :phrase AND n.kind = 'canonical' AND :kind = 'agency' ORDER BY 1",
        {
            "words": " AND ".join(f'"{word}"' for word in dict.fromkeys(folded.split())),
            "phrase": f'"{folded}"',
            "kind": kind,
            "folded": folded,
        },
    )
    return [row[0] for row in found]


def alike(connection: sqlite3.Connection, kind: Kind, question: str) -> list[str]:
    """What `named` would give if `question` were not misspelt: the values whose names are most like it; often none."""
    folded = fold(question)
    trigrams = {folded[i : i + 3] for i in range(len(folded) - 2)}
    counted = sorted(
        (row[0], trigram)
        for trigram in trigrams
        for row in connection.execute("SELECT doc FROM search_trigrams WHERE term = ?", (trigram,))
    )
    chosen, compared = [], 0
    for names, trigram in counted:
        if chosen and compared + names > MOST_COMPARED:
            break
        chosen.append('"{}"'.format(trigram.replace('"', '""')))
        compared += names
    if not chosen:
        return []
    near = connection.execute(
        "SELECT n.ref, n.folded FROM search_names_trigrams t CROSS JOIN search_names n ON n.number = t.rowid"
        " WHERE search_names_trigrams MATCH ? AND n.kind = ? LIMIT ?",
        (" OR ".join(chosen), kind, MOST_COMPARED),
    ).fetchall()
    likely = process.extract(
        folded, [row[1] for row in near], scorer=fuzz.partial_ratio, score_cutoff=LIKELY, limit=MOST_LIKELY
    )
    wrong = [(count, near[at][0]) for name, _, at in likely if (count := typos(folded, name)) is not None]
    least = min(wrong, default=(0, ""))[0]
    return sorted({ref for count, ref in wrong if count == least})


def typos(question: str, name: str) -> int | None:
    """Letters to be changed, added, dropped or swapped with the next so that all words of a folded question stand in
    a folded name in that order; None where these are too many for a misspelling.

    >>> typos("so cong thuonng", "so cong thuong nghe an"), typos("so cong an", "so cong thuong")
    (1, None)
    """
    words = question.split()
    most = max(1, round(sum(map(len, words)) / LETTERS_A_TYPO))
    # costs[i]: the fewest typos with which the first i words of the question stand in the name so far
    costs: list[float] = [0.0] + [math.inf] * len(words)
    for own in name.split():
        for i in range(len(words), 0, -1):
            costs[i] = min(costs[i], costs[i - 1] + _typos_in_word(words[i - 1], own))
    joined = "".join(words)
    if costs[-1] > most and " " not in question and len(joined) > 5:  # "sonoivu"
        at = fuzz.partial_ratio_alignment(joined, name.replace(" ", ""))
        if at:
            costs[-1] = OSA.distance(joined, name.replace(" ", "")[at.dest_start : at.dest_end])
    return int(costs[-1]) if costs[-1] <= most else None


def _typos_in_word(a: str, b: str) -> float:
    longer = max(len(a), len(b))
    most = 0 if longer < 3 or a.isdigit() or b.isdigit() else 1 if longer < 7 else 2
    distance = OSA.distance(a, b, score_cutoff=most)
    return distance if distance <= most else math.inf


def province_codes(name: str) -> tuple[str, ...]:
    """The statistical codes of before July 2025 of the province `name`: of all that a province of today is made of.

    >>> province_codes("Phú Thọ"), province_codes("tỉnh Vĩnh Phúc")
    (('17', '25', '26'), ('26',))

    Raises ValueError for what is no province.
    """
    wanted = _province(name)
    today = {code for code, new, _ in rows("provinces_2025") if _province(new) == wanted}
    old = [
        code
        for code, own, aliases, successor, _ in rows("provinces")
        if successor in today or name == code or wanted in map(_province, (own, *aliases.split(",")))
    ]
    if not wanted or not old:
        near = process.extractOne(wanted, [own for _, own, *_ in rows("provinces")], processor=_province)
        raise ValueError(f"{name!r} is no province, before July 2025 or after" + (f"; {near[0]}?" if near else ""))
    return tuple(old)


def province_name(code: str) -> str:
    """The name of a province of before July 2025; its code, where there is none such."""
    return next((own for old, own, *_ in rows("provinces") if old == code), code)


def categories() -> Sequence[str]:
    """The classes that violations are put into."""
    return sorted({category for _, category, *_ in rows("violation_classes")})


def _province(name: str) -> str:
    return " ".join(word for word in fold(name).split() if word not in _PROVINCE_WORDS) or fold(name)


def as_json(values: Sequence[str]) -> str:
    """Values for SQL's json_each."""
    return json.dumps(values, ensure_ascii=False)
