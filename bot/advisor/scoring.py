"""The arithmetic of a recommendation: scores of roles, the smallest flips, the question that decides most."""

from __future__ import annotations

import math
from collections.abc import Mapping

from bot.knowledge.model import Knowledge, Signal
from bot.understanding.reading import Polarity, Reading, SignalHit

UNSEEN_PRIOR = -1.5  # log-odds of a role that the prior does not name
DENIAL_SHARE = -0.6  # a denied fact counts against what the fact would speak for, with less force
MOST_FLIP_FACTS = 3

Scores = Mapping[str, float]


def score(signals: tuple[SignalHit, ...], knowledge: Knowledge) -> dict[str, float]:
    """Log-odds of each role, independent of the order of the signals."""
    totals = {role: knowledge.prior.get(role, UNSEEN_PRIOR) for role in knowledge.roles}
    for hit in sorted(signals, key=lambda hit: hit.id):
        share = 1.0 if hit.polarity == "present" else DENIAL_SHARE
        for role, weight in knowledge.signals[hit.id].weights.items():
            totals[role] += share * weight
    return {role: round(total, 6) for role, total in totals.items()}


def ranking(scores: Scores) -> list[str]:
    """Roles by score, ties by id."""
    return sorted(scores, key=lambda role: (-scores[role], role))


def weight_of(hit: SignalHit, role: str, knowledge: Knowledge) -> float:
    """How far a fact as told speaks for a role; below zero against it."""
    share = 1.0 if hit.polarity == "present" else DENIAL_SHARE
    return share * knowledge.signals[hit.id].weights.get(role, 0.0)


def chance_of(scores: Scores, role: str) -> float:
    """The probability of the role among all, by softmax of the log-odds."""
    total = sum(math.exp(value) for value in scores.values())
    return round(math.exp(scores[role]) / total, 4)


def leading_role(reading: Reading, knowledge: Knowledge) -> str | None:
    """The role that the project's facts point to; without facts the first one named."""
    if any(knowledge.signals[hit.id].weights for hit in reading.signals):
        return ranking(score(reading.signals, knowledge))[0]
    return reading.roles[0] if reading.roles else None


def flips(signals: tuple[SignalHit, ...], knowledge: Knowledge) -> list[tuple[str, tuple[Signal, ...]]]:
    """For each other role a smallest set of further facts that would make it lead; the smallest sets first.

    No fact of a set can be spared. Single facts are all tried; larger sets are built from the facts
    that gain most on the leader, for scores add up, and then pruned.
    """
    base = score(signals, knowledge)
    top = ranking(base)[0]
    said = {hit.id for hit in signals}
    found: list[tuple[int, float, str, tuple[Signal, ...]]] = []
    for role in (name for name in base if name != top):
        gains = sorted(
            (
                (signal.weights.get(top, 0.0) - signal.weights[role], signal.id, signal)
                for signal in knowledge.signals.values()
                if signal.id not in said and signal.weights.get(role, 0.0) > 0
            ),
            key=lambda item: item[:2],
        )
        added = _leading_set(role, tuple(signal for _, _, signal in gains), base)
        if added:
            margin = _margin(_with(base, added), role, top)
            found.append((len(added), -margin, role, added))
    found.sort(key=lambda item: item[:3])
    return [(role, added) for _, _, role, added in found]


def _leading_set(role: str, open_: tuple[Signal, ...], base: Scores) -> tuple[Signal, ...]:
    """The fewest facts found that put the role in the lead; empty if so many are not enough."""
    for single in open_:
        if ranking(_with(base, (single,)))[0] == role:
            return (single,)
    for size in range(2, MOST_FLIP_FACTS + 1):
        added = open_[:size]
        if ranking(_with(base, added))[0] != role:
            continue
        for signal in added:
            fewer = tuple(other for other in added if other is not signal)
            if ranking(_with(base, fewer))[0] == role:
                added = fewer
        return added
    return ()


def _with(base: Scores, added: tuple[Signal, ...]) -> dict[str, float]:
    """The scores after further facts were affirmed."""
    scores = dict(base)
    for signal in added:
        for role, weight in signal.weights.items():
            scores[role] = round(scores[role] + weight, 6)
    return scores


def _margin(scores: Scores, role: str, top: str) -> float:
    """How far a role leads over the one that led before."""
    return scores[role] - scores[top]


def next_question(reading: Reading, order: list[str], knowledge: Knowledge) -> Signal | None:
    """The open signal that separates the leading roles most, if an answer to it can change the lead."""
    said = {hit.id for hit in reading.signals}
    best: tuple[float, str] | None = None
    for signal in knowledge.signals.values():
        if signal.id in said:
            continue
        winners = {ranking(score((*reading.signals, told(signal, p)), knowledge))[0] for p in ("present", "absent")}
        spread = max((signal.weights.get(r, 0.0) for r in order[:4]), default=0.0)
        spread -= min((signal.weights.get(r, 0.0) for r in order[:4]), default=0.0)
        if len(winners) > 1 and (best is None or (spread, signal.id) > best):
            best = (spread, signal.id)
    return knowledge.signals[best[1]] if best else None


def told(signal: Signal, polarity: Polarity) -> SignalHit:
    """The signal as a fact that was affirmed or denied."""
    return SignalHit(id=signal.id, polarity=polarity)
