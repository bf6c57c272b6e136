"""`python -m tests.bench.surfaces`: the stopwatch. From Slack's request to the reply being sent, on every surface.

The real app over HTTP in front of the stand-in, in one process: the time holds the signature, Bolt, understanding, the
advice, both styles of the card, the rows in SQLite, and the way of the reply to the stand-in, with its checks of every
block. The yardstick is an event that nobody answers, so what remains above it is the bot's own. Requests come one after
the other; the wait that keeps to one message a second in a channel is left out.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from bot.knowledge import Knowledge, load
from bot.listeners import Desk
from bot.listeners.pace import Pace
from bot.playground import payloads
from bot.playground.clicks import Clicks
from bot.playground.server import StandIn, build_standin
from bot.playground.world import ME, Message
from bot.storage import Store, UserKeys
from bot.understanding import Reader
from tests.serving import serve_bot, welcomed

QUESTIONS = Path(__file__).resolve().parents[1] / "questions"
MANY = 1_000
WARM = 20  # questions of each surface before the watch runs
LONGEST = 30.0  # seconds; whatever takes longer is a fault of the bench
Ask = Callable[[str], Awaitable[None]]


def mixed(knowledge: Knowledge) -> list[str]:
    """The test questions, and from all over the example questions as many as are missing."""
    files = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in sorted(QUESTIONS.glob("*.yaml"))]
    asked = [str(each["text"]) for file in files if isinstance(file, list) for each in file if "text" in each]
    known = [text for intent in knowledge.intents.values() for texts in intent.utterances.values() for text in texts]
    rest = MANY - len(asked)
    filled = [known[place * len(known) // rest] for place in range(rest)] if rest > 0 else []
    return (asked + filled)[:MANY]


class Bench:
    """The bot, the stand-in, and a queue of whatever the stand-in shows."""

    def __init__(self, standin: StandIn) -> None:
        self.standin, self.stage = standin, standin.stage
        self.clicks = Clicks(standin.stage, standin.delivery)
        self.shown: asyncio.Queue[Any] = standin.stage.feed.listen()
        self.card: Message | None = None

    async def until(self, *names: str) -> None:
        """Wait until one of these is shown by the bot."""
        async with asyncio.timeout(LONGEST):
            while True:
                name, data = await self.shown.get()
                if name == "toast":
                    raise RuntimeError(data["text"])
                if name in names and not (name == "message" and not data["is_bot"]):
                    return

    def forget(self) -> None:
        """Look away from what was shown so far."""
        while not self.shown.empty():
            self.shown.get_nowait()

    def typed(self, text: str, channel: str) -> Message:
        """A message that the person has posted."""
        world = self.stage.world
        return world.post(Message(world.next_ts(), channel, ME, text))

    async def nothing(self, _: str) -> None:
        """An event that nobody answers: the yardstick."""
        reply = await self.standin.delivery._deliver("events_api", payloads.event({"type": "channel_rename"}), "")
        assert reply.status == 200

    async def command(self, text: str) -> None:
        body = payloads.command(self.stage, self.stage.world.channel("C0HIRING"), "/whichrole", text)
        reply = await self.standin.delivery.command(body)
        assert reply.status == 200
        assert reply.body

    async def mention(self, text: str) -> None:
        message = self.typed(f"<@U0WHICHROLE> {text}", "C0HIRING")
        self.standin.delivery.event(payloads.mention_event(message, None), "")
        await self.until("message")

    async def direct(self, text: str) -> None:
        message, channel = self.typed(text, "D0MAYA"), self.stage.world.channel("D0MAYA")
        self.standin.delivery.event(payloads.message_event(message, channel, None), "")
        await self.until("message")

    async def shortcut(self, text: str) -> None:
        message = self.typed(text, "C0HIRING")
        self.stage.views.modals[:] = []
        self.forget()
        await self.clicks.shortcut("which_role", "C0HIRING", message.ts)
        await self.until("modals")

    async def press(self, text: str) -> None:
        """A further question on a card in a thread."""
        assert self.card is not None
        click = {"channel": self.card.channel, "message_ts": self.card.ts}
        row = next(block for block in self.card.blocks or [] if block.get("block_id") == "steps")
        steps = [button for button in row["elements"] if button["action_id"].startswith("step:")]
        button = steps[len(text) % len(steps)]
        await asyncio.gather(
            self.clicks.press(click | {"block_id": "steps", "action_id": button["action_id"]}), self.until("message")
        )

    async def home(self, _: str) -> None:
        self.standin.delivery.event(payloads.home_opened_event(self.stage, "home"), "")
        await self.until("home")

    async def start(self, _: str) -> None:
        """The guided start, by the global shortcut."""
        self.stage.views.modals[:] = []
        self.forget()
        await self.clicks.shortcut("start_guided")
        await self.until("modals")

    async def search(self, text: str) -> None:
        """The role library, for the first letters of a question."""
        home = self.stage.views.homes[ME.id]
        block = next(b for b in home["blocks"] if (b.get("accessory") or {}).get("type") == "external_select")
        place = {"view_id": home["id"], "block_id": block["block_id"], "action_id": block["accessory"]["action_id"]}
        assert "options" in await self.clicks.suggest(place | {"value": text[:6]})

    def surfaces(self) -> Iterator[tuple[str, Ask]]:
        """In the order of the table."""
        yield "nothing to answer (the yardstick)", self.nothing
        yield "slash command, in the acknowledgement", self.command
        yield "mention, in its thread", self.mention
        yield "direct message, in its thread", self.direct
        yield "button on a card", self.press
        yield "message shortcut, in a modal", self.shortcut
        yield "guided start, in a modal", self.start
        yield "App Home", self.home
        yield "search in the role library", self.search


async def timed(bench: Bench, ask: Ask, texts: Sequence[str]) -> list[float]:
    """Milliseconds of each question, after a few to warm up."""
    found = []
    for number, text in enumerate([*texts[:WARM], *texts]):
        if ask == bench.press:
            await _new_card(bench)
        bench.forget()
        start = time.perf_counter()
        await ask(text)
        if number >= WARM:
            found.append((time.perf_counter() - start) * 1000)
        await bench.standin.settle()
    return found


async def _new_card(bench: Bench) -> None:
    """A card of its own for each press; the same button twice at once would be taken for a double click."""
    await bench.mention("when should we hire an AI engineer?")
    room = bench.stage.world.messages["C0HIRING"].values()
    bench.card = max((m for m in room if m.user.is_bot and not m.ephemeral), key=lambda m: m.ts)


async def table() -> None:
    """Print the table."""
    knowledge = load()
    texts = mixed(knowledge)
    async with AsyncExitStack() as stack:
        bench = Bench(await _started(stack, knowledge))
        print(f"{len(texts)} questions, one after the other\n")
        print(f"{'from request to reply, ms':42}{'median':>9}{'p99':>9}{'most':>9}{'of the yardstick':>18}")
        yardstick = 0.0
        for name, ask in bench.surfaces():
            times = await timed(bench, ask, texts)
            median, late = np.median(times), np.percentile(times, 99)
            yardstick = yardstick or float(median)
            print(f"{name:42}{median:9.1f}{late:9.1f}{max(times):9.1f}{median / yardstick:18.1f}", flush=True)


async def _started(stack: AsyncExitStack, knowledge: Knowledge) -> StandIn:
    file = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "bench.db"
    keys, store = UserKeys.beside(file), Store(file)
    desk = Desk(knowledge, Reader(knowledge), store, keys, looks=welcomed(), pace=Pace(each=0.0))
    shortcuts = ({"callback_id": "which_role", "type": "message"}, {"callback_id": "start_guided", "type": "global"})
    standin = build_standin(post_burst=10**9, shortcuts=shortcuts)
    await standin.start()
    stack.push_async_callback(standin.stop)
    await serve_bot(stack, standin, desk)
    return standin


if __name__ == "__main__":
    asyncio.run(table())
