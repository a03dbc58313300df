"""Whether an organisation is the one inspected: features of its mentions, taken together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from ..agencies import AgencyMention
from ..analysis import Analysis, Trigger
from ..entities import Entity, key_words, linked
from ..shape import around, shape_features
from .common import bucket, sentence_features, words_around

_OFFICES = re.compile(
    r"(?:giám đốc|chủ tịch|trưởng|phó|bí thư|lãnh đạo|đại diện|chánh|hiệu trưởng|cán bộ|nhân viên|chuyên viên|"
    r"viên chức|công chức|kế toán)\s*$"
)


def _nearest_left(triggers: Iterable[Trigger], at: int) -> Trigger | None:
    return max(
        (t for t in triggers if t.end <= at and t.cls in ("act", "team", "result", "announce")),
        key=lambda t: t.end,
        default=None,
    )


def mention_features(
    analysis: Analysis, mention: AgencyMention, previous: AgencyMention | None, inherited: set[str] | None
) -> set[str]:
    """Features of one mention; one that goes on with a list takes what stands left of the list (`inherited`)."""
    words = analysis.words[mention.sentence]
    form = analysis.form
    first = next((i for i, w in enumerate(words) if w.start >= mention.start), len(words))
    last = next((i for i, w in enumerate(words) if w.start >= mention.end), len(words))
    low = lambda i: words[i].low if 0 <= i < len(words) else "^" if i < 0 else "$"  # noqa: E731
    features = {f"right:{low(last)}", f"right2:{low(last)} {low(last + 1)}"}
    if previous is not None and is_address(form, previous, mention):
        return features | {"address"}
    if inherited is not None:
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
    right = next(
        (t for t in triggers if t.start >= mention.end and t.cls in ("act", "result", "announce", "team")), None
    )
    if right is not None:
        features.add(f"before:{right.cls}:{bucket(len(form[mention.end : right.start].split()), (1, 4, 10))}")
    if _OFFICES.search(form, max(0, mention.start - 30), mention.start):
        features.add("office-before")
    if re.search(r"\(\s*(?:trực thuộc|thuộc)?\s*$", form[max(0, mention.start - 14) : mention.start]):
        features.add("in-brackets")
    if re.search(r"\b(?:thuộc|trực thuộc|của)\s*$", form[max(0, mention.start - 12) : mention.start]):
        features.add("belongs")
    if re.search(
        r"\b(?:theo|yêu cầu|đề nghị|kiến nghị|giao|báo cáo|gửi)\s*$", form[max(0, mention.start - 12) : mention.start]
    ):
        features.add("addressed")
    tail = form[mention.end : mention.end + 40]
    if re.match(
        r"\s*(?:,|\([^)]*\))?\s*(?:đã|còn|vẫn|cũng|bị|lại|này)?\s*"
        r"(?:chưa|không|thiếu|chậm|vi phạm|có \d|để xảy ra|còn|sai|tự ý|buông)",
        tail,
    ):
        features.add("faulted")
    if re.match(
        r"\s*(?:cho biết|cho hay|khẳng định|yêu cầu|đề nghị|kiến nghị|chỉ đạo|ban hành|tổ chức|công bố|phối hợp|"
        r"tiến hành|thành lập|kết luận|chủ trì|xử phạt|kiểm tra|thanh tra|vừa)",
        tail,
    ):
        features.add("acts")
    return features


def is_address(form: str, previous: AgencyMention, mention: AgencyMention) -> bool:
    """Whether a local unit only says where the one before it is: "xã Nghi Ân, TP Vinh", "chợ Bình (Ninh Thuận)"."""
    if mention.head.grammar not in ("level", "province") or unit_rank(previous) >= unit_rank(mention):
        return False
    return bool(_ADDRESS.fullmatch(form, previous.end, mention.start))


#: Kinds of sentences in which mentions are counted.
_TOLD = {
    "inspection": ("act", "team", "announce"),
    "result": ("result", "report"),
    "fault": ("fault", "blame"),
    "sanction": ("sanction",),
    "speech": ("say", "urge", "document"),
}

_ADDRESS = re.compile(r"\s*(?:[,(-]|thuộc|ở|tại|của|trên địa bàn)?\s*(?:thuộc|ở|tại)?\s*")


def unit_rank(mention: AgencyMention) -> int:
    """How large a local unit is: 3 province, 2 district, 1 commune, 0 any other organisation."""
    if mention.head.grammar == "province":
        return 3
    if mention.head.grammar != "level":
        return 0
    words = mention.name.lower().split()
    if words[0] == "tỉnh":
        return 3
    if words[0] in ("xã", "phường") or words[:2] == ["thị", "trấn"]:
        return 1
    return 2


def entity_features(analysis: Analysis, entities: list[Entity]) -> list[set[str]]:
    """Features of each entity, in the order given."""
    by_mention: dict[int, set[str]] = {}
    opened: dict[int, set[str]] = {}  # by mention: the features of the one that its list begins with
    previous: AgencyMention | None = None
    for mention, member in linked(analysis.form, analysis.agencies):
        if previous is not None and previous.sentence != mention.sentence:
            previous = None
        inherited = opened[id(member)] if member is not None else None
        features = mention_features(analysis, mention, previous, inherited)
        opened[id(mention)] = features if inherited is None else inherited
        by_mention[id(mention)] = features
        previous = mention
    counts = [len(e.mentions) for e in entities]
    most = max(counts, default=0)
    kinds = Counter(e.kind for e in entities)
    most_told = {
        name: max(
            (
                sum(
                    any(t.cls in classes for t in analysis.triggers[m.sentence])
                    for m in e.mentions
                    if "address" not in by_mention[id(m)]
                )
                for e in entities
            ),
            default=0,
        )
        for name, classes in _TOLD.items()
    }
    title = set(key_words(analysis.article.title))
    out = []
    for entity, count in zip(entities, counts, strict=True):
        features = _in_title(entity, title)
        head = entity.best.head
        for mention in entity.mentions:
            own = by_mention[id(mention)]
            features |= own | words_around(analysis.words[mention.sentence], mention.start, mention.end)
            if "address" in own:
                continue
            left, right, held = around(analysis.shapes.sentence(mention.sentence), mention.start, mention.end)
            shape = set(shape_features(left, right, held))
            # "Giám đốc Sở X cho biết": it is the director who speaks
            features |= {f"office:{f}" for f in shape} if held in ("PER", "OFFICE") else shape
            if held == "ORG":
                features |= {f"{f}&{head.grammar}" for f in shape if f.startswith("by:")}
            near = sentence_features(analysis, mention.sentence)
            features |= near
            if near & {"sent:act", "sent:team", "sent:result"}:
                features |= {f"insp&{f}" for f in own if f.startswith(("left:", "left2:"))}
        head = entity.best.head
        first = entity.mentions[0].sentence
        features |= {
            f"kind:{head.kind}", f"head:{head.form}", f"grammar:{head.grammar}",
            f"count:{bucket(count, (1, 2, 4, 8))}", f"first:{bucket(first, (0, 1, 2, 4, 8, 16))}",
            f"entities:{bucket(len(entities), (1, 3, 6, 10, 20))}",
        }  # fmt: skip
        plain = [m for m in entity.mentions if "address" not in by_mention[id(m)]]
        for name, classes in _TOLD.items():
            told = sum(any(t.cls in classes for t in analysis.triggers[m.sentence]) for m in plain)
            features.add(f"in-{name}:{bucket(told, (0, 1, 2, 4))}")
            if plain and told == len(plain):
                features.add(f"all-in-{name}")
            if told and told == most_told[name]:
                features.add(f"most-in-{name}")
        if kinds[head.kind] == 1:
            features.add("only-of-its-kind")
        if all("address" in by_mention[id(m)] for m in entity.mentions):
            features.add("only-address")
        if count == most:
            features.add("most-named")
        if any(t.cls in ("act", "team", "result") for t in analysis.triggers[0]) and first == 0:
            features.add("title-with-trigger")
        features |= {
            f"{f}&kind:{head.kind}"
            for f in list(features)
            if f
            in (
                "part:title",
                "faulted",
                "office-before",
                "acts",
                "after:act+prep",
                "most-named",
                "sent:finding",
                "team-of",
                "after:announce+prep",
            )
        }
        features.add(f"level:{_level(entity)}")
        out.append(features)
    return out


def _in_title(entity: Entity, title: set[str]) -> set[str]:
    """How much of what tells the entity apart the title names: "Tân Thuận" for "Công ty … công nghiệp Tân Thuận"."""
    core = key_words(" ".join(entity.best.core))
    share = sum(word in title for word in core) / max(1, len(core))
    features = {f"title-share:{'none' if not share else 'some' if share < 0.5 else 'most' if share < 1 else 'all'}"}
    if core and all(word in title for word in core[-2:]):
        features.add("title-has-its-end")
    return features


def _level(entity: Entity) -> str:
    name = entity.name.lower()
    for level, words in (
        ("commune", ("xã ", "phường ", "thị trấn ")), ("district", ("huyện", "quận", "thị xã")),
        ("province", ("tỉnh", "tp", "thành phố", "sở ")), ("ministry", ("bộ ", "chính phủ", "trung ương")),
    ):  # fmt: skip
        if any(w in name for w in words):
            return level
    return "none"
