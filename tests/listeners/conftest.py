"""The real bot app in front of the real stand-in, and the hands of whoever uses it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from slack_bolt.async_app import AsyncApp

from bot.knowledge import Knowledge
from bot.listeners import Desk
from bot.listeners.pace import Pace
from bot.playground import payloads
from bot.playground.clicks import Clicks
from bot.playground.composer import Composer
from bot.playground.modals import Modals
from bot.playground.server import StandIn, build_standin
from bot.playground.world import BOT, BOT_ID, ME, TEAM_ID, Message
from bot.storage import Store, UserKeys
from bot.understanding import Reader
from tests.cards import buttons_of, click_on
from tests.serving import listen, serve_bot, settings_for, settle, welcomed

Obj = dict[str, Any]
TODAY = date(2026, 11, 21)
QUICK: Obj = {"retry_delays": (0.0, 0.01, 0.01), "post_burst": 10_000}
PROJECT = "we want a RAG chatbot over our confluence pages"


class Rig:
    """A stand-in, the bot that answers to it, and what passed between them."""

    PROJECT, ME, TEAM, BOT, BOT_ID = PROJECT, ME.id, TEAM_ID, BOT.id, BOT_ID
    settings_for = staticmethod(settings_for)

    def __init__(self, standin: StandIn, app: AsyncApp, desk: Desk) -> None:
        self.standin, self.app, self.desk = standin, app, desk
        self.stage = standin.stage
        self.seen: asyncio.Queue[Any] = standin.stage.feed.listen()
        self.exchanges: list[Obj] = []
        self.toasts: list[str] = []
        self._composer = Composer(standin.stage, standin.delivery)
        self._clicks = Clicks(standin.stage, standin.delivery)
        self._modals = Modals(standin.stage, standin.delivery)

    async def type(self, text: str, channel: str = "C0HIRING", thread_ts: str | None = None) -> None:
        """Type something and wait until all is done."""
        self._composer.send(channel, text, thread_ts)
        await self.settle()

    async def command(self, text: str = PROJECT) -> None:
        await self.type(f"/whichrole {text}")

    async def event(self, body: Obj, *, times: int = 1, envelope: Obj | None = None) -> None:
        """Deliver an inner event; with `times` as several deliveries at once of one envelope."""
        envelope = envelope or payloads.event(body)
        for _ in range(times):
            self.standin.delivery.event(envelope, "test")
        await self.settle()

    async def press(self, label: str, message: Message | None = None) -> None:
        """Press the button with this label on a message, by default the bot's newest."""
        message = message or self.answers()[-1]
        await self._clicks.press({"channel": message.channel, "message_ts": message.ts, **control(message, label)})
        await self.settle()

    async def submit(self, **given: str) -> Obj:
        """Submit the topmost modal with texts by block; a radio button is chosen by its value. Returns the errors."""
        view = self.stage.views.modals[-1]
        values: Obj = {}
        for block_id, text in given.items():
            element = next(block["element"] for block in view["blocks"] if block.get("block_id") == block_id)
            chosen = next((o for o in element.get("options", ()) if o["value"] == text), None)
            held = {"selected_option": chosen} if chosen else {"value": text}
            values[block_id] = {element["action_id"]: {"type": element["type"], **held}}
        errors = await self._modals.submit(view["id"], values)
        await self.settle()
        return errors

    async def interaction(self, **changed: Any) -> int | None:
        """Deliver a made-up click; returns the status the bot answered with."""
        payload = payloads.interaction(self.stage, "block_actions") | changed
        reply = await self.standin.delivery.interaction(payload, "made up")
        await self.settle()
        return reply.status

    def im(self, text: str | None = PROJECT, **changed: Any) -> Obj:
        """A direct message to the bot as an inner event; `None` as a value leaves a key as null."""
        message = self.stage.world.post(Message(self.stage.world.next_ts(), "D0MAYA", ME, text or ""))
        channel = self.stage.world.channel("D0MAYA")
        body: Obj = payloads.message_event(message, channel, None)["event"]
        return body | {"text": text} | changed

    def mention(self, text: str = PROJECT, **changed: Any) -> Obj:
        """A mention as an inner event."""
        words = f"<@{BOT.id}> {text}"
        message = self.stage.world.post(Message(self.stage.world.next_ts(), "C0HIRING", ME, words))
        body: Obj = payloads.mention_event(message, None)["event"]
        return body | changed

    async def settle(self) -> None:
        """Wait until neither the stand-in nor any of the bot's listeners is at work."""
        await settle(self.standin)
        while not self.seen.empty():
            name, data = self.seen.get_nowait()
            if name == "exchange":
                self.exchanges.append(data)
            elif name == "toast":
                self.toasts.append(data["text"])

    def answers(self) -> list[Message]:
        """Everything the bot has posted that still stands, ephemeral or not, in order."""
        every = [message for room in self.stage.world.messages.values() for message in room.values()]
        return sorted((m for m in every if m.user.id == BOT.id), key=lambda m: m.ts)

    def rows(self) -> list[Obj]:
        """The usage log."""
        return list(self.desk.store.db.table("usage").rows)

    def sent(self, kind: str) -> list[Obj]:
        """The exchanges of one kind."""
        return [entry for entry in self.exchanges if entry["kind"] == kind]


def control(message: Message, label: str) -> Obj:
    for button in buttons_of(message.blocks or []):
        if button["text"]["text"] == label:
            return click_on(button)
    raise AssertionError(f"no button {label!r}")


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as opened:
        yield opened


@pytest.fixture
def loopback(stack: AsyncExitStack) -> Callable[[web.Application], Awaitable[str]]:
    """Serve any web application and get its address."""

    async def start(site: web.Application) -> str:
        return await listen(stack, site)

    return start


@pytest.fixture
def desk(knowledge: Knowledge, reader: Reader, tmp_path: Path) -> Desk:
    """A desk over a database of the test's own."""
    file = tmp_path / "whichrole.db"
    return Desk(
        knowledge,
        reader,
        Store(file),
        UserKeys.beside(file),
        looks=welcomed(),
        pace=Pace(each=0.0),
        today=lambda: TODAY,
    )


@pytest.fixture
async def make_rig(stack: AsyncExitStack, desk: Desk) -> Callable[..., Awaitable[Rig]]:
    async def make(*, api_url: str | None = None, **rules: Any) -> Rig:
        standin = build_standin(**(QUICK | rules))
        await standin.start()
        stack.push_async_callback(standin.stop)
        app = await serve_bot(stack, standin, desk, **({"SLACK_API_URL": api_url} if api_url else {}))
        return Rig(standin, app, desk)

    return make


@pytest.fixture
async def rig(make_rig: Callable[..., Awaitable[Rig]]) -> Rig:
    return await make_rig()
