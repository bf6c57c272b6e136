"""Advice that is about no role: terms, topics, sources, help, small talk, declining, asking back."""

from __future__ import annotations

from bot.advisor.advice import Draft, Line, Section, Step
from bot.advisor.parts import a, disputes_about, line, named_topics, own, section, sentence, step, title_of, topic_for
from bot.advisor.roles import FACETS, which_role
from bot.advisor.scoring import leading_role
from bot.knowledge.model import Knowledge, Source, Term
from bot.understanding.reading import Reading, asked_for

MOST_TERMS = 3
MOST_CHOICES = 3
MOST_NEAR = 2  # entries that a decline offers
NEAR_LEAST = 0.05  # probability from which they are near
NOT_OFFERED = frozenset({"out_of_scope", "chitchat", "help"})


def topic(reading: Reading, knowledge: Knowledge) -> Draft:
    """A general topic with its points, and in brief any further topic that the message names."""
    found = topic_for(knowledge, reading.intent, reading)
    if found is None:
        return which_role(reading, knowledge)
    sections = section("In more detail", found.points, 3)
    sections += named_topics(reading, knowledge, but=found.id)
    steps = [step(knowledge, "recommend")]
    steps += [step(knowledge, "when_to_hire", role) for role in reading.roles[:1]]
    draft = Draft(
        title=found.title,
        lead=line(found.lead),
        sections=sections,
        steps=(*steps, step(knowledge, "sources", *reading.roles)),
        role=leading_role(reading, knowledge),
        owner=found.owner,
        reviewed=found.reviewed,
    )
    about = reading.roles or found.roles
    return draft.model_copy(update={"disputes": disputes_about(knowledge, reading.intent, about, draft)})


def glossary(reading: Reading, knowledge: Knowledge) -> Draft:
    """What a term means, why it matters when hiring, and whose it is."""
    terms = [knowledge.glossary[id_] for id_ in reading.terms[:MOST_TERMS]]
    if not terms and reading.roles:
        return which_role(reading.model_copy(update={"intents": asked_for("define").intents}), knowledge)
    if not terms:
        names = tuple(own(term.term) for term in knowledge.glossary.values())
        known = Section(title="Terms I can explain", lines=names, short=6)
        return Draft(
            outcome="decline", title="Not in the glossary", lead=own(knowledge.wording["term_unknown"]),
            sections=(known,), steps=(step(knowledge, "help"),),
        )  # fmt: skip
    first, *rest = terms
    sections: tuple[Section, ...] = (Section(title="When hiring", lines=(_why(first, knowledge),)),)
    for term in rest:
        sections += (Section(title=term.term, lines=(line(term.meaning), _why(term, knowledge))),)
    owners = tuple(dict.fromkeys(term.owner_role for term in terms))
    steps = tuple(
        step(knowledge, "define", id_).model_copy(update={"label": f"What is {a(knowledge.roles[id_].title)}?"})
        for id_ in owners
    )
    steps += (step(knowledge, "sources"),)
    return Draft(
        title=first.term, lead=line(first.meaning), sections=sections, steps=steps,
        owner=first.owner, reviewed=first.reviewed,
    )  # fmt: skip


def _why(term: Term, knowledge: Knowledge) -> Line:
    owner = knowledge.roles[term.owner_role].title
    return Line(text=f"{term.why} Usually owned by {a(owner)}.", evidence=term.meaning.evidence)


def sources(reading: Reading, knowledge: Knowledge) -> Draft:
    """Every source with its date and what it sells, and how a recommendation comes about."""
    found = topic_for(knowledge, "sources", reading)
    others = [each for each in knowledge.topics.values() if each.intent == "sources" and each is not found]
    used = dict.fromkeys(
        item.source for item in knowledge.evidence.values() if not reading.roles or set(item.roles) & set(reading.roles)
    )
    listed = tuple(own(_described(knowledge.sources[id_])) for id_ in used)
    sections = section("In more detail", found.points, 3) if found else ()
    sections += (Section(title="The sources", lines=listed, short=5),)
    for each in others:
        sections += section(each.title, (each.lead, *each.points), 1)
    return Draft(
        title=found.title if found else "Where this comes from",
        lead=line(found.lead) if found else own(listed[0].text),
        sections=sections,
        steps=(step(knowledge, "recommend"),),
        role=reading.roles[0] if reading.roles else None,
    )


def _described(source: Source) -> str:
    sells = f" Sells {source.sells}." if source.sells else ""
    return f"{sentence(source.publisher)}: “{source.title}”, {source.kind}, {source.date}.{sells}"


def help_(reading: Reading, knowledge: Knowledge) -> Draft:
    """What the bot can do, with examples to press."""
    points = tuple(own(text) for text in knowledge.wording["help_points"].splitlines() if text.strip())
    examples = tuple(own(text) for text in knowledge.wording["examples"].splitlines() if text.strip())
    return Draft(
        title="What I can do",
        lead=own(knowledge.wording["help_lead"]),
        sections=(
            Section(title="Ask me", lines=points, short=6),
            Section(title="For example", lines=examples, short=4),
            Section(title="Privacy", lines=(own(knowledge.wording["privacy"]),)),
        ),
        steps=_starters(knowledge)[:2],
    )


def chitchat(reading: Reading, knowledge: Knowledge) -> Draft:
    """A short, friendly reply that leads back to the work."""
    return Draft(title="Happy to help", lead=own(knowledge.wording["greeting"]), steps=_starters(knowledge))


def decline(reading: Reading, knowledge: Knowledge) -> Draft:
    """Not covered, and what the bot can do instead: the nearest entries, or people if it is about a colleague."""
    if reading.language != "en":
        return _foreign(reading, knowledge)
    sections = [Section(title="What I can answer", lines=(own(knowledge.wording["not_covered_can"]),))]
    if reading.roles:
        people = own(knowledge.wording["people_matter"])
        sections.insert(0, Section(title="If it is about a colleague", lines=(people,)))
    near = () if reading.roles else _choices(reading, knowledge, NEAR_LEAST)[:MOST_NEAR]
    named = {each.id for each in near}
    return Draft(
        outcome="decline",
        title="Not covered",
        lead=own(knowledge.wording["not_covered"]),
        sections=tuple(sections),
        steps=(*near, *(each for each in _starters(knowledge) if each.id not in named)),
    )


def _foreign(reading: Reading, knowledge: Knowledge) -> Draft:
    """A message in another language: said in that language where the words for it are there."""
    english = knowledge.wording["english_only"]
    said = knowledge.wording.get(f"english_only_{reading.language}", english)
    sections = (Section(title="In English", lines=(own(english),)),) if said != english else ()
    return Draft(outcome="decline", title="English only", lead=own(said), sections=sections, steps=_starters(knowledge))


def _choices(reading: Reading, knowledge: Knowledge, least: float = 0.0) -> tuple[Step, ...]:
    """The likeliest intents as buttons, of those with at least this probability."""
    offered = [i.intent for i in reading.intents if i.intent not in NOT_OFFERED and i.probability >= least]
    return tuple(
        Step(
            id=intent,
            label=_meant(intent, reading, knowledge),
            reading=asked_for(intent, roles=reading.roles, terms=reading.terms, signals=reading.signals),
        )
        for intent in offered[:MOST_CHOICES]
    )


def ask_intent(reading: Reading, knowledge: Knowledge) -> Draft:
    """Which of two or three things was meant?"""
    return Draft(
        outcome="ask", title="Did you mean …?", lead=own(knowledge.wording["ask_intent"]),
        choices=_choices(reading, knowledge),
        role=leading_role(reading, knowledge),
    )  # fmt: skip


def ask_what_about(knowledge: Knowledge) -> Draft:
    """A message that leans on a turn before where there was none."""
    return Draft(
        outcome="ask", title="What is that about?", lead=own(knowledge.wording["ask_what_about"]),
        choices=_starters(knowledge),
    )  # fmt: skip


def _meant(intent: str, reading: Reading, knowledge: Knowledge) -> str:
    """What an intent would be about here, as a button says it."""
    if intent in FACETS and reading.roles:
        return sentence(FACETS[intent].title.format(a=a(knowledge.roles[reading.roles[0]].title)))
    return title_of(intent, knowledge)


def _starters(knowledge: Knowledge) -> tuple[Step, ...]:
    compare = asked_for("compare", roles=("ai-developer", "ai-engineer"))
    return (
        step(knowledge, "recommend"),
        Step(id="compare-start", label="AI developer or AI engineer?", reading=compare),
        step(knowledge, "help"),
    )
