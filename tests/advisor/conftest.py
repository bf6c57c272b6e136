"""The invented knowledge, and a wider one with thirty signals of random weights."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import MappingProxyType

import pytest

from bot.knowledge import Knowledge, load
from bot.knowledge.model import Signal

TINY = Path(__file__).resolve().parent.parent / "tiny"


@pytest.fixture(scope="session")
def tiny() -> Knowledge:
    return load([TINY])


@pytest.fixture(scope="session")
def wide(tiny: Knowledge) -> Knowledge:
    chance = random.Random(7)
    signals = {}
    for number in range(30):
        roles = chance.sample(sorted(tiny.roles), chance.randint(0, 3))
        weights = {role: round(chance.uniform(-2, 2), 1) for role in roles}
        signals[f"s{number}"] = Signal(
            owner="the editors",
            reviewed=date(2026, 1, 2),
            id=f"s{number}", axis="model", label=f"Fact {number}", said=f"fact {number} holds",
            absent=f"fact {number} does not hold", question=f"Does fact {number} hold?", weights=weights,
            contested=("D01",) if number % 7 == 0 else (), evidence=("P-1",),
        )  # fmt: skip
    return replace(tiny, signals=MappingProxyType(signals))


@pytest.fixture(scope="session")
def today() -> date:
    return date(2026, 11, 21)
