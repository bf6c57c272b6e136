"""The seam: what is taken over from real advice, and that any other way of answering fits in its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.answering import Answerer
from bot.evaluation.answered import Answered, alone, standing_alone
from bot.evaluation.course import judge
from bot.evaluation.labelled import Labelled
from bot.knowledge import load
from bot.understanding import Reader

TINY = Path(__file__).resolve().parent.parent / "tiny"
TEXTS = (
    "rain in the model",
    "we want to train a model on our own data, who?",
    "we train a model, and a chatbot calls the openai api",  # too many facts to be sent away, so it is asked back
)


@pytest.fixture(scope="module")
def answerer(tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    knowledge = load([TINY])
    return Answerer(knowledge, Reader(knowledge, cache=tmp_path_factory.mktemp("cache")), date(2026, 11, 21))


@pytest.mark.parametrize("text", TEXTS)
def test_an_answer_alone_says_what_the_batch_prints(answerer: Answerer, text: str) -> None:
    record = answerer.record("", text, why=True, blocks=False)
    found = alone(answerer)(Labelled(text, ("help",)))
    assert (found.outcome, list(found.intents)) == (record["outcome"], record["intents"])
    assert (list(found.roles), found.role) == (record["roles"], record["role"])
    ranked = record["reading"]["intents"][0]
    assert (found.likeliest, found.confidence) == (ranked["intent"], ranked["probability"])


def test_the_texts_tell_confidence_and_first_intent_apart(answerer: Answerer) -> None:
    advices = [answerer.advice(text) for text in TEXTS]
    assert any(advice.confidence != round(advice.reading.confidence, 3) for advice in advices)
    assert any(advice.intent != advice.reading.intent for advice in advices)


def test_another_way_of_answering_is_handed_the_whole_message() -> None:
    rows = [Labelled("go on", ("more",), before="help"), Labelled("help", ("help",))]
    judged = judge(rows, lambda row: Answered("answer", ("more" if row.before else "define",), "more", 1.0))
    assert [(each.row, each.right) for each in judged] == [(rows[0], True), (rows[1], False)]
    assert standing_alone(rows) == ["Messages that follow another one, answered as if they stood alone: 1."]
