"""Everything that a recommendation concludes from the facts told, as one value: cards, briefs and tables quote it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.advisor.flips import Flip, smallest_flips
from bot.advisor.hires import Hire, planned
from bot.advisor.parts import FOUNDING
from bot.advisor.questions import Asked, next_question
from bot.advisor.scoring import chances, model_of, polarities, stage_of, telling, told_facts, weight_of
from bot.knowledge.model import Knowledge, Stage
from bot.understanding.reading import Reading, SignalHit

PLAUSIBLE = 0.04  # probability from which a role is an alternative that has to be ruled out
ENOUGH = 0.45  # probability from which the leading role is recommended
TOLD_ENOUGH = 3  # facts after which advice is given, however close the call
MOST_RULED_OUT = 5
MOST_ASSUMED = 3


@dataclass(frozen=True)
class RuledOut:
    """A plausible role, and the one fact against it: told, or (`missing`) one it would need that nobody told."""

    role: str
    fact: SignalHit
    missing: bool


@dataclass(frozen=True)
class Reasoning:
    """The conclusions from a set of facts.

    `role` leads with the probability `chance`; `enough` tells whether so much is known that it is recommended.
    `for_it` are the facts that speak for it, the weightiest first. `assumed` are facts taken to be (present or
    absent) so because nobody told, and on which the advice depends.
    """

    role: str
    chance: float
    enough: bool
    stage: Stage | None
    facts: tuple[SignalHit, ...]
    scores: tuple[tuple[str, float, float], ...]
    for_it: tuple[SignalHit, ...]
    flips: tuple[Flip, ...]
    ruled_out: tuple[RuledOut, ...]
    assumed: tuple[SignalHit, ...]
    second: Hire | None
    question: Asked | None
    disputes: tuple[str, ...]


def reason(reading: Reading, knowledge: Knowledge) -> Reasoning:
    """Everything that follows from the facts of a reading. Pure, and independent of their order."""
    model = model_of(knowledge)
    facts = tuple(sorted(told_facts(reading, knowledge), key=lambda hit: hit.id))
    told = telling(facts, knowledge)
    base = model.score(polarities(facts))
    shares = dict(zip(model.roles, chances(base).tolist(), strict=True))
    order = model.order(base)
    among = reading.roles if not told and len(reading.roles) > 1 else ()
    role = among[0] if among else order[0]
    flips = () if among else tuple(smallest_flips(polarities(facts), model))
    chance = round(shares[role], 4)
    for_it = sorted(
        (hit for hit in told if weight_of(hit, role, knowledge) > 0), key=lambda hit: _rank(hit, role, knowledge)
    )
    return Reasoning(
        role=role,
        chance=chance,
        enough=bool(for_it) and (chance >= ENOUGH or len(told) >= TOLD_ENOUGH),
        stage=stage_of(facts, knowledge),
        facts=facts,
        scores=tuple(
            (name, round(float(base[model.roles.index(name)]) / 1e6, 3), round(shares[name], 4)) for name in order
        ),
        for_it=tuple(for_it),
        flips=flips,
        ruled_out=tuple(_ruled_out(role, reading, told, shares, knowledge))[:MOST_RULED_OUT],
        assumed=_assumed(flips, facts),
        second=_second(role, planned(facts, model, knowledge)) if for_it else None,
        question=next_question(polarities(facts), among, knowledge),
        disputes=tuple(dict.fromkeys(id_ for hit in told for id_ in knowledge.signals[hit.id].contested)),
    )


def _rank(hit: SignalHit, role: str, knowledge: Knowledge) -> tuple[float, str]:
    return -weight_of(hit, role, knowledge), hit.id


def _ruled_out(
    role: str, reading: Reading, told: tuple[SignalHit, ...], shares: dict[str, float], knowledge: Knowledge
) -> list[RuledOut]:
    """The roles named, the founding three and every other likely one, each with the fact that tells most against it."""
    likely = sorted((name for name in shares if shares[name] >= PLAUSIBLE), key=lambda name: (-shares[name], name))
    rivals = dict.fromkeys((*reading.roles, *likely, *(name for name in FOUNDING if name in shares)))
    found = (_against(rival, role, told, knowledge) for rival in rivals if rival != role)
    return [each for each in found if each]


def _against(rival: str, role: str, told: tuple[SignalHit, ...], knowledge: Knowledge) -> RuledOut | None:
    """The told fact that speaks most for the role and against the rival; else what the rival would need most."""
    gaps = [(weight_of(hit, role, knowledge) - weight_of(hit, rival, knowledge), hit.id, hit) for hit in told]
    gap, _, worst = max(gaps, key=lambda each: (each[0], each[1]), default=(0.0, "", None))
    if worst and gap > 0:
        return RuledOut(rival, worst, missing=False)
    known = {hit.id for hit in told}
    needs = [
        (signal.weights[rival] - signal.weights.get(role, 0.0), signal.id)
        for signal in knowledge.signals.values()
        if signal.weights.get(rival, 0.0) > 0 and signal.id not in known
    ]
    return RuledOut(rival, SignalHit(id=max(needs)[1], polarity="present"), missing=True) if needs else None


def _assumed(flips: tuple[Flip, ...], facts: tuple[SignalHit, ...]) -> tuple[SignalHit, ...]:
    """What nobody told and the advice depends on: for each single change that would turn it, its opposite."""
    told = {hit.id for hit in facts if hit.polarity != "unknown"}
    found = [SignalHit(id=id_, polarity="absent") for flip in flips if flip.size == 1 for id_ in flip.present]
    found += [SignalHit(id=id_, polarity="present") for flip in flips if flip.size == 1 for id_ in flip.absent]
    return tuple(hit for hit in found if hit.id not in told)[:MOST_ASSUMED]


def _second(role: str, hires: Sequence[Hire]) -> Hire | None:
    """Whoever is needed besides now, or for a part of the work, or soonest at a later stage."""
    return next((hire for hire in hires if hire.role != role and hire.when in ("now", "part", "later")), None)
