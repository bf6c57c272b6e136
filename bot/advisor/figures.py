"""Numbers on a card: each with its unit, region and date, and a word when it is due for review."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from bot.advisor.advice import Draft, Line, Section
from bot.knowledge.model import Figure, Knowledge
from bot.understanding.reading import Reading

TITLES: Mapping[str, str] = {
    "cost": "Figures",
    "vetting": "What research and law say",
    "job_description": "Mind the law",
}


def with_figures(draft: Draft, reading: Reading, knowledge: Knowledge, on: date) -> Draft:
    """The draft with the figures of its intent; where it had to admit that it has none, the first one leads."""
    lines = tuple(figure_line(figure, on) for figure in figures_for(reading, knowledge))
    if not lines:
        return draft
    title = TITLES.get(reading.intent, "Figures")
    if reading.intent == "cost" and draft.lead.own:
        rest = (Section(title=title, lines=lines[1:], short=1),) if lines[1:] else ()
        return draft.model_copy(update={"lead": lines[0], "sections": (*rest, *draft.sections)})
    return draft.model_copy(update={"sections": (*draft.sections, Section(title=title, lines=lines, short=1))})


def figures_for(reading: Reading, knowledge: Knowledge) -> list[Figure]:
    """Figures of the intent that hold for the roles named or for any; for pay, those of the roles first."""
    found = [
        figure
        for figure in knowledge.figures.values()
        if reading.intent in figure.intents and (not figure.roles or set(figure.roles) & set(reading.roles))
    ]
    return sorted(found, key=lambda figure: not figure.roles) if reading.intent == "cost" else found


def figure_line(figure: Figure, on: date) -> Line:
    """The figure as a sentence; after its shelf life it says so itself."""
    text = f"{figure.label}: {figure.value} {figure.unit} ({figure.region}, {figure.dated})."
    if figure.note:
        text += f" {figure.note}"
    if on > figure.review_by:
        text += f" Due for review since {figure.review_by.isoformat()}."
    return Line(text=text, evidence=figure.evidence)
