"""From mentions to inspections: which candidates are taken, and how they are tied together."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property

from .analysis import Analysis, Trigger
from .circumstances import body_level, kind, occasion, period_covered, stage_detail, team_size
from .confidence import calibrated
from .dates import DateMention, by_value, lies_after
from .details import (
    activity,
    agency_count,
    amount_in_vnd,
    documents,
    inspecting_body,
    outcomes,
    stage,
    surprise,
    topic,
)
from .entities import Entity, gather, lists
from .features import (
    OF_ORGANISATIONS,
    clause_features,
    date_features,
    entity_features,
    join_features,
    leader_features,
    organisation_features,
    told_features,
)
from .findings import Finding, segments, told_once
from .inspection import Found, Inspection, Leader, Mention, Violation
from .people import PersonMention, by_name, position_of, unnamed_leaders
from .ranking import as_a_whole, in_agreement, model, rivals
from .scoring import merge, span_of
from .text import search_form
from .violations import category, counts_in

#: Cues that make an article tell an inspection.
_TELLING = ("team", "result", "announce", "act")


#: A day that would join a surer one to a span is one of the same days from so much of its score on; with less it is
#: that of an order, a report, a meeting before or after.
NEXT_DAY = 0.5
#: How often an office without a name is that of who led the inspection, in the annotated articles (1 of 9).
UNNAMED = 0.1


@dataclass(frozen=True)
class Scored:
    """A candidate with its score and the features that the score rests on."""

    candidate: object
    score: float
    features: frozenset[str]


class Decision:
    """What the models make of one article's candidates; everything is computed when first asked for."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis

    @cached_property
    def organisations(self) -> list[Scored]:
        """What is named; organisations of one list draw each other's score."""
        entities = gather(self.analysis.agencies)
        scored = _score("agency", entities, entity_features(self.analysis, entities))
        scores = in_agreement([s.score for s in scored], lists(self.analysis.form, entities))
        return [replace(one, score=score) for one, score in zip(scored, scores, strict=True)]

    @cached_property
    def agencies(self) -> list[Scored]:
        """Organisations, weighed against the likeliest one; nearly all of a long list are all."""
        together = lists(self.analysis.form, [s.candidate for s in self.organisations])  # type: ignore[misc]
        scores = rivals().weigh([s.score for s in self.organisations], together)
        scores = as_a_whole(scores, together, model("agency").threshold)
        return [replace(one, score=score) for one, score in zip(self.organisations, scores, strict=True)]

    @cached_property
    def dates(self) -> list[Scored]:
        """Days and spans by value, each with all mentions that give it."""
        dates, groups = self.analysis.dates, list(by_value(self.analysis.dates).values())
        return _score("date", [[dates[i] for i in group] for group in groups], date_features(self.analysis, groups))

    @cached_property
    def leaders(self) -> list[Scored]:
        """Persons by name, each with all mentions of the name."""
        people, groups = self.analysis.people, by_name(self.analysis.people).values()
        features = [leader_features(self.analysis, group) for group in groups]
        return _score("leader", [[people[i] for i in group] for group in groups], features)

    @cached_property
    def _told(self) -> set[str]:
        return told_features(self.analysis, *([s.score for s in group] for group in (self.dates, self.leaders)))

    @cached_property
    def article(self) -> Scored:
        features = self._told | organisation_features([s.score for s in self.organisations])
        return _score("article", [self.analysis.article], [features])[0]

    @property
    def tells(self) -> bool:
        """Whether the article tells an inspection. To weigh organisations takes longest, and is left out where the
        best of them could not tip the scales."""
        fitted = model("article")
        return fitted.highest(self._told, OF_ORGANISATIONS) >= fitted.threshold <= self.article.score

    @cached_property
    def clauses(self) -> list[Scored]:
        """The clauses that may state a finding, in text order."""
        clauses = segments(self.analysis)
        return _score("finding", clauses, clause_features(self.analysis, clauses))

    @cached_property
    def findings(self) -> list[Finding]:
        """Findings in text order; a clause that goes on with the finding before it is joined to it."""
        clauses = [s.candidate for s in self.clauses]
        features = [s.features for s in self.clauses]
        threshold, join = model("finding").threshold, model("join")
        out: list[Finding] = []
        first = last = -1  # clauses of the finding that may go on
        for i, (clause, scored) in enumerate(zip(clauses, self.clauses, strict=True)):
            if scored.score < threshold:
                continue
            if (
                last == i - 1 >= 0
                and clauses[last].sentence == clause.sentence
                and join.score(join_features(self.analysis, clauses, features, first, i)) >= join.threshold
            ):
                out[-1] = replace(out[-1], end=clause.end, score=max(out[-1].score, scored.score))
            else:
                out.append(Finding(clause.start, clause.end, clause.sentence, scored.score))
                first = i
            last = i
        return told_once(out, self.analysis.form)


def _score(name: str, candidates: list, features: list[set[str]]) -> list[Scored]:
    fitted = model(name)
    return [Scored(c, fitted.score(f), frozenset(f)) for c, f in zip(candidates, features, strict=True)]


@dataclass
class _Agency:
    entity: Entity
    score: float
    at: int  # where the text tells of its inspection
    sentence: int


def inspections(analysis: Analysis) -> list[Inspection]:
    """The inspections that an analysed article tells."""
    decision = Decision(analysis)
    if not decision.tells:
        return []
    agencies = _agencies(decision)
    dates = _dates(decision)
    leaders = [(s.candidate, s.score) for s in _taken(decision.leaders, "leader")]
    violations = _violations(decision, agencies)
    groups = _groups(analysis, agencies, dates, leaders)
    views = _views(analysis, groups) if len(groups) > 1 else [(analysis, analysis)]
    return [
        calibrated(_Event(decision, *view).inspection(group, violations, len(groups)))
        for group, view in zip(groups, views, strict=True)
    ]


def _agencies(decision: Decision) -> list[_Agency]:
    analysis = decision.analysis
    taken = []
    for scored in decision.agencies:
        if scored.score >= model("agency").threshold:
            entity: Entity = scored.candidate  # type: ignore[assignment]
            mention = max(entity.mentions, key=lambda m: (_tells(analysis, m.sentence), -m.start))
            taken.append(_Agency(entity, scored.score, mention.start, mention.sentence))
    return taken


def _tells(analysis: Analysis, sentence: int) -> int:
    """How plainly a sentence tells an inspection; titles and captions repeat what the body tells with its day."""
    classes = {t.cls for t in analysis.triggers[sentence]}
    told = 2 * bool(classes & {"act", "announce"}) + bool(classes & {"team", "result"})
    return told * 2 + (analysis.kind_of(sentence) in ("sapo", "paragraph"))


def _dates(decision: Decision) -> list[tuple[DateMention, float]]:
    """Mentions of the days taken; a day after publication only where the sentence speaks of the future.

    Where a day is told, a month is not when the inspection was: it is that of a plan or of what was looked into.
    """
    analysis = decision.analysis
    published = analysis.article.published
    out = []
    taken = _taken(decision.dates, "date")
    days = [scored for scored in taken if not _is_month(scored)]
    for scored in _without_days_beside(days or taken):
        for mention in scored.candidate:  # type: ignore[attr-defined]
            triggers = analysis.triggers[analysis.sentence_at(mention.start).index]
            if not lies_after(mention.edtf, published) or any(t.cls == "future" for t in triggers):
                out.append((mention, scored.score))
    return out


def _without_days_beside(taken: list[Scored]) -> list[Scored]:
    """Without the days that stand beside a much surer one, or in it."""
    spans = [span_of(scored.candidate[0].edtf) for scored in taken]  # type: ignore[index]
    kept = []
    for scored, span in zip(taken, spans, strict=True):
        surer = [other for one, other in zip(taken, spans, strict=True) if scored.score < NEXT_DAY * one.score]
        if not any(len(list(merge([span, other]))) == 1 for other in surer if span and other):
            kept.append(scored)
    return kept


def _is_month(scored: Scored) -> bool:
    """Whether no mention of a candidate of the date model names a day."""
    return all(mention.kind == "month" for mention in scored.candidate)  # type: ignore[attr-defined]


def _violations(decision: Decision, agencies: list[_Agency]) -> list[tuple[Found[Violation], int]]:
    """Findings, each with its sentence."""
    analysis = decision.analysis
    owners = _Owners(analysis, agencies)
    out = []
    for finding in decision.findings:
        form = analysis.form[finding.start : finding.end]
        text = analysis.text[finding.start : finding.end]
        owner = owners.of(finding)
        name = owner.entity.name if owner else None
        violation = Violation(text, category(form), name, *counts_in(form), amount_in_vnd(form))
        proof = (Mention(finding.start, finding.end, "finding:clause"),)
        out.append((Found(violation, proof, finding.score), finding.sentence))
    return out


_COORDINATED = re.compile(r"\W*(?:và|cùng|với)?\W*")


#: Words that point back to an agency, and the kinds of agencies that they fit; "đơn vị này" fits any.
_POINTING = re.compile(
    r"\b(?:(?<!các )(?<!những )(?<!hai )(?<!ba )(?<!\d )(?P<kind>đơn vị|cơ quan|công ty|doanh nghiệp|nhà máy|cơ sở|"
    r"trường|bệnh viện|xã|phường|huyện) (?:này|trên|nói trên|đó)|(?P<school>nhà trường))\b"
)
_POINTED = {
    "công ty": {"enterprise"}, "doanh nghiệp": {"enterprise", "business"}, "nhà máy": {"enterprise"},
    "cơ sở": {"business", "enterprise", "facility", "school", "health"}, "trường": {"school"},
    "bệnh viện": {"health"},
}  # fmt: skip


def _fits(entity: Entity, word: str) -> bool:
    """Whether an organisation is what `word` calls it: "xã này" is one with "xã" in its name."""
    if word in ("xã", "phường", "huyện"):
        return word in search_form(entity.name).split()
    return entity.kind in _POINTED.get(word, {entity.kind})


class _Owners:
    """To which inspected agency the text ties a finding."""

    def __init__(self, analysis: Analysis, agencies: list[_Agency]) -> None:
        self.analysis, self.agencies = analysis, agencies
        self.named: dict[int, list[tuple[int, int, _Agency]]] = {}  # by sentence, in text order
        for agency in agencies:
            for mention in agency.entity.mentions:
                self.named.setdefault(mention.sentence, []).append((mention.start, mention.end, agency))
        for mentions in self.named.values():
            mentions.sort(key=lambda m: m[:2])
        self.topics = self._topics()

    def of(self, finding: Finding) -> _Agency | None:
        """The only agency there is; else the one named last before the finding's end, in its sentence or part.

        Agencies named in one breath ("UBND xã A và UBND xã B chưa ...") share the finding: it is tied to none of them.
        """
        if len(self.agencies) < 2:
            return self.agencies[0] if self.agencies else None
        named = [m for m in self.named.get(finding.sentence, []) if m[0] < finding.end]
        if named:
            return self._last(named)
        return self._pointed_at(finding) or self.topics[finding.sentence]

    def _pointed_at(self, finding: Finding) -> _Agency | None:
        """The agency that "công ty này", "nhà trường" in the finding's sentence means: the last named of that kind."""
        start = self.analysis.sentences[finding.sentence].start
        pointers = list(_POINTING.finditer(self.analysis.form, start, finding.end))
        if not pointers:
            return None
        word = "trường" if pointers[-1]["school"] else pointers[-1]["kind"]
        before = [
            named
            for sentence, mentions in self.named.items()
            if sentence < finding.sentence
            for named in mentions
            if _fits(named[2].entity, word)
        ]
        return max(before, key=lambda m: m[0])[2] if before else None

    def _last(self, named: list[tuple[int, int, _Agency]]) -> _Agency | None:
        start, _, agency = named[-1]
        for before, end, other in reversed(named[:-1]):
            if not _COORDINATED.fullmatch(self.analysis.form, end, max(start, end)):
                break
            if other is not agency:
                return None
            start = before
        return agency

    def _topics(self) -> list[_Agency | None]:
        """The agency that each sentence goes on about: the last one named before it in its part."""
        topics: list[_Agency | None] = []
        part, topic = -1, None
        for sentence in self.analysis.sentences:
            if sentence.part != part:
                part, topic = sentence.part, None
            topics.append(topic)
            if named := self.named.get(sentence.index):
                topic = self._last(named)
        return topics


@dataclass
class _Group:
    """One event: what shares its day and its leader."""

    agencies: list[_Agency]
    dates: list[tuple[DateMention, float]]
    leaders: list[tuple[list[PersonMention], float]]
    sentences: set[int]


def _groups(analysis: Analysis, agencies, dates, leaders) -> list[_Group]:
    """Splits by day and leader where the text ties different agencies to different ones, else one group."""
    whole = _Group(agencies, dates, leaders, {a.sentence for a in agencies})
    days = list(dict.fromkeys(m.edtf for m, _ in dates))
    if len(agencies) < 2 or len(days) < 2 and len(leaders) < 2:
        return [whole]
    tied: dict[tuple, list[_Agency]] = {}
    for agency in agencies:
        day = _in_force(analysis, agency, [(m.start, m.edtf) for m, _ in dates]) if len(days) > 1 else None
        leader = (
            _in_force(analysis, agency, [(p.start, i) for i, (people, _) in enumerate(leaders) for p in people[:1]])
            if len(leaders) > 1
            else None
        )
        tied.setdefault((day, leader), []).append(agency)
    if len(tied) < 2:
        return [whole]
    groups = []
    for (day, leader), members in tied.items():
        groups.append(
            _Group(
                members,
                [d for d in dates if day is None or d[0].edtf == day],
                [leaders[leader]] if leader is not None else list(leaders),
                {a.sentence for a in members},
            )
        )
    return groups + _left_over(analysis, groups, dates, leaders)


def _views(analysis: Analysis, groups: list[_Group]) -> list[tuple[Analysis, Analysis]]:
    """For each of several events, what its own sentences tell, and that with what is told of all.

    A sentence is of the event whose agency, day or leader was named last; the title and what stands before all of
    these are of all.
    """
    anchors: dict[int, set[int]] = {}
    for number, group in enumerate(groups):
        for sentence in (
            *group.sentences,
            *(analysis.sentence_at(mention.start).index for mention, _ in group.dates),
            *(person.sentence for people, _ in group.leaders for person in people),
        ):
            anchors.setdefault(sentence, set()).add(number)
    everybody = set(range(len(groups)))
    owners, current = [], everybody
    for index in range(len(analysis.sentences)):
        current = anchors.get(index, current)
        owners.append(everybody if index == 0 else current)
    own = [{i for i, told in enumerate(owners) if told == {number}} for number in everybody]
    of_all = [{i for i, told in enumerate(owners) if number in told} for number in everybody]
    return [(analysis.within(a), analysis.within(b)) for a, b in zip(own, of_all, strict=True)]


def _left_over(analysis: Analysis, groups: list[_Group], dates, leaders) -> list[_Group]:
    """Nothing taken is lost by a split: a leader tied to no agency joins the event told nearest, a day is its own."""
    for people, score in leaders:
        if not any(people is others for group in groups for others, _ in group.leaders):
            at = people[0].sentence
            nearest = min(groups, key=lambda group: min(abs(at - sentence) for sentence in group.sentences))
            nearest.leaders.append((people, score))
    placed = {mention.edtf for group in groups for mention, _ in group.dates}
    rest = [d for d in dates if d[0].edtf not in placed]
    return [_Group([], rest, [], {analysis.sentence_at(m.start).index for m, _ in rest})] if rest else []


def _in_force(analysis: Analysis, agency: _Agency, anchors: list[tuple[int, object]]):
    """The day or leader in force where an agency is told of: the last one named before the end of its sentence."""
    sentence = analysis.sentences[agency.sentence]
    before = [(at, value) for at, value in anchors if at < sentence.end]
    inside = [(at, value) for at, value in before if at >= sentence.start]
    if len({value for _, value in inside}) > 1:
        left = [(at, value) for at, value in inside if at < agency.at]
        return max(left or inside[:1], key=lambda a: a[0])[1]
    if before:
        return max(before, key=lambda a: a[0])[1]
    return anchors[0][1] if anchors else None


def _taken(scored: list[Scored], name: str) -> list[Scored]:
    return [s for s in scored if s.score >= model(name).threshold]


def _unnamed(analysis: Analysis) -> tuple[Found[Leader], ...]:
    """Leaders of whom the text gives only the office, each office once."""
    found: dict[str, Found[Leader]] = {}
    for sentence in analysis.sentences:
        titles = analysis.titles[sentence.index]
        for start, end in unnamed_leaders(analysis.form, sentence.start, sentence.end, titles, analysis.people):
            office = Leader(None, analysis.text[start:end])
            proof = (Mention(start, end, "leader:office"),)
            found.setdefault(analysis.form[start:end], Found(office, proof, UNNAMED))
    return tuple(found.values())


def _telling(analysis: Analysis) -> list[Trigger]:
    return [trigger for group in analysis.triggers for trigger in group if trigger.cls in _TELLING]


class _Event:
    """One inspection, put together of its group and of what `told` tells, or, first of all, what is its own alone."""

    def __init__(self, decision: Decision, own: Analysis, told: Analysis) -> None:
        self.analysis, self.decision = decision.analysis, decision
        self.triggers = _telling(told) or _telling(self.analysis)
        self.activity = activity(told)
        self.surprise = surprise(told)
        self.stage = stage(told)
        self.topic = topic(own) or topic(told) or topic(self.analysis)
        self.body = inspecting_body(own) or inspecting_body(told) or inspecting_body(self.analysis)
        self.count = agency_count(own)
        self.documents = documents(told)
        self.outcomes = outcomes(told)
        self.circumstances = {
            "stage_detail": stage_detail(told),
            "kind": kind(told, self.body, self.topic),
            "occasion": occasion(told),
            "period_covered": period_covered(told),
            "team_size": team_size(told),
            "body_level": body_level(self.body),
        }
        self.unnamed = () if any(_taken(decision.leaders, "leader")) else _unnamed(told)

    def inspection(self, group: _Group, violations: list[tuple[Found[Violation], int]], groups: int) -> Inspection:
        names = {a.entity.name for a in group.agencies}
        own = [found for found, sentence in violations if groups == 1 or self._belongs(found, sentence, names, group)]
        return Inspection(
            activity=self.activity, surprise=self.surprise, stage=self.stage, topic=self.topic,
            inspecting_body=self.body,
            agency_count=self.count,
            dates=tuple(self._dates(group)),
            agencies=tuple(Found(a.entity.name, self._proof(a), a.score) for a in group.agencies),
            leaders=tuple(self._leader(people, score) for people, score in group.leaders) or self.unnamed,
            violations=tuple(own), documents=self.documents, outcomes=self.outcomes,
            confidence=self.decision.article.score,
            evidence=tuple(Mention(t.start, t.end, f"trigger:{t.cls}") for t in self.triggers[:3]),
            **self.circumstances,
        )  # fmt: skip

    def _proof(self, agency: _Agency) -> tuple[Mention, ...]:
        """The mention that tells the inspection first, then the others."""
        mentions = sorted(agency.entity.mentions, key=lambda m: (m.start != agency.at, m.start))
        return tuple(Mention(m.start, m.end, f"agency:{m.head.grammar}:{m.head.form}") for m in mentions)

    def _belongs(self, found: Found[Violation], sentence: int, names: set[str], group: _Group) -> bool:
        if found.value.agency:
            return found.value.agency in names
        before = [s for s in group.sentences if s <= sentence]
        return bool(before) and not any(max(before) < a.sentence <= sentence for a in self._others(group))

    def _others(self, group: _Group) -> list[_Agency]:
        return [a for a in _agencies(self.decision) if a.sentence not in group.sentences]

    def _dates(self, group: _Group) -> list[Found[str]]:
        by_value: dict[str, list[tuple[Mention, float]]] = {}
        for mention, score in group.dates:
            for value in (mention.edtf or "").split(","):
                by_value.setdefault(value, []).append((Mention(mention.start, mention.end, mention.rule), score))
        spans = [v.split("/") for v in by_value if "/" in v]
        out = []
        for value, found in by_value.items():
            if "/" not in value and any(a <= value <= b for a, b in spans):
                continue  # a day told again inside its span
            out.append(Found(value, tuple(m for m, _ in found), max(score for _, score in found)))
        return out

    def _leader(self, people: list[PersonMention], score: float) -> Found[Leader]:
        """The person with the fullest office that the text gives."""
        analysis = self.analysis
        spans = []
        for person in people:
            titles, end = analysis.titles[person.sentence], analysis.sentences[person.sentence].end
            if span := position_of(analysis.text, analysis.form, person, titles, end):
                spans.append((person, span))
        if not spans:
            return Found(Leader(people[0].name), (Mention(people[0].start, people[0].end, "leader:name"),), score)
        person, span = max(spans, key=lambda item: item[1][1] - item[1][0])
        evidence = (Mention(person.start, person.end, "leader:name"), Mention(*span, "leader:office"))
        return Found(Leader(person.name, analysis.text[slice(*span)]), evidence, score)
