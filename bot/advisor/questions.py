"""The next question: the one whose answer is expected to tell most about the role, if it can change the advice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

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

    Shapes: `deltas` and `likely` (answers, roles).
    """

    text: str
    labels: tuple[str, ...]
    facts: tuple[tuple[SignalHit, ...], ...]
    deltas: Numbers
    likely: Chances
    evidence: tuple[str, ...]


def next_question(facts: Mapping[str, Polarity], among: Sequence[str], knowledge: Knowledge) -> Asked | None:
    """The question with the highest expected gain; none if no answer could change the advice or tell enough.

    `among` are the roles it has to decide between; empty for all.
    """
    model = model_of(knowledge)
    base = model.score(facts)
    open_ = np.array([not among or role in among for role in model.roles])
    best: tuple[float, _Form] | None = None
    for form in _forms(knowledge):
        known = any(hit.id in facts for answer in form.facts for hit in answer)
        if known or not _decides(base, form.deltas, open_) or _pivot(form, base, model) is None:
            continue
        gain = _gain(base, form, open_)
        if gain >= LEAST_GAIN and (best is None or gain > best[0]):
            best = (gain, form)
    return _asked(best[1], best[0], base, open_, model) if best else None


def _decides(base: Numbers, deltas: Numbers, open_: Flags) -> bool:
    leaders = np.where(open_, base + deltas, np.iinfo(np.int64).min).argmax(axis=1)
    return len(set(leaders.tolist())) > 1


def _gain(base: Numbers, form: _Form, open_: Flags) -> float:
    """Entropy of the roles now, less what is expected to be left of it after the answer."""
    now = _among(chances(base), open_)
    weight = form.likely @ now  # of each answer
    after = _among(chances(base + form.deltas), open_)
    return round(float(_entropy(now) - weight @ _entropy(after)), 4)


def _among(shares: Chances, open_: Flags) -> Chances:
    kept = np.where(open_, shares, 0.0)
    return np.asarray(kept / np.maximum(kept.sum(axis=-1, keepdims=True), 1e-12))


def _entropy(shares: Chances) -> Chances:
    return np.asarray(-(shares * np.log(np.maximum(shares, 1e-12))).sum(axis=-1))


@lru_cache(maxsize=4)
def _forms(knowledge: Knowledge) -> tuple[_Form, ...]:
    """Every question that can be asked: those with several answers first, then each fact by itself."""
    model = model_of(knowledge)
    return (*_with_choices(knowledge, model), *_yes_or_no(knowledge, model))


def _with_choices(knowledge: Knowledge, model: Model) -> Iterator[_Form]:
    for question in knowledge.questions.values():
        told = tuple(
            tuple(SignalHit(id=id_, polarity="present") for id_ in answer.facts) for answer in question.answers
        )
        deltas = np.array([sum(model.delta(hit.id, hit.polarity) for hit in hits) for hits in told], np.int64)
        powers = np.exp(STEEPNESS * deltas / UNIT)
        labels = tuple(answer.label for answer in question.answers)
        yield _Form(question.text, labels, told, deltas, powers / powers.sum(axis=0), question.evidence)


def _yes_or_no(knowledge: Knowledge, model: Model) -> Iterator[_Form]:
    for signal in knowledge.signals.values():
        if not signal.weights:
            continue
        yes, no = (SignalHit(id=signal.id, polarity=polarity) for polarity in ("present", "absent"))
        deltas = np.array([model.delta(signal.id, "present"), model.delta(signal.id, "absent")], np.int64)
        affirms = 1 / (1 + np.exp(-(BASE + STEEPNESS * deltas[0] / UNIT)))
        likely = np.array([affirms, 1 - affirms])
        yield _Form(signal.question, ("Yes", "No"), ((yes,), (no,)), deltas, likely, signal.evidence)


def _asked(form: _Form, gain: float, base: Numbers, open_: Flags, model: Model) -> Asked:
    """The question with what each answer would lead to."""
    scores = np.where(open_, base + form.deltas, np.iinfo(np.int64).min)
    leaders = [model.roles[number] for number in scores.argmax(axis=1).tolist()]
    replies = tuple(Reply(*each) for each in zip(form.labels, form.facts, leaders, strict=True))
    return Asked(str(_pivot(form, base, model)), form.text, gain, replies, form.evidence)


def _pivot(form: _Form, base: Numbers, model: Model) -> str | None:
    """The first fact of the answers whose affirmation and denial lead to different roles."""
    for id_ in dict.fromkeys(hit.id for answer in form.facts for hit in answer):
        if model.leader(base + model.delta(id_, "present")) != model.leader(base + model.delta(id_, "absent")):
            return id_
    return None
