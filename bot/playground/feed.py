"""What the web page is told as it happens, and the record of every exchange with the bot."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from itertools import count

from bot.playground.rules import EXCHANGES_KEPT, Obj

SECRET_KEYS = frozenset({"token", "authorization", "x-slack-signature", "client_secret"})
REDACTED = "(redacted)"
Line = tuple[str, object]


class Feed:
    """Hands every named change to every listener; a listener is one open page."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[Line | None]] = set()
        self._watchers: list[Callable[[str, object], None]] = []

    def watch(self, watcher: Callable[[str, object], None]) -> None:
        """Have a function told everything at once, before any page."""
        self._watchers.append(watcher)

    def publish(self, name: str, data: object) -> None:
        """Tell all open pages."""
        for watcher in self._watchers:
            watcher(name, data)
        for queue in self._listeners:
            queue.put_nowait((name, data))

    def toast(self, level: str, text: str) -> None:
        """Show a passing notice, `info` or `error`."""
        self.publish("toast", {"level": level, "text": text})

    def listen(self) -> asyncio.Queue[Line | None]:
        """Begin to listen; a None in the queue means that the stand-in stops."""
        queue: asyncio.Queue[Line | None] = asyncio.Queue()
        self._listeners.add(queue)
        return queue

    def leave(self, queue: asyncio.Queue[Line | None]) -> None:
        """Stop listening."""
        self._listeners.discard(queue)

    def close(self) -> None:
        """Send every listener home, so that no open page holds up a shutdown."""
        for queue in self._listeners:
            queue.put_nowait(None)


class Journal:
    """The last exchanges with the bot, both ways, secrets taken out."""

    def __init__(self, feed: Feed) -> None:
        self._feed = feed
        self._numbers = count(1)
        self.entries: deque[Obj] = deque(maxlen=EXCHANGES_KEPT)

    def record(
        self,
        direction: str,
        kind: str,
        summary: str,
        status: int | str,
        started: float,
        request: object,
        response: object,
    ) -> None:
        """Keep one exchange; `started` is a `time.monotonic()` reading."""
        entry: Obj = {
            "id": str(next(self._numbers)),
            "at": time.time(),
            "direction": direction,
            "kind": kind,
            "summary": summary[:200],
            "status": status,
            "ms": round((time.monotonic() - started) * 1000, 1),
            "request": redacted(request),
            "response": redacted(response),
        }
        self.entries.append(entry)
        self._feed.publish("exchange", entry)

    def clear(self) -> None:
        """Forget everything."""
        self.entries.clear()


def redacted(value: object) -> object:
    """A copy without tokens, signatures and the secret end of one-use addresses."""
    if isinstance(value, dict):
        return {key: _hidden(str(key), item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [redacted(item) for item in value]
    return value


def _hidden(key: str, item: object) -> object:
    if key.lower() in SECRET_KEYS and isinstance(item, str):
        return REDACTED
    if isinstance(item, str) and (key == "response_url" or (key == "url" and item.startswith("ws"))):
        return f"{item.rsplit('/', 1)[0]}/{REDACTED}"
    return redacted(item)
