"""The kernel and its inverse: what is said of unseen writers equals honest refits without them."""

from __future__ import annotations

import math

import numpy as np
import pytest

from bot.understanding.encoder import Encoder
from bot.understanding.features import Floats, character_runs, word_runs
from bot.understanding.kernel import CHARACTERS, MEANING, RIDGE, SLOPE, WORDS, Space, products, solve
from bot.understanding.view import View

SIZE, INTENTS, WRITERS = 60, 4, 5


def problem(seed: int) -> tuple[Floats, Floats, Floats, list[str]]:
    """A kernel of random points, one-hot targets, uneven trust, and groups of uneven size."""
    chance = np.random.default_rng(seed)
    points = chance.normal(size=(SIZE, 8)).astype(np.float32)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    gram = np.exp(SLOPE * (points @ points.T - 1)).astype(np.float32)
    targets = np.eye(INTENTS, dtype=np.float32)[chance.integers(0, INTENTS, SIZE)]
    trust = chance.choice([0.5, 1.0], SIZE).astype(np.float32)
    groups = [f"w{min(each, 9 - each)}" for each in chance.integers(0, 10, SIZE)]
    assert len(set(groups)) == WRITERS
    return gram, targets, trust, groups


@pytest.mark.parametrize("order", ["F", "C"])
@pytest.mark.parametrize("seed", range(5))
def test_scores_of_a_group_equal_a_fit_without_it(seed: int, order: str) -> None:
    gram, targets, trust, groups = problem(seed)
    _, scores = solve(np.array(gram, order=order), targets, trust, groups)
    exact, names = gram.astype(np.float64), np.array(groups)
    for group in set(groups):
        out, rest = np.flatnonzero(names == group), np.flatnonzero(names != group)
        refit = np.linalg.solve(exact[np.ix_(rest, rest)] + np.diag(RIDGE / trust[rest]), targets[rest])
        assert np.abs(exact[np.ix_(out, rest)] @ refit - scores[out]).max() < 1e-4


def test_the_labels_of_a_group_never_reach_its_own_scores() -> None:
    gram, targets, trust, groups = problem(7)
    mine = np.array(groups) == groups[0]
    lied = targets.copy()
    lied[mine] = np.roll(lied[mine], 1, axis=1)
    before, after = (solve(gram.copy(order="F"), each, trust, groups)[1] for each in (targets, lied))
    assert np.abs(before[mine] - after[mine]).max() < 1e-4
    assert np.abs(before[~mine] - after[~mine]).max() > 1e-2


def test_the_coefficients_solve_the_ridge_equation() -> None:
    gram, targets, trust, groups = problem(11)
    alpha, _ = solve(gram.copy(order="F"), targets, trust, groups)
    left = (gram.astype(np.float64) + np.diag(RIDGE / trust)) @ alpha
    assert np.abs(left - targets).max() < 1e-4


def test_one_writer_alone_says_nothing_of_unseen_ones() -> None:
    gram, targets, trust, _ = problem(3)
    _, scores = solve(gram, targets, trust, ["ada"] * SIZE)
    assert np.abs(scores).max() < 1e-4


def test_a_kernel_that_is_none_is_refused() -> None:
    gram = np.array([[0, 9], [9, 0]], np.float32, order="F")
    with pytest.raises(ArithmeticError, match="2 messages"):
        solve(gram, np.eye(2, dtype=np.float32), np.ones(2, np.float32), ["a", "b"])


VIEWS = [
    View(text, text)
    for text in ("what does it cost", "how much does it cost", "when is it ready", "is it ready now ?", "sing", "sing")
]


@pytest.fixture(scope="module")
def space() -> Space:
    return Space.of(VIEWS, Encoder().embed_all([view.meaning for view in VIEWS]))


def test_the_gram_matrix_holds_the_kernel_of_every_pair(space: Space) -> None:
    gram = space.gram()
    assert gram.flags.f_contiguous
    rows = [space.kernel(view.words, meaning) for view, meaning in zip(VIEWS, space.meanings, strict=True)]
    assert np.abs(gram - np.stack(rows)).max() < 1e-5
    assert np.abs(gram - gram.T).max() < 1e-6


def test_the_gram_matrix_is_made_in_parts_without_a_seam(space: Space, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = space.gram()
    monkeypatch.setattr("bot.understanding.kernel.ROWS_AT_ONCE", 4)
    assert np.abs(space.gram() - whole).max() < 1e-6


def test_the_kernel_is_the_formula(space: Space) -> None:
    text = "how much is it"
    meaning = Encoder().embed(text)
    alike = (
        MEANING * (space.meanings @ meaning)
        + WORDS * space.words.cosine(word_runs(text))
        + CHARACTERS * space.characters.cosine(character_runs(text))
    )
    expected = [math.exp(SLOPE * (each - 1)) for each in alike.tolist()]
    assert space.kernel(text, meaning) == pytest.approx(expected, abs=1e-6)
    assert MEANING + WORDS + CHARACTERS == 1


@pytest.mark.parametrize("shape", [(1, 1), (3, 9000), (100, 256), (33, 256), (5000, 7), (8192, 3)])
def test_products_are_matrix_products(shape: tuple[int, int]) -> None:
    chance = np.random.default_rng(1)
    matrix, vector = chance.normal(size=shape).astype(np.float32), chance.normal(size=shape[1]).astype(np.float32)
    found = products(matrix, vector)
    assert found.shape == (shape[0],)
    assert np.abs(found - matrix.astype(float) @ vector.astype(float)).max() < 1e-3
