"""Intents of a message: fitted from the example utterances in seconds, and kept by their content."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path

from bot.understanding import encoder, kept
from bot.understanding.encoder import Encoder, Vector, Vectors
from bot.understanding.features import Numbers
from bot.understanding.fit import Fit, fit
from bot.understanding.kernel import Space, products
from bot.understanding.thresholds import Thresholds, softmax
from bot.understanding.view import View

log = logging.getLogger(__name__)
RECIPE = "9"  # raise when the arithmetic changes: it names the kept fit
OUT_OF_SCOPE = "out_of_scope"


@dataclass(frozen=True)
class Example:
    """A training message as it was written."""

    text: str
    intent: str
    writer: str


def plainly(text: str) -> View:
    """The view of a text that needs no preparation."""
    return View(text, text)


class Classifier:
    """Ranks the intents of a message."""

    def __init__(
        self,
        examples: Sequence[Example],
        *,
        view: Callable[[str], View] = plainly,
        view_by: str = "",
        cache: Path | None = None,
    ) -> None:
        """Fit, or take the fit from the cache.

        `view` turns a training message into what `rank` is given; `view_by` names all that it depends on,
        for the cache is keyed by the messages as written, which spares preparing them.
        """
        self.examples = examples
        self.intents = sorted({example.intent for example in examples})
        self.outside = self.intents.index(OUT_OF_SCOPE) if OUT_OF_SCOPE in self.intents else -1
        self._encoder = Encoder()
        file = (cache or user_cache_path("whichrole")) / f"intents-{_digest(examples, view_by)}.npz"
        self.fit = _read(file) or self._fit(view, file)

    @property
    def truth(self) -> Numbers:
        """The number of each example's intent."""
        return np.array([self.intents.index(example.intent) for example in self.examples], np.int32)

    def rank(self, view: View) -> list[tuple[str, float]]:
        """Intents with their probabilities, likeliest first."""
        return self.rank_together([view])[0]

    def meaning(self, view: View) -> Vector:
        """What a message means; shape (256,)."""
        return self._encoder.embed(view.meaning)

    def rank_together(self, views: Sequence[View], meanings: Vectors | None = None) -> list[list[tuple[str, float]]]:
        """The same for a few parts of one message at once, whose meanings may be known already."""
        if meanings is None:
            meanings = self._encoder.embed_together([view.meaning for view in views])
        kernels = [self.fit.space.kernel(v.words, meaning) for v, meaning in zip(views, meanings, strict=True)]
        scores = np.stack([products(self.fit.alpha, kernel) for kernel in kernels])
        chances = softmax(scores, self.fit.thresholds.temperature).tolist()
        return [sorted(zip(self.intents, row, strict=True), key=lambda each: (-each[1], each[0])) for row in chances]

    def _fit(self, view: Callable[[str], View], file: Path) -> Fit:
        log.info("fitting the intent classifier on %d messages", len(self.examples))
        views = [view(example.text) for example in self.examples]
        space = Space.of(views, self._encoder.embed_all([each.meaning for each in views]))
        fitted = fit(space, self.truth, len(self.intents), self.outside, [each.writer for each in self.examples])
        at = fitted.thresholds
        thresholds = np.array([at.temperature, at.answer_from, at.decline_from])
        kept.write(file, space, alpha=fitted.alpha, unseen=fitted.unseen, thresholds=thresholds)
        return fitted


def _read(file: Path) -> Fit | None:
    found = kept.read(file, "alpha", "unseen", "thresholds")
    if found is None:
        return None
    space, (alpha, unseen, thresholds) = found
    return Fit(space, alpha, unseen, Thresholds(*map(float, thresholds)))


def _digest(examples: Sequence[Example], view_by: str) -> str:
    digest = hashlib.sha256(f"{RECIPE}\n{encoder.version()}\n{view_by}\n".encode())
    for example in examples:
        digest.update(f"{example.intent}\0{example.writer}\0{example.text}\n".encode())
    return digest.hexdigest()[:16]
