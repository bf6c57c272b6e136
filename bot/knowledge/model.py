"""The entries of the knowledge base about roles, terms and sources, and the whole base as one value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from bot.knowledge.entry import FACTOR_TITLES, FACTORS, Claim, Entry, EvidenceIds, Facet, Id, Reviewed, Text
from bot.knowledge.project import (
    STAGES,
    Alternative,
    Answer,
    Caution,
    Criterion,
    Examples,
    Outcome,
    Premise,
    Question,
    RoleBrief,
    Round,
    Signal,
    Stage,
    WorkSample,
)

__all__ = [
    "FACTORS", "FACTOR_TITLES", "STAGES", "Alternative", "Answer", "Caution", "Claim", "Criterion", "Dispute", "Entry",
    "Evidence", "EvidenceIds", "Examples", "Facet", "Factors", "Figure", "Id", "Intent", "Knowledge", "Outcome",
    "Pair", "Premise", "Question", "Reviewed", "Role", "RoleBrief", "Round", "Side", "Signal", "Source", "Stage",
    "Term", "Text", "Topic", "VettingQuestion", "WorkSample",
]  # fmt: skip


class Source(Entry):
    """Who says so, when, and what they sell by saying it."""

    id: Id
    publisher: Text
    title: Text
    date: Text
    kind: Text
    sells: Text | None = None
    address: Text | None = None


class Evidence(Entry):
    """One claim of a source in our words; the id is kept for good."""

    id: Id
    source: Id
    where: Text
    claim: Text
    facet: Facet
    roles: tuple[Id, ...] = ()
    kind: Literal["fact", "opinion", "figure"]
    value: Text | None = None
    unit: Text | None = None
    region: Text | None = None
    stale: bool = False
    interested: bool = False
    conflicts: tuple[Id, ...] = ()
    restates: tuple[Id, ...] = ()


class VettingQuestion(Entry):
    """An interview question, what a strong answer contains, and what should worry you."""

    question: Text
    strong: Text
    red_flag: Text
    evidence: EvidenceIds


class Factors(Entry):
    """The row heads of every comparison table; cells of a few words."""

    focus: Claim
    output: Claim
    model_depth: Claim
    production: Claim
    stage: Claim
    tools: Claim
    cost: Claim


class Role(Reviewed):
    """One of the titles of the fixed vocabulary.

    `named` roles are recognised and may be recommended, yet have no curated text of their
    own; `full` ones have every field. `contact` is whom to talk to in your company, set in a folder of its own.
    """

    id: Id
    title: Text
    plural: Text
    coverage: Literal["full", "named"]
    aliases: tuple[Text, ...] = ()
    contact: Text | None = None
    definition: Claim
    is_not: tuple[Claim, ...] = ()
    duties: tuple[Claim, ...] = ()
    skills: tuple[Claim, ...] = ()
    tools: tuple[Claim, ...] = ()
    outputs: tuple[Claim, ...] = ()
    hire_when: tuple[Claim, ...] = ()
    wait_when: tuple[Claim, ...] = ()
    mistakes: tuple[Claim, ...] = ()
    vetting: tuple[VettingQuestion, ...] = ()
    senior_signals: tuple[Claim, ...] = ()
    cost: tuple[Claim, ...] = ()
    career: tuple[Claim, ...] = ()
    factors: Factors | None = None
    neighbours: tuple[Id, ...] = ()


class Pair(Reviewed):
    """What only the pair says, beyond the two role files."""

    a: Id
    b: Id
    lead: Claim
    dividing_question: Claim
    choose_a_if: tuple[Claim, ...]
    choose_b_if: tuple[Claim, ...]
    both_when: tuple[Claim, ...] = ()
    one_person: Claim | None = None
    disputes: tuple[Id, ...] = ()


class Side(Entry):
    """One side of a dispute, as its sources put it."""

    text: Text
    evidence: EvidenceIds


class Dispute(Reviewed):
    """A question that the sources answer differently, and what we hold."""

    id: Id
    question: Text
    sides: Annotated[tuple[Side, ...], Field(min_length=2)]
    position: Text
    why: Text
    roles: tuple[Id, ...] = ()
    intents: tuple[Id, ...] = ()


class Topic(Reviewed):
    """An answer that belongs to no single role: a lead sentence and its points."""

    id: Id
    intent: Id
    title: Text
    lead: Claim
    points: tuple[Claim, ...] = ()
    keywords: tuple[Text, ...] = ()
    roles: tuple[Id, ...] = ()
    disputes: tuple[Id, ...] = ()


class Term(Reviewed):
    """A word met in adverts: what it means, why it matters when hiring, who owns it."""

    id: Id
    term: Text
    aliases: tuple[Text, ...] = ()
    meaning: Claim
    why: Text
    owner_role: Id


class Figure(Entry):
    """A number with everything that makes it a fact: unit, region, date, source and shelf life.

    Where sources differ, `value` is the range and `evidence` names both ends. After `review_by` the
    figure says of itself that it is due for review.
    """

    id: Id
    intents: Annotated[tuple[Id, ...], Field(min_length=1)]
    roles: tuple[Id, ...] = ()
    label: Text
    value: Text
    unit: Text
    region: Text
    dated: Text
    review_by: Annotated[date, Field(strict=False)]
    evidence: EvidenceIds
    note: Text | None = None


class Intent(Entry):
    """What a person may want, and ways to say it, by writer."""

    id: Id
    title: Text
    definition: Text
    utterances: Annotated[Mapping[str, tuple[Text, ...]], AfterValidator(MappingProxyType)]


@dataclass(frozen=True, eq=False)
class Knowledge:
    """The whole base, checked. Mappings are keyed by id and keep the order of the files; equal only to itself."""

    version: str
    sources: Mapping[str, Source]
    evidence: Mapping[str, Evidence]
    roles: Mapping[str, Role]
    pairs: Mapping[frozenset[str], Pair]
    prior: Mapping[str, float]
    signals: Mapping[str, Signal]
    questions: Mapping[str, Question]
    examples: Mapping[str, Examples]
    premises: Mapping[str, Premise]
    alternatives: Mapping[str, Alternative]
    briefs: Mapping[str, RoleBrief]
    cautions: Mapping[str, Caution]
    disputes: Mapping[str, Dispute]
    topics: Mapping[str, Topic]
    glossary: Mapping[str, Term]
    figures: Mapping[str, Figure]
    intents: Mapping[str, Intent]
    wording: Mapping[str, str]
