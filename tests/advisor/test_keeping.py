"""What of an answer may be kept, what its id stands for, and how an id may be typed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from bot.advisor import Advice, Conversation, advise
from bot.advisor.advice import next_conversation
from bot.advisor.identity import ALPHABET, LENGTH, spelled
from bot.advisor.keeping import WORDS, as_kept, without_words
from bot.advisor.lean import by_itself
from bot.knowledge import Knowledge
from bot.rendering import as_text
from bot.understanding.reading import Clause, FollowUp, PremiseHit, Reading, Scored, SignalHit, asked_for

WORD = "zyzzyva"
NOTHING = Conversation()
# texts in a reading or a conversation that are ids of the knowledge or codes, never the person's
IDS = {
    "Scored.intent", "SignalHit.id", "PremiseHit.id", "Clause.intent", "Reading.also", "Reading.roles", "Reading.terms",
    "Reading.topics", "Reading.language", "Conversation.intent", "Conversation.roles", "Conversation.terms",
}  # fmt: skip


def full(word: str) -> Reading:
    """A project told in words, with everything in it that quotes them."""
    return asked_for(
        "recommend",
        signals=(
            SignalHit(id="own_data", polarity="present", quote=word),
            SignalHit(id="goes_live", polarity="absent", quote=word),
        ),
    ).model_copy(
        update={
            "clauses": (Clause(intent="recommend", text=word), Clause(intent="vetting", text=word)),
            "also": ("vetting",),
            "premises": (PremiseHit(id="p"),),
        }
    )


def leaning(kind: str, intent: str, verdict: str = "unclear", **more: Any) -> Reading:
    ranked = (Scored(intent=intent, probability=0.6), Scored(intent="tools", probability=0.3))
    found = Reading(intents=ranked, follow=FollowUp.model_validate({"kind": kind}))
    return found.model_copy(update={"verdict": verdict, **more})


def texts_in(annotation: Any, name: str) -> Iterator[str]:
    """Where below a type a text may stand, as Model.field."""
    if annotation is str:
        yield name
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        for field, info in annotation.model_fields.items():
            yield from texts_in(info.annotation, f"{annotation.__name__}.{field}")
    for part in get_args(annotation):
        yield from texts_in(part, name)


def test_every_text_of_a_reading_is_an_id_or_known_as_words() -> None:
    words = {f"{kind.__name__}.{field}" for kind, field in WORDS.items()}
    found = set(texts_in(Reading, "")) | set(texts_in(Conversation, ""))
    assert found >= IDS
    assert found - IDS == words - {"Line.quote"}


def test_no_word_is_left_anywhere_in_an_advice(tiny: Knowledge, today: date) -> None:
    for wish in ("advice", "question", "facts"):
        advice = advise(full(WORD).model_copy(update={"wish": wish}), NOTHING, tiny, on=today)
        assert WORD in advice.model_dump_json()
        bare = without_words(advice)
        assert WORD not in bare.model_dump_json()
        assert [len(section.lines) for section in bare.sections] == [len(section.lines) for section in advice.sections]


def test_no_word_is_left_in_a_conversation_or_a_reading() -> None:
    told = full(WORD)
    assert WORD not in without_words(told).model_dump_json()
    assert WORD not in without_words(Conversation(intent="recommend", signals=told.signals)).model_dump_json()
    assert without_words(told) == full("")


def test_what_has_no_words_is_handed_back_as_it_is(tiny: Knowledge, today: date) -> None:
    advice = advise(full(""), NOTHING, tiny, on=today)
    assert without_words(advice) is advice


def test_the_id_does_not_depend_on_the_words(tiny: Knowledge, today: date) -> None:
    ids = {advise(full(word), NOTHING, tiny, on=today).answer_id for word in ("", WORD, "other words")}
    assert len(ids) == 1


TURNS = {
    "why": leaning("why", "recommend"),
    "shorter": leaning("shorter", "chitchat"),
    "more": leaning("more", "chitchat"),
    "same": leaning("same", "define", roles=("data-scientist",)),
    "instead": leaning("instead", "define", roles=("ai-engineer",)),
    "correction": leaning(
        "correction", "recommend", signals=(SignalHit(id="ready_model", polarity="present", quote=WORD),)
    ),
    "pick": leaning("pick", "out_of_scope", "outside"),
    "continued": leaning("continued", "vetting", "clear"),
    "nothing": asked_for("vetting"),
}
BEFORE = {
    "nothing": None,
    "project": full(WORD),
    "pair": asked_for("compare", roles=("ai-developer", "ml-engineer")),
    "term": asked_for("glossary", terms=("api",)),
    "thanks": asked_for("chitchat"),
}


def turn(before: str, now: str, knowledge: Knowledge, on: date) -> Advice:
    first = BEFORE[before]
    told = next_conversation(advise(first, NOTHING, knowledge, on=on), NOTHING) if first else NOTHING
    return advise(TURNS[now], told, knowledge, on=on)


@pytest.mark.parametrize("now", TURNS)
@pytest.mark.parametrize("before", BEFORE)
def test_a_turn_of_a_conversation_is_replayed_from_its_reading_alone(
    before: str, now: str, tiny: Knowledge, today: date
) -> None:
    told = turn(before, now, tiny, today)
    kept = as_kept(told)
    assert kept.answer_id == told.answer_id
    again = as_kept(advise(kept.reading, NOTHING, tiny, on=today))
    assert again.model_dump_json() == kept.model_dump_json()
    assert as_text(again) == as_text(without_words(told))


def test_what_was_leant_on_is_in_the_reading(tiny: Knowledge, today: date) -> None:
    kept = {before: as_kept(turn(before, "why", tiny, today)).reading for before in ("pair", "nothing")}
    assert (kept["pair"].follow, kept["pair"].roles) == (None, ("ai-developer", "ml-engineer"))
    assert kept["nothing"].follow == FollowUp(kind="why"), "the question back depends on what is missing"
    assert by_itself(kept["nothing"]) is kept["nothing"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("7WFH57WB", "7WFH57WB"),
        ("7wfh57wb", "7WFH57WB"),
        ("OoIiLl23", "00111123"),
        (" 7WFH-57WB. ", "7WFH57WB"),
        ("7WFH57W", None),
        ("7WFH57WB0", None),
        ("7WFH57WU", None),
        ("7WFH57WÄ", None),
        ("", None),
    ],
)
def test_an_id_is_understood_as_it_is_typed(typed: str, meant: str | None) -> None:
    assert spelled(typed) == meant


def test_the_alphabet_has_nothing_to_misread() -> None:
    assert len(set(ALPHABET)) == 2**5
    assert set("OILU").isdisjoint(ALPHABET)
    assert spelled(ALPHABET[-LENGTH:]) == ALPHABET[-LENGTH:]
