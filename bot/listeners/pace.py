"""No faster than Slack takes messages: about one a second in each channel, after a short burst.

Source: https://docs.slack.dev/apis/web-api/rate-limits
"""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass, field

BURST = 4  # messages that may leave at once
EACH = 1.0  # seconds until one more may
LONGEST = 45.0  # seconds; a line that takes longer is joined by nobody
IDLE = 60.0  # seconds after which a channel is forgotten
MOST_KNOWN = 500


@dataclass
class Pace:
    """When the next message may leave for each channel; waiting ones keep their order."""

    each: float = EACH
    _free_at: dict[str, float] = field(default_factory=dict)
    _ended: asyncio.Event = field(default_factory=asyncio.Event)

    def crowded(self, channel: str) -> bool:
        """Whether so many messages wait for this channel that one more would come too late to be of use."""
        return self._free_at.get(channel, 0.0) - time.monotonic() > LONGEST

    async def wait(self, channel: str) -> None:
        """Return when a message to this channel may leave; the place in the line is taken at once."""
        now = time.monotonic()
        earliest = max(self._free_at.get(channel, 0.0), now - (BURST - 1) * self.each)
        self._free_at[channel] = earliest + self.each
        self._tidy(now)
        if earliest > now:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._ended.wait(), earliest - now)

    def end(self) -> None:
        """Nobody waits any longer: the process is about to stop, and what is to be said is said now."""
        self._ended.set()

    def _tidy(self, now: float) -> None:
        if len(self._free_at) > MOST_KNOWN:
            self._free_at = {name: at for name, at in self._free_at.items() if at > now - IDLE}
