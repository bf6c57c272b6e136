"""The arithmetic against cases worked out by hand, and what must hold of any messages."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable

import pytest

from bot.evaluation import measures
from bot.evaluation.judged import Judged
from bot.evaluation.measures import Found, Share

INTENTS = ("cost", "skills", "tools", "out_of_scope")


def test_the_headline(ten: list[Judged]) -> None:
    head = measures.headline(ten)
    assert head.top1 == Share(3, 7)
    assert head.answered == Share(4, 7)
    assert head.covered == Share(4, 7)
    assert head.wrong == Share(2, 6)
    assert head.declined == Share(1, 3)
    assert head.refused == Share(1, 7)
    assert (head.several, head.several_answered) == (Share(1, 2), 1)


def test_several_intents_count_those_offered_but_tell_them_apart(judged: Callable[..., Judged]) -> None:
    head = measures.headline([judged("cost skills tools", "ask", "tools cost"), judged("cost tools", "answer", "cost")])
    assert (head.several, head.several_answered) == (Share(3, 5), 1)


def test_a_decline_is_right_only_where_it_is_wanted_or_allowed(judged: Callable[..., Judged]) -> None:
    allowed = judged("chitchat", "decline", "out_of_scope", also_ok=("out_of_scope",))
    refused = judged("chitchat", "decline", "out_of_scope")
    asked = judged("out_of_scope", "ask", "cost tools")
    assert [(each.served, each.harm) for each in (allowed, refused, asked)] == [
        (True, False),
        (False, True),
        (False, False),
    ]


def test_an_answer_that_names_nothing_is_wrong(judged: Callable[..., Judged]) -> None:
    assert not judged("cost", "ask", "").right
    assert measures.per_intent([judged("cost", "ask", "")]) == [measures.OfIntent("cost", Share(0, 0), Share(0, 1))]


@pytest.mark.parametrize(
    ("hits", "of", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (1, 2, 0.0945, 0.9055), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0)],
)
def test_wilsons_interval(hits: int, of: int, low: float, high: float) -> None:
    assert Share(hits, of).interval == pytest.approx((low, high), abs=1e-4)


def test_wilsons_interval_holds_the_share_and_shrinks_with_the_count() -> None:
    for of, hits in itertools.product((1, 2, 5, 17, 100, 5000), range(0, 101, 10)):
        share = Share(of * hits // 100, of)
        low, high = share.interval or (math.nan, math.nan)
        assert 0 <= low <= (share.value or 0) <= high <= 1
        mirrored = Share(of - share.hits, of).interval
        assert mirrored == pytest.approx((1 - high, 1 - low))
        larger = Share(share.hits * 4, of * 4).interval or (0, 1)
        assert larger[1] - larger[0] < high - low


def test_nothing_to_count_has_no_value() -> None:
    assert (Share(0, 0).value, Share(0, 0).interval, Found(0, 0, 0).f1) == (None, None, None)
    head = measures.headline([])
    assert (head.top1.value, head.wrong.value, head.mentions.f1) == (None, None, None)
    assert measures.calibration([])[1] is None


def test_roles_mentioned(judged: Callable[..., Judged]) -> None:
    rows = [
        judged("cost", "answer", "cost", row_roles=("a", "b"), roles=("a", "c", "d"), roles_also_ok=("c",)),
        judged("cost", "answer", "cost", row_roles=(), roles=("a",)),
        judged("cost", "answer", "cost", roles=("a",)),  # not labelled, so not counted
        judged("cost", "answer", "cost", row_roles=("c",), roles=("c",)),
    ]
    head = measures.headline(rows)
    assert (head.mentions, head.mentions_of) == (Found(right=2, wrong=2, missed=1), 3)
    assert head.mentions.precision == 0.5
    assert head.mentions.recall == pytest.approx(2 / 3)
    assert head.mentions.f1 == pytest.approx(4 / 7)


def test_the_role_recommended(judged: Callable[..., Judged]) -> None:
    rows = [
        judged("recommend", "answer", "recommend", best_roles=("a", "b"), role="b"),
        judged("recommend", "answer", "recommend", best_roles=("a",), role="b"),
        judged("recommend", "ask", "recommend", best_roles=("a",)),
        judged("recommend", "answer", "recommend", role="a"),
    ]
    assert measures.headline(rows).role == Share(1, 3)


def test_each_intent(ten: list[Judged]) -> None:
    table = {each.intent: each for each in measures.per_intent(ten)}
    # skills: named first by the second and the third, right in the second, which asked for it after the cost
    assert (table["skills"].precision, table["skills"].recall) == (Share(1, 2), Share(1, 1))
    assert table["skills"].f1 == pytest.approx(2 / 3)
    assert (table["cost"].precision, table["cost"].recall) == (Share(1, 1), Share(1, 2))
    assert (table["tools"].precision, table["tools"].recall, table["tools"].f1) == (Share(0, 2), Share(0, 2), 0.0)
    assert (table["compare"].precision, table["compare"].recall) == (Share(1, 1), Share(1, 1))
    assert table["out_of_scope"].recall == Share(1, 2)


def test_confusions_are_the_wrong_ones_by_frequency(judged: Callable[..., Judged]) -> None:
    rows = [judged("cost", "answer", "tools")] * 2 + [judged("tools", "answer", "cost")] * 3
    rows += [judged("cost", "answer", "cost")] * 5 + [judged("cost", "ask", "skills cost")] * 2
    assert measures.confusions(rows) == [("tools", "cost", 3), ("cost", "skills", 2), ("cost", "tools", 2)]


def test_calibration_by_hand(judged: Callable[..., Judged]) -> None:
    rows = [
        judged("cost", "answer", "cost", 0.92),
        judged("cost", "answer", "tools", 0.98),
        judged("cost", "answer", "cost", 1.0),
        judged("cost", "ask", "tools", 0.3, likeliest="cost"),  # of the likeliest intent, not of the one offered
    ]
    bins, error = measures.calibration(rows)
    assert [each.right.of for each in bins] == [0, 0, 0, 1, 0, 0, 0, 0, 0, 3]
    assert bins[9].right == Share(2, 3)
    assert bins[9].confidence == pytest.approx(2.9 / 3)
    assert error == pytest.approx((3 * abs(2.9 / 3 - 2 / 3) + 1 * abs(0.3 - 1)) / 4)


def test_coverage_against_error(ten: list[Judged]) -> None:
    table = {at.least: at for at in measures.thresholds(ten)}
    # likeliest out of scope, so never answered: the false refusal and the right decline
    assert (table[0.0].coverage, table[0.0].error) == (Share(6, 7), Share(4, 8))
    assert (table[0.8].coverage, table[0.8].error) == (Share(3, 7), Share(2, 4))
    assert (table[0.95].coverage, table[0.95].error) == (Share(1, 7), Share(0, 1))


def test_the_worst_are_the_surest(ten: list[Judged]) -> None:
    assert [each.answered.confidence for each in measures.worst(ten, 10)] == [0.9, 0.85, 0.6]
    assert len(measures.worst(ten, 2)) == 2
    assert measures.worst(ten, 0) == []


def scattered(judged: Callable[..., Judged], seed: int) -> list[Judged]:
    """Messages and answers by chance."""
    chance = random.Random(seed)
    rows = []
    for _ in range(chance.randrange(1, 60)):
        wants, named = chance.choice(INTENTS), chance.choice(INTENTS)
        outcome = "decline" if named == "out_of_scope" else chance.choice(("answer", "ask"))
        also = tuple({chance.choice(INTENTS)} - {wants}) if chance.random() < 0.2 else ()
        rows.append(judged(wants, outcome, named, chance.random(), also_ok=also, writer=chance.choice("abc")))
    return rows


@pytest.mark.parametrize("seed", range(40))
def test_what_holds_of_any_messages(judged: Callable[..., Judged], seed: int) -> None:
    rows = scattered(judged, seed)
    head = measures.headline(rows)
    assert head.covered.hits <= head.top1.of
    assert head.answered.hits + head.refused.hits <= head.answered.of == head.top1.of
    assert head.top1.of + head.declined.of == len(rows)
    # the table of intents and the confusions tell every message once
    table = measures.per_intent(rows)
    right = sum(each.right for each in rows)
    assert sum(each.recall.of for each in table) == sum(each.precision.of for each in table) == len(rows)
    assert sum(each.precision.hits for each in table) == sum(each.recall.hits for each in table) == right
    assert right + sum(count for *_, count in measures.confusions(rows)) == len(rows)
    # groups add up
    groups = measures.grouped(rows, lambda each: each.row.writer)
    assert sum(measures.headline(inside).top1.hits for _, inside in groups) == head.top1.hits
    # bins hold every message; the error lies between none and all
    bins, error = measures.calibration(rows)
    assert sum(each.right.of for each in bins) == len(rows)
    assert error is not None
    assert 0 <= error <= 1
    # the higher the threshold, the fewer answers
    at = measures.thresholds(rows)
    assert all(a.error.of >= b.error.of and a.coverage.hits >= b.coverage.hits for a, b in itertools.pairwise(at))


@pytest.mark.parametrize("seed", range(10))
def test_the_order_of_the_messages_does_not_matter(judged: Callable[..., Judged], seed: int) -> None:
    rows = scattered(judged, seed)
    other = random.Random(seed).sample(rows, len(rows))
    assert measures.headline(other) == measures.headline(rows)
    assert measures.per_intent(other) == measures.per_intent(rows)
    assert measures.confusions(other) == measures.confusions(rows)
    assert measures.calibration(other)[1] == pytest.approx(measures.calibration(rows)[1])
