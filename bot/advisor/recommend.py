"""Which role a project needs, from weighted signals; the flip and the question are computed."""

from __future__ import annotations

from bot.advisor.advice import Draft, Line, Section, Step
from bot.advisor.parts import FOUNDING, MOST_DISPUTES, a, dispute_note, joined, line, own, sentence, step
from bot.advisor.scoring import Scores, chance_of, flips, next_question, ranking, score, told, weight_of
from bot.knowledge.model import Knowledge, Role, Signal
from bot.understanding.reading import Polarity, Reading, SignalHit, asked_for

ENOUGH = 1.4  # log-odds from which the leading role is recommended at all
TOLD_ENOUGH = 3  # facts after which advice is given, however close the call
SECOND_LEAST = 2.0
SECOND_WITHIN = 1.8
MOST_RULED_OUT = 2
MOST_FLIPS = 2
SURE = 0.55  # probability from which a role is more than a close call


def recommend(reading: Reading, knowledge: Knowledge) -> Draft:
    """The role, its reasons, what would change it and what is ruled out, or the question to ask first."""
    scores = score(reading.signals, knowledge)
    order = ranking(scores)
    top = knowledge.roles[order[0]]
    telling = [hit for hit in reading.signals if knowledge.signals[hit.id].weights]
    reasons = _reasons(top, reading, knowledge)
    if not reasons or (scores[top.id] < ENOUGH and len(telling) < TOLD_ENOUGH):
        return _ask_first(reading, order, knowledge)
    chance = chance_of(scores, top.id)
    second = _second(scores, order, knowledge)
    sections = (
        Section(title="Why", lines=reasons, short=2),
        *_change(reading, knowledge),
        *_ruled_out(reading, scores, top, second, knowledge, sure=chance >= SURE),
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
    if chance >= SURE:
        return sentence(f"{name} is the likely fit, though what you describe leaves room for doubt.")
    return f"Probably {name}, but it is a close call."


def _second(scores: Scores, order: list[str], knowledge: Knowledge) -> Role | None:
    runner = order[1]
    close = scores[runner] >= SECOND_LEAST and scores[order[0]] - scores[runner] <= SECOND_WITHIN
    return knowledge.roles[runner] if close else None


def _clause(hit: SignalHit, knowledge: Knowledge) -> str:
    signal = knowledge.signals[hit.id]
    return signal.said if hit.polarity == "present" else signal.absent


def _reasons(role: Role, reading: Reading, knowledge: Knowledge) -> tuple[Line, ...]:
    hits = [hit for hit in reading.signals if weight_of(hit, role.id, knowledge) > 0]
    hits.sort(key=lambda hit: (-weight_of(hit, role.id, knowledge), hit.id))
    return tuple(
        Line(
            text=sentence(_clause(hit, knowledge)) + ".",
            quote=hit.quote,
            evidence=knowledge.signals[hit.id].evidence,
        )
        for hit in hits
    )


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
    reading: Reading, scores: Scores, top: Role, second: Role | None, knowledge: Knowledge, *, sure: bool
) -> tuple[Section, ...]:
    taken = {top.id, second.id if second else top.id}
    rivals = list(dict.fromkeys([*reading.roles, *(r for r in ranking(scores) if r in FOUNDING), *ranking(scores)[:4]]))
    lines = [_against(role, reading, top, knowledge) for role in rivals if role not in taken]
    found = tuple(line for line in lines if line)[:MOST_RULED_OUT]
    return (Section(title="Ruled out for now" if sure else "Less likely", lines=found, short=2),) if found else ()


def _against(rival: str, reading: Reading, top: Role, knowledge: Knowledge) -> Line | None:
    """The one fact against a rival: something said that speaks against it, else the thing it would need."""
    name = sentence(knowledge.roles[rival].title)
    said = [(weight_of(hit, rival, knowledge), hit.id, hit) for hit in reading.signals]
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


def _ask_first(reading: Reading, order: list[str], knowledge: Knowledge) -> Draft:
    """Too little to go on: ask the question that decides most, with its answers as buttons."""
    signal = next_question(reading, order, knowledge)
    more = own(knowledge.wording["ask_project"])
    draft = Draft(
        outcome="ask", title="Which role?", lead=more, role=order[0],
        certainty=chance_of(score(reading.signals, knowledge), order[0]),
    )  # fmt: skip
    if signal is None:
        return draft
    answers: tuple[tuple[str, Polarity], ...] = (("Yes", "present"), ("No", "absent"))
    choices = tuple(
        Step(
            id=f"{signal.id}-{polarity}",
            label=label,
            reading=asked_for("recommend", roles=reading.roles, signals=(*reading.signals, told(signal, polarity))),
        )
        for label, polarity in answers
    )
    names = [knowledge.roles[id_].title for id_ in reading.roles]
    start = (
        f"{sentence(joined([a(name) for name in names], 'or'))}? That depends on the work. " if len(names) > 1 else ""
    )
    question = Line(text=f"{start}Is this true: {signal.said}?", evidence=signal.evidence)
    invitation = Section(title="Or tell me about the work", lines=(more,))
    return draft.model_copy(update={"lead": question, "sections": (invitation,), "choices": choices})


def _next(top: Role, second: Role | None, reading: Reading, knowledge: Knowledge) -> tuple[Step, ...]:
    named = [id_ for id_ in reading.roles if id_ != top.id]
    rival = (second.id if second else None) or (named[0] if named else None) or next(iter(top.neighbours), None)
    steps = [step(knowledge, "compare", top.id, rival)] if rival else []
    if top.coverage == "full":
        steps += [step(knowledge, intent, top.id) for intent in ("mistakes", "when_to_hire", "vetting")]
    return (*steps, step(knowledge, "sources", top.id))
