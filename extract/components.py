"""The extractors as components of a spaCy pipeline, registered by factory.

A document comes in with its `Article` in `doc._.article` and goes out with `doc._.inspections`. Span groups hold what
was marked on the way ("agencies", "people", "dates", "triggers") and, under "inspections", the evidence of every value
taken, labelled by field. Offsets of mentions are exact; a spaCy span is the smallest run of tokens that covers one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import spacy
from spacy import displacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from .analysis import Analysis, analyse
from .article import Article
from .events import inspections
from .inspection import Inspection

COMPONENTS = ("inspection_mentions", "inspection_events")

for _name in ("article", "analysis", "inspections"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)


@cache
def pipeline() -> Language:
    """spaCy's multi-language tokenizer (its Vietnamese one glues punctuation to words) and our components."""
    nlp = spacy.blank("xx")
    nlp.max_length = 10_000_000  # nothing here is worse than linear
    for name in COMPONENTS:
        nlp.add_pipe(name)
    return nlp


def document(article: Article) -> Doc:
    """`article` run through the pipeline."""
    nlp = pipeline()
    doc = nlp.make_doc(article.text)
    doc._.article = article
    return nlp(doc)


@Language.factory("inspection_mentions")
def mentions_component(nlp: Language, name: str) -> MentionsComponent:
    return MentionsComponent()


@Language.factory("inspection_events")
def events_component(nlp: Language, name: str) -> EventsComponent:
    return EventsComponent()


class MentionsComponent:
    """Marks organisations, people, dates and triggers; decides nothing."""

    def __call__(self, doc: Doc) -> Doc:
        if doc._.article is None:  # a document made from bare text
            doc._.article = Article("", "", (("paragraph", doc.text),))
        analysis: Analysis = analyse(doc._.article)
        doc._.analysis = analysis
        doc.spans["agencies"] = _spans(doc, ((m.start, m.end, m.head.kind) for m in analysis.agencies))
        doc.spans["people"] = _spans(doc, ((p.start, p.end, "person") for p in analysis.people))
        doc.spans["dates"] = _spans(doc, ((d.start, d.end, d.kind) for d in analysis.dates))
        doc.spans["triggers"] = _spans(doc, ((t.start, t.end, t.cls) for group in analysis.triggers for t in group))
        return doc


class EventsComponent:
    """Puts mentions together to inspections."""

    def __call__(self, doc: Doc) -> Doc:
        doc._.inspections = inspections(doc._.analysis)
        doc.spans["inspections"] = _spans(doc, evidence(doc._.inspections))
        return doc


def evidence(inspections: Iterable[Inspection]) -> list[tuple[int, int, str]]:
    """(start, end, field) of every span that proves a value, in text order, the longer first."""
    spans = {
        (mention.start, mention.end, field)
        for inspection in inspections
        for field, found in inspection.found()
        for mention in found.evidence
    }
    return sorted(spans, key=lambda span: (span[0], -span[1], span[2]))


def html_page(article: Article, inspections: Iterable[Inspection], colours: Mapping[str, str]) -> str:
    """The article as an HTML page by displaCy, with what proves a value in the colour of its field.

    Of spans that overlap, displaCy shows one: the longest, or the first of two that are equal.
    """
    shown: list[tuple[int, int, str]] = []
    for span in sorted(evidence(inspections), key=lambda span: (span[0] - span[1], span)):
        if all(span[1] <= start or span[0] >= end for start, end, _ in shown):
            shown.append(span)
    ents = [{"start": start, "end": end, "label": field} for start, end, field in sorted(shown)]
    given = {"text": article.text, "ents": ents, "title": None}
    # As displaCy writes labels: it looks a colour up by the label in capitals.
    options = {"colors": {field.upper(): colour for field, colour in colours.items()}}
    return displacy.render(given, style="ent", manual=True, page=True, options=options, jupyter=False)


def _spans(doc: Doc, marked: Iterable[tuple[int, int, str]]) -> list[Span]:
    spans = (doc.char_span(start, end, label=label, alignment_mode="expand") for start, end, label in marked)
    return [span for span in spans if span is not None]
