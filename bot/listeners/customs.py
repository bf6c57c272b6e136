"""What an installation has decided about the bot, what Slack takes there, and who asks."""

from __future__ import annotations

import time
from dataclasses import dataclass

AGAIN = 30 * 60.0  # seconds after which newer blocks are tried again


@dataclass(frozen=True)
class Asker:
    """Who asks, and where: the workspace and the user, the surface, and since when (monotonic seconds)."""

    team_id: str | None
    user_id: str
    surface: str
    since: float


@dataclass(frozen=True)
class Customs:
    """`admins` are user ids; `human` is the channel or user that questions for a person go to, None for nobody."""

    admins: frozenset[str] = frozenset()
    human: str | None = None
    contact: str = ""
    thread_follow_ups: bool = False
    strangers: bool = False


class Looks:
    """What Slack takes here, as far as is known: the newer blocks, the agent view, files.

    After a few refusals in a row the newer blocks rest for `again` seconds.
    """

    MOST_REFUSED = 3

    def __init__(self, *, modern: bool = False, again: float = AGAIN) -> None:
        self.agent = True
        self.files = True
        self.refused = 0  # in a row
        self._again = again
        self._wished = modern
        self._taken = False
        self._refused_at = -again

    @property
    def modern(self) -> bool:
        """Whether a message goes out with the newer blocks; the bot hears if Slack refuses them."""
        return self._wished and (self.refused < self.MOST_REFUSED or self._rested)

    @property
    def sure(self) -> bool:
        """Whether Slack took the newer blocks the last time, so that they may go where no refusal is heard."""
        return self.modern and self._taken

    @property
    def untried(self) -> bool:
        """Whether the newer blocks were neither taken nor refused, or refused a good while ago."""
        return self.modern and not self._taken and (self.refused == 0 or self._rested)

    @property
    def _rested(self) -> bool:
        return time.monotonic() - self._refused_at >= self._again

    def welcome(self) -> None:
        """Slack accepts samples of the newer blocks: they may be sent."""
        self._wished = True
        self.accept()

    def refuse(self) -> None:
        """A message was refused with the newer blocks, and taken without them."""
        self.refused += 1
        self._taken = False
        self._refused_at = time.monotonic()

    def accept(self) -> None:
        """A message with the newer blocks was taken."""
        self.refused = 0
        self._taken = True
