"""Whether a clause states a finding, and whether two clauses state one.

A clause is read by its own words and cues, by what governs it in its sentence (the inspectors found, somebody wishes,
the law says), by its neighbours, and by where the article last told of a result.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Sequence, Set
from functools import cache

from ..analysis import Analysis
from ..findings import REPORT, Segment
from ..lexicon import Phrases, rows
from .common import bucket

#: What makes a clause a fault, by the lexicon of cues; "summary" alone names no content.
FAULTS = frozenset(("undone", "lack", "late", "excess", "contrary", "neglect", "deceit", "harm", "illicit", "summary"))
#: What may govern a clause from before it in the sentence.
_GOVERNORS = frozenset(
    ("report", "result", "wish", "sanction", "purpose", "rule", "defence", "clean", "turn", "say", "event", "cause")
)
#: Triggers that tell where in the article the findings stand.
_LANDMARKS = ("result", "report", "turn", "team", "act", "announce")

_QUOTES = re.compile('[“”"]')
_PATTERNS = {
    "money": re.compile(r"\b(?:tỷ|tỉ|triệu)\s+đồng\b"),
    "verdict": re.compile(r"\blà\s+(?:không|chưa|trái|sai|vi phạm|thiếu|vượt)\b"),
    "against-rule": re.compile(
        r"\b(?:không|chưa|trái|sai)\s(?:[\w,]+\s){0,3}"
        r"(?:quy định|quy trình|thẩm quyền|pháp luật|đối tượng|mục đích|quy hoạch|thiết kế)\b"
    ),
    "fraction": re.compile(r"\b\d{1,4}\s?/\s?\d{1,5}\b"),
    "counted": re.compile(r"^(?:có\s+|còn\s+|đến\s+|hơn\s+|gần\s+)*(?:\d+|một số|nhiều|hàng loạt|hầu hết|các)\b"),
    "figure": re.compile(r"\d"),
}


@cache
def cues() -> Phrases:
    """The phrases of `data/lexicon/finding_cues.tsv`, each with itself and its class."""
    return Phrases((phrase, (phrase, cls)) for phrase, cls, _ in rows("finding_cues"))


class _Marks:
    """The cues and triggers of an article, in order, to be looked up by span; its mentions by sentence."""

    def __init__(self, analysis: Analysis) -> None:
        self.agencies: dict[int, list[int]] = {}
        self.people: dict[int, list[int]] = {}
        for mentions, starts in ((analysis.agencies, self.agencies), (analysis.people, self.people)):
            for mention in mentions:
                starts.setdefault(mention.sentence, []).append(mention.start)
        found = [(start, end, *value) for start, end, value in cues().find(analysis.form)]  # type: ignore[misc]
        taken = {start for start, *_ in found}
        found += [
            (t.start, t.end, t.phrase, t.cls)
            for group in analysis.triggers
            for t in group
            if t.cls not in ("urge", "praise", "sanction", "fault", "police", "future") and t.start not in taken
        ]
        self.all: list[tuple[int, int, str, str]] = sorted(found)
        self.starts = [start for start, *_ in self.all]

    def within(self, start: int, end: int) -> list[tuple[int, int, str, str]]:
        return self.all[bisect.bisect_left(self.starts, start) : bisect.bisect_left(self.starts, end)]


def clause_features(analysis: Analysis, clauses: Sequence[Segment]) -> list[set[str]]:
    """Features of each clause by itself: its words and cues, what governs it, where it stands."""
    marks = _Marks(analysis)
    article = _article_features(analysis, marks)
    quoted = _quoted(analysis)
    sentences = [_Sentence(analysis, marks, i, quoted[i]) for i in range(len(analysis.sentences))]
    since = _since_landmarks(analysis)
    titled = set(analysis.form[: analysis.sentences[0].end].split()) if analysis.sentences else set()
    own = [_own(analysis, marks, clause, titled) for clause in clauses]
    out = []
    for i, (clause, features) in enumerate(zip(clauses, own, strict=True)):
        sentence = sentences[clause.sentence]
        full = features | article | sentence.features | since[clause.sentence]
        full |= sentence.before(clause)
        for step, name in ((-1, "prev"), (1, "next")):
            j = i + step
            if 0 <= j < len(clauses):
                full |= {f"{name}-{f}" for f in own[j] if f.startswith("w:")}
            if 0 <= j < len(clauses) and clauses[j].sentence == clause.sentence:
                full |= {f"{name}-{f}" for f in own[j] if f.startswith(("is:", "leads:")) or f in _CARRIED}
            else:
                full.add(f"{name}:none")
        for step, name in ((-1, "prior"), (1, "later")):
            j = clause.sentence + step
            if 0 <= j < len(sentences):
                full |= {f"{name}-{f}" for f in sentences[j].features if f.startswith(("s:", "opens:"))}
        full.add(f"nth:{bucket(clause.index, (0, 1, 3, 6))}")
        out.append(full)
    return out


#: What a clause lends its neighbours besides its cues.
_CARRIED = frozenset(("fault", "no-fault", "money", "figure"))


def _own(analysis: Analysis, marks: _Marks, clause: Segment, titled: set[str]) -> set[str]:
    form = analysis.form
    text = form[clause.start : clause.end]
    words = text.split()
    features = {f"w:{w.strip('.,()“”')}" for w in words}
    features |= {
        f"first:{words[0]}",
        f"first2:{' '.join(words[:2])}",
        f"last:{words[-1]}",
        f"last2:{' '.join(words[-2:])}",
    }
    features.add(f"words:{bucket(len(words), (2, 4, 8, 16, 30))}")
    inside = marks.within(clause.start, clause.end)
    for _, _, phrase, cls in inside:
        features |= {f"is:{cls}", f"cue:{phrase}"}
    faults = [m for m in itertools.takewhile(lambda m: not _denies(m), inside) if m[3] in FAULTS]
    features.add("fault" if faults else "no-fault")
    if faults:
        kinds = {m[3] for m in faults}
        features.add(f"faults:{bucket(len(faults), (1, 2, 3))}")
        if kinds == {"summary"}:
            features.add("only-summary")
        start, end, phrase, cls = faults[0]
        lead = form[clause.start : start].split()
        features |= {
            f"leads:{cls}",
            f"lead-in:{bucket(len(lead), (0, 2, 5, 10))}",
            f"{phrase}>{(form[end : end + 24].split() or ['$'])[0]}",
        }
        features.add(f"subject:{_subject(analysis, marks, clause, start, lead)}")
    features |= {name for name, pattern in _PATTERNS.items() if pattern.search(text)}
    if titled:
        features.add(f"titled:{bucket(len(titled.intersection(words)) / len(words), (0.2, 0.4, 0.6, 0.8))}")
    features.add(f"left:{_mark(form, clause.start, -1)}")
    features.add(f"right:{_mark(form, clause.end, 1)}")
    return features


def _denies(mark: tuple[int, int, str, str]) -> bool:
    """Whether a cue says that the fault named after it was not found."""
    return mark[3] == "clean" and mark[2].startswith(("không", "chưa"))


def _mark(form: str, at: int, step: int) -> str:
    """The mark of punctuation next to a clause, else "word"."""
    at += -1 if step < 0 else 0
    while 0 <= at < len(form) and form[at] == " ":
        at += step
    if not 0 <= at < len(form) or form[at] == "\n":
        return "end"
    return form[at] if not form[at].isalnum() else "word"


def _subject(analysis: Analysis, marks: _Marks, clause: Segment, fault: int, lead: list[str]) -> str:
    """What stands before the first fault of a clause: nothing, an agency, a person, the inspectors, or a thing."""
    if not lead:
        return "none"
    teams = [t.start for t in analysis.triggers[clause.sentence] if t.cls == "team"]
    agencies, people = marks.agencies.get(clause.sentence, []), marks.people.get(clause.sentence, [])
    for name, starts in (("agency", agencies), ("person", people), ("team", teams)):
        if any(clause.start <= start < fault for start in starts):
            return name
    return "thing" if len(lead) > 1 else "word"


class _Sentence:
    """What the clauses of a sentence share, and what stands before each of them."""

    def __init__(self, analysis: Analysis, marks: _Marks, index: int, quoted: bool) -> None:
        self.analysis, self.sentence, self.quoted = analysis, analysis.sentences[index], quoted
        self.marks = marks.within(self.sentence.start, self.sentence.end)
        form = analysis.form[self.sentence.start : self.sentence.end]
        self.form = form
        self.colon = form.find(": ")
        words = form.split()
        self.features = {f"s:{cls}" for *_, cls in self.marks} | {f"part:{analysis.kind_of(index)}"}
        self.features |= {
            f"begins:{' '.join(words[:2])}",
            f"begins1:{words[0]}",
            f"listed:{bucket(form.count(';'), (0, 1, 3))}",
        }
        self.features.add("s:fault" if any(m[3] in FAULTS for m in self.marks) else "s:no-fault")
        if self.marks and self.marks[0][0] - self.sentence.start < 12:
            self.features.add(f"opens:{self.marks[0][3]}")
        if index in marks.agencies:
            self.features.add("s:agency")
        if index in marks.people:
            self.features.add("s:person")

    def before(self, clause: Segment) -> set[str]:
        """What governs a clause of this sentence: the cues before it, the nearest first, a colon, a quotation."""
        features = {f"before-w:{w}" for w in self.form[: clause.start - self.sentence.start].split()}
        governors = [m for m in self.marks if m[0] < clause.start and m[3] in _GOVERNORS]
        features |= {f"before:{m[3]}" for m in governors}
        if governors:
            nearest = governors[-1]
            gap = len(self.analysis.form[nearest[1] : clause.start].split())
            features |= {
                f"under:{nearest[3]}",
                f"under:{nearest[2]}",
                f"under-gap:{nearest[3]}:{bucket(gap, (0, 3, 10, 25))}",
            }
            features.add(f"chain:{'>'.join(dict.fromkeys(m[3] for m in governors[-2:]))}")
        at = clause.start - self.sentence.start
        head = self.form[:at]
        if match := list(REPORT.finditer(head)):
            features |= {
                f"reported:{match[-1].group().split()[0]}",
                f"report-gap:{bucket(len(head[match[-1].end() :].split()), (0, 10, 30))}",
            }
        if 0 <= self.colon < at:
            features |= {"after-colon", f"colon:{(head[: self.colon].split() or ['^'])[-1]}"}
        if _inside_quotes(head, self.quoted):
            features.add("quoted")
        return features


def _quoted(analysis: Analysis) -> list[bool]:
    """Whether each sentence begins inside a quotation of its paragraph."""
    out, part, inside = [], -1, False
    for sentence in analysis.sentences:
        if sentence.part != part:
            part, inside = sentence.part, False
        out.append(inside)
        inside = _inside_quotes(analysis.text[sentence.start : sentence.end], inside)
    return out


def _inside_quotes(text: str, inside: bool) -> bool:
    """Whether a quotation is open after `text`, given whether one was before it."""
    for mark in _QUOTES.findall(text):
        inside = mark == "“" or mark == '"' and not inside
    return inside


def _since_landmarks(analysis: Analysis) -> list[set[str]]:
    """How many sentences ago the last result, report, turn ... stood, for every sentence."""
    last: dict[str, int] = {}
    out = []
    for index, triggers in enumerate(analysis.triggers):
        features = {
            f"since-{cls}:{bucket(index - last[cls], (1, 2, 4, 8)) if cls in last else 'never'}" for cls in _LANDMARKS
        }
        features.add(f"at:{bucket(index, (1, 3, 8, 16, 30))}")
        features.add(f"through:{bucket(index / len(analysis.sentences), (0.1, 0.3, 0.5, 0.7, 0.9))}")
        out.append(features)
        last |= {t.cls: index for t in triggers}
    return out


def _article_features(analysis: Analysis, marks: _Marks) -> set[str]:
    """What the whole article is about: how thick its faults and its inspecting stand."""
    size = max(1, len(analysis.sentences))
    counts: dict[str, int] = {}
    for *_, cls in marks.all:
        counts[cls] = counts.get(cls, 0) + 1
    faults = sum(counts.get(cls, 0) for cls in FAULTS)
    features = {f"a-faults:{bucket(faults / size, (0.2, 0.5, 1.0, 1.5))}", f"a-size:{bucket(size, (8, 16, 30, 50))}"}
    for cls in ("result", "team", "act", "announce", "event", "report", "wish", "sanction"):
        features.add(f"a-{cls}:{bucket(counts.get(cls, 0) / size, (0, 0.1, 0.3, 0.6))}")
    return features


def join_features(
    analysis: Analysis, clauses: Sequence[Segment], features: Sequence[Set[str]], first: int, right: int
) -> set[str]:
    """Whether the clause number `right` belongs to the finding made of the clauses `first` to `right - 1`.

    A clause with a fault of its own usually is a finding of its own; one without a fault, or without a subject to the
    left of it, leans on what stands before.
    """
    form, left = analysis.form, right - 1
    between = form[clauses[left].end : clauses[right].start].strip()
    out = {f"between:{between[:12]}", f"parts:{min(3, left - first)}"}
    for side, own in (("l", features[left]), ("r", features[right])):
        out |= {f"{side}-{f}" for f in own if f in _JOINING or f.startswith(_JOINING_GROUPS)}
    so_far = form[clauses[first].start : clauses[left].end].split()
    words = form[clauses[right].start : clauses[right].end].split()
    mark, short = between[:3], bucket(len(words), (2, 4, 8))
    faulty = f"{any('fault' in features[k] for k in range(first, right))}>{'fault' in features[right]}"
    lead, before = (_value(features[k], "lead-in:") for k in (right, first))
    out |= {
        f"so-far:{bucket(len(so_far), (3, 6, 10, 16, 24, 35))}", f"adds:{bucket(len(words), (2, 4, 8, 16))}",
        f"faulty:{faulty}", f"lead-ins:{before}>{lead}", f"{mark}|{faulty}|{lead}", f"{mark}|{faulty}|{short}",
        f"{mark}|subject:{_value(features[right], 'subject:')}", f"verdict:{'verdict' in features[right]}|{faulty}",
    }  # fmt: skip
    if so_far[0] == words[0]:
        out.add("same-first-word")
    return out


def _value(features: set[str], name: str) -> str:
    return next((f[len(name) :] for f in features if f.startswith(name)), "none")


_JOINING = frozenset(("fault", "no-fault", "money", "figure", "verdict", "against-rule", "counted", "after-colon"))
_JOINING_GROUPS = (
    "words:", "cue:", "is:", "leads:", "first:", "first2:", "subject:", "lead-in:", "listed:", "right:", "left:",
    "nth:",
)  # fmt: skip
