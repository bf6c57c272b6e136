"""Several questions in one message: answered in the order asked; lists of roles and described projects stay whole."""

from __future__ import annotations

import pytest

from bot.understanding import Reader
from bot.understanding.clauses import MOST_ANSWERED, MOST_CLAUSES, clauses_of


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("What is an ML engineer? What do they cost?", ("define", "cost")),
        ("what do AI engineers cost and what is an AI engineer", ("cost", "define")),
        ("how do we interview an ML engineer, and what does one cost?", ("vetting", "cost")),
        ("Which tools does an MLOps engineer use; when should we hire one", ("tools", "when_to_hire")),
        (
            "when should we hire an AI engineer, what do they cost and what do I ask in the interview?",
            ("when_to_hire", "cost", "vetting"),
        ),
    ],
)
def test_several_intents_in_the_order_asked(reader: Reader, text: str, intents: tuple[str, ...]) -> None:
    reading = reader.read(text)
    assert (reading.intent, *reading.also) == intents
    assert tuple(clause.intent for clause in reading.clauses) == intents
    assert (reading.verdict, reading.unanswered) == ("clear", 0)
    places = [text.lower().find(clause.text.split()[0]) for clause in reading.clauses]
    assert -1 not in places


def test_the_order_asked_is_the_order_read(reader: Reader) -> None:
    ones = ["what does an ML engineer cost?", "which tools do they use?"]
    assert [reader.read(" ".join(order)).intent for order in (ones, ones[::-1])] == ["cost", "tools"]


def test_of_more_than_three_the_rest_is_counted(reader: Reader) -> None:
    reading = reader.read(
        "What does an AI engineer cost? Which skills do they need? What do I ask in the interview? "
        "Which tools do they use?"
    )
    assert (reading.intent, *reading.also) == ("cost", "skills", "vetting")
    assert len(reading.clauses) == MOST_ANSWERED
    assert reading.unanswered == 1


def test_the_same_question_twice_is_one(reader: Reader) -> None:
    reading = reader.read("What does an ML engineer cost? How much do they earn a year?")
    assert (reading.intent, reading.also, reading.clauses) == ("cost", (), ())


@pytest.mark.parametrize(
    ("text", "roles", "intent"),
    [
        ("what do an AI engineer and an ML engineer cost", 2, "cost"),
        ("what do an AI engineer, an ML engineer and a data scientist cost?", 3, "cost"),
        ("what do AI engineers, ML engineers, and data scientists cost", 3, "cost"),
        ("what do an AI engineer, an ML engineer, a data engineer and a data scientist cost?", 4, "cost"),
        ("which tools do the AI engineer, the ML engineer and the MLOps engineer use?", 3, "tools"),
        ("difference between an AI developer, an AI engineer and an ML engineer", 3, "compare"),
    ],
)
def test_a_list_of_roles_is_one_question(reader: Reader, text: str, roles: int, intent: str) -> None:
    reading = reader.read(text)
    assert (reading.intent, reading.also) == (intent, ())
    assert len(reading.roles) == roles


@pytest.mark.parametrize(
    "text",
    [
        "We want to build a chatbot over our handbook, it should answer questions, show sources, and explain itself. "
        "Who do we hire?",
        "we need a system that reads invoices, compares them with orders and tells us the rest, which role do we hire?",
        "we train a model on our own sensor data, deploy it on edge devices and watch it drift. which role is that?",
        "Who should we hire? The bot has to read PDFs, should answer in German, and is meant to draft replies.",
    ],
)
def test_a_described_project_stays_whole(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert (reading.intent, reading.also, reading.verdict) == ("recommend", (), "clear")


def test_a_question_beside_a_described_project_is_heard(reader: Reader) -> None:
    reading = reader.read(
        "We want a chatbot over our handbook with the OpenAI API. Who do we hire? What would they cost us per year?"
    )
    assert (reading.intent, *reading.also) == ("recommend", "cost")


@pytest.mark.parametrize(
    "text",
    ["what is an AI engineer", "book me a flight and order a pizza", "thanks, and bye", "help, what can you do?", ""],
)
def test_one_question_has_no_second(reader: Reader, text: str) -> None:
    reading = reader.read(text)
    assert (reading.also, reading.clauses, reading.unanswered) == ((), (), 0)


def test_a_very_long_message_is_a_description(reader: Reader) -> None:
    long = "what does an ML engineer cost? " + "we are a bakery in a small town " * 8 + "which tools do they use?"
    assert reader.read(long).clauses == ()


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "what does airole cost? which tools does airole use?",
            ["what does airole cost", "which tools does airole use"],
        ),
        ("what do airole, airole2, and the airole2 cost", ["what do airole airole2 airole2 cost"]),
        ("what does airole cost and airole2", ["what does airole cost"]),  # a role alone asks for nothing
        ("hello; a bakery in rome", []),
        ("", []),
    ],
)
def test_parts_that_ask(text: str, parts: list[str]) -> None:
    assert clauses_of(text) == parts


def test_few_parts_are_looked_at() -> None:
    assert len(clauses_of("what is that thing? " * 50)) == MOST_CLAUSES
