"""Whether an organisation is the one inspected: features of its mentions, taken together."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..agencies import AgencyMention
from ..analysis import Analysis, Trigger
from ..entities import Entity
from ..shape import around, shape_features
from .common import bucket, sentence_features

_OFFICES = re.compile(
    r"(?:giám đốc|chủ tịch|trưởng|phó|bí thư|lãnh đạo|đại diện|chánh|hiệu trưởng|cán bộ|nhân viên|chuyên viên|viên chức|công chức|kế toán)\s*$"
)


def _nearest_left(triggers: Iterable[Trigger], at: int) -> Trigger | None:
    return max(
        (t for t in triggers if t.end <= at and t.cls in ("act", "team", "result", "announce")),
        key=lambda t: t.end,
        default=None,
    )


def mention_features(
    analysis: Analysis, mention: AgencyMention, previous: AgencyMention | None, inherited: set[str]
) -> set[str]:
    """Features of one mention; a member of a list takes what stands left of the list (`inherited`)."""
    words = analysis.words[mention.sentence]
    form = analysis.form
    first = next((i for i, w in enumerate(words) if w.start >= mention.start), len(words))
    last = next((i for i, w in enumerate(words) if w.start >= mention.end), len(words))
    low = lambda i: words[i].low if 0 <= i < len(words) else "^" if i < 0 else "$"  # noqa: E731
    features = {f"right:{low(last)}", f"right2:{low(last)} {low(last + 1)}"}
    listed = previous is not None and re.fullmatch(
        r"\s*(?:\([^()]{0,60}\))?\s*(?:[,;]|và|,\s*và|cùng|với)?\s*(?:tại|các|ở)?\s*",
        form[previous.end : mention.start],
    )
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
        r"\s*(?:,|\([^)]*\))?\s*(?:đã|còn|vẫn|cũng|bị|lại|này)?\s*(?:chưa|không|thiếu|chậm|vi phạm|có \d|để xảy ra|còn|sai|tự ý|buông)",
        tail,
    ):
        features.add("faulted")
    if re.match(
        r"\s*(?:cho biết|cho hay|khẳng định|yêu cầu|đề nghị|kiến nghị|chỉ đạo|ban hành|tổ chức|công bố|phối hợp|tiến hành|thành lập|kết luận|chủ trì|xử phạt|kiểm tra|thanh tra|vừa)",
        tail,
    ):
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
            features |= set(
                shape_features(*around(analysis.shapes.sentence(mention.sentence), mention.start, mention.end))
            )
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


def _level(entity: Entity) -> str:
    name = entity.name.lower()
    for level, words in (
        ("commune", ("xã ", "phường ", "thị trấn ")), ("district", ("huyện", "quận", "thị xã")),
        ("province", ("tỉnh", "tp", "thành phố", "sở ")), ("ministry", ("bộ ", "chính phủ", "trung ương")),
    ):  # fmt: skip
        if any(w in name for w in words):
            return level
    return "none"
