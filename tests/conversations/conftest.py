"""A stage for dialogs: the real bot app served over HTTP, the stand-in as Slack, and what each step brought about."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.app import build_app
from bot.knowledge import Knowledge
from bot.listeners import Desk
from bot.playground import payloads
from bot.playground.clicks import Clicks
from bot.playground.composer import Composer
from bot.playground.server import StandIn, build_standin
from bot.playground.world import BOT, ME, Message
from bot.serve import web_app
from bot.settings import Settings
from bot.storage import Store, UserKeys
from bot.understanding import Reader

Obj = dict[str, Any]
TODAY = date(2026, 11, 21)


async def _healthy() -> bool:
    return True


@dataclass(frozen=True)
class Card:
    """One thing the bot showed: a message, a replaced message, Home or a modal."""

    place: str
    ts: str
    text: str
    blocks: list[Obj]
    private: bool = False
    replaced: bool = False
    thread_ts: str | None = None
    channel: str = ""
    view_id: str = ""

    @property
    def buttons(self) -> list[Obj]:
        """The buttons, each with the id of its row."""
        rows = [block for block in self.blocks if block["type"] == "actions"]
        return [element | {"block_id": row["block_id"]} for row in rows for element in row["elements"]]

    @property
    def words(self) -> str:
        """All that can be read on the card, without the labels of buttons."""
        return " ".join(found for block in self.blocks if block["type"] != "actions" for found in _words(block))


@dataclass
class Outcome:
    """What one step brought about."""

    cards: list[Card] = field(default_factory=list)
    rows: list[Obj] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    prompts: list[Obj] = field(default_factory=list)


class Scene:
    """The hands and eyes of one person in front of the bot."""

    def __init__(self, standin: StandIn, desk: Desk) -> None:
        self._standin, self._desk = standin, desk
        self._stage = standin.stage
        self._seen: asyncio.Queue[Any] = standin.stage.feed.listen()
        self._known: set[str] = set()
        self._rows = 0
        self._composer = Composer(standin.stage, standin.delivery)
        self._clicks = Clicks(standin.stage, standin.delivery)

    async def type(self, text: str, channel: str, thread_ts: str | None) -> Outcome:
        """Type into the box of a conversation or of a thread."""
        self._composer.send(channel, text, thread_ts)
        return await self._outcome()

    async def press(self, card: Card, button: Obj, times: int = 1) -> Outcome:
        """Press a button; with `times` at once, as an impatient finger does."""
        place = {"view_id": card.view_id} if card.view_id else {"channel": card.channel, "message_ts": card.ts}
        click = {**place, "block_id": button["block_id"], "action_id": button["action_id"]}
        await asyncio.gather(*(self._clicks.press(click) for _ in range(times)))
        return await self._outcome()

    async def open(self, tab: str) -> Outcome:
        """Open a tab of the app."""
        self._standin.delivery.event(payloads.home_opened_event(self._stage, tab), tab)
        return await self._outcome()

    def typed(self) -> Message:
        """What the person last posted."""
        every = [m for room in self._stage.world.messages.values() for m in room.values() if m.user.id == ME.id]
        return max(every, key=lambda message: message.ts)

    async def _outcome(self) -> Outcome:
        while True:
            await self._standin.settle()
            busy = [task for task in asyncio.all_tasks() if _is_listener(task)]
            if not busy:
                break
            await asyncio.wait(busy)
        outcome = Outcome()
        while not self._seen.empty():
            name, data = self._seen.get_nowait()
            self._take(outcome, name, data)
        rows = list(self._desk.store.db.table("usage").rows)
        outcome.rows, self._rows = rows[self._rows :], len(rows)
        return outcome

    def _take(self, outcome: Outcome, name: str, data: Any) -> None:
        if name == "message" and data["user"] == BOT.id:
            outcome.cards.append(self._message(data))
        elif name == "message_deleted":
            outcome.deleted.append(data["ts"])
        elif name == "home":
            outcome.cards.append(Card("home", "", "", data["blocks"], view_id=data["id"]))
        elif name == "modals" and data:
            view = data[-1]
            outcome.cards.append(Card("modal", "", view["title"]["text"], view["blocks"], view_id=view["id"]))
        elif name == "prompts":
            outcome.prompts = data
        elif name == "toast":
            outcome.troubles.append(data["text"])
        elif name == "exchange" and data["status"] != 200:
            outcome.troubles.append(f"{data['kind']}: {data['status']}")

    def _message(self, data: Obj) -> Card:
        replaced = data["ts"] in self._known
        self._known.add(data["ts"])
        return Card(
            "message",
            data["ts"],
            data["text"],
            data["blocks"] or [],
            private=data["ephemeral"],
            replaced=replaced,
            thread_ts=data["thread_ts"],
            channel=data["channel"],
        )


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _words(item)


def _is_listener(task: asyncio.Task[Any]) -> bool:
    """Whether Bolt started this task; events are acknowledged before their listener has run."""
    code = getattr(task.get_coro(), "cr_code", None)
    return code is not None and "slack_bolt" in code.co_filename


@pytest.fixture
async def scene(knowledge: Knowledge, reader: Reader, tmp_path: Path) -> AsyncIterator[Scene]:
    file = tmp_path / "whichrole.db"
    desk = Desk(knowledge, reader, Store(file), UserKeys.beside(file), today=lambda: TODAY)
    async with AsyncExitStack() as stack:
        standin = build_standin(retry_delays=(0.0, 0.01, 0.01))
        await standin.start()
        stack.push_async_callback(standin.stop)
        credentials = standin.stage.credentials
        settings = Settings(
            SLACK_BOT_TOKEN=credentials.bot_token,
            SLACK_SIGNING_SECRET=credentials.signing_secret,
            SLACK_API_URL=standin.api_url,
        )
        runner = web.AppRunner(web_app(build_app(settings, desk), desk, _healthy, events=True), shutdown_timeout=0.1)
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        standin.bot_url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
        yield Scene(standin, desk)
