"""What an entry of the knowledge base looks like: strict, frozen pydantic values.

A field that is not named here is a fault, a text where a number is due is a fault, and
nothing can be changed after loading. Sequences are tuples for that reason.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]*$")]
EvidenceIds = Annotated[tuple[Id, ...], Field(min_length=1)]
Facet = Literal[
    "definition", "misconception", "compare", "when_to_hire", "when_not", "both", "sequence", "mistake",
    "responsibility", "skill", "tool", "project", "output", "vetting", "seniority", "cost", "hiring_model", "career",
    "glossary", "provider", "decision_question", "overlap", "market", "example", "figure", "evidence", "legal",
    "alias", "adjacent", "signal",
]  # fmt: skip
FACTORS = ("focus", "output", "model_depth", "production", "stage", "tools", "cost")
FACTOR_TITLES: Mapping[str, str] = {
    "focus": "Focus",
    "output": "Typical output",
    "model_depth": "Depth in models",
    "production": "Production duty",
    "stage": "Best stage",
    "tools": "Tools",
    "cost": "Cost",
}


class Entry(BaseModel):
    """Base of everything read from YAML."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Claim(Entry):
    """One sentence of ours and the evidence it rests on."""

    text: Text
    evidence: EvidenceIds


class Reviewed(Entry):
    """An entry that somebody answers for. Only a person's review changes the date, never popularity."""

    owner: Text
    reviewed: Annotated[date, Field(strict=False)]


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


class Signal(Reviewed):
    """A fact about a project that speaks for or against roles.

    `weights` are log-odds from -2 to +2 for each role id. `said` and `absent` are clauses that
    follow "because". A signal that is present makes those it `outweighs` void, and may tell the `stage`.
    """

    id: Id
    axis: Literal["model", "product", "stage", "constraint", "team", "hiring", "career"]
    label: Text
    said: Text
    absent: Text
    question: Text
    weights: Annotated[Mapping[str, float], AfterValidator(MappingProxyType)] = Field(default_factory=dict)
    contested: tuple[Id, ...] = ()
    evidence: EvidenceIds
    phrases: tuple[Text, ...] = ()
    outweighs: tuple[Id, ...] = ()
    stage: Literal["idea", "prototype", "live", "scaling"] | None = None


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


@dataclass(frozen=True)
class Knowledge:
    """The whole base, checked. Mappings are keyed by id and keep the order of the files."""

    version: str
    sources: Mapping[str, Source]
    evidence: Mapping[str, Evidence]
    roles: Mapping[str, Role]
    pairs: Mapping[frozenset[str], Pair]
    prior: Mapping[str, float]
    signals: Mapping[str, Signal]
    disputes: Mapping[str, Dispute]
    topics: Mapping[str, Topic]
    glossary: Mapping[str, Term]
    figures: Mapping[str, Figure]
    intents: Mapping[str, Intent]
    wording: Mapping[str, str]

    def source_of(self, evidence_id: str) -> Source:
        """The source behind an evidence id."""
        return self.sources[self.evidence[evidence_id].source]
