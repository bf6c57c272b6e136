"""Facts found by likeness to the examples: what is told, what is not, and what is quoted of the message."""

from __future__ import annotations

import pytest

from bot.understanding import Reader
from bot.understanding.facts import LEAST_WORDS, MANY_WORDS, parts_of
from bot.understanding.reading import SignalHit

SERVES = "we have a working RAG prototype over our confluence pages that must now serve thousands"
LIVE = "our demo works and goes live next month. who keeps it running?"


def told(reader: Reader, text: str) -> dict[str, SignalHit]:
    return {hit.id: hit for hit in reader.read(text).signals}


@pytest.mark.parametrize(
    ("text", "expected", "never"),
    [
        (SERVES, {"rag", "scale", "prototype_to_production"}, "retrieval_tuning"),
        (LIVE, {"prototype_to_production"}, "software_done"),
        ("we need an AI hire but have no budget", {"tight_budget"}, "small_team"),
        ("we need an AI specialist, there is no money though", {"tight_budget"}, "small_team"),
        ("which team do we need for a chatbot over our handbook?", {"chatbot"}, "builders_enough"),
    ],
)
def test_what_is_only_a_little_alike_is_not_told(reader: Reader, text: str, expected: set[str], never: str) -> None:
    found = told(reader, text)
    assert set(found) >= expected
    assert never not in found


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("we have room for one salary on the payroll, who should it be for our chatbot?", "small_team"),
        ("the app itself is finished since spring and gives us no trouble. who improves its wording?", "software_done"),
        ("it answers from our wiki but picks the wrong page half of the time, who do we hire?", "retrieval_tuning"),
    ],
)
def test_what_is_plainly_alike_is_told(reader: Reader, text: str, fact: str) -> None:
    assert told(reader, text)[fact].polarity == "present"


@pytest.mark.parametrize(
    "text",
    [
        "we have a prototype of a RAG chatbot, who do we hire?",
        "we already have a demo of a chatbot, who do we hire?",
        "a RAG chatbot over our wiki, already have a poc. which role?",
        "no, we already have a prototype",
    ],
)
def test_who_has_a_prototype_has_a_prototype(reader: Reader, text: str) -> None:
    found = told(reader, text)
    assert found["prototype"].polarity == "present"
    assert "prototype_to_production" not in found
    assert reader.read(text).stage == "prototype"


@pytest.mark.parametrize(
    "text",
    [
        "we have a prototype of a RAG chatbot that must go live in May, who do we hire?",
        "we have a demo and need someone to bring it to production",
        "we already have a prototype of a RAG chatbot, who takes it live?",
        "we have built a demo with gpt-4 and now want to launch it to customers, who?",
        "we have a working prototype that must now serve thousands, who?",
    ],
)
def test_a_prototype_that_goes_live_is_one_no_more(reader: Reader, text: str) -> None:
    found = told(reader, text)
    assert found["prototype_to_production"].polarity == "present"
    assert "prototype" not in found


def test_every_fact_is_quoted_from_the_message(reader: Reader) -> None:
    text = (
        "We run an allotment site in Leeds. All I am after is a box where people can ask what to plant in March, "
        "and any ready model knows its carrots. One salary is what the committee approved. Who do we hire?"
    )
    hits = reader.read(text).signals
    assert len(text.split()) >= MANY_WORDS
    assert len(hits) >= 2
    assert all(hit.quote and hit.quote.rstrip("…") in text for hit in hits)


def test_a_text_is_taken_apart_where_its_sentences_and_clauses_end() -> None:
    assert parts_of("We sell pumps, and a bot answers mails. Who?") == [
        "We sell pumps, and a bot answers mails.",
        "We sell pumps",
        "and a bot answers mails.",
    ]
    assert all(len(part.split()) >= LEAST_WORDS for part in parts_of("one, two, three words here, four"))
    assert parts_of("") == []
