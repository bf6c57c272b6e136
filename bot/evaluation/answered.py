"""What the bot made of a labelled message, and the seam at which it is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.answering import Answerer
from bot.evaluation.labelled import Labelled


@dataclass(frozen=True)
class Answered:
    """The outcome (answer, ask or decline), the intents named, and the roles.

    `likeliest` is the intent that the message was read as and `confidence` its calibrated probability; a question
    back names others than that one if it cannot be offered. `role` is the one recommended.
    """

    outcome: str
    intents: tuple[str, ...]
    likeliest: str
    confidence: float
    roles: tuple[str, ...] = ()
    role: str | None = None


Ask = Callable[[Labelled], Answered]
AS_SUCH = ("why", "shorter", "more")  # what a message may want of the answer before, instead of an intent


def answering(answerer: Answerer) -> Ask:
    """Answers each message, after the one before it where the row tells one.

    A wish about the last answer as such is named first, before the intent that is answered once more.
    """

    def answer(row: Labelled) -> Answered:
        advice = answerer.advice(row.text, row.before)
        reading = advice.reading
        again = reading.leaning if row.before and (reading.detail or reading.brief) else None
        return Answered(
            outcome=advice.outcome,
            intents=(*([again] if again in AS_SUCH else []), *advice.intents),
            likeliest=reading.intent,
            confidence=reading.confidence,
            roles=reading.roles if row.before else advice.roles,
            role=advice.role,
        )

    return answer
