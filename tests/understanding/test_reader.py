"""Whole readings: what was meant, how sure that is, and what else was asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from bot.knowledge import Knowledge
from bot.understanding import Reader
from bot.understanding.reader import CERTAIN
from bot.understanding.reading import Reading
from bot.understanding.thresholds import Thresholds


def test_a_reading_holds_all_that_was_understood(tiny_reader: Reader) -> None:
    reading = tiny_reader.read("<@U1> difference between an *AI dev* and an ML engineer for rag?")
    assert reading.intent == "compare"
    assert reading.roles == ("ai-developer", "ml-engineer")
    assert reading.terms == ("rag",)
    assert reading.verdict == "clear"
    assert reading.confidence == reading.intents[0].probability
    assert len(reading.intents) <= 5
    assert not reading.detail


def test_names_of_roles_do_not_decide_the_intent(tiny_reader: Reader) -> None:
    for role in ("AI developer", "ML engineer", "AI engineer", "data scientist"):
        assert tiny_reader.read(f"when should we hire an {role}").intent == "when_to_hire"
        assert tiny_reader.read(f"interview questions for an {role}").intent == "vetting"


def test_facts_are_told_with_their_polarity(tiny_reader: Reader) -> None:
    reading = tiny_reader.read("who do i hire for this work? we are not training anything, it is a chatbot, asap")
    assert {(hit.id, hit.polarity) for hit in reading.signals} == {
        ("own_data", "absent"),
        ("ready_model", "present"),
        ("in_a_hurry", "present"),
    }


def test_the_name_of_a_role_is_no_fact_about_the_project(tiny: Knowledge, tmp_path: Path) -> None:
    greedy = tiny.signals["tables"].model_copy(update={"phrases": ("data *",)})
    signals = MappingProxyType({**tiny.signals, "tables": greedy})
    reader = Reader(replace(tiny, signals=signals), cache=tmp_path)
    assert reader.read("what is a data scientist").signals == ()
    assert reader.read("what is a data lake").signals != ()


@pytest.mark.parametrize("text", ["book me a flight", "who won the match", "what is the weather in rome"])
def test_outside(text: str, tiny_reader: Reader) -> None:
    assert tiny_reader.read(text).verdict == "outside"


def test_verdicts_follow_the_thresholds(tiny: Knowledge, tmp_path: Path) -> None:
    reader = Reader(tiny, cache=tmp_path)
    inside, outside = "what is an AI developer", "book me a flight"
    reader.classifier.fit.thresholds = Thresholds(1.0, answer_from=0.0, decline_from=0.0)
    assert (reader.read(inside).verdict, reader.read(outside).verdict) == ("clear", "outside")
    reader.classifier.fit.thresholds = Thresholds(1.0, answer_from=1.1, decline_from=1.1)
    assert (reader.read(inside).verdict, reader.read(outside).verdict) == ("unclear", "unclear")


def test_who_told_several_facts_is_not_sent_away(tiny: Knowledge, tmp_path: Path) -> None:
    reader = Reader(tiny, cache=tmp_path)
    reader.classifier.fit.thresholds = Thresholds(1.0, answer_from=1.1, decline_from=0.0)
    fact, two = "it rains, and we train a model", "it rains, we train a model, and a chatbot calls the openai api"
    for chance, verdicts in ((CERTAIN - 0.01, ["outside", "unclear"]), (CERTAIN, ["outside", "outside"])):
        ranked = [("out_of_scope", chance), ("recommend", 1 - chance)]
        reader.classifier.rank_together = lambda views, meanings, ranked=ranked: [list(ranked) for _ in views]  # type: ignore[method-assign,misc]
        assert [reader.read(text).verdict for text in (fact, two)] == verdicts


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("it is a prototype so far, we want to try an idea, who do we hire?", "prototype"),
        ("it is a prototype so far, who takes it live?", "live"),
        ("our chatbot works and now goes live, who do we hire to look after it?", "live"),
        ("we have no prototype, who do we hire?", "idea"),
        ("what is an AI engineer", None),
    ],
)
def test_how_far_the_project_is(text: str, stage: str | None, reader: Reader) -> None:
    assert reader.read(text).stage == stage


def test_of_several_stages_the_furthest_one_told_counts(tiny: Knowledge, tmp_path: Path) -> None:
    staged = {
        id_: tiny.signals[id_].model_copy(update={"stage": stage})
        for id_, stage in (("ready_model", "idea"), ("goes_live", "live"))
    }
    reader = Reader(replace(tiny, signals=MappingProxyType({**tiny.signals, **staged})), cache=tmp_path)
    told = {
        "a chatbot that goes live": "live",
        "it goes live, the chatbot": "live",
        "a chatbot, never in production": "idea",
    }
    assert {text: reader.read(text).stage for text in told} == told


@pytest.mark.parametrize(
    ("text", "language"), [("what is an AI engineer", "en"), ("Was kostet ein AI engineer bei uns?", "de")]
)
def test_the_language_is_told(text: str, language: str, reader: Reader) -> None:
    assert reader.read(text).language == language


def test_the_encoder_is_given_plain_titles_and_the_words_placeholders(tiny_reader: Reader) -> None:
    view = tiny_reader.view("Is an MLE or a Data Scientist better, and what is an mle?")
    assert view.words == "is an airole or a airole2 better, and what is an airole ?"
    assert view.meaning == view.words.replace("airole2", "ml engineer").replace("airole", "ai engineer")


def test_a_second_question_of_the_same_message_is_heard(tiny_reader: Reader) -> None:
    reading = tiny_reader.read("when should we hire an ML engineer? and what do i ask them in the interview?")
    assert {reading.intent, *reading.also} == {"when_to_hire", "vetting"}
    assert reading.intent not in reading.also


@pytest.mark.parametrize(
    "text",
    [
        "when should we hire an ML engineer and an AI developer",
        "when should we hire an ML engineer?",
        "book me a flight and order a pizza",
    ],
)
def test_one_question_has_no_second(text: str, tiny_reader: Reader) -> None:
    assert tiny_reader.read(text).also == ()


@pytest.mark.parametrize(
    "text", ["", " ", "?", "<@U1>", ":tada:", "\u200b", "```code```", "😀", "1234", "\x00", "名前"]
)
def test_anything_can_be_read(text: str, tiny_reader: Reader) -> None:
    assert isinstance(tiny_reader.read(text), Reading)


def test_reading_is_the_same_each_time(tiny: Knowledge, tiny_reader: Reader, tmp_path: Path) -> None:
    other = Reader(tiny, cache=tmp_path)
    for text in ("we want to train a model, who", "ai dev or mle", "book me", "what is drift and when do we hire"):
        assert other.read(text) == tiny_reader.read(text) == tiny_reader.read(text)


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("what is the difference between an AI developer and an ML engineer?", "compare"),
        ("interview questions for an ML engineer", "vetting"),
        ("when should we hire an AI engineer?", "when_to_hire"),
        ("we want a chatbot that answers from our handbook, who do I hire?", "recommend"),
    ],
)
def test_the_shipped_knowledge_reads_the_plain_questions(text: str, intent: str, reader: Reader) -> None:
    reading = reader.read(text)
    assert (reading.intent, reading.verdict) == (intent, "clear")


def test_the_shipped_knowledge_declines_the_weather(reader: Reader) -> None:
    assert reader.read("what is the weather in paris tomorrow").verdict == "outside"
