"""Menus that ask the bot for options as one types."""

from __future__ import annotations

import asyncio

import pytest
from aiohttp import web


def option(text="One", value="1"):
    return {"text": {"type": "plain_text", "text": text}, "value": value}


def menu(**more):
    return {"type": "external_select", "action_id": "role", **more}


async def asked(bench, typed="eng", **more):
    """Post a menu, type into it, and return what the page is answered."""
    block = {"type": "actions", "block_id": "row", "elements": [menu(**more)]}
    posted = await bench.client.chat_postMessage(channel="C0HIRING", text="t", blocks=[block])
    place = {"channel": "C0HIRING", "message_ts": posted["ts"], "block_id": "row", "action_id": "role"}
    return place, await bench.page("suggest", **place, value=typed)


async def test_options_come_from_the_bot(bench):
    bodies = []

    @bench.app.options("role")
    async def offer(ack, body):
        bodies.append(body)
        await ack(options=[option()])

    _, answer = await asked(bench)
    assert answer == {"ok": True, "options": [option()]}
    (body,) = bodies
    assert (body["type"], body["value"], body["action_id"], body["block_id"]) == (
        "block_suggestion",
        "eng",
        "role",
        "row",
    )
    assert body["container"]["channel_id"] == "C0HIRING"
    assert "trigger_id" not in body


@pytest.mark.parametrize(("typed", "least", "number"), [("en", None, 0), ("eng", None, 1), ("", 0, 1), ("eng", 4, 0)])
async def test_the_bot_is_asked_once_enough_was_typed(bench, typed, least, number):
    @bench.app.options("role")
    async def offer(ack):
        await ack(options=[option()])

    _, answer = await asked(bench, typed, **({} if least is None else {"min_query_length": least}))
    assert len(answer["options"]) == len(await bench.exchanges("block_suggestion")) == number


@pytest.mark.parametrize(
    "answer",
    [
        {"options": []},
        {"options": [option(str(number), str(number)) for number in range(100)]},
        {"option_groups": [{"label": {"type": "plain_text", "text": "Roles"}, "options": [option()]}]},
    ],
)
async def test_answers_slack_shows(bench, answer):
    @bench.app.options("role")
    async def offer(ack):
        await ack(**answer)

    assert (await asked(bench))[1] == {"ok": True, **answer}


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"options": [option()], "option_groups": []},
        {"options": [option()] * 101},
        {"options": [option("x" * 76)]},
        {"options": [option(value="x" * 151)]},
        {"options": [{"text": "One", "value": "1"}]},
        {"options": [{"text": {"type": "mrkdwn", "text": "One"}, "value": "1"}]},
        {"options": [option() | {"colour": "red"}]},
        {"options": [option()], "note": "extra"},
        {"options": {"0": option()}},
    ],
)
async def test_answers_slack_does_not_show(bench, answer):
    async def bot(_: web.Request) -> web.Response:
        return web.json_response(answer)

    async with bench.serve(bot) as url:
        bench.standin.bot_url = url
        assert (await asked(bench))[1]["error"] == "invalid_options"
    assert "no options that can be shown" in bench.toasts()[0]
    (exchange,) = await bench.exchanges("options")
    assert exchange["response"]["errors"]


async def test_options_must_come_within_the_time_of_an_acknowledgement(bench):
    late = asyncio.Event()

    @bench.app.options("role")
    async def offer(ack):
        await late.wait()
        await ack(options=[option()])

    answer = (await asked(bench))[1]
    late.set()
    assert answer["error"] == "operation_timeout"
    assert "operation_timeout" in bench.toasts()[0]


async def test_only_what_is_an_option_can_be_picked(bench):
    picked = []

    @bench.app.options("role")
    async def offer(ack):
        await ack(options=[option()])

    @bench.app.action("role")
    async def pick(ack, action):
        await ack()
        picked.append(action["selected_option"])

    place, _ = await asked(bench)
    assert (await bench.page("action", **place, selected_option={"value": "1"}))["error"] == "no_such_option"
    assert (await bench.page("action", **place, selected_option=option()))["ok"]
    assert picked == [option()]
