"""From predictions to figures: thresholds from the training writers, shares from the writer left out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.understanding.classifier import OUT_OF_SCOPE
from bot.understanding.thresholds import DECLINED_ALLOWED, WRONG_ALLOWED


@dataclass(frozen=True)
class Judged:
    """A prediction for a message of an unseen writer, and what follows from it."""

    truth: str
    intent: str
    confidence: float
    action: str  # answered, declined, asked back


def answer_from(inner: Sequence[Sequence[Any]]) -> float:
    """The least confidence at which at most the allowed share of answers is wrong; none if there is no such confidence.

    One more wrong is counted than there is, as our own thresholds do it.
    """
    given = sorted((row for row in inner if row[1] != OUT_OF_SCOPE), key=lambda row: -row[2])
    best, wrong = float("inf"), 1
    for count, (truth, intent, confidence) in enumerate(given, start=1):
        wrong += truth != intent
        # among equal confidences the threshold takes all or none
        last = count == len(given) or given[count][2] < confidence
        if last and wrong <= WRONG_ALLOWED * count:
            best = confidence
    return best


def away(intent: str, confidence: float) -> float:
    """How far a prediction speaks for being out of scope.

    First those of that class, the surest first; then those of other classes, the least sure first.
    """
    return 2 + confidence if intent == OUT_OF_SCOPE else -confidence


def decline_from(inner: Sequence[Sequence[Any]], threshold: float) -> float:
    """The least `away` at which few messages in scope are declined; never one that would be answered."""
    inside = sorted((away(intent, sure) for truth, intent, sure in inner if truth != OUT_OF_SCOPE), reverse=True)
    allowed = int(DECLINED_ALLOWED * len(inside))
    least = inside[allowed] if allowed < len(inside) else -threshold
    return max(least, -threshold)


def judge(inner: Sequence[Sequence[Any]], outer: Sequence[Sequence[Any]]) -> list[Judged]:
    """The messages of one writer left out, at the thresholds of the others."""
    sure = answer_from(inner)
    least = decline_from(inner, sure)
    judged = []
    for truth, intent, confidence, _ in outer:
        answered = intent != OUT_OF_SCOPE and confidence >= sure
        declined = not answered and away(intent, confidence) > least
        action = "answered" if answered else "declined" if declined else "asked back"
        judged.append(Judged(truth, intent, confidence, action))
    return judged


def by_own_verdict(outer: Sequence[Sequence[Any]]) -> list[Judged]:
    """The messages of one writer left out, as the bot itself decides."""
    actions = {"clear": "answered", "outside": "declined", "unclear": "asked back"}
    return [Judged(truth, intent, sure, actions[verdict]) for truth, intent, sure, verdict in outer]


@dataclass(frozen=True)
class Figures:
    """Shares over all messages of the writers left out."""

    top: float
    top_outside: float
    recall: float
    lost: float
    answered: float
    wrong: float


def figures(judged: Sequence[Judged]) -> Figures:
    """At the peer's own operating point."""
    inside = [each for each in judged if each.truth != OUT_OF_SCOPE]
    outside = [each for each in judged if each.truth == OUT_OF_SCOPE]
    given = [each for each in judged if each.action == "answered"]
    return Figures(
        top=share([each.intent == each.truth for each in inside]),
        top_outside=share([each.intent == each.truth for each in outside]),
        recall=share([each.action == "declined" for each in outside]),
        lost=share([each.action == "declined" for each in inside]),
        answered=share([each.action == "answered" for each in inside]),
        wrong=share([each.intent != each.truth for each in given]),
    )


def wrong_at(judged: Sequence[Judged], coverage: float) -> tuple[float, bool]:
    """Wrong among the most confident answers to that share of all messages; False if there are not as many.

    Predictions out of scope are no answers. Confidences are pooled over the writers left out.
    """
    given = sorted((each for each in judged if each.intent != OUT_OF_SCOPE), key=lambda each: -each.confidence)
    count = round(coverage * len(judged))
    if not count or not given:
        return float("nan"), False
    # among equal confidences there is no order, so the last ones count by their mean
    edge = given[min(count, len(given)) - 1].confidence
    surer = [each.intent != each.truth for each in given if each.confidence > edge]
    equal = [each.intent != each.truth for each in given if each.confidence == edge]
    taken = min(count, len(given))
    return (sum(surer) + share(equal) * (taken - len(surer))) / taken, len(given) >= count


def share(hits: Sequence[bool]) -> float:
    """A share; not a number where there is nothing to count."""
    return sum(hits) / len(hits) if hits else float("nan")
