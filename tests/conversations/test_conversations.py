"""Plays the dialogs of this folder against the bot; README.md describes their language."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.conversations.language import Dialog, Expect, Step
from tests.conversations.scene import Outcome, Scene

HERE = Path(__file__).parent
DIALOGS = sorted(HERE.glob("*.yaml"))
FIRST_CHOICE = "first choice"
WITHOUT_ROW = ("look", "close", "submit", "open")  # what of itself asks the bot nothing


class Player:
    """Plays the steps of one dialog and remembers the cards and the thread."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.cards: list[Any] = []
        self.messages: list[tuple[str, str] | None] = []
        self.root: str | None = None
        self.channel = ""

    async def play(self, step: Step) -> Outcome:
        self.scene.become(step.person)
        self.messages.append(None)
        if step.press is not None:
            return await self._press(step)
        if step.shortcut is not None:
            place = self._message(step.on) if step.on else (None, None)
            return await self.scene.shortcut(step.shortcut, *place)
        if step.submit is not None:
            return await self.scene.submit(step.submit, step.times)
        if step.close:
            return await self.scene.close()
        if step.pick is not None:
            return await self.scene.pick(self._card(step), step.pick)
        if step.look is not None:
            return await self.scene.look(step.look)
        if step.open is not None:
            return await self.scene.open(step.open)
        return await self._type(step)

    async def _type(self, step: Step) -> Outcome:
        texts = {"command": f"/whichrole {step.command}".strip(), "mention": f"@whichrole {step.mention}".strip()}
        kind = next(kind for kind in ("command", "mention", "dm", "say") if getattr(step, kind) is not None)
        text = texts.get(kind) or getattr(step, kind)
        self.channel = self.scene.direct() if kind == "dm" else step.channel
        thread = self.root if step.same_thread else None
        assert thread or not step.same_thread, "there is no thread yet"
        outcome = await self.scene.type(text, self.channel, thread)
        if kind != "command":
            typed = self.scene.typed()
            self.root = thread or typed.ts
            self.messages[-1] = (typed.channel, typed.ts)
        return outcome

    def _card(self, step: Step) -> Any:
        card = self.cards[step.card - 1] if step.card else [card for card in self.cards if card][-1]
        return self.scene.as_it_stands(card)

    def _message(self, number: int) -> tuple[str, str]:
        """The message typed in a step, else the one that the bot showed."""
        card = self.cards[number - 1]
        found = self.messages[number - 1] or (card and (card.channel, card.ts))
        assert found, f"step {number} left no message"
        return found

    async def _press(self, step: Step) -> Outcome:
        card = self._card(step)
        if step.press == FIRST_CHOICE:
            found = [button for button in card.buttons if button["action_id"].startswith("choose:")]
        else:
            found = [button for button in card.buttons if button["text"]["text"] == step.press]
        labels = [button["text"]["text"] for button in card.buttons]
        assert found, f"there is no button {step.press!r}, only {labels}"
        return await self.scene.press(card, found[0], step.times)


def rows_expected(step: Step) -> int:
    """One for whatever asks the bot something."""
    expect = step.expect
    if expect.rows is not None:
        return expect.rows
    silent = expect.nothing or expect.place == "home" or any(getattr(step, kind) is not None for kind in WITHOUT_ROW)
    return 0 if silent else 1


def check_number(step: Step, outcome: Outcome) -> None:
    """Once, not twice, not never; and nothing that went wrong on the way."""
    untold = [trouble for trouble in outcome.troubles if not any(name in trouble for name in step.expect.refused)]
    assert untold == []
    assert len(outcome.troubles) >= len(step.expect.refused), "Slack refused nothing"
    shown = [f"{card.place}: {card.text[:60]}" for card in outcome.cards]
    assert len(shown) == (0 if step.expect.nothing else 1), f"the bot answered {len(shown)} times: {shown}"
    assert len(outcome.rows) == rows_expected(step), f"{len(outcome.rows)} rows in the usage log"


def check_place(expect: Expect, card: Any, player: Player) -> None:
    """Where the card stands and who sees it."""
    assert card.place == expect.place
    assert not expect.private or card.private, "everybody can see it"
    assert not expect.public or not card.private, "one person alone can see it"
    assert card.replaced == expect.replaced, "it replaced a card" if card.replaced else "it stands beside the card"
    if card.place == "message":
        assert card.channel == (expect.channel or player.channel)
        assert card.thread_ts == (player.root if expect.in_thread else None), "the thread is another one"


def check_content(expect: Expect, card: Any) -> None:
    """What the card says. Those who have it read aloud hear the text alone, so it must say the same."""
    aloud = card.text if card.place == "message" else card.words
    for phrase in expect.says:
        assert phrase.lower() in card.words.lower(), f"the card does not say {phrase!r}: {card.words}"
        assert phrase.lower() in aloud.lower(), f"read aloud, the card does not say {phrase!r}"
    for phrase in expect.not_says:
        assert phrase.lower() not in f"{card.words} {aloud}".lower(), f"the card says {phrase!r}"
    labels = [button["text"]["text"] for button in card.buttons]
    assert [label for label in expect.buttons if label not in labels] == [], f"the buttons are {labels}"
    assert [label for label in expect.no_buttons if label in labels] == []
    if expect.table is not None:
        assert any(block["type"] == "table" for block in card.blocks) is expect.table


def check_row(expect: Expect, row: dict[str, Any], card: Any) -> None:
    """The usage log says what was shown."""
    for name in ("outcome", "intent", "role", "surface"):
        wanted = getattr(expect, name)
        assert wanted in (None, row[name]), f"{name} is {row[name]}"
    assert row["outcome"] != "error"
    if row["answer_id"]:
        assert f"Answer {row['answer_id']}." in card.words


def check_agent(expect: Expect, outcome: Outcome) -> None:
    """What the agent view was told: the last title and the last status."""
    for name in ("title", "status"):
        told = [each[name] for each in outcome.threads if each.get(name)]
        wanted = getattr(expect, name)
        assert wanted in (None, told[-1] if told else ""), f"the thread's {name} is {told}"


@pytest.mark.parametrize("file", DIALOGS, ids=lambda file: file.stem)
async def test_dialog(make_scene, file):
    dialog = Dialog.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    player = Player(await make_scene(dialog.setting))
    for number, step in enumerate(dialog.steps, 1):
        outcome = await player.play(step)
        if step.expect.place != "home":  # which is kept up to date beside the answer
            outcome.cards = [card for card in outcome.cards if card.place != "home"]
        if step.expect.beside:
            shown = [card for card in outcome.cards if card.place != step.expect.beside]
            assert len(shown) < len(outcome.cards), f"there is no {step.expect.beside} beside it"
            outcome.cards = shown
        try:
            check(step, outcome, player)
        except AssertionError as fault:
            pytest.fail(f"{file.name}, step {number}: {fault}", pytrace=False)
        player.cards.append(outcome.cards[0] if outcome.cards else None)


def check(step: Step, outcome: Outcome, player: Player) -> None:
    expect = step.expect
    check_number(step, outcome)
    assert bool(outcome.deleted) is expect.removed, f"removed: {outcome.deleted}"
    assert expect.prompts in (None, len(outcome.prompts))
    check_agent(expect, outcome)
    for card in outcome.cards:
        check_place(expect, card, player)
        check_content(expect, card)
        for row in outcome.rows:
            check_row(expect, row, card)


def test_there_are_dialogs():
    assert len(DIALOGS) >= 12
