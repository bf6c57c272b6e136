"""Whom to hire first, and who comes next: answers to questions about teams and about the order of hires."""

from __future__ import annotations

from collections.abc import Sequence

from bot.advisor import general
from bot.advisor.advice import Draft, Line, Section, Step
from bot.advisor.hire_lines import (
    choices,
    hire_line,
    lead_line,
    moment,
    one_person,
    question_section,
    what_would_change,
)
from bot.advisor.hires import by_stage, planned
from bot.advisor.order import order_of
from bot.advisor.parts import a, dispute_note, line, listed, lowered, own, section, sentence, step, topic_for
from bot.advisor.questions import next_question
from bot.advisor.reasoning import Reasoning, reason
from bot.advisor.recommend import STAGE_UNTOLD, against_line, little_told, recommend
from bot.advisor.scoring import model_of, polarities, stage_fact, telling, told_facts
from bot.knowledge.model import Claim, Knowledge, Pair, Role
from bot.understanding.reading import Reading, asked_for

MOST_BESIDES = 4
TITLES = {"team": "Whom you need, and when"}
TITLE = "Whom to hire first, and who comes next"


def plan(reading: Reading, knowledge: Knowledge) -> Draft:
    """The hires that the facts call for; the roles named in their order; else the general topic with a question."""
    facts = told_facts(reading, knowledge)
    if reading.wish == "facts" and facts:
        return _facts_told(reading, knowledge)
    if len(reading.roles) > 1 and reading.wish == "advice":
        return order_of(reading, knowledge)
    if not telling(facts, knowledge):
        return _besides(reading, knowledge) or _in_general(reading, knowledge)
    found = reason(reading, knowledge)
    if found.for_it and not (reading.wish == "question" and found.question):
        return _project(reading, found, knowledge)
    return _ask(reading, found, knowledge)


def _project(reading: Reading, found: Reasoning, knowledge: Knowledge) -> Draft:
    """Who comes first, second and third, why, and what would change that."""
    model = model_of(knowledge)
    hires = planned(found.facts, model, knowledge)
    asked = None if found.enough else found.question
    assumed = () if found.stage else (own(STAGE_UNTOLD),)
    sparse = little_told(found, knowledge)
    sections = (
        *listed("In this order", (hire_line(hire, knowledge) for hire in hires), 3),
        *_named(reading, found, {hire.role for hire in hires}, knowledge),
        *(one_person(hires, found.facts, knowledge)),
        *what_would_change(found.facts, model, knowledge),
        *listed("What I assumed", assumed, 1, "assumed"),
        *(_in_brief(reading, knowledge) if sparse else ()),
        *(question_section(asked, knowledge) if asked else ()),
    )
    return Draft(
        title=TITLES.get(reading.intent, TITLE),
        lead=lead_line(hires, found.chance, knowledge, reading.roles),
        sections=sections,
        disputes=tuple(dispute_note(knowledge, knowledge.disputes[id_]) for id_ in found.disputes),
        short_disputes=0,
        choices=choices(asked, reading, knowledge),
        steps=_steps(reading, found, knowledge),
        role=found.role,
        certainty=found.chance,
        sparse=sparse,
    )


def _named(reading: Reading, found: Reasoning, hired: set[str], knowledge: Knowledge) -> tuple[Section, ...]:
    """Why a role that was named has no place in the order."""
    top = knowledge.roles[found.role]
    out = [each for each in found.ruled_out if each.role in reading.roles and each.role not in hired]
    return listed("The role you named", (against_line(each, top, knowledge) for each in out), 1)


def _in_brief(reading: Reading, knowledge: Knowledge) -> tuple[Section, ...]:
    """What is said in general: the topics whose keywords the message uses, or else the closest one."""
    used = [knowledge.topics[id_] for id_ in reading.topics if knowledge.topics[id_].intent == reading.intent]
    closest = topic_for(knowledge, reading.intent, reading)
    topics = used or ([closest] if closest else [])
    return listed("In general", (line(claim) for topic in topics for claim in (topic.lead, *topic.points)), 1)


def _ask(reading: Reading, found: Reasoning, knowledge: Knowledge) -> Draft:
    """Too little to go on, or a wish to be surer: the question that is expected to tell most."""
    question = found.question
    more = own(knowledge.wording["ask_project"])
    lead = Line(text=question.text, evidence=question.evidence) if question else more
    return Draft(
        outcome="ask",
        title=TITLES.get(reading.intent, TITLE),
        lead=lead,
        sections=listed("Or tell me about the work", (more,) if question else (), 1),
        choices=choices(question, reading, knowledge),
        role=found.role,
        certainty=found.chance,
    )


def _facts_told(reading: Reading, knowledge: Knowledge) -> Draft:
    """The facts with a button each that turns it round; what follows is an answer to the same question as before."""
    draft = recommend(reading, knowledge)
    kept = {"intents": reading.intents}
    back = tuple(each.model_copy(update={"reading": each.reading.model_copy(update=kept)}) for each in draft.choices)
    return draft.model_copy(update={"choices": back})


def _in_general(reading: Reading, knowledge: Knowledge) -> Draft:
    """The general topic, and the question that would say more about this project."""
    draft = general.topic(reading, knowledge)
    question = next_question(polarities(reading.signals), (), knowledge)
    if draft.outcome != "answer" or question is None:
        return draft
    sections = (*draft.sections, *question_section(question, knowledge))
    return draft.model_copy(update={"sections": sections, "choices": choices(question, reading, knowledge)})


def _besides(reading: Reading, knowledge: Knowledge) -> Draft | None:
    """Who comes next to the one role named; nothing if the knowledge says nothing of that."""
    role = next((knowledge.roles[id_] for id_ in reading.roles), None)
    found = [(other, pair.both_when) for other, pair in _partners(role, knowledge) if pair.both_when] if role else []
    if role is None or not found:
        return None
    lines = [_beside(other, claims[0]) for other, claims in found]
    lead = _next(role, [other for other, _ in found], knowledge)
    question = next_question(polarities(reading.signals), (), knowledge)
    return Draft(
        title=f"Next to {a(role.title)}",
        lead=lead or lines[0].model_copy(update={"text": f"Beside {a(role.title)}, {lowered(lines[0].text)}"}),
        sections=(
            *listed("Hire besides", lines if lead else lines[1:], 3),
            *section(f"Wait with {a(role.title)} while", role.wait_when, 1),
            *_in_brief(reading, knowledge),
            *(question_section(question, knowledge) if question else ()),
        ),
        choices=choices(question, reading, knowledge),
        steps=(step(knowledge, "when_to_hire", role.id), step(knowledge, "sources", role.id)),
        role=role.id,
    )


def _next(role: Role, others: Sequence[Role], knowledge: Knowledge) -> Line | None:
    """Who follows the role at a later stage, if nothing but the stage is looked at."""
    for other in others:
        staged = by_stage((role.id, other.id), knowledge)
        if staged and staged[0].role == role.id and (fact := stage_fact(staged[1].stage, knowledge)):
            text = f"If nothing else decides it, {a(other.title)} comes after {a(role.title)}, "
            return Line(text=f"{text}{moment(staged[1], knowledge)}.", evidence=fact.evidence)
    return None


def _partners(role: Role, knowledge: Knowledge) -> list[tuple[Role, Pair]]:
    """The roles that the knowledge sets beside this one, its neighbours first."""
    near = [*role.neighbours, *(id_ for id_ in knowledge.roles if id_ not in role.neighbours)]
    pairs = [(knowledge.roles[id_], knowledge.pairs.get(frozenset((role.id, id_)))) for id_ in near]
    return [(other, pair) for other, pair in pairs if pair][:MOST_BESIDES]


def _beside(other: Role, claim: Claim) -> Line:
    return Line(text=f"{sentence(a(other.title))} when {lowered(claim.text)}", evidence=claim.evidence)


def _steps(reading: Reading, found: Reasoning, knowledge: Knowledge) -> tuple[Step, ...]:
    """What people do next: make it surer, ask why, take the first role away as a brief, change a fact."""

    def again(wish: str, label: str) -> Step:
        return Step(id=wish, label=label, reading=reading.model_copy(update={"wish": wish, "detail": False}))

    steps = [again("question", "Make it surer")] if found.question and found.enough else []
    why = asked_for("recommend", signals=reading.signals).model_copy(update={"stage": reading.stage})
    steps.append(Step(id="why-first", label=f"Why {a(knowledge.roles[found.role].title)} first", reading=why))
    steps += [again("document", "Role brief"), again("facts", "Change a fact")]
    return (*steps, step(knowledge, "sources", found.role))
