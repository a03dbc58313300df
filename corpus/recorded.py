"""Inspections out of the rows that `corpus.store.Rows` makes of them, and as JSON."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any

from sqlite_utils import Database

from extract import Inspection
from extract.inspection import SINGLE, Document, Found, Leader, Mention, Outcome, Violation

#: The table in which each of the other fields is stored.
TABLES = {
    "dates": "dates", "agencies": "inspected", "leaders": "leaders", "violations": "violations",
    "documents": "documents", "outcomes": "outcomes",
}  # fmt: skip
#: Fields whose values have parts.
MADE_OF = {"leaders": Leader, "violations": Violation, "documents": Document, "outcomes": Outcome}
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Item:
    """One stored value: which row of which inspection it is, and what it says."""

    article_id: str
    inspection_id: str
    row_id: str
    field: str
    found: Found


def items(tables: Mapping[str, Iterable[Row]]) -> list[Item]:
    """The values in the rows of an article, by inspection, in order. The row of an inspection itself is the value of
    the field "inspection"; it has the activity as its value and the trigger as its evidence."""
    evidence = defaultdict(list)
    for row in sorted(tables["evidence"], key=lambda row: row["ordinal"]):
        evidence[row["row_id"], row["field"]].append(Mention(row["char_start"], row["char_end"], row["rule"]))
    proven = {
        (row["row_id"], row["field"]): row["confidence"] for row in tables["evidence"] if row["field"] != "trigger"
    }
    by_inspection: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for table in TABLES.values():
        for row in sorted(tables[table], key=lambda row: row["ordinal"]):
            by_inspection[row["inspection_id"], table].append(row)
    found = []
    for own in sorted(tables["inspections"], key=lambda row: row["ordinal"]):
        key = own["id"]

        def item(row_id: str, field: str, value: Any, proof: str, confidence: float, own: Row = own) -> Item:
            mentions = tuple(evidence[row_id, proof])
            return Item(own["article_id"], own["id"], row_id, field, Found(value, mentions, confidence))

        found.append(item(key, "inspection", own["activity"], "trigger", own["confidence"]))
        for field in SINGLE:
            if own[field] is not None:
                value = bool(own[field]) if field == "surprise" else own[field]
                found.append(item(key, field, value, field, proven.get((key, field), own["confidence"])))
        names = {row["agency_id"]: row["name"] for row in by_inspection[key, "inspected"]}
        for field, table in TABLES.items():
            for row in by_inspection[key, table]:
                proof = "name" if field == "agencies" else "value"
                found.append(item(row["id"], field, _value(field, row, names), proof, row["confidence"]))
    return found


def _value(field: str, row: Row, names: Mapping[str, str]) -> Any:
    match field:
        case "dates":
            return row["edtf"]
        case "agencies":
            return row["name"]
        case "leaders":
            return Leader(row["name"], row["position"])
        case "violations":
            agency = names.get(row["agency_id"])
            return Violation(row["text"], row["category"], agency, row["count"], row["total"], row["amount_vnd"])
        case "documents":
            return Document(row["kind"], row["number"], row["date"], row["signer"])
        case _:
            return Outcome(row["kind"], row["text"], row["status"], row["severity"], row["amount_vnd"])


def inspections(found: Iterable[Item]) -> dict[int, Inspection]:
    """{ordinal: inspection} of an article's items."""
    fields: dict[int, dict[str, Any]] = defaultdict(lambda: defaultdict(tuple))
    for item in found:
        own = fields[ordinal(item.inspection_id)]
        if item.field == "inspection":
            own["confidence"], own["evidence"] = item.found.confidence, item.found.evidence
        elif item.field in SINGLE:
            own[item.field] = item.found
        else:
            own[item.field] += (item.found,)
    return {number: Inspection(**own) for number, own in fields.items()}


def stored_items(db: Database, article: str) -> list[Item]:
    """The stored values of an article."""
    own = "inspection_id IN (SELECT id FROM inspections WHERE article_id = ?)"
    tables = {name: list(db[name].rows_where(own, [article])) for name in (*TABLES.values(), "evidence")}
    tables["inspections"] = list(db["inspections"].rows_where("article_id = ?", [article]))
    return items(tables)


def ordinal(inspection_id: str) -> int:
    """The place of an inspection in its article, by which its id ends."""
    return int(inspection_id.rpartition(".")[2])


def value_json(value: Any) -> str:
    """A value as JSON: one with parts as an object."""
    plain = asdict(value) if is_dataclass(value) else value
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def value_of(field: str, plain: Any) -> Any:
    """The value that `value_json` wrote, out of the parsed JSON. Raises TypeError for other parts than it has."""
    return MADE_OF[field](**plain) if field in MADE_OF and plain is not None else plain


def snapshot(inspection: Inspection, text: str) -> str:
    """An inspection as JSON, each mention with its words in `text`, so that it is known again in a changed text."""

    def quoted(mentions: Iterable[Mention]) -> list[list[Any]]:
        return [[m.start, m.end, m.rule, text[m.start : m.end]] for m in mentions]

    values = [
        {
            "field": name,
            "value": json.loads(value_json(found.value)),
            "confidence": found.confidence,
            "evidence": quoted(found.evidence),
        }
        for name, found in inspection.found()
    ]
    own = {"confidence": inspection.confidence, "evidence": quoted(inspection.evidence), "values": values}
    return json.dumps(own, ensure_ascii=False)


def from_snapshot(written: str, text: str) -> Inspection:
    """The inspection that `snapshot` wrote; mentions whose words are no longer in `text` are left out."""
    own = json.loads(written)

    def placed(mentions: Iterable[tuple[int, int, str, str]]) -> tuple[Mention, ...]:
        spans = ((locate(text, start, end, quote), rule) for start, end, rule, quote in mentions)
        return tuple(Mention(*span, rule) for span, rule in spans if span)

    fields: dict[str, Any] = defaultdict(tuple)
    for one in own["values"]:
        found = Found(value_of(one["field"], one["value"]), placed(one["evidence"]), one["confidence"])
        if one["field"] in SINGLE:
            fields[one["field"]] = found
        elif found.evidence or not one["evidence"]:
            fields[one["field"]] += (found,)
    return Inspection(**fields, confidence=own["confidence"], evidence=placed(own["evidence"]))


def locate(text: str, start: int, end: int, quote: str) -> tuple[int, int] | None:
    """Where `quote` stands in `text`: at its old place or at the nearest to it; None where it is no longer."""
    if text[start:end] == quote:
        return start, end
    before, after = text.rfind(quote, 0, start + len(quote)), text.find(quote, start)
    places = [place for place in (before, after) if place >= 0]
    if not places or not quote:
        return None
    place = min(places, key=lambda place: abs(place - start))
    return place, place + len(quote)
