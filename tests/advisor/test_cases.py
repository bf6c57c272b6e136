"""The right role on projects that people described: from the facts, however firm the weights, after few questions."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice
from statistics import fmean

import numpy as np
import pytest

from bot.advisor.reasoning import reason
from bot.answering import of_facts
from bot.knowledge import Knowledge
from tests.bench import advice_calibration as calibration
from tests.bench import advice_cases as cases
from tests.bench import advice_users as users
from tests.bench.advice_cases import Judged
from tests.bench.advice_noise import unchanged

LEAST_RIGHT = LEAST_UNCHANGED = 0.95
MOST_ASKED = 4.0  # questions until it is settled, on average
USERS = 20  # for each role
DRAWS = 50
ROWS = 20_000


@pytest.fixture(scope="module")
def marked(knowledge: Knowledge) -> list[Judged]:
    return cases.judged_by_marks(cases.written(), knowledge)


@pytest.fixture(scope="module")
def ours(knowledge: Knowledge) -> list[users.Course]:
    return users.courses(users.by_gain(knowledge), knowledge, USERS)


@pytest.fixture(scope="module")
def at_random(knowledge: Knowledge) -> list[users.Course]:
    return users.courses(users.at_random(knowledge), knowledge, USERS)


def test_every_worked_example_comes_out_as_its_author_says(knowledge: Knowledge) -> None:
    rows = cases.judged_by_marks(cases.worked(), knowledge)
    assert [row.case.id for row in rows if not row.leads] == []
    assert len(rows) == 30


def test_nearly_every_written_case_leads_to_its_role_by_the_facts_marked_in_it(marked: list[Judged]) -> None:
    assert fmean(row.leads for row in marked) >= LEAST_RIGHT
    assert len(marked) == 160


def test_nearly_all_advice_stands_when_every_weight_is_a_little_off(marked: list[Judged], knowledge: Knowledge) -> None:
    assert unchanged(marked, knowledge, DRAWS).mean() >= LEAST_UNCHANGED
    assert unchanged(marked, knowledge, DRAWS, spread=0.0).min() == 1
    assert unchanged(marked, knowledge, DRAWS, spread=3.0).mean() < LEAST_UNCHANGED


def test_people_asked_in_our_order_are_settled_after_few_questions_by_any_rule(ours: list[users.Course]) -> None:
    found = {name: users.Share.of(ours, rule) for name, rule in users.SETTLED.items()}
    assert {name for name, share in found.items() if share.questions > MOST_ASKED} == set()
    assert found[users.STRICTEST].settled > 0.9
    assert found[users.STRICTEST].right > 0.85


@pytest.mark.parametrize("rule", users.SETTLED)
def test_our_order_needs_fewer_questions_than_a_random_one_and_settles_on_the_right_role_more_often(
    ours: list[users.Course], at_random: list[users.Course], rule: str
) -> None:
    one, other = (users.Share.of(each, users.SETTLED[rule]) for each in (ours, at_random))
    assert one.questions < other.questions
    assert one.settled >= other.settled
    assert one.settled * one.right > other.settled * other.right


def test_what_is_counted_as_recommended_and_as_asked_is_what_the_bot_recommends_and_asks(knowledge: Knowledge) -> None:
    for facts in islice(random_facts(knowledge), 500):
        counted = users.lead(facts, knowledge)
        present, absent = ([id_ for id_ in facts if facts[id_] == kind] for kind in ("present", "absent"))
        found = reason(of_facts(present, absent, None), knowledge)
        assert (counted.role, counted.chance, counted.enough) == (found.role, found.chance, found.enough)
        assert (counted.reasoned, counted.open) == (bool(found.for_it), found.question is not None)


def random_facts(knowledge: Knowledge) -> Iterator[dict[str, users.Polarity]]:
    chance, ids = random.Random(7), sorted(knowledge.signals)
    while True:
        some = chance.sample(ids, chance.randint(0, 5))
        yield {id_: chance.choice(("present", "present", "absent")) for id_ in some}


def test_the_calibration_error_is_what_separates_chances_from_what_comes_true() -> None:
    chance = np.random.default_rng(7)
    sure = chance.uniform(0.3, 1, ROWS)
    honest, boastful = (1.0 * (chance.random(ROWS) < share) for share in (sure, sure - 0.2))
    for bins in (calibration.even_bins, calibration.equal_bins):
        assert calibration.error(bins(sure, honest)) < 0.02
        assert calibration.error(bins(sure, boastful)) == pytest.approx(0.2, abs=0.02)
        assert calibration.floor(sure, bins, 5) < 0.02
        assert sum(each.of for each in bins(sure, honest)) == ROWS
