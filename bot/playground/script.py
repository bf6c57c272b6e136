"""What the people did and what came of it, written down as a dialog that the tests can play."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from bot.playground.people import BOT, ME
from bot.playground.rules import Obj
from bot.playground.world import World

ABOUT = "exported from the playground; say here what it is about"
USUAL_CHANNEL = "C0HIRING"
LONGEST_PHRASE = 80
NAMED = re.compile(rf"@{BOT.handle}\b[,:]?\s*", re.IGNORECASE)
MARKUP = re.compile(r"[*_~`]")
Key = tuple[str, str]  # a channel and a message's time, or "view" and its id


@dataclass
class Shown:
    """One thing the bot showed."""

    key: Key
    expect: Obj


@dataclass
class Step:
    """One thing a person did, and what they then saw."""

    act: Obj
    cards: list[Shown] = field(default_factory=list)
    removed: bool = False
    prompts: int = 0

    def expect(self) -> Obj:
        """In the words of the dialogs; of several cards the last that says something, as a file does not."""
        speaking = [card.expect for card in self.cards if "says" in card.expect]
        shown = speaking or [card.expect for card in self.cards]
        found: Obj = dict(shown[-1]) if shown else {"nothing": True}
        if self.removed:
            found["removed"] = True
        return found | ({"prompts": self.prompts} if self.prompts else {})


class Script:
    """Takes down acts as the page sends them, and what the page is told after each."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._steps: list[Step] = []
        self._places: dict[Key, int] = {}  # the step that showed a card or typed a message
        world.feed.watch(self._take)

    def did(self, act: Obj) -> Step:
        """Begin a step."""
        person = self._world.me
        step = Step(act if person.id == ME.id else act | {"as": person.id})
        self._steps.append(step)
        return step

    def undo(self, step: Step) -> None:
        """Forget a step Slack itself refused."""
        self._steps.remove(step)

    def clear(self) -> None:
        """Begin anew."""
        self._steps.clear()
        self._places.clear()

    def card(self, key: Key) -> Obj:
        """How a step names the card it acts on; nothing when that is the newest."""
        number = self._places.get(key)
        shown = [at for at, step in enumerate(self._steps, 1) if step.cards]
        return {} if number is None or (shown and number == shown[-1]) else {"card": number}

    def on(self, key: Key) -> Obj:
        """How a step names the message it acts on."""
        number = self._places.get(key)
        return {} if number is None else {"on": number}

    def as_yaml(self) -> str:
        """All of it, as tests/conversations/README.md describes it."""
        steps = [step.act | {"expect": step.expect()} for step in self._steps]
        dialog = {"about": ABOUT, "steps": steps}
        return yaml.safe_dump(dialog, sort_keys=False, allow_unicode=True, width=120, default_flow_style=None)

    def _take(self, name: str, data: Any) -> None:
        """One thing the page is told."""
        if not self._steps:
            return
        step = self._steps[-1]
        if name == "message":
            self._message(step, data)
        elif name == "message_deleted":
            step.removed = step.removed or (data["channel"], data["ts"]) in self._places
        elif name == "home":
            self._show(step, ("view", data["id"]), {"place": "home"} | _says(data["blocks"], None))
        elif name == "modals" and data:
            view = data[-1]
            self._show(step, ("view", view["id"]), {"place": "modal"} | _says(view["blocks"], None))
        elif name == "prompts":
            step.prompts = len(data)

    def _message(self, step: Step, data: Obj) -> None:
        key = (data["channel"], data["ts"])
        if data["user"] != BOT.id:
            self._places[key] = len(self._steps)
            return
        expect: Obj = {"private" if data["ephemeral"] else "public": True}
        if data["thread_ts"]:
            expect["in_thread"] = True
        if key in self._places:
            expect["replaced"] = True
        self._show(step, key, expect | _says(data["blocks"] or [], data["text"]))

    def _show(self, step: Step, key: Key, expect: Obj) -> None:
        step.cards.append(Shown(key, expect))
        self._places[key] = len(self._steps)


def typed(words: str, kind: str, channel: str, thread_ts: str | None) -> Obj | None:
    """What was typed as a step; None for what dialogs have no word for."""
    if words.startswith("/"):
        name, _, rest = words.partition(" ")
        act: Obj | None = {"command": rest.strip()} if name == f"/{BOT.handle}" else None
    elif kind == "im":
        return {"dm": words} | ({"same_thread": True} if thread_ts else {})
    elif NAMED.search(words):
        act = {"mention": NAMED.sub("", words, count=1).strip()}
    else:
        act = {"say": words}
    if act is None:
        return None
    where = {} if channel == USUAL_CHANNEL else {"in": channel}
    return act | where | ({"same_thread": True} if thread_ts else {})


def used(element: Obj, click: Obj) -> Obj:
    """The use of a control as a step: a button by its label, anything else by what was picked."""
    if element["type"] == "feedback_buttons":
        pair = (element["positive_button"], element["negative_button"])
        element = next((button for button in pair if button.get("value") == click.get("value")), element)
    label = element.get("text")
    if isinstance(label, dict):
        return {"press": label["text"]}
    chosen = click.get("selected_option")
    value = chosen.get("value") if isinstance(chosen, dict) else click.get("value")
    return {"pick": str(value or element["action_id"])}


def filled(values: Obj) -> Obj:
    """The inputs of a modal as a step has them: what was entered, by block."""
    found: Obj = {}
    for block_id, entries in values.items():
        for entry in entries.values() if isinstance(entries, dict) else ():
            held = next((entry[key] for key in entry if key != "type"), None) if isinstance(entry, dict) else None
            if held not in (None, "", []):
                found[block_id] = _bare(held)
    return {"submit": found}


def _bare(held: Any) -> Any:
    if isinstance(held, list):
        return [_bare(each) for each in held]
    return held.get("value") if isinstance(held, dict) else held


def _says(blocks: list[Obj], aloud: str | None) -> Obj:
    """The title of a card, if it is read aloud too."""
    for words in _titles(blocks):
        phrase = MARKUP.sub("", words.splitlines()[0]).strip()[:LONGEST_PHRASE]
        if phrase and phrase in words and (aloud is None or phrase.lower() in aloud.lower()):
            return {"says": [phrase]}
    return {}


def _titles(blocks: list[Obj]) -> Iterator[str]:
    for block in blocks:
        for name in ("title", "text"):
            text = block.get(name)
            if isinstance(text, dict) and text.get("text"):
                yield str(text["text"])
