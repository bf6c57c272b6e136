"""`whichrole play` with the real bot: the four questions of the README through the page's own API."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

import aiohttp
import pytest

from bot.playground import launch

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")
READY, ANSWERED, RECONNECTED = 120.0, 10.0, 30.0  # seconds; the first start on a machine fits for a while
Obj = dict[str, Any]


class Page:
    """What the page in the browser does."""

    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http, self._url = http, url

    async def messages(self, channel: str) -> list[Obj]:
        async with self._http.get(f"{self._url}/ui/state") as response:
            return (await response.json())["messages"][channel]

    async def drop_socket(self) -> int:
        """How many connections there were."""
        async with self._http.post(f"{self._url}/ui/drop_socket", json={}) as response:
            return int((await response.json())["dropped"])

    async def reasoning(self, ts: str) -> Obj:
        """What the panel shows for the message, once the bot has told."""
        async with asyncio.timeout(ANSWERED):
            while True:
                async with self._http.get(f"{self._url}/ui/state") as response:
                    found = {entry["ts"]: entry["told"] for entry in (await response.json())["reasoning"]}
                if ts in found:
                    return found[ts]
                await asyncio.sleep(0.05)

    async def ask(self, text: str, channel: str) -> Obj:
        """Send a message and wait for the one answer to it."""
        before = len(await self._answers(channel))
        async with self._http.post(f"{self._url}/ui/send", json={"channel": channel, "text": text}) as response:
            assert (await response.json()) == {"ok": True}
        latest = time.monotonic() + ANSWERED
        while time.monotonic() < latest:
            found = (await self._answers(channel))[before:]
            if found:
                assert len(found) == 1
                return found[0]
            await asyncio.sleep(0.05)
        raise AssertionError("no answer")

    async def _answers(self, channel: str) -> list[Obj]:
        return [message for message in await self.messages(channel) if message["is_bot"]]


@pytest.fixture
async def page(tmp_path, monkeypatch, capsys, request) -> AsyncIterator[Page]:
    over_socket = getattr(request, "param", "") == "socket"
    if not over_socket:  # a first start, with everything to be fitted
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    playing = asyncio.create_task(launch.play(0, over_socket=over_socket))
    url = await asyncio.wait_for(_address(playing, capsys.readouterr), READY)
    async with aiohttp.ClientSession() as http:
        yield Page(http, url)
    os.kill(os.getpid(), signal.SIGTERM)
    assert await asyncio.wait_for(playing, 10) == 0


async def _address(playing: asyncio.Task[int], read: Callable[[], Any]) -> str:
    output = ""
    while not (found := ADDRESS.search(output)):
        captured = read()
        assert not playing.done(), captured.err
        await asyncio.sleep(0.05)
        output += captured.out
    return found[0]


def title(answer: Obj) -> str:
    """What stands on top of an answer, in whichever block."""
    first = answer["blocks"][0]
    return str((first.get("title") or first["text"])["text"])


def typed_ts(messages: list[Obj], text: str) -> str:
    return next(message["ts"] for message in messages if message["text"].endswith(text))


async def test_the_page_answers_the_questions_of_the_readme(page):
    answer = await page.ask("/whichrole we want a RAG chatbot over our confluence pages", "C0HIRING")
    assert answer["ephemeral"]
    assert title(answer) == "AI developer"
    told = await page.reasoning(answer["ts"])
    assert told["role"] == "AI developer"
    assert ("rag", "RAG") in [(fact["id"], fact["quote"]) for fact in told["facts"]]

    question = "difference between ML engineer and AI engineer?"
    answer = await page.ask(f"@whichrole {question}", "C0HIRING")
    assert "table" in [block["type"] for block in answer["blocks"]]
    assert answer["thread_ts"] == typed_ts(await page.messages("C0HIRING"), question)

    question = "when should we hire an AI engineer?"
    answer = await page.ask(question, "D0MAYA")
    assert title(answer) == "When to hire an AI engineer"
    assert answer["thread_ts"] == typed_ts(await page.messages("D0MAYA"), question)

    answer = await page.ask("what's the vacation policy?", "D0MAYA")
    assert answer["text"].startswith("Not covered")


@pytest.mark.parametrize("page", ["socket"], indirect=True)
async def test_over_a_socket_a_dropped_connection_is_made_again(page):
    answer = await page.ask("when should we hire an AI engineer?", "D0MAYA")
    assert title(answer) == "When to hire an AI engineer"
    assert await page.drop_socket() == 1
    async with asyncio.timeout(RECONNECTED):
        while not await page.drop_socket():  # noqa: ASYNC110 - another process has no event to wait for
            await asyncio.sleep(0.2)
