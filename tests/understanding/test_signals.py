"""Signals in a text and whether they were affirmed, denied, or put off."""

from __future__ import annotations

import pytest

from bot.knowledge import Knowledge
from bot.knowledge.model import Signal
from bot.understanding.markup import decode
from bot.understanding.signals import SignalFinder


@pytest.fixture(scope="module")
def finder(tiny: Knowledge) -> SignalFinder:
    return SignalFinder(dict(tiny.signals))


def polarities(finder: SignalFinder, text: str) -> dict[str, str]:
    return {hit.id: hit.polarity for hit in finder.find(decode(text))}


@pytest.mark.parametrize(
    "text",
    [
        "we want to train a model",
        "we don't just train a model",
        "not only train a model, we serve it",
        "there is no doubt. we train a model",
        "we have no money but we train a model",
        "we are not sure how, however we train a model",
        "We have no ML team, we want to train a model",
        "Why not? We train a model",
        "another notable case: we train a model",
        "nobody has asked; we train a model",
    ],
)
def test_affirmed(text: str, finder: SignalFinder) -> None:
    assert polarities(finder, text)["own_data"] == "present"


@pytest.mark.parametrize(
    "text",
    [
        "we are NOT training anything",
        "no need to train",
        "we don't need to train",
        "we don\u2019t train a model",
        "without training a model",
        "we never train models",
        "we can't train a model",
        "nobody here will train a model",
        "instead of training a model we buy one",
        "rather than train a model",
        "we buy it, not train a model",
        "we will go live but not train a model",
    ],
)
def test_denied(text: str, finder: SignalFinder) -> None:
    assert polarities(finder, text)["own_data"] == "absent"


@pytest.mark.parametrize(
    "text",
    [
        "we may train a model later",
        "eventually we train a model",
        "next year we train models",
        "training a model would be nice to have",
        "train a model one day",
        "we do not train a model yet, maybe later we train a model",
    ],
)
def test_put_off(text: str, finder: SignalFinder) -> None:
    assert polarities(finder, text).get("own_data") != "present"


def test_each_part_of_a_sentence_has_its_own_polarity(finder: SignalFinder) -> None:
    assert polarities(finder, "We are NOT training anything, just the openai api.") == {
        "own_data": "absent",
        "ready_model": "present",
    }
    assert polarities(finder, "use a ready model instead of training a model") == {
        "ready_model": "present",
        "own_data": "absent",
    }
    assert polarities(finder, "not only train a model but also go live") == {
        "own_data": "present",
        "goes_live": "present",
    }


def test_an_affirmation_outweighs_a_denial_of_the_same(finder: SignalFinder) -> None:
    assert polarities(finder, "we did not train a model before. now we train a model") == {"own_data": "present"}


def test_hits_stand_in_the_order_of_the_text_and_quote_it(finder: SignalFinder) -> None:
    hits = finder.find("We GO Live with Spreadsheets and train\nour   model")
    assert [(hit.id, hit.quote) for hit in hits] == [
        ("goes_live", "GO Live"),
        ("tables", "Spreadsheets"),
        ("own_data", "train our model"),
    ]


def test_a_number_is_quoted_whole_though_the_phrase_knows_its_end_alone() -> None:
    many = Signal.model_construct(id="many", phrases=("000 users",), outweighs=())
    finder = SignalFinder({"many": many})
    assert [hit.quote for hit in finder.find("there are 4,000 users, not 5")] == ["4,000 users"]
    assert [hit.quote for hit in finder.find("in 2026, 000 users came")] == ["000 users"]


def test_a_quote_is_short(finder: SignalFinder) -> None:
    text = "train " + " ".join(["extraordinarily-long-" * 3] * 5) + " model"
    assert all(len(hit.quote) <= 80 for hit in finder.find(text))


@pytest.mark.parametrize("text", ["", "hello", "a chat about bots", "constraint models"])
def test_nothing_found(text: str, finder: SignalFinder) -> None:
    assert finder.find(text) == ()
