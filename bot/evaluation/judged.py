"""One labelled message beside what the bot made of it."""

from __future__ import annotations

from dataclasses import dataclass

from bot.evaluation.answered import Answered
from bot.evaluation.labelled import Labelled


@dataclass(frozen=True)
class Judged:
    """A message, its answer, and what follows from the two."""

    row: Labelled
    answered: Answered

    @property
    def accepted(self) -> frozenset[str]:
        """The intents that are no error in the first place."""
        return frozenset((*self.row.intents, *self.row.also_ok))

    @property
    def first(self) -> str:
        """The first intent named; empty if none is."""
        return self.answered.intents[0] if self.answered.intents else ""

    @property
    def right(self) -> bool:
        """Whether the first intent named is accepted, whatever the outcome."""
        return self.first in self.accepted

    @property
    def offered(self) -> bool:
        """Whether the bot asked back and named an accepted intent among those to choose from."""
        return self.answered.outcome == "ask" and not self.accepted.isdisjoint(self.answered.intents)

    @property
    def covered(self) -> bool:
        """Whether the person was answered rightly or asked with a right choice."""
        return self.offered or (self.answered.outcome == "answer" and self.right)

    @property
    def served(self) -> bool:
        """Covered or rightly declined; everything else is a miss."""
        return self.covered or (self.answered.outcome == "decline" and self.right)

    @property
    def harm(self) -> bool:
        """Whether something wrong was done with a straight face: a wrong answer, or a message in scope sent away."""
        return self.answered.outcome != "ask" and not self.right

    @property
    def sure(self) -> bool:
        """Whether the intent that the message was read as is accepted: what its confidence speaks of."""
        return self.answered.likeliest in self.accepted

    @property
    def got(self) -> str:
        """What the bot did, in few words."""
        named = ", ".join(self.answered.intents)
        return f"asked: {named}" if self.answered.outcome == "ask" else named
