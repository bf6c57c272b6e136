"""The next question: the one whose answer is expected to tell most about the role, if it can change the advice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.advisor.scoring import UNIT, Chances, Flags, Model, Numbers, chances, model_of
from bot.knowledge.model import Knowledge
from bot.understanding.reading import Polarity, SignalHit

LEAST_GAIN = 0.03  # nats; a question that is expected to tell less is idle
BASE, STEEPNESS = -1.5, 1.5  # how likely somebody who needs a role affirms a fact, by its weight; a logistic curve


@dataclass(frozen=True)
class Reply:
    """One answer to a question, the facts that it tells, and the role that would lead after it."""

    label: str
    facts: tuple[SignalHit, ...]
    role: str


@dataclass(frozen=True)
class Asked:
    """A question put to the asker; affirming and denying its `fact` leads to different roles. `gain` is in nats."""

    fact: str
    text: str
    gain: float
    replies: tuple[Reply, ...]
    evidence: tuple[str, ...]

    @property
    def facts(self) -> tuple[str, ...]:
        """Every fact that some answer tells."""
        return tuple(dict.fromkeys(hit.id for reply in self.replies for hit in reply.facts))


@dataclass(frozen=True)
class _Form:
    """A question as the model sees it: what each answer adds to each role, and how likely each role gives it.

    Shapes: `deltas` and `likely` (answers, roles). Once a fact in `settles` is known the question is idle.
    """

    text: str
    labels: tuple[str, ...]
    facts: tuple[tuple[SignalHit, ...], ...]
    deltas: Numbers
    likely: Chances
    evidence: tuple[str, ...]
    settles: frozenset[str]

    @property
    def told(self) -> tuple[str, ...]:
        """Every fact that some answer tells, each once."""
        return tuple(dict.fromkeys(hit.id for answer in self.facts for hit in answer))


@dataclass(frozen=True)
class _Bank:
    """Every question, and the answers of all of them one below the other; `starts` is where each one's begin."""

    forms: tuple[_Form, ...]
    starts: NDArray[np.int64]
    deltas: Numbers
    likely: Chances

    def leaders(self, base: Numbers, open_: Flags) -> list[set[int]]:
        """For each question the roles that its answers put in the lead, if only the open ones compete."""
        found = _leaders(base + self.deltas, open_).tolist()
        ends = [*self.starts[1:].tolist(), len(found)]
        return [set(found[start:end]) for start, end in zip(self.starts.tolist(), ends, strict=True)]

    def gains(self, base: Numbers, open_: Flags) -> Chances:
        """Entropy of the open roles now, less what is expected to be left of it after each question's answer."""
        now = _among(chances(base), open_)
        left = (self.likely @ now) * _entropy(_among(chances(base + self.deltas), open_))
        return np.asarray(np.round(_entropy(now) - np.add.reduceat(left, self.starts), 4), np.float64)


def next_question(
    facts: Mapping[str, Polarity], among: Sequence[str], knowledge: Knowledge, *, closed: bool = False
) -> Asked | None:
    """The question with the highest expected gain; none if no answer could change the advice or tell enough.

    `among` are the roles it has to decide between; empty for all. Where answers can put several of these in the
    lead before all others, only questions with such answers are looked at. `closed` tells that no other role will
    be advised after the answer.
    """
    model, bank = model_of(knowledge), _bank(knowledge)
    if not bank.forms:
        return None
    base = model.score(facts)
    open_ = np.array([not among or role in among for role in model.roles])
    gains = np.where(_useful(facts, base, open_, model, bank), bank.gains(base, open_), 0.0)
    best = int(gains.argmax())
    if gains[best] < LEAST_GAIN:
        return None
    competing = open_ if closed else np.ones_like(open_)
    return _asked(bank.forms[best], float(gains[best]), base, competing, model)


def _useful(facts: Mapping[str, Polarity], base: Numbers, open_: Flags, model: Model, bank: _Bank) -> Flags:
    """The questions not settled yet whose answers lead to different roles."""
    everybody = np.ones_like(open_)
    pivots = _pivots(base, model)
    leaders = bank.leaders(base, everybody)
    nearer = leaders if open_.all() else bank.leaders(base, open_)
    useful = np.array(
        [
            facts.keys().isdisjoint(form.settles) and not pivots.isdisjoint(form.told) and min(len(all_), len(near)) > 1
            for form, all_, near in zip(bank.forms, leaders, nearer, strict=True)
        ]
    )
    decisive = useful & np.array([sum(bool(open_[role]) for role in roles) > 1 for roles in leaders])
    return decisive if decisive.any() else useful


def _pivots(base: Numbers, model: Model) -> Set[str]:
    """The facts whose affirmation and denial lead to different roles."""
    turned = (base + model.present).argmax(axis=1) != (base + model.absent).argmax(axis=1)
    return {model.facts[row] for row in np.flatnonzero(turned).tolist()}


def _leaders(scores: Numbers, open_: Flags) -> NDArray[np.int64]:
    return np.asarray(np.where(open_, scores, np.iinfo(np.int64).min).argmax(axis=1), np.int64)


def _among(shares: Chances, open_: Flags) -> Chances:
    kept = np.where(open_, shares, 0.0)
    return np.asarray(kept / np.maximum(kept.sum(axis=-1, keepdims=True), 1e-12))


def _entropy(shares: Chances) -> Chances:
    return np.asarray(-(shares * np.log(np.maximum(shares, 1e-12))).sum(axis=-1))


@lru_cache(maxsize=4)
def _bank(knowledge: Knowledge) -> _Bank:
    """Every question that can be asked: those with several answers first, then each fact by itself."""
    model = model_of(knowledge)
    forms = (*_with_choices(knowledge, model), *_yes_or_no(knowledge, model))
    if not forms:
        empty = np.zeros((0, len(model.roles)))
        return _Bank((), np.zeros(0, np.int64), empty.astype(np.int64), empty)
    counts = [len(form.labels) for form in forms]
    return _Bank(
        forms=forms,
        starts=np.cumsum([0, *counts[:-1]], dtype=np.int64),
        deltas=np.concatenate([form.deltas for form in forms]),
        likely=np.concatenate([form.likely for form in forms]),
    )


def _with_choices(knowledge: Knowledge, model: Model) -> Iterator[_Form]:
    for question in knowledge.questions.values():
        told = tuple(
            tuple(SignalHit(id=id_, polarity="present") for id_ in answer.facts) for answer in question.answers
        )
        deltas = np.array([sum(model.delta(hit.id, hit.polarity) for hit in hits) for hits in told], np.int64)
        powers = np.exp(STEEPNESS * deltas / UNIT)
        labels = tuple(answer.label for answer in question.answers)
        settles = frozenset(hit.id for hits in told for hit in hits)
        yield _Form(question.text, labels, told, deltas, powers / powers.sum(axis=0), question.evidence, settles)


def _yes_or_no(knowledge: Knowledge, model: Model) -> Iterator[_Form]:
    """Each fact's own question; whoever answered it for one fact is not asked the same words for another."""
    alike: dict[str, set[str]] = {}
    for signal in knowledge.signals.values():
        alike.setdefault(signal.question, set()).add(signal.id)
    for signal in knowledge.signals.values():
        if not signal.weights:
            continue
        yes, no = (SignalHit(id=signal.id, polarity=polarity) for polarity in ("present", "absent"))
        deltas = np.array([model.delta(signal.id, "present"), model.delta(signal.id, "absent")], np.int64)
        affirms = 1 / (1 + np.exp(-(BASE + STEEPNESS * deltas[0] / UNIT)))
        likely = np.array([affirms, 1 - affirms])
        settles = frozenset(alike[signal.question])
        yield _Form(signal.question, ("Yes", "No"), ((yes,), (no,)), deltas, likely, signal.evidence, settles)


def _asked(form: _Form, gain: float, base: Numbers, competing: Flags, model: Model) -> Asked:
    """The question with what each answer would lead to."""
    leaders = [model.roles[number] for number in _leaders(base + form.deltas, competing).tolist()]
    replies = tuple(Reply(*each) for each in zip(form.labels, form.facts, leaders, strict=True))
    pivots = _pivots(base, model)
    fact = next(id_ for id_ in form.told if id_ in pivots)
    return Asked(fact, form.text, gain, replies, form.evidence)
