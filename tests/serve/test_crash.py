"""Ends that come in the middle of work: whoever saw an answer finds it counted."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sqlite3
import time
from collections import Counter

import pytest
from aiohttp import ClientSession, web

from bot.playground.composer import Composer
from bot.playground.world import BOT

ROLES = ("AI engineer", "AI developer", "ML engineer", "data engineer")
FORMS = ("when should we hire an {}?", "what does an {} do?", "common mistakes when hiring an {}")
BURST, UNDER_WAY = 100, 12
ENOUGH = 30  # answers counted before the end
ANSWER = re.compile(r"Answer ([0-9A-Z]{8})\.")


def sent(standin) -> Counter[str]:
    """The ids of all answers that Slack received, commands and mentions alike."""
    rooms = standin.stage.world.messages.values()
    texts = [message.text for room in rooms for message in room.values() if message.user.id == BOT.id]
    return Counter(ANSWER.search(text)[1] for text in texts)


async def burst(standin) -> None:
    """Commands and mentions in turn, some always under way: the next one with each answer that comes in."""
    composer = Composer(standin.stage, standin.delivery)
    questions = [form.format(role) for role in ROLES for form in FORMS]
    seen = standin.stage.feed.listen()
    for number in range(BURST):
        text = questions[number % len(questions)]
        composer.send("C0HIRING", f"{('/whichrole', '@whichrole')[number % 2]} {text}", None)
        while number >= UNDER_WAY:
            name, data = await seen.get()
            if name == "message" and data["user"] == BOT.id:
                break


def kill_at(database, pid: int) -> None:
    """Kill the process as soon as it has counted so many answers; a thread sees that sooner than a busy loop."""
    db = sqlite3.connect(database)
    latest = time.monotonic() + 20
    while db.execute("SELECT count(*) FROM usage").fetchone()[0] < ENOUGH and time.monotonic() < latest:
        time.sleep(0.001)
    os.kill(pid, signal.SIGKILL)
    db.close()


async def burst_and_kill(bot, standin, database) -> None:
    asking = asyncio.create_task(burst(standin))
    await asyncio.to_thread(kill_at, database, bot.pid)
    assert await bot.ended() == -signal.SIGKILL
    asking.cancel()
    await standin.settle()


async def test_a_kill_in_the_middle_of_a_burst_loses_no_row(over_http, standin, tmp_path):
    await burst_and_kill(over_http, standin, tmp_path / "whichrole.db")
    seen = sent(standin)
    db = sqlite3.connect(tmp_path / "whichrole.db")
    assert db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    rows = Counter(dict(db.execute("SELECT answer_id, count(*) FROM usage GROUP BY 1")))
    db.close()
    assert ENOUGH <= rows.total() < BURST, "the end came too late to be one in the middle"
    assert seen.total() > 0
    assert seen - rows == Counter(), "answers that were sent and not counted"


async def test_the_bot_starts_again_after_a_kill(over_http, standin, start, http_settings, until, tmp_path):
    await burst_and_kill(over_http, standin, tmp_path / "whichrole.db")
    before = sent(standin).total()
    again = await start(**http_settings)
    await again.ready()
    standin.bot_url = f"{again.url}/slack/events"
    Composer(standin.stage, standin.delivery).send("C0HIRING", "/whichrole help", None)
    await until(lambda: sent(standin).total() == before + 1)


@pytest.fixture
async def slow_slack(standin):
    """The address of a Web API that hands on to the stand-in what it gets, a second late."""

    async def late(request: web.Request) -> web.Response:
        if request.match_info["method"] != "auth.test":
            await asyncio.sleep(1.0)
        headers = {name: request.headers[name] for name in ("Authorization", "Content-Type")}
        url = f"{standin.api_url}{request.match_info['method']}"
        async with ClientSession() as http, http.post(url, data=await request.read(), headers=headers) as answer:
            return web.json_response(await answer.json())

    site = web.Application()
    site.router.add_post("/api/{method}", late)
    runner = web.AppRunner(site)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    await runner.cleanup()


async def test_what_was_taken_before_a_stop_is_still_answered(start, standin, http_settings, slow_slack, until):
    """Slack does not deliver again what was acknowledged, so a stop must not drop it."""
    bot = await start(**(http_settings | {"SLACK_API_URL": slow_slack}))
    await bot.ready()
    standin.bot_url = f"{bot.url}/slack/events"
    Composer(standin.stage, standin.delivery).send("C0HIRING", "@whichrole help", None)
    taken = standin.stage.journal.entries
    await until(lambda: [entry for entry in taken if entry["kind"] == "app_mention" and entry["status"] == 200])
    code, _ = await bot.end(signal.SIGTERM)
    assert code == 0
    assert sent(standin).total() == 1
