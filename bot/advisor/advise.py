"""The one door to advice: reading and conversation in, advice out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from bot.advisor import general
from bot.advisor.advice import Advice, Conversation, Draft, Section, evidence_of
from bot.advisor.compare import both, compare
from bot.advisor.document import document
from bot.advisor.figures import with_figures
from bot.advisor.identity import identity
from bot.advisor.lean import NEEDS_AN_ANSWER, by_itself, lean
from bot.advisor.parts import own, sources_of
from bot.advisor.plan import plan
from bot.advisor.premises import premise_alone, with_premises
from bot.advisor.reasoning import reason
from bot.advisor.recommend import recommend, title_and_work
from bot.advisor.roles import FACETS, about_roles
from bot.knowledge.model import Knowledge
from bot.understanding.reading import Reading, asked_for

Composer = Callable[[Reading, Knowledge], Draft]
COMPOSERS: Mapping[str, Composer] = {
    **dict.fromkeys((*FACETS, "vetting", "job_description"), about_roles),
    **dict.fromkeys(("hiring_model", "provider"), general.topic),
    **dict.fromkeys(("sequence", "team"), plan),
    "recommend": recommend,
    "compare": compare,
    "both": both,
    "glossary": general.glossary,
    "sources": general.sources,
    "help": general.help_,
    "chitchat": general.chitchat,
    "out_of_scope": general.decline,
}
MOST_SECTIONS_OF_ALSO = 2
ABOUT_PREMISES = "misconceptions"
ABOUT_A_HIRE = frozenset({"when_to_hire", "misconceptions", "job_description", "hiring_model"})


def advise(reading: Reading, conversation: Conversation, knowledge: Knowledge, *, on: date) -> Advice:
    """Advice for one reading. Pure: equal arguments give equal advice, down to the id."""
    leaned = lean(_known(reading, knowledge), _known(conversation, knowledge), knowledge)
    asked = by_itself(leaned)
    draft = _compose(asked, knowledge, on)
    if asked.verdict == "clear" and not asked.brief and asked.wish == "advice" and draft.outcome == "answer":
        draft = with_figures(draft, asked, knowledge, on)
    draft = _signed(draft, knowledge)
    return Advice(
        **dict(draft.model_copy(update={"roles": reading.roles})),
        answer_id=identity(asked, knowledge.version, on),
        knowledge_version=knowledge.version,
        on=on,
        intents=_intents(asked),
        confidence=_confidence(asked, draft),
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
    """What was told, without the roles, facts, premises and terms that the knowledge no longer has.

    Buttons and conversations outlive edits: what is gone is no longer spoken of.
    """
    kept: dict[str, object] = {
        "roles": tuple(role for role in told.roles if role in knowledge.roles),
        "signals": tuple(hit for hit in told.signals if hit.id in knowledge.signals),
        "premises": tuple(hit for hit in told.premises if hit.id in knowledge.premises),
    }
    if isinstance(told, Reading):
        kept["terms"] = tuple(term for term in told.terms if term in knowledge.glossary)
        kept["topics"] = tuple(topic for topic in told.topics if topic in knowledge.topics)
        kept["clauses"] = tuple(clause for clause in told.clauses if clause.intent in COMPOSERS)
        kept["also"] = tuple(intent for intent in told.also if intent in COMPOSERS)
        if told.intent not in COMPOSERS:
            kept["intents"] = asked_for("help").intents
    return told.model_copy(update=kept)


def _compose(reading: Reading, knowledge: Knowledge, on: date) -> Draft:
    if reading.outside:
        return general.decline(reading, knowledge)
    if reading.wish == "document":
        return document(reading, knowledge, on)
    if _rests_on_a_premise(reading):
        return premise_alone(reading, knowledge)
    if reading.verdict == "unclear":
        lost = reading.leaning in NEEDS_AN_ANSWER
        return general.ask_what_about(knowledge) if lost else general.ask_intent(reading, knowledge)
    draft = COMPOSERS[reading.intent](reading, knowledge)
    further = tuple(_further(intent, reading, knowledge) for intent in reading.also)
    sections = (*draft.sections[:1], *further, *draft.sections[1:])  # in the order asked, details at the end
    draft = draft.model_copy(update={"sections": sections})
    if reading.intent in ABOUT_A_HIRE:
        draft = _with_the_work(draft, reading, knowledge)
    return _cut(with_premises(draft, reading, knowledge), reading, knowledge)


def _with_the_work(draft: Draft, reading: Reading, knowledge: Knowledge) -> Draft:
    """When the facts told call for another role than the one asked about, that comes first and is the role advised."""
    found = reason(reading, knowledge)
    differs = title_and_work(reading, found, knowledge) if found.for_it else ()
    return draft.model_copy(update={"sections": (*differs, *draft.sections), "role": found.role}) if differs else draft


def _rests_on_a_premise(reading: Reading) -> bool:
    """Whether the premise is what the message is about, rather than something said in passing."""
    about = reading.verdict == "unclear" or reading.intent in (ABOUT_PREMISES, "define")
    return bool(reading.premises) and about and not reading.also


def _cut(draft: Draft, reading: Reading, knowledge: Knowledge) -> Draft:
    """Only the first sentence for whoever wants it shorter; a word on what was left out of many questions."""
    if reading.brief and draft.outcome == "answer":
        return draft.model_copy(update={"sections": (), "table": None, "disputes": ()})
    if reading.unanswered:
        rest = Section(title="Not answered yet", lines=(own(knowledge.wording["asked_more"]),))
        return draft.model_copy(update={"sections": (*draft.sections, rest)})
    return draft


def _further(intent: str, reading: Reading, knowledge: Knowledge) -> Section:
    """The answer to a further intent of the same message, in brief."""
    second = asked_for(intent, roles=reading.roles, terms=reading.terms, signals=reading.signals)
    more = COMPOSERS[intent](second, knowledge)
    lines = (more.lead, *(line for section in more.sections[:MOST_SECTIONS_OF_ALSO] for line in section.lines))
    return Section(title=more.title, lines=lines, short=3)


def _intents(reading: Reading) -> tuple[str, ...]:
    """Those acted on first, then the likely others; a decline names nothing else."""
    if reading.outside:
        return ("out_of_scope",)
    if reading.verdict == "unclear" and reading.premises:
        return (ABOUT_PREMISES,)
    if reading.verdict == "unclear":
        offered = [i.intent for i in reading.intents if i.intent not in general.NOT_OFFERED]
        return tuple(offered[: general.MOST_CHOICES])
    return (reading.intent, *reading.also)


def _confidence(reading: Reading, draft: Draft) -> float:
    if draft.certainty is None:
        return round(reading.confidence, 3)
    return round(min(reading.confidence, draft.certainty), 3)
