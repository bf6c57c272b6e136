"""The next question: the one whose answer is expected to tell most about the role, if it can change the advice.

What contradicts an earlier answer is neither asked nor offered: see `not_if` and `not_without` in the knowledge.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray

from bot.advisor.scoring import UNIT, Chances, Flags, Model, Numbers, chances, model_of
from bot.knowledge.model import Knowledge, Question, Signal
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

    entry: Question | Signal
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

    def only(self, offered: Sequence[bool]) -> _Form:
        """The same question with these answers alone."""
        kept = [number for number, stays in enumerate(offered) if stays]
        return replace(
            self,
            labels=tuple(self.labels[number] for number in kept),
            facts=tuple(self.facts[number] for number in kept),
            deltas=self.deltas[kept],
            likely=self.likely[kept],
        )


@dataclass(frozen=True)
class _Bank:
    """Every question, and the answers of all of them one below the other; `starts` is where each one's begin.

    `offered`, wherever it is asked for, flags the answers that may be given.
    """

    forms: tuple[_Form, ...]
    starts: NDArray[np.int64]
    deltas: Numbers
    likely: Chances

    @cached_property
    def places(self) -> tuple[slice, ...]:
        """Where each question's answers stand."""
        starts = self.starts.tolist()
        return tuple(slice(*both) for both in zip(starts, [*starts[1:], len(self.deltas)], strict=True))

    def offered(self, facts: Mapping[str, Polarity], knowledge: Knowledge) -> Flags:
        """The answers that nothing told contradicts; none of a question that it makes pointless."""
        gone = contradicted(facts, knowledge)
        stay = [(fits(form.entry, facts), form.facts) for form in self.forms]
        return np.array([open_ and gone.isdisjoint(hit.id for hit in hits) for open_, each in stay for hits in each])

    def leaders(self, base: Numbers, open_: Flags, offered: Flags) -> list[set[int]]:
        """For each question the roles that its answers put in the lead, if only the open ones compete."""
        found = np.where(offered, _leaders(base + self.deltas, open_), -1).tolist()
        return [set(found[place]) - {-1} for place in self.places]

    def gains(self, base: Numbers, open_: Flags, offered: Flags) -> Chances:
        """Entropy of the open roles now, less what is expected to be left of it after each question's answer."""
        now = _among(chances(base), open_)
        likely = self._shares(offered) @ now
        left = likely * _entropy(_among(chances(base + self.deltas), open_))
        return np.asarray(np.round(_entropy(now) - np.add.reduceat(left, self.starts), 4), np.float64)

    def _shares(self, offered: Flags) -> Chances:
        """How likely each role gives each answer, if it has to be one of those offered."""
        kept = np.where(offered[:, None], self.likely, 0.0)
        sums = np.repeat(np.add.reduceat(kept, self.starts), [len(form.labels) for form in self.forms], axis=0)
        return np.asarray(kept / np.maximum(sums, 1e-12))


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
    base, offered = model.score(facts), bank.offered(facts, knowledge)
    open_ = np.array([not among or role in among for role in model.roles])
    unsettled = [facts.keys().isdisjoint(form.settles) for form in bank.forms]
    useful = np.array(unsettled) & _useful(base, open_, offered, model, bank)
    gains = np.where(useful, bank.gains(base, open_, offered), 0.0)
    best = int(gains.argmax())
    if gains[best] < LEAST_GAIN:
        return None
    competing = open_ if closed else np.ones_like(open_)
    form = bank.forms[best].only(offered[bank.places[best]].tolist())
    return _asked(form, float(gains[best]), base, competing, model)


def contradicted(facts: Mapping[str, Polarity], knowledge: Knowledge) -> frozenset[str]:
    """The facts that are out of the question after what was told."""
    return frozenset(signal.id for signal in knowledge.signals.values() if not fits(signal, facts))


def fits(entry: Question | Signal, facts: Mapping[str, Polarity]) -> bool:
    """Whether there is still a point in asking, after what was told."""
    affirmed = any(facts.get(id_) == "present" for id_ in entry.not_if)
    return not affirmed and not any(facts.get(id_) == "absent" for id_ in entry.not_without)


def _useful(base: Numbers, open_: Flags, offered: Flags, model: Model, bank: _Bank) -> Flags:
    """The questions whose answers lead to different roles."""
    everybody = np.ones_like(open_)
    pivots = _pivots(base, model)
    leaders = bank.leaders(base, everybody, offered)
    nearer = leaders if open_.all() else bank.leaders(base, open_, offered)
    useful = np.array(
        [
            min(len(all_), len(near)) > 1 and not pivots.isdisjoint(form.only(offered[place].tolist()).told)
            for form, place, all_, near in zip(bank.forms, bank.places, leaders, nearer, strict=True)
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
        likely = powers / powers.sum(axis=0)
        yield _Form(question, question.text, labels, told, deltas, likely, question.evidence, settles)


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
        both = ((yes,), (no,))
        yield _Form(signal, signal.question, ("Yes", "No"), both, deltas, likely, signal.evidence, settles)


def _asked(form: _Form, gain: float, base: Numbers, competing: Flags, model: Model) -> Asked:
    """The question with what each answer would lead to."""
    leaders = [model.roles[number] for number in _leaders(base + form.deltas, competing).tolist()]
    replies = tuple(Reply(*each) for each in zip(form.labels, form.facts, leaders, strict=True))
    pivots = _pivots(base, model)
    fact = next(id_ for id_ in form.told if id_ in pivots)
    return Asked(fact, form.text, gain, replies, form.evidence)
