"""The pretend workspace: its people, conversations and messages."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.playground.feed import Feed
from bot.playground.rules import Obj, SlackError

TEAM_ID = "T0PLAYGRND"
TEAM_NAME = "Playground"
TEAM_DOMAIN = "playground"
APP_ID = "A0WHICHROLE"
BOT_ID = "B0WHICHROLE"
TS_PATTERN = re.compile(r"\d{10}\.\d{6}")


@dataclass(frozen=True)
class User:
    """Someone in the workspace; the bot counts as one."""

    id: str
    name: str
    handle: str
    is_bot: bool = False


@dataclass
class Channel:
    """A channel or a direct message, and who is in it."""

    id: str
    name: str
    kind: str
    members: set[str]


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
        body["team"] = TEAM_ID
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


ME = User("U0FOUNDER", "Maya (you)", "maya")
TEAMMATE = User("U0TEAM", "Jonas", "jonas")
BOT = User("U0WHICHROLE", "whichrole", "whichrole", is_bot=True)


def _first_channels() -> dict[str, Channel]:
    people = {ME.id, TEAMMATE.id}
    channels = (
        Channel("C0HIRING", "hiring", "channel", people | {BOT.id}),
        Channel("C0RANDOM", "random", "channel", set(people)),
        Channel("D0MAYA", BOT.handle, "im", {ME.id, BOT.id}),
        Channel("D0JONAS", BOT.handle, "im", {TEAMMATE.id, BOT.id}),
    )
    return {channel.id: channel for channel in channels}


@dataclass
class World:
    """Everything people could see in the workspace, except views."""

    feed: Feed
    users: dict[str, User] = field(default_factory=lambda: {user.id: user for user in (ME, TEAMMATE, BOT)})
    channels: dict[str, Channel] = field(default_factory=_first_channels)
    messages: dict[str, dict[str, Message]] = field(default_factory=dict)
    prompts: list[Obj] = field(default_factory=list)
    statuses: dict[tuple[str, str | None], str] = field(default_factory=dict)
    _last: tuple[int, int] = (0, 0)

    def next_ts(self) -> str:
        """A message time, never given twice and always later than the last."""
        now = int(time.time())
        self._last = (now, 100) if now > self._last[0] else (self._last[0], self._last[1] + 100)
        return f"{self._last[0]}.{self._last[1]:06d}"

    def channel(self, name: str) -> Channel:
        """By id, by #name, or by a person's id for the direct message with them."""
        for channel in self.channels.values():
            if name == channel.id or (channel.kind == "channel" and name.lstrip("#") == channel.name):
                return channel
            if channel.kind == "im" and name != BOT.id and name in channel.members:
                return channel
        raise SlackError("channel_not_found")

    def message(self, channel: str, ts: str) -> Message:
        """The message with this time, also an ephemeral one."""
        found = self.messages.get(channel, {}).get(ts)
        if found is None:
            raise SlackError("message_not_found")
        return found

    def check_thread(self, channel: str, thread_ts: str | None) -> None:
        """A thread hangs on a message everyone can see, never on a reply."""
        if thread_ts is None:
            return
        if not TS_PATTERN.fullmatch(thread_ts):
            raise SlackError("invalid_thread_ts")
        root = self.messages.get(channel, {}).get(thread_ts)
        if root is None or root.ephemeral:
            raise SlackError("thread_not_found")
        if root.thread_ts not in (None, root.ts):
            raise SlackError("invalid_thread_ts")

    def replies(self, channel: str, thread_ts: str) -> list[Message]:
        """The answers in a thread that everyone can see."""
        thread = self.messages.get(channel, {}).values()
        return [m for m in thread if m.thread_ts == thread_ts and m.ts != thread_ts and not m.ephemeral]

    def post(self, message: Message) -> Message:
        """Add a message and show it to whoever may see it."""
        self.messages.setdefault(message.channel, {})[message.ts] = message
        self.announce(message)
        return message

    def announce(self, message: Message) -> None:
        """Tell the page about a new or changed message, if its person may see it."""
        if self._visible(message):
            self.feed.publish("message", message.as_page())

    def remove(self, message: Message) -> None:
        """Take a message away."""
        self.messages.get(message.channel, {}).pop(message.ts, None)
        self.feed.publish("message_deleted", {"channel": message.channel, "ts": message.ts})

    def set_prompts(self, prompts: list[Obj]) -> None:
        """The suggestions above the direct message's composer."""
        self.prompts = prompts
        self.feed.publish("prompts", prompts)

    def seen_by_me(self) -> dict[str, list[Obj]]:
        """All messages the page's person can see, by channel."""
        return {
            channel.id: [m.as_page() for m in self.messages.get(channel.id, {}).values() if self._visible(m)]
            for channel in self.my_channels()
        }

    def my_channels(self) -> Iterable[Channel]:
        """The conversations the page's person is in."""
        return [channel for channel in self.channels.values() if ME.id in channel.members]

    def clear(self) -> None:
        """Empty every conversation."""
        self.messages.clear()
        self.statuses.clear()
        self.prompts = []

    def _visible(self, message: Message) -> bool:
        in_sight = message.recipient in (None, ME.id) and ME.id in self.channels[message.channel].members
        return message.shown and in_sight
