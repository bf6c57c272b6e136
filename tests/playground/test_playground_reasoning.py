"""The stand-in asks the bot how its answers came about, and keeps what it is told beside the message."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
from aiohttp import web

from bot.playground.reasoning import answer_of

Obj = dict[str, Any]
SOON = 5.0


class Oracle:
    """A bot that tells how its answers came about, and who asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str | None]] = []
        self.was_asked = asyncio.Event()
        self.status = 200
        self.known: dict[str, Obj | None] = {}

    async def handle(self, request: web.Request) -> web.Response:
        answer = request.match_info["answer"]
        self.asked.append((answer, request.headers.get("Authorization")))
        self.was_asked.set()
        return web.json_response(self.known.get(answer), status=self.status)


@pytest.fixture
async def oracle() -> AsyncIterator[tuple[Oracle, str]]:
    found, site = Oracle(), web.Application()
    site.router.add_get("/reasoning/{answer}", found.handle)
    runner = web.AppRunner(site, shutdown_timeout=0.1)
    await runner.setup()
    async with AsyncExitStack() as stack:
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield found, f"http://127.0.0.1:{runner.addresses[0][1]}/reasoning"


@pytest.fixture
async def asked(make_bench: Callable[..., Awaitable[Any]], oracle: tuple[Oracle, str]) -> tuple[Any, Oracle]:
    bench = await make_bench(reasoning_url=oracle[1])
    return bench, oracle[0]


def card(answer: str, quote: str = "words") -> list[Obj]:
    small_print = {"type": "mrkdwn", "text": f"Sources: somebody. Answer {answer}."}
    said = {"type": "section", "text": {"type": "mrkdwn", "text": quote}}
    return [said, {"type": "context", "elements": [small_print]}]


async def post(bench: Any, answer: str, **more: Any) -> str:
    reply = await bench.client.chat_postMessage(channel="C0HIRING", text="t", blocks=card(answer), **more)
    return str(reply["ts"])


async def kept(bench: Any, *stamps: str) -> list[Obj]:
    """What the page is told, once it is told of these messages, in this order."""
    latest, found = time.monotonic() + SOON, []
    while time.monotonic() < latest:
        found = (await bench.state())["reasoning"]
        if [entry["ts"] for entry in found] == list(stamps):
            return found
        await asyncio.sleep(0.01)
    raise AssertionError(found)


def published(bench: Any) -> list[Obj]:
    lines = []
    while not bench.seen.empty():
        lines.append(bench.seen.get_nowait())
    return [data for name, data in lines if name == "reasoning"]


async def test_each_answer_is_explained_beside_its_message(asked: tuple[Any, Oracle]) -> None:
    bench, oracle = asked
    oracle.known = {"7WFH57WB": {"role": "AI developer"}}
    ts = await post(bench, "7WFH57WB")
    entry = {"channel": "C0HIRING", "ts": ts, "told": {"role": "AI developer"}}
    assert await kept(bench, ts) == [entry]
    assert published(bench) == [entry]
    assert oracle.asked == [("7WFH57WB", "Bearer playground-signing-secret")]


async def test_what_the_bot_does_not_explain_is_left_out(asked: tuple[Any, Oracle]) -> None:
    bench, oracle = asked
    oracle.known = {"7WFH57WB": {"role": "AI developer"}, "7WFH57WC": None}
    await post(bench, "7WFH57WC")
    await bench.send("Answer 7WFH57WB.")
    await kept(bench, await post(bench, "7WFH57WB"))
    assert [answer for answer, _ in oracle.asked] == ["7WFH57WC", "7WFH57WB"]


async def test_words_of_then_stay_when_the_same_answer_comes_again(asked: tuple[Any, Oracle]) -> None:
    bench, oracle = asked
    stamps: list[str] = []
    for quote in ("first words", "other words"):
        oracle.known = {"7WFH57WB": {"quote": quote}}
        stamps.append(await post(bench, "7WFH57WB"))
        await kept(bench, *stamps)
    assert [entry["told"]["quote"] for entry in await kept(bench, *stamps)] == ["first words", "other words"]


async def test_a_changed_message_becomes_the_latest_or_has_none_any_more(asked: tuple[Any, Oracle]) -> None:
    bench, oracle = asked
    oracle.known = {"7WFH57WB": {"n": 1}, "7WFH57WC": {"n": 2}, "7WFH57WD": {"n": 3}}
    first, second = await post(bench, "7WFH57WB"), await post(bench, "7WFH57WC")
    await kept(bench, first, second)
    await bench.client.chat_update(channel="C0HIRING", ts=first, text="t", blocks=card("7WFH57WD"))
    assert [entry["told"]["n"] for entry in await kept(bench, second, first)] == [2, 3]
    await bench.client.chat_update(channel="C0HIRING", ts=first, text="Something went wrong.")
    await kept(bench, second)
    assert published(bench)[-1] == {"channel": "C0HIRING", "ts": first, "told": None}


async def test_deleting_and_resetting_take_it_away(asked: tuple[Any, Oracle]) -> None:
    bench, oracle = asked
    oracle.known = {"7WFH57WB": {"n": 1}}
    first, second = await post(bench, "7WFH57WB"), await post(bench, "7WFH57WB")
    await kept(bench, first, second)
    await bench.client.chat_delete(channel="C0HIRING", ts=first)
    await kept(bench, second)
    await bench.page("reset")
    assert (await bench.state())["reasoning"] == []


@pytest.mark.parametrize("status", [403, 404, 500])
async def test_a_bot_that_refuses_costs_nothing_but_the_reasoning(asked: tuple[Any, Oracle], status: int) -> None:
    bench, oracle = asked
    oracle.known, oracle.status = {"7WFH57WB": {"n": 1}}, status
    ts = await post(bench, "7WFH57WB")
    async with asyncio.timeout(SOON):
        await oracle.was_asked.wait()
    assert (await bench.messages())[-1]["ts"] == ts
    oracle.status = 200
    await kept(bench, await post(bench, "7WFH57WB"))
    assert bench.toasts() == []


async def test_without_such_a_bot_the_page_is_told_nothing(bench: Any) -> None:
    await post(bench, "7WFH57WB")
    assert (await bench.state())["reasoning"] == []


def test_the_id_is_read_from_the_small_print_alone() -> None:
    def message(blocks: Any, *, is_bot: bool = True) -> Obj:
        return {"is_bot": is_bot, "blocks": blocks}

    assert answer_of(message(card("7WFH57WB", quote="Answer AAAAAAAA."))) == "7WFH57WB"
    assert answer_of(message(card("7WFH57WB"), is_bot=False)) is None
    assert answer_of(message(card("7WFH57WI"))) is None
    assert answer_of(message(card("7WFH57WB")[:1])) is None
    hint = {"type": "context", "elements": [{"type": "mrkdwn", "text": "Ask me anything."}]}
    assert answer_of(message([*card("7WFH57WB"), hint])) == "7WFH57WB"
    assert answer_of(message(None)) is None
