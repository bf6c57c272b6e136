"""The role brief: what a manager needs to open a requisition, from the facts told and the role's entries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot.advisor.advice import Draft, Line, Note, Section, Step
from bot.advisor.case import FLIPS, PROBLEM, choice, lead_line, open_questions, problem
from bot.advisor.figures import figure_line
from bot.advisor.fitting import fitted
from bot.advisor.parts import a, line, listed, lowered, own, section, step
from bot.advisor.reasoning import Reasoning, reason
from bot.advisor.recommend import clause, recommend
from bot.advisor.roles import question_line
from bot.advisor.selection import (
    SAMPLE_ROUND,
    STRUCTURED,
    caution_lines,
    first_sentence,
    heard_in,
    outcomes_for,
    pay_figures,
    questions_for,
    reasons_for,
    rows_of,
    source_lines,
)
from bot.knowledge.model import Knowledge, Role, RoleBrief, VettingQuestion
from bot.understanding.reading import Reading, SignalHit, asked_for

MUST_HAVES = "Must have"
NOT_NEEDED = "Not needed"
OUTCOMES = "Outcomes in the first 90 days"
ROUNDS = "Interview plan"
QUESTIONS = "Questions for every candidate"
SHEET = "Scoring sheet"
SAMPLE = "Work sample"
PAY = "Pay"
LEGAL = "Legal cautions"
ADVERT = "Advert draft"
SOURCES = "Sources"
BY_NAME = "job_description"  # the intent of whoever asks for one role, whatever the facts say
MOST_NEEDED, MOST_NOT_NEEDED, MOST_JUDGED = 5, 3, 4
# what a long brief does without first, and how many lines stay
SPARE = ((NOT_NEEDED, 2), (PROBLEM, 5), (FLIPS, 1), (MUST_HAVES, 4), (PROBLEM, 4))
FIRST_WORDS = 5  # of a question
GIVEN, JUDGED = "Given", "Judged by"
OF_SAMPLE = ("Nothing of what it is judged by, below.", "All of it.")
RED_FLAG, STRONG = "Red flag: 1 point", "Strong answer: 4 points"


def wishing_a_brief(reading: Reading, role: str | None = None) -> Reading:
    """What was told, as by somebody who wants the brief of it; `role` is the one wanted, whatever the facts say."""
    named = (role,) if role else reading.roles
    if reading.outside and not named and not reading.signals:
        return reading.model_copy(update={"wish": "document"})
    by_name = role or (reading.intent == BY_NAME and len(named) == 1)
    told = asked_for(BY_NAME if by_name else "recommend", roles=named, signals=reading.signals)
    return told.model_copy(update={"wish": "document", "stage": reading.stage, "language": reading.language})


def document(reading: Reading, knowledge: Knowledge, on: date) -> Draft:
    """The brief for the role that the facts point to, or the one asked for by name; too little told, a question."""
    found = reason(reading, knowledge)
    chosen = _chosen(reading, found)
    if chosen is None:
        return recommend(reading.model_copy(update={"wish": "question"}), knowledge)
    role = knowledge.roles[chosen]
    brief = knowledge.briefs.get(chosen)
    sections: Sequence[Section] = (
        *problem(found, knowledge),
        *choice(reading, found, role, knowledge),
        *(_the_job(role, brief, found.facts, knowledge) if brief else _without_brief(role, knowledge)),
        *_interview(role, brief, found.facts, knowledge),
        *_terms(role, found, knowledge, on),
        *_advert(role, brief, knowledge),
        *open_questions(found, role, knowledge),
    )
    sections = fitted(sections, SPARE)
    return Draft(
        title=f"Role brief: {role.title}",
        lead=lead_line(role, found, knowledge),
        sections=(*sections, *_sources(found, sections, knowledge)),
        steps=_steps(reading, found, role, knowledge),
        role=chosen,
        certainty=found.chance if found.enough and chosen == found.role else None,
        owner=brief.owner if brief else None,
        reviewed=brief.reviewed if brief else None,
    )


def _sources(found: Reasoning, sections: Sequence[Section], knowledge: Knowledge) -> tuple[Section, ...]:
    """Who stands behind the sentences, and every quarrel among them that the facts told touch."""
    lines = source_lines((each for part in sections for each in part.lines), knowledge)
    contested = " ".join(knowledge.disputes[id_].question for id_ in found.disputes)
    disagree = [own(knowledge.wording["brief_contested"].format(question=contested))] if contested else []
    return listed(SOURCES, [*lines, *disagree])


def _chosen(reading: Reading, found: Reasoning) -> str | None:
    named = reading.roles[0] if len(reading.roles) == 1 else None
    if named and (reading.intent == BY_NAME or not found.enough):
        return named
    return found.role if found.enough else None


def _the_job(role: Role, brief: RoleBrief, facts: Sequence[SignalHit], knowledge: Knowledge) -> tuple[Section, ...]:
    """What the person must bring, with the facts that ask for it first; what not; what is reached by when."""
    outcomes = [
        Line(text=f"By day {each.day}: {each.text}", evidence=each.evidence)
        for each in outcomes_for(brief, facts, knowledge)
    ]
    return (
        *listed(MUST_HAVES, _needed(role, brief, facts, knowledge)[:MOST_NEEDED], 2),
        *section(NOT_NEEDED, brief.not_needed[:MOST_NOT_NEEDED], 0),
        *listed(OUTCOMES, outcomes, 1),
    )


def _needed(role: Role, brief: RoleBrief, facts: Sequence[SignalHit], knowledge: Knowledge) -> list[Line]:
    """What the facts ask for comes first; each fact is named as the reason once."""
    asking = [(reasons_for(claim, role.id, facts, knowledge), claim) for claim in brief.must_haves]
    asking.sort(key=lambda each: not each[0])
    lines, said = list[Line](), set[str]()
    for reasons, claim in asking:
        new = next((hit for hit in reasons if hit.id not in said), None)
        said |= {new.id} if new else set()
        notes = (Note(label="Because", text=f"{clause(new, knowledge)}."),) if new else ()
        lines.append(Line(text=claim.text, evidence=claim.evidence, notes=notes))
    return lines


def _without_brief(role: Role, knowledge: Knowledge) -> tuple[Section, ...]:
    """What the role's own entry has, and the gap in plain words."""
    gap = own(knowledge.wording["brief_gap"].format(role=a(role.title)))
    return (
        *section("What the person does", role.duties, 2),
        *section("What the person brings", role.skills, 2),
        *listed("Not covered", [gap], 1),
    )


def _interview(
    role: Role, brief: RoleBrief | None, facts: Sequence[SignalHit], knowledge: Knowledge
) -> tuple[Section, ...]:
    asked = questions_for(role.vetting, brief, facts, knowledge)
    if brief is None:
        return listed(QUESTIONS, map(question_line, asked))
    questions = [Line(text=each.question, evidence=each.evidence) for each in asked]
    rounds = [
        Line(text=f"{each.title}, {each.minutes} minutes: {first_sentence(each.purpose)}.", evidence=each.evidence)
        for each in brief.rounds
    ]
    return (
        *listed(ROUNDS, [_plan(brief), *rounds], 1),
        *listed(QUESTIONS, [*_round_of_questions(brief), *questions]),
        *listed(
            SHEET,
            [
                own(knowledge.wording["brief_sheet"]),
                *_sheet(brief, asked, facts, knowledge),
            ],
        ),
        *listed(SAMPLE, [_sample(brief)]),
    )


def _plan(brief: RoleBrief) -> Line:
    """All rounds in one sentence."""
    hours, minutes = divmod(sum(each.minutes for each in brief.rounds), 60)
    length = f"{hours} hours{f' {minutes} minutes' if minutes else ''}"
    evidence = dict.fromkeys(id_ for each in brief.rounds for id_ in each.evidence)
    return Line(text=f"{len(brief.rounds)} rounds, {length} in all.", evidence=tuple(evidence))


def _round_of_questions(brief: RoleBrief) -> list[Line]:
    """In which of the rounds the questions have their place."""
    return [
        Line(text=f"Asked in round {number}.", evidence=each.evidence)
        for number, each in enumerate(brief.rounds, 1)
        if STRUCTURED in each.title.lower()
    ][:1]


def _sheet(
    brief: RoleBrief, asked: Sequence[VettingQuestion], facts: Sequence[SignalHit], knowledge: Knowledge
) -> list[Line]:
    """What earns 1 point and what 4, for each question and for what the other rounds show."""
    shown, criteria = rows_of(brief, asked, facts, knowledge)
    rows = [
        _row(f"Question {number}, {_topic(title, item)}", item.red_flag, item.strong, item.evidence)
        for number, (title, item) in enumerate(zip(shown, asked, strict=True), 1)
    ]
    rest = [(f"{heard_in(each, brief)}, {lowered(each.title)}", each) for each in criteria]
    rows += [_row(title, each.weak, each.strong, each.evidence) for title, each in rest]
    return [*rows, _row(SAMPLE_ROUND, *OF_SAMPLE, brief.work_sample.evidence)]


def _topic(title: str, item: VettingQuestion) -> str:
    """What a question is about; its first words where no criterion names that."""
    first = " ".join(item.question.split()[:FIRST_WORDS]).rstrip(",;:")
    return lowered(title) if title else f"“{first} …”"


def _row(title: str, weak: str, strong: str, evidence: Sequence[str]) -> Line:
    notes = (Note(label=RED_FLAG, text=weak), Note(label=STRONG, text=strong))
    return Line(text=f"{title}.", evidence=tuple(evidence), notes=notes)


def _sample(brief: RoleBrief) -> Line:
    sample = brief.work_sample
    return Line(
        text=f"At most {sample.hours:g} hours. {sample.task}",
        evidence=sample.evidence,
        notes=(
            Note(label=GIVEN, text=sample.given),
            *(Note(label=JUDGED, text=text) for text in sample.judged_by[:MOST_JUDGED]),
        ),
    )


def _terms(role: Role, found: Reasoning, knowledge: Knowledge, on: date) -> tuple[Section, ...]:
    """Pay with its date and region, or the gap; what the law says to whoever hires."""
    known = [figure_line(each, on) for each in pay_figures(role.id, knowledge, on)]
    gap = [own(knowledge.wording["no_figures"]), *map(line, role.cost[:2])]
    return (
        *listed(PAY, [own(knowledge.wording["brief_pay_open"]), *(known or gap)]),
        *listed(LEGAL, caution_lines(found.facts, knowledge)),
    )


def _advert(role: Role, brief: RoleBrief | None, knowledge: Knowledge) -> tuple[Section, ...]:
    """The public text: what is to be filled in, the work, how is chosen."""
    if brief is None:
        return ()
    said = [Line(text=text, evidence=role.definition.evidence) for text in brief.advert]
    plan = _plan(brief)
    choosing = Line(text=f"How we choose: {plan.text[:-1]}, the same for everyone.", evidence=plan.evidence)
    first = own(knowledge.wording["brief_advert_head"].format(role=role.title))
    last = own(knowledge.wording["brief_advert_end"])
    return listed(ADVERT, [first, *said, choosing, last])


def _steps(reading: Reading, found: Reasoning, role: Role, knowledge: Knowledge) -> tuple[Step, ...]:
    """What comes next: change a fact, and the brief's fellows."""
    facts = reading.model_copy(update={"wish": "facts", "detail": False})
    change = [Step(id="facts", label="Change a fact", reading=facts)] if found.facts else []
    return (*change, step(knowledge, "vetting", role.id), step(knowledge, "sources", role.id))
