"""How honest the probability of the leading role is, and the temperature that makes it so."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.advisor.scoring import UNIT
from tests.bench.advice_cases import Judged, by_writer

BINS = 10
TEMPERATURES = tuple(round(number / 20, 2) for number in range(6, 41))  # 0.3 to 2
LEAST_CHANCE = 1e-6
DRAWS = 500
SEED = 20261121
Floats = NDArray[np.float64]


class Bin(NamedTuple):
    """Pieces of advice: how many, how sure they are on average, and which share of them is right."""

    of: int
    sure: float
    right: float


def at(rows: Sequence[Judged], temperature: float) -> tuple[Floats, Floats]:
    """The chance of each row's role at that temperature, and whether the role is right (1 or 0)."""
    scores = np.array([row.scores for row in rows], np.float64) / (UNIT * temperature)
    roles = [row.place for row in rows]
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    sure = powers[np.arange(len(rows)), roles] / powers.sum(axis=1)
    return sure, np.array([row.right for row in rows], np.float64)


def even_bins(sure: Floats, right: Floats) -> list[Bin]:
    """Ten bins of equal width."""
    places = np.minimum((sure * BINS).astype(np.int64), BINS - 1)
    return _bins([np.flatnonzero(places == number) for number in range(BINS)], sure, right)


def equal_bins(sure: Floats, right: Floats) -> list[Bin]:
    """Ten bins of as many rows each, from the least sure to the surest."""
    return _bins(np.array_split(np.argsort(sure, kind="stable"), BINS), sure, right)


def error(bins: Sequence[Bin]) -> float:
    """The expected calibration error: how far the bins are off, weighted by their size."""
    return sum(each.of * abs(each.sure - each.right) for each in bins) / sum(each.of for each in bins)


def floor(sure: Floats, bins: Callable[[Floats, Floats], list[Bin]], draws: int = DRAWS) -> float:
    """The error that chance alone would leave, were every one of these chances honest."""
    chance = np.random.default_rng(SEED)
    return float(np.mean([error(bins(sure, (chance.random(len(sure)) < sure) * 1.0)) for _ in range(draws)]))


def log_loss(sure: Floats, right: Floats) -> float:
    """Of "this role is right", in nats."""
    chance = np.where(right > 0, sure, 1 - sure)
    return float(-np.log(np.maximum(chance, LEAST_CHANCE)).mean())


def best_temperature(rows: Sequence[Judged]) -> float:
    """The one of all temperatures with the least log loss."""
    return min(TEMPERATURES, key=lambda temperature: log_loss(*at(rows, temperature)))


def held_out(rows: Sequence[Judged]) -> tuple[dict[str, float], Floats, Floats]:
    """The temperature chosen without each writer, and all chances as they come out at those."""
    chosen: dict[str, float] = {}
    parts = []
    for writer, own in by_writer(rows):
        chosen[writer] = best_temperature([row for row in rows if row.case.writer != writer])
        parts.append(at(own, chosen[writer]))
    return chosen, np.concatenate([sure for sure, _ in parts]), np.concatenate([right for _, right in parts])


def _bins(places: Sequence[NDArray[np.int64]], sure: Floats, right: Floats) -> list[Bin]:
    return [Bin(len(rows), float(sure[rows].mean()), float(right[rows].mean())) for rows in places if len(rows)]
