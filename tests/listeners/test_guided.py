"""The guided talk from beginning to end."""

from __future__ import annotations

import asyncio
import json

import pytest

from bot.playground import payloads
from bot.rendering.values import value_of
from tests.listeners.guided_form import OWN_MODEL, Form, through

CHATBOT = ("Software that uses a ready-made model", "An idea; nothing has been built")


@pytest.fixture
async def form(rig):
    return await Form(rig).open()


@pytest.mark.parametrize(
    ("answers", "role"),
    [
        ((*CHATBOT, "No"), "ai-developer"),
        ((*OWN_MODEL, "No"), "ml-engineer"),
        (("Dashboards and figures about the business", "Regular figures and dashboards for managers"), "data-analyst"),
    ],
)
async def test_a_project_is_led_to_its_role(form, answers, role):
    asked = await through(form, *answers)
    assert 1 <= asked <= 10
    opened, result = form.rig.rows()
    assert (opened["surface"], opened["intent"], opened["outcome"]) == ("command", "recommend", "ask")
    assert (result["surface"], result["outcome"], result["role"]) == ("command", "answer", role)
    assert f"Answer {result['answer_id']}." in form.words
    assert {"Send to a channel", "Keep it", "Change an answer"} <= set(form.labels)
    assert form.rig.toasts == []


async def test_a_description_is_taken_in_and_not_kept(form):
    await form.describe("we want a chatbot for zebras")
    assert "You told me: " in form.words
    assert "zebras" not in form.words + form.view["private_metadata"]
    assert form.state["given"].startswith("!")
    await form.walk(*CHATBOT, "No")
    assert form.rig.rows()[-1]["role"] == "ai-developer"


async def test_a_description_without_facts_is_said_to_be_so(form):
    await form.describe("we need somebody good")
    assert "I found nothing in your words" in form.words
    assert form.question


async def test_a_description_in_another_language_stays_where_it_is(form):
    errors = await form.describe("Wir brauchen einen Chatbot, der Fragen zu unseren Handbüchern beantwortet.")
    assert "English" in errors["note"]
    assert form.radio is None


async def test_an_answer_must_be_chosen(form):
    await form.next()
    assert await form.next() != {}
    assert "answer ?end_result" in form.radio["block_id"]


async def test_back_keeps_what_was_answered(form):
    await form.next()
    first = form.question
    label = await form.answer(*OWN_MODEL)
    second = form.question
    await form.press("Back")
    assert form.question == first
    assert form.radio["element"]["initial_option"]["text"]["text"] == label
    assert "You answered this before" in form.words
    await form.next(form.choose(label))
    assert form.question == second
    await form.press("Back")
    await form.press("Back")
    assert form.radio is None
    await form.next()
    assert form.question == second


async def test_any_answer_can_be_changed_and_the_others_stay(form):
    await through(form, *OWN_MODEL, "No")
    before = form.state["given"].split()
    assert form.rig.rows()[-1]["role"] == "ml-engineer"
    await form.press("Change an answer")
    assert form.labels.count("Edit") == len(before)
    await form.press("Edit", 0)
    await form.next(form.choose("Dashboards and figures about the business"))
    assert set(before[1:]) <= set(form.state["given"].split())
    await form.walk("Regular figures and dashboards for managers", "No")
    assert form.rig.rows()[-1]["role"] != "ml-engineer"


async def test_leaving_everything_open_ends_without_naming_a_role(form):
    asked = await through(form)
    assert asked == 5
    assert "I name none" in form.words
    assert form.words.count("• ") == 3
    result = form.rig.rows()[-1]
    assert result["outcome"] == "ask"
    assert f"Answer {result['answer_id']}." in form.words
    await form.press("Ask me more")
    assert form.question
    await form.press("Back")
    await form.press("Edit an answer")
    await form.press("Start again")
    assert (form.state["given"], form.radio) == ("", None)


async def test_the_advice_can_be_had_as_soon_as_something_was_told(form):
    assert "Show the advice now" not in form.labels
    await form.next()
    assert "Show the advice now" not in form.labels
    await form.answer(*OWN_MODEL)
    assert "Show the advice now" in form.labels
    await form.press("Show the advice now", values=form.choose("No"))
    assert form.state["given"] == "?end_result=custom_training existing_llm~"
    assert form.rig.rows()[-1]["role"] == "ml-engineer"


async def test_whoever_wants_to_be_surer_is_asked_more(form):
    await form.describe("we want a chatbot")
    await form.press("Show the advice now")
    first = form.rig.rows()[-1]
    await form.press("Ask me more")
    assert form.state["further"]
    assert await form.walk("No") >= 2
    assert "Ask me more" not in form.labels
    assert form.rig.rows()[-1]["confidence"] > first["confidence"]


async def test_sent_to_a_channel_it_tells_by_whom_and_can_be_taken_back(form):
    rig = form.rig
    await through(form, *OWN_MODEL, "No")
    await form.press("Send to a channel")
    await form.send("C0RANDOM" if "C0RANDOM" in rig.stage.world.channels else "C0HIRING")
    posted = rig.answers()[-1]
    assert not posted.ephemeral
    assert posted.text.startswith(f"Shared by <@{rig.ME}>")
    assert "Sent." in form.words
    assert "Send to another channel" in form.labels
    assert "Answer " + rig.rows()[-1]["answer_id"] in posted.text
    assert len(rig.rows()) == 2
    await rig._clicks.press(
        {"channel": posted.channel, "message_ts": posted.ts}
        | next(
            {"block_id": block["block_id"], "action_id": element["action_id"]}
            for block in posted.blocks
            for element in block.get("elements", [])
            if element.get("action_id") == "withdraw"
        )
    )
    await rig.settle()
    assert posted not in rig.answers()


async def test_back_from_sending_leads_to_the_result(form):
    await through(form, *OWN_MODEL, "No")
    await form.press("Send to a channel")
    await form.press("Back")
    assert "Keep it" in form.labels
    assert len(form.rig.rows()) == 2


async def test_kept_it_stands_in_the_direct_messages_once(form):
    await through(form, *OWN_MODEL, "No")
    await form.press("Keep it")
    await form.press("Keep it")
    (kept,) = form.rig.answers()
    assert kept.channel == "D0MAYA"
    assert f"Answer {form.rig.rows()[-1]['answer_id']}." in kept.text
    assert "direct messages with me now" in form.words


async def test_a_further_question_of_the_card_is_answered_on_top(form):
    await through(form, *OWN_MODEL, "No")
    await form.press("Common mistakes")
    below, on_top = form.rig.stage.views.modals
    assert (below["callback_id"], on_top["callback_id"]) == ("guided", "answer")
    row = form.rig.rows()[-1]
    assert (row["intent"], row["surface"]) == ("mistakes", "button")
    await form.modals.close(on_top["id"])
    assert "Keep it" in form.labels


async def test_a_double_press_lays_one_modal_on_top(form):
    await through(form, *OWN_MODEL, "No")
    click = form.click("Common mistakes")
    await asyncio.gather(*(form.rig._clicks.press(click) for _ in range(2)))
    await form.rig.settle()
    assert len(form.rig.stage.views.modals) == 2
    assert len(form.rig.rows()) == 3


async def test_begun_from_home(rig):
    rig.standin.delivery.event(payloads.home_opened_event(rig.stage, "home"), "home")
    await rig.settle()
    home = rig.stage.views.homes[rig.ME]
    row = next(block for block in home["blocks"] if block.get("block_id") == "home-start")
    await rig._clicks.press(
        {"view_id": home["id"], "block_id": row["block_id"], "action_id": row["elements"][0]["action_id"]}
    )
    await rig.settle()
    await through(Form(rig), *OWN_MODEL, "No")
    (counted,) = rig.rows()
    assert counted["surface"] == "button"


@pytest.mark.parametrize(
    ("told", "step"),
    [("our prototype must go live", "Question 1"), ("a chatbot that answers from our handbook", "Your answers")],
)
async def test_begun_by_a_button_with_a_reading_its_facts_count_as_told(rig, reader, told, step):
    button = {"type": "button", "action_id": "guided:start", "block_id": "b", "value": value_of(reader.read(told))}
    place = {"container": {"type": "message", "channel_id": "C0HIRING", "message_ts": "1.1", "is_ephemeral": True}}
    await rig.interaction(actions=[button], **place)
    form = Form(rig)
    assert step in form.words
    assert "You told me" in form.words
    assert told not in form.words
    assert form.state["surface"] == "button"


async def test_begun_inside_a_modal_it_takes_its_place(rig):
    home = rig.stage.views.open({"type": "modal", "callback_id": "answer", "title": {}, "blocks": []}, rig.ME)
    button = {"type": "button", "action_id": "guided:start", "block_id": "b", "value": "start"}
    await rig.interaction(actions=[button], **payloads.view_place(home))
    (view,) = rig.stage.views.modals
    assert (view["id"], view["callback_id"]) == (home["id"], "guided")


async def test_begun_by_a_shortcut_only_the_result_counts(rig):
    await rig._clicks.shortcut("start_guided", None, None)
    await rig.settle()
    assert rig.rows() == []
    await through(Form(rig), *OWN_MODEL, "No")
    (row,) = rig.rows()
    assert row["surface"] == "shortcut"


async def test_nothing_that_is_typed_or_named_is_in_the_log_or_the_state(form):
    await form.describe("Zanzibar Ltd. wants a chatbot over the handbook of Ms. Quagmire")
    await form.walk(*CHATBOT, "No")
    kept = json.dumps(form.rig.rows()) + form.view["private_metadata"]
    assert "Zanzibar" not in kept
    assert "Quagmire" not in kept
