"""The value that advice is: what a card, a terminal and a JSON line are all made from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict

from bot.understanding.reading import PremiseHit, Reading, SignalHit

Outcome = Literal["answer", "ask", "decline"]
ADVISES = frozenset({"recommend", "sequence", "team"})  # from the facts of the project
TELLS_MORE = frozenset({"compare", "both", "when_to_hire"})  # asked with a word on the project, at times
TELLS_NOTHING = frozenset({"glossary", "define", "sources", "provider"})
SectionKind = Literal["told", "assumed", ""]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Note(_Value):
    """A labelled remark under a sentence, such as what a strong answer contains."""

    label: str
    text: str


class Line(_Value):
    """A sentence, its evidence, and (for a reason) the person's own words that gave rise to it.

    `own` marks a sentence that says nothing about hiring, such as a question back: it needs no evidence.
    `about` is the role it speaks of, in the words of the sentence, where a section has one sentence for each role.
    """

    text: str
    evidence: tuple[str, ...] = ()
    quote: str = ""
    notes: tuple[Note, ...] = ()
    own: bool = False
    about: str = ""


class Section(_Value):
    """A titled list of sentences. `short` is how many of them the short card shows.

    `kind` marks those that say what the asker told, or what was taken to be so because nobody told.
    """

    title: str
    lines: tuple[Line, ...]
    short: int = 3
    kind: SectionKind = ""


class Row(_Value):
    """One factor of a comparison and its cell for each role."""

    factor: str
    cells: tuple[Line, ...]


class Table(_Value):
    """Roles side by side."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


class SourceNote(_Value):
    """A source that the advice rests on."""

    id: str
    publisher: str
    date: str
    sells: str | None = None


class SideNote(_Value):
    """One side of a dispute with those who hold it."""

    text: str
    held_by: tuple[SourceNote, ...]
    evidence: tuple[str, ...]


class DisputeNote(_Value):
    """A disagreement among the sources; it never stands without all of its sides."""

    id: str
    question: str
    sides: tuple[SideNote, ...]
    position: str
    why: str


class Step(_Value):
    """Something to press next, and the reading that pressing it stands for."""

    id: str
    label: str
    reading: Reading


class Chance(_Value):
    """A role and how probable it is on what was told."""

    title: str
    chance: float


class Conversation(_Value):
    """What went before: enough to lean on, no message text.

    `recent` means that it was not in the same thread but shortly before in the same place: only what plainly
    leans on it does, for the next message may well begin something new.
    """

    intent: str | None = None
    roles: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    signals: tuple[SignalHit, ...] = ()
    premises: tuple[PremiseHit, ...] = ()
    recent: bool = False


class Draft(_Value):
    """Advice before it has its id, sources and date. The short card shows the first `short_disputes`.

    `sparse` advice rests on so little that nothing is called clear, however high its `certainty`.
    """

    outcome: Outcome = "answer"
    title: str
    lead: Line
    sections: tuple[Section, ...] = ()
    table: Table | None = None
    disputes: tuple[DisputeNote, ...] = ()
    short_disputes: int = 1
    choices: tuple[Step, ...] = ()
    steps: tuple[Step, ...] = ()
    role: str | None = None
    roles: tuple[str, ...] = ()
    certainty: float | None = None
    sparse: bool = False
    chances: tuple[Chance, ...] = ()
    owner: str | None = None
    reviewed: date | None = None
    contact: str | None = None


class Advice(Draft):
    """Advice as a function of (reading, conversation, knowledge version, date)."""

    answer_id: str
    knowledge_version: str
    on: date
    intents: tuple[str, ...]
    confidence: float
    sources: tuple[SourceNote, ...] = ()
    reading: Reading

    @property
    def intent(self) -> str:
        """The intent acted on."""
        return self.intents[0]


def next_conversation(advice: Advice, before: Conversation) -> Conversation:
    """What the next message may lean on; a word of thanks in between changes nothing."""
    if advice.intent in ("chitchat", "help"):
        return before.model_copy(update={"recent": False})
    roles = advice.reading.roles or ((advice.role,) if advice.role else before.roles)
    return Conversation(
        intent=advice.intent,
        roles=roles,
        terms=advice.reading.terms or before.terms,
        signals=_facts_after(advice, before),
        premises=advice.reading.premises,
    )


def _facts_after(advice: Advice, before: Conversation) -> tuple[SignalHit, ...]:
    """The project's facts: advice on it knows them all, and no question in between loses any.

    What is asked about a term tells nothing of the project: "what is fine-tuning?".
    """
    now = advice.reading.signals
    if advice.intent in ADVISES:
        return now or before.signals
    if advice.intent in TELLS_NOTHING or (before.signals and advice.intent not in TELLS_MORE):
        return before.signals
    said = {hit.id for hit in now}
    return (*(hit for hit in before.signals if hit.id not in said), *now)


def lines_of(draft: Draft) -> Iterator[Line]:
    """Every sentence of the advice, in the order in which it is read."""
    yield draft.lead
    if draft.table:
        for row in draft.table.rows:
            yield from row.cells
    for section in draft.sections:
        yield from section.lines


def evidence_of(draft: Draft) -> tuple[str, ...]:
    """All evidence ids, each once, in the order of first use."""
    ids = [id_ for line in lines_of(draft) for id_ in line.evidence]
    ids += [id_ for dispute in draft.disputes for side in dispute.sides for id_ in side.evidence]
    return tuple(dict.fromkeys(ids))
