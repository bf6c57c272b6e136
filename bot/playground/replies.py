"""The bot's answer to one delivery, whichever wire it came over."""

from __future__ import annotations

import time
from dataclasses import dataclass

from bot.playground.rules import Obj

RETRY_REASONS = {"timeout": "http_timeout", "connection_failed": "connection_failed"}


@dataclass(frozen=True)
class Reply:
    """What came back; `failure` is "timeout" or "connection_failed" when nothing did."""

    status: int | None
    body: str | Obj
    failure: str | None
    started: float
    no_retry: bool = False

    @property
    def taken(self) -> bool:
        """Whether a command or click counts as acknowledged."""
        return self.status == 200

    @property
    def event_taken(self) -> bool:
        """Whether an event counts as received."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def outcome(self) -> int | str:
        """The status for the record."""
        if self.failure == "timeout":
            return "operation_timeout"
        return self.failure or self.status or 0

    @property
    def retry_reason(self) -> str:
        """Why Slack tries again, in its words."""
        return RETRY_REASONS.get(self.failure or "", "http_error")

    @property
    def error(self) -> str:
        """What the person is told when a command or click was not acknowledged."""
        if self.failure == "timeout":
            return "operation_timeout"
        return "dispatch_failed" if self.status is None else f"dispatch_failed (HTTP {self.status})"


def no_connection() -> Reply:
    """Nobody listens."""
    return Reply(None, "", "connection_failed", time.monotonic())
