"""Weighted word and character sequences: checked against the formula, written out."""

from __future__ import annotations

import math

import numpy as np
import pytest

from bot.understanding.features import COMMON, LONGEST_WORD, Index, character_runs, word_runs

TEXTS = ["the cost of it", "the cost today", "who is it for ?", "cost cost cost it", "quite alone", ""]


def test_word_runs() -> None:
    assert word_runs("don't ask why?") == [
        "don't", "ask", "why", "?", "don't ask", "ask why", "why ?", "don't ask why", "ask why ?",
    ]  # fmt: skip
    assert word_runs("") == []
    assert word_runs("one") == ["one"]


def test_character_runs_stay_inside_words() -> None:
    assert character_runs("ab") == [" ab", "ab ", " ab "]
    assert character_runs("ab cd") == [" ab", "ab ", " ab ", " cd", "cd ", " cd "]
    assert sorted(character_runs("tool")) == sorted(
        [" to", "too", "ool", "ol ", " too", "tool", "ool ", " tool", "tool "]
    )
    assert character_runs("?") == [" ? "]


def test_an_endless_word_is_looked_at_in_part() -> None:
    assert character_runs("x" * 10_000) == character_runs("x" * LONGEST_WORD)


def cosine_by_hand(texts: list[str], one: str, other: str) -> float:
    """TF-IDF with sublinear counts and smoothed frequencies; what stands in one document alone is left out."""
    documents = [word_runs(text) for text in texts]

    def weights(text: str) -> dict[str, float]:
        runs = word_runs(text)
        found: dict[str, float] = {}
        for run in set(runs):
            among = sum(run in document for document in documents)
            if among > 1:
                found[run] = (1 + math.log(runs.count(run))) * (math.log((1 + len(texts)) / (1 + among)) + 1)
        length = math.sqrt(sum(weight * weight for weight in found.values())) or 1.0
        return {run: weight / length for run, weight in found.items()}

    left, right = weights(one), weights(other)
    return sum(weight * right.get(run, 0.0) for run, weight in left.items())


@pytest.mark.parametrize("text", [*TEXTS, "cost of the cost", "is it for me", "nothing known"])
def test_cosines_are_those_of_the_formula(text: str) -> None:
    found = Index.build(TEXTS, word_runs).cosine(word_runs(text))
    assert found == pytest.approx([cosine_by_hand(TEXTS, text, each) for each in TEXTS], abs=1e-6)


def test_one_cosine_worked_out_on_paper() -> None:
    index = Index.build(["a b", "a c", "b"], word_runs)
    assert list(index.vocabulary) == ["a", "b"]  # "a b", "a c" and "c" stand in one document each
    assert index.idf == pytest.approx([math.log(4 / 3) + 1] * 2)
    # both have the same weight, so the first document stands at 45 degrees between the two words
    assert index.cosine(["a"]) == pytest.approx([math.sqrt(0.5), 1, 0])
    assert index.cosine(["a", "b"]) == pytest.approx([1, math.sqrt(0.5), math.sqrt(0.5)])


def test_a_document_is_like_itself() -> None:
    for runs in (word_runs, character_runs):
        index = Index.build(TEXTS, runs)
        for number, text in enumerate(TEXTS[:4]):
            assert index.cosine(runs(text))[number] == pytest.approx(1)


def test_nothing_in_common_is_zero() -> None:
    index = Index.build(TEXTS, word_runs)
    assert index.cosine(["neverheard"]).tolist() == [0.0] * len(TEXTS)
    assert index.cosine([]).tolist() == [0.0] * len(TEXTS)
    assert Index.build(["a", "b"], word_runs).cosine(["a"]).tolist() == [0.0, 0.0]


def test_what_is_common_is_left_out() -> None:
    texts = [f"same {number % 20} x{number % 25}" for number in range(100)]
    index = Index.build(texts, word_runs, COMMON)
    assert "same" not in index.vocabulary  # in all of them
    assert {"0", "x0"} <= set(index.vocabulary)  # in five and four of the hundred
    assert "same" in Index.build(texts, word_runs).vocabulary


def test_a_feature_that_two_share_is_never_too_common() -> None:
    assert "a" in Index.build(["a b", "a c", "d"], word_runs, COMMON).vocabulary


def test_the_postings_are_whole() -> None:
    index = Index.build(TEXTS, character_runs)
    assert len(index.starts) == len(index.vocabulary) + 1
    assert index.starts[-1] == len(index.documents) == len(index.weights)
    squares = np.bincount(index.documents, index.weights.astype(float) ** 2, index.size)
    assert squares == pytest.approx([1 if squares[n] else 0 for n in range(len(TEXTS))])
    assert squares[-1] == 0


def test_familiar_words_are_those_of_two_documents_or_more() -> None:
    index = Index.build(["what does it cost", "what is it", "a cat"], word_runs)
    assert index.familiar(["what", "it", "cat", "dolor"]) == 0.5
    assert index.familiar([]) == 1.0
