"""Whole conversations with the shipped knowledge: what a message leaves out is filled in from the turn before."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from bot.advisor import Advice, Conversation, advise
from bot.advisor.advice import next_conversation
from bot.knowledge import Knowledge
from bot.understanding import Reader
from bot.understanding.reading import FollowUp, Leaning, Reading, Scored, SignalHit, asked_for

Talk = Callable[..., Advice]
PROJECT = "We want a chatbot over our handbook with the OpenAI API, no training. Who do we hire?"
COST = "what does an AI engineer cost?"
RAG = "we want a RAG chatbot over our confluence pages"
PAIR = "difference between an AI developer and an ML engineer"


@pytest.fixture(scope="module")
def talk(reader: Reader, knowledge: Knowledge) -> Talk:
    """The advice for the last of the messages, each said after the ones before."""

    def after(*texts: str) -> Advice:
        conversation = Conversation()
        for text in texts:
            advice = advise(reader.read(text), conversation, knowledge, on=date(2026, 11, 21))
            conversation = next_conversation(advice, conversation)
        return advice

    return after


def facts(advice: Advice) -> set[str]:
    return {hit.id for hit in advice.reading.signals if hit.polarity == "present"}


@pytest.mark.parametrize(
    ("before", "text", "intent", "roles"),
    [
        # another question about the same role
        (COST, "which tools do they use?", "tools", ["ai-engineer"]),
        (COST, "and how do I interview them?", "vetting", ["ai-engineer"]),
        (COST, "interview questions?", "vetting", ["ai-engineer"]),
        ("what is an MLOps engineer", "salary?", "cost", ["mlops-engineer"]),
        # the same question about another role
        (COST, "and a data scientist?", "cost", ["data-scientist"]),
        (COST, "and the architect?", "cost", ["ai-solutions-architect"]),
        ("interview questions for an ML engineer", "what about an AI developer", "vetting", ["ai-developer"]),
        # one role beside another
        (COST, "vs ML engineer?", "compare", ["ai-engineer", "ml-engineer"]),
        (PAIR, "and the data scientist?", "compare", ["ai-developer", "data-scientist"]),
        # one of two
        (PAIR, "the second one", "define", ["ml-engineer"]),
        (PAIR, "the former", "define", ["ai-developer"]),
        (PAIR, "the latter", "define", ["ml-engineer"]),
        (PAIR, "what does the first one cost?", "cost", ["ai-developer"]),
        (PAIR, "what does the second one cost?", "cost", ["ml-engineer"]),
        # the role that was recommended
        (PROJECT, "what would they cost?", "cost", ["ai-developer"]),
        (PROJECT, "which skills do they need?", "skills", ["ai-developer"]),
    ],
)
def test_what_is_left_out_is_filled_in(talk: Talk, before: str, text: str, intent: str, roles: list[str]) -> None:
    advice = talk(before, text)
    assert (advice.outcome, advice.intent, list(advice.reading.roles)) == ("answer", intent, roles)


def test_a_role_is_remembered_over_several_turns(talk: Talk) -> None:
    advice = talk(COST, "which tools do they use?", "and a data scientist?", "what do they cost?")
    assert (advice.intent, advice.reading.roles) == ("cost", ("data-scientist",))


def test_a_new_question_leans_on_nothing(talk: Talk) -> None:
    text = "interview questions for an ML engineer"
    assert talk(COST, text) == talk(text)


@pytest.mark.parametrize("text", ["why?", "but why", "what makes you say that?"])
def test_why_shows_everything_about_the_last_question(talk: Talk, text: str) -> None:
    first, again = talk(PROJECT), talk(PROJECT, text)
    assert (again.intent, again.role, again.title) == (first.intent, first.role, first.title)
    assert again.reading.detail
    assert again.reading.signals == first.reading.signals
    assert any(section.title == "Why" for section in again.sections)


@pytest.mark.parametrize("text", ["tell me more", "more details", "go on"])
def test_more_is_the_same_in_detail(talk: Talk, text: str) -> None:
    again = talk(COST, text)
    assert (again.intent, again.reading.roles, again.reading.detail) == ("cost", ("ai-engineer",), True)
    assert again.lead == talk(COST).lead


@pytest.mark.parametrize("before", [COST, PROJECT, PAIR, "what is RAG"])
@pytest.mark.parametrize("text", ["shorter please", "tl;dr", "in one sentence"])
def test_shorter_is_the_first_sentence_alone(talk: Talk, before: str, text: str) -> None:
    first, again = talk(before), talk(before, text)
    assert first.sections
    assert (again.sections, again.table, again.disputes) == ((), None, ())
    assert again.lead.text
    assert (again.intent, again.role, again.title) == (first.intent, first.role, first.title)


def test_a_correction_changes_the_project(talk: Talk) -> None:
    first = talk("we will train our own model on our sensor data, who do we hire?")
    told = {hit.id: hit.polarity for hit in first.reading.signals}
    assert told
    corrected = talk(
        "we will train our own model on our sensor data, who do we hire?",
        "sorry, no, we won't train anything, we call the OpenAI API",
    )
    now = {hit.id: hit.polarity for hit in corrected.reading.signals}
    assert corrected.intent == "recommend"
    assert set(told) <= set(now)
    assert any(now[id_] != polarity for id_, polarity in told.items())
    assert (first.role, corrected.role) == ("ml-engineer", "ai-developer")


def test_a_further_fact_adds_to_the_project(talk: Talk) -> None:
    first, more = talk(PROJECT), talk(PROJECT, "we also have strict privacy rules")
    assert more.intent == "recommend"
    assert {hit.id for hit in first.reading.signals} < {hit.id for hit in more.reading.signals}


DETOURS = [
    ("vs data scientist?",),
    ("and what does she cost?",),
    ("what is RAG?",),
    ("what does an ML engineer do?", "how do we interview them?"),
    ("difference between an ML engineer and a data scientist",),
    ("when should we hire an ML engineer?", "thanks!"),
]


@pytest.mark.parametrize("detour", DETOURS)
def test_the_project_outlasts_a_detour(talk: Talk, detour: tuple[str, ...]) -> None:
    first, again = talk(RAG), talk(RAG, *detour, "so who should we hire?")
    assert first.outcome == "answer"
    assert (again.outcome, again.intent, again.role) == ("answer", "recommend", first.role)
    assert facts(first) <= facts(again)


@pytest.mark.parametrize("detour", [(), *DETOURS[1:3]])
@pytest.mark.parametrize(
    ("text", "intent"), [("who do we hire first?", "sequence"), ("which team do we need?", "team")]
)
def test_the_order_of_hires_starts_from_the_project(
    talk: Talk, detour: tuple[str, ...], text: str, intent: str
) -> None:
    first, order = talk(RAG), talk(RAG, *detour, text)
    assert order.intent == intent
    assert facts(first) <= facts(order)
    assert any(section.title == "In this order" for section in order.sections)


def test_who_comes_next_is_answered_for_the_project(talk: Talk) -> None:
    order = talk(RAG, "and who comes next?")
    assert (order.intent, order.reading.roles, order.role) == ("sequence", (), talk(RAG).role)
    assert any(section.title == "In this order" for section in order.sections)


def test_after_a_comparison_who_first_means_the_two(talk: Talk) -> None:
    order = talk(RAG, "difference between an ML engineer and a data scientist", "and who first?")
    assert order.intent == "sequence"
    assert order.reading.roles == ("ml-engineer", "data-scientist")


@pytest.mark.parametrize("detour", [(), *DETOURS[:3]])
@pytest.mark.parametrize(
    ("text", "fact"),
    [("no, we already have a prototype", "prototype"), ("we also have strict privacy rules", "privacy")],
)
def test_a_new_fact_after_a_detour_is_advised_on_with_the_others(
    talk: Talk, detour: tuple[str, ...], text: str, fact: str
) -> None:
    first, more = talk(RAG), talk(RAG, *detour, text)
    assert more.intent == "recommend"
    assert facts(more) >= facts(first) | {fact}


@pytest.mark.parametrize("detour", [(), *DETOURS[:3]])
def test_another_project_in_the_same_conversation_starts_anew(talk: Talk, detour: tuple[str, ...]) -> None:
    other = "we want to predict churn from our customer data, who do we hire?"
    advice = talk(RAG, *detour, other)
    assert (facts(advice), advice.role) == (facts(talk(other)), talk(other).role)
    assert facts(talk(RAG, *detour, other, "so who should we hire?")) == facts(talk(other))


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("what does a data scientist cost?", "cost"),
        ("actually, how do we interview them?", "vetting"),
        ("what is fine-tuning?", "glossary"),
        ("what is the weather in paris tomorrow", "out_of_scope"),
    ],
)
def test_a_clear_question_about_something_else_is_not_bent(talk: Talk, text: str, intent: str) -> None:
    assert talk(RAG, "and what does she cost?", text).intent == intent


@pytest.mark.parametrize("text", ["what is fine-tuning?", "how do I write the job ad?", "is a freelancer enough?"])
def test_what_is_asked_in_between_is_no_fact_of_the_project(talk: Talk, text: str) -> None:
    assert facts(talk(RAG, text, "so who should we hire?")) == facts(talk(RAG))


def test_a_fact_told_with_a_comparison_counts(talk: Talk) -> None:
    asked = "difference between ML engineer and AI developer for a fraud model on our own transactions"
    again = talk(asked, "and which one do we need?")
    assert (again.intent, again.role) == ("recommend", "ml-engineer")
    assert facts(again) == facts(talk(asked))
    assert talk("what is RAG?", "so who should we hire?").outcome == "ask"


def test_shortly_before_elsewhere_only_a_question_that_leans_starts_from_the_project(
    tiny: Knowledge, today: date
) -> None:
    told, other = (SignalHit(id=id_, polarity="present") for id_ in ("own_data", "tables"))
    recent = Conversation(intent="cost", roles=("ml-engineer",), signals=(told,), recent=True)
    for kind, own, expected in (
        (None, (), ()),
        ("continued", (), (told,)),
        ("continued", (other,), (other,)),
        ("correction", (other,), (told, other)),
    ):
        advice = advise(reading(kind, "recommend", signals=own), recent, tiny, on=today)  # type: ignore[arg-type]
        assert advice.reading.signals == expected


@pytest.mark.parametrize("text", ["why?", "shorter", "tell me more", "the second one"])
@pytest.mark.parametrize("before", [(), ("hello",), ("what is the weather in paris tomorrow",)])
def test_with_nothing_to_lean_on_a_question_comes_back(
    talk: Talk, knowledge: Knowledge, before: tuple[str, ...], text: str
) -> None:
    advice = talk(*before, text)
    assert (advice.outcome, advice.lead.text) == ("ask", knowledge.wording["ask_what_about"])
    assert advice.choices


@pytest.mark.parametrize("before", [(), ("hello",), ("thanks!",)])
def test_a_bare_role_with_no_question_before_is_no_small_talk(talk: Talk, before: tuple[str, ...]) -> None:
    for text in ("data scientist?", "and a data scientist?", "and the ML engineer?"):
        advice = talk(*before, text)
        assert advice.outcome != "decline"
        assert advice.intent not in ("chitchat", "out_of_scope")


def test_the_second_of_one_is_asked_back(talk: Talk) -> None:
    advice = talk(COST, "the second one")
    assert (advice.outcome, advice.lead.own) == ("ask", True)


def reading(kind: Leaning | None, intent: str, **more: object) -> Reading:
    ranked = (Scored(intent=intent, probability=0.6), Scored(intent="tools", probability=0.3))
    follow = FollowUp(kind=kind) if kind else None
    return Reading(intents=ranked, follow=follow).model_copy(update=more)


def test_what_was_said_shortly_before_elsewhere_is_used_only_by_what_plainly_leans(
    tiny: Knowledge, today: date
) -> None:
    recent = Conversation(intent="define", roles=("ml-engineer",), recent=True)
    alone = advise(reading(None, "vetting"), recent, tiny, on=today)
    leaning = advise(reading("continued", "vetting"), recent, tiny, on=today)
    assert (alone.reading.roles, leaning.reading.roles) == ((), ("ml-engineer",))


def test_what_the_knowledge_no_longer_has_is_not_leaned_on(tiny: Knowledge, today: date) -> None:
    gone = Conversation(
        intent="define", roles=("plumber", "ml-engineer"), signals=(SignalHit(id="gone", polarity="present"),)
    )
    assert advise(asked_for("vetting"), gone, tiny, on=today).reading.roles == ("ml-engineer",)


def test_the_next_turn_leans_on_the_role_that_was_advised(tiny: Knowledge, today: date) -> None:
    facts = (SignalHit(id="own_data", polarity="present"),)
    advice = advise(asked_for("recommend", signals=facts), Conversation(), tiny, on=today)
    assert next_conversation(advice, Conversation()) == Conversation(
        intent="recommend", roles=("ml-engineer",), signals=facts
    )
    help_ = advise(asked_for("help"), Conversation(), tiny, on=today)
    before = Conversation(intent="define", roles=("ai-developer",), terms=("rag",), signals=facts)
    assert next_conversation(help_, before) == before
