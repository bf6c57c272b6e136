"""Short-lived rights that Slack gives an app: triggers and response addresses."""

from __future__ import annotations

import secrets
import time
from collections import deque
from dataclasses import dataclass

from bot.playground.rules import Rules, SlackError


@dataclass
class Trigger:
    """The right to open one modal, within seconds, once."""

    user: str
    view_id: str | None
    expires: float
    used: bool = False


class Triggers:
    """All triggers handed out."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._known: dict[str, Trigger] = {}

    def issue(self, user: str, view_id: str | None = None) -> str:
        """A new trigger id; `view_id` when the person acted inside a modal."""
        number = f"{time.time_ns()}.{secrets.randbelow(10**10)}.{secrets.token_hex(16)}"
        self._known[number] = Trigger(user, view_id, time.monotonic() + self._rules.trigger_seconds)
        return number

    def spend(self, trigger_id: str) -> Trigger:
        """Use a trigger up, or refuse as Slack does."""
        trigger = self._known.get(trigger_id)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if time.monotonic() > trigger.expires:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger


@dataclass
class ResponseUrl:
    """The right to answer one command or click a few times.

    `source_ts` is the message that was clicked. A command has none, which is why
    its address can neither replace nor delete anything.
    """

    channel: str
    user: str
    source_ts: str | None
    expires: float
    uses_left: int


class ResponseUrls:
    """All response addresses handed out."""

    def __init__(self, rules: Rules) -> None:
        self._rules = rules
        self._known: dict[str, ResponseUrl] = {}

    def issue(self, channel: str, user: str, source_ts: str | None = None) -> str:
        """A new token for the end of the address."""
        token = secrets.token_urlsafe(18)
        expires = time.monotonic() + self._rules.response_url_seconds
        self._known[token] = ResponseUrl(channel, user, source_ts, expires, self._rules.response_url_uses)
        return token

    def spend(self, token: str) -> ResponseUrl:
        """Use the address once; every attempt counts, also one that is refused later."""
        grant = self._known.get(token)
        if grant is None or grant.uses_left < 1 or time.monotonic() > grant.expires:
            raise SlackError("expired_url")
        grant.uses_left -= 1
        return grant


class PostLimiter:
    """How fast an app may post in one channel: a burst within a sliding window."""

    def __init__(self, rules: Rules) -> None:
        self._burst = rules.post_burst
        self._window = rules.post_window
        self._posts: dict[str, deque[float]] = {}

    def seconds_to_wait(self, channel: str) -> float:
        """0 when a post is allowed now (and counted), else how long to wait."""
        now = time.monotonic()
        posts = self._posts.setdefault(channel, deque())
        while posts and now - posts[0] > self._window:
            posts.popleft()
        if len(posts) >= self._burst:
            return self._window - (now - posts[0])
        posts.append(now)
        return 0.0
