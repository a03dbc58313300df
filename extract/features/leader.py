"""Whether a person leads the inspecting team, or carries out the inspection in person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..analysis import Analysis
from ..clauses import COMING, PREDICATES, after_apposition
from ..shape import FILLER, Symbol, shape_features
from .common import bucket, sentence_features

#: What may stand between a person and "làm trưởng đoàn": the person's offices.
_OFFICES = {
    ",", "-", "(", ")", "OFFICE", "ORG", "ACT", "của", "thuộc", "tại", "là", "được", "đã", "cũng", "và", "với", "số",
    "về", FILLER,
}  # fmt: skip
_GOES = {"HOLD", "SURPRISE", "đã", "vừa", "cùng", FILLER, "ATTEND", "TEAM", "ORG", "OFFICE", "và", ",", *COMING}
#: Heads of the team that watches the inspectors belong to the division for "supervision, appraisal and follow-up".
_WATCHING_OFFICE = re.compile(r"giám sát,? thẩm định|xử lý sau thanh tra")
_TEAM = re.compile(
    r"\b(?:(?P<watch>tổ giám sát)(?:\s+(?:hoạt động|của|các|việc|quá trình))*(?:\s+(?:đoàn|tổ)(?:\s+\w+){2})?"
    r"|(?:tổ|đoàn)\s+(?:thanh tra|kiểm tra|công tác|liên ngành|kiểm toán))"
)
#: What makes an act a noun: "cuộc thanh tra", "về kiểm tra …".
_NOUN = re.compile(
    r"\b(?:cuộc|đợt|về|việc|buổi|công tác|kế hoạch|quyết định|kết luận|liên quan đến|kết quả|ban|đoàn|tổ)(?: cuộc)?\s*$"
)
#: "đoàn kiểm tra dưới sự chủ trì của Phó Chánh Văn phòng UBND tỉnh N"
_UNDER = re.compile(r"đoàn [^.;]{0,90}dưới sự (?:chủ trì|dẫn đầu|chỉ huy|điều hành)(?: trực tiếp)? của [^.;,]{0,80}$")
_MEETING = re.compile(r"\s*(?:buổi|cuộc|hội nghị|phiên|họp|lễ|kỳ họp|việc|xây dựng|tham mưu|phối hợp)")
_OTHER_TEAM = re.compile(r"\s*(?:dân phố|chuyên môn|bộ môn|du lịch|khách|nghệ thuật|thể thao|tổ|đoàn)\b")
_FORMER = re.compile(r"\b(?:xin thôi|thôi làm|nguyên|cựu|thay|bị|vòi)\b")


@dataclass(frozen=True, slots=True)
class _Role:
    """What one mention says of a person: a rule that makes a leader, or what the person does instead.

    `plainness` is 2 where the text calls the person head of the team, 1 where the person inspects, 0 where nothing is
    said, -1 where the person only speaks, meets or attends.
    """

    plainness: int
    rule: str


def leader_features(analysis: Analysis, mentions: Sequence[int]) -> set[str]:
    """Features of a person: the role in the plainest mention (indices of `analysis.people`), and its sentence."""
    roles = [_role(analysis, index) for index in mentions]
    best = max(range(len(roles)), key=lambda i: roles[i].plainness)
    features = {
        f"role:{roles[best].rule}",
        f"plain:{roles[best].plainness}",
        f"mentions:{bucket(len(mentions), (1, 2, 4))}",
    }
    if any(role.rule == "watches-the-team" for role in roles):
        features.add("watches-the-team")
    return features | _surroundings(analysis, mentions[best], roles[best].plainness)


def _role(analysis: Analysis, index: int) -> _Role:
    person = analysis.people[index]
    form = analysis.form
    sentence = analysis.sentences[person.sentence]
    symbols = analysis.shapes.sentence(person.sentence)
    at = next((i for i, s in enumerate(symbols) if s.start <= person.start < s.end), None)
    if at is None:
        return _Role(0, "none")
    inside_end = symbols[at].end
    names = [s.name for s in symbols]
    if _watches(form, max(sentence.start, person.start - 90), person.start, min(sentence.end, person.end + 120)):
        return _Role(-1, "watches-the-team")
    if (lead := _lead_after(symbols, at, form)) is not None:
        cue = form[symbols[lead].start : symbols[lead].end]
        after = form[symbols[lead].end : symbols[lead].end + 40]
        if cue.startswith(("chủ trì", "dẫn đầu")) and _MEETING.match(after):
            return _Role(-1, f"{cue}:a-meeting")
        by_team = _by_team(names, at)
        if cue in ("chủ trì", "phụ trách") and not (by_team or "TEAM" in names[lead + 1 : lead + 3]):
            return _Role(0, f"{cue}:alone")
        if cue.endswith(("tổ trưởng", "trưởng đoàn")) and _OTHER_TEAM.match(after):
            return _Role(-1, "of-another-kind")
        kind = "do" if by_team else "called"
        how = (
            "làm"
            if cue.startswith(("làm", "là "))
            else "dẫn"
            if cue.startswith("dẫn")
            else "chủ-trì"
            if cue.startswith(("chủ trì", "phụ trách"))
            else "head"
        )
        return _Role(2, f"leads:{kind}:{how}")
    if _UNDER.search(form, max(sentence.start, person.start - 110), person.start):
        return _Role(2, "leads:under")
    left = [s.name for s in symbols[:at]]
    if (lead := _lead_before(left)) is not None:
        cue = form[symbols[lead].start : symbols[lead].end]
        if not cue.startswith(("dẫn", "chủ trì", "phụ trách")) and not _OTHER_TEAM.match(form, symbols[lead].end):
            return _Role(2, "leads:head-before")
    if _leads_later(symbols, at, form):
        return _Role(2, "leads:later-verb")
    if names[at - 1 : at] == ["VICE"] or names[at + 1 : at + 3] in ([",", "VICE"], ["-", "VICE"]):
        return _Role(-1, "vice")
    if left[-1:] == ["SAY"] or left[-1:] == ["theo"]:
        return _Role(-1, "quoted")
    predicate, where = _does(names, at)
    office = (
        "office"
        if person.before == "office"
        or inside_end > person.end + 8
        or names[at + 1 : at + 3] in ([",", "OFFICE"], ["-", "OFFICE"])
        else "person"
    )
    if predicate == "ACT":
        noun = _NOUN.search(form, max(sentence.start, symbols[where].start - 24), symbols[where].start)
        subject = (
            not left or left[-2:] == ["OFFICE", FILLER] or left[-1] in (",", ":", "-", "DATE", "TEAM", "OFFICE", "TURN")
        )
        return _Role(
            1 if subject and not noun else 0, f"inspects:{office}" if subject and not noun else "beside-an-act"
        )
    if predicate == "LEAD+TEAM":
        return _Role(2, "leads:verb")
    if predicate in ("SAY", "DOCUMENT", "URGE", "REPORT", "ATTEND"):
        return _Role(-1, f"does:{predicate}:{office}")
    return _Role(0, f"does:{predicate}:{office}")


def _watches(form: str, start: int, person: int, end: int) -> bool:
    """Whether the person in `form[start:end]` belongs to the team that supervises the inspectors."""
    if _WATCHING_OFFICE.search(form, person, end):
        return True
    teams = list(_TEAM.finditer(form, start, person))
    return bool(teams) and teams[-1]["watch"] is not None


def _lead_before(left: list[str]) -> int | None:
    """Where the role stands before the person: "Trưởng đoàn (thanh tra …) là ông N", "Là trưởng đoàn, ông N …"."""
    for i in range(len(left) - 1, max(-1, len(left) - 6), -1):
        if left[i] == "LEAD":
            between = left[i + 1 :]
            named_before = "PER" in left[max(0, i - 3) : i]
            if (
                between == []
                or between[-1] in ("là", ":")
                or between[-1] in (",", "-", FILLER, "ORG", "(")
                and (i == 0 or len(between) < 3)
            ):
                return None if named_before and between[-1:] != ["là"] else i
        if left[i] in ("PER", ".", ";", "SAY"):
            return None
    return None


def _leads_later(symbols: Sequence[Symbol], at: int, form: str) -> bool:
    """ "Bộ trưởng N nhấn mạnh khi dẫn đầu đoàn công tác …": the verb of leading with a team, nobody else between."""
    for i in range(at + 1, min(len(symbols) - 1, at + 12)):
        if symbols[i].name in ("PER", ".", ";", "do"):
            return False
        if symbols[i].name == "LEAD" and form[symbols[i].start : symbols[i].end].startswith("dẫn"):
            return (
                "TEAM" in [s.name for s in symbols[i + 1 : i + 4]]
                or form[symbols[i].start : symbols[i].end] == "dẫn đoàn"
            )
    return False


def _by_team(names: list[str], at: int) -> bool:
    """ "đoàn kiểm tra … do [chức danh] ông N": the person stands after "do", a team or body before it."""
    for i in range(at - 1, max(-1, at - 5), -1):
        if names[i] == "do":
            before = names[max(0, i - 8) : i]
            return bool({"TEAM", "ORG", "ACT"} & set(before)) and not {"SAY", "ANNOUNCE", "RESULT"} & set(before)
        if names[i] not in ("OFFICE", FILLER, "ORG", ",", "("):
            return False
    return False


def _lead_after(symbols: Sequence[Symbol], at: int, form: str) -> int | None:
    """Where the person at `symbols[at]` is called leader: "ông N, Phó Giám đốc Sở Nội vụ làm trưởng đoàn"."""
    names = [s.name for s in symbols]
    listed = "do" in names[:at] and "PER" in names[at + 1 : at + 12]
    found = None
    for i in range(at + 1, min(len(names), at + 20)):
        name = names[i]
        cue = form[symbols[i].start : symbols[i].end]
        if name == "LEAD" and cue != "phụ trách":
            return i
        if name == "LEAD":
            found = i  # "Cục phó phụ trách Cục … làm trưởng đoàn": the last one counts
        elif name == "HOLD" and cue.startswith("chủ trì") and _by_team(names, at):
            return i
        elif name not in _OFFICES or name == "và" and listed:
            break
    if found is None:
        # "(cử) ông N thay ông M làm trưởng đoàn": both have led
        replaced = next((i for i in range(at + 1, min(len(names), at + 10)) if names[i] == "PER"), None)
        if (
            replaced
            and form[: symbols[replaced].start].rstrip().endswith("thay")
            and "LEAD" in names[replaced : replaced + 4]
        ):
            return names.index("LEAD", replaced)
    return found


def _does(names: list[str], at: int) -> tuple[str, int]:
    """The first thing that the person at `names[at]` does, and where it stands."""
    start = after_apposition(names, at)
    for i in range(start, min(len(names), start + 10)):
        name = names[i]
        if name == "LEAD":
            return ("LEAD+TEAM" if "TEAM" in names[i + 1 : i + 4] else "LEAD"), i
        if name in PREDICATES or name == "ATTEND" and i == start:
            return name, i
        if name not in _GOES:
            break
    return "none", at


def _surroundings(analysis: Analysis, index: int, plainness: int) -> set[str]:
    """The sentence of the mention that the role was read from."""
    person = analysis.people[index]
    form = analysis.form
    sentence = analysis.sentences[person.sentence]
    symbols: Sequence[Symbol] = analysis.shapes.sentence(person.sentence)
    at = next((i for i, s in enumerate(symbols) if s.start <= person.start < s.end), 0)
    names = [s.name for s in symbols]
    group = {2: "leads", 1: "inspects"}.get(plainness, "other")
    features = {f"{x}&{group}" for x in sentence_features(analysis, person.sentence)}
    features.add(f"title:{person.before}&{group}")
    near = shape_features(names[:at][::-1], names[at + 1 :], "")
    features |= {f"near:{x}" for x in near if x.count(" ") <= 1 and x[:2] in ("L:", "R:")}
    if _FORMER.search(form, max(sentence.start, person.start - 30), min(sentence.end, person.end + 60)):
        features.add("former-or-suspect")
    if re.search(
        r"\b(?:tiếp|đón|gồm|thành viên|cùng đi|tham dự|tham gia)\b",
        form[max(sentence.start, person.start - 60) : person.start],
    ):
        features.add("attends")
    features.add(f"at:{bucket(person.sentence, (1, 4, 12))}")
    return features
