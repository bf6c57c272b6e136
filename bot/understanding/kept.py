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
from bot.understanding.kernel import Space

log = logging.getLogger(__name__)
MOST_KEPT = 8  # fits, two for each knowledge base; each takes some megabytes


def write(file: Path, space: Space, **arrays: Any) -> None:
    """Keep a fit: its space and further arrays; a cache that cannot be written costs time only."""
    part = file.with_suffix(f".{os.getpid()}.part")
    try:
        _write(part, space, arrays)
        part.replace(file)
        _forget_old(file.parent)
    except OSError as error:
        log.warning("what was fitted could not be kept in %s: %s", file.parent, error.strerror)
        with suppress(OSError):
            part.unlink(missing_ok=True)


def read(file: Path, *names: str) -> tuple[Space, list[Any]] | None:
    """The kept space and the arrays of these names; None if there is none or it is damaged."""
    try:
        with file.open("rb") as handle, np.load(handle, allow_pickle=False) as kept:
            space = Space(kept["meanings"].astype(np.float32), _index("words", kept), _index("characters", kept))
            return space, [kept[name] for name in names]
    except Exception:  # there is nearly nothing that numpy and zipfile do not raise on a damaged file
        return None


def _write(file: Path, space: Space, arrays: Mapping[str, Any]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("wb") as handle:
        np.savez(
            handle, meanings=space.meanings.astype(np.float16), **arrays,
            **_arrays("words", space.words), **_arrays("characters", space.characters),
        )  # fmt: skip


def _forget_old(folder: Path) -> None:
    kept = sorted(folder.glob("*-*.npz"), key=lambda each: each.stat().st_mtime, reverse=True)
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
