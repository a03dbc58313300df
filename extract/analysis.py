"""What is marked in an article before anything is decided: sentences, words, triggers and mentions."""

from __future__ import annotations

import bisect
from collections.abc import Set
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from itertools import pairwise

from .agencies import AgencyMention, find_agencies, find_heads, with_aliases
from .article import Article
from .dates import DateMention, find_dates, resolve
from .lexicon import Phrases, rows
from .people import PersonMention, find_people, find_titles, with_full_names
from .shape import Shapes
from .text import Sentence, Word, search_form, sentence_spans, words


@dataclass(frozen=True, slots=True)
class Trigger:
    """A phrase of `data/lexicon/triggers.tsv` in the text."""

    start: int
    end: int
    phrase: str
    cls: str


@cache
def _trigger_phrases() -> Phrases:
    return Phrases((phrase, (phrase, cls)) for phrase, cls, _ in rows("triggers"))


@dataclass
class Analysis:
    """An article with everything found in it; lists are in text order and offsets refer to `Article.text`."""

    article: Article
    form: str
    sentences: list[Sentence] = field(default_factory=list)
    words: list[list[Word]] = field(default_factory=list)
    triggers: list[list[Trigger]] = field(default_factory=list)
    titles: list[list[tuple[int, int, str]]] = field(default_factory=list)
    agencies: list[AgencyMention] = field(default_factory=list)
    people: list[PersonMention] = field(default_factory=list)
    dates: list[DateMention] = field(default_factory=list)  # resolved

    @cached_property
    def shapes(self) -> Shapes:
        return Shapes(self)

    @property
    def text(self) -> str:
        return self.article.text

    def sentence_at(self, offset: int) -> Sentence:
        """The sentence that holds an offset (the nearest before it, between two)."""
        starts = [s.start for s in self.sentences]
        return self.sentences[max(0, bisect.bisect_right(starts, offset) - 1)]

    def within(self, sentences: Set[int]) -> Analysis:
        """What stands in some of the sentences (their indices): the others are empty, and offsets stay as they are."""
        blank = ["\n" * (end - start) for start, end in pairwise([0, *(s.end for s in self.sentences), len(self.form)])]
        for index in sentences:
            start = self.sentences[index - 1].end if index else 0
            blank[index] = self.form[start : self.sentences[index].end]
        return replace(
            self,
            form="".join(blank),
            words=[found if i in sentences else [] for i, found in enumerate(self.words)],
            triggers=[found if i in sentences else [] for i, found in enumerate(self.triggers)],
            titles=[found if i in sentences else [] for i, found in enumerate(self.titles)],
            agencies=[mention for mention in self.agencies if mention.sentence in sentences],
            people=[mention for mention in self.people if mention.sentence in sentences],
            dates=[mention for mention in self.dates if self.sentence_at(mention.start).index in sentences],
        )

    def kind_of(self, sentence: int) -> str:
        """Which part of the article a sentence belongs to: title, sapo, paragraph or caption."""
        return self.article.parts[self.sentences[sentence].part].kind


def find_triggers(form: str) -> list[Trigger]:
    """Triggers in a search form, the longest phrase winning where several overlap; those of class "word" only win."""
    found = [Trigger(start, end, *value) for start, end, value in _trigger_phrases().find(form)]  # type: ignore[misc]
    return [trigger for trigger in found if trigger.cls != "word"]


def analyse(article: Article) -> Analysis:
    """Marks sentences, words, triggers and mentions of agencies, people and dates. Linear in the text's length."""
    form = search_form(article.text)
    analysis = Analysis(article, form)
    for part_index, part in enumerate(article.parts):
        for start, end in sentence_spans(article.text, part.start, part.end):
            analysis.sentences.append(Sentence(start, end, part_index, len(analysis.sentences)))
    by_sentence = _Distribution(analysis.sentences)
    analysis.triggers = by_sentence.spread(find_triggers(form), lambda t: t.start)
    analysis.titles = by_sentence.spread(find_titles(form), lambda t: t[0])
    heads = by_sentence.spread(find_heads(form), lambda h: h[0])
    for sentence in analysis.sentences:
        marked = words(article.text, form, sentence.start, sentence.end)
        analysis.words.append(marked)
        people = find_people(marked, analysis.titles[sentence.index], sentence.index)
        analysis.people += people
        named = frozenset(p.start for p in people if " " in p.name)
        analysis.agencies += find_agencies(article.text, form, marked, heads[sentence.index], named, sentence.index)
        analysis.dates += find_dates(form, sentence.start, sentence.end)
    analysis.people = with_full_names(analysis.people)
    analysis.agencies = [
        mention if mention.sentence >= 0 else replace(mention, sentence=analysis.sentence_at(mention.start).index)
        for mention in with_aliases(article.text, analysis.agencies)
        if mention.start < analysis.sentences[-1].end
    ]
    analysis.agencies.sort(key=lambda mention: mention.start)
    analysis.dates = resolve(analysis.dates, article.published, form)
    return analysis


class _Distribution:
    """Hands out things found in the whole text to the sentences they begin in."""

    def __init__(self, sentences: list[Sentence]) -> None:
        self.sentences = sentences
        self.starts = [s.start for s in sentences]

    def spread(self, things, start_of) -> list[list]:
        out: list[list] = [[] for _ in self.sentences]
        for thing in things:
            index = bisect.bisect_right(self.starts, start_of(thing)) - 1
            if index >= 0 and start_of(thing) < self.sentences[index].end:
                out[index].append(thing)
        return out
