"""The labelled questions of this folder, answered as `whichrole eval` does: what is missed may only shrink."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.answering import Answerer
from bot.evaluation.answered import answering
from bot.evaluation.course import judge
from bot.evaluation.labelled import read_labelled
from bot.evaluation.misses import differences, read_misses

HERE = Path(__file__).parent
FILES = sorted(file.name for file in (HERE / "misses").glob("*.yaml"))
# eight-bit sums round otherwise on another processor, and a message on the border may fall on the other side
ON_THE_BORDER = 3


@pytest.fixture(scope="module")
def answerer() -> Answerer:
    return Answerer.load([])


def test_every_labelled_file_has_its_known_misses() -> None:
    labelled = {f.name for f in HERE.glob("*.yaml")} - {"decision_aids.yaml"}
    assert labelled == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_nothing_is_missed_that_was_not(answerer: Answerer, name: str) -> None:
    knowledge = answerer.knowledge
    rows, faults = read_labelled(HERE / name, intents=knowledge.intents, roles=knowledge.roles)
    listed, more = read_misses(HERE / "misses" / name)
    assert not faults
    assert not more
    found = differences(judge(rows, answering(answerer)), listed)
    assert len(found.new) <= ON_THE_BORDER, [miss.text for miss in found.new]


LOREM = (
    "Lorem ipsum dolor sit amet, consectetur adipiscing elit, sed do eiusmod tempor incididunt ut labore et dolore "
    "magna aliqua. Ut enim ad minim veniam, quis nostrud exercitation ullamco laboris nisi ut aliquip ex ea commodo. "
)


@pytest.mark.parametrize("text", [LOREM, LOREM * 200, f"what does an ML engineer cost? {LOREM * 200}"])
def test_words_that_nobody_uses_are_declined_and_never_guessed_at(answerer: Answerer, text: str) -> None:
    assert answerer.advice(text).outcome == "decline"
