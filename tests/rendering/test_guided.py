"""The steps of the guided talk: within Slack's limits wherever a walk leads, honest, rebuilt from the modal alone."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from datetime import date

import pytest

from bot.advisor import Conversation, advise
from bot.advisor.guided import (
    Given,
    Talk,
    answered,
    left_open,
    open_question,
    question_of,
    reading_of_talk,
    surely_last,
    with_words,
)
from bot.playground.blockkit import validate_message, validate_view
from bot.rendering import guided, render
from bot.rendering.guided_state import FACTS, MOST_METADATA, SEND, State, metadata_of, state_of
from bot.understanding.reading import SignalHit, asked_for

ON = date(2026, 11, 21)
WALKS = 60
MOST_BYTES = 250_000


def _advice(talk, knowledge):
    return advise(reading_of_talk(talk), Conversation(), knowledge, on=ON)


def _views(state, knowledge):
    """Every view that this state can lead to but the result."""
    yield guided.start_view(state, knowledge)
    yield guided.facts_view(state.at(FACTS), knowledge)
    yield guided.send_view(state.at(SEND), knowledge)
    for key in filter(None, (open_question(state.talk, knowledge), *(each.key for each in state.talk.given))):
        yield guided.question_view(state, question_of(key, state.talk, knowledge), knowledge, "A note.")


def _ends(state, knowledge):
    advice = _advice(state.talk, knowledge)
    yield guided.too_little_view(state, advice, knowledge)
    for modern in (True, False):
        yield guided.result_view(state, render(advice, "modal"), knowledge, modern=modern, note="A note.")


def _walk(knowledge, chance, talk):
    while key := open_question(talk, knowledge):
        replies = question_of(key, talk, knowledge).replies
        told = Given(key, chance.choice(replies).facts)
        talk = answered(talk, told if chance.random() < 0.7 else left_open(key, "indifferent", knowledge))
        yield talk


@pytest.fixture(scope="module")
def talks(knowledge):
    """Each step of many walks, some begun with much told in words."""
    found = [Talk()]
    for number in range(WALKS):
        chance = random.Random(number)
        some = chance.sample(sorted(knowledge.signals), chance.choice((0, 0, 1, 3, 8)))
        hits = tuple(SignalHit(id=id_, polarity=chance.choice(("present", "absent"))) for id_ in some)
        begun = with_words(Talk(), asked_for("recommend", signals=hits, roles=("ai-engineer",)), knowledge)
        found += [begun, *_walk(knowledge, chance, begun)]
    assert len(found) > 2 * WALKS
    return found


@pytest.fixture(scope="module")
def everything(knowledge):
    """Every fact told, and every question left open after all: as much as a talk can hold."""
    hits = tuple(SignalHit(id=id_, polarity="absent") for id_ in knowledge.signals)
    talk = with_words(Talk(), asked_for("recommend", signals=hits, roles=tuple(knowledge.roles)), knowledge)
    for id_ in knowledge.questions:
        talk = answered(talk, left_open(f"?{id_}", "indifferent", knowledge))
    return replace(talk, further=True)


def _check(view):
    assert validate_view(view) == []
    assert len(json.dumps(view, ensure_ascii=False).encode()) < MOST_BYTES
    assert view["callback_id"] == "guided"
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    assert ("submit" in view) >= bool(inputs)


def test_every_step_of_every_walk_is_one_that_slack_takes(talks, knowledge):
    for talk in talks:
        for view in _views(State(talk), knowledge):
            _check(view)


def test_every_end_is_one_that_slack_takes(talks, knowledge):
    for talk in talks[::3]:
        for view in _ends(State(talk), knowledge):
            _check(view)


def test_as_much_as_can_be_told_still_fits(everything, knowledge):
    state = State(everything, surface="shortcut")
    for view in (*_views(state, knowledge), *_ends(state, knowledge)):
        _check(view)
    assert len(metadata_of(state)) <= MOST_METADATA
    assert state_of(metadata_of(state), knowledge) == state


def test_the_modal_carries_the_whole_state(talks, knowledge):
    for talk in talks:
        asking = f"ask {talk.given[0].key}" if talk.given else FACTS
        for state in (State(talk, surface="command"), State(talk, asking), State(talk, sent=True)):
            assert state_of(metadata_of(state), knowledge) == state


def test_what_outgrows_the_limit_is_cut_from_what_is_least_missed(knowledge):
    hits = [Given(f"fact-{n}-{'x' * 30}", (SignalHit(id=f"fact-{n}", polarity="present"),)) for n in range(90)]
    opened = Given("opened", (SignalHit(id="opened", polarity="unknown"),), "unknown")
    text = metadata_of(State(Talk((hits[0], opened, *hits[1:]))))
    assert len(text) <= MOST_METADATA
    kept = json.loads(text)["given"].split()
    assert "opened?" not in kept
    assert kept[-1].startswith("fact-89-")


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"step": 1}', "not json", '{"given": 3, "roles": []}'])
def test_a_modal_of_another_version_begins_anew(text, knowledge):
    assert state_of(text, knowledge) == State()


def test_what_the_knowledge_no_longer_has_is_left_out(knowledge):
    known = sorted(knowledge.signals)[0]
    held = {"step": "ask gone", "surface": "home", "roles": ["gone", "ai-engineer"], "further": False}
    held["given"] = f"gone+ gone? ?gone=also_gone ?end_result=existing_llm,gone {known}~ ((("
    state = state_of(json.dumps(held), knowledge)
    assert [each.key for each in state.talk.given] == ["?end_result", known]
    assert state.talk.roles == ("ai-engineer",)
    assert {hit.id for hit in state.talk.facts} == {"existing_llm", known}


def _radio(view):
    return next(block for block in view["blocks"] if block["type"] == "input")


def test_every_question_can_be_left_open_and_every_answer_taken_back_from_its_view(knowledge):
    for key in (*(f"?{id_}" for id_ in knowledge.questions), *knowledge.signals):
        asked = question_of(key, Talk(), knowledge)
        radio = _radio(guided.question_view(State(), asked, knowledge))
        options = radio["element"]["options"]
        assert len(options) <= 10
        assert any(option["text"]["text"].startswith("Don't know") for option in options)
        taken = [_chosen(radio, option, asked, knowledge) for option in options]
        assert [each.facts for each in taken[: len(asked.replies)]] == [reply.facts for reply in asked.replies]
        assert all(each.left for each in taken[len(asked.replies) :])
        assert _chosen(radio, {"value": "+something_else"}, asked, knowledge) is None


def _chosen(radio, option, asked, knowledge):
    held = {radio["block_id"]: {"answer": {"type": "radio_buttons", "selected_option": option}}}
    return guided.answer_in({"state": {"values": held}}, asked, knowledge)


def test_a_question_says_no_more_than_the_knowledge_does(talks, knowledge):
    said = {question.text for question in knowledge.questions.values()}
    said |= {signal.question for signal in knowledge.signals.values()}
    labels = {answer.label for question in knowledge.questions.values() for answer in question.answers}
    labels |= {"Yes", "No", *guided.OPEN_LABELS.values(), guided.EITHER}
    for talk in talks[:100]:
        key = open_question(talk, knowledge)
        if key:
            radio = _radio(guided.question_view(State(talk), question_of(key, talk, knowledge), knowledge))
            assert radio["label"]["text"] in said
            assert {option["text"]["text"] for option in radio["element"]["options"]} <= labels


def test_no_role_is_put_forward_before_the_end(talks, knowledge):
    """Only why a question is asked names roles, and then all that it decides between."""
    titles = [role.title.lower() for role in knowledge.roles.values()]
    for talk in talks[:100]:
        key = open_question(talk, knowledge)
        if key:
            view = guided.question_view(State(talk), question_of(key, talk, knowledge), knowledge)
            shown = [block for block in view["blocks"] if block["type"] != "input"]
            words = json.dumps([block for block in shown if "Sources: " not in json.dumps(block)]).lower()
            assert [title for title in titles if f" {title}" in words] == []
            why = _radio(view)["hint"]["text"]
            assert why.startswith("The answer decides between") or why == knowledge.wording["guided_no_change"]


def test_the_progress_is_told_and_the_last_question_only_where_it_is_sure(talks, knowledge):
    told = set()
    for talk in talks:
        if key := open_question(talk, knowledge):
            view = guided.question_view(State(talk), question_of(key, talk, knowledge), knowledge)
            last = ", the last" if surely_last(key, talk, knowledge) else ""
            assert view["blocks"][0]["elements"][0]["text"] == f"Question {len(talk.asked) + 1}{last}"
            told.add(last)
    assert told == {"", ", the last"}


def test_the_result_says_once_why_and_offers_another_channel_once_it_was_sent(talks, knowledge):
    talk = max(talks, key=lambda each: len(each.in_words))
    reply = render(_advice(talk, knowledge), "modal")
    for state, label, style in (
        (State(talk), "Send to a channel", "primary"),
        (State(talk, sent=True), "Send to another channel", None),
        (State(talk, sent=True).asking("rag"), "Send to a channel", "primary"),
    ):
        view = guided.result_view(state, reply, knowledge)
        send = next(block for block in view["blocks"] if block.get("block_id") == "result")["elements"][0]
        assert (send["text"]["text"], send.get("style")) == (label, style)
        assert "You told me" not in json.dumps(view["blocks"])


def test_the_way_to_start_again_is_a_message_that_slack_takes(knowledge, reader):
    reading = reader.read("a chatbot that answers from our handbook")
    for told in (None, reading):
        reply = guided.late_notice(knowledge, "shortcut", told)
        assert validate_message({"text": reply.text, "blocks": reply.blocks}) == []
        assert reply.blocks[-1]["elements"][0]["action_id"] == "guided:open-shortcut"
