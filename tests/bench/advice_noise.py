"""What becomes of the advice if every weight and every prior is a little off."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.advisor.scoring import UNIT, model_of, polarities, told_facts
from bot.knowledge import Knowledge
from tests.bench.advice_cases import Judged

SPREAD = 0.3  # standard deviation in log-odds
DRAWS = 200
SEED = 20261121


def unchanged(
    rows: Sequence[Judged], knowledge: Knowledge, draws: int = DRAWS, spread: float = SPREAD
) -> NDArray[np.float64]:
    """For each row, in which share of the draws the same role leads.

    Noise is added to every weight that the knowledge states and to every prior; a role that a fact says nothing
    about stays unmoved by it.
    """
    chance = np.random.default_rng(SEED)
    model = model_of(knowledge)
    prior = model.prior / UNIT
    weights = model.present / UNIT
    stated = weights != 0
    told = np.array([_shares(row, knowledge) for row in rows])
    now = (told @ weights + prior).argmax(axis=1)
    same = np.zeros(len(rows))
    for _ in range(draws):
        weights_off = weights + stated * chance.normal(0, spread, weights.shape)
        prior_off = prior + chance.normal(0, spread, prior.shape)
        same += (told @ weights_off + prior_off).argmax(axis=1) == now
    return same / draws


def _shares(row: Judged, knowledge: Knowledge) -> list[float]:
    """How much of each fact's weights counts: all of them if it was affirmed, some turned round if denied."""
    known = polarities(told_facts(row.reading, knowledge))
    counts = {
        id_: {"present": 1.0, "absent": -knowledge.signals[id_].denied}.get(kind, 0.0) for id_, kind in known.items()
    }
    return [counts.get(id_, 0.0) for id_ in model_of(knowledge).facts]
