"""The smallest changes that would turn the advice into another role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from bot.advisor.scoring import UNIT, Model, Numbers
from bot.understanding.reading import Polarity

MOST_CHANGES = 3
FAR_FETCHED = 100 * UNIT  # people know what they want to build; they are less sure of how, how far and for whom


@dataclass(frozen=True)
class Flip:
    """Facts that would have to hold (`present`) or not to hold (`absent`) besides, and the role that would lead."""

    role: str
    present: tuple[str, ...]
    absent: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many facts change."""
        return len(self.present) + len(self.absent)


@dataclass(frozen=True)
class _Changes:
    """Every single change: which fact, to what, what it adds to each role, and how far-fetched it is.

    Shapes: `deltas` (changes, roles), `cost` (changes,).
    """

    facts: tuple[tuple[str, Polarity], ...]
    deltas: Numbers
    cost: Numbers


def smallest_flips(facts: Mapping[str, Polarity], model: Model) -> list[Flip]:
    """For each role that fewest changes can put in the lead, the set of so many that does so most clearly.

    All sets of one change are tried; only if none turns the advice, those of two, then of three. Empty if three
    are not enough. The roles that are likeliest now come first.
    """
    base = model.score(facts)
    changes = _changes(facts, model)
    for size in range(1, MOST_CHANGES + 1):
        sets = _sets(size, base, changes)
        found = _best(sets, base, changes, model)
        if found:
            order = model.order(base)
            return sorted(found, key=lambda flip: order.index(flip.role))
    return []


def _changes(facts: Mapping[str, Polarity], model: Model) -> _Changes:
    kinds: tuple[Polarity, ...] = ("present", "absent")
    now = np.zeros_like(model.present)
    for id_, kind in facts.items():
        now[model.row[id_]] = model.delta(id_, kind)
    deltas = np.stack([model.present - now, model.absent - now], axis=1).reshape(-1, len(model.roles))
    moved = [(id_, kind) for id_ in model.facts for kind in kinds]
    kept = [
        number
        for number in np.flatnonzero(deltas.any(axis=1)).tolist()
        if facts.get(moved[number][0]) != moved[number][1]
    ]
    facts_moved = tuple(moved[number] for number in kept)
    cost = np.array([FAR_FETCHED if id_ in model.products else 0 for id_, _ in facts_moved], np.int64)
    return _Changes(facts_moved, deltas[kept], cost)


def _sets(size: int, base: Numbers, changes: _Changes) -> Numbers:
    """Sets of changes that could turn the lead, one a row; those that cannot reach it are left out unseen."""
    count = len(changes.facts)
    if size == 1 or count < size:
        return np.arange(count if size == 1 else 0).reshape(-1, 1)
    top = int(np.argmax(base))
    gains = changes.deltas - changes.deltas[:, [top]]  # of each role on the leader, by each change
    best = np.sort(gains, axis=0)[-(size - 1) :].sum(axis=0)  # what the other changes of a set could add at most
    useful = np.flatnonzero(((gains + best) >= (base[top] - base)).any(axis=1, where=np.arange(len(base)) != top))
    pairs = np.array(list(combinations(useful.tolist(), size)), np.int64).reshape(-1, size)
    names = np.array([model_fact for model_fact, _ in changes.facts])
    clash = np.zeros(len(pairs), bool)
    for one, other in combinations(range(size), 2):
        clash |= names[pairs[:, one]] == names[pairs[:, other]]
    return np.asarray(pairs[~clash], np.int64)


def _best(sets: Numbers, base: Numbers, changes: _Changes, model: Model) -> list[Flip]:
    """The clearest set for each role that any of the sets puts in the lead."""
    if not len(sets):
        return []
    scores = base + changes.deltas[sets].sum(axis=1)
    leaders = scores.argmax(axis=1)
    top = int(np.argmax(base))
    turned = np.flatnonzero(leaders != top)
    margins = scores[turned, leaders[turned]] - scores[turned, top] - changes.cost[sets[turned]].sum(axis=1)
    found: dict[int, tuple[int, int]] = {}
    for place, margin in zip(turned.tolist(), margins.tolist(), strict=True):
        role = int(leaders[place])
        if role not in found or margin > found[role][0]:
            found[role] = (margin, place)
    return [_flip(model.roles[role], sets[place].tolist(), changes) for role, (_, place) in found.items()]


def _flip(role: str, numbers: list[int], changes: _Changes) -> Flip:
    moved = [changes.facts[number] for number in numbers]
    return Flip(
        role=role,
        present=tuple(id_ for id_, kind in moved if kind == "present"),
        absent=tuple(id_ for id_, kind in moved if kind == "absent"),
    )
