"""The evidence model: facts add up to log-odds of roles, and those to a probability.

All sums are of whole numbers (millionths of a log-odd), so they come out the same in whatever order
the facts are told. A fact that was denied counts the other way round with its own share; one that is
not known counts nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.knowledge.model import STAGES, Knowledge, Signal, Stage
from bot.understanding.reading import Polarity, Reading, SignalHit

Numbers = NDArray[np.int64]
Chances = NDArray[np.float64]
Flags = NDArray[np.bool_]
UNIT = 1_000_000
UNSEEN_PRIOR = -1.5  # log-odds of a role that the prior does not name
TEMPERATURE = 0.65  # divides log-odds; hereabouts log loss on messages as read is least, see tests/bench/advice.py


class Model:
    """The weights of the knowledge as arrays; rows are facts, columns are roles, both ordered by id."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.roles = sorted(knowledge.roles)
        self.facts = sorted(knowledge.signals)
        self.products = {id_ for id_, signal in knowledge.signals.items() if signal.axis == "product"}
        self.row = {id_: number for number, id_ in enumerate(self.facts)}
        prior = [knowledge.prior.get(role, UNSEEN_PRIOR) for role in self.roles]
        self.prior: Numbers = np.array([round(number * UNIT) for number in prior], np.int64)
        signals = [knowledge.signals[id_] for id_ in self.facts]
        self.present = self._rows([(signal, 1.0) for signal in signals])
        self.absent = self._rows([(signal, -signal.denied) for signal in signals])

    def score(self, facts: Mapping[str, Polarity]) -> Numbers:
        """Log-odds of each role in millionths."""
        told = [self.delta(id_, polarity) for id_, polarity in facts.items()]
        return np.asarray(sum(told, self.prior), np.int64)

    def delta(self, id_: str, polarity: Polarity) -> Numbers:
        """What a fact adds to each role."""
        if polarity == "unknown":
            return np.zeros_like(self.prior)
        return np.asarray((self.present if polarity == "present" else self.absent)[self.row[id_]], np.int64)

    def leader(self, scores: Numbers) -> str:
        """The role with the highest score; of equal ones the first by id."""
        return self.roles[int(np.argmax(scores))]

    def order(self, scores: Numbers) -> list[str]:
        """Roles by score, ties by id."""
        return [self.roles[number] for number in np.argsort(-scores, kind="stable")]

    def _rows(self, shares: Iterable[tuple[Signal, float]]) -> Numbers:
        rows = [
            [round(signal.weights.get(role, 0.0) * share * UNIT) for role in self.roles] for signal, share in shares
        ]
        return np.array(rows, np.int64).reshape(-1, len(self.roles))


@lru_cache(maxsize=4)
def model_of(knowledge: Knowledge) -> Model:
    """The model of the knowledge, made once."""
    return Model(knowledge)


def chances(scores: Numbers) -> Chances:
    """Probabilities of the roles; the last axis of `scores` runs over them."""
    logits = scores / (UNIT * TEMPERATURE)
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=-1, keepdims=True), np.float64)


def told_facts(reading: Reading, knowledge: Knowledge) -> tuple[SignalHit, ...]:
    """The facts that count: what was told, and the fact that stands for the stage if that was told by itself."""
    told = {hit.id for hit in reading.signals}
    stage = stage_fact(reading.stage, knowledge)
    extra = (SignalHit(id=stage.id, polarity="present"),) if stage and stage.id not in told else ()
    return (*reading.signals, *extra)


def stage_fact(stage: Stage | None, knowledge: Knowledge) -> Signal | None:
    """The fact that stands for a stage."""
    return next((signal for signal in knowledge.signals.values() if stage and signal.stage == stage), None)


def stage_of(facts: Iterable[SignalHit], knowledge: Knowledge) -> Stage | None:
    """How far the project is: the furthest stage told."""
    told = [knowledge.signals[hit.id].stage for hit in facts if hit.polarity == "present"]
    return max((stage for stage in told if stage), key=STAGES.index, default=None)


def polarities(facts: Iterable[SignalHit]) -> dict[str, Polarity]:
    """The facts by id."""
    return {hit.id: hit.polarity for hit in facts}


def telling(facts: Iterable[SignalHit], knowledge: Knowledge) -> tuple[SignalHit, ...]:
    """The facts that move any role."""
    return tuple(hit for hit in facts if hit.polarity != "unknown" and knowledge.signals[hit.id].weights)


def leading_role(reading: Reading, knowledge: Knowledge) -> str | None:
    """The role that the project's facts point to; without facts the first one named."""
    facts = told_facts(reading, knowledge)
    if telling(facts, knowledge):
        model = model_of(knowledge)
        return model.leader(model.score(polarities(facts)))
    return reading.roles[0] if reading.roles else None


def weight_of(hit: SignalHit, role: str, knowledge: Knowledge) -> float:
    """How far a fact as told speaks for a role, in log-odds; below zero against it."""
    signal = knowledge.signals[hit.id]
    share = {"present": 1.0, "absent": -signal.denied, "unknown": 0.0}[hit.polarity]
    return share * signal.weights.get(role, 0.0)
