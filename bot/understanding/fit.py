"""A fitted classifier, and how it is made from the points that its examples are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bot.understanding.features import Floats, Numbers
from bot.understanding.kernel import Space, solve
from bot.understanding.thresholds import Thresholds, choose

OUTSIDE_TRUST = 0.5  # against 1 for the other examples: anything may be out of scope, so no example says much


@dataclass
class Fit:
    """Everything a fitted classifier consists of.

    `alpha` holds the coefficients, shape (intents, examples), `unseen` the examples' scores from a model that never
    saw their writer, shape (examples, intents).
    """

    space: Space
    alpha: Floats
    unseen: Floats
    thresholds: Thresholds


def fit(space: Space, truth: Numbers, intents: int, outside: int, writers: Sequence[str]) -> Fit:
    """Fit to the numbers of the examples' intents, of which there are so many and `outside` is out of scope."""
    targets = np.eye(intents, dtype=np.float32)[truth]
    trust = np.where(truth == outside, OUTSIDE_TRUST, 1.0).astype(np.float32)
    alpha, unseen = solve(space.gram(), targets, trust, writers)
    return Fit(space, np.ascontiguousarray(alpha.T), unseen, choose(unseen, truth, outside))
