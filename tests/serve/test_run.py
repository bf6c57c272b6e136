"""Starting, answering and ending, over HTTP and over a socket."""

from __future__ import annotations

import re
import signal
import socket
import sqlite3
import time

import aiohttp
import pytest

from bot.playground.composer import Composer
from bot.playground.delivery import sign
from bot.playground.world import BOT

PROJECT = "we want a RAG chatbot over our confluence pages"
COMPARISON = "@whichrole difference between ML engineer and AI engineer?"
SOON = 5.0  # seconds within which the bot must have ended


def ask(standin, text: str) -> None:
    Composer(standin.stage, standin.delivery).send("C0HIRING", text, None)


def answers(standin) -> list:
    posted = standin.stage.world.messages.get("C0HIRING", {}).values()
    return [message for message in posted if message.user.id == BOT.id]


def outcomes(folder) -> list[tuple[str, str]]:
    db = sqlite3.connect(folder / "whichrole.db")
    rows = db.execute("SELECT surface, outcome FROM usage ORDER BY id").fetchall()
    db.close()
    return rows


def closed(folder) -> bool:
    """Closing the last connection folds the write-ahead log into the file."""
    return not (folder / "whichrole.db-wal").exists()


async def check_questions(standin, until) -> None:
    """A command privately, a mention in its thread."""
    ask(standin, f"/whichrole {PROJECT}")
    (private,) = await until(lambda: answers(standin))
    assert private.recipient is not None
    assert "AI developer" in private.text
    ask(standin, COMPARISON)
    _, public = await until(lambda: len(answers(standin)) == 2 and answers(standin))
    assert public.thread_ts
    assert any(block["type"] == "table" for block in public.blocks)


async def test_over_http(over_http, standin, until, tmp_path):
    status, health = await over_http.get("/healthz")
    assert (status, '"ok": true' in health, '"knowledge": "' in health) == (200, True, True)
    await check_questions(standin, until)
    assert (await over_http.get("/reasoning/00000000"))[0] == 404  # told to the playground only; there it would be 403
    assert outcomes(tmp_path) == [("command", "answer"), ("mention", "answer")]
    status, metrics = await over_http.get("/metrics")
    assert status == 200
    assert 'whichrole_messages_total{outcome="answer"} 2' in metrics.splitlines()
    assert "confluence" not in over_http.log
    code, took = await over_http.end(signal.SIGTERM)
    assert (code, closed(tmp_path)) == (0, True)
    assert took < SOON
    assert "Traceback" not in over_http.log


async def test_over_a_socket(start, standin, socket_settings, until, tmp_path):
    bot = await start(**socket_settings)
    await bot.ready()
    await check_questions(standin, until)
    delivered = [entry["request"] for entry in standin.stage.journal.entries if entry["direction"] == "to_bot"]
    assert {request["transport"] for request in delivered} == {"socket"}
    async with aiohttp.ClientSession() as http, http.post(f"{bot.url}/slack/events") as response:
        assert response.status == 404
    code, took = await bot.end(signal.SIGINT)
    assert (code, closed(tmp_path)) == (0, True)
    assert took < SOON
    assert "Traceback" not in bot.log


async def test_a_bad_signature_is_refused_and_its_body_not_logged(over_http, standin):
    body = b"command=%2Fwhichrole&text=a-body-that-nobody-signed"
    now, old = str(int(time.time())), str(int(time.time()) - 600)
    secret = standin.stage.credentials.signing_secret
    signed = [
        ("v0=" + "0" * 64, now, 401),
        (sign("another", now, body), now, 401),
        (sign(secret, old, body), old, 401),
        ("", now, 401),
        (sign(secret, now, body), now, 200),
    ]
    async with aiohttp.ClientSession() as http:
        for signature, at, status in signed:
            headers = {
                "X-Slack-Signature": signature,
                "X-Slack-Request-Timestamp": at,
                "Content-Type": "application/x-www-form-urlencoded",
            }
            async with http.post(f"{over_http.url}/slack/events", data=body, headers=headers) as response:
                assert response.status == status
    assert "a-body-that-nobody-signed" not in over_http.log
    assert "text=" not in over_http.log


MISSING = {
    "no token": ({"SLACK_SIGNING_SECRET": "s"}, "SLACK_BOT_TOKEN"),
    "an empty token": ({"SLACK_BOT_TOKEN": "", "SLACK_SIGNING_SECRET": "s"}, "SLACK_BOT_TOKEN"),
    "no way in": ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SLACK_SIGNING_SECRET"),
    "a port that is none": ({"SLACK_BOT_TOKEN": "xoxb-1", "WHICHROLE_PORT": "99999"}, "WHICHROLE_PORT"),
}


@pytest.mark.parametrize(("settings", "named"), MISSING.values(), ids=MISSING.keys())
async def test_a_missing_setting_is_named(start, settings, named):
    bot = await start(**settings)
    assert await bot.ended() == 1
    assert re.search(rf"Error: .*{named}", bot.log)
    assert "Traceback" not in bot.log


async def test_a_taken_port_is_told(start, http_settings):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        bot = await start(**http_settings, WHICHROLE_PORT=port)
        assert await bot.ended() == 1
    assert f"127.0.0.1:{port}" in bot.log
    assert "WHICHROLE_PORT" in bot.log
    assert "Traceback" not in bot.log


REFUSED = {"SLACK_BOT_TOKEN": "xoxb-of-another-app", "SLACK_APP_TOKEN": "xapp-of-another-app"}


@pytest.mark.parametrize("name", REFUSED)
async def test_a_token_that_slack_refuses_is_named_at_once(start, socket_settings, name):
    bot = await start(**(socket_settings | {name: REFUSED[name]}))
    assert await bot.ended() == 1
    assert re.search(rf"Error: .*{name} \(invalid_auth\)", bot.log)
    assert REFUSED[name] not in bot.log
    assert "Traceback" not in bot.log


async def test_without_slack_it_is_ill_and_still_hears_a_stop(start, socket_settings, until):
    bot = await start(**(socket_settings | {"SLACK_API_URL": "http://127.0.0.1:9/api/"}))
    await until(lambda: "cannot be reached" in bot.log)
    status, health = await bot.get("/healthz")
    assert (status, '"ok": false' in health) == (503, True)
    bot.signal(signal.SIGTERM)
    assert await bot.ended(within=3) == 0
