"""Messages that lean on the turn before, by the kind of leaning."""

from __future__ import annotations

import pytest

from bot.understanding import Reader
from bot.understanding.reading import FollowUp

LEANING: dict[str, list[str]] = {
    "why": ["why?", "Why", "but why", "ok, why?", "how come?", "how so", "what makes you say that?", "based on what?"],
    "shorter": [
        "shorter", "shorter please", "too long, give me the short version", "tl;dr", "tldr", "in one sentence",
        "briefly", "summarise", "boil it down",
    ],
    "more": [
        "more", "tell me more", "more details please", "go on", "elaborate", "ok, tell me more", "please continue",
        "can you go deeper",
    ],
    "same": [
        "and a data scientist?", "what about the ML engineer", "ML engineer?", "how about an AI developer then",
        "and the architect?", "same for an MLOps engineer please",
    ],
    "correction": [
        "actually we do train our own models", "no, it is not live yet", "sorry, we have no data team",
        "scratch that, we use the OpenAI API", "wait, the data may not leave the house",
    ],
    "pick": ["the second one", "the first one please", "the latter", "what does the first one cost?", "option 2", "#2"],
    "continued": ["what do they cost?", "and their salary?", "interview questions?", "which tools do they use"],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in LEANING.items() for text in texts])
def test_each_kind_of_leaning(reader: Reader, kind: str, text: str) -> None:
    follow = reader.read(text).follow
    assert follow is not None
    assert follow.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "what does an ML engineer cost?",
        "why hire an ML engineer?",
        "why would we need a data scientist",
        "when should we hire an AI engineer",
        "difference between an AI developer and an ML engineer",
        "we want a chatbot over our handbook, who should we hire",
        "which role should we hire as the first employee of a start-up with no data",
        "shortlist template for an ML engineer",
        "book me a flight to rome tomorrow morning",
    ],
)
def test_what_stands_by_itself_leans_on_nothing(reader: Reader, text: str) -> None:
    assert reader.read(text).follow is None


@pytest.mark.parametrize(
    ("text", "which"),
    [
        ("the first one", 0), ("the former", 0), ("option 1", 0), ("option a", 0), ("number one", 0),
        ("the second one", 1), ("the second, please", 1), ("option b", 1), ("#2", 1), ("number two", 1),
        ("the third one", 2), ("the latter", -1), ("the last one", -1),
    ],
)  # fmt: skip
def test_which_one_is_meant(reader: Reader, text: str, which: int) -> None:
    assert reader.read(text).follow == FollowUp(kind="pick", which=which)


def test_a_part_of_a_title_is_enough_where_nothing_else_is_said(reader: Reader) -> None:
    assert reader.read("and the architect?").roles == ("ai-solutions-architect",)
    assert reader.read("our architect left and the office needs a new roof by spring, who does that").roles == ()
