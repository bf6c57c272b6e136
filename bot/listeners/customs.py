"""What an installation has decided about the bot."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Customs:
    """`admins` are user ids; `human` is the channel or user that questions for a person go to, None for nobody."""

    admins: frozenset[str] = frozenset()
    human: str | None = None
    contact: str = ""
    thread_follow_ups: bool = False
    strangers: bool = False


@dataclass
class Looks:
    """What Slack takes here: the newer blocks, until it has refused them a few times in a row; the agent view."""

    modern: bool = False
    agent: bool = True  # as far as is known
    refused: int = 0
    MOST_REFUSED = 3

    def refuse(self) -> None:
        """A message with newer blocks was refused."""
        self.refused += 1
        if self.refused >= self.MOST_REFUSED:
            self.modern = False

    def accept(self) -> None:
        """A message was taken as it was."""
        self.refused = 0
