"""The seam: what is taken over from real advice, alone and in a conversation, and that another answerer fits."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answering import Answerer
from bot.evaluation.answered import AS_SUCH, Answered, answering
from bot.evaluation.course import judge
from bot.evaluation.labelled import Labelled
from bot.knowledge import Knowledge
from bot.understanding import Reader

TEXTS = (
    "what is an AI engineer",
    "who won the match",
    "we want to train a model on our own data, who should we hire?",
    "why?",
    "what does an ML engineer cost? which tools do they use?",
)
COST = "what does an AI engineer cost?"


@pytest.fixture(scope="module")
def answerer(knowledge: Knowledge, reader: Reader) -> Answerer:
    return Answerer(knowledge, reader, date(2026, 11, 21))


@pytest.mark.parametrize("text", TEXTS)
def test_an_answer_alone_says_what_the_batch_prints(answerer: Answerer, text: str) -> None:
    record = answerer.record("", text, why=True, blocks=False)
    found = answering(answerer)(Labelled(text, ("help",)))
    assert (found.outcome, list(found.intents)) == (record["outcome"], record["intents"])
    assert (list(found.roles), found.role) == (record["roles"], record["role"])
    ranked = record["reading"]["intents"][0]
    assert (found.likeliest, found.confidence) == (ranked["intent"], ranked["probability"])


def test_the_texts_tell_outcomes_and_confidence_apart(answerer: Answerer) -> None:
    advices = [answerer.advice(text) for text in TEXTS]
    assert {advice.outcome for advice in advices} == {"answer", "ask", "decline"}
    assert any(advice.confidence != round(advice.reading.confidence, 3) for advice in advices)
    assert any(len(advice.intents) > 1 for advice in advices)


@pytest.mark.parametrize(
    ("before", "text", "intents", "roles"),
    [
        (COST, "which tools do they use?", ("tools",), ("ai-engineer",)),
        (COST, "and a data scientist?", ("cost",), ("data-scientist",)),
        (COST, "why?", ("why", "cost"), ("ai-engineer",)),
        (COST, "shorter please", ("shorter", "cost"), ("ai-engineer",)),
        (COST, "tell me more", ("more", "cost"), ("ai-engineer",)),
    ],
)
def test_a_message_after_another_is_answered_in_their_conversation(
    answerer: Answerer, before: str, text: str, intents: tuple[str, ...], roles: tuple[str, ...]
) -> None:
    found = answering(answerer)(Labelled(text, intents[:1], before=before))
    assert (found.outcome, found.intents, found.roles) == ("answer", intents, roles)
    advice = answerer.advice(text, before)
    assert (advice.intent, advice.reading.roles) == (intents[-1], roles)


def test_the_same_message_alone_leans_on_nothing(answerer: Answerer) -> None:
    found = answering(answerer)(Labelled("why?", ("why",)))
    assert found.outcome == "ask"
    assert not set(found.intents) & set(AS_SUCH)
    assert answering(answerer)(Labelled("which tools do they use?", ("tools",))).roles == ()


def test_wishes_for_more_of_nothing_are_not_counted_as_met(answerer: Answerer) -> None:
    found = answering(answerer)(Labelled("shorter please", ("shorter",), before="who won the match"))
    assert "shorter" not in found.intents


def test_another_way_of_answering_is_handed_the_whole_message() -> None:
    rows = [Labelled("go on", ("more",), before="help"), Labelled("help", ("help",))]
    judged = judge(rows, lambda row: Answered("answer", ("more" if row.before else "define",), "more", 1.0))
    assert [(each.row, each.right) for each in judged] == [(rows[0], True), (rows[1], False)]
