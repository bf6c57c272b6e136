"""Which role a project needs, from weighted signals; the flip and the question are computed."""

from __future__ import annotations

import math
from collections.abc import Mapping

from bot.advisor.advice import Draft, Line, Section, Step
from bot.advisor.parts import FOUNDING, MOST_DISPUTES, a, dispute_note, joined, line, own, sentence, step
from bot.knowledge.model import Knowledge, Role, Signal
from bot.understanding.reading import Polarity, Reading, SignalHit, asked_for

ENOUGH = 1.4  # log-odds from which the leading role is recommended at all
TOLD_ENOUGH = 3  # facts after which advice is given, however close the call
SECOND_LEAST = 2.0
SECOND_WITHIN = 1.8
UNSEEN_PRIOR = -1.5
DENIAL_SHARE = -0.6  # a denied fact counts against what the fact would speak for, with less force
MOST_RULED_OUT = 2
MOST_FLIPS = 2
MOST_FLIP_FACTS = 3

Scores = Mapping[str, float]


def score(signals: tuple[SignalHit, ...], knowledge: Knowledge) -> dict[str, float]:
    """Log-odds of each role, independent of the order of the signals."""
    totals = {role: knowledge.prior.get(role, UNSEEN_PRIOR) for role in knowledge.roles}
    for hit in sorted(signals, key=lambda hit: hit.id):
        share = 1.0 if hit.polarity == "present" else DENIAL_SHARE
        for role, weight in knowledge.signals[hit.id].weights.items():
            totals[role] += share * weight
    return {role: round(total, 6) for role, total in totals.items()}


def ranking(scores: Scores) -> list[str]:
    """Roles by score, ties by id."""
    return sorted(scores, key=lambda role: (-scores[role], role))


def leading_role(reading: Reading, knowledge: Knowledge) -> str | None:
    """The role that the project's facts point to; without facts the first one named."""
    if any(knowledge.signals[hit.id].weights for hit in reading.signals):
        return ranking(score(reading.signals, knowledge))[0]
    return reading.roles[0] if reading.roles else None


def recommend(reading: Reading, knowledge: Knowledge) -> Draft:
    """The role, its reasons, what would change it and what is ruled out, or the question to ask first."""
    scores = score(reading.signals, knowledge)
    order = ranking(scores)
    top = knowledge.roles[order[0]]
    telling = [hit for hit in reading.signals if knowledge.signals[hit.id].weights]
    if not telling or (scores[top.id] < ENOUGH and len(telling) < TOLD_ENOUGH):
        return _ask_first(reading, order, knowledge)
    chance = _chance(scores, top.id)
    second = _second(scores, order, knowledge)
    sections = (
        Section(title="Why", lines=_reasons(top, reading, knowledge), short=2),
        *_change(reading, knowledge),
        *_ruled_out(reading, scores, top, second, knowledge),
    )
    if second:
        beside = Section(title=sentence(f"also plan for {a(second.title)}"), lines=(line(second.definition),))
        sections = (sections[0], beside, *sections[1:])
    contested = dict.fromkeys(id_ for hit in telling for id_ in knowledge.signals[hit.id].contested)
    notes = tuple(dispute_note(knowledge, knowledge.disputes[id_]) for id_ in contested)
    return Draft(
        title=sentence(top.title),
        lead=Line(text=_verdict(top, chance), evidence=top.definition.evidence),
        sections=sections,
        disputes=notes[:MOST_DISPUTES],
        steps=_next(top, second, reading, knowledge),
        role=top.id,
        certainty=chance,
    )


def _verdict(role: Role, chance: float) -> str:
    """How sure, in words."""
    name = a(role.title)
    if chance >= 0.8:
        return f"Hire {name}: what you describe points there clearly."
    if chance >= 0.55:
        return sentence(f"{name} is the likely fit, though what you describe leaves room for doubt.")
    return f"Probably {name}, but it is a close call."


def _chance(scores: Scores, role: str) -> float:
    total = sum(math.exp(value) for value in scores.values())
    return round(math.exp(scores[role]) / total, 4)


def _second(scores: Scores, order: list[str], knowledge: Knowledge) -> Role | None:
    runner = order[1]
    close = scores[runner] >= SECOND_LEAST and scores[order[0]] - scores[runner] <= SECOND_WITHIN
    return knowledge.roles[runner] if close else None


def _weight(hit: SignalHit, role: str, knowledge: Knowledge) -> float:
    share = 1.0 if hit.polarity == "present" else DENIAL_SHARE
    return share * knowledge.signals[hit.id].weights.get(role, 0.0)


def _clause(hit: SignalHit, knowledge: Knowledge) -> str:
    signal = knowledge.signals[hit.id]
    return signal.said if hit.polarity == "present" else signal.absent


def _reasons(role: Role, reading: Reading, knowledge: Knowledge) -> tuple[Line, ...]:
    hits = [hit for hit in reading.signals if _weight(hit, role.id, knowledge) > 0]
    hits.sort(key=lambda hit: (-_weight(hit, role.id, knowledge), hit.id))
    return tuple(
        Line(
            text=sentence(_clause(hit, knowledge)) + ".",
            quote=hit.quote,
            evidence=knowledge.signals[hit.id].evidence,
        )
        for hit in hits
    )


def flips(signals: tuple[SignalHit, ...], knowledge: Knowledge) -> list[tuple[str, tuple[Signal, ...]]]:
    """For each other role the fewest further facts that would make it lead; the smallest sets first.

    Scores add up, so taking the facts that gain most on the leader until they suffice is minimal for
    two roles; a set counts only if the role then leads over all of them.
    """
    base = score(signals, knowledge)
    top = ranking(base)[0]
    said = {hit.id for hit in signals}
    found: list[tuple[int, float, str, tuple[Signal, ...]]] = []
    for role in base:
        gains = [
            (signal.weights.get(role, 0.0) - signal.weights.get(top, 0.0), signal.id, signal)
            for signal in knowledge.signals.values()
            if signal.id not in said and signal.weights.get(role, 0.0) > 0
        ]
        gains.sort(key=lambda item: (-item[0], item[1]))
        for size in range(1, min(MOST_FLIP_FACTS, len(gains)) + 1):
            added = tuple(signal for _, _, signal in gains[:size])
            scores = score((*signals, *(_hit(signal, "present") for signal in added)), knowledge)
            if role != top and ranking(scores)[0] == role:
                found.append((size, top_margin(scores, role, top), role, added))
                break
    found.sort(key=lambda item: (item[0], -item[1], item[2]))
    return [(role, added) for _, _, role, added in found]


def top_margin(scores: Scores, role: str, top: str) -> float:
    """How far a role leads over the one that led before."""
    return scores[role] - scores[top]


def _flip(added: tuple[Signal, ...], role: Role) -> str:
    said = [signal.said for signal in added]
    condition = f"If {said[0]}" if len(said) == 1 else f"If all of this holds ({'; '.join(said)})"
    return f"{condition}, {a(role.title)} instead."


def _change(reading: Reading, knowledge: Knowledge) -> tuple[Section, ...]:
    """The smallest changes that would flip the advice."""
    lines = tuple(
        Line(
            text=_flip(added, knowledge.roles[role]),
            evidence=tuple(dict.fromkeys(id_ for signal in added for id_ in signal.evidence)),
        )
        for role, added in flips(reading.signals, knowledge)[:MOST_FLIPS]
    )
    return (Section(title="What would change this", lines=lines, short=2),) if lines else ()


def _ruled_out(
    reading: Reading, scores: Scores, top: Role, second: Role | None, knowledge: Knowledge
) -> tuple[Section, ...]:
    taken = {top.id, second.id if second else top.id}
    rivals = list(dict.fromkeys([*reading.roles, *(r for r in ranking(scores) if r in FOUNDING), *ranking(scores)[:4]]))
    lines = [_against(role, reading, top, knowledge) for role in rivals if role not in taken]
    found = tuple(line for line in lines if line)[:MOST_RULED_OUT]
    return (Section(title="Ruled out for now", lines=found, short=2),) if found else ()


def _against(rival: str, reading: Reading, top: Role, knowledge: Knowledge) -> Line | None:
    """The one fact against a rival: something said that speaks against it, else the thing it would need."""
    name = sentence(knowledge.roles[rival].title)
    said = [(_weight(hit, rival, knowledge), hit.id, hit) for hit in reading.signals]
    worst = min((item for item in said if item[0] < 0), default=None, key=lambda item: (item[0], item[1]))
    if worst:
        signal = knowledge.signals[worst[1]]
        return Line(text=f"{name}: {_clause(worst[2], knowledge)}, which speaks against it.", evidence=signal.evidence)
    known = {hit.id for hit in reading.signals}
    needs = [
        (signal.weights[rival] - signal.weights.get(top.id, 0.0), signal.id, signal)
        for signal in knowledge.signals.values()
        if signal.weights.get(rival, 0.0) > 0 and signal.id not in known
    ]
    if not needs:
        return None
    signal = max(needs, key=lambda item: (item[0], item[1]))[2]
    return Line(text=f"{name}: nothing you said suggests that {signal.said}.", evidence=signal.evidence)


def next_question(reading: Reading, order: list[str], knowledge: Knowledge) -> Signal | None:
    """The open signal that separates the leading roles most, if an answer to it can change the lead."""
    said = {hit.id for hit in reading.signals}
    best: tuple[float, str] | None = None
    for signal in knowledge.signals.values():
        if signal.id in said:
            continue
        winners = {ranking(score((*reading.signals, _hit(signal, p)), knowledge))[0] for p in ("present", "absent")}
        spread = max((signal.weights.get(r, 0.0) for r in order[:4]), default=0.0)
        spread -= min((signal.weights.get(r, 0.0) for r in order[:4]), default=0.0)
        if len(winners) > 1 and (best is None or (spread, signal.id) > best):
            best = (spread, signal.id)
    return knowledge.signals[best[1]] if best else None


def _hit(signal: Signal, polarity: Polarity) -> SignalHit:
    return SignalHit(id=signal.id, polarity=polarity)


def _ask_first(reading: Reading, order: list[str], knowledge: Knowledge) -> Draft:
    """Too little to go on: ask the question that decides most, with its answers as buttons."""
    signal = next_question(reading, order, knowledge)
    more = own(knowledge.wording["ask_project"])
    draft = Draft(
        outcome="ask", title="Which role?", lead=more, role=order[0],
        certainty=_chance(score(reading.signals, knowledge), order[0]),
    )  # fmt: skip
    if signal is None:
        return draft
    answers: tuple[tuple[str, Polarity], ...] = (("Yes", "present"), ("No", "absent"))
    choices = tuple(
        Step(
            id=f"{signal.id}-{polarity}",
            label=label,
            reading=asked_for("recommend", roles=reading.roles, signals=(*reading.signals, _hit(signal, polarity))),
        )
        for label, polarity in answers
    )
    names = [knowledge.roles[id_].title for id_ in reading.roles]
    start = (
        f"{sentence(joined([a(name) for name in names], 'or'))}? That depends on the work. " if len(names) > 1 else ""
    )
    question = Line(text=f"{start}Is this true: {signal.said}?", evidence=signal.evidence)
    told = Section(title="Or tell me about the work", lines=(more,))
    return draft.model_copy(update={"lead": question, "sections": (told,), "choices": choices})


def _next(top: Role, second: Role | None, reading: Reading, knowledge: Knowledge) -> tuple[Step, ...]:
    named = [id_ for id_ in reading.roles if id_ != top.id]
    rival = (second.id if second else None) or (named[0] if named else None) or next(iter(top.neighbours), None)
    steps = [step(knowledge, "compare", top.id, rival)] if rival else []
    if top.coverage == "full":
        steps += [step(knowledge, intent, top.id) for intent in ("mistakes", "when_to_hire", "vetting")]
    return (*steps, step(knowledge, "sources", top.id))
