"""Slack is slow, refuses, delivers twice, knows old blocks alone, or drops the connection."""

from __future__ import annotations

import asyncio
import time

import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler

from bot.playground.illness import Illness

CARD = {"type": "card", "title": {"type": "plain_text", "text": "A role"}}
WELL = {"slow": 0.0, "refuse": "nothing", "twice": False, "old_blocks": False}


async def test_the_page_makes_slack_ill_and_well_again(bench):
    assert (await bench.state())["illness"] == WELL
    await bench.page("illness", slow=0.1, refuse="ratelimited", twice=True)
    assert (await bench.state())["illness"] == {
        "slow": 0.1,
        "refuse": "ratelimited",
        "twice": True,
        "old_blocks": False,
    }
    await bench.page("illness")
    assert (await bench.state())["illness"] == WELL
    assert [each["refuse"] for each in bench.told("illness")] == ["ratelimited", "nothing"]


@pytest.mark.parametrize("wish", [{"slow": -1}, {"slow": "long"}, {"slow": True}, {"refuse": "everything"}])
async def test_only_known_illnesses_can_be_had(bench, wish):
    assert (await bench.page("illness", **wish))["error"].startswith("invalid_")
    assert (await bench.state())["illness"] == WELL


async def test_each_call_takes_that_long(bench):
    bench.standin.stage.illness = Illness(slow=0.2)
    started = time.monotonic()
    assert (await bench.api("auth.test"))[1]["ok"]
    assert time.monotonic() - started >= 0.2


@pytest.mark.parametrize(("refuse", "status", "after"), [("ratelimited", 429, "1"), ("internal_error", 500, None)])
async def test_calls_that_post_or_open_are_refused(bench, refuse, status, after):
    bench.standin.stage.illness.refuse = refuse
    headers = {"Authorization": "Bearer xoxb-playground"}
    url = f"{bench.standin.api_url}chat.postMessage"
    async with bench.http.post(url, json={"channel": "C0HIRING", "text": "x"}, headers=headers) as response:
        assert (response.status, response.headers.get("Retry-After")) == (status, after)
        assert (await response.json())["error"] == refuse
    trigger = bench.standin.stage.triggers.issue("U0FOUNDER")
    assert (await bench.api("views.open", trigger_id=trigger, view=bench.modal()))[0] == status
    assert (await bench.api("auth.test"))[0] == 200
    bench.standin.stage.illness.refuse = "nothing"
    assert (await bench.api("views.open", trigger_id=trigger, view=bench.modal()))[1]["ok"]
    assert await bench.messages() == []


async def test_each_event_comes_three_times_with_one_id(bench):
    bench.standin.stage.illness = Illness(twice=True)
    seen = []

    @bench.app.event("app_mention")
    async def mention(body, request):
        seen.append((body["event_id"], request.headers.get("x-slack-retry-num", [None])[0]))

    await bench.send("@whichrole hi")
    assert [number for _, number in seen] == [None, "1", "2"]
    assert len({event_id for event_id, _ in seen}) == 1
    assert bench.toasts() == []


async def test_an_old_slack_knows_old_blocks_alone(bench):
    post = {"channel": "C0HIRING", "text": "x"}
    assert (await bench.api("chat.postMessage", **post, blocks=[CARD]))[1]["ok"]
    bench.standin.stage.illness = Illness(old_blocks=True)
    refused = (await bench.api("chat.postMessage", **post, blocks=[bench.section("s"), CARD]))[1]
    assert (refused["error"], refused["errors"][0]["pointer"]) == ("invalid_blocks", "/blocks/1/type")
    for given in ({"blocks": [CARD]}, {"message": {"blocks": [CARD]}}, {"view": bench.modal(blocks=[CARD])}):
        assert (await bench.api("blocks.validate", **given))[1]["error"] == "invalid_blocks"
    trigger = bench.standin.stage.triggers.issue("U0FOUNDER")
    faulty = await bench.api("views.open", trigger_id=trigger, view=bench.modal(blocks=[CARD]))
    assert faulty[1]["error"] == "invalid_arguments"
    url = bench.standin.stage.response_url("C0HIRING", "U0FOUNDER")
    async with bench.http.post(url, json={"text": "x", "blocks": [CARD]}) as response:
        assert await response.text() == "invalid_blocks"
    assert (await bench.api("chat.postMessage", **post, blocks=[bench.section("s")]))[1]["ok"]
    assert (await bench.api("blocks.validate", blocks=[bench.section("s")]))[1]["ok"]


async def test_a_dropped_socket_is_opened_again_by_the_bot(make_bench):
    bench = await make_bench(bot_url=None)
    bench.standin.bot_url = None

    @bench.app.command("/whichrole")
    async def answer(ack):
        await ack("over the socket")

    assert (await bench.page("drop_socket"))["dropped"] == 0
    handler = AsyncSocketModeHandler(bench.app, "xapp-playground", ping_interval=0.1)
    back = asyncio.Event()

    async def greeted(message):
        if '"hello"' in message.data:
            back.set()

    handler.client.on_message_listeners.append(greeted)
    await handler.connect_async()
    try:
        await asyncio.wait_for(back.wait(), 10)
        back.clear()
        assert (await bench.page("drop_socket"))["dropped"] == 1
        await asyncio.wait_for(back.wait(), 10)
        await bench.send("/whichrole x")
        assert [message["text"] for message in await bench.messages()] == ["over the socket"]
    finally:
        await handler.close_async()
