"""What people judge: values confirmed, corrected, rejected and added, how right the rules were, and what to ask next.

Each function that writes adds one row of `reviews` and brings the article in line with it, in one transaction.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from corpus.database import transaction
from corpus.edtf import days
from corpus.judged import NEEDED, RULE, by_ordinal, key, standing
from corpus.recorded import (
    MADE_OF,
    SINGLE,
    TABLES,
    Item,
    inspections,
    ordinal,
    snapshot,
    stored_items,
    value_json,
    value_of,
)  # fmt: skip
from corpus.store import Corpus, now
from extract import Article, Inspection, as_guideline
from extract.inspection import (
    Activity,
    Found,
    Kind,
    Leader,
    Level,
    Mention,
    Occasion,
    Stage,
    StageDetail,
    Violation,
    label,
)  # fmt: skip
from extract.text import search_form, sentence_spans

CHOICES: dict[str, tuple[str, ...]] = {
    "activity": get_args(Activity),
    "stage": get_args(Stage),
    "stage_detail": get_args(StageDetail),
    "kind": get_args(Kind),
    "occasion": get_args(Occasion),
    "body_level": get_args(Level),
}
#: Fields that can be judged; "inspection" is the inspection as a whole.
FIELDS = ("inspection", *SINGLE, *TABLES)
#: Fields of the annotation guideline: all of them must have been judged in an article that counts as gold.
GUIDELINE = (
    "activity", "surprise", "topic", "inspecting_body", "agency_count", "dates", "agencies", "leaders", "violations",
)  # fmt: skip
#: Lower ends of the bands of confidence in which accuracy is told.
BANDS = (0.0, 0.5, 0.7, 0.9)
#: Rows of evidence that are looked through at a time.
PAGE = 200
_YES, _NO = {"true", "yes", "y", "1"}, {"false", "no", "n", "0"}


class ReviewError(ValueError):
    """A review that cannot be taken; the message says why. Nothing is written."""


@dataclass(frozen=True, slots=True)
class Question:
    """A value to be judged, with what a person needs for it; `quote` is None where nothing in the text says it."""

    item: Item
    source: str | None
    title: str
    url: str | None
    rule: str | None
    quote: str | None
    sentence: str | None

    @property
    def row(self) -> dict[str, Any]:
        """As it is listed."""
        own = {"inspection_id": self.item.inspection_id, "field": self.item.field}
        own |= {"value": written(self.item.found.value), "confidence": self.item.found.confidence}
        names = ("rule", "quote", "sentence", "source", "title", "url")
        return own | {name: getattr(self, name) for name in names} | {"article_id": self.item.article_id}


# Judging


def confirm(corpus: Corpus, inspection: str, field: str, value: Any, **who: Any) -> int:
    """The value is right. Gives the review's id.

    `inspection` is the id of a stored inspection, `value` a value that it has in `field`, or how `written` shows it.
    `who`: `reviewer`, and where wanted `note` and `source` ("cli" or "web"). Raises ReviewError, as all of these do.
    """
    with transaction(corpus.db.conn):
        item = _item(corpus, inspection, field, value)
        return _add(corpus, item.inspection_id, field, "confirm", item, **who)


def reject(corpus: Corpus, inspection: str, field: str, value: Any, **who: Any) -> int:
    """The value is wrong, and there is none in its place; of the field "inspection": it is no inspection at all."""
    if field in NEEDED:
        raise ReviewError(f"every inspection has some {field}: correct it instead")
    with transaction(corpus.db.conn):
        item = _item(corpus, inspection, field, value)
        return _add(corpus, item.inspection_id, field, "reject", item, **who)


def correct(corpus: Corpus, inspection: str, field: str, value: Any, new: Any, words: str | None, **who: Any) -> int:
    """The value should be `new`, as `words` of the article say; None: they are those of `new` itself."""
    if field == "inspection":
        raise ReviewError("an inspection as a whole is confirmed or rejected; correct its values")
    with transaction(corpus.db.conn):
        item = _item(corpus, inspection, field, value)
        right = checked(field, new, item.found.value)
        if value_json(right) == value_json(item.found.value):
            raise ReviewError(f"{written(right)!r} is what the corpus has: confirm it instead")
        near = item.found.evidence[0].start if item.found.evidence else 0
        return _add(corpus, item.inspection_id, field, "correct", item, right, words, near, **who)


def missed(corpus: Corpus, inspection: str, field: str, new: Any, words: str | None, **who: Any) -> int:
    """The article says `new` of the inspection, in these `words`, and the corpus did not have it."""
    with transaction(corpus.db.conn):
        own = _stored(corpus, inspection)
        if field == "inspection" or field not in FIELDS:
            raise ReviewError(f"{field!r} is no field of an inspection; there are: {', '.join(FIELDS[1:])}")
        right = checked(field, new)
        if field in SINGLE and any(item.field == field for item in own):
            raise ReviewError(f"the inspection has some {field}: correct it instead")
        if any(item.field == field and key(field, item.found.value) == key(field, right) for item in own):
            raise ReviewError(f"the corpus has {written(right)!r} already: confirm it instead")
        return _add(corpus, inspection, field, "missed", None, right, words, **who)


def missed_inspection(corpus: Corpus, article: str, activity: str, words: str, **who: Any) -> str:
    """The article tells an inspection that the corpus did not have; `words` tell of it. Gives the inspection's id."""
    with transaction(corpus.db.conn):
        text = _text(corpus, article)
        mention = (Mention(*find(text, words), RULE),)
        found = Found(checked("activity", activity), mention)
        # Surprise and stage as for an article that says nothing of them.
        own = Inspection(found, Found(False), Found("under_way"), evidence=mention)
        known = [review.inspection_id for review in corpus.reviews(article, text)]
        known += [row["id"] for row in corpus.db["inspections"].rows_where("article_id = ?", [article])]
        name = f"{article}.{max(map(ordinal, known), default=0) + 1}"
        _insert(corpus, article, text, name, "inspection", "missed", own, None, found.value, mention[0], **who)
        corpus.judge(article)
        return name


def done(corpus: Corpus, article: str, **who: Any) -> int:
    """All that the corpus has of the article is right, and nothing is missed: what was not judged yet is confirmed.

    Gives how many values that were.
    """
    with transaction(corpus.db.conn):
        text = _text(corpus, article)
        stored, judged = stored_items(corpus.db, article), _judged_keys(corpus, article, text)
        open_ = [item for item in stored if _name_of(item) not in judged]
        own = inspections(stored)
        for item in open_:
            whole = own[ordinal(item.inspection_id)]
            _insert(corpus, article, text, item.inspection_id, item.field, "confirm", whole, item, **who)
        row = {"article_id": article, "reviewer": _name(who["reviewer"]), "reviewed_at": now()}
        corpus.db["reviewed_articles"].upsert(row, pk="article_id")
        corpus.judge(article)
        return len(open_)


def _add(
    corpus: Corpus, inspection: str, field: str, verdict: str, item: Item | None,
    new: Any = None, words: str | None = None, near: int = 0, **who: Any,
) -> int:  # fmt: skip
    article = inspection.rpartition(".")[0]
    text = _text(corpus, article)
    mention = None
    if new is not None:
        mention = Mention(*find(text, words or _words(new), near), RULE)
    whole = inspections(stored_items(corpus.db, article))[ordinal(inspection)]
    number = _insert(corpus, article, text, inspection, field, verdict, whole, item, new, mention, **who)
    corpus.judge(article)
    return number


def _insert(
    corpus: Corpus, article: str, text: str, inspection: str, field: str, verdict: str, whole: Inspection,
    item: Item | None = None, new: Any = None, mention: Mention | None = None,
    *, reviewer: str, note: str | None = None, source: str = "cli",
) -> int:  # fmt: skip
    versions = corpus.db["articles"].get(article)
    row = {
        "article_id": article,
        "inspection_id": inspection,
        "field": field,
        "verdict": verdict,
        "value": item and value_json(item.found.value),
        "new_value": None if new is None else value_json(new),
        "char_start": mention and mention.start,
        "char_end": mention and mention.end,
        "quote": mention and text[mention.start : mention.end],
        "rule": item.found.evidence[0].rule if item and item.found.evidence else None,
        "confidence": item and item.found.confidence,
        "extractor": versions["extractor"],
        "lexicon": versions["lexicon"],
        "inspection": snapshot(whole, text),
        "note": note,
        "reviewer": _name(reviewer),
        "reviewed_at": now(),
        "source": source,
    }
    return corpus.db["reviews"].insert(row).last_pk


def _name(reviewer: str) -> str:
    if not reviewer.strip():
        raise ReviewError("a review needs the name of who judges")
    return reviewer.strip()


def _text(corpus: Corpus, article: str) -> str:
    row = corpus.db.execute("SELECT text FROM articles WHERE id = ?", (article,)).fetchone()
    if row is None:
        raise ReviewError(f"there is no article {article!r}")
    return row["text"]


def _stored(corpus: Corpus, inspection: str) -> list[Item]:
    own = stored_items(corpus.db, inspection.rpartition(".")[0])
    if not (own := [item for item in own if item.inspection_id == inspection]):
        raise ReviewError(f"there is no inspection {inspection!r}")
    return own


def _item(corpus: Corpus, inspection: str, field: str, value: Any) -> Item:
    if field not in FIELDS:
        raise ReviewError(f"{field!r} is no field of an inspection; there are: {', '.join(FIELDS)}")
    own = [item for item in _stored(corpus, inspection) if item.field == field]
    for item in own:
        found = item.found.value
        # No value is needed where there is but one; and a part of it may have changed since it was shown.
        same = type(value) is type(found) and key(field, value) == key(field, found)
        if (value is None and len(own) == 1) or same or value == written(found):
            return item
    if not own:
        raise ReviewError(f"the inspection has no {field}")
    raise ReviewError(f"{field}: one of {'; '.join(written(item.found.value) for item in own)}, not {value!r}")


# Values as people write them


def written(value: Any) -> str:
    """A value as a person sees and writes it: a leader as "name | position"."""
    match value:
        case Leader():
            return " | ".join((value.name or "", value.position)) if value.position else value.name or ""
        case bool():
            return "yes" if value else "no"
        case _:
            return str(label(value))


def checked(field: str, new: Any, old: Any = None) -> Any:
    """`new`, a value or how a person writes it, as a value of `field`; parts that it does not give are those of `old`.

    Raises ReviewError where it is none.
    """
    if isinstance(new, str):
        new = unicodedata.normalize("NFC", new).strip()
    try:
        match field, new:
            case _, str() if new in CHOICES.get(field, ()):
                return new
            case "surprise", bool():
                return new
            case "surprise", str() if new.lower() in _YES | _NO:
                return new.lower() in _YES
            case "agency_count" | "team_size", int() | str() if int(new) > 0:
                return int(new)
            case "dates" | "period_covered", str():
                days(new)
                return new
            case "topic" | "inspecting_body" | "agencies", str() if new:
                return new
            case "leaders", str() if new.strip("| "):
                name, _, position = (part.strip() for part in new.partition("|"))
                return Leader(name or None, position or None)
            case "violations", str() if new:
                return replace(old, text=new) if old else Violation(new)
            case (("leaders" | "violations" | "documents" | "outcomes"), _):
                made = new if isinstance(new, MADE_OF[field]) else value_of(field, json.loads(new))
                if isinstance(made, MADE_OF[field]):
                    return made
    except (ValueError, TypeError) as error:
        raise ReviewError(f"{new!r} is no value of {field}: {error}") from error
    choices = f"; there are: {', '.join(CHOICES[field])}" if field in CHOICES else ""
    raise ReviewError(f"{new!r} is no value of {field}{choices}")


def _words(value: Any) -> str:
    return value.name or value.position or "" if isinstance(value, Leader) else written(value)


def find(text: str, words: str, near: int = 0) -> tuple[int, int]:
    """Where whole `words` stand in one part of `text`, nearest to `near`; capitals and the kind of blanks do not count.

    Raises ReviewError where they do not: every value can be traced to a sentence.
    """
    asked = search_form(unicodedata.normalize("NFC", words)).split()
    if not any(char.isalnum() for char in "".join(asked)):
        raise ReviewError("give the words of the article that say it")
    pattern = r"(?<!\w)" + r"[^\S\n]+".join(map(re.escape, asked)) + r"(?!\w)"
    places = [match.span() for match in re.finditer(pattern, search_form(text))]
    if not places:
        raise ReviewError(f"the article does not say {' '.join(words.split())!r}; give words that stand in it")
    return min(places, key=lambda span: abs(span[0] - near))


# What to ask next


def questions(
    corpus: Corpus,
    most: int = 20,
    by: str = "confidence",
    article: str | None = None,
    field: str | None = None,
) -> list[Question]:
    """Values that nobody has judged, at most `most`: by "confidence" the least certain first, by "views" those of the
    inspections that were looked at most; with `article` all of that article in order. Pages of an article that do not
    count are left out."""
    found: list[Question] = []
    texts: dict[str, tuple[Article, list[Item]]] = {}
    judged: dict[str, set] = {}
    for key_, row_id, name in _candidates(corpus, by, article):
        if key_ not in texts:
            stored = corpus.article(key_)
            texts[key_] = (stored, stored_items(corpus.db, key_))
            judged[key_] = _judged_keys(corpus, key_, stored.text)
        own, values = texts[key_]
        for item in values:
            if (item.row_id, item.field) == (row_id, name) and (field is None or field == item.field):
                if _name_of(item) not in judged[key_]:
                    found.append(_question(own, item))
                break
        if len(found) >= most:
            break
    return found


def looked_at(corpus: Corpus, times: Mapping[str, int]) -> None:
    """Count looks at inspections ({id: how many}); those that there are not (any more) are passed over."""
    with transaction(corpus.db.conn):
        corpus.db.conn.executemany(
            "INSERT INTO views (inspection_id, views) SELECT id, :more FROM inspections WHERE id = :id"
            " ON CONFLICT (inspection_id) DO UPDATE SET views = views + excluded.views",
            [{"id": key_, "more": more} for key_, more in times.items()],
        )


def _candidates(corpus: Corpus, by: str, article: str | None) -> Iterator[tuple[str, str, str]]:
    """(article, row, field) of stored values, in the order in which they should be judged."""
    if article is not None:
        _text(corpus, article)
        yield from ((article, item.row_id, item.field) for item in stored_items(corpus.db, article))
        return
    if by == "views":
        looked_at = "SELECT v.inspection_id FROM views v JOIN inspections i ON i.id = v.inspection_id"
        looked_at += " JOIN articles a ON a.id = i.article_id AND a.duplicate_of IS NULL"
        for own in corpus.db.execute(f"{looked_at} ORDER BY views DESC, v.inspection_id").fetchall():
            values = _stored(corpus, own["inspection_id"])
            for item in sorted(values, key=lambda item: item.found.confidence):
                yield item.article_id, item.row_id, item.field
        return
    fields = {table: name for name, table in TABLES.items()}
    after = (-1.0, 0)
    seen = set()
    while True:
        page = corpus.db.execute(
            "SELECT e.rowid AS number, e.confidence, e.article_id, e.row_table, e.row_id, e.field FROM evidence e"
            " JOIN articles a ON a.id = e.article_id AND a.duplicate_of IS NULL"
            " WHERE (e.confidence, e.rowid) > (?, ?) ORDER BY e.confidence, e.rowid LIMIT ?",
            (*after, PAGE),
        ).fetchall()
        for row in page:
            name = fields.get(row["row_table"], "inspection" if row["field"] == "trigger" else row["field"])
            if (row["row_id"], name) not in seen:
                seen.add((row["row_id"], name))
                yield row["article_id"], row["row_id"], name
        if len(page) < PAGE:
            return
        after = (page[-1]["confidence"], page[-1]["number"])


def _name_of(item: Item) -> tuple[int, str, Any]:
    return ordinal(item.inspection_id), item.field, key(item.field, item.found.value)


def _judged_keys(corpus: Corpus, article: str, text: str) -> set[tuple[int, str, Any]]:
    """The values of an article that people have accepted."""
    by_inspection = by_ordinal(corpus.reviews(article, text))
    return {(number, *name) for number, own in by_inspection.items() for name in standing(own, text).accepted}


def _question(article: Article, item: Item) -> Question:
    own = (item, article.source, article.title, article.url)
    if not item.found.evidence:
        return Question(*own, None, None, None)
    mention = item.found.evidence[0]
    spans = [span for part in article.parts for span in sentence_spans(article.text, part.start, part.end)]
    met = [span for span in spans if span[0] < mention.end and mention.start < span[1]]
    start, end = min([mention.start, *(s for s, _ in met)]), max([mention.end, *(e for _, e in met)])
    return Question(*own, mention.rule, article.text[mention.start : mention.end], article.text[start:end])


# What the judgements come to


def accuracy(corpus: Corpus) -> list[dict[str, Any]]:
    """How often the rules were right where people have judged: {field, confidence, judged, right, accuracy, missed}.

    One row for a field as a whole (confidence "all") and one for each band of confidence in which values were judged.
    The last verdict on a value counts, and the confidence that it had when it was first judged. What a person has
    given is no value of the rules; it counts as missed where the corpus had none.
    """
    first: dict[tuple, float] = {}
    last: dict[tuple, str] = {}
    missing: Counter[str] = Counter()
    for row in corpus.db["reviews"].rows_where(order_by="id"):
        field = row["field"]
        if row["verdict"] == "missed":
            missing[field] += 1
        elif row["rule"] != RULE:
            name = (row["inspection_id"], field, key(field, value_of(field, json.loads(row["value"]))))
            first.setdefault(name, row["confidence"])
            last[name] = row["verdict"]
    counted: dict[tuple[str, str], Counter] = defaultdict(Counter)
    for name, verdict in last.items():
        for band in ("all", band_of(first[name])):
            counted[name[1], band][verdict == "confirm"] += 1
    rows = []
    for field in FIELDS:
        for band in ("all", *map(band_of, BANDS)):
            right, judged = counted[field, band][True], counted[field, band].total()
            lost = missing[field] if band == "all" else None
            if judged or lost:
                share = round(right / judged, 3) if judged else None
                own = {"judged": judged, "right": right, "accuracy": share, "missed": lost}
                rows.append({"field": field, "confidence": band} | own)
    return rows


def band_of(confidence: float) -> str:
    """The band of confidence that a value is in: "0.5-0.7" holds 0.5 and not 0.7."""
    ends = (*BANDS[1:], 1.0)
    place = sum(confidence >= end for end in BANDS[1:])
    return f"{BANDS[place]}-{ends[place]}"


def gold(corpus: Corpus) -> Iterator[tuple[Article, dict[str, Any]]]:
    """The articles that people have read as a whole, each with its annotation in the guideline's format.

    That is an article of which a person said that it is done, or one with inspections in which every value that the
    guideline asks for has been judged. Only accepted values are in it: what a later reading adds is not gold.
    """
    finished = {row["article_id"] for row in corpus.db["reviewed_articles"].rows}
    keys = finished | {row[0] for row in corpus.db.execute("SELECT DISTINCT article_id FROM reviews")}
    for name in sorted(keys):
        article = corpus.article(name)
        stored = stored_items(corpus.db, name)
        judged = _judged_keys(corpus, name, article.text)
        asked = [item for item in stored if item.field in GUIDELINE]
        if name not in finished and (not asked or any(_name_of(item) not in judged for item in asked)):
            continue
        known = {number for number, *_ in judged}
        accepted = [
            item
            for item in stored
            if _name_of(item) in judged
            or (item.field in ("inspection", *NEEDED) and ordinal(item.inspection_id) in known)
        ]
        annotation = as_guideline(article, list(inspections(accepted).values()))
        for event in annotation["events"]:
            del event["confidence"], event["evidence"], event["stage"]
        yield article, annotation
