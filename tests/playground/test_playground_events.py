"""Mentions, direct messages and retries."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from aiohttp import web
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler


async def test_a_mention_reaches_real_bolt_and_is_answered_in_its_thread(bench):
    events = []

    @bench.app.event("app_mention")
    async def mention(event, client):
        events.append(event)
        await client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text="Here")

    await bench.send("@WhichRole who reviews contracts?")
    await asyncio.sleep(0.1)
    asked, answered = await bench.messages()
    assert asked["text"] == "<@U0WHICHROLE> who reviews contracts?"
    assert answered["thread_ts"] == asked["ts"]
    assert events[0]["blocks"][0]["elements"][0]["elements"][0] == {"type": "user", "user_id": "U0WHICHROLE"}
    assert (await bench.exchanges("message")) == []


async def test_a_direct_message_is_a_message_event(bench):
    events = []

    @bench.app.event("message")
    async def message(event, client):
        events.append(event)
        await client.chat_postMessage(channel=event["channel"], thread_ts=event["ts"], text="Yes?")

    await bench.send("hello", "D0MAYA")
    await asyncio.sleep(0.1)
    root = events[0]["ts"]
    assert events[0]["channel_type"] == "im"
    assert "thread_ts" not in events[0]
    await bench.send("and now?", "D0MAYA", thread_ts=root)
    assert events[1]["thread_ts"] == root


async def test_nothing_arrives_from_a_channel_without_the_bot(bench):
    events = bench.heard("app_mention")

    await bench.send("@whichrole hi", "C0RANDOM")
    assert events == []
    assert "not in this channel" in bench.toasts()[0]
    await bench.send("/invite @whichrole", "C0RANDOM")
    await bench.send("@whichrole hi", "C0RANDOM")
    assert len(events) == 1
    member = {c["id"]: c["bot_is_member"] for c in (await bench.state())["channels"]}
    assert (member["C0RANDOM"], member["C0LEADS"]) == (True, False)


async def test_channel_messages_are_sent_only_when_subscribed(make_bench):
    bench = await make_bench(subscribe_channel_messages=True)
    types = bench.heard("message", "channel_type")

    await bench.send("just talking")
    assert types == ["channel"]


async def test_an_event_is_retried_with_the_same_id(bench):
    tries = []

    async def failing(request: web.Request) -> web.Response:
        body = await request.json()
        tries.append(
            (
                body["event_id"],
                request.headers.get("x-slack-retry-num"),
                request.headers.get("x-slack-retry-reason"),
            )
        )
        if len(tries) == 1:
            await asyncio.sleep(0.5)
        return web.Response(status=200 if len(tries) == 4 else 500)

    async with bench.serve(failing) as url:
        bench.standin.bot_url = url
        await bench.send("@whichrole hi")
    assert len({event_id for event_id, _, _ in tries}) == 1
    assert [(number, reason) for _, number, reason in tries] == [
        (None, None),
        ("1", "http_timeout"),
        ("2", "http_error"),
        ("3", "http_error"),
    ]
    assert bench.toasts() == []


async def test_a_bot_can_stop_retries_and_the_page_is_told(bench):
    async def refusing(_: web.Request) -> web.Response:
        return web.Response(status=500, headers={"x-slack-no-retry": "1"})

    async with bench.serve(refusing) as url:
        bench.standin.bot_url = url
        await bench.send("@whichrole hi")
    assert len(await bench.exchanges("app_mention")) == 1
    assert "app_mention" in bench.toasts()[0]


async def test_a_wrong_secret_is_refused_by_bolt(bench):
    stage = bench.standin.stage
    stage.credentials = replace(stage.credentials, signing_secret="another")

    @bench.app.command("/whichrole")
    async def answer(ack):
        await ack("never")

    await bench.send("/whichrole x")
    assert any("HTTP 401" in text for text in bench.toasts())


async def test_socket_mode_carries_commands_events_and_clicks(make_bench):
    bench = await make_bench(bot_url=None)
    bench.standin.bot_url = None
    events = []

    @bench.app.command("/whichrole")
    async def answer(ack):
        await ack("over the socket")

    @bench.app.event("app_mention")
    async def mention(event):
        events.append(event)

    handler = AsyncSocketModeHandler(bench.app, "xapp-playground", ping_interval=0.2)
    await handler.connect_async()
    try:
        await asyncio.sleep(0.1)
        await bench.send("/whichrole x")
        await bench.send("@whichrole hi")
        await asyncio.sleep(0.5)
        assert await handler.client.is_connected()
        assert handler.client.last_ping_pong_time
        (exchange,) = await bench.exchanges("slash_commands")
        assert exchange["request"]["transport"] == "socket"
        assert (await bench.messages())[0]["text"] == "over the socket"
        assert len(events) == 1
    finally:
        await handler.close_async()


async def test_a_socket_ticket_opens_one_connection(bench):
    _, wrong = await bench.api("apps.connections.open")
    assert wrong["error"] == "not_allowed_token_type"
    _, answer = await bench.api("apps.connections.open", token="xapp-playground")
    async with bench.http.ws_connect(answer["url"]) as socket:
        assert (await socket.receive_json())["type"] == "hello"
        async with bench.http.get(answer["url"].replace("ws:", "http:")) as response:
            assert response.status == 404


async def test_stopping_does_not_wait_for_open_pages(bench):
    async with bench.http.get(f"{bench.standin.url}/ui/stream") as stream:
        bench.standin.stage.feed.toast("info", "hello")
        assert await stream.content.readline() == b": open\n"
        await stream.content.readline()
        assert await stream.content.readline() == b"event: toast\n"
        await asyncio.wait_for(bench.standin.stop(), 1.0)
