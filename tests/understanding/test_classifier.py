"""The intent classifier: the same each time, its cache never trusted blindly, its predictions for strangers exact."""

from __future__ import annotations

import logging
import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from bot.knowledge import Knowledge
from bot.understanding import Reader, encoder, kept
from bot.understanding.classifier import OUT_OF_SCOPE, Classifier, Example, plainly
from bot.understanding.fit import OUTSIDE_TRUST
from bot.understanding.kept import MOST_KEPT
from bot.understanding.kernel import RIDGE
from bot.understanding.view import View

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
KEPT = ("alpha", "unseen", "thresholds")
ASKED = ("how much is it", "when", "nothing known", "", "!!!", *(example.text for example in EXAMPLES))


def first(classifier: Classifier, text: str) -> str:
    return classifier.rank(plainly(text))[0][0]


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


def test_it_learns_what_it_was_told(tmp_path: Path) -> None:
    classifier = Classifier(EXAMPLES, cache=tmp_path)
    assert [first(classifier, example.text) for example in EXAMPLES] == [example.intent for example in EXAMPLES]
    assert classifier.intents == INTENTS
    assert [classifier.intents[number] for number in classifier.truth] == [example.intent for example in EXAMPLES]


def test_it_understands_words_that_it_was_never_told(tmp_path: Path) -> None:
    classifier = Classifier(EXAMPLES, cache=tmp_path)
    assert first(classifier, "expensive?") == "price"
    assert first(classifier, "what is the deadline") == "time"


def test_probabilities_are_probabilities(tmp_path: Path) -> None:
    classifier = Classifier(EXAMPLES, cache=tmp_path)
    for text in ASKED:
        ranked = classifier.rank(plainly(text))
        chances = [chance for _, chance in ranked]
        assert sorted(name for name, _ in ranked) == INTENTS
        assert sum(chances) == pytest.approx(1)
        assert chances == sorted(chances, reverse=True)


def test_two_fits_are_equal(tmp_path: Path) -> None:
    one, two = (Classifier(EXAMPLES, cache=tmp_path / name).fit for name in ("one", "two"))
    assert np.array_equal(one.alpha, two.alpha)
    assert np.array_equal(one.unseen, two.unseen)
    assert one.thresholds == two.thresholds


def test_a_kept_fit_equals_a_fresh_one(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    fresh = Classifier(EXAMPLES, cache=tmp_path)
    assert "fitting" in caplog.text
    caplog.clear()
    again = Classifier(EXAMPLES, cache=tmp_path)
    assert "fitting" not in caplog.text
    assert [file.suffix for file in files(tmp_path)] == [".npz"]
    assert [again.rank(plainly(text)) for text in ASKED] == [fresh.rank(plainly(text)) for text in ASKED]
    assert np.array_equal(again.fit.unseen, fresh.fit.unseen)
    assert again.fit.thresholds == fresh.fit.thresholds


@pytest.mark.parametrize("what", ["text", "intent", "writer", "order", "view", "weights", "recipe"])
def test_another_fit_is_never_answered_from_the_cache(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Classifier(EXAMPLES, cache=tmp_path)
    first, *rest = EXAMPLES
    changed = {
        "text": [Example("another text", first.intent, first.writer), *rest],
        "intent": [Example(first.text, "time", first.writer), *rest],
        "writer": [Example(first.text, first.intent, "zoe"), *rest],
        "order": [*rest, first],
    }.get(what, EXAMPLES)
    if what == "weights":
        monkeypatch.setattr(encoder, "version", lambda: "other weights")
    if what == "recipe":
        monkeypatch.setattr("bot.understanding.classifier.RECIPE", "another")
    Classifier(changed, view_by="other names" if what == "view" else "", cache=tmp_path)
    assert len(files(tmp_path)) == 2


def test_the_cache_is_keyed_by_the_texts_as_written_so_no_text_is_prepared_for_it(tmp_path: Path) -> None:
    seen: list[str] = []

    def view(text: str) -> View:
        seen.append(text)
        return plainly(text.upper())

    Classifier(EXAMPLES, view=view, view_by="upper", cache=tmp_path)
    assert seen == [example.text for example in EXAMPLES]
    seen.clear()
    Classifier(EXAMPLES, view=view, view_by="upper", cache=tmp_path)
    assert seen == []


def test_predictions_for_unseen_writers_equal_an_explicit_refit_without_them(tmp_path: Path) -> None:
    fit = Classifier(EXAMPLES, cache=tmp_path).fit
    kernel = fit.space.gram().astype(np.float64)
    targets = np.array([[float(example.intent == intent) for intent in INTENTS] for example in EXAMPLES])
    ridge = np.array([RIDGE / (OUTSIDE_TRUST if e.intent == OUT_OF_SCOPE else 1) for e in EXAMPLES])
    writers = np.array([example.writer for example in EXAMPLES])
    assert len(set(writers)) == 3
    for writer in set(writers):
        out, rest = np.flatnonzero(writers == writer), np.flatnonzero(writers != writer)
        refit = np.linalg.solve(kernel[np.ix_(rest, rest)] + np.diag(ridge[rest]), targets[rest])
        assert np.abs(kernel[np.ix_(out, rest)] @ refit - fit.unseen[out]).max() < 1e-4


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    blocked = tmp_path / "a-file"
    blocked.write_text("no folder", encoding="utf-8")
    classifier = Classifier(EXAMPLES, cache=blocked / "below")
    assert [record.levelname for record in caplog.records if record.levelno >= logging.WARNING] == ["WARNING"]
    assert "could not be kept" in caplog.text
    assert first(classifier, "how much is it") == "price"


@pytest.mark.parametrize("damage", ["empty", "cut", "text", "other archive", "folder", "compression", "header"])
def test_a_damaged_cache_file_is_replaced(damage: str, tmp_path: Path) -> None:
    fresh = Classifier(EXAMPLES, cache=tmp_path)
    (file,) = files(tmp_path)
    whole = file.read_bytes()
    if damage == "folder":
        file.unlink()
        file.mkdir()
    elif damage == "other archive":
        np.savez(file, something=np.zeros(3))
    else:
        directory = whole.rindex(b"PK\x01\x02")
        start = whole.index(b"{'descr'")
        file.write_bytes(
            {
                "empty": b"",
                "cut": whole[: len(whole) // 2],
                "text": b"hello",
                "compression": whole[: directory + 10] + b"\x63" + whole[directory + 11 :],
                "header": whole[:start] + b"(" * 9 + whole[start + 9 :],
            }[damage]
        )
    assert kept.read(file, *KEPT) is None
    again = Classifier(EXAMPLES, cache=tmp_path)
    assert [again.rank(plainly(text)) for text in ASKED] == [fresh.rank(plainly(text)) for text in ASKED]
    assert [each.suffix for each in files(tmp_path)] == [".npz"]
    assert damage == "folder" or kept.read(file, *KEPT) is not None


def test_whatever_a_byte_of_the_cache_turns_into_nothing_but_the_fit_is_read(tmp_path: Path) -> None:
    Classifier(EXAMPLES, cache=tmp_path)
    (file,) = files(tmp_path)
    whole, good = file.read_bytes(), kept.read(file, *KEPT)
    chance = np.random.default_rng(5)
    read = 0
    for at in chance.integers(0, len(whole), 400):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ int(chance.integers(1, 256))]) + whole[at + 1 :])
        found = kept.read(file, *KEPT)
        read += found is None
        assert good
        assert found is None or all(np.array_equal(one, other) for one, other in zip(found[1], good[1], strict=True))
    assert read > 200


def test_old_fits_are_thrown_away(tmp_path: Path) -> None:
    other = tmp_path / "not-ours.npz"
    other.write_bytes(b"")
    for number in range(MOST_KEPT + 2):
        Classifier(EXAMPLES, view_by=str(number), cache=tmp_path)
        newest = max(tmp_path.glob("intents-*"), key=lambda file: file.stat().st_mtime_ns)
        os.utime(newest, (1_000_000 + number, 1_000_000 + number))
    assert len(list(tmp_path.glob("*-*.npz"))) == MOST_KEPT
    assert newest.exists()
    assert other.exists()


def test_several_texts_at_once_are_ranked_as_each_by_itself(tmp_path: Path) -> None:
    classifier = Classifier(EXAMPLES, cache=tmp_path)
    views = [plainly(text) for text in ("how much is it", "when is it ready", "sing a song")]
    together = classifier.rank_together(views)
    for view, ranked in zip(views, together, strict=True):
        alone = classifier.rank(view)
        assert ranked[0][0] == alone[0][0]
        # the 8-bit arithmetic of texts in one run rounds a little differently
        assert ranked[0][1] == pytest.approx(alone[0][1], abs=0.1)


def test_without_an_intent_for_the_rest_nothing_is_outside(tmp_path: Path) -> None:
    classifier = Classifier([each for each in EXAMPLES if each.intent != OUT_OF_SCOPE], cache=tmp_path)
    assert classifier.outside == -1
    assert classifier.fit.thresholds.decline_from > 1


def test_an_added_utterance_takes_effect_at_once(tiny: Knowledge, tiny_reader: Reader, tmp_path: Path) -> None:
    asked = "zorbulate the frobnicator"
    help_ = tiny.intents["help"]
    more = {**help_.utterances, "anna": (*help_.utterances["anna"], asked, f"{asked} now", f"please {asked}")}
    taught = replace(tiny, intents={**tiny.intents, "help": help_.model_copy(update={"utterances": more})})
    before, after = tiny_reader.read(asked), Reader(taught, cache=tmp_path).read(asked)
    assert before.intent != "help"
    assert (after.intent, after.verdict) == ("help", "clear")
