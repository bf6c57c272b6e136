"""The language of the dialogs, as README.md describes it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

KINDS = ("command", "mention", "dm", "say", "press", "open", "shortcut", "submit", "close", "pick", "look")


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
    channel: str | None = Field(None, alias="in")
    place: Literal["message", "home", "modal"] = "message"
    beside: Literal["modal"] | None = None
    rows: int | None = None
    refused: list[str] = Field(default_factory=list)
    outcome: Literal["answer", "ask", "decline"] | None = None
    intent: str | None = None
    role: str | None = None
    surface: str | None = None
    table: bool | None = None
    prompts: int | None = None
    title: str | None = None
    status: str | None = None
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
    shortcut: str | None = None
    submit: dict[str, Any] | None = None
    close: bool | None = None
    pick: str | None = None
    look: str | None = None
    person: str = Field("U0FOUNDER", alias="as")
    channel: str = Field("C0HIRING", alias="in")
    on: int | None = None  # the message of an earlier step, counted from 1
    same_thread: bool = False
    card: int | None = None  # the card of an earlier step, counted from 1
    times: int = 1
    expect: Expect = Field(default_factory=Expect)

    @model_validator(mode="before")
    @classmethod
    def _on(cls, told: Any) -> Any:
        """YAML takes a bare `on` for a yes."""
        return {"on" if key is True else key: value for key, value in told.items()}

    @model_validator(mode="after")
    def _one_thing(self) -> Step:
        if sum(getattr(self, kind) is not None for kind in KINDS) != 1:
            raise ValueError(f"a step does exactly one of {', '.join(KINDS)}")
        return self


class Setting(_Strict):
    """What the installation has decided; see `bot/listeners/customs.py`."""

    admins: list[str] = Field(default_factory=list)
    human: str | None = None
    contact: str = ""
    thread_follow_ups: bool = False
    strangers: bool = False
    cards: Literal["modern", "classic"] = "modern"
    agent_view: bool = True
    old_blocks: bool = False


class Dialog(_Strict):
    """A file of this folder."""

    about: str
    setting: Setting = Field(default_factory=Setting)
    steps: list[Step]
