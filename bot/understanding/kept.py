"""Fits kept in the user's cache folder, one file for each set of examples."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from bot.understanding.features import Index
from bot.understanding.fit import Fit
from bot.understanding.kernel import Space
from bot.understanding.thresholds import Thresholds

log = logging.getLogger(__name__)
MOST_KEPT = 4  # fits; each takes some megabytes


def write(file: Path, fit: Fit) -> None:
    """Keep a fit; a cache that cannot be written costs time only."""
    part = file.with_suffix(f".{os.getpid()}.part")
    try:
        _write(part, fit)
        part.replace(file)
        _forget_old(file.parent)
    except OSError as error:
        log.warning("the fitted classifier could not be kept in %s: %s", file.parent, error.strerror)
        with suppress(OSError):
            part.unlink(missing_ok=True)


def read(file: Path) -> Fit | None:
    """The kept fit; None if there is none or it is damaged."""
    try:
        with file.open("rb") as handle, np.load(handle, allow_pickle=False) as kept:
            space = Space(kept["meanings"].astype(np.float32), _index("words", kept), _index("characters", kept))
            thresholds = Thresholds(*(float(number) for number in kept["thresholds"]))
            return Fit(space, kept["alpha"], kept["unseen"], thresholds)
    except Exception:  # there is nearly nothing that numpy and zipfile do not raise on a damaged file
        return None


def _write(file: Path, fit: Fit) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    at = fit.thresholds
    with file.open("wb") as handle:
        np.savez(
            handle, alpha=fit.alpha, unseen=fit.unseen, meanings=fit.space.meanings.astype(np.float16),
            thresholds=np.array([at.temperature, at.answer_from, at.decline_from]),
            **_arrays("words", fit.space.words), **_arrays("characters", fit.space.characters),
        )  # fmt: skip


def _forget_old(folder: Path) -> None:
    kept = sorted(folder.glob("intents-*.npz"), key=lambda each: each.stat().st_mtime, reverse=True)
    for old in kept[MOST_KEPT:]:
        old.unlink(missing_ok=True)


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
