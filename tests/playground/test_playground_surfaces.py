"""Home, modals, and what the page may and may not do."""

from __future__ import annotations

import asyncio

import pytest


def form(bench):
    """A Home with a button that opens a form, and a bot that does to it what is entered; what it heard of both."""
    submitted, closed = [], []

    @bench.app.event("app_home_opened")
    async def opened(event, client):
        if event["tab"] == "home":
            view = {"type": "home", "blocks": [bench.section("Welcome"), bench.buttons("ask")]}
            await client.views_publish(user_id=event["user"], view=view)

    @bench.app.action("ask")
    async def ask(ack, body, client):
        await ack()
        assert body["container"]["type"] == "view"
        assert "response_url" not in body
        await client.views_open(trigger_id=body["trigger_id"], view=bench.modal())

    @bench.app.view("ask")
    async def submit(ack, view):
        submitted.append(view["state"]["values"]["question"]["words"]["value"])
        answers = {
            "bad": {"response_action": "errors", "errors": {"question": "Say more"}},
            "next": {"response_action": "push", "view": bench.modal("Second", notify_on_close=True)},
            "end": {"response_action": "clear"},
        }
        await ack(**answers.get(submitted[-1], {"response_action": "update", "view": bench.modal("Changed")}))

    @bench.app.view_closed("ask")
    async def gone(ack, body):
        closed.append(body["is_cleared"])
        await ack()

    return submitted, closed


async def submit_words(bench, words):
    top = (await bench.state())["modals"][-1]
    values = {"question": {"words": {"type": "plain_text_input", "value": words}}}
    return await bench.page("view_submit", view_id=top["id"], values=values)


async def titles(bench):
    return [view["title"]["text"] for view in (await bench.state())["modals"]]


async def test_home_is_published_on_opening_and_opens_a_modal(bench):
    submitted, closed = form(bench)
    await bench.page("home_opened", tab="home")
    await bench.settle()
    home = (await bench.state())["home"]
    click = {"view_id": home["id"], "block_id": "row", "action_id": "ask", "type": "button"}
    assert (await bench.page("action", **click))["ok"]
    await bench.settle()
    assert (await submit_words(bench, ""))["errors"] == {"question": "Please complete this required field."}
    assert (await submit_words(bench, "bad"))["errors"] == {"question": "Say more"}
    assert (await submit_words(bench, "x"))["ok"]
    assert await titles(bench) == ["Changed"]
    assert (await submit_words(bench, "next"))["ok"]
    assert await titles(bench) == ["Changed", "Second"]
    top = (await bench.state())["modals"][-1]
    await bench.page("view_close", view_id=top["id"])
    assert await titles(bench) == ["Changed"]
    assert closed == [False]
    assert (await submit_words(bench, "end"))["ok"]
    assert await titles(bench) == []
    assert submitted == ["bad", "x", "next", "end"]


async def test_a_click_on_a_posted_message_carries_it(bench):
    clicks = []

    @bench.app.action("go")
    async def go(ack, body):
        clicks.append(body)
        await ack()

    root = await bench.client.chat_postMessage(channel="C0HIRING", text="root")
    posted = await bench.client.chat_postMessage(
        channel="C0HIRING", text="t", blocks=[bench.buttons("go")], thread_ts=root["ts"]
    )
    place = {"channel": "C0HIRING", "message_ts": posted["ts"], "block_id": "row", "type": "button"}
    assert (await bench.page("action", **place, action_id="go"))["ok"]
    body = clicks[0]
    assert body["message"]["ts"] == posted["ts"]
    assert body["container"]["is_ephemeral"] is False
    assert body["container"]["thread_ts"] == root["ts"]
    assert body["message"]["bot_id"] == "B0WHICHROLE"
    assert body["state"] == {"values": {}}
    assert body["team"]["id"] == "T0PLAYGRND"


async def test_only_offered_options_can_be_chosen(bench):
    chosen = []

    @bench.app.action("pick")
    async def pick(ack, action, body):
        await ack()
        chosen.append((action["selected_option"]["value"], body["state"]["values"]["r"]["pick"]))

    option = {"text": {"type": "plain_text", "text": "One"}, "value": "1"}
    select = {"type": "static_select", "action_id": "pick", "options": [option]}
    block = {"type": "actions", "block_id": "r", "elements": [select]}
    posted = await bench.client.chat_postMessage(channel="C0HIRING", text="t", blocks=[block])
    place = {"channel": "C0HIRING", "message_ts": posted["ts"], "block_id": "r", "action_id": "pick"}
    assert (await bench.page("action", **place, selected_option={"value": "2"}))["error"] == "no_such_option"
    assert (await bench.page("action", **place, selected_option={"value": "1"}))["ok"]
    assert chosen == [("1", {"type": "static_select", "selected_option": option})]


async def test_shortcuts_reach_the_bot(make_bench):
    bench = await make_bench(shortcuts=({"callback_id": "find", "name": "Find a role", "type": "global"},))

    @bench.app.shortcut("find")
    async def find(ack, body, client):
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=bench.modal())

    assert (await bench.page("shortcut", callback_id="other"))["error"] == "no_such_shortcut"
    assert (await bench.page("shortcut", callback_id="find"))["ok"]
    await asyncio.sleep(0.1)
    assert len((await bench.state())["modals"]) == 1


async def test_reset_empties_conversations_and_the_record(bench):
    await bench.client.chat_postMessage(channel="C0HIRING", text="x")
    await bench.page("reset")
    state = await bench.state()
    assert state["messages"] == {c["id"]: [] for c in state["channels"]}
    assert state["exchanges"] == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Host": "localhost:1"}, 200),
        ({"Host": "[::1]:8765"}, 200),
    ],
)
async def test_only_this_computer_is_served(bench, headers, status):
    async with bench.http.get(f"{bench.standin.url}/ui/state", headers=headers) as response:
        assert response.status == status


async def test_page_posts_must_be_json_and_files_stay_inside(bench):
    async with bench.http.post(f"{bench.standin.url}/ui/reset", data="{}") as response:
        assert response.status == 415
    async with bench.http.get(f"{bench.standin.url}/static/..%2Fserver.py") as response:
        assert response.status == 404
