"""`whichrole check --watch`: the faults now, and again after each change."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.knowledge import packaged_folder
from bot.knowledge.watch import EVERY, changes, examine


def watch_and_check(folders: Sequence[Path] | None, echo: Callable[[str], object], *, every: float = EVERY) -> None:
    """Tell the time and every fault, and again after each change until Ctrl-C; looks each `every` seconds."""
    folders = list(folders) if folders else [packaged_folder()]
    try:
        edits = changes(folders, every)  # looks before the first check, so that no edit falls between
        _check(folders, echo)
        for _ in edits:
            _check(folders, echo)
    except KeyboardInterrupt:
        return


def _check(folders: Sequence[Path], echo: Callable[[str], object]) -> None:
    _, faults = examine(folders)
    number = f"{len(faults)} fault{'s' if len(faults) != 1 else ''}" if faults else "no faults"
    echo("\n".join([f"{time.strftime('%H:%M:%S')} {number}", *map(str, faults)]))
