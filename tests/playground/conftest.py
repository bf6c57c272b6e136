"""A real Bolt app in front of a real stand-in, each on a loopback port of its own."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.server import StandIn, build_standin
from tests.serving import listen, settle

Obj = dict[str, Any]
QUICK: Obj = {"ack_seconds": 0.3, "retry_delays": (0.0, 0.01, 0.01)}


def _plain(text: str) -> Obj:
    return {"type": "plain_text", "text": text}


def section(text: str) -> Obj:
    return {"type": "section", "block_id": "s", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def buttons(action_id: str, value: str = "v") -> Obj:
    label = _plain("Go")
    element = {"type": "button", "action_id": action_id, "text": label, "value": value}
    return {"type": "actions", "block_id": "row", "elements": [element]}


def modal(title: str = "Ask", **more: Any) -> Obj:
    field = {"type": "plain_text_input", "action_id": "words"}
    question = {"type": "input", "block_id": "question", "label": _plain("What?"), "element": field}
    return {
        "type": "modal",
        "callback_id": "ask",
        "title": _plain(title),
        "submit": _plain("Send"),
        "blocks": [question],
        **more,
    }


@asynccontextmanager
async def serve(handler: Callable[[web.Request], Awaitable[web.StreamResponse]]) -> AsyncIterator[str]:
    """Any handler as the bot's address."""
    server = web.Application()
    server.router.add_post("/slack/events", handler)
    async with AsyncExitStack() as stack:
        yield f"{await listen(stack, server)}/slack/events"


class Bench:
    """A stand-in, a Bolt app that answers to it, and the hands of the page's person."""

    section = staticmethod(section)
    buttons = staticmethod(buttons)
    modal = staticmethod(modal)
    serve = staticmethod(serve)

    def __init__(self, standin: StandIn, app: AsyncApp, http: aiohttp.ClientSession) -> None:
        self.standin = standin
        self.app = app
        self.http = http
        self.client: AsyncWebClient = app.client
        self.seen: asyncio.Queue[tuple[str, Any]] = standin.stage.feed.listen()  # type: ignore[assignment]

    def heard(self, name: str, key: str | None = None) -> list[Any]:
        """A list that fills with the events of this name, or with one thing that each of them tells."""
        found: list[Any] = []

        async def hear(event: Obj) -> None:
            found.append(event[key] if key else event)

        self.app.event(name)(hear)
        return found

    async def page(self, call: str, **body: Any) -> Obj:
        async with self.http.post(f"{self.standin.url}/ui/{call}", json=body) as response:
            return await response.json()

    async def send(self, text: str, channel: str = "C0HIRING", **more: Any) -> Obj:
        answer = await self.page("send", channel=channel, text=text, **more)
        await self.settle()
        return answer

    async def settle(self) -> None:
        """Wait until neither the stand-in nor a listener is at work; an event is acknowledged before it has one."""
        await settle(self.standin)

    async def become(self, person: str) -> Obj:
        assert (await self.page("become", user=person))["ok"]
        return await self.state()

    async def state(self) -> Obj:
        async with self.http.get(f"{self.standin.url}/ui/state") as response:
            return await response.json()

    async def messages(self, channel: str = "C0HIRING") -> list[Obj]:
        return (await self.state())["messages"][channel]

    async def exchanges(self, kind: str) -> list[Obj]:
        return [entry for entry in (await self.state())["exchanges"] if entry["kind"] == kind]

    async def api(self, method: str, token: str = "xoxb-playground", **args: Any) -> tuple[int, Obj]:
        headers = {"Authorization": f"Bearer {token}"}
        url = f"{self.standin.api_url}{method}"
        async with self.http.post(url, json=args, headers=headers) as response:
            return response.status, await response.json()

    def toasts(self) -> list[str]:
        return [data["text"] for data in self.told("toast")]

    def told(self, wanted: str) -> list[Any]:
        """What the page was told under this name since the last look; all else it was told is forgotten."""
        found = []
        while not self.seen.empty():
            name, data = self.seen.get_nowait()
            if name == wanted:
                found.append(data)
        return found


def bolt_app(standin: StandIn) -> AsyncApp:
    credentials = standin.stage.credentials
    client = AsyncWebClient(token=credentials.bot_token, base_url=standin.api_url)
    return AsyncApp(client=client, signing_secret=credentials.signing_secret)


@pytest.fixture
async def make_bench() -> AsyncIterator[Callable[..., Awaitable[Bench]]]:
    async with AsyncExitStack() as stack:

        async def make(**options: Any) -> Bench:
            standin = build_standin(**(QUICK | options))
            await standin.start()
            stack.push_async_callback(standin.stop)
            app = bolt_app(standin)

            async def events(request: web.Request) -> web.Response:
                return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

            standin.bot_url = await stack.enter_async_context(serve(events))
            http = await stack.enter_async_context(aiohttp.ClientSession())
            return Bench(standin, app, http)

        yield make


@pytest.fixture
async def bench(make_bench: Callable[..., Awaitable[Bench]]) -> Bench:
    return await make_bench()
