"""Plays the dialogs of this folder against the bot; README.md describes their language."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import pytest
import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

HERE = Path(__file__).parent
DIALOGS = sorted(HERE.glob("*.yaml"))
KINDS = ("command", "mention", "dm", "say", "press", "open")
FIRST_CHOICE = "first choice"


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Expect(_Strict):
    """What must have come of a step. Whatever is left out is not looked at."""

    nothing: bool = False
    private: bool = False
    public: bool = False
    in_thread: bool = False
    replaced: bool = False
    removed: bool = False
    place: Literal["message", "home", "modal"] = "message"
    outcome: Literal["answer", "ask", "decline"] | None = None
    intent: str | None = None
    role: str | None = None
    surface: str | None = None
    table: bool | None = None
    prompts: int | None = None
    says: list[str] = Field(default_factory=list)
    not_says: list[str] = Field(default_factory=list)
    buttons: list[str] = Field(default_factory=list)
    no_buttons: list[str] = Field(default_factory=list)


class Step(_Strict):
    """One thing a person does."""

    command: str | None = None
    mention: str | None = None
    dm: str | None = None
    say: str | None = None
    press: str | None = None
    open: Literal["home", "messages"] | None = None
    channel: str = Field("C0HIRING", alias="in")
    same_thread: bool = False
    card: int | None = None  # the card of an earlier step, counted from 1
    times: int = 1
    expect: Expect = Field(default_factory=Expect)

    @model_validator(mode="after")
    def _one_thing(self) -> Step:
        if sum(getattr(self, kind) is not None for kind in KINDS) != 1:
            raise ValueError(f"a step does exactly one of {', '.join(KINDS)}")
        return self


class Dialog(_Strict):
    """A file of this folder."""

    about: str
    steps: list[Step]


class Player:
    """Plays the steps of one dialog and remembers the cards and the thread."""

    def __init__(self, scene: Any) -> None:
        self.scene = scene
        self.cards: list[Any] = []
        self.root: str | None = None
        self.channel = ""

    async def play(self, step: Step) -> Any:
        if step.press is not None:
            return await self._press(step)
        if step.open is not None:
            return await self.scene.open(step.open)
        texts = {"command": f"/whichrole {step.command}".strip(), "mention": f"@whichrole {step.mention}".strip()}
        kind = next(kind for kind in ("command", "mention", "dm", "say") if getattr(step, kind) is not None)
        text = texts.get(kind) or getattr(step, kind)
        self.channel = "D0MAYA" if kind == "dm" else step.channel
        thread = self.root if step.same_thread else None
        assert thread or not step.same_thread, "there is no thread yet"
        outcome = await self.scene.type(text, self.channel, thread)
        if kind != "command":
            self.root = thread or self.scene.typed().ts
        return outcome

    async def _press(self, step: Step) -> Any:
        card = self.cards[step.card - 1] if step.card else [card for card in self.cards if card][-1]
        if step.press == FIRST_CHOICE:
            found = [button for button in card.buttons if button["action_id"].startswith("choose:")]
        else:
            found = [button for button in card.buttons if button["text"]["text"] == step.press]
        labels = [button["text"]["text"] for button in card.buttons]
        assert found, f"there is no button {step.press!r}, only {labels}"
        return await self.scene.press(card, found[0], step.times)


def check_number(expect: Expect, outcome: Any) -> None:
    """Once, not twice, not never; and nothing that went wrong on the way."""
    assert outcome.troubles == []
    shown = [f"{card.place}: {card.text[:60]}" for card in outcome.cards]
    assert len(shown) == (0 if expect.nothing else 1), f"the bot answered {len(shown)} times: {shown}"
    counted = 0 if expect.nothing or expect.place == "home" else 1
    assert len(outcome.rows) == counted, f"{len(outcome.rows)} rows in the usage log"


def check_place(expect: Expect, card: Any, player: Player) -> None:
    """Where the card stands and who sees it."""
    assert card.place == expect.place
    assert not expect.private or card.private, "everybody can see it"
    assert not expect.public or not card.private, "one person alone can see it"
    assert card.replaced == expect.replaced, "it replaced a card" if card.replaced else "it stands beside the card"
    if card.place == "message":
        assert card.channel == player.channel
        assert card.thread_ts == (player.root if expect.in_thread else None), "the thread is another one"


def check_content(expect: Expect, card: Any) -> None:
    """What the card says. Those who have it read aloud hear the text alone, so it must say the same."""
    aloud = card.text if card.place == "message" else card.words
    for phrase in expect.says:
        assert phrase.lower() in card.words.lower(), f"the card does not say {phrase!r}"
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
    assert f"Answer {row['answer_id']}." in card.words


@pytest.mark.parametrize("file", DIALOGS, ids=lambda file: file.stem)
async def test_dialog(scene, file):
    dialog = Dialog.model_validate(yaml.safe_load(file.read_text(encoding="utf-8")))
    player = Player(scene)
    for number, step in enumerate(dialog.steps, 1):
        outcome = await player.play(step)
        try:
            check(step.expect, outcome, player)
        except AssertionError as fault:
            pytest.fail(f"{file.name}, step {number}: {fault}", pytrace=False)
        player.cards.append(outcome.cards[0] if outcome.cards else None)


def check(expect: Expect, outcome: Any, player: Player) -> None:
    check_number(expect, outcome)
    assert bool(outcome.deleted) is expect.removed, f"removed: {outcome.deleted}"
    assert expect.prompts in (None, len(outcome.prompts))
    for card in outcome.cards:
        check_place(expect, card, player)
        check_content(expect, card)
        for row in outcome.rows:
            check_row(expect, row, card)


def test_there_are_dialogs():
    assert len(DIALOGS) >= 12
