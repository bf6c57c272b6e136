"""A message in the light of the turn before: what it leaves out is filled in from there."""

from __future__ import annotations

from collections.abc import Iterable

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
OF_A_PROJECT = frozenset({"recommend", "sequence", "team"})  # are answered from the facts told
OF_ROLES_BESIDE = frozenset({"compare", "both"})  # after these "who first?" means the roles set beside each other


def lean(reading: Reading, before: Conversation, knowledge: Knowledge) -> Reading:
    """The reading with what the message leaves out; unchanged if it stands by itself."""
    leaning = reading.leaning
    if _insists(reading, before):
        return reading.model_copy(
            update={"premises": before.premises, "roles": before.roles, "verdict": "unclear", "follow": None}
        )
    if before.recent and leaning is None:
        return reading
    answered = before.intent not in NO_ANSWER
    if not answered and _has_lost(reading):
        return reading.model_copy(update={"verdict": "unclear"})
    if answered and leaning in AS_SUCH and not _a_question_by_itself(reading):
        return _again(reading, before, detail=leaning != "shorter", brief=leaning == "shorter")
    if _goes_on_describing(reading, before, knowledge):
        return _with(reading, "recommend", signals=_merged(before.signals, reading, knowledge))
    if not answered:
        return _of_the_project(_with_roles(reading, before), before, knowledge)
    return _of_the_project(_in_its_light(reading, before), before, knowledge)


def _in_its_light(reading: Reading, before: Conversation) -> Reading:
    """The reading with the question or the roles that it leaves out."""
    leaning = reading.leaning
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


def _goes_on_describing(reading: Reading, before: Conversation, knowledge: Knowledge) -> bool:
    """Whether the message tells more about, or corrects, the project that is spoken of.

    Straight after a recommendation almost anything does; later on only what tells a fact, or asks for the role again.
    """
    corrects = reading.leaning == "correction"
    advised = before.intent == "recommend"
    if not (advised or before.signals) or reading.leaning == "instead" or (before.recent and not corrects):
        return False
    if (reading.roles and reading.verdict == "clear") or _another_project(reading, before, knowledge):
        return False
    if reading.intent == "recommend":
        return True
    if reading.signals and reading.verdict != "clear":
        return advised or corrects or reading.leaning is not None or reading.verdict == "unclear"
    return corrects and not reading.also and (advised or bool(reading.signals))


def _another_project(reading: Reading, before: Conversation, knowledge: Knowledge) -> bool:
    """Whether a message that leans on nothing tells of a product, and of none that was spoken of."""
    known, now = _products(before.signals, knowledge), _products(reading.signals, knowledge)
    return reading.leaning is None and reading.verdict == "clear" and bool(known and now) and not known & now


def _products(hits: Iterable[SignalHit], knowledge: Knowledge) -> set[str]:
    affirmed = (hit.id for hit in hits if hit.polarity == "present")
    return {id_ for id_ in affirmed if knowledge.signals[id_].axis == "product"}


def _of_the_project(reading: Reading, before: Conversation, knowledge: Knowledge) -> Reading:
    """What is answered from facts with those told before, unless it is about roles of its own or another project."""
    if reading.intent not in OF_A_PROJECT or reading.outside or not before.signals:
        return reading
    if before.recent and reading.signals:
        return reading
    beside = before.intent in OF_ROLES_BESIDE and reading.roles == before.roles
    if _another_project(reading, before, knowledge) or (reading.roles and not beside):
        return reading
    return reading.model_copy(update={"signals": _merged(before.signals, reading, knowledge)})


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
    if not reading.roles and reading.intent in ABOUT_ROLES and not _asks_of_the_work(reading, before):
        return reading.model_copy(update={"roles": before.roles})
    return reading


def _asks_of_the_work(reading: Reading, before: Conversation) -> bool:
    """Whether "who comes next?" is about the project told rather than about the roles just spoken of."""
    return reading.intent in OF_A_PROJECT and bool(before.signals) and before.intent not in OF_ROLES_BESIDE


def _with(reading: Reading, intent: str, **more: object) -> Reading:
    """The reading with another first intent, sure enough to act on."""
    known = next((s for s in reading.intents if s.intent == intent), Scored(intent=intent, probability=0.0))
    first = known.model_copy(update={"probability": max(known.probability, reading.confidence)})
    rest = tuple(s for s in reading.intents if s.intent != intent)
    also = tuple(other for other in reading.also if other != intent)
    return reading.model_copy(update={"intents": (first, *rest[:4]), "also": also, "verdict": "clear", **more})
