"""The pretend workspace: its people, conversations and messages."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.playground.conversation import APP_ID, BOT_ID, Channel, Message, Thread, first_channels
from bot.playground.feed import Feed
from bot.playground.people import ADMIN, BOT, GUEST, ME, PEOPLE, STRANGER, TEAM_ID, TEAMMATE, User
from bot.playground.rules import Obj, SlackError

__all__ = [
    "ADMIN", "APP_ID", "BOT", "BOT_ID", "GUEST", "ME", "PEOPLE", "STRANGER", "TEAMMATE", "TEAM_DOMAIN", "TEAM_ID",
    "TEAM_NAME", "Channel", "Message", "Thread", "User", "World",
]  # fmt: skip

TEAM_NAME = "Playground"
TEAM_DOMAIN = "playground"
TS_PATTERN = re.compile(r"\d{10}\.\d{6}")


@dataclass
class World:
    """Everything people could see in the workspace, except views. `me` is the person who acts now."""

    feed: Feed
    me: User = ME
    users: dict[str, User] = field(default_factory=lambda: {user.id: user for user in (*PEOPLE, BOT)})
    channels: dict[str, Channel] = field(default_factory=first_channels)
    messages: dict[str, dict[str, Message]] = field(default_factory=dict)
    prompts: dict[str, list[Obj]] = field(default_factory=dict)
    threads: dict[tuple[str, str], Thread] = field(default_factory=dict)
    looking: dict[str, str] = field(default_factory=dict)  # the channel each person looks at
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

    def my_channel(self, name: str) -> Channel:
        """A conversation the person who acts is in."""
        channel = self.channel(name)
        if self.me.id not in channel.members:
            raise SlackError("channel_not_found")
        return channel

    def my_direct_message(self) -> Channel:
        """Where the person who acts speaks with the bot alone; strangers have no such place."""
        return self.my_channel(self.me.id)

    def my_channels(self) -> Iterable[Channel]:
        """The conversations the page's person is in."""
        return [channel for channel in self.channels.values() if self.me.id in channel.members]

    def message(self, channel: str, ts: str) -> Message:
        """The message with this time, also an ephemeral one."""
        found = self.messages.get(channel, {}).get(ts)
        if found is None:
            raise SlackError("message_not_found")
        return found

    def my_message(self, channel: str, ts: str) -> Message:
        """A message the person who acts can see."""
        message = self.message(self.my_channel(channel).id, ts)
        if not self.visible(message):
            raise SlackError("message_not_found")
        return message

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
        if self.visible(message):
            self.feed.publish("message", message.as_page())

    def remove(self, message: Message) -> None:
        """Take a message away."""
        self.messages.get(message.channel, {}).pop(message.ts, None)
        self.feed.publish("message_deleted", {"channel": message.channel, "ts": message.ts})

    def set_prompts(self, person: str, prompts: list[Obj]) -> None:
        """The suggestions above the composer of someone's direct message."""
        self.prompts[person] = prompts
        if person == self.me.id:
            self.feed.publish("prompts", prompts)

    def set_thread(self, channel: str, thread_ts: str, **changed: str | bool | None) -> None:
        """Change the title or the status of a thread."""
        thread = self.threads.setdefault((channel, thread_ts), Thread())
        for name, value in changed.items():
            setattr(thread, name, value)
        if self.me.id in self.channels[channel].members:
            self.feed.publish("threads", {"channel": channel, "thread_ts": thread_ts, **thread.as_page()})

    def answered(self, channel: str, thread_ts: str | None) -> None:
        """A message of the bot clears the status that clears itself."""
        thread = self.threads.get((channel, thread_ts or ""))
        if thread is not None and thread.status and thread.clears_itself:
            self.set_thread(channel, thread_ts or "", status="")

    def my_threads(self) -> dict[str, dict[str, Obj]]:
        """Titles and statuses by channel and thread, as far as the person who acts can see them."""
        found: dict[str, dict[str, Obj]] = {channel.id: {} for channel in self.my_channels()}
        for (channel, thread_ts), thread in self.threads.items():
            if channel in found:
                found[channel][thread_ts] = thread.as_page()
        return found

    def seen_by_me(self) -> dict[str, list[Obj]]:
        """All messages the page's person can see, by channel."""
        return {
            channel.id: [m.as_page() for m in self.messages.get(channel.id, {}).values() if self.visible(m)]
            for channel in self.my_channels()
        }

    def become(self, user_id: str) -> None:
        """Let somebody else act from now on."""
        user = self.users.get(user_id)
        if user is None or user.is_bot:
            raise SlackError("no_such_person")
        self.me = user

    def clear(self) -> None:
        """Empty every conversation."""
        self.messages.clear()
        self.threads.clear()
        self.prompts.clear()
        self.looking.clear()

    def sees(self, channel: str, ts: str) -> bool:
        """Whether there is such a message, and the person who acts can see it."""
        message = self.messages.get(channel, {}).get(ts)
        return message is not None and self.visible(message)

    def visible(self, message: Message) -> bool:
        """Whether the person who acts can see a message."""
        in_sight = message.recipient in (None, self.me.id) and self.me.id in self.channels[message.channel].members
        return message.shown and in_sight
