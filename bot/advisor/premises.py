"""A word on what the asker takes for granted: always the same calm correction, before anything else is answered."""

from __future__ import annotations

from bot.advisor.advice import Draft, Section
from bot.advisor.parts import dispute_note, line, step
from bot.advisor.reasoning import reason
from bot.advisor.recommend import recommend
from bot.knowledge.model import Knowledge, Premise
from bot.understanding.reading import Reading

TITLE = "Before that"


def premise_alone(reading: Reading, knowledge: Knowledge) -> Draft:
    """The answer to a message that says little beyond its premise."""
    first, *others = (knowledge.premises[hit.id] for hit in reading.premises)
    found = reason(reading, knowledge)
    told = found.enough and reading.wish == "advice"
    sections = [Section(title="Why", lines=tuple(map(line, first.points)), short=2)] if first.points else []
    sections += [_section(other) for other in others]
    sections += [_for_this(reading, knowledge)] if told else []
    disputes = tuple(dispute_note(knowledge, knowledge.disputes[id_]) for id_ in first.disputes)
    role = found.role if told else next(iter(first.roles), None)
    steps = [step(knowledge, "compare", *first.roles[:2])] if len(first.roles) > 1 else []
    steps += [step(knowledge, "recommend"), step(knowledge, "sources", *first.roles[:1])]
    return Draft(
        title=first.label.rstrip(".") + "?",
        lead=line(first.correction),
        sections=tuple(sections),
        disputes=disputes,
        steps=tuple(steps),
        role=role,
        owner=first.owner,
        reviewed=first.reviewed,
    )


def _for_this(reading: Reading, knowledge: Knowledge) -> Section:
    """The recommendation for what was told besides, in its first sentences."""
    advised = recommend(reading, knowledge)
    why = next(section.lines for section in advised.sections if section.title == "Why")
    return Section(title="For what you describe", lines=(advised.lead, *why), short=2)


def with_premises(draft: Draft, reading: Reading, knowledge: Knowledge) -> Draft:
    """The answer with the corrections in front."""
    sections = tuple(_section(knowledge.premises[hit.id]) for hit in reading.premises)
    return draft.model_copy(update={"sections": (*sections, *draft.sections)}) if sections else draft


def _section(premise: Premise) -> Section:
    return Section(title=TITLE, lines=(line(premise.correction), *map(line, premise.points)), short=1)
