"""Intents by kernel ridge regression over word and character similarity.

The kernel is `exp(s - 1)` with `s` the weighted mean of two cosines. Fitting is one matrix
inverse, and from the inverse come exact predictions for each example as if its writer had
never been seen: these set the temperature of the probabilities and the thresholds.
"""

from __future__ import annotations

import hashlib
import logging
import os
import zipfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from platformdirs import user_cache_path

from bot.understanding.features import Floats, Index, character_runs, count_all, word_runs

log = logging.getLogger(__name__)
MOST_KEPT = 4  # fits in the cache folder; each takes some megabytes
RECIPE = "6"  # raise when the arithmetic changes: it names the cached fit
WORD_SHARE = 0.5
RIDGE = 0.08
OUT_OF_SCOPE = "out_of_scope"
OUT_OF_SCOPE_WEIGHT = 0.6
TEMPERATURES = np.geomspace(0.02, 0.5, 40)
WRONG_ALLOWED = 0.08  # share of wrong answers among those given, over unseen writers
DECLINED_ALLOWED = 0.09  # share of messages in scope that are declined, over unseen writers


@dataclass(frozen=True)
class Example:
    """A training message as it was written."""

    text: str
    intent: str
    writer: str


@dataclass
class Fit:
    """Everything a fitted classifier consists of."""

    words: Index
    characters: Index
    alpha: Floats
    temperature: float
    answer_from: float
    decline_from: float
    unseen: Floats


class Classifier:
    """Ranks the intents of a message."""

    def __init__(
        self,
        examples: Sequence[Example],
        *,
        normal: Callable[[str], str] = str,
        normal_by: str = "",
        cache: Path | None = None,
    ) -> None:
        """Fit, or take the fit from the cache.

        `normal` brings a training message into the form that `rank` is given; `normal_by` names all that it
        depends on, for the cache is keyed by the messages as written, which spares normalising them.
        """
        self.examples = examples
        self.intents = sorted({example.intent for example in examples})
        file = (cache or user_cache_path("whichrole")) / f"intents-{_digest(examples, normal_by)}.npz"
        self.fit = _read_or_none(file) or self._fit_and_keep(normal, file)

    def _fit_and_keep(self, normal: Callable[[str], str], file: Path) -> Fit:
        """A cache that cannot be written costs time only."""
        log.info("fitting the intent classifier on %d messages", len(self.examples))
        fitted = train([replace(example, text=normal(example.text)) for example in self.examples], self.intents)
        try:
            _write(file, fitted)
        except OSError as error:
            log.warning("the fitted classifier could not be kept in %s: %s", file.parent, error.strerror)
        return fitted

    def rank(self, text: str) -> list[tuple[str, float]]:
        """Intents with their probabilities, likeliest first. `text` must be normalised likewise."""
        fit = self.fit
        similarity = WORD_SHARE * fit.words.cosine(word_runs(text))
        similarity += (1 - WORD_SHARE) * fit.characters.cosine(character_runs(text))
        scores = np.exp(similarity - 1) @ fit.alpha
        chances = softmax(scores[None, :], fit.temperature)[0]
        order = sorted(range(len(chances)), key=lambda i: (-chances[i], self.intents[i]))
        return [(self.intents[i], float(chances[i])) for i in order]


def _digest(examples: Sequence[Example], normal_by: str) -> str:
    digest = hashlib.sha256(f"{RECIPE}\n{normal_by}\n".encode())
    for example in examples:
        digest.update(f"{example.intent}\0{example.writer}\0{example.text}\n".encode())
    return digest.hexdigest()[:16]


def train(examples: Sequence[Example], intents: Sequence[str]) -> Fit:
    """Fit on normalised examples; a second or two for 1,500 of them."""
    word_counts, character_counts = count_all(example.text for example in examples)
    words, characters = Index.build(word_counts), Index.build(character_counts)
    rows = zip(word_counts, character_counts, strict=True)
    gram = np.array([WORD_SHARE * words.cosine(w) + (1 - WORD_SHARE) * characters.cosine(c) for w, c in rows])
    kernel = np.exp(gram - 1)
    targets = np.array([[float(example.intent == intent) for intent in intents] for example in examples])
    weight = np.array([OUT_OF_SCOPE_WEIGHT if e.intent == OUT_OF_SCOPE else 1.0 for e in examples])
    inverse = np.linalg.inv(kernel + np.diag(RIDGE / weight))
    alpha = inverse @ targets
    unseen = _as_if_unseen(inverse, alpha, targets, [example.writer for example in examples])
    truth = targets.argmax(axis=1)
    losses = [_log_loss(unseen, truth, temperature) for temperature in TEMPERATURES]
    temperature = float(TEMPERATURES[int(np.argmin(losses))])
    chances = softmax(unseen, temperature)
    answer_from, decline_from = _answer_from(chances, truth, intents), _decline_from(chances, truth, intents)
    return Fit(words, characters, alpha, temperature, answer_from, decline_from, unseen)


def _as_if_unseen(inverse: Floats, alpha: Floats, targets: Floats, writers: Sequence[str]) -> Floats:
    """Scores of each example from a model that never saw its writer: exact, by block inversion.

    With `G` the inverse of the regularised kernel and `B` a writer's rows, the left-out residual
    is `inv(G[B, B]) @ alpha[B]`.
    """
    scores = np.empty_like(targets)
    for writer in sorted(set(writers)):
        block = np.array([i for i, name in enumerate(writers) if name == writer])
        residual = np.linalg.solve(inverse[np.ix_(block, block)], alpha[block])
        scores[block] = targets[block] - residual
    return scores


def _answer_from(chances: Floats, truth: Any, intents: Sequence[str]) -> float:
    """The least probability from which answers to unseen writers are wrong at most as often as allowed.

    The count of the wrong gets one more, as conformal methods do, so that few examples promise less.
    """
    outside = intents.index(OUT_OF_SCOPE) if OUT_OF_SCOPE in intents else -1
    top = chances.argmax(axis=1)
    given = np.flatnonzero(top != outside)
    order = given[np.argsort(-chances[given, top[given]], kind="stable")]
    wrong = np.cumsum(top[order] != truth[order]) + 1
    fine = np.flatnonzero(wrong <= WRONG_ALLOWED * np.arange(1, len(order) + 1))
    return float(chances[order[fine[-1]], top[order[fine[-1]]]]) if len(fine) else 0.6


def _decline_from(chances: Floats, truth: Any, intents: Sequence[str]) -> float:
    """The least probability of being out of scope from which few messages in scope are declined."""
    if OUT_OF_SCOPE not in intents:
        return 1.0
    outside = intents.index(OUT_OF_SCOPE)
    inside = np.flatnonzero(truth != outside)
    lost = np.sort(chances[inside[chances[inside].argmax(axis=1) == outside], outside])[::-1]
    allowed = int(DECLINED_ALLOWED * len(inside))
    return float(np.nextafter(lost[allowed], 1.0)) if len(lost) > allowed else 0.0


def softmax(scores: Floats, temperature: float) -> Floats:
    """Probabilities of each row of scores; shape (messages, intents)."""
    raised = np.exp((scores - scores.max(axis=1, keepdims=True)) / temperature)
    return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float64)


def _log_loss(scores: Floats, truth: Any, temperature: float) -> float:
    chances = softmax(scores, temperature)[np.arange(len(truth)), truth]
    return float(-np.mean(np.log(np.maximum(chances, 1e-9))))


def _arrays(name: str, index: Index) -> Mapping[str, Any]:
    return {
        f"{name}_vocabulary": np.frombuffer("\n".join(index.vocabulary).encode(), np.uint8),
        f"{name}_idf": index.idf,
        f"{name}_starts": index.starts,
        f"{name}_documents": index.documents,
        f"{name}_weights": index.weights,
        f"{name}_size": index.size,
    }


def _index(name: str, kept: Mapping[str, Any]) -> Index:
    vocabulary = kept[f"{name}_vocabulary"].tobytes().decode().split("\n")
    idf, starts, documents, weights = (kept[f"{name}_{part}"] for part in ("idf", "starts", "documents", "weights"))
    return Index(vocabulary, idf, starts, documents, weights, int(kept[f"{name}_size"]))


def _write(file: Path, fit: Fit) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    part = file.with_suffix(f".{os.getpid()}.part")
    with part.open("wb") as handle:
        np.savez(
            handle, alpha=fit.alpha, unseen=fit.unseen,
            numbers=np.array([fit.temperature, fit.answer_from, fit.decline_from]),
            **_arrays("words", fit.words), **_arrays("characters", fit.characters),
        )  # fmt: skip
    part.replace(file)
    kept = sorted(file.parent.glob("intents-*.npz"), key=lambda each: each.stat().st_mtime, reverse=True)
    for old in kept[MOST_KEPT:]:
        old.unlink(missing_ok=True)


def _read_or_none(file: Path) -> Fit | None:
    """The kept fit; None if there is none or it is damaged."""
    try:
        with file.open("rb") as handle, np.load(handle, allow_pickle=False) as kept:
            return _unpack(kept)
    except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile):
        return None


def _unpack(kept: Mapping[str, Any]) -> Fit:
    temperature, answer_from, decline_from = (float(number) for number in kept["numbers"])
    words, characters = _index("words", kept), _index("characters", kept)
    return Fit(words, characters, kept["alpha"], temperature, answer_from, decline_from, kept["unseen"])
