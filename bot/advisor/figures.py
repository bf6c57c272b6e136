"""Numbers on a card: each with its unit, region and date, and a word when it is due for review."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from bot.advisor.advice import Draft, Line
from bot.advisor.parts import listed, own
from bot.knowledge.model import Figure, Knowledge
from bot.understanding.reading import Reading

YEAR = re.compile(r"\b(?:19|20)\d\d\b")
TITLES: Mapping[str, str] = {
    "cost": "Figures",
    "vetting": "What research and law say",
    "job_description": "Mind the law",
}


def with_figures(draft: Draft, reading: Reading, knowledge: Knowledge, on: date) -> Draft:
    """The draft with the figures of its intent, those past their shelf life in the full form only."""
    found = figures_for(reading, knowledge, on)
    if not found:
        return draft
    if reading.intent == "cost":
        return _with_pay(draft, found, knowledge, on)
    lines = [figure_line(figure, on) for figure in found]
    more = listed(TITLES.get(reading.intent, "Figures"), lines, int(not _overdue(found[0], on)))
    return draft.model_copy(update={"sections": (*draft.sections, *more)})


def _with_pay(draft: Draft, found: Sequence[Figure], knowledge: Knowledge, on: date) -> Draft:
    """Pay figures with a word on places that they do not speak of.

    Where the draft had to admit that it has none, the first figure of the role that still holds leads.
    """
    lines = [figure_line(figure, on) for figure in found]
    places = own(knowledge.wording["figures_places"])
    fresh = sum(not _overdue(figure, on) for figure in found)
    if not draft.lead.own:
        more = listed(TITLES["cost"], (*lines, places), min(fresh, 1))
        return draft.model_copy(update={"sections": (*draft.sections, *more)})
    if fresh and found[0].roles:
        rest = listed(TITLES["cost"], (places, *lines[1:]), min(fresh, 2))
        return draft.model_copy(update={"lead": lines[0], "sections": (*rest, *draft.sections)})
    known = any(figure.roles for figure in found)
    lead = own(knowledge.wording["figures_overdue"]) if known else draft.lead
    more = listed(TITLES["cost"], (*lines, places), min(fresh, 1))
    return draft.model_copy(update={"lead": lead, "sections": (*draft.sections, *more)})


def figures_for(reading: Reading, knowledge: Knowledge, on: date) -> list[Figure]:
    """Figures of the intent that hold for the roles named or for any; what is past its shelf life comes last.

    For pay, those of the roles first, of these the ones for fewest titles, and of these the newest.
    """
    found = [
        figure
        for figure in knowledge.figures.values()
        if reading.intent in figure.intents and (not figure.roles or set(figure.roles) & set(reading.roles))
    ]
    if reading.intent == "cost":
        found.sort(key=lambda figure: (not figure.roles, len(figure.roles), -_year(figure)))
    return sorted(found, key=lambda figure: _overdue(figure, on))


def _overdue(figure: Figure, on: date) -> bool:
    return on > figure.review_by


def _year(figure: Figure) -> int:
    """The last year that its date names; 0 if it names none."""
    return max(map(int, YEAR.findall(figure.dated)), default=0)


def figure_line(figure: Figure, on: date) -> Line:
    """The figure as a sentence; after its shelf life it says so itself."""
    text = f"{figure.label}: {figure.value} {figure.unit} ({figure.region}, {figure.dated})."
    if figure.note:
        text += f" {figure.note}"
    if _overdue(figure, on):
        text += f" Due for review since {figure.review_by.isoformat()}."
    return Line(text=text, evidence=figure.evidence)
