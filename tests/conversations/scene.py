"""A stage for dialogs: the hands of whoever acts, and what each step brought about."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any

from bot.listeners import Desk
from bot.playground import payloads
from bot.playground.clicks import Clicks
from bot.playground.composer import Composer
from bot.playground.modals import Modals
from bot.playground.server import StandIn
from bot.playground.world import BOT, Message
from tests.cards import buttons_of, click_on, menus_of, words_of
from tests.serving import settle

Obj = dict[str, Any]
CHOSEN = {"radio_buttons": "selected_option", "static_select": "selected_option", "external_select": "selected_option"}


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
        return list(buttons_of(self.blocks))

    @property
    def words(self) -> str:
        """All that can be read on the card, without the labels of buttons."""
        return words_of(self.blocks)


@dataclass
class Outcome:
    """What one step brought about."""

    cards: list[Card] = field(default_factory=list)
    rows: list[Obj] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    prompts: list[Obj] = field(default_factory=list)
    threads: list[Obj] = field(default_factory=list)


class Scene:
    """The hands and eyes of one person in front of the bot."""

    def __init__(self, standin: StandIn, desk: Desk) -> None:
        self._standin, self._desk = standin, desk
        self.stage = standin.stage
        self._seen: asyncio.Queue[Any] = standin.stage.feed.listen()
        self._known: set[str] = set()
        self._rows = 0
        self._composer = Composer(standin.stage, standin.delivery)
        self._clicks = Clicks(standin.stage, standin.delivery)
        self._modals = Modals(standin.stage, standin.delivery)

    def become(self, user: str) -> None:
        """Act as another person."""
        if self.stage.world.me.id != user:
            self.stage.become(user)
            while not self._seen.empty():
                self._seen.get_nowait()

    async def type(self, text: str, channel: str, thread_ts: str | None) -> Outcome:
        """Type into the box of a conversation or of a thread."""
        self._composer.send(channel, text, thread_ts)
        return await self._outcome()

    async def press(self, card: Card, button: Obj, times: int = 1, **more: Any) -> Outcome:
        """Press a button; with `times` at once, as an impatient finger does."""
        place = {"view_id": card.view_id} if card.view_id else {"channel": card.channel, "message_ts": card.ts}
        click = {**place, **click_on(button), **more}
        await asyncio.gather(*(self._clicks.press(click) for _ in range(times)))
        return await self._outcome()

    async def pick(self, card: Card, value: str) -> Outcome:
        """Search the card's menu for a value's words, and choose the first option found."""
        menu = next(menus_of(card.blocks))
        place = {"view_id": card.view_id} if card.view_id else {"channel": card.channel, "message_ts": card.ts}
        click = {**place, "block_id": menu["block_id"], "action_id": menu["action_id"]}
        offered = (await self._clicks.suggest(click | {"value": value}))["options"]
        return await self.press(card, menu, selected_option=offered[0])

    async def submit(self, given: Obj, times: int = 1) -> Outcome:
        """Fill the topmost modal's inputs, by block, and submit it."""
        view = self.stage.views.modals[-1]
        values: Obj = {}
        for block in view["blocks"]:
            if block["type"] == "input" and block["block_id"] in given:
                element = block["element"]
                values[block["block_id"]] = {element["action_id"]: _entry(element, given[block["block_id"]])}
        assert set(values) == set(given), f"no such inputs: {sorted(set(given) - set(values))}"
        results = await asyncio.gather(
            *(self._modals.submit(view["id"], values) for _ in range(times)), return_exceptions=times > 1
        )
        outcome = await self._outcome()
        outcome.troubles += [str(errors) for errors in results if isinstance(errors, dict) and errors]
        return outcome

    async def close(self) -> Outcome:
        """Close the topmost modal."""
        await self._modals.close(self.stage.views.modals[-1]["id"])
        return await self._outcome()

    async def shortcut(self, callback_id: str, channel: str | None, ts: str | None) -> Outcome:
        """Use a shortcut, on a message or from anywhere."""
        await self._clicks.shortcut(callback_id, channel, ts)
        return await self._outcome()

    async def open(self, tab: str) -> Outcome:
        """Open a tab of the app."""
        self._standin.delivery.event(payloads.home_opened_event(self.stage, tab), tab)
        return await self._outcome()

    async def look(self, channel: str) -> Outcome:
        """Look at a channel beside the direct message."""
        self.stage.world.looking[self.stage.world.me.id] = channel
        self._standin.delivery.event(payloads.context_event(self.stage), channel)
        return await self._outcome()

    def as_it_stands(self, card: Card) -> Card:
        """The card as it is now: a press may have changed it since."""
        found = self.stage.world.messages.get(card.channel, {}).get(card.ts)
        return replace(card, blocks=found.blocks or [], text=found.text) if found else card

    def direct(self) -> str:
        """The acting person's direct message with the bot."""
        return self.stage.world.channel(self.stage.world.me.id).id

    def typed(self) -> Message:
        """What the person last posted."""
        me = self.stage.world.me.id
        every = [m for room in self.stage.world.messages.values() for m in room.values() if m.user.id == me]
        return max(every, key=lambda message: message.ts)

    async def _outcome(self) -> Outcome:
        await settle(self._standin)
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
            # a modal that changes while one looks is one thing shown
            outcome.cards = [card for card in outcome.cards if card.place != "modal"]
            outcome.cards.append(Card("modal", "", view["title"]["text"], view["blocks"], view_id=view["id"]))
        elif name == "prompts":
            outcome.prompts = data
        elif name == "threads":
            outcome.threads.append(data)
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


def _entry(element: Obj, given: Any) -> Obj:
    """What a person enters, as the state of the modal has it; an option is chosen by its words."""
    kind = element["type"]
    if kind in CHOSEN:
        option = next(each for each in element["options"] if each["text"]["text"] == given)
        return {"type": kind, "selected_option": option}
    key = "selected_conversation" if kind == "conversations_select" else "value"
    return {"type": kind, key: given}
