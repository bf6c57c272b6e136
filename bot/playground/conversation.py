"""Channels, direct messages, and the messages in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bot.playground.people import ADMIN, BOT, GUEST, ME, PEOPLE, STRANGER, TEAMMATE, User
from bot.playground.rules import Obj

APP_ID = "A0WHICHROLE"
BOT_ID = "B0WHICHROLE"


@dataclass
class Channel:
    """A channel or a direct message, and who is in it."""

    id: str
    name: str
    kind: Literal["channel", "im"]
    members: set[str]
    private: bool = False
    shared: bool = False

    @property
    def name_told(self) -> str:
        """What payloads call it: the name of a private place stays in it."""
        if self.kind == "im":
            return "directmessage"
        return "privategroup" if self.private else self.name

    @property
    def type_told(self) -> str:
        """What `message` events call its kind."""
        return "group" if self.private and self.kind == "channel" else self.kind

    def as_page(self) -> Obj:
        """The form the web page reads."""
        return {
            "id": self.id,
            "name": self.name,
            "kind": self.kind,
            "private": self.private,
            "shared": self.shared,
            "bot_is_member": BOT.id in self.members,
        }


@dataclass
class Message:
    """One message as it stands; `recipient` is set on an ephemeral one."""

    ts: str
    channel: str
    user: User
    text: str
    blocks: list[Obj] | None = None
    thread_ts: str | None = None
    recipient: str | None = None
    edited: bool = False
    shown: bool = True
    files: list[Obj] = field(default_factory=list)

    @property
    def ephemeral(self) -> bool:
        """Whether one person alone can see it."""
        return self.recipient is not None

    def as_page(self) -> Obj:
        """The form the web page reads."""
        return {
            "ts": self.ts,
            "channel": self.channel,
            "user": self.user.id,
            "name": self.user.name,
            "is_bot": self.user.is_bot,
            "text": self.text,
            "blocks": self.blocks,
            "thread_ts": self.thread_ts,
            "ephemeral": self.ephemeral,
            "edited": self.edited,
            "files": self.files,
        }

    def as_slack(self) -> Obj:
        """The form Slack's API and its payloads use."""
        body: Obj = {"type": "message", "user": self.user.id, "ts": self.ts, "text": self.text}
        body["team"] = self.user.team
        if self.user.is_bot:
            body |= {"bot_id": BOT_ID, "app_id": APP_ID}
        if self.blocks:
            body["blocks"] = self.blocks
        if self.thread_ts:
            body["thread_ts"] = self.thread_ts
        if self.files:
            body["files"] = self.files
        if self.edited:
            body["edited"] = {"user": self.user.id, "ts": self.ts}
        return body


@dataclass
class Thread:
    """What an agent's thread is called, and how its session stands."""

    title: str | None = None
    status: str = ""
    clears_itself: bool = False  # a status of the older method, which goes with the next message

    def as_page(self) -> Obj:
        """The form the web page reads."""
        return {"title": self.title, "status": self.status}


def first_channels() -> dict[str, Channel]:
    """The channels, and a direct message with the bot for everyone of the workspace."""
    staff = {ME.id, TEAMMATE.id, ADMIN.id}
    channels = [
        Channel("C0HIRING", "hiring", "channel", staff | {GUEST.id, BOT.id}),
        Channel("C0RANDOM", "random", "channel", set(staff)),
        Channel("C0GENERAL", "general", "channel", staff | {BOT.id}),
        Channel("C0PARTNERS", "ext-partners", "channel", {ME.id, TEAMMATE.id, STRANGER.id, BOT.id}, shared=True),
        Channel("C0LEADS", "leads", "channel", {ME.id, ADMIN.id}, private=True),
        *(
            Channel(f"D0{person.handle.upper()}", BOT.handle, "im", {person.id, BOT.id}, private=True)
            for person in PEOPLE
            if not person.is_stranger
        ),
    ]
    return {channel.id: channel for channel in channels}
