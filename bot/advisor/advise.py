"""The one door to advice: reading and conversation in, advice out."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from bot.advisor import general
from bot.advisor.advice import Advice, Conversation, Draft, Section, evidence_of
from bot.advisor.compare import both, compare
from bot.advisor.figures import with_figures
from bot.advisor.parts import sources_of
from bot.advisor.recommend import recommend
from bot.advisor.roles import FACETS, about_roles
from bot.knowledge.model import Knowledge
from bot.understanding.reading import Reading, asked_for

Composer = Callable[[Reading, Knowledge], Draft]
COMPOSERS: Mapping[str, Composer] = {
    **dict.fromkeys((*FACETS, "vetting", "job_description"), about_roles),
    **dict.fromkeys(("hiring_model", "provider", "sequence", "team"), general.topic),
    "recommend": recommend,
    "compare": compare,
    "both": both,
    "glossary": general.glossary,
    "sources": general.sources,
    "help": general.help_,
    "chitchat": general.chitchat,
    "out_of_scope": general.decline,
}
LEANS_ON_ROLES = frozenset({*FACETS, "vetting", "job_description", "both", "hiring_model", "sequence"})
MOST_SECTIONS_OF_ALSO = 2


def advise(reading: Reading, conversation: Conversation, knowledge: Knowledge, *, on: date) -> Advice:
    """Advice for one reading. Pure: equal arguments give equal advice, down to the id."""
    leaned = _lean(_known(reading, knowledge), _known(conversation, knowledge))
    draft = _compose(leaned, knowledge)
    if leaned.verdict == "clear":
        draft = with_figures(draft, leaned, knowledge, on)
    draft = _signed(draft, knowledge)
    return Advice(
        **dict(draft.model_copy(update={"roles": reading.roles})),
        answer_id=_identity(reading, conversation, knowledge.version, on),
        knowledge_version=knowledge.version,
        on=on,
        intents=_intents(leaned),
        confidence=_confidence(leaned, draft),
        sources=sources_of(knowledge, evidence_of(draft)),
        reading=leaned,
    )


def _signed(draft: Draft, knowledge: Knowledge) -> Draft:
    """Who answers for the entry, since when, and whom to talk to; the role's where the draft names nobody."""
    if draft.outcome != "answer" or draft.role is None:
        return draft
    role = knowledge.roles[draft.role]
    owner, reviewed = draft.owner or role.owner, draft.reviewed or role.reviewed
    return draft.model_copy(update={"owner": owner, "reviewed": reviewed, "contact": role.contact})


Told = TypeVar("Told", Reading, Conversation)


def _known(told: Told, knowledge: Knowledge) -> Told:
    """What was told, without the roles, signals and terms that the knowledge no longer has.

    Buttons and conversations outlive edits: what is gone is no longer spoken of.
    """
    kept: dict[str, object] = {
        "roles": tuple(role for role in told.roles if role in knowledge.roles),
        "signals": tuple(hit for hit in told.signals if hit.id in knowledge.signals),
    }
    if isinstance(told, Reading):
        kept["terms"] = tuple(term for term in told.terms if term in knowledge.glossary)
        kept["topics"] = tuple(topic for topic in told.topics if topic in knowledge.topics)
        kept["also"] = tuple(intent for intent in told.also if intent in COMPOSERS)
        if told.intent not in COMPOSERS:
            kept["intents"] = asked_for("help").intents
    return told.model_copy(update=kept)


def _lean(reading: Reading, conversation: Conversation) -> Reading:
    """Fill what the message leaves out from the turn before: its roles, and the facts told so far."""
    if reading.intent == "recommend" and conversation.intent == "recommend":
        said = {hit.id for hit in reading.signals}
        kept = tuple(hit for hit in conversation.signals if hit.id not in said)
        return reading.model_copy(update={"signals": (*kept, *reading.signals)})
    if not reading.roles and reading.intent in LEANS_ON_ROLES:
        return reading.model_copy(update={"roles": conversation.roles})
    if reading.intent == "compare" and len(reading.roles) == 1 and conversation.roles:
        others = tuple(role for role in conversation.roles if role not in reading.roles)
        return reading.model_copy(update={"roles": (*others[:1], *reading.roles)})
    return reading


def _compose(reading: Reading, knowledge: Knowledge) -> Draft:
    if reading.verdict == "outside":
        return general.decline(reading, knowledge)
    if reading.verdict == "unclear":
        return general.ask_intent(reading, knowledge)
    draft = COMPOSERS[reading.intent](reading, knowledge)
    for intent in reading.also:
        draft = _with_also(draft, intent, reading, knowledge)
    return draft


def _with_also(draft: Draft, intent: str, reading: Reading, knowledge: Knowledge) -> Draft:
    """The answer to a further intent of the same message, as a section under the first."""
    second = asked_for(intent, roles=reading.roles, terms=reading.terms, signals=reading.signals)
    more = COMPOSERS[intent](second, knowledge)
    lines = (more.lead, *(line for section in more.sections[:MOST_SECTIONS_OF_ALSO] for line in section.lines))
    return draft.model_copy(update={"sections": (Section(title=more.title, lines=lines, short=3), *draft.sections)})


def _intents(reading: Reading) -> tuple[str, ...]:
    """Those acted on first, then the likely others; a decline names nothing else."""
    if reading.verdict == "outside":
        return ("out_of_scope",)
    if reading.verdict == "unclear":
        offered = [i.intent for i in reading.intents if i.intent not in general.NOT_OFFERED]
        return tuple(offered[: general.MOST_CHOICES])
    return (reading.intent, *reading.also)


def _confidence(reading: Reading, draft: Draft) -> float:
    if draft.certainty is None:
        return round(reading.confidence, 3)
    return round(min(reading.confidence, draft.certainty), 3)


def _identity(reading: Reading, conversation: Conversation, version: str, on: date) -> str:
    """Eight characters that stand for exactly this advice, however much of it is shown."""
    parts = (
        reading.model_copy(update={"detail": False}).model_dump_json(),
        conversation.model_dump_json(),
        version,
        on.isoformat(),
    )
    digest = hashlib.sha256("\n".join(parts).encode()).digest()
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: nothing to misread aloud
    number = int.from_bytes(digest[:5], "big")
    return "".join(alphabet[(number >> shift) & 31] for shift in range(35, -1, -5))
