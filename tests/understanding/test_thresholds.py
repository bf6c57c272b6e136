"""Thresholds: counted by hand on small cases, and never on the messages they are applied to."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from bot.understanding import thresholds
from bot.understanding.features import Floats
from bot.understanding.thresholds import (
    CAUTIOUS,
    NEVER,
    Decisions,
    Thresholds,
    choose,
    count,
    decide,
    decide_unseen,
    softmax,
)

OUTSIDE = 2


@pytest.fixture(autouse=True)
def _allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shares with which one can count by hand, whatever the bot promises at present."""
    monkeypatch.setattr(thresholds, "WRONG_ALLOWED", 0.05)
    monkeypatch.setattr(thresholds, "DECLINED_ALLOWED", 0.025)


def scores_of(rows: list[tuple[int, float]], intents: int = 3) -> Floats:
    """Scores that favour one intent by so much."""
    scores = np.zeros((len(rows), intents), np.float32)
    for number, (intent, lead) in enumerate(rows):
        scores[number, intent] = lead
    return scores


def answered_of(scores: Floats, truth: Any, outside: int) -> tuple[Thresholds, Any]:
    at = choose(scores, truth, outside)
    return at, decide(scores, outside, at).answered


def test_probabilities() -> None:
    chances = softmax(np.array([[0, 0, 0], [1, 0, 0], [1000, 0, -1000]], np.float32), 0.5)
    assert chances.sum(axis=1) == pytest.approx([1, 1, 1])
    assert chances[0] == pytest.approx([1 / 3] * 3)
    assert chances[1, 0] / chances[1, 1] == pytest.approx(np.exp(2))
    assert chances[2].tolist() == [1, 0, 0]


def test_twenty_right_answers_promise_five_in_a_hundred() -> None:
    # twenty answers and none wrong: one is assumed, and one of twenty is five in a hundred
    rows = [(0, 1 - number / 1000) for number in range(20)]
    truth = np.zeros(20, int)
    at, answered = answered_of(scores_of(rows), truth, OUTSIDE)
    assert answered.all()
    assert at.answer_from == pytest.approx(float(softmax(scores_of(rows), at.temperature).max(axis=1).min()))


def test_with_nineteen_answers_nothing_can_be_promised() -> None:
    at, _ = answered_of(scores_of([(0, 1 - number / 1000) for number in range(19)]), np.zeros(19, int), OUTSIDE)
    assert at.answer_from == CAUTIOUS


def test_a_wrong_answer_needs_twenty_more() -> None:
    rows = [(0, 1 - number / 1000) for number in range(45)]
    truth = np.zeros(45, int)
    truth[30] = 1  # wrong, so that with the one assumed two of forty are needed
    _, answered = answered_of(scores_of(rows), truth, OUTSIDE)
    assert answered.all()  # two of forty-five is fine
    _, answered = answered_of(scores_of(rows[:39]), truth[:39], OUTSIDE)
    assert np.flatnonzero(~answered).tolist() == list(range(30, 39))  # two of thirty-nine is not


def test_equal_probabilities_are_answered_together_or_not_at_all() -> None:
    rows = [(0, 0.9)] * 25 + [(0, 0.5)] * 40
    truth = np.zeros(65, int)
    truth[40:] = 1  # of the forty that look the same, twenty-five are wrong, all behind the right ones
    _, answered = answered_of(scores_of(rows), truth, OUTSIDE)
    assert answered.tolist() == [True] * 25 + [False] * 40


def test_what_is_taken_for_outside_is_no_answer() -> None:
    rows = [(OUTSIDE, 1.0)] * 30 + [(0, 0.8)] * 20
    truth = np.array([OUTSIDE] * 30 + [0] * 20)
    _, answered = answered_of(scores_of(rows), truth, OUTSIDE)
    assert answered.tolist() == [False] * 30 + [True] * 20


def test_declining_loses_at_most_the_allowed_share() -> None:
    lost = [(OUTSIDE, 0.3 + number / 100) for number in range(20)]  # in scope, yet they look outside
    rows = [*lost, *[(0, 1.0)] * 180, *[(OUTSIDE, 0.7)] * 50]
    truth = np.array([0] * 200 + [OUTSIDE] * 50)
    scores = scores_of(rows)
    made = decide(scores, OUTSIDE, choose(scores, truth, OUTSIDE))
    assert np.flatnonzero(made.declined[:200]).tolist() == [15, 16, 17, 18, 19]  # five of two hundred
    assert made.declined[200:].all()


def test_where_nothing_in_scope_looks_outside_everything_that_does_is_declined() -> None:
    scores = scores_of([(0, 1.0)] * 40 + [(OUTSIDE, 0.2)] * 5)
    at = choose(scores, np.array([0] * 40 + [OUTSIDE] * 5), OUTSIDE)
    assert at.decline_from == 0.0


def test_without_an_intent_for_the_rest_nothing_is_declined() -> None:
    scores = scores_of([(0, 1.0)] * 40, intents=2)
    at = choose(scores, np.zeros(40, int), -1)
    assert at.decline_from == NEVER
    assert not decide(scores, -1, at).declined.any()


def test_the_temperature_makes_probabilities_honest() -> None:
    chance = np.random.default_rng(4)
    rows = [(int(each), 0.5) for each in chance.integers(0, 2, 2000)]
    truth = np.array([row[0] if chance.random() < 0.8 else 1 - row[0] for row in rows])
    scores = scores_of(rows, intents=2)
    at = choose(scores, truth, -1)
    assert float(softmax(scores, at.temperature).max(axis=1).mean()) == pytest.approx(0.8, abs=0.03)


def test_decisions_follow_the_thresholds() -> None:
    scores = np.log(np.array([[0.7, 0.2, 0.1], [0.5, 0.3, 0.2], [0.1, 0.2, 0.7], [0.3, 0.3, 0.4]], np.float32))
    made = decide(scores, OUTSIDE, Thresholds(1.0, 0.6, 0.5))
    assert made.top.tolist() == [0, 0, 2, 2]
    assert made.answered.tolist() == [True, False, False, False]
    assert made.declined.tolist() == [False, False, True, False]


def written(seed: int, writers: int = 4, each: int = 60) -> tuple[Floats, Any, list[str]]:
    """Noisy scores of many messages by a few writers."""
    chance = np.random.default_rng(seed)
    truth = chance.integers(0, 3, writers * each)
    scores = chance.normal(scale=0.25, size=(len(truth), 3)).astype(np.float32)
    scores[np.arange(len(truth)), truth] += 0.6
    return scores, truth, [f"w{number // each}" for number in range(len(truth))]


def test_decisions_on_a_writer_use_the_others_alone() -> None:
    scores, truth, writers = written(1)
    made = decide_unseen(scores, truth, OUTSIDE, writers)
    for writer in set(writers):
        held = np.array(writers) == writer
        expected = decide(scores[held], OUTSIDE, choose(scores[~held], truth[~held], OUTSIDE))
        assert made.top[held].tolist() == expected.top.tolist()
        assert made.answered[held].tolist() == expected.answered.tolist()
        assert made.declined[held].tolist() == expected.declined.tolist()


def test_what_a_writer_really_meant_changes_nothing_about_the_decisions_on_that_writer() -> None:
    scores, truth, writers = written(2)
    mine = np.array(writers) == "w2"
    lied = truth.copy()
    lied[mine] = (lied[mine] + 1) % 3
    before, after = (decide_unseen(scores, each, OUTSIDE, writers) for each in (truth, lied))
    assert before.answered[mine].tolist() == after.answered[mine].tolist()
    assert before.declined[mine].tolist() == after.declined[mine].tolist()
    assert before.answered[~mine].tolist() != after.answered[~mine].tolist()


def test_one_writer_alone_cannot_be_held_out() -> None:
    scores, truth, writers = written(3, writers=1)
    with pytest.raises(ValueError, match="one writer"):
        decide_unseen(scores, truth, OUTSIDE, writers)


def test_the_promise_holds_for_writers_who_are_like_the_others() -> None:
    wrong, declined = [], []
    for seed in range(20):
        scores, truth, writers = written(seed, writers=5, each=100)
        found = count(decide_unseen(scores, truth, OUTSIDE, writers), truth, OUTSIDE)
        wrong.append(found.wrong)
        declined.append(found.declined)
    assert float(np.mean(wrong)) <= 0.05
    assert float(np.mean(declined)) <= 0.03


def test_errors_are_counted() -> None:
    truth = np.array([0, 0, 1, 1, OUTSIDE, OUTSIDE])
    made = Decisions(
        np.array([0, 1, 1, OUTSIDE, OUTSIDE, 0]),
        np.array([True, True, False, False, False, True]),
        np.array([False, False, False, True, True, False]),
    )
    found = count(made, truth, OUTSIDE)
    assert (found.inside, found.outside) == (4, 2)
    assert (found.top1, found.answered, found.declined) == (0.5, 0.5, 0.25)
    assert found.wrong == pytest.approx(2 / 3)
    assert found.outside_declined == 0.5
    assert count(made, truth, OUTSIDE, truth == 0).top1 == 0.5
    assert count(made, truth, OUTSIDE, truth == 7).answered == 0.0
