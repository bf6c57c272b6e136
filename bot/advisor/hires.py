"""Who is hired when: the roles that a project needs now, for a part of it, and at its later stages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import fsum
from types import MappingProxyType
from typing import Literal

from bot.advisor.scoring import Model, chances, polarities, stage_fact, telling, weight_of
from bot.knowledge.model import STAGES, Knowledge, Stage
from bot.understanding.reading import SignalHit

MOST_HIRES = 4
CLOSE = 0.45  # of the likeliest role's probability, from which another is needed at the same time
WHOLE_JOB = 1.2  # weight from which a single fact is work enough to look for its own role
COVERED = 0.5  # of that weight, from which a role that is planned already takes care of the fact
START = STAGES.index("prototype")  # where a project stands of which nothing was told

When = Literal["first", "now", "part", "later", "open"]


@dataclass(frozen=True)
class Hire:
    """A role and when it is needed: first, besides it now, for a part of the work, from a later stage on, or last.

    `reason` is the fact, told or standing for the stage, that speaks most for it; none if nothing does.
    """

    role: str
    when: When
    stage: Stage | None = None
    reason: SignalHit | None = None


def among(roles: Iterable[str], knowledge: Knowledge) -> Model:
    """The model of these roles alone."""
    kept = {id_: knowledge.roles[id_] for id_ in sorted(set(roles))}
    return Model(replace(knowledge, roles=MappingProxyType(kept)))


def planned(facts: Sequence[SignalHit], model: Model, knowledge: Knowledge) -> tuple[Hire, ...]:
    """Those whom the facts call for, in order: who leads, who is close, whose part it is, who is needed later."""
    return _called_for(facts, model, knowledge)[:MOST_HIRES]


def ranked(facts: Sequence[SignalHit], roles: Sequence[str], knowledge: Knowledge) -> tuple[Hire, ...]:
    """All of these roles in the order in which the facts call for them; last those that nothing told calls for."""
    model = among(roles, knowledge)
    hires = _called_for(facts, model, knowledge)
    called = [hire.role for hire in hires]
    rest = [role for role in model.order(model.score(polarities(facts))) if role not in called]
    return (*hires, *(Hire(role, "open", reason=strongest(role, facts, knowledge, called)) for role in rest))


def by_stage(roles: Sequence[str], knowledge: Knowledge) -> tuple[Hire, ...]:
    """The roles as the stages of a project by themselves would have them; empty if those do not tell them apart."""
    model = among(roles, knowledge)
    found: dict[str, Hire] = {}
    for stage, hit in ((stage, stage_hit(stage, knowledge)) for stage in STAGES[START:]):
        leader = model.leader(model.score(polarities([hit] if hit else [])))
        reason = strongest(leader, [hit], knowledge) if hit else None
        if leader not in found and (reason or not found):
            found[leader] = Hire(leader, "later" if found else "first", stage, reason)
    return tuple(found.values()) if len(found) > 1 else ()


def strongest(
    role: str, facts: Iterable[SignalHit], knowledge: Knowledge, than: Sequence[str] = ()
) -> SignalHit | None:
    """The fact that speaks most for the role, and more for it `than` for others, if any does."""

    def rival(hit: SignalHit) -> float:
        return max((weight_of(hit, other, knowledge) for other in than), default=0.0)

    fitting = [hit for hit in facts if weight_of(hit, role, knowledge) > max(0.0, rival(hit))]
    return min(fitting, key=lambda hit: (-weight_of(hit, role, knowledge), hit.id), default=None)


def stage_now(facts: Iterable[SignalHit], knowledge: Knowledge) -> Stage | None:
    """How far the project is: the least advanced stage told, for "many users will come" looks ahead."""
    told = [knowledge.signals[hit.id].stage for hit in facts if hit.polarity == "present"]
    return min((stage for stage in told if stage), key=STAGES.index, default=None)


def stage_hit(stage: Stage | None, knowledge: Knowledge) -> SignalHit | None:
    """The fact that stands for a stage, as told."""
    fact = stage_fact(stage, knowledge)
    return SignalHit(id=fact.id, polarity="present") if fact else None


def _called_for(facts: Sequence[SignalHit], model: Model, knowledge: Knowledge) -> tuple[Hire, ...]:
    """Each role that is needed now or at a later stage, where it is needed soonest."""
    found: dict[str, Hire] = {}
    jobs = [hit for hit in telling(facts, knowledge) if not knowledge.signals[hit.id].stage]
    for hire in (*_near(facts, model, knowledge), *_parts(jobs, facts, found, model, knowledge)):
        found.setdefault(hire.role, hire)
    for stage, hit in _ahead(facts, knowledge):
        # what was told of the stage before holds no more
        there = (*(each for each in facts if not knowledge.signals[each.id].stage), hit)
        for hire in (*_near(there, model, knowledge), *_parts([hit], there, found, model, knowledge)):
            if hire.reason:
                found.setdefault(hire.role, Hire(hire.role, "later", stage, hire.reason))
    return tuple(found.values())


def _near(facts: Sequence[SignalHit], model: Model, knowledge: Knowledge) -> Iterator[Hire]:
    """The leading role, and those nearly as likely that something speaks for."""
    scores = model.score(polarities(facts))
    shares = dict(zip(model.roles, chances(scores).tolist(), strict=True))
    first, *others = model.order(scores)
    yield Hire(first, "first", reason=strongest(first, facts, knowledge))
    for role in others:
        reason = strongest(role, facts, knowledge, [first]) or strongest(role, facts, knowledge)
        if reason and shares[role] >= CLOSE * shares[first]:
            yield Hire(role, "now", reason=reason)


def _parts(
    jobs: Sequence[SignalHit], facts: Sequence[SignalHit], found: Mapping[str, Hire], model: Model, knowledge: Knowledge
) -> Iterator[Hire]:
    """Roles for facts that are a job by themselves and that nobody found so far takes care of; the heaviest first."""
    taken, order = list(found), model.order(model.score(polarities(facts)))
    wanted = []
    for hit in jobs:
        weights = knowledge.signals[hit.id].weights if hit.polarity == "present" else {}
        best = max(order, key=lambda role: weights.get(role, 0.0))  # of equal ones the likelier
        wanted.append((weights.get(best, 0.0), best, hit))
    for weight, role, hit in sorted(wanted, key=lambda each: (-each[0], each[2].id)):
        covered = max((weight_of(hit, other, knowledge) for other in taken), default=0.0) >= COVERED * weight
        welcome = fsum(weight_of(each, role, knowledge) for each in facts) > 0
        if weight >= WHOLE_JOB and welcome and not covered:
            taken.append(role)
            yield Hire(role, "part", reason=hit)


def _ahead(facts: Sequence[SignalHit], knowledge: Knowledge) -> Iterator[tuple[Stage, SignalHit]]:
    """The later stages, each with the fact that stands for it."""
    now = stage_now(facts, knowledge)
    for stage in STAGES[(STAGES.index(now) if now else START) + 1 :]:
        if hit := stage_hit(stage, knowledge):
            yield stage, hit
