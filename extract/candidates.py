"""Candidates for each field with the features by which the models choose among them.

Every feature is a word that a person can read: "left:tại" (the word before), "sent:team" (a team in the sentence),
"kind:enterprise". Features of an organisation are those of its mentions together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .agencies import AgencyMention
from .analysis import Analysis, Trigger
from .entities import Entity

_CLASSES = ("act", "team", "result", "announce", "surprise", "future", "self", "police", "report", "urge", "sanction")
_OFFICES = re.compile(
    r"(?:giám đốc|chủ tịch|trưởng|phó|bí thư|lãnh đạo|đại diện|chánh|hiệu trưởng|cán bộ|nhân viên|chuyên viên|viên chức|công chức|kế toán)\s*$"
)
_FINDING = re.compile(r"\b(?:chưa|không|thiếu|chậm|sai|vượt|vi phạm|sai phạm|trái|buông lỏng|để xảy ra|quá hạn|hết hạn|vắng|khóa trái)\b")


def bucket(number: float, edges: tuple[int, ...]) -> str:
    """The smallest edge that `number` does not pass, as text: "<=3", or ">8" beyond the last."""
    for edge in edges:
        if number <= edge:
            return f"<={edge}"
    return f">{edges[-1]}"


def sentence_features(analysis: Analysis, index: int) -> set[str]:
    """What the sentence around a mention holds."""
    features = {f"sent:{t.cls}" for t in analysis.triggers[index] if t.cls in _CLASSES}
    sentence = analysis.sentences[index]
    if _FINDING.search(analysis.form, sentence.start, sentence.end):
        features.add("sent:finding")
    features.add(f"part:{analysis.kind_of(index)}")
    return features


def _nearest_left(triggers: Iterable[Trigger], at: int) -> Trigger | None:
    return max((t for t in triggers if t.end <= at and t.cls in ("act", "team", "result", "announce")), key=lambda t: t.end, default=None)


def mention_features(analysis: Analysis, mention: AgencyMention, previous: AgencyMention | None, inherited: set[str]) -> set[str]:
    """Features of one mention; a member of a list takes what stands left of the list (`inherited`)."""
    words = analysis.words[mention.sentence]
    form = analysis.form
    first = next((i for i, w in enumerate(words) if w.start >= mention.start), len(words))
    last = next((i for i, w in enumerate(words) if w.start >= mention.end), len(words))
    low = lambda i: words[i].low if 0 <= i < len(words) else "^" if i < 0 else "$"  # noqa: E731
    features = {f"right:{low(last)}", f"right2:{low(last)} {low(last + 1)}"}
    listed = previous is not None and re.fullmatch(r"\s*(?:\([^()]{0,60}\))?\s*(?:[,;]|và|,\s*và|cùng|với)?\s*(?:tại|các|ở)?\s*", form[previous.end : mention.start])
    if listed or previous is not None and mention.group == previous.group:
        features |= {f for f in inherited if not f.startswith("right")}
        features.add("listed")
        return features
    left = low(first - 1)
    if left in ("các", "những", "một", "của", "số") and first > 1:
        features.add(f"left2:{low(first - 2)} {left}")
    features |= {f"left:{left}", f"left2:{low(first - 2)} {left}", f"left3:{low(first - 3)} {low(first - 2)} {left}"}
    triggers = analysis.triggers[mention.sentence]
    if trigger := _nearest_left(triggers, mention.start):
        between = form[trigger.end : mention.start]
        gap = len(between.split())
        features.add(f"after:{trigger.cls}:{bucket(gap, (0, 2, 6, 15))}")
        if re.search(r"\b(?:tại|đối với|ở|đến|với|của)\s*(?:các|một số)?\s*$", between):
            features.add(f"after:{trigger.cls}+prep")
        if trigger.cls == "act" and gap <= 1:
            features.add(f"object-of:{trigger.phrase}")
        if "," in between or "." in between:
            features.add(f"after:{trigger.cls}:broken")
        if trigger.cls == "team" and gap <= 3 and re.match(r"\s*(?:số \d+\s*)?(?:của|thuộc|do)?\s*$", between):
            features.add("team-of")
    else:
        features.add("after:none")
    right = next((t for t in triggers if t.start >= mention.end and t.cls in ("act", "result", "announce", "team")), None)
    if right is not None:
        features.add(f"before:{right.cls}:{bucket(len(form[mention.end : right.start].split()), (1, 4, 10))}")
    if _OFFICES.search(form, max(0, mention.start - 30), mention.start):
        features.add("office-before")
    if re.search(r"\(\s*(?:trực thuộc|thuộc)?\s*$", form[max(0, mention.start - 14) : mention.start]):
        features.add("in-brackets")
    if re.search(r"\b(?:thuộc|trực thuộc|của)\s*$", form[max(0, mention.start - 12) : mention.start]):
        features.add("belongs")
    if re.search(r"\b(?:theo|yêu cầu|đề nghị|kiến nghị|giao|báo cáo|gửi)\s*$", form[max(0, mention.start - 12) : mention.start]):
        features.add("addressed")
    tail = form[mention.end : mention.end + 40]
    if re.match(r"\s*(?:,|\([^)]*\))?\s*(?:đã|còn|vẫn|cũng|bị|lại|này)?\s*(?:chưa|không|thiếu|chậm|vi phạm|có \d|để xảy ra|còn|sai|tự ý|buông)", tail):
        features.add("faulted")
    if re.match(r"\s*(?:cho biết|cho hay|khẳng định|yêu cầu|đề nghị|kiến nghị|chỉ đạo|ban hành|tổ chức|công bố|phối hợp|tiến hành|thành lập|kết luận|chủ trì|xử phạt|kiểm tra|thanh tra|vừa)", tail):
        features.add("acts")
    return features


def entity_features(analysis: Analysis, entities: list[Entity]) -> list[set[str]]:
    """Features of each entity, in the order given."""
    by_mention: dict[int, set[str]] = {}
    previous: AgencyMention | None = None
    inherited: set[str] = set()
    for mention in analysis.agencies:
        if previous is not None and previous.sentence != mention.sentence:
            previous = None
        features = mention_features(analysis, mention, previous, inherited)
        if "listed" not in features:
            inherited = features
        by_mention[id(mention)] = features
        previous = mention
    counts = [len(e.mentions) for e in entities]
    most = max(counts, default=0)
    out = []
    for entity, count in zip(entities, counts, strict=True):
        features: set[str] = set()
        for mention in entity.mentions:
            own = by_mention[id(mention)]
            features |= own
            around = sentence_features(analysis, mention.sentence)
            features |= around
            if "sent:act" in around or "sent:team" in around or "sent:result" in around:
                features |= {f"insp&{f}" for f in own if f.startswith(("left:", "left2:"))}
        head = entity.best.head
        first = entity.mentions[0].sentence
        features |= {
            f"kind:{head.kind}", f"head:{head.form}", f"grammar:{head.grammar}",
            f"count:{bucket(count, (1, 2, 4, 8))}", f"first:{bucket(first, (0, 1, 2, 4, 8, 16))}",
            f"entities:{bucket(len(entities), (1, 3, 6, 10, 20))}",
        }  # fmt: skip
        if count == most:
            features.add("most-named")
        if any(t.cls in ("act", "team", "result") for t in analysis.triggers[0]) and first == 0:
            features.add("title-with-trigger")
        features |= {f"{f}&kind:{head.kind}" for f in list(features) if f in ("part:title", "faulted", "office-before", "acts", "after:act+prep", "most-named", "sent:finding", "team-of", "after:announce+prep")}
        features.add(f"level:{_level(entity)}")
        out.append(features)
    return out


def _level(entity: Entity) -> str:
    name = entity.name.lower()
    for level, words in (
        ("commune", ("xã ", "phường ", "thị trấn ")), ("district", ("huyện", "quận", "thị xã")),
        ("province", ("tỉnh", "tp", "thành phố", "sở ")), ("ministry", ("bộ ", "chính phủ", "trung ương")),
    ):  # fmt: skip
        if any(w in name for w in words):
            return level
    return "none"


# dates --------------------------------------------------------------------------------------------------------------

_DOCUMENT = re.compile(
    r"(?:số\s+\S+|\d+\s?/\s?[a-zđ&-]+\S*|quyết định|công văn|kế hoạch|chỉ thị|công điện|tờ trình|thông báo|báo cáo|nghị quyết|kết luận|thông tư|nghị định|văn bản)"
    r"[^.;]{0,40}(?:ngày|,)?\s*$"
)
_PERIOD = re.compile(r"(?:giai đoạn|thời kỳ|niên độ|nhiệm kỳ|từ năm|thời hạn|hạn chót|trước|chậm nhất|kể từ|hiệu lực)\s*(?:thanh tra\s*)?(?:từ)?\s*(?:ngày)?\s*$")
_VERBS = re.compile(
    r"\b(cho biết|cho hay|thông tin|công bố|kiểm tra|thanh tra|giám sát|kiểm toán|làm việc|ban hành|ký|phê duyệt|họp|yêu cầu|chỉ đạo|có mặt|phát hiện|xử phạt|tiến hành|"
    r"tổ chức|trả lời|bắt|khởi tố|xảy ra|lập biên bản|báo cáo|trao đổi|khẳng định|kết luận|dẫn đầu|bắt đầu|kết thúc|đến|có công văn|có văn bản|gửi|nhận|diễn ra|đột xuất|bất ngờ|sẽ)\b"
)


def date_features(analysis: Analysis, index: int) -> set[str]:
    """Features of the date mention `analysis.dates[index]`."""
    mention = analysis.dates[index]
    form = analysis.form
    sentence = analysis.sentence_at(mention.start)
    left, right = form[max(sentence.start, mention.start - 90) : mention.start], form[mention.end : min(sentence.end, mention.end + 220)]
    lw = left.split()
    features = sentence_features(analysis, sentence.index)
    features |= {f"date:{mention.kind}", f"left:{lw[-1] if lw else '^'}", f"left2:{' '.join(lw[-2:]) if lw else '^'}"}
    features.add(f"written:{re.sub(r'[0-9]+', '0', form[mention.start : mention.end])}"[:40])
    rw = re.findall(r"\w+|[,.;:()]", right)[:4]
    if rw and rw[0] == ",":
        rw = rw[1:]
    features |= {f"right:{rw[0] if rw else '$'}", f"right2:{' '.join(rw[:2])}"}
    if mention.start - sentence.start <= 12:
        features.add("sentence-initial")
    if _DOCUMENT.search(left):
        features.add("after-document")
    if _PERIOD.search(left):
        features.add("after-period")
    if verb := _VERBS.search(right):
        features |= {f"verb:{verb[1]}", f"verb-gap:{bucket(len(right[: verb.start()].split()), (2, 6, 12, 20))}"}
    if verb := list(_VERBS.finditer(left)):
        features.add(f"verb-left:{verb[-1][1]}")
    for trigger in analysis.triggers[sentence.index]:
        if trigger.cls not in ("act", "team", "announce", "result", "surprise"):
            continue
        if trigger.start >= mention.end:
            features.add(f"before:{trigger.cls}:{bucket(len(form[mention.end : trigger.start].split()), (1, 4, 10, 20))}")
        elif trigger.end <= mention.start:
            features.add(f"after:{trigger.cls}:{bucket(len(form[trigger.end : mention.start].split()), (1, 4, 10, 20))}")
    if "trước đó" in left or "trước đây" in left:
        features.add("earlier")
    if any(day[2] for day in mention.days):
        features.add("year-given")
    features.add(f"nth:{bucket(index, (0, 1, 3, 6))}")
    features.add(f"dates:{bucket(len(analysis.dates), (1, 2, 4, 8))}")
    features.add(f"at:{bucket(sentence.index, (0, 1, 2, 4, 8, 16))}")
    features |= {f"{a}&{b}" for a in features if a in ("sentence-initial", "earlier", "part:sapo") for b in features if b in ("sent:team", "sent:act", "sent:announce", "sent:result")}
    return features


# leaders ------------------------------------------------------------------------------------------------------------

_LEAD = re.compile(
    r"(?P<vice>(?:phó|nguyên phó)\s+)?(?:(?P<head>tr[ưư][ởờ]ng đoàn|tổ trưởng|trưởng tổ)(?P<what>\s+(?:đại biểu|đbqh|tổ dân phố|dân phố|bộ môn|chuyên môn|giám sát))?|(?P<verb>dẫn đầu|dẫn đoàn|chủ trì|phụ trách|đứng đầu|trực tiếp chỉ huy|chỉ huy))\b"
)
_HIMSELF = re.compile(r"^[^.;:]{0,80}?\b(?:(?:đã|trực tiếp|bất ngờ|đột xuất|đích thân|đến|đi|về|xuống|tới|có mặt|đã đến)\s+)*(kiểm tra|thị sát|thanh tra|giám sát)\b")


def leader_features(analysis: Analysis, index: int) -> set[str]:
    """Features of the person mention `analysis.people[index]`."""
    person = analysis.people[index]
    form = analysis.form
    sentence = analysis.sentences[person.sentence]
    others = [p for p in analysis.people if p.sentence == person.sentence and p is not person]
    features = sentence_features(analysis, person.sentence) | {f"title:{person.before}"}
    title = form[person.title_start : person.start].strip()
    features.add(f"title-word:{title[:20]}")
    for cue in _LEAD.finditer(form, sentence.start, sentence.end):
        name = "vice" if cue["vice"] else "standing" if cue["what"] else "head" if cue["head"] else cue["verb"]
        if cue.start() >= person.end:
            gap = form[person.end : cue.start()]
            between = sum(person.end <= p.start < cue.start() for p in others)
            side = "cue-right"
            words = re.findall(r"\w+", gap)
            if words[-1:] and words[-1] in ("làm", "là", "kiêm", "với", "giữ"):
                features.add(f"{side}:{name}:as:{min(between, 2)}")
            if re.search(r"[–,(-]\s*$", gap):
                features.add(f"{side}:{name}:apposed:{min(between, 2)}")
            if ";" in gap or re.search(r"\b(?:cùng|và)\b.*\bông\b", gap):
                features.add(f"{side}:{name}:broken")
        elif cue.end() <= person.start:
            gap = form[cue.end() : person.start]
            between = sum(cue.end() <= p.start < person.start for p in others)
            side = "cue-left"
            if re.match(r"\s*(?:đoàn\s*)?(?:là|:|,|-)?\s*(?:ông|bà|đồng chí|đ/c|cô|thầy|bác sĩ)?\s*$", gap):
                features.add(f"{side}:{name}:adjacent")
        else:
            continue
        features.add(f"{side}:{name}:{min(between, 2)}:{bucket(len(gap.split()), (2, 8, 16, 30))}")
    left = form[max(sentence.start, person.title_start - 40) : person.title_start].split()
    features |= {f"left:{left[-1] if left else '^'}", f"left2:{' '.join(left[-2:])}"}
    right = re.findall(r"\w+|[,.;:()–-]", form[person.end : person.end + 60])
    features |= {f"right:{right[0] if right else '$'}", f"right2:{' '.join(right[:2])}"}
    tail = form[person.end : sentence.end]
    if match := _HIMSELF.match(tail):
        features.add(f"himself:{match[1]}:{bucket(len(tail[: match.start(1)].split()), (1, 4, 10, 20))}")
        if person.before == "office" or re.match(r"\s*[,(–-]\s*(?:phó\s+)?(?:chủ tịch|bí thư|giám đốc|bộ trưởng|thứ trưởng|trưởng)", tail):
            features.add("himself:office")
    if re.match(r"\s*(?:cho biết|cho hay|nói|khẳng định|thông tin|chia sẻ|cho rằng|trả lời)", tail) or re.search(r"\b(?:theo|trao đổi với)\s*$", form[max(0, person.title_start - 20) : person.title_start]):
        features.add("speaks")
    if re.search(r"\b(?:tổ|đoàn) giám sát\b", form[max(sentence.start, person.start - 80) : person.start]):
        features.add("watches-the-team")
    if re.search(r"\b(?:tiếp|đón|gồm|thành viên|cùng đi|tham dự|tham gia)\b", form[max(sentence.start, person.start - 60) : person.start]):
        features.add("attends")
    features.add(f"at:{bucket(person.sentence, (0, 1, 2, 4, 8, 16))}")
    features.add(f"people:{bucket(len(others), (0, 1, 3))}")
    return features


# the article --------------------------------------------------------------------------------------------------------


def article_features(analysis: Analysis, agency_scores: list[float], date_scores: list[float], leader_scores: list[float]) -> set[str]:
    """Whether the article tells an inspection: its triggers, what stands beside them, and the best candidates."""
    features: set[str] = set()
    counts: dict[str, int] = {}
    for index, triggers in enumerate(analysis.triggers):
        kind = analysis.kind_of(index)
        words = analysis.words[index]
        for trigger in triggers:
            counts[trigger.cls] = counts.get(trigger.cls, 0) + 1
            if trigger.cls not in ("act", "team", "result", "announce", "police", "self"):
                continue
            features |= {f"t:{trigger.phrase}", f"{kind}:{trigger.cls}"}
            if index <= 2:
                features.add(f"early:{trigger.cls}")
            if trigger.cls in ("act", "team"):
                first = next((i for i, w in enumerate(words) if w.start >= trigger.start), 0)
                last = next((i for i, w in enumerate(words) if w.start >= trigger.end), len(words))
                features.add(f"{trigger.phrase}<{words[first - 1].low if first else '^'}")
                features.add(f"{trigger.phrase}>{words[last].low if last < len(words) else '$'}")
    inspecting = sum(counts.get(c, 0) for c in ("act", "team", "result", "announce"))
    features |= {f"n:{cls}:{bucket(count, (1, 3, 6, 12))}" for cls, count in counts.items()}
    features.add(f"inspecting:{bucket(inspecting, (0, 1, 2, 4, 8, 16))}")
    size = max(1, len(analysis.sentences))
    features.add(f"density:{bucket(inspecting / size, (0, 0.05, 0.1, 0.2, 0.4, 0.8)) if inspecting else 'none'}")
    for name, scores in (("agency", agency_scores), ("date", date_scores), ("leader", leader_scores)):
        features.add(f"best-{name}:{bucket(max(scores, default=0.0), (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75))}")
    features.add(f"sum-agency:{bucket(sum(agency_scores), (0.1, 0.3, 0.6, 1.0, 1.5, 2.5))}")
    features.add(f"agencies:{bucket(len({m.name for m in analysis.agencies}), (0, 2, 5, 10, 20))}")
    return features
