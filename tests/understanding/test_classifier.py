"""The intent classifier: the same each time, its cache never trusted blindly, its promise exact."""

from __future__ import annotations

import logging
from pathlib import Path

import numpy as np
import pytest

from bot.understanding.classifier import (
    OUT_OF_SCOPE,
    OUT_OF_SCOPE_WEIGHT,
    RIDGE,
    WORD_SHARE,
    Classifier,
    Example,
    train,
)
from bot.understanding.features import character_runs, word_runs

SAID = {
    "price": ["what does it cost", "how much is it", "the price please", "is it dear"],
    "time": ["when is it ready", "how long does it take", "what time is it due", "is it late"],
    OUT_OF_SCOPE: ["sing a song", "what a fine day", "tell me a joke", "who won"],
}
EXAMPLES = [
    Example(f"{text}{tail}", intent, writer)
    for writer, tail in (("ada", ""), ("bob", " today"), ("eve", " then ?"))
    for intent, texts in SAID.items()
    for text in texts
]
INTENTS = sorted(SAID)


def test_it_learns_what_it_was_told(tmp_path: Path) -> None:
    classifier = Classifier(EXAMPLES, cache=tmp_path)
    assert all(classifier.rank(example.text)[0][0] == example.intent for example in EXAMPLES)


def test_probabilities_are_probabilities(tmp_path: Path) -> None:
    for text in ("how much is it", "", "quite another thing", "!!!"):
        ranked = Classifier(EXAMPLES, cache=tmp_path).rank(text)
        chances = [chance for _, chance in ranked]
        assert sorted(name for name, _ in ranked) == INTENTS
        assert sum(chances) == pytest.approx(1)
        assert chances == sorted(chances, reverse=True)


def test_two_fits_are_equal() -> None:
    one, two = train(EXAMPLES, INTENTS), train(EXAMPLES, INTENTS)
    assert np.array_equal(one.alpha, two.alpha)
    assert np.array_equal(one.unseen, two.unseen)
    assert (one.temperature, one.answer_from, one.decline_from) == (two.temperature, two.answer_from, two.decline_from)


def test_a_kept_fit_equals_a_fresh_one(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    fresh = Classifier(EXAMPLES, cache=tmp_path)
    assert "fitting" in caplog.text
    caplog.clear()
    kept = Classifier(EXAMPLES, cache=tmp_path)
    assert "fitting" not in caplog.text
    assert len(list(tmp_path.iterdir())) == 1
    for text in ("how much is it", "when", "nothing known", *(example.text for example in EXAMPLES)):
        assert kept.rank(text) == fresh.rank(text)
    assert np.array_equal(kept.fit.unseen, fresh.fit.unseen)
    assert (kept.fit.answer_from, kept.fit.decline_from) == (fresh.fit.answer_from, fresh.fit.decline_from)


@pytest.mark.parametrize("what", ["text", "intent", "writer", "order"])
def test_other_examples_are_never_answered_from_the_cache(what: str, tmp_path: Path) -> None:
    Classifier(EXAMPLES, cache=tmp_path)
    first, *rest = EXAMPLES
    changed = {
        "text": [Example("another text", first.intent, first.writer), *rest],
        "intent": [Example(first.text, "time", first.writer), *rest],
        "writer": [Example(first.text, first.intent, "zoe"), *rest],
        "order": [*rest, first],
    }[what]
    Classifier(changed, cache=tmp_path)
    assert len(list(tmp_path.iterdir())) == 2


def test_predictions_for_unseen_writers_equal_an_explicit_refit_without_them() -> None:
    fit = train(EXAMPLES, INTENTS)
    similarity = [
        WORD_SHARE * fit.words.cosine(word_runs(example.text))
        + (1 - WORD_SHARE) * fit.characters.cosine(character_runs(example.text))
        for example in EXAMPLES
    ]
    kernel = np.exp(np.array(similarity) - 1)
    targets = np.array([[float(example.intent == intent) for intent in INTENTS] for example in EXAMPLES])
    ridge = np.array([RIDGE / (OUT_OF_SCOPE_WEIGHT if e.intent == OUT_OF_SCOPE else 1) for e in EXAMPLES])
    writers = np.array([example.writer for example in EXAMPLES])
    assert len(set(writers)) == 3
    for writer in set(writers):
        out, kept = np.flatnonzero(writers == writer), np.flatnonzero(writers != writer)
        refit = np.linalg.solve(kernel[np.ix_(kept, kept)] + np.diag(ridge[kept]), targets[kept])
        assert np.abs(kernel[np.ix_(out, kept)] @ refit - fit.unseen[out]).max() < 1e-8


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    blocked = tmp_path / "a-file"
    blocked.write_text("no folder", encoding="utf-8")
    classifier = Classifier(EXAMPLES, cache=blocked / "below")
    assert [record.levelname for record in caplog.records if record.levelno >= logging.WARNING] == ["WARNING"]
    assert "could not be kept" in caplog.text
    assert classifier.rank("how much is it")[0][0] == "price"


@pytest.mark.parametrize("damage", ["empty", "cut", "text", "other archive", "folder"])
def test_a_damaged_cache_file_is_replaced(damage: str, tmp_path: Path) -> None:
    fresh = Classifier(EXAMPLES, cache=tmp_path)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    if damage == "folder":
        file.unlink()
        file.mkdir()
    elif damage == "other archive":
        np.savez(file, something=np.zeros(3))
    else:
        file.write_bytes({"empty": b"", "cut": whole[: len(whole) // 2], "text": b"hello"}[damage])
    assert Classifier(EXAMPLES, cache=tmp_path).rank("how much") == fresh.rank("how much")


def test_no_part_of_a_cache_file_is_left_behind(tmp_path: Path) -> None:
    Classifier(EXAMPLES, cache=tmp_path)
    assert [file.suffix for file in tmp_path.iterdir()] == [".npz"]
