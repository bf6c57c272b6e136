"""A log of 2,000 different questions and one of dialogues, made once, and everything that went into them.

To read the questions takes most of a minute on an idle machine, and some minutes on a busy one.
"""

from __future__ import annotations

import random
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.knowledge import Knowledge, load
from bot.listeners import Desk
from bot.listeners.customs import Asker
from bot.storage import Store
from bot.understanding import Reader, Reading
from tests.conftest import ROOT, TODAY
from tests.looking_back.past import KEYS, QUESTIONS, Past, Told

EARLIER, SEED = 60, 11
AGAIN = 9  # each so manieth question is asked once more, by somebody else
PEOPLE = 23
DIALOGUES = 30
FOLLOW_UPS = (
    "why?",
    "shorter",
    "tell me more",
    "and the ML engineer?",
    "the second one",
    "no, we won't train anything",
)


def sample(knowledge: Knowledge, count: int) -> list[str]:
    """Different example questions, always the same ones."""
    every = {text for intent in knowledge.intents.values() for texts in intent.utterances.values() for text in texts}
    return random.Random(SEED).sample(sorted(every), count)


def ask(desk: Desk, reading: Reading, user: str) -> Told:
    return Told(reading, user, desk.answer_reading(reading, Asker("T1", user, "command", 0.0), "command").advice)


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped knowledge as it is now: the log takes a while, and an edit meanwhile is none of its business."""
    return Path(shutil.copytree(ROOT / "knowledge", tmp_path_factory.mktemp("base") / "knowledge"))


@pytest.fixture(scope="session")
def past(base: Path, reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Past:
    knowledge, file = load([base]), tmp_path_factory.mktemp("past") / "whichrole.db"
    store = Store(file)
    readings = [reader.read(text) for text in sample(knowledge, QUESTIONS)]
    before = Desk(replace(knowledge, version="an earlier one"), reader, store, KEYS, today=lambda: TODAY)
    desk = Desk(knowledge, reader, store, KEYS, today=lambda: TODAY)
    earlier = [ask(before, reading, f"U{number % PEOPLE}") for number, reading in enumerate(readings[:EARLIER])]
    present = [ask(desk, reading, f"U{number % PEOPLE}") for number, reading in enumerate(readings)]
    present += [ask(desk, reading, f"V{number % PEOPLE}") for number, reading in enumerate(readings[::AGAIN])]
    store.close()
    return Past(base, knowledge, file, present, earlier)


@pytest.fixture(scope="session")
def dialogues(base: Path, reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Past:
    """Turns that lean on one another, and every button of every answer, pressed."""
    knowledge, file = load([base]), tmp_path_factory.mktemp("dialogues") / "whichrole.db"
    store = Store(file)
    desk = Desk(knowledge, reader, store, KEYS, today=lambda: TODAY)
    asker = Asker("T1", "U1", "dm", 0.0)
    told = [
        desk.answer_text(text, asker, "dm", f"thread {number}").advice
        for number, first in enumerate(sample(knowledge, DIALOGUES))
        for text in (first, *random.Random(number).sample(FOLLOW_UPS, 3))
    ]
    pressed = [step.reading for advice in told for step in (*advice.steps, *advice.choices)]
    present = [*(Told(advice.reading, "U1", advice) for advice in told), *(ask(desk, each, "U2") for each in pressed)]
    store.close()
    return Past(base, knowledge, file, present, ())
