"""A message in the light of the turn before: what it leaves out is filled in from there."""

from __future__ import annotations

from bot.advisor.advice import Conversation
from bot.advisor.roles import FACETS
from bot.knowledge.model import Knowledge, Signal
from bot.understanding.reading import Reading, Scored, SignalHit
from bot.understanding.signals import without_outweighed

ABOUT_ROLES = frozenset({*FACETS, "vetting", "job_description", "both", "hiring_model", "sequence", "compare"})
NOTHING_BY_ITSELF = frozenset({"out_of_scope", "chitchat", "help", "glossary"})
NO_ANSWER = frozenset({None, "out_of_scope", "chitchat"})  # before: nothing that could be shortened or asked again
NEVER_OF_ONE = frozenset({"compare", "both", "sequence"})  # "the second one" sounds like an order in which to hire
AS_SUCH = frozenset({"why", "shorter", "more"})  # are about the last answer, whatever their own words look like
NEEDS_AN_ANSWER = AS_SUCH | {"pick"}  # before it, to make sense
LEAST = 0.025  # probability from which a fragment may mean an intent


def lean(reading: Reading, before: Conversation, knowledge: Knowledge) -> Reading:
    """The reading with what the message leaves out; unchanged if it stands by itself."""
    leaning = reading.leaning
    if _insists(reading, before):
        return reading.model_copy(
            update={"premises": before.premises, "roles": before.roles, "verdict": "unclear", "follow": None}
        )
    if before.recent and leaning is None:
        return reading
    if before.intent in NO_ANSWER:
        lost = _has_lost(reading)
        return reading.model_copy(update={"verdict": "unclear"}) if lost else _with_roles(reading, before)
    if leaning in AS_SUCH and not _a_question_by_itself(reading):
        return _again(reading, before, detail=leaning != "shorter", brief=leaning == "shorter")
    if _goes_on_describing(reading, before):
        return _with(reading, "recommend", signals=_merged(before.signals, reading, knowledge))
    if leaning == "same":
        intent = "compare" if _sets_beside(reading, before) else str(before.intent)
        return _with_roles(_with(reading, intent), before)
    if leaning == "instead" and before.roles:
        return _with_roles(_with(reading, "compare"), before)
    if reading.follow and leaning == "pick":
        return _picked(reading, reading.follow.which, before)
    if leaning and reading.verdict != "clear":
        reading = _as_fragment(reading)
    return _with_roles(reading, before)


def by_itself(leaned: Reading) -> Reading:
    """A leaned reading as one that leans on nothing: what it leant on is in it by now.

    Where that was missing the leaning is kept, for the question back depends on it.
    """
    lost = leaned.verdict == "unclear" and leaned.leaning in NEEDS_AN_ANSWER
    return leaned if lost or leaned.follow is None else leaned.model_copy(update={"follow": None})


def _insists(reading: Reading, before: Conversation) -> bool:
    """Whether somebody holds on to a premise that was just corrected, and says nothing else."""
    silent = not (reading.signals or reading.roles or reading.premises or before.recent)
    contradicts = reading.leaning == "correction" or (reading.leaning is None and reading.verdict != "clear")
    return bool(before.premises) and silent and contradicts


def _has_lost(reading: Reading) -> bool:
    """Whether a message makes no sense without an answer before it; no role's bare name is out of scope."""
    if reading.leaning == "same":
        return reading.verdict == "outside"
    return reading.leaning in NEEDS_AN_ANSWER and not reading.roles


def _a_question_by_itself(reading: Reading) -> bool:
    """Whether a message that looks like a wish for more asks for something else with certainty."""
    return reading.leaning != "shorter" and reading.verdict == "clear" and reading.intent in ABOUT_ROLES


def _again(reading: Reading, before: Conversation, *, detail: bool, brief: bool) -> Reading:
    """The last question once more, at another length."""
    told = {"roles": before.roles, "terms": before.terms, "signals": before.signals}
    return _with(reading, str(before.intent), **told, detail=detail, brief=brief)


def _goes_on_describing(reading: Reading, before: Conversation) -> bool:
    """Whether the message tells more about, or corrects, the project that a recommendation was asked for."""
    corrects = reading.leaning == "correction"
    if before.intent != "recommend" or reading.leaning == "instead" or (before.recent and not corrects):
        return False
    if reading.roles and reading.verdict == "clear":
        return False
    if reading.intent == "recommend":
        return True
    return (bool(reading.signals) and reading.verdict != "clear") or (corrects and not reading.also)


def _merged(before: tuple[SignalHit, ...], reading: Reading, knowledge: Knowledge) -> tuple[SignalHit, ...]:
    """All facts told so far; a correction also takes back what its facts speak against."""
    corrects = reading.leaning == "correction"
    now = [knowledge.signals[hit.id] for hit in reading.signals if hit.polarity == "present"]
    said = {hit.id for hit in reading.signals}
    kept = (
        hit
        for hit in before
        if hit.id not in said and not (corrects and any(_opposed(knowledge.signals[hit.id], other) for other in now))
    )
    return without_outweighed((*kept, *reading.signals), knowledge.signals)


def _opposed(one: Signal, other: Signal) -> bool:
    """Whether two facts of the same axis pull towards different roles."""
    pull = sum(weight * other.weights.get(role, 0.0) for role, weight in one.weights.items())
    return one.axis == other.axis and pull < 0


def _sets_beside(reading: Reading, before: Conversation) -> bool:
    return before.intent == "compare" or (reading.intent == "compare" and reading.verdict == "clear")


def _picked(reading: Reading, which: int, before: Conversation) -> Reading:
    """One of the roles spoken of, and what is asked about it; what it is if that was all."""
    if reading.roles or not before.roles or which >= len(before.roles):
        leaned = _with_roles(_as_fragment(reading), before)
        return leaned.model_copy(update={"verdict": "unclear"}) if leaned.intent in NOTHING_BY_ITSELF else leaned
    asked = [s.intent for s in reading.intents if s.intent in ABOUT_ROLES - NEVER_OF_ONE and s.probability >= LEAST]
    return _with(reading, asked[0] if asked else "define", roles=(before.roles[which],))


def _as_fragment(reading: Reading) -> Reading:
    """A few words after an answer: the likeliest thing that makes sense there, even if unsure."""
    likely = [s for s in reading.intents if s.intent not in NOTHING_BY_ITSELF and s.probability >= LEAST]
    return _with(reading, likely[0].intent) if likely and reading.verdict != "clear" else reading


def _with_roles(reading: Reading, before: Conversation) -> Reading:
    if reading.intent == "compare" and len(reading.roles) == 1 and before.roles:
        others = tuple(role for role in before.roles if role not in reading.roles)
        return reading.model_copy(update={"roles": (*others[:1], *reading.roles)})
    if not reading.roles and reading.intent in ABOUT_ROLES:
        return reading.model_copy(update={"roles": before.roles})
    return reading


def _with(reading: Reading, intent: str, **more: object) -> Reading:
    """The reading with another first intent, sure enough to act on."""
    known = next((s for s in reading.intents if s.intent == intent), Scored(intent=intent, probability=0.0))
    first = known.model_copy(update={"probability": max(known.probability, reading.confidence)})
    rest = tuple(s for s in reading.intents if s.intent != intent)
    also = tuple(other for other in reading.also if other != intent)
    return reading.model_copy(update={"intents": (first, *rest[:4]), "also": also, "verdict": "clear", **more})
