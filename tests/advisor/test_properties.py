"""What holds of every advice, tried on twenty thousand sets of facts against the model written once more, plainly."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import permutations, product

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.advisor import Advice, Conversation, advise
from bot.advisor.flips import Flip, smallest_flips
from bot.advisor.keeping import without_words
from bot.advisor.questions import Asked, next_question
from bot.advisor.reasoning import Reasoning, reason
from bot.advisor.scoring import UNIT, UNSEEN_PRIOR, model_of
from bot.answering import of_facts
from bot.knowledge.model import STAGES, Knowledge, Stage
from bot.rendering import as_text
from bot.understanding.reading import Clause, Polarity, Reading, SignalHit, asked_for

SEED = 20261121
RANDOM, OF_A_PAIR, OF_A_ROLE = 14_400, 28, 40  # sets: any facts; for each ordered pair of roles; for each role
LEAST_WEIGHT = 0.3  # from which a fact is part of a role's profile
KINDS: tuple[Polarity, ...] = ("unknown", "present", "absent")
OFTEN = (*KINDS, "present", "present", "absent")  # how often each is told
MANNERS = tuple(product(("recommend", "sequence"), ("advice", "question", "facts", "document")))  # of asking
SOME, FEW = 2_000, 20  # sets for what takes long, and for what takes very long
CHUNK = 500

Facts = Mapping[str, Polarity]
Numbers = NDArray[np.int64]
Some = list[tuple["Told", Reasoning]]


@dataclass(frozen=True)
class Told:
    """Facts told, those that stand for a stage among them, the reading of whoever told them, and what follows."""

    facts: Facts
    reading: Reading
    role: str
    flips: Sequence[Flip]
    question: Asked | None

    @property
    def size(self) -> int:
        """How many facts have to change for another role; 0 if no flip is stated."""
        return self.flips[0].size if self.flips else 0


class Plain:
    """The model as one table: what each fact adds to each role if it is unknown, affirmed or denied."""

    def __init__(self, knowledge: Knowledge) -> None:
        self.roles, self.facts = sorted(knowledge.roles), sorted(knowledge.signals)
        self.prior = np.array([round(knowledge.prior.get(role, UNSEEN_PRIOR) * UNIT) for role in self.roles])
        self.adds = np.zeros((len(KINDS), len(self.facts), len(self.roles)), np.int64)
        for row, signal in enumerate(knowledge.signals[id_] for id_ in self.facts):
            for role, weight in signal.weights.items():
                self.adds[1, row, self.roles.index(role)] = round(weight * UNIT)
                self.adds[2, row, self.roles.index(role)] = round(weight * -signal.denied * UNIT)

    def kinds(self, told: Sequence[Facts]) -> Numbers:
        """Of each set, what is known of each fact, as places in KINDS."""
        found, row = np.zeros((len(told), len(self.facts)), np.int64), {id_: n for n, id_ in enumerate(self.facts)}
        for number, facts in enumerate(told):
            for id_, kind in facts.items():
                found[number, row[id_]] = KINDS.index(kind)
        return found

    def scores(self, told: Sequence[Facts]) -> Numbers:
        kinds = self.kinds(told)
        return np.asarray(self.prior + sum((kinds == n).astype(np.int64) @ self.adds[n] for n in (1, 2)))

    def leaders(self, told: Sequence[Facts]) -> list[str]:
        return [self.roles[number] for number in self.scores(told).argmax(axis=1).tolist()]

    def changes(self, told: Sequence[Facts]) -> Numbers:
        """What affirming each fact, then denying each, would add; shape (sets, changes, roles)."""
        now = self.adds[self.kinds(told), np.arange(len(self.facts))]
        return np.concatenate([self.adds[1] - now, self.adds[2] - now], axis=1)

    @cached_property
    def pairs(self) -> tuple[Numbers, Numbers]:
        """All pairs of changes to two different facts."""
        one, two = np.triu_indices(2 * len(self.facts), 1)
        differ = one % len(self.facts) != two % len(self.facts)
        return one[differ], two[differ]

    def led_after_one(self, told: Sequence[Facts]) -> Iterator[set[str]]:
        """For each set the roles that lead after any one change."""
        for start in range(0, len(told), CHUNK):
            some = told[start : start + CHUNK]
            leaders = (self.scores(some)[:, None] + self.changes(some)).argmax(axis=2)
            yield from ({self.roles[number] for number in set(row)} for row in leaders.tolist())

    def led_after_two(self, facts: Facts) -> set[str]:
        """The roles that lead after any two changes."""
        (base,), (changes,), (one, two) = self.scores([facts]), self.changes([facts]), self.pairs
        return self._leading(base + changes[one] + changes[two])

    def led_after_three(self, facts: Facts) -> set[str]:
        """The roles that lead after any three changes."""
        (base,), (changes,), (one, two) = self.scores([facts]), self.changes([facts]), self.pairs
        found, count = set[str](), len(self.facts)
        for third, change in enumerate(changes):
            kept = (one > third) & (one % count != third % count) & (two % count != third % count)
            found |= self._leading(base + change + changes[one[kept]] + changes[two[kept]])
        return found

    def _leading(self, scores: Numbers) -> set[str]:
        return {self.roles[number] for number in np.unique(scores.argmax(axis=1)).tolist()} if len(scores) else set()


def reading_of(facts: Facts, stage: Stage | None = None) -> Reading:
    """The reading of somebody who told these facts, some of them as not known."""
    unknown, present, absent = ([id_ for id_ in facts if facts[id_] == kind] for kind in KINDS)
    reading, open_ = of_facts(present, absent, stage), (SignalHit(id=id_, polarity="unknown") for id_ in unknown)
    return reading.model_copy(update={"signals": (*reading.signals, *open_)})


def sets_of_facts(knowledge: Knowledge) -> Iterator[tuple[dict[str, Polarity], Stage | None]]:
    """Any facts, facts that speak for either of two roles, and many that speak for one."""
    chance, ids = random.Random(SEED), sorted(knowledge.signals)

    def profile(role: str, most: int) -> dict[str, Polarity]:
        weights = {id_: knowledge.signals[id_].weights.get(role, 0.0) for id_ in chance.sample(ids, len(ids))}
        told = [id_ for id_, weight in weights.items() if abs(weight) >= LEAST_WEIGHT][:most]
        return {id_: "present" if weights[id_] > 0 else "absent" for id_ in told}

    for _ in range(RANDOM):
        told = {id_: chance.choice(OFTEN) for id_ in chance.sample(ids, chance.randint(0, 7))}
        yield told, chance.choice(STAGES) if chance.random() < 0.2 else None
    for one, other in permutations(sorted(knowledge.roles), 2):
        for _ in range(OF_A_PAIR):
            yield profile(one, chance.randint(1, 4)) | profile(other, chance.randint(1, 4)), None
    for role in sorted(knowledge.roles):
        for _ in range(OF_A_ROLE):
            yield profile(role, chance.randint(3, 9)), None


@pytest.fixture(scope="module")
def plain(knowledge: Knowledge) -> Plain:
    return Plain(knowledge)


@pytest.fixture(scope="module")
def told(knowledge: Knowledge) -> list[Told]:
    stands_for = {signal.stage: signal.id for signal in knowledge.signals.values() if signal.stage}
    model, found = model_of(knowledge), []
    for few, stage in sets_of_facts(knowledge):
        facts = ({stands_for[stage]: KINDS[1]} if stage else {}) | few
        leader, flips = model.leader(model.score(facts)), smallest_flips(facts, model)
        found.append(Told(facts, reading_of(few, stage), leader, flips, next_question(facts, (), knowledge)))
    assert len(found) >= 20_000
    return found


@pytest.fixture(scope="module")
def some(told: list[Told], knowledge: Knowledge) -> Some:
    return [(each, reason(each.reading, knowledge)) for each in random.Random(SEED).sample(told, SOME)]


def advice_on(reading: Reading, knowledge: Knowledge) -> Advice:
    return advise(reading, Conversation(), knowledge, on=date(2026, 11, 21))


def changed(facts: Facts, present: Sequence[str], absent: Sequence[str]) -> dict[str, Polarity]:
    return {**facts, **dict.fromkeys(present, KINDS[1]), **dict.fromkeys(absent, KINDS[2])}


def test_every_role_is_advised_and_any_two_are_a_flip_apart_somewhere(told: list[Told], knowledge: Knowledge) -> None:
    apart = {(each.role, flip.role) for each in told for flip in each.flips}
    assert {each.role for each in told} == set(knowledge.roles)
    assert apart == set(permutations(knowledge.roles, 2))
    assert {each.size for each in told} >= {1, 2, 3}


def test_the_role_advised_is_the_one_with_the_highest_sum(told: list[Told], plain: Plain) -> None:
    assert [each.role for each in told] == plain.leaders([each.facts for each in told])


def test_each_flip_stated_leads_to_the_role_stated(told: list[Told], plain: Plain) -> None:
    stated = [(each, flip) for each in told for flip in each.flips]
    after = plain.leaders([changed(each.facts, flip.present, flip.absent) for each, flip in stated])
    assert after == [flip.role for _, flip in stated]
    for each, flip in stated:
        assert flip.role != each.role
        new = changed({}, flip.present, flip.absent)
        assert len(new) == flip.size
        assert all(each.facts.get(id_) != kind for id_, kind in new.items())


def test_whoever_tells_a_flip_or_answers_is_advised_the_role_stated(some: Some, knowledge: Knowledge) -> None:
    chance = random.Random(SEED)
    for each, found in some:
        assert (found.role, list(found.flips), found.question) == (each.role, each.flips, each.question)
        further = [(flip.role, changed(each.facts, flip.present, flip.absent)) for flip in each.flips]
        for reply in each.question.replies if each.question else ():
            further.append((reply.role, {**each.facts, **{hit.id: hit.polarity for hit in reply.facts}}))
        for role, facts in chance.sample(further, min(1, len(further))):
            assert reason(reading_of(facts, each.reading.stage), knowledge).role == role


def test_one_change_is_stated_for_every_role_that_one_can_reach_and_no_other(told: list[Told], plain: Plain) -> None:
    for each, roles in zip(told, plain.led_after_one([each.facts for each in told]), strict=True):
        stated = [flip.role for flip in each.flips if flip.size == 1]
        assert sorted(stated) == sorted(roles - {each.role})
        assert not stated or {flip.size for flip in each.flips} == {1}


def test_two_changes_are_stated_where_one_is_not_enough_and_for_every_role(told: list[Told], plain: Plain) -> None:
    farther = [each for each in told if each.size != 1]
    for each in farther:
        stated = [flip.role for flip in each.flips if flip.size == 2]
        assert sorted(stated) == sorted(plain.led_after_two(each.facts) - {each.role})
    assert len(farther) > 500


def test_three_changes_are_stated_where_two_are_not_enough_and_for_every_role(told: list[Told], plain: Plain) -> None:
    farthest = [each for each in told if each.size == 3][:FEW] + [each for each in told if each.size == 0][:FEW]
    for each in farthest:
        roles = plain.led_after_three(each.facts) - {each.role}
        assert sorted(flip.role for flip in each.flips) == sorted(roles)
    assert len(farthest) >= FEW


def test_answers_lead_to_the_roles_stated_and_two_of_them_to_different_ones(told: list[Told], plain: Plain) -> None:
    asked = [(each.facts, each.question) for each in told if each.question]
    for facts, question in asked:
        answers = [{hit.id: hit.polarity for hit in reply.facts} for reply in question.replies]
        after = plain.leaders([{**facts, **answer} for answer in answers])
        assert after == [reply.role for reply in question.replies]
        assert len(set(after)) > 1
        assert facts.keys().isdisjoint(question.facts)
    assert len(asked) > len(told) / 2


def test_about_any_two_roles_named_a_question_is_asked_that_leads_to_different_roles(knowledge: Knowledge) -> None:
    for named in permutations(sorted(knowledge.roles), 2):
        question = reason(asked_for("recommend", roles=named), knowledge).question
        assert question is not None
        readings = [asked_for("recommend", roles=named, signals=reply.facts) for reply in question.replies]
        led = [reason(reading, knowledge).role for reading in readings]
        assert len(set(led)) > 1
        assert [reply.role for reply in question.replies] == led


def test_every_dispute_about_a_fact_that_counts_is_named_and_no_other(some: Some, knowledge: Knowledge) -> None:
    for each, found in some:
        counting = [id_ for id_, kind in each.facts.items() if kind != "unknown" and knowledge.signals[id_].weights]
        assert set(found.disputes) == {id_ for fact in counting for id_ in knowledge.signals[fact].contested}
    met = {id_ for _, found in some for id_ in found.disputes}
    assert met == {id_ for signal in knowledge.signals.values() if signal.weights for id_ in signal.contested}


def test_advice_has_all_sides_of_every_dispute_about_a_fact_it_rests_on(some: Some, knowledge: Knowledge) -> None:
    advised = [(found, each.reading) for each, found in some if found.enough and found.disputes]
    for found, reading in advised:
        notes = advice_on(reading, knowledge).disputes
        assert sorted(note.id for note in notes) == sorted(found.disputes)
        for note in notes:
            sides = [side.text for side in knowledge.disputes[note.id].sides]
            assert [side.text for side in note.sides] == sides
            assert len(sides) > 1
    assert len(advised) > SOME / 4


def test_the_order_of_the_facts_told_changes_neither_reasoning_nor_words(some: Some, knowledge: Knowledge) -> None:
    chance = random.Random(SEED)
    for number, (each, found) in enumerate(some):
        signals = tuple(chance.sample(each.reading.signals, len(each.reading.signals)))
        shuffled = each.reading.model_copy(update={"signals": signals})
        assert reason(shuffled, knowledge) == found
        if number < SOME // 4:
            intent, wish = MANNERS[number % len(MANNERS)]
            more = {"intents": asked_for(intent).intents, "wish": wish, "detail": True}
            one, other = (advice_on(it.model_copy(update=more), knowledge) for it in (each.reading, shuffled))
            # the id is that of the reading, which keeps the order in which facts were told
            assert as_text(one).replace(one.answer_id, "") == as_text(other).replace(other.answer_id, "")


@pytest.mark.parametrize(("intent", "wish"), MANNERS)
def test_advice_depends_on_a_persons_words_only_where_it_quotes_them(
    some: Some, knowledge: Knowledge, intent: str, wish: str
) -> None:
    for each, _ in some[: SOME // 30]:
        plainly = each.reading.model_copy(update={"wish": wish, "intents": asked_for(intent).intents})
        signals = tuple(hit.model_copy(update={"quote": f"they said {hit.id}"}) for hit in plainly.signals)
        clauses = (Clause(intent=intent, text="words of theirs"),)
        in_words = plainly.model_copy(update={"signals": signals, "clauses": clauses})
        without = plainly.model_copy(update={"clauses": (Clause(intent=intent),)})
        one, other = (without_words(advice_on(reading, knowledge)) for reading in (without, in_words))
        assert one == other
