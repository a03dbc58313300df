"""A sentence reduced to what it is made of: "DATE , TEAM LEAD-PHRASE PER ACT tại ORG".

Names, dates and the cue words of `data/lexicon/triggers.tsv` become symbols, a few function words and marks stay as
they are, everything else is passed over (it stands as "·", once). What a candidate is (inspected or inspecting, the day
of the inspection or that of a decision) is read from the symbols around it: there are few of them, so little text is
enough to learn from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .analysis import Analysis

#: Function words that decide who does what to whom.
_LITERALS = {
    "tại", "ở", "đối với", "với", "của", "thuộc", "do", "bị", "được", "và", "về", "việc", "theo", "cho", "từ", "trên",
    "địa bàn", "gồm", "như", "là", "cùng", "số", "sau khi", "trong", "để", "rằng", "nếu", "hoặc", "này", "trên địa bàn",
    "trực thuộc", "vừa", "đã", "đang", "đến", "tới", "vào", "xuống", "công tác", "tình hình",
}  # fmt: skip
_SYMBOL_OF = {"reference": "TEAM"}
_MARKS = frozenset(",;:().-–")
_DASH = {"–": "-"}
FILLER = "·"


@dataclass(frozen=True, slots=True)
class Symbol:
    """One symbol and the text `[start:end]` that it stands for."""

    name: str
    start: int
    end: int


class Shapes:
    """The shapes of an article's sentences, made when first asked for."""

    def __init__(self, analysis: Analysis) -> None:
        self._analysis = analysis
        self._made: dict[int, list[Symbol]] = {}
        self._spans: dict[int, list[tuple[int, int, str]]] = {}
        for mention in analysis.agencies:
            self._spans.setdefault(mention.sentence, []).append((mention.start, mention.end, "ORG"))
        for person in analysis.people:
            self._spans.setdefault(person.sentence, []).append((person.title_start, person.end, "PER"))
        for day in analysis.dates:
            self._spans.setdefault(analysis.sentence_at(day.start).index, []).append((day.start, day.end, "DATE"))

    def sentence(self, index: int) -> list[Symbol]:
        """The symbols of sentence `index`, in order; lists of organisations and chains of offices are one symbol."""
        if index not in self._made:
            self._made[index] = _joined(_filled(self._analysis, index, self._claimed(index)))
        return self._made[index]

    def _claimed(self, index: int) -> list[tuple[int, int, str]]:
        """Spans with a symbol, none overlapping: names first, then cues and offices."""
        analysis = self._analysis
        spans = sorted(self._spans.get(index, ()), key=lambda s: (s[0], -s[1]))
        cues = [(t.start, t.end, _SYMBOL_OF.get(t.cls, t.cls.upper())) for t in analysis.triggers[index]]
        leading = [(t.start, t.end) for t in analysis.triggers[index] if t.cls in ("lead", "vice")]
        offices = [
            (start, end, "OFFICE")
            for start, end, kind in analysis.titles[index]
            if kind == "office" and all(end <= a or start >= b for a, b in leading)
        ]
        claimed: list[tuple[int, int, str]] = []
        # offices before cues: "Chánh Thanh tra" is an office, no act of inspecting
        for group in (spans, sorted(offices), sorted(cues)):
            for start, end, name in group:
                if all(end <= a or start >= b for a, b, _ in claimed):
                    claimed.append((start, end, name))
        return sorted(claimed)


def _filled(analysis: Analysis, index: int, claimed: list[tuple[int, int, str]]) -> list[Symbol]:
    """The claimed spans with the literals between them; runs of other words are one filler."""
    symbols: list[Symbol] = []
    words = analysis.words[index]
    at = 0

    def upto(limit: int) -> None:
        nonlocal at
        while at < len(words) and words[at].start < limit:
            word = words[at]
            pair = f"{word.low} {words[at + 1].low}" if at + 1 < len(words) else ""
            if pair in _LITERALS:
                symbols.append(Symbol(pair.replace(" ", "_"), word.start, words[at + 1].end))
                at += 1
            elif word.low in _LITERALS:
                symbols.append(Symbol(word.low, word.start, word.end))
            elif word.text in _MARKS:
                symbols.append(Symbol(_DASH.get(word.text, word.text), word.start, word.end))
            elif not symbols or symbols[-1].name != FILLER:
                symbols.append(Symbol(FILLER, word.start, word.end))
            at += 1

    for start, end, name in claimed:
        upto(start)
        symbols.append(Symbol(name, start, end))
        while at < len(words) and words[at].start < end:
            at += 1
    upto(analysis.sentences[index].end)
    return _without_topics(symbols)


def _without_topics(symbols: list[Symbol]) -> list[Symbol]:
    """The symbols without predicates that name what is inspected ("việc thực hiện") or order nobody ("giao đất")."""
    out: list[Symbol] = []
    for at, symbol in enumerate(symbols):
        name = symbol.name
        following = symbols[at + 1].name if at + 1 < len(symbols) else ""
        if out and out[-1].name in _TOPICS and name in _TOPICAL:
            name = FILLER
        elif name == "URGE" and following not in ("ORG", "OFFICE", "PER", "TEAM", FILLER):
            name = FILLER
        if not (name == FILLER and out and out[-1].name == FILLER):
            out.append(Symbol(name, symbol.start, symbol.end))
    return out


_TOPICS = {"việc", "công_tác", "tình_hình"}
_TOPICAL = {"HOLD", "DOCUMENT", "REPORT", "SANCTION", "URGE", "GO", "PRAISE", "SETUP", "SAY"}


def _joined(symbols: list[Symbol]) -> list[Symbol]:
    """A list of organisations as one ORG, a person with offices as PER, an office with its organisation as OFFICE."""
    out: list[Symbol] = []
    for symbol in symbols:
        out.append(symbol)
        while _fold_end(out):
            pass
    return out


_FOLDS: tuple[tuple[tuple[str, ...], str], ...] = (
    (("OFFICE", "ORG"), "OFFICE"),
    (("OFFICE", ",", "OFFICE"), "OFFICE"),
    (("OFFICE", "-", "OFFICE"), "OFFICE"),
    (("OFFICE", "PER"), "PER"),
    (("PER", ",", "OFFICE"), "PER"),
    (("PER", "-", "OFFICE"), "PER"),
    (("PER", "(", "OFFICE"), "PER"),
    (("PER", "ORG"), "PER"),
    (("ORG", ",", "ORG"), "ORG"),
    (("ORG", ";", "ORG"), "ORG"),
    (("ORG", "và", "ORG"), "ORG"),
    (("ORG", ",", "và", "ORG"), "ORG"),
    (("ORG", "cùng", "ORG"), "ORG"),
    (("ORG", "(", "ORG", ")"), "ORG"),
    (("ORG", "ORG"), "ORG"),
    (("DATE", "(", "DATE", ")"), "DATE"),
)


#: The folds by their last symbol: only four symbols end one.
_FOLDS_ENDING: dict[str, list[tuple[tuple[str, ...], str]]] = {}
for _pattern, _name in _FOLDS:
    _FOLDS_ENDING.setdefault(_pattern[-1], []).append((_pattern, _name))


def _fold_end(symbols: list[Symbol]) -> bool:
    for pattern, name in _FOLDS_ENDING.get(symbols[-1].name, ()):
        size = len(pattern)
        if len(symbols) < size or symbols[-size].name != pattern[0] or [s.name for s in symbols[-size:]] != [*pattern]:
            continue
        if ";" in pattern and len(symbols) > size and symbols[-size - 1].name in _PARENTS:
            continue  # "… thuộc Sở X; UBND huyện Y" is no list
        symbols[-size:] = [Symbol(name, symbols[-size].start, symbols[-1].end)]
        return True
    return False


def around(symbols: list[Symbol], start: int, end: int) -> tuple[list[str], list[str], str]:
    """(names left, nearest first; names right; name of the symbol that holds it) of the span `[start:end]`."""
    at = next((i for i, s in enumerate(symbols) if s.start <= start < s.end), None)
    if at is None:
        left = [s.name for s in symbols if s.end <= start]
        return left[::-1], [s.name for s in symbols if s.start >= end], ""
    return [s.name for s in symbols[:at]][::-1], [s.name for s in symbols[at + 1 :]], symbols[at].name


def shape_features(left: list[str], right: list[str], held: str) -> Iterable[str]:
    """Readable n-grams of the symbols around a candidate: "L:TEAM ACT tại", "R:, TEAM", and both sides together."""
    lt = [n for n in left if n != FILLER]
    rt = [n for n in right if n != FILLER]
    yield f"in:{held}"
    for n in (1, 2, 3, 4):
        yield f"L:{' '.join((lt + ['^'])[:n][::-1])}"
        yield f"R:{' '.join((rt + ['$'])[:n])}"
    yield f"LR:{' '.join((lt + ['^'])[:1])} _ {' '.join((rt + ['$'])[:1])}"
    yield f"LR2:{' '.join((lt + ['^'])[:2][::-1])} _ {' '.join((rt + ['$'])[:2])}"
    # whether something unread stands directly beside it
    if left[:1] == [FILLER]:
        yield "L-gap"
    if right[:1] == [FILLER]:
        yield "R-gap"
    yield f"by:{governor(left)}"
    yield from (f"pred:{p}" for p in _predicates(lt, rt))


_PREPOSITIONS = (
    "tại",
    "ở",
    "đối_với",
    "với",
    "của",
    "về",
    "đến",
    "tới",
    "vào",
    "xuống",
    "trên_địa_bàn",
    "thuộc",
    "gồm",
    ":",
    "như",
    "do",
    "cho",
    "bị",
)
_PASSED_OVER = {
    FILLER, "việc", "công_tác", "tình_hình", "và", ",", "DATE", "HOLD", "PERIOD", "SURPRISE", "TURN", "theo", "trong",
    "được",
    "đã", "vừa", "này", "số", "trên", "PRAISE", "cùng", "ATTEND", ";", "-",
}  # fmt: skip


_PARENTS = {"của", "thuộc", "trực_thuộc"}
_SEPARATORS = {",", ";", "và", "cùng"}


def governor(left: list[str]) -> str:
    """What governs a name from the left, and by which preposition: "ACT tại" in "kiểm tra việc … tại [ORG]".

    Words of the topic, dates and adverbs are passed over; another name or a full predicate ends the search.
    """
    preposition, marks, in_chain = "", 0, False
    for at, name in enumerate(left):
        if name == "ORG" and at and left[at - 1] in _SEPARATORS:
            in_chain = True
            continue  # a member of the same list
        if in_chain and name in _PARENTS:
            continue  # "đơn vị thuộc Sở X; UBND huyện Y": the parent of that member
        if name in _PREPOSITIONS:
            preposition = preposition or name
            continue
        if name in _PASSED_OVER:
            marks += name in (",", ";")
            if marks > 6:
                return f"none {preposition}"
            continue
        modal = next((n for n in left[at + 1 : at + 4] if n in ("FUTURE", "URGE", "nếu", "SELF", "SETUP")), "")
        return f"{name} {preposition}{' after ' + modal if modal else ''}"
    return f"^ {preposition}"


_SUBJECTS = ("TEAM", "ORG", "PER", "OFFICE")
_PREDICATES = (
    "ACT", "ANNOUNCE", "RESULT", "SAY", "DOCUMENT", "GO", "MEET", "HOLD", "SETUP", "HAPPEN", "REPORT", "URGE",
    "SANCTION",
    "FAULT", "POLICE", "LEAD", "FUTURE", "SELF", "BLAME",
)  # fmt: skip


def _predicates(left: list[str], right: list[str]) -> Iterable[str]:
    """Who does what after it (first subject and first two predicates) and what stands before it."""
    subject = next((n for n in right if n in _SUBJECTS), "none")
    after = [n for n in right if n in _PREDICATES][:2]
    yield f"{subject}>{after[0] if after else 'none'}"
    if len(after) > 1:
        yield f"{subject}>{after[0]}+{after[1]}"
    before = [n for n in left if n in _PREDICATES][:2]
    yield f"<{before[0] if before else 'none'}"
    agent = next((n for n in left if n in _SUBJECTS), "none")
    yield f"{agent}<{before[0] if before else 'none'}"
