"""What the knowledge base says of projects: the facts people tell, the questions to ask, what to do about them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field, StringConstraints

from bot.knowledge.entry import Claim, Entry, EvidenceIds, Id, Reviewed, Text

Stage = Literal["idea", "prototype", "live", "scaling"]
STAGES: tuple[Stage, ...] = get_args(Stage)
Label = Annotated[str, StringConstraints(min_length=1, max_length=75, strip_whitespace=True)]  # a button of Slack


class Signal(Reviewed):
    """A fact about a project that speaks for or against roles.

    `weights` are log-odds from -3 to +3 for each role id, `denied` is the share of them that counts, turned
    round, when the fact is denied. `said` and `absent` are clauses that follow "because". A fact that is
    present makes those it `outweighs` void. The one fact with a `stage` stands for that stage. Once any fact
    in `not_if` is affirmed, or any in `not_without` denied, the fact is neither asked for nor offered as an answer.
    """

    id: Id
    axis: Literal["model", "product", "stage", "constraint", "team", "hiring", "career"]
    label: Text
    said: Text
    absent: Text
    question: Text
    weights: Annotated[Mapping[str, float], AfterValidator(MappingProxyType)] = Field(default_factory=dict)
    denied: Annotated[float, Field(ge=0, le=1)] = 0.6
    contested: tuple[Id, ...] = ()
    evidence: EvidenceIds
    phrases: tuple[Text, ...] = ()
    outweighs: tuple[Id, ...] = ()
    stage: Stage | None = None
    not_if: tuple[Id, ...] = ()
    not_without: tuple[Id, ...] = ()


class Answer(Entry):
    """One answer to a question, and the facts that whoever gives it has told."""

    label: Label
    facts: Annotated[tuple[Id, ...], Field(min_length=1)]


class Question(Reviewed):
    """A question with several answers, of which one is chosen.

    It is not asked once any fact in `not_if` is affirmed, or any in `not_without` denied.
    """

    id: Id
    text: Text
    answers: Annotated[tuple[Answer, ...], Field(min_length=2, max_length=9)]
    evidence: EvidenceIds
    not_if: tuple[Id, ...] = ()
    not_without: tuple[Id, ...] = ()


class Part(Entry):
    """A part of a message, the facts that it tells and those that it says are not so or can wait."""

    say: Text
    facts: tuple[Id, ...] = ()
    denied: tuple[Id, ...] = ()


class Told(Entry):
    """A whole message in its parts, the role it calls for, and others that would do."""

    role: Id
    also: tuple[Id, ...] = ()
    clauses: Annotated[tuple[Part, ...], Field(min_length=1)]

    @property
    def text(self) -> str:
        """The message."""
        return " ".join(part.say for part in self.clauses)


class Examples(Entry):
    """How one writer tells the facts (`signals`) and premises, by id, what tells none, and whole messages."""

    id: Id
    signals: Annotated[Mapping[str, tuple[Text, ...]], AfterValidator(MappingProxyType)] = Field(default_factory=dict)
    premises: Annotated[Mapping[str, tuple[Text, ...]], AfterValidator(MappingProxyType)] = Field(default_factory=dict)
    none: tuple[Text, ...] = ()
    messages: tuple[Told, ...] = ()


class Premise(Reviewed):
    """Something people take for granted that is false or only half true, and the calm answer to it.

    `label` is the premise as a sentence. `correction` is always the same, however hard a person insists.
    """

    id: Id
    label: Text
    kind: Literal["false", "loaded"]
    correction: Claim
    points: tuple[Claim, ...] = ()
    roles: tuple[Id, ...] = ()
    disputes: tuple[Id, ...] = ()
    phrases: tuple[Text, ...] = ()


class Alternative(Reviewed):
    """What to do instead of hiring, or before it, where any of `facts` is told or `roles` has the advised role."""

    id: Id
    label: Text
    facts: tuple[Id, ...] = ()
    roles: tuple[Id, ...] = ()
    advice: Claim


class Outcome(Entry):
    """What should be reached after so many days in the job."""

    day: Literal[30, 60, 90]
    text: Text
    evidence: EvidenceIds


class Round(Entry):
    """One round of a structured interview."""

    title: Text
    minutes: Annotated[int, Field(ge=10, le=240)]
    purpose: Text
    evidence: EvidenceIds


class Criterion(Entry):
    """One line of the scoring sheet: what earns 1 and what earns 4 points."""

    title: Text
    weak: Text
    strong: Text
    evidence: EvidenceIds


class WorkSample(Entry):
    """A task like the job's, the same for every candidate, and how it is judged."""

    task: Text
    hours: Annotated[float, Field(gt=0, le=8)]
    given: Text
    judged_by: Annotated[tuple[Text, ...], Field(min_length=2)]
    evidence: EvidenceIds


class RoleBrief(Reviewed):
    """What a requisition for a role needs beyond the role's own entry; `id` is the role's."""

    id: Id
    must_haves: Annotated[tuple[Claim, ...], Field(min_length=3)]
    not_needed: Annotated[tuple[Claim, ...], Field(min_length=2)]
    outcomes: Annotated[tuple[Outcome, ...], Field(min_length=3)]
    rounds: Annotated[tuple[Round, ...], Field(min_length=2)]
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=4)]
    work_sample: WorkSample
    advert: Annotated[tuple[Text, ...], Field(min_length=2)]


class Caution(Reviewed):
    """A legal or fairness caution for whoever hires: where it holds, and as of when."""

    id: Id
    region: Text
    dated: Text
    text: Text
    evidence: EvidenceIds
    facts: tuple[Id, ...] = ()
