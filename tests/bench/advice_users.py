"""People who need a role and answer from its profile, one answer in ten at random: how soon is it settled?"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from math import nan
from statistics import fmean

from bot.advisor.questions import next_question
from bot.advisor.reasoning import ENOUGH, TOLD_ENOUGH
from bot.advisor.scoring import chances, model_of, telling, weight_of
from bot.knowledge import Knowledge
from bot.understanding.reading import Polarity, SignalHit

USERS = 200  # for each role
MISTAKEN = 0.1  # share of answers given at random
MOST_QUESTIONS = 10
BARS = (0.6, 0.7, 0.8, 0.85, 0.9, 0.95)
AFFIRMS = 0.5  # weight from which somebody who needs the role affirms a fact; from 0 downwards it is denied
SEED = 20261121

Facts = Mapping[str, Polarity]
Answer = tuple[SignalHit, ...]


@dataclass(frozen=True)
class Put:
    """A question put to somebody: its answers; `settles` are the facts of which it need not be asked once known."""

    answers: tuple[Answer, ...]
    settles: frozenset[str]


Order = Callable[[Facts, random.Random], Put | None]


@dataclass(frozen=True)
class Lead:
    """Who leads after the answers so far, and with which chance.

    `enough` is the bot's own rule for recommending the role; `open` tells whether it has a question left to ask.
    """

    role: str
    chance: float
    reasoned: bool
    enough: bool
    open: bool


Rule = Callable[[Lead], bool]


def at_bar(bar: float) -> Rule:
    """Settled when some fact speaks for the role and its chance is high enough."""
    return lambda lead: lead.reasoned and lead.chance >= bar


# what "settled" may mean, from the first recommendation to the last question that could change it
SETTLED: Mapping[str, Rule] = {
    "recommended by the bot": lambda lead: lead.enough,
    **{f"chance at least {bar:.0%}": at_bar(bar) for bar in BARS},
    "recommended, and nothing left to ask": lambda lead: lead.enough and not lead.open,
}
STRICTEST = list(SETTLED)[-1]


@dataclass(frozen=True)
class Course:
    """What became of one person who needs the role: who led before the first question and after each."""

    role: str
    leads: tuple[Lead, ...]

    def until(self, settled: Rule) -> tuple[int, bool, str]:
        """Questions put until it was settled, or all; whether it was; and who led then."""
        last = len(self.leads) - 1
        asked = next((number for number, lead in enumerate(self.leads) if settled(lead)), last)
        return asked, settled(self.leads[asked]), self.leads[asked].role


@dataclass(frozen=True)
class Share:
    """Of some people: how many questions each was asked, how many were settled, and for how many of these rightly."""

    questions: float
    settled: float
    right: float

    @classmethod
    def of(cls, courses: Sequence[Course], settled: Rule) -> Share:
        """Those who never settle count with all the questions they were asked."""
        found = [(course.role, *course.until(settled)) for course in courses]
        firm = [role == leader for role, _, done, leader in found if done]
        return cls(fmean(asked for _, asked, _, _ in found), len(firm) / len(found), fmean(firm) if firm else nan)


def yes_or_no(fact: str, settles: frozenset[str] = frozenset()) -> Put:
    """Whether a fact holds."""
    both = tuple((SignalHit(id=fact, polarity=polarity),) for polarity in ("present", "absent"))
    return Put(both, settles | {fact})


def one_of(*answers: Mapping[str, Polarity]) -> Put:
    """One of several answers, each the facts that it tells."""
    told = tuple(tuple(SignalHit(id=id_, polarity=kind) for id_, kind in answer.items()) for answer in answers)
    return Put(told, frozenset(hit.id for answer in told for hit in answer))


# the five decision questions of the third source, by the facts of ours that they ask for
FIVE: Mapping[str, Put] = {
    "S3-086": yes_or_no("custom_training"),
    "S3-087": yes_or_no("existing_llm"),
    "S3-088": one_of({"model_quality": "present"}, {"app_challenge": "present"}),
    "S3-089": one_of(
        {"vision_audio": "present"},
        {"tabular_prediction": "present"},
        {"vision_audio": "absent", "tabular_prediction": "absent"},
    ),
    "S3-090": yes_or_no("privacy"),
}


def by_gain(knowledge: Knowledge) -> Order:
    """Our order: the question whose answer is expected to tell most."""

    @cache
    def asked(known: frozenset[tuple[str, Polarity]]) -> Put | None:
        found = next_question(dict(known), (), knowledge)
        return Put(tuple(reply.facts for reply in found.replies), frozenset(found.facts)) if found else None

    return lambda facts, _: asked(frozenset(facts.items()))


def at_random(knowledge: Knowledge) -> Order:
    """Any question of the bot that is still open."""
    every = [*_with_choices(knowledge), *_by_fact(knowledge)]

    def asked(facts: Facts, chance: random.Random) -> Put | None:
        open_ = [put for put in every if put.settles.isdisjoint(facts)]
        return chance.choice(open_) if open_ else None

    return asked


def the_five(facts: Facts, _: random.Random) -> Put | None:
    """The five questions as they stand, one after the other."""
    return next((put for put in FIVE.values() if put.settles.isdisjoint(facts)), None)


def courses(order: Order, knowledge: Knowledge, users: int = USERS) -> list[Course]:
    """So many people for each role, each with mistakes of their own."""
    return [
        _course(role, order, random.Random(f"{SEED} {role} {number}"), knowledge)
        for role in sorted(knowledge.roles)
        for number in range(users)
    ]


def answer_of(role: str, put: Put, knowledge: Knowledge) -> Answer | None:
    """What somebody who needs the role answers; None for "don't know"."""
    weights = [sum(weight_of(hit, role, knowledge) for hit in answer) for answer in put.answers]
    affirmed, *others = put.answers
    if len(others) == 1 and len(affirmed) == 1 and affirmed[0].id == others[0][0].id:
        weight = knowledge.signals[affirmed[0].id].weights.get(role, 0.0)
        return affirmed if weight >= AFFIRMS else others[0] if weight <= 0 else None
    best = max(range(len(weights)), key=weights.__getitem__)
    return put.answers[best] if weights[best] >= AFFIRMS else None


def ties(role: str, knowledge: Knowledge) -> set[str]:
    """The role, and those that its whole profile, told without a mistake, puts level with it or before it."""
    told: dict[str, Polarity] = {}
    for put in _by_fact(knowledge):
        told |= {hit.id: hit.polarity for hit in answer_of(role, put, knowledge) or ()}
    scores = dict(zip(model_of(knowledge).roles, model_of(knowledge).score(told).tolist(), strict=True))
    return {name for name, score in scores.items() if score >= scores[role]}


def _course(role: str, order: Order, chance: random.Random, knowledge: Knowledge) -> Course:
    facts: dict[str, Polarity] = {}
    leads = [lead(facts, knowledge)]
    for _ in range(MOST_QUESTIONS):
        put = order(facts, chance)
        if put is None:
            break
        given = answer_of(role, put, knowledge)
        if chance.random() < MISTAKEN:
            given = chance.choice([*put.answers, None])
        told = given or [SignalHit(id=id_, polarity="unknown") for id_ in {hit.id for a in put.answers for hit in a}]
        facts |= {hit.id: hit.polarity for hit in told}
        leads.append(lead(facts, knowledge))
    return Course(role, tuple(leads))


def lead(facts: Facts, knowledge: Knowledge) -> Lead:
    """What the bot would say of these facts; the rules are those of bot/advisor/reasoning.py, without its flips."""
    model = model_of(knowledge)
    scores = model.score(facts)
    role, chance = model.leader(scores), round(float(chances(scores).max()), 4)
    told = telling([SignalHit(id=id_, polarity=kind) for id_, kind in facts.items()], knowledge)
    reasoned = any(weight_of(hit, role, knowledge) > 0 for hit in told)
    enough = reasoned and (chance >= ENOUGH or len(told) >= TOLD_ENOUGH)
    return Lead(role, chance, reasoned, enough, next_question(facts, (), knowledge) is not None)


def _with_choices(knowledge: Knowledge) -> Iterator[Put]:
    for question in knowledge.questions.values():
        yield one_of(*(dict.fromkeys(answer.facts, "present") for answer in question.answers))


def _by_fact(knowledge: Knowledge) -> Iterator[Put]:
    weighty = [signal for signal in knowledge.signals.values() if signal.weights]
    for signal in weighty:
        yield yes_or_no(signal.id, frozenset(each.id for each in weighty if each.question == signal.question))
