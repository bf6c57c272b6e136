"""From scores to decisions: calibrated probabilities, and when to answer, to ask back, to decline.

All of it is set on predictions for writers that the model had not seen, by split-conformal
counting (Vovk et al., https://arxiv.org/abs/0706.3188): of the answers that went wrong one more is
assumed than was counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from bot.understanding.features import Floats

TEMPERATURES = np.geomspace(0.02, 0.5, 40)
WRONG_ALLOWED = 0.045  # share of wrong answers among those given
DECLINED_ALLOWED = 0.025  # share of messages in scope that are declined
NEVER = 2.0  # a threshold that no probability reaches
CAUTIOUS = 0.6  # the threshold for answers where there is nothing to count


@dataclass(frozen=True)
class Thresholds:
    """`temperature` of the probabilities; least probabilities to answer and to decline."""

    temperature: float
    answer_from: float
    decline_from: float


@dataclass(frozen=True)
class Decisions:
    """For each message its likeliest intent, and whether it was answered or declined; else it was asked back."""

    top: Any
    answered: Any
    declined: Any


@dataclass(frozen=True)
class Errors:
    """What decisions came to: shares, and the number of messages inside and outside of the scope."""

    top1: float
    answered: float
    wrong: float
    declined: float
    outside_declined: float
    inside: int
    outside: int


def softmax(scores: Floats, temperature: float) -> Floats:
    """Probabilities of each row of scores; shape (messages, intents)."""
    raised = np.exp((scores - scores.max(axis=1, keepdims=True)) / temperature)
    return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def choose(scores: Floats, truth: Any, outside: int) -> Thresholds:
    """Thresholds for scores, shape (messages, intents), of messages whose true intents are `truth`.

    `outside` is the number of the intent that stands for everything else, -1 if there is none.
    """
    temperature = float(min(TEMPERATURES, key=lambda each: _log_loss(scores, truth, each)))
    chances = softmax(scores, temperature)
    return Thresholds(temperature, _answer_from(chances, truth, outside), _decline_from(chances, truth, outside))


def decide(scores: Floats, outside: int, at: Thresholds) -> Decisions:
    """What these thresholds do with scores of shape (messages, intents)."""
    chances = softmax(scores, at.temperature)
    top, best = chances.argmax(axis=1), chances.max(axis=1)
    return Decisions(top, (top != outside) & (best >= at.answer_from), (top == outside) & (best >= at.decline_from))


def decide_unseen(scores: Floats, truth: Any, outside: int, writers: Sequence[str]) -> Decisions:
    """Decisions on each writer's messages under thresholds that were chosen on the other writers'."""
    names, size = np.array(writers), len(writers)
    found = Decisions(np.zeros(size, int), np.zeros(size, bool), np.zeros(size, bool))
    for writer in sorted(set(writers)):
        held = names == writer
        if held.all():
            raise ValueError("one writer alone cannot be held out")
        made = decide(scores[held], outside, choose(scores[~held], truth[~held], outside))
        found.top[held], found.answered[held], found.declined[held] = made.top, made.answered, made.declined
    return found


def count(made: Decisions, truth: Any, outside: int, among: Any = slice(None)) -> Errors:
    """The errors of decisions, of all messages or of those `among`."""
    top, answered, declined, truth = made.top[among], made.answered[among], made.declined[among], truth[among]
    inside = truth != outside
    return Errors(
        top1=_share((top == truth)[inside]),
        answered=_share(answered[inside]),
        wrong=_share((top != truth)[answered]),
        declined=_share(declined[inside]),
        outside_declined=_share(declined[~inside]),
        inside=int(inside.sum()),
        outside=int((~inside).sum()),
    )


def _share(flags: Any) -> float:
    return float(np.mean(flags)) if len(flags) else 0.0


def _answer_from(chances: Floats, truth: Any, outside: int) -> float:
    """The least probability from which answers are wrong at most as often as allowed."""
    top = chances.argmax(axis=1)
    given = np.flatnonzero(top != outside)
    order = given[np.argsort(-chances[given, top[given]], kind="stable")]
    best = chances[order, top[order]]
    wrong = np.cumsum(top[order] != truth[order]) + 1
    last_of_its_kind = np.append(best[1:] < best[:-1], True)[: len(best)]  # a threshold lets all equal ones through
    fine = np.flatnonzero(last_of_its_kind & (wrong <= WRONG_ALLOWED * np.arange(1, len(order) + 1)))
    return float(best[fine[-1]]) if len(fine) else CAUTIOUS


def _decline_from(chances: Floats, truth: Any, outside: int) -> float:
    """The least probability of being outside from which few messages in scope are declined."""
    if outside < 0:
        return NEVER
    inside = np.flatnonzero(truth != outside)
    lost = np.sort(chances[inside[chances[inside].argmax(axis=1) == outside], outside])[::-1]
    allowed = int(DECLINED_ALLOWED * len(inside))
    return float(np.nextafter(lost[allowed], np.float32(1))) if len(lost) > allowed else 0.0


def _log_loss(scores: Floats, truth: Any, temperature: float) -> float:
    chances = softmax(scores, temperature)[np.arange(len(truth)), truth]
    return float(-np.mean(np.log(np.maximum(chances, 1e-9))))
