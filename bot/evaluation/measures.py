"""The arithmetic of an evaluation: from judged messages to shares, tables and bins. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.evaluation.judged import Judged
from bot.understanding.classifier import OUT_OF_SCOPE

Z = 1.959964  # of the normal distribution, for 95 %
BINS = 10
THRESHOLDS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95)


@dataclass(frozen=True)
class Share:
    """`hits` out of `of`; neither a value nor an interval where there is nothing to count."""

    hits: int
    of: int

    @property
    def value(self) -> float | None:
        """The share, 0 to 1."""
        return self.hits / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Wilson's 95 % interval."""
        if not self.of:
            return None
        share, n = self.hits / self.of, self.of
        middle = share + Z**2 / (2 * n)
        reach = Z * math.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
        low, high = (middle - reach) / (1 + Z**2 / n), (middle + reach) / (1 + Z**2 / n)
        # at the ends the bound is the end itself, which rounding misses
        return (0.0 if not self.hits else low, 1.0 if self.hits == n else high)


@dataclass(frozen=True)
class Found:
    """What was found rightly, found wrongly and overlooked."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float | None:
        """Right among the found."""
        return Share(self.right, self.right + self.wrong).value

    @property
    def recall(self) -> float | None:
        """Right among those to be found."""
        return Share(self.right, self.right + self.missed).value

    @property
    def f1(self) -> float | None:
        """The harmonic mean of the two; None where there was nothing to find and nothing was found."""
        return Share(2 * self.right, 2 * self.right + self.wrong + self.missed).value


@dataclass(frozen=True)
class Headline:
    """The figures of a set of messages."""

    top1: Share
    answered: Share
    covered: Share
    wrong: Share
    declined: Share
    refused: Share
    several: Share
    several_answered: int
    mentions: Found
    mentions_of: int
    role: Share


def share(rows: Iterable[Judged], holds: Callable[[Judged], bool]) -> Share:
    """The share of the messages for which something holds."""
    hits = [holds(each) for each in rows]
    return Share(sum(hits), len(hits))


def did(outcome: str) -> Callable[[Judged], bool]:
    """Whether that was the outcome."""
    return lambda each: each.answered.outcome == outcome


def headline(rows: Sequence[Judged]) -> Headline:
    """Every figure of the headline."""
    inside = [each for each in rows if each.row.in_scope]
    outside = [each for each in rows if not each.row.in_scope]
    given = [each for each in rows if did("answer")(each)]
    best = [each for each in rows if each.row.best_roles]
    several = [(name, each) for each in rows if len(each.row.intents) > 1 for name in each.row.intents]
    named = [each for name, each in several if name in each.answered.intents]
    return Headline(
        top1=share(inside, lambda each: each.right),
        answered=share(inside, did("answer")),
        covered=share(inside, lambda each: each.covered),
        wrong=share(given, lambda each: not each.right),
        declined=share(outside, did("decline")),
        refused=share(inside, did("decline")),
        several=Share(len(named), len(several)),
        several_answered=sum(did("answer")(each) for each in named),
        mentions=mentions(rows),
        mentions_of=sum(each.row.roles is not None for each in rows),
        role=share(best, lambda each: each.answered.role in each.row.best_roles),
    )


def mentions(rows: Iterable[Judged]) -> Found:
    """The roles found in messages, summed over those whose roles are labelled."""
    right = wrong = missed = 0
    for each in rows:
        if each.row.roles is not None:
            wanted, found = set(each.row.roles), set(each.answered.roles)
            right += len(found & wanted)
            wrong += len(found - wanted - set(each.row.roles_also_ok))
            missed += len(wanted - found)
    return Found(right, wrong, missed)


@dataclass(frozen=True)
class OfIntent:
    """How well one intent is told from the others."""

    intent: str
    precision: Share
    recall: Share

    @property
    def f1(self) -> float | None:
        """The harmonic mean of the two; None where the intent is neither wanted nor named."""
        return Share(2 * self.precision.hits, self.precision.of + self.recall.of).value


def per_intent(rows: Sequence[Judged]) -> list[OfIntent]:
    """Every intent wanted or named first. A message wants what is named first if that is accepted, else its first."""
    wanted = Counter(each.first if each.right else each.row.intents[0] for each in rows)
    named = Counter(each.first for each in rows)
    right = Counter(each.first for each in rows if each.right)
    names = sorted({*wanted, *named} - {""})
    return [OfIntent(name, Share(right[name], named[name]), Share(right[name], wanted[name])) for name in names]


def confusions(rows: Iterable[Judged]) -> list[tuple[str, str, int]]:
    """(wanted first, named first, how often) of the wrong ones, the most frequent first."""
    pairs = Counter((each.row.intents[0], each.first) for each in rows if not each.right)
    return [(*pair, count) for pair, count in sorted(pairs.items(), key=lambda item: (-item[1], item[0]))]


@dataclass(frozen=True)
class Bin:
    """Messages of about the same confidence: from `low` to below `high` (the last one to 1 itself)."""

    low: float
    high: float
    right: Share
    confidence: float | None


def calibration(rows: Sequence[Judged]) -> tuple[list[Bin], float | None]:
    """Ten bins of confidence, and the expected calibration error: the mean gap, weighted by count."""
    held: list[list[Judged]] = [[] for _ in range(BINS)]
    for each in rows:
        held[min(int(each.answered.confidence * BINS), BINS - 1)].append(each)
    bins, gap = [], 0.0
    for number, inside in enumerate(held):
        right = share(inside, lambda each: each.sure)
        total = math.fsum(each.answered.confidence for each in inside)
        gap += abs(total - right.hits)
        bins.append(Bin(number / BINS, (number + 1) / BINS, right, total / right.of if right.of else None))
    return bins, gap / len(rows) if rows else None


@dataclass(frozen=True)
class AtThreshold:
    """What would follow from answering every message read as in scope with at least that confidence."""

    least: float
    coverage: Share
    error: Share


def thresholds(rows: Sequence[Judged]) -> list[AtThreshold]:
    """Coverage (of the messages in scope) against error (of all answers) at each threshold."""
    readable = [each for each in rows if each.answered.likeliest != OUT_OF_SCOPE]
    inside = sum(each.row.in_scope for each in rows)
    table = []
    for least in THRESHOLDS:
        given = [each for each in readable if each.answered.confidence >= least]
        coverage = Share(sum(each.row.in_scope for each in given), inside)
        table.append(AtThreshold(least, coverage, share(given, lambda each: not each.sure)))
    return table


def grouped(rows: Iterable[Judged], key: Callable[[Judged], str]) -> list[tuple[str, list[Judged]]]:
    """The messages of each group, by name."""
    groups: dict[str, list[Judged]] = {}
    for each in rows:
        groups.setdefault(key(each), []).append(each)
    return sorted(groups.items())


def worst(rows: Iterable[Judged], count: int) -> list[Judged]:
    """Wrong answers and false refusals, the most confident first."""
    return sorted((each for each in rows if each.harm), key=lambda each: -each.answered.confidence)[:count]
