"""The conversation so far, written down as a dialog of the tests."""

from __future__ import annotations

import pytest
import yaml

SHORTCUTS = (
    {"callback_id": "this", "name": "Which role is this?", "type": "message"},
    {"callback_id": "guided", "name": "Find a role", "type": "global"},
)


def card(bench, title, *rows):
    header = {"type": "header", "text": {"type": "plain_text", "text": title}}
    return {"text": f"{title}. And more.", "blocks": [header, *rows]}


def listen(bench):
    """A bot that has something to show for each thing a person can do."""
    answer_words(bench)
    answer_presses(bench)
    answer_views(bench)


def answer_words(bench):
    @bench.app.command("/whichrole")
    async def command(ack):
        await ack(response_type="ephemeral", **card(bench, "AI developer", bench.buttons("more")))

    @bench.app.event("app_mention")
    async def mention(event, client):
        said = card(bench, "AI engineer", bench.buttons("open"))
        await client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], **said)

    @bench.app.event("message")
    async def message(event, client):
        root = event.get("thread_ts") or event["ts"]
        await client.chat_postMessage(channel=event["channel"], thread_ts=root, **card(bench, "*Data engineer*"))


def answer_presses(bench):
    @bench.app.action("more")
    async def more(ack, respond):
        await ack()
        await respond(replace_original=True, **card(bench, "AI developer, at length", bench.buttons("share")))

    @bench.app.action("share")
    async def share(ack, respond):
        await ack()
        await respond(response_type="in_channel", replace_original=False, delete_original=True, **card(bench, "Shared"))

    @bench.app.action("open")
    async def opened(ack, body, client):
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=bench.modal("Why not"))


def answer_views(bench):
    @bench.app.event("app_home_opened")
    async def home(event, client):
        if event["tab"] == "home":
            view = {"type": "home", "blocks": [bench.section("*Welcome*\nto the rest"), bench.buttons("open")]}
            await client.views_publish(user_id=event["user"], view=view)
        else:
            prompts = [{"title": "t", "message": "m"}] * 2
            await client.assistant_threads_setSuggestedPrompts(channel_id=event["channel"], prompts=prompts)

    @bench.app.shortcut("this")
    async def this(ack, respond):
        await ack()
        await respond(response_type="ephemeral", replace_original=False, **card(bench, "This one"))

    @bench.app.shortcut("guided")
    async def guided(ack, body, client):
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=bench.modal("Guided"))

    @bench.app.view("ask")
    async def submit(ack):
        await ack(response_action="update", view=bench.modal("Done"))


@pytest.fixture
async def talking(make_bench):
    bench = await make_bench(shortcuts=SHORTCUTS)
    listen(bench)
    return bench


async def exported(bench):
    async with bench.http.get(f"{bench.standin.url}/ui/export") as response:
        assert response.content_type == "text/yaml"
        return yaml.safe_load(await response.text())["steps"]


async def press(bench, message, **more):
    (row,) = [block for block in message["blocks"] if block["type"] == "actions"]
    place = {"channel": message["channel"], "message_ts": message["ts"], "block_id": row["block_id"]}
    assert (await bench.page("action", **place, action_id=row["elements"][0]["action_id"], **more))["ok"]
    await bench.settle()


async def test_a_private_answer_is_unfolded_and_shared(talking):
    await talking.send("/whichrole a chatbot")
    await press(talking, (await talking.messages())[0])
    await press(talking, (await talking.messages())[0])
    assert await exported(talking) == [
        {"command": "a chatbot", "expect": {"private": True, "says": ["AI developer"]}},
        {"press": "Go", "expect": {"private": True, "replaced": True, "says": ["AI developer, at length"]}},
        {"press": "Go", "expect": {"public": True, "says": ["Shared"], "removed": True}},
    ]


async def test_threads_channels_and_people(talking):
    await talking.send("@whichrole who?", "C0GENERAL")
    await talking.send("thanks", "C0GENERAL")
    await talking.become("U0TEAM")
    await talking.send("hello", "D0JONAS")
    root = (await talking.messages("D0JONAS"))[0]["ts"]
    await talking.send("and then?", "D0JONAS", thread_ts=root)
    place = {"channel": "C0GENERAL", "message_ts": (await talking.messages("C0GENERAL"))[0]["ts"]}
    await talking.page("shortcut", callback_id="this", **place)
    await talking.settle()
    seen = {"public": True, "in_thread": True}
    told = seen | {"says": ["Data engineer"]}
    assert await exported(talking) == [
        {"mention": "who?", "in": "C0GENERAL", "expect": seen | {"says": ["AI engineer"]}},
        {"say": "thanks", "in": "C0GENERAL", "expect": {"nothing": True}},
        {"dm": "hello", "as": "U0TEAM", "expect": told},
        {"dm": "and then?", "same_thread": True, "as": "U0TEAM", "expect": told},
        {"shortcut": "this", "on": 1, "as": "U0TEAM", "expect": {"private": True, "says": ["This one"]}},
    ]


async def test_home_modals_and_what_is_filled_in(talking):
    await talking.page("home_opened", tab="home")
    await talking.settle()
    await talking.page("home_opened", tab="messages")
    await talking.settle()
    await talking.page("shortcut", callback_id="guided")
    await talking.settle()
    (view,) = (await talking.state())["modals"]
    values = {"question": {"words": {"type": "plain_text_input", "value": "a chatbot"}}}
    assert (await talking.page("view_submit", view_id=view["id"], values=values))["ok"]
    await talking.page("view_close", view_id=view["id"])
    home = (await talking.state())["home"]
    await talking.page("action", view_id=home["id"], block_id="row", action_id="open")
    await talking.settle()
    assert await exported(talking) == [
        {"open": "home", "expect": {"place": "home", "says": ["Welcome"]}},
        {"open": "messages", "expect": {"nothing": True, "prompts": 2}},
        {"shortcut": "guided", "expect": {"place": "modal"}},
        {"submit": {"question": "a chatbot"}, "expect": {"place": "modal"}},
        {"close": True, "expect": {"nothing": True}},
        {"press": "Go", "card": 1, "expect": {"place": "modal"}},
    ]


async def test_what_slack_refuses_or_dialogs_have_no_word_for_is_left_out(talking):
    await talking.send("/invite @whichrole", "C0RANDOM")
    await talking.send("x", "C0NOWHERE")
    await talking.page("view_close", view_id="V0")
    await talking.page("shortcut", callback_id="nothing")
    assert await exported(talking) == []
    await talking.send("/whichrole x")
    await talking.page("reset")
    assert await exported(talking) == []


async def test_picks_and_judgements_are_steps_too(talking):
    @talking.app.action("pick")
    async def pick(ack):
        await ack()

    @talking.app.action("feedback")
    async def judged(ack):
        await ack()

    plain = {"type": "plain_text", "text": "One"}
    select = {"type": "static_select", "action_id": "pick", "options": [{"text": plain, "value": "1"}]}
    good = {"text": {"type": "plain_text", "text": "Good"}, "value": "good"}
    bad = {"text": {"type": "plain_text", "text": "Bad"}, "value": "bad"}
    judge = {"type": "feedback_buttons", "action_id": "feedback", "positive_button": good, "negative_button": bad}
    blocks = [
        {"type": "actions", "block_id": "a", "elements": [select]},
        {"type": "context_actions", "block_id": "b", "elements": [judge]},
    ]
    posted = await talking.client.chat_postMessage(channel="C0HIRING", text="t", blocks=blocks)
    place = {"channel": "C0HIRING", "message_ts": posted["ts"]}
    chosen = {"text": plain, "value": "1"}
    await talking.page("action", **place, block_id="a", action_id="pick", selected_option=chosen)
    await talking.page("action", **place, block_id="b", action_id="feedback", value="bad")
    assert await exported(talking) == [
        {"pick": "1", "expect": {"nothing": True}},
        {"press": "Bad", "expect": {"nothing": True}},
    ]
