"""Cards of the shipped knowledge, the invented knowledge, and how to read a card as a person does."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest

from bot.advisor import Advice, Conversation, advise
from bot.advisor.parts import FOUNDING
from bot.knowledge import Knowledge, load
from bot.rendering import Reply, render
from bot.rendering.slack import Surface
from bot.understanding.reading import Reading, SignalHit, asked_for

TINY = Path(__file__).resolve().parent.parent / "tiny"
SURFACES: tuple[Surface, ...] = ("command", "mention", "dm", "modal")
ON = date(2026, 11, 21)


@dataclass(frozen=True)
class Card:
    """A reply with what it was made from."""

    name: str
    advice: Advice
    surface: Surface
    reply: Reply

    @property
    def shown(self) -> list[tuple[str, list[dict[str, Any]]]]:
        """Its blocks in both styles, each with a name to report faults by."""
        return [(f"{self.name} {style}", self.reply.shown(style == "modern")) for style in ("modern", "classic")]


@pytest.fixture(scope="session")
def tiny() -> Knowledge:
    return load([TINY])


@pytest.fixture(scope="session")
def on_tiny(tiny: Knowledge) -> Callable[[Reading], Advice]:
    return lambda reading: advise(reading, Conversation(), tiny, on=ON)


def _readings(knowledge: Knowledge) -> Iterator[Reading]:
    groups: list[tuple[str, ...]] = [(), *((role,) for role in knowledge.roles), *combinations(FOUNDING, 2), FOUNDING]
    terms = tuple(knowledge.glossary)
    for intent in knowledge.intents:
        yield from (asked_for(intent, roles=roles) for roles in groups)
    yield from (asked_for("glossary", terms=terms[i : i + size]) for i in range(len(terms)) for size in (1, 3))
    chance = random.Random(3)
    for size in (1, 1, 1, 2, 2, 3, 4, 5, 6):
        for _ in range(12):
            some = chance.sample(sorted(knowledge.signals), size)
            hits = (SignalHit(id=id_, polarity="present", quote=f"the words about {id_}") for id_ in some)
            intent = chance.choice(("recommend", "recommend", "sequence", "team"))
            yield asked_for(intent, signals=tuple(hits), roles=chance.choice(groups))


@pytest.fixture(scope="session")
def cards(knowledge: Knowledge) -> list[Card]:
    """Every intent about every role, founding pairs and all three; short and in detail; on every surface."""
    found = []
    for reading in _readings(knowledge):
        for detail in (False, True):
            advice = advise(reading.model_copy(update={"detail": detail}), Conversation(), knowledge, on=ON)
            name = f"{reading.intent} {'+'.join((*reading.roles, *reading.terms))}{' detail' if detail else ''}"
            found += [Card(f"{name} {where}", advice, where, render(advice, where, human=True)) for where in SURFACES]
    assert len(found) > 1500
    return found


def _visible(value: Any) -> Iterator[str]:
    """Every text a person sees in blocks, buttons left out."""
    if isinstance(value, list):
        for item in value:
            yield from _visible(item)
    elif isinstance(value, dict) and value.get("type") == "data_visualization":
        (series,) = value["chart"]["series"]
        yield from (value["title"], series["name"], *(point["label"] for point in series["data"]))
        yield from (f"{point['value']} %" for point in series["data"])
    elif isinstance(value, dict) and value.get("type") not in ("actions", "context_actions"):
        for item in value.values():
            if isinstance(item, dict | list):
                yield from _visible(item)
        if isinstance(value.get("text"), str):
            yield value["text"]


@pytest.fixture(scope="session")
def visible() -> Callable[[list[dict[str, Any]]], list[str]]:
    return lambda blocks: list(_visible(blocks))


def _bare(text: str) -> str:
    """Words alone: entities as characters, marks, brackets and quotation marks gone, in lower case."""
    text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return " ".join(re.sub(r"[*_~`@#•“”()]", " ", text).lower().split())


@pytest.fixture(scope="session")
def bare() -> Callable[[str], str]:
    return _bare
