"""A slow Slack does not slow the bot."""

from __future__ import annotations

import asyncio
import json
import time

import pytest
from aiohttp import web

from bot.playground import payloads
from bot.playground.world import BOT, BOT_ID, TEAM_ID

MENTIONS = 200
SLOW = 0.5  # the least seconds for one Web API call
LATEST = 1.0  # seconds until a command must be answered
ABOUT = {"ok": True, "team_id": TEAM_ID, "user_id": BOT.id, "bot_id": BOT_ID, "url": "http://127.0.0.1/"}


class SlowSlack:
    """A Web API that takes half a second, and longer until it is let go; it counts who waits."""

    def __init__(self) -> None:
        self.waiting = 0
        self.all_wait = asyncio.Event()
        self.let_go = asyncio.Event()
        self.posted: list[str] = []
        self.site = web.Application()
        self.site.router.add_post("/api/{method}", self._answer)

    async def _answer(self, request: web.Request) -> web.Response:
        if request.match_info["method"] == "auth.test":
            return web.json_response(ABOUT)
        body = json.loads(await request.text())
        self.waiting += 1
        if self.waiting == MENTIONS:
            self.all_wait.set()
        await asyncio.gather(asyncio.sleep(SLOW), self.let_go.wait())
        self.waiting -= 1
        self.posted.append(body["thread_ts"])
        return web.json_response({"ok": True})


@pytest.fixture
async def slow(loopback):
    slack = SlowSlack()
    slack.url = f"{await loopback(slack.site)}/api/"
    return slack


async def test_a_command_is_answered_while_200_mentions_wait_for_slack(make_rig, slow):
    rig = await make_rig(api_url=slow.url)
    await rig.command()  # the bot knows its own name from here on
    asked = [payloads.event(rig.mention("help")) for _ in range(MENTIONS)]  # read in no time: Slack is what is slow
    for envelope in asked:
        rig.standin.delivery.event(envelope, "test")
    await asyncio.wait_for(slow.all_wait.wait(), 20)
    started = time.monotonic()
    reply = await rig.standin.delivery.command(
        payloads.command(rig.stage, rig.stage.world.channel("C0HIRING"), "/whichrole", rig.PROJECT)
    )
    took = time.monotonic() - started
    assert slow.waiting == MENTIONS
    assert reply.status == 200
    assert reply.body["blocks"]
    assert took < LATEST
    slow.let_go.set()
    await rig.settle()
    assert sorted(slow.posted) == sorted(envelope["event"]["ts"] for envelope in asked)
