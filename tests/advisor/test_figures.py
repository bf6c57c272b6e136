"""Figures on cards: the right title first, then the newest; what is past its shelf life in the full form only."""

from __future__ import annotations

from datetime import date, timedelta

from bot.advisor import Advice, Conversation, advise
from bot.advisor.advice import Line
from bot.advisor.figures import figures_for
from bot.knowledge import Knowledge
from bot.understanding.reading import asked_for

DUE = "Due for review"


def cost(knowledge: Knowledge, on: date, role: str) -> Advice:
    return advise(asked_for("cost", roles=(role,)), Conversation(), knowledge, on=on)


def in_short(advice: Advice) -> list[Line]:
    return [advice.lead, *(line for section in advice.sections for line in section.lines[: section.short])]


def test_the_first_figure_is_for_the_title_asked_about_and_the_newest(knowledge: Knowledge, today: date) -> None:
    first = cost(knowledge, today, "ml-engineer").lead.text
    assert first.startswith("Median base pay of ML engineers in adverts: ")
    assert "2026" in first
    found = figures_for(asked_for("cost", roles=("ml-engineer",)), knowledge, today)
    overdue = [today > figure.review_by for figure in found]
    assert overdue == sorted(overdue)
    assert len(set(overdue)) == 2


def test_no_short_answer_has_a_figure_past_its_shelf_life(knowledge: Knowledge, today: date) -> None:
    full = 0
    for role in knowledge.roles:
        for intent in ("cost", "vetting", "job_description"):
            advice = advise(asked_for(intent, roles=(role,)), Conversation(), knowledge, on=today)
            assert [line.text for line in in_short(advice) if DUE in line.text] == []
            full += sum(DUE in line.text for section in advice.sections for line in section.lines)
    assert full > 10


def test_figures_that_are_all_too_old_are_said_to_be(knowledge: Knowledge) -> None:
    late = max(figure.review_by for figure in knowledge.figures.values()) + timedelta(days=1)
    advice = cost(knowledge, late, "ml-engineer")
    assert advice.lead.text == knowledge.wording["figures_overdue"]
    assert all(DUE not in line.text for line in in_short(advice))
    (figures,) = (section for section in advice.sections if section.title == "Figures")
    assert sum(DUE in line.text for line in figures.lines) == len(figures.lines) - 1


def test_every_answer_on_pay_says_that_it_knows_no_other_places(knowledge: Knowledge, today: date) -> None:
    for role in knowledge.roles:
        said = [line.text for section in cost(knowledge, today, role).sections for line in section.lines]
        assert said.count(knowledge.wording["figures_places"]) == 1, role
