"""The value that understanding hands on: everything advice may depend on, and no more."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.knowledge.model import Stage

Polarity = Literal["present", "absent", "unknown"]
Verdict = Literal["clear", "unclear", "outside"]
Wish = Literal["advice", "question", "facts", "document"]
Leaning = Literal["why", "shorter", "more", "same", "instead", "correction", "pick", "continued"]


class _Value(BaseModel):
    # errors never show what was put in: it may be a person's words
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Scored(_Value):
    """An intent and its calibrated probability."""

    intent: str
    probability: float


class SignalHit(_Value):
    """A project signal, whether it was affirmed, denied or is not known, and the words that said so."""

    id: str
    polarity: Polarity
    quote: str = ""


class PremiseHit(_Value):
    """A premise of the message."""

    id: str


class Clause(_Value):
    """A part of a message that asks for something by itself."""

    intent: str
    text: str = ""


class FollowUp(_Value):
    """How a message leans on the turn before.

    `why`, `shorter` and `more` are about the last answer as such; `same` puts its question to another role, `instead`
    asks why that role was not the answer;
    `correction` changes what was told; `pick` means one of the roles spoken of, `which` counting from 0 and
    -1 being the last; `continued` only leaves out what was said before.
    """

    kind: Leaning
    which: int = 0


class Reading(_Value):
    """What was understood of one message.

    `intents` are ranked, the first is acted on; `also` are further intents asked for in the same
    message, `clauses` the words that each of them came from, in the order asked, and `unanswered` how many more
    were asked. `verdict` tells whether the first intent is sure enough to act on, needs a question back,
    or lies outside of what the bot is for. `roles` and `terms` are ids in the order of mention,
    `topics` those whose keywords occur.
    `stage` is how far the project is, `language` an ISO 639-1 code, `follow` how the message leans on the turn before.
    `detail` asks for everything instead of the first few points, `brief` for the first sentence alone, `wish` for
    the advice itself, the question that would make it surer, the facts it rests on, or the role brief.
    `premises` are what the message takes for granted.
    """

    intents: Annotated[tuple[Scored, ...], Field(min_length=1)]
    verdict: Verdict = "clear"
    also: Annotated[tuple[str, ...], Field(max_length=4)] = ()
    roles: Annotated[tuple[str, ...], Field(max_length=40)] = ()
    terms: Annotated[tuple[str, ...], Field(max_length=200)] = ()
    topics: Annotated[tuple[str, ...], Field(max_length=200)] = ()
    signals: Annotated[tuple[SignalHit, ...], Field(max_length=200)] = ()
    clauses: Annotated[tuple[Clause, ...], Field(max_length=4)] = ()
    unanswered: int = 0
    stage: Stage | None = None
    language: str = "en"
    follow: FollowUp | None = None
    detail: bool = False
    brief: bool = False
    wish: Wish = "advice"
    premises: Annotated[tuple[PremiseHit, ...], Field(max_length=9)] = ()

    @property
    def intent(self) -> str:
        """The first intent."""
        return self.intents[0].intent

    @property
    def leaning(self) -> Leaning | None:
        """How the message leans on the turn before, if it does."""
        return self.follow.kind if self.follow else None

    @property
    def outside(self) -> bool:
        """Whether nothing can be answered: it is out of scope, or not in English."""
        return self.verdict == "outside" or self.language != "en"

    @property
    def confidence(self) -> float:
        """The probability of the first intent."""
        return self.intents[0].probability


def asked_for(
    intent: str,
    *,
    roles: tuple[str, ...] = (),
    terms: tuple[str, ...] = (),
    signals: tuple[SignalHit, ...] = (),
) -> Reading:
    """A reading that leaves nothing open, as a pressed button states it."""
    return Reading(intents=(Scored(intent=intent, probability=1.0),), roles=roles, terms=terms, signals=signals)
