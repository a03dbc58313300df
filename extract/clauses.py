"""Clauses: who does what, read from the symbols of a sentence (`extract.shape`).

A rough reading, made of few rules: the first subject, the first verb that matters after it, adverbials and appositions
passed over. It serves to tell the day of an inspection from the day of a decision, and a leader from a spokesman.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .shape import FILLER, Symbol

PREDICATES = {
    "ACT", "ANNOUNCE", "RESULT", "SAY", "DOCUMENT", "MEET", "SETUP", "HAPPEN", "REPORT", "URGE", "SANCTION", "POLICE",
    "LEAD", "SELF", "FUTURE", "VISIT",
}  # fmt: skip
SUBJECTS = {"TEAM", "ORG", "PER", "OFFICE"}
#: Verbs and prepositions of coming to a place.
COMING = {"GO", "đến", "tới", "vào", "xuống", "về"}
#: What may stand between a date and the mark or word that opens its clause.
_BEFORE = {FILLER, "trong", "từ", "cùng", "-", "PERIOD", *COMING}
_OPENERS = {"^", ",", ":", "(", "SAY", "TURN", "rằng", "như", "theo", "."}
#: What opens an adverbial before the subject: "Ngày 9/2, thực hiện kế hoạch …, đoàn …", "…, sau khi nhận tin, đội …".
_ADVERBIAL = {"HOLD", "theo", "sau_khi", "từ", "để", "DOCUMENT"}
_ACTS = {"ACT", "MEET", "ANNOUNCE"}
_PLACE = {"tại", "ở", "trên_địa_bàn"}
_ENDS = {".", ";"}
#: Teams that need not inspect: a working group visits, a patrol stops cars.
_WORKING = ("công tác", "lực lượng", "chức năng")


@dataclass(frozen=True, slots=True)
class Clause:
    """A date's clause: `side` is "opens" or "closes"; subject and predicate are symbols or "none".

    `carried_out`: the words say that the act is done then ("tiến hành kiểm tra", "đột xuất kiểm tra").
    """

    side: str
    subject: str
    predicate: str
    carried_out: bool = False


def clause_of(symbols: Sequence[Symbol], at: int, form: str) -> Clause:
    """The clause that the date at `symbols[at]` belongs to."""
    left = [s.name for s in symbols[:at]][::-1]
    before = list(left)
    while before and before[0] in _BEFORE:
        before = before[1:]
    if (before or ["^"])[0] in _OPENERS:
        following = _following(symbols[at + 1 :], form)
        if following.predicate != "none":
            return following
    return _preceding(left)


def _preceding(left: list[str]) -> Clause:
    """What the date closes: the nearest predicate before it, or the verb after "đã" that its clause begins with."""
    predicate = agent = "none"
    passed: list[str] = []
    for name in left:
        if name in _ENDS:
            break
        if name == "đã" and passed and passed[-1] in _ACTS and not set(passed) & {"SAY", "RESULT", "DOCUMENT"}:
            predicate = passed[-1]
        if name in PREDICATES:
            passed.append(name)
            if predicate == "none":
                predicate = name
        elif name in SUBJECTS and (predicate != "none" or name == "TEAM") and agent == "none":
            agent = name
    if predicate == "none" and agent == "TEAM":
        # "vào" directly before the date is no coming
        predicate = next(("HOLD" if n == "HOLD" else "GO" for n in left[1:] if n in COMING or n == "HOLD"), "none")
    near = [n for n in left if n not in {FILLER, "từ", "đã", *COMING}][:2]
    return Clause("closes", agent, predicate, near in (["HOLD", "ACT"], ["HOLD", "MEET"]))


def _following(symbols: Sequence[Symbol], form: str) -> Clause:
    """The first subject after a date that opens its clause, and what it does."""
    names = [s.name for s in symbols]
    at = 0
    while at < len(names) and names[at] in (",", FILLER, "-"):
        at += 1
    if at < len(names) and names[at] in _ADVERBIAL:
        at = _after_adverbial(names, at)
    subject = predicate = "none"
    who = ""
    while at < len(names) and names[at] not in _ENDS:
        name = names[at]
        if name in _PLACE and subject == "none":
            at += 1
            while at < len(names) and names[at] not in {",", *_ENDS, *PREDICATES, "TEAM"}:
                at += 1
            continue
        if (
            subject == "none"
            and name == "ACT"
            and form[symbols[at].start : symbols[at].end] != "giám sát"
            and _is_body(names, at)
        ):
            subject = "TEAM"  # "Thanh tra Sở Y tế", "cơ quan thanh tra" do the inspecting
        elif subject == "none" and name in SUBJECTS:
            subject, who = name, form[symbols[at].start : symbols[at].end]
            if name in ("PER", "OFFICE"):
                at = after_apposition(names, at)
                continue
        elif name == "do" and subject in ("TEAM", "ORG") and "LEAD" in names[at : at + 16]:
            at = names.index("LEAD", at)  # "đoàn kiểm tra do ông N, Chánh Thanh tra, làm trưởng đoàn …"
            subject = "TEAM"
        elif name == "LEAD" and (subject == "TEAM" or {"ANNOUNCE", "ACT"} & set(names[at + 1 : at + 3])):
            pass  # "ông N chủ trì công bố quyết định …"
        elif name in PREDICATES:
            predicate = name
            break
        at += 1
    if subject == "TEAM" and any(word in who for word in _WORKING):
        subject = "GROUP"
    if predicate != "SAY" and (told := _after_perfect(names)):
        at = told
        predicate = names[at]
    # "chủ trì công bố quyết định", "tổ chức hội nghị công bố quyết định", "chủ trì thành lập đoàn …"
    if predicate in ("LEAD", "SAY") and (
        nested := next((n for n in names[at + 1 : at + 4] if n in ("ANNOUNCE", "SETUP")), None)
    ):
        at = names.index(nested, at)
        predicate = nested
    rest = names[at + 1 :]
    if predicate == "FUTURE":
        goes_on = subject == "TEAM" and form[symbols[at].start : symbols[at].end] == "tiếp tục"
        predicate = next(
            (f"FUTURE+{n}" for n in rest if n in PREDICATES and n != "FUTURE"), "HOLD" if goes_on else "FUTURE"
        )
    elif predicate == "SETUP" and ("ACT" in rest or "TEAM" in rest):
        predicate = "SETUP+ACT"
    elif predicate == "LEAD" and "TEAM" in rest:
        team = symbols[names.index("TEAM", at)]
        working = any(word in form[team.start : team.end] for word in _WORKING)
        predicate = "LEAD+ACT" if "ACT" in rest or not working else "LEAD+TEAM"
    elif predicate == "MEET" and "ACT" in rest:
        predicate = "MEET+ACT"
    elif predicate == "none" and subject in ("TEAM", "GROUP"):
        predicate = next(("HOLD" if n == "HOLD" else "GO" for n in names if n in COMING or n == "HOLD"), "something")
    elif predicate == "none" and subject == "PER" and COMING & set(names) and "ORG" in rest:
        predicate = "GO"
    carried_out = predicate in ("ACT", "MEET", "MEET+ACT") and at > 0 and names[at - 1] in ("HOLD", "SURPRISE")
    return Clause("opens", subject, predicate, carried_out or predicate == "ACT" and "SURPRISE" in rest[:1])


def _is_body(names: list[str], at: int) -> bool:
    """Whether the act at `names[at]` names a body: something is done after it."""
    rest = names[at + 1 :]
    return rest[:1] in (["ORG"], [FILLER], ["HOLD"], ["đã"]) and any(n in PREDICATES or n == "HOLD" for n in rest)


def _after_adverbial(names: list[str], at: int) -> int:
    """Where the main clause begins: after the first comma that a subject follows; unmoved if there is none."""
    for i in range(at, len(names) - 1):
        if names[i] in _ENDS:
            break
        if names[i] == "," and (
            names[i + 1] in SUBJECTS or names[i + 1 : i + 3] in ([FILLER, "TEAM"], [FILLER, "ORG"])
        ):
            return i + 1
    return at


def after_apposition(names: list[str], at: int) -> int:
    """Past the offices written after a person: "ông N, Vụ trưởng Vụ Thanh tra, Trưởng đoàn thanh tra, …"."""
    at += 1
    while at < len(names) and names[at] in (",", "-", "("):
        close = {")"} if names[at] == "(" else {",", "-"}
        end = next((i for i in range(at + 1, min(len(names), at + 12)) if names[i] in close), None)
        if end is None or {"SAY", "đã", "MEET", "URGE", "DOCUMENT"} & set(names[at:end]):
            return at + 1
        at = end + (names[end] == ")")
        if names[at : at + 1] == [","] and not {"OFFICE", "LEAD", "ACT", "ORG"} & set(names[at + 1 : at + 3]):
            return at + 1
    return at


def _after_perfect(names: list[str]) -> int | None:
    """The first predicate after the first "đã" or "vừa" of the sentence, if nobody speaks before it."""
    for i, name in enumerate(names[:24]):
        if name == "SAY" or name in _ENDS:
            return None
        if name in ("DATE", "TURN"):
            return None
        if name in ("đã", "vừa"):
            return next((j for j in range(i + 1, min(len(names), i + 8)) if names[j] in PREDICATES), None)
    return None
