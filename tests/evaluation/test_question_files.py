"""The files of labelled questions that ship with the tests: whole, in the format, and never learned from."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bot.evaluation.labelled import LEANING, Labelled, read_labelled
from bot.knowledge import Knowledge

QUESTIONS = Path(__file__).resolve().parent.parent / "questions"


def rows_of(name: str, knowledge: Knowledge) -> list[Labelled]:
    rows, faults = read_labelled(QUESTIONS / name, intents=knowledge.intents, roles=knowledge.roles)
    assert [str(fault) for fault in faults] == []
    return rows


@pytest.mark.parametrize("name", ["several.yaml", "followups.yaml"])
def test_eight_writers_with_twelve_each(name: str, knowledge: Knowledge) -> None:
    rows = rows_of(name, knowledge)
    assert list(Counter(row.writer for row in rows).values()) == [12] * 8
    assert len({(row.before, row.text) for row in rows}) == len(rows)


def test_several_ask_two_or_three_things(knowledge: Knowledge) -> None:
    assert Counter(len(row.intents) for row in rows_of("several.yaml", knowledge)) == {2: 64, 3: 32}


def test_followups_have_one_intent_and_a_turn_before(knowledge: Knowledge) -> None:
    rows = rows_of("followups.yaml", knowledge)
    assert [row.text for row in rows if not row.before or len(row.intents) != 1] == []
    assert {row.intents[0] for row in rows} >= LEANING


@pytest.mark.parametrize("name", ["several.yaml", "followups.yaml"])
def test_none_of_them_is_learned_from(name: str, knowledge: Knowledge) -> None:
    learned = {
        " ".join(text.lower().split())
        for intent in knowledge.intents.values()
        for texts in intent.utterances.values()
        for text in texts
    }
    # two words such as "salary" or "go on" are anybody's; what is longer can only have been copied
    asked = {" ".join(row.text.lower().split()) for row in rows_of(name, knowledge)}
    assert len(learned) > 1000
    assert {text for text in asked & learned if len(text.split()) > 2} == set()
