"""How far texts are like the examples of certain labels: several labels may hold for one text, or none."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
from platformdirs import user_cache_path

from bot.understanding import encoder, kept
from bot.understanding.encoder import Encoder, Vectors
from bot.understanding.features import Floats
from bot.understanding.kernel import Space, coefficients
from bot.understanding.view import View

log = logging.getLogger(__name__)
RECIPE = "1"  # raise when the arithmetic changes: it names the kept fit
Examples = Mapping[str, frozenset[str]]  # the labels of each text


class Likenesses:
    """A ridge regression for each label on one kernel, fitted in seconds and kept by its content."""

    def __init__(
        self, name: str, examples: Examples, *, view: Callable[[str], View], view_by: str, cache: Path | None
    ) -> None:
        """Fit, or take the fit from the cache; `view_by` names all that `view` depends on."""
        self.labels = sorted({label for labels in examples.values() for label in labels})
        self._view = view
        self._encoder = Encoder()
        self._space: Space | None = None
        if self.labels:
            file = (cache or user_cache_path("whichrole")) / f"{name}-{_digest(examples, view_by)}.npz"
            self._space, self._alpha = self._kept(file) or self._fit(examples, file)

    def of(self, texts: Sequence[str]) -> Floats:
        """How like each text is to the examples of each label, mostly from 0 to 1; shape (texts, labels)."""
        views = [self._view(text) for text in texts]
        return self.of_views(views, self._encoder.embed_together([view.meaning for view in views]))

    def of_views(self, views: Sequence[View], meanings: Vectors) -> Floats:
        """The same for views whose meanings are known, shape (texts, 256)."""
        if self._space is None:
            return np.zeros((len(views), 0), np.float32)
        kernels = [self._space.kernel(view.words, meaning) for view, meaning in zip(views, meanings, strict=True)]
        return np.asarray(np.stack(kernels) @ self._alpha, np.float32)

    def _kept(self, file: Path) -> tuple[Space, Floats] | None:
        found = kept.read(file, "alpha")
        return (found[0], found[1][0].astype(np.float32)) if found else None

    def _fit(self, examples: Examples, file: Path) -> tuple[Space, Floats]:
        log.info("fitting %d labels on %d examples", len(self.labels), len(examples))
        views = [self._view(text) for text in examples]
        space = Space.of(views, self._encoder.embed_all([each.meaning for each in views]))
        column = {label: number for number, label in enumerate(self.labels)}
        targets = np.zeros((len(examples), len(self.labels)), np.float32)
        for number, labels in enumerate(examples.values()):
            targets[number, [column[label] for label in labels]] = 1.0
        alpha = coefficients(space.gram(), targets).astype(np.float16)
        kept.write(file, space, alpha=alpha)
        return space, alpha.astype(np.float32)


def _digest(examples: Examples, view_by: str) -> str:
    digest = hashlib.sha256(f"{RECIPE}\n{encoder.version()}\n{view_by}\n".encode())
    for text, labels in examples.items():
        digest.update(f"{text}\0{' '.join(sorted(labels))}\n".encode())
    return digest.hexdigest()[:16]
