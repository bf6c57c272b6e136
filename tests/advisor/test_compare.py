"""Comparisons of roles for which no sentence of their own is written: three of them, or an unusual pair."""

from __future__ import annotations

from datetime import date
from itertools import combinations, islice

from bot.advisor import Advice, Conversation, advise
from bot.advisor.parts import FOUNDING
from bot.knowledge import Knowledge
from bot.understanding.reading import asked_for


def compared(knowledge: Knowledge, today: date, *roles: str) -> Advice:
    return advise(asked_for("compare", roles=roles), Conversation(), knowledge, on=today)


def uncurated(knowledge: Knowledge) -> list[tuple[str, ...]]:
    pairs = [pair for pair in combinations(knowledge.roles, 2) if frozenset(pair) not in knowledge.pairs]
    found = [*pairs, *islice(combinations(knowledge.roles, 3), 0, None, 17)]
    assert len(found) > 60
    return found


def test_the_first_sentence_names_all_and_repeats_no_cell_of_the_table(knowledge: Knowledge, today: date) -> None:
    for roles in uncurated(knowledge):
        advice = compared(knowledge, today, *roles)
        said = advice.lead.text
        assert all(knowledge.roles[role].title.lower() in said.lower() for role in roles), said
        assert advice.lead.evidence
        assert said.count(";") == 1
        cells = [cell.text.lower() for row in (advice.table.rows if advice.table else ()) for cell in row.cells]
        assert [cell for cell in cells if cell in said.lower()] == []


def test_what_decides_between_two_of_three_is_told(knowledge: Knowledge, today: date) -> None:
    advice = compared(knowledge, today, *FOUNDING)
    (deciding,) = (each for each in advice.sections if each.title == "The questions that decide")
    asked = {pair.dividing_question.text[1:] for key, pair in knowledge.pairs.items() if key < frozenset(FOUNDING)}
    assert len(deciding.lines) == deciding.short == len(asked) == 3
    assert all(any(line.text.endswith(text) for line in deciding.lines) for text in asked)


def test_each_of_three_roles_has_its_button(knowledge: Knowledge, today: date) -> None:
    for roles in uncurated(knowledge):
        steps = compared(knowledge, today, *roles).steps
        assert [step.reading.roles for step in steps if step.reading.intent == "when_to_hire"] == [(r,) for r in roles]
        assert len(steps) <= 5


def test_a_comparison_says_since_when_all_of_it_stands(knowledge: Knowledge, today: date) -> None:
    advice = compared(knowledge, today, *FOUNDING)
    assert advice.reviewed == min(knowledge.roles[role].reviewed for role in FOUNDING)
    assert advice.owner
