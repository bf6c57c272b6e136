"""Sentences that answers about the order of hires share: who comes when and why, and until when one person will do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from bot.advisor.advice import Line, Section, Step
from bot.advisor.flips import smallest_flips
from bot.advisor.hires import Hire, stage_hit
from bot.advisor.parts import a, joined, line, listed, lowered, own, sentence
from bot.advisor.questions import Asked
from bot.advisor.recommend import LIKELY, clause, flip_line, percent, why_asked
from bot.advisor.scoring import Model, polarities
from bot.knowledge.model import Claim, Knowledge, Signal
from bot.understanding.reading import Reading, SignalHit

MOST_FLIPS = 5
LABEL = 75  # characters of a button
OPENINGS = {"first": "First {who}", "now": "At the same time {who}", "part": "For part of the work {who}"}


def lead_line(hires: Sequence[Hire], chance: float, knowledge: Knowledge, named: Sequence[str] = ()) -> Line:
    """Everybody in one sentence, and how sure the first one is; a role that was `named` may well be there already."""
    sure = f"({percent(chance)} sure{'' if chance >= LIKELY else ', a close call'})"
    who = _name(hires[0], knowledge)
    known = hires[0].role in named
    first = f"{sentence(who)} comes first in what you describe {sure}" if known else f"Hire {who} first {sure}"
    at_once = [_name(hire, knowledge) for hire in hires if hire.when == "now"]
    timed = [f"{joined(at_once)} at the same time"] if at_once else []
    timed += [f"{_name(hire, knowledge)} for part of the work" for hire in hires if hire.when == "part"]
    timed += [f"{_name(hire, knowledge)} {moment(hire, knowledge)}" for hire in hires if hire.when == "later"]
    last = [_name(hire, knowledge) for hire in hires if hire.when == "open"]
    text = f"{first}; next {joined(timed)}" if known and timed else joined([first, *timed])
    text += f", then {joined(last)}" if last else ""
    if len(hires) == 1:
        text += "; nothing you told me calls for anybody else yet"
    hits = [*(hire.reason for hire in hires), *(stage_hit(hire.stage, knowledge) for hire in hires)]
    ids = [id_ for hit in hits if hit for id_ in knowledge.signals[hit.id].evidence]
    return Line(text=f"{text}.", evidence=tuple(dict.fromkeys(ids)))


def hire_line(hire: Hire, knowledge: Knowledge) -> Line:
    """Who, when, and the fact that speaks most for it in the asker's words."""
    who, stage = _name(hire, knowledge), stage_hit(hire.stage, knowledge)
    if hire.when == "open":
        return _last(hire, knowledge).model_copy(update={"about": who})
    opening = OPENINGS[hire.when] if hire.when != "later" else f"{sentence(moment(hire, knowledge))}, {{who}}"
    about = knowledge.signals[stage.id].evidence if stage else ()
    if hire.reason is None or (stage and hire.reason.id == stage.id and hire.when == "later"):
        factors = knowledge.roles[hire.role].factors
        work = f", for {lowered(factors.focus.text).rstrip('.')}" if factors else ""
        evidence = (*about, *(factors.focus.evidence if factors else ()))
        text = f"{opening.format(who=who)}{work}."
        return Line(text=text, evidence=tuple(dict.fromkeys(evidence)), about=who)
    evidence = tuple(dict.fromkeys((*knowledge.signals[hire.reason.id].evidence, *about)))
    text = f"{opening.format(who=who)}: {clause(hire.reason, knowledge)}."
    return Line(text=text, quote=hire.reason.quote, evidence=evidence, about=who)


def moment(hire: Hire, knowledge: Knowledge) -> str:
    """From when on a later hire is needed: once something works, say."""
    return f"once {knowledge.wording[f'moment_{hire.stage}']}"


def one_person(
    hires: Sequence[Hire], facts: Sequence[SignalHit], knowledge: Knowledge, short: int = 2
) -> tuple[Section, ...]:
    """Whether one person can do the work of several, and until when."""
    pairs = [knowledge.pairs.get(frozenset((one.role, two.role))) for one, two in combinations(hires, 2)]
    lines = list(_alone(hires, knowledge))
    beyond: list[Line] = []  # what nothing told bears on
    for pair in (pair for pair in pairs if pair):
        names = joined([knowledge.roles[role].title for role in (pair.a, pair.b)])
        for claim in (pair.one_person,) if pair.one_person else ():
            lines.append(Line(text=f"{sentence(names)}: {lowered(claim.text)}", evidence=claim.evidence))
        if both := closest(pair.both_when, facts, knowledge):
            when = Line(text=f"Hire both when {lowered(both.text)}", evidence=both.evidence)
            (lines if _shared(both, facts, knowledge) else beyond).append(when)
    return listed("Can one person do it?", (*lines, *beyond), min(short, max(1, len(lines))))


def closest(claims: Sequence[Claim], facts: Sequence[SignalHit], knowledge: Knowledge) -> Claim | None:
    """The claim that shares most evidence with what was told; the first one if none does."""
    return max(claims, key=lambda claim: _shared(claim, facts, knowledge), default=None)


def what_would_change(facts: Sequence[SignalHit], model: Model, knowledge: Knowledge) -> tuple[Section, ...]:
    """The smallest changes that would put another of the model's roles first."""
    flips = smallest_flips(polarities(facts), model)
    return listed("What would put another role first", (flip_line(flip, knowledge) for flip in flips[:MOST_FLIPS]), 1)


def question_section(question: Asked | None, knowledge: Knowledge, *more: Claim) -> tuple[Section, ...]:
    """The question whose answer decides, as the buttons below answer it."""
    if question is None:
        return listed("Tell me more", (line(claim) for claim in more), 1)
    why = why_asked(question, knowledge)
    asked = Line(text=question.text, evidence=question.evidence)
    return listed("Tell me more", (asked, why, *(line(claim) for claim in more)), 1)


def choices(question: Asked | None, reading: Reading, knowledge: Knowledge) -> tuple[Step, ...]:
    """The answers to the question, each of which asks for the order once more; and one that leaves it open."""
    if question is None:
        return ()
    unknown = tuple(SignalHit(id=id_, polarity="unknown") for id_ in question.facts)
    answers = [(_label(reply.label, reply.facts, knowledge), reply.facts) for reply in question.replies]
    return tuple(
        Step(id=f"{question.fact}-{number}", label=label, reading=told(reading, facts))
        for number, (label, facts) in enumerate([*answers, ("Don't know", unknown)])
    )


def told(reading: Reading, facts: Sequence[SignalHit]) -> Reading:
    """The same question with further facts; a fact told before is replaced."""
    new = {hit.id for hit in facts}
    kept = tuple(hit for hit in reading.signals if hit.id not in new)
    return Reading(intents=reading.intents[:1], roles=reading.roles, signals=(*kept, *facts), stage=reading.stage)


def _label(label: str, facts: Sequence[SignalHit], knowledge: Knowledge) -> str:
    """Yes and no answer no question that offers two things; the fact itself does."""
    said = sentence(clause(facts[0], knowledge))
    return said if label in ("Yes", "No") and len(facts) == 1 and len(said) <= LABEL else label


def _name(hire: Hire, knowledge: Knowledge) -> str:
    return a(knowledge.roles[hire.role].title)


def _last(hire: Hire, knowledge: Knowledge) -> Line:
    """A role that was named and that little speaks for; what it would need most if nothing does."""
    start = f"Then {_name(hire, knowledge)}"
    if hire.reason:
        evidence = knowledge.signals[hire.reason.id].evidence
        return Line(text=f"{start}: {clause(hire.reason, knowledge)}.", quote=hire.reason.quote, evidence=evidence)
    wanted = _needed(hire.role, knowledge)
    if wanted is None:
        return own(f"{start}; nothing you told me calls for it yet.")
    return Line(text=f"{start}; nothing you told me suggests that {wanted.said}.", evidence=wanted.evidence)


def _needed(role: str, knowledge: Knowledge) -> Signal | None:
    """The fact that speaks most for the role."""
    fitting = [signal for signal in knowledge.signals.values() if signal.weights.get(role, 0.0) > 0]
    return min(fitting, key=lambda signal: (-signal.weights[role], signal.id), default=None)


def _alone(hires: Sequence[Hire], knowledge: Knowledge) -> Iterator[Line]:
    """Until the second hire is due, the first one is enough."""
    stage = stage_hit(hires[1].stage, knowledge) if len(hires) > 1 else None
    if stage and hires[1].when == "later":
        until, first = knowledge.wording[f"moment_{hires[1].stage}"], knowledge.roles[hires[0].role].title
        text = f"Until {until}, one person is enough: the {first}."
        yield Line(text=text, evidence=knowledge.signals[stage.id].evidence)


def _shared(claim: Claim, facts: Sequence[SignalHit], knowledge: Knowledge) -> int:
    """How much evidence a claim has in common with what was told."""
    about = {id_ for hit in facts if hit.polarity == "present" for id_ in knowledge.signals[hit.id].evidence}
    return len(about & set(claim.evidence))
