"""Advice about one or more roles: what it is, duties, skills, when to hire, how to interview."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.advisor.advice import Draft, Line, Note, Section, Step
from bot.advisor.parts import (
    FOUNDING,
    a,
    disputes_about,
    joined,
    line,
    lowered,
    named_topics,
    own,
    section,
    sentence,
    step,
    title_of,
    topic_for,
    usual_steps,
)
from bot.knowledge.model import Claim, Knowledge, Role, VettingQuestion
from bot.understanding.reading import Reading, asked_for

Claims = tuple[Claim, ...]


@dataclass(frozen=True)
class Facet:
    """How an intent is answered from a role's file: the claims that lead and the sections after them.

    In `title` and `lead`, {a} is the role with its article and {text} the first claim. A lead that is
    more than {text} completes a claim that is no whole sentence by itself.
    """

    title: str
    first: Callable[[Role], Claims]
    more: Mapping[str, Callable[[Role], Claims]]
    lead: str = "{text}"
    rest: str = "Also"


FACETS: Mapping[str, Facet] = {
    "define": Facet(
        "What {a} is",
        lambda r: (r.definition,),
        {"What they own": lambda r: r.duties, "What it is not": lambda r: r.is_not},
    ),
    "responsibilities": Facet(
        "What {a} owns", lambda r: r.duties, {"What they deliver": lambda r: r.outputs}, "{a} {text}"
    ),
    "misconceptions": Facet("What {a} is not", lambda r: r.is_not, {"What it is": lambda r: (r.definition,)}),
    "when_to_hire": Facet(
        "When to hire {a}", lambda r: r.hire_when, {"Wait when": lambda r: r.wait_when}, "Hire {a} when {text}",
        "Also hire one when",
    ),
    "mistakes": Facet("Mistakes when hiring {a}", lambda r: r.mistakes, {}, "One mistake is {text}", "Others are"),
    "skills": Facet(
        "What {a} must know", lambda r: r.skills, {"Signs of a senior": lambda r: r.senior_signals},
        "In {a} look first for {text}", "Then look for",
    ),
    "tools": Facet("What {a} works with", lambda r: r.tools, {}, "{a} works with {text}", "And with"),
    "projects": Facet(
        "What {a} builds", lambda r: r.outputs, {"The work behind it": lambda r: r.duties}, "{a} builds {text}"
    ),
    "seniority": Facet(
        "What makes {a} senior", lambda r: r.senior_signals, {"Skills to build on": lambda r: r.skills},
        "A senior {role} {text}",
    ),
    "cost": Facet("What {a} costs", lambda r: r.cost, {}),
    "career": Facet("Becoming {a}", lambda r: r.career, {"What to learn first": lambda r: r.skills}),
}  # fmt: skip


def about_roles(reading: Reading, knowledge: Knowledge) -> Draft:
    """The draft for a role intent, for one role or several."""
    roles = [knowledge.roles[id_] for id_ in reading.roles][:3]
    if not roles:
        return which_role(reading, knowledge)
    if reading.intent in ("vetting", "job_description"):
        draft = vetting(roles, reading, knowledge) if reading.intent == "vetting" else job_advert(roles[0], knowledge)
    elif len(roles) == 1:
        draft = _one(roles[0], reading, knowledge)
    else:
        draft = _several(roles, reading, knowledge)
    general = topic_for(knowledge, reading.intent, reading)
    leads = general.id if general and general.lead.text == draft.lead.text else ""
    draft = draft.model_copy(update={"sections": (*draft.sections, *named_topics(reading, knowledge, but=leads))})
    disputes = disputes_about(knowledge, reading.intent, reading.roles, draft)
    if reading.intent == "job_description":  # an advert is for candidates: no place for a quarrel among sources
        disputes = ()
    return draft.model_copy(update={"disputes": disputes, "steps": usual_steps(knowledge, roles[0], reading.intent)})


def _one(role: Role, reading: Reading, knowledge: Knowledge) -> Draft:
    facet = FACETS[reading.intent]
    title = sentence(facet.title.format(a=a(role.title)))
    claims = facet.first(role)
    if not claims:
        return _gap(role, title, reading, knowledge)
    lead = _lead(facet, role, claims[0])
    sections = section(facet.rest, claims[1:])
    if reading.intent == "cost":
        lead, sections = own(knowledge.wording["no_figures"]), section("What moves the price", claims, 3)
    for name, pick in facet.more.items():
        sections += section(name, pick(role))
    return Draft(title=title, lead=lead, sections=sections, role=role.id)


def _lead(facet: Facet, role: Role, claim: Claim) -> Line:
    text = claim.text if facet.lead == "{text}" else lowered(claim.text)
    said = facet.lead.format(a=a(role.title), role=role.title, text=text)
    return Line(text=sentence(said), evidence=claim.evidence)


def _several(roles: list[Role], reading: Reading, knowledge: Knowledge) -> Draft:
    facet = FACETS[reading.intent]
    title = f"{title_of(reading.intent, knowledge)}: {joined([role.title for role in roles])}"
    pair = knowledge.pairs.get(frozenset(role.id for role in roles))
    sections: tuple[Section, ...] = ()
    for role in roles:
        sections += section(sentence(role.title), facet.first(role) or (role.definition,))
    lead = line(pair.lead) if pair else line(roles[0].definition)
    return Draft(title=title, lead=lead, sections=sections, role=roles[0].id)


def _gap(role: Role, title: str, reading: Reading, knowledge: Knowledge) -> Draft:
    """A role that is known by name only: its definition, what holds for any role, and the gap in plain words."""
    topic = topic_for(knowledge, reading.intent, reading)
    said = knowledge.wording["named_role"].format(role=a(role.title), roles=role.plural)
    sections: tuple[Section, ...] = (Section(title="Not covered", lines=(own(said),)),)
    if topic:
        sections += section("What holds for any AI role", (topic.lead, *topic.points))
    return Draft(title=title, lead=line(role.definition), sections=sections, role=role.id)


def vetting(roles: list[Role], reading: Reading, knowledge: Knowledge) -> Draft:
    """Interview questions with what a strong answer contains and what should worry you."""
    title = sentence(f"interviewing {joined([a(role.title) for role in roles])}")
    topic = topic_for(knowledge, "vetting", reading)
    asked = [role for role in roles if role.vetting]
    if not asked:
        return _gap(roles[0], title, reading, knowledge)
    sections: tuple[Section, ...] = ()
    for role in asked:
        questions = tuple(question_line(question) for question in role.vetting)
        name = "Ask" if len(asked) == 1 else f"Ask {a(role.title)}"
        sections += (Section(title=name, lines=questions, short=2 if len(asked) == 1 else 1),)
    lead = line(topic.lead) if topic else line(roles[0].definition)
    return Draft(title=title, lead=lead, sections=sections, role=roles[0].id)


def question_line(item: VettingQuestion) -> Line:
    """An interview question with what a strong answer contains and what should worry you."""
    return Line(
        text=item.question,
        evidence=item.evidence,
        notes=(Note(label="Strong", text=item.strong), Note(label="Red flag", text=item.red_flag)),
    )


def job_advert(role: Role, knowledge: Knowledge) -> Draft:
    """A draft advert, put together from the role's file."""
    title = f"Draft advert: {role.title}"
    if role.coverage == "named":
        return _gap(role, title, asked_for("job_description", roles=(role.id,)), knowledge)
    sections = (
        *section("The role", (role.definition,)),
        *section("What the person does", role.duties, 3),
        *section("What the person brings", role.skills, 3),
        *section("What the person delivers", role.outputs, 2),
    )
    topic = topic_for(knowledge, "job_description", asked_for("job_description"))
    lead = line(topic.lead) if topic else line(role.definition)
    return Draft(title=title, lead=lead, sections=sections, role=role.id)


def which_role(reading: Reading, knowledge: Knowledge) -> Draft:
    """No role was named: the general topic of the intent if there is one, with each role a press away."""
    topic = topic_for(knowledge, reading.intent, reading)
    choices = _role_choices(reading, knowledge)
    if topic is None:
        name = title_of(reading.intent, knowledge)
        return Draft(
            outcome="ask", title=name, lead=own(knowledge.wording["ask_role"].format(topic=name)), choices=choices
        )
    sections = section("In more detail", topic.points, 3)
    draft = Draft(
        title=topic.title, lead=line(topic.lead), sections=sections, owner=topic.owner, reviewed=topic.reviewed
    )
    disputes = disputes_about(knowledge, reading.intent, topic.roles, draft)
    return draft.model_copy(update={"disputes": disputes, "steps": (*choices, step(knowledge, "sources"))})


def _role_choices(reading: Reading, knowledge: Knowledge) -> tuple[Step, ...]:
    """The roles most asked about: a card has no room for fourteen buttons, and any other can be typed."""
    return tuple(
        Step(
            id=f"{reading.intent}-{id_}",
            label=sentence(knowledge.roles[id_].title),
            reading=asked_for(reading.intent, roles=(id_,), signals=reading.signals),
        )
        for id_ in FOUNDING
        if id_ in knowledge.roles
    )
