"""Watching knowledge folders for edits: names, sizes and times of the YAML files, looked at again and again."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from bot.knowledge.loader import inspect
from bot.knowledge.model import Knowledge
from bot.knowledge.yaml_lines import Fault

EVERY = 0.5  # seconds between two looks
ENDINGS = (".yaml", ".yml")  # the second is a fault by its name alone, and taking it away mends it
Seen = Mapping[str, tuple[int, int]]


class Watch:
    """Knows what the YAML files of some folders looked like, from the moment it is made."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = tuple(folders)
        self._told = self._last = self._look()

    def changed(self) -> bool:
        """Look once: True if there is a change not yet told of that has stayed the same since the look before.

        Editors write in two steps and people save several files at once; half of that is not worth telling.
        """
        now = self._look()
        settled = now == self._last
        self._last = now
        if not settled or now == self._told:
            return False
        self._told = now
        return True

    def changes(self, every: float = EVERY) -> Iterator[None]:
        """Yield after each change, for ever; waits `every` seconds between two looks."""
        while True:
            time.sleep(every)
            if self.changed():
                yield

    async def changes_async(self, every: float = EVERY) -> AsyncIterator[None]:
        """The same without holding up the event loop."""
        while True:
            await asyncio.sleep(every)
            if await asyncio.to_thread(self.changed):  # the folder may lie on a slow disk
                yield

    def _look(self) -> Seen:
        """Size in bytes and time of change in nanoseconds of each file; what vanishes meanwhile is left out."""
        found: dict[str, tuple[int, int]] = {}
        for folder in self.folders:
            for place, _, names in os.walk(folder):
                for name in names:
                    if name.endswith(ENDINGS):
                        with suppress(OSError):
                            state = os.stat(os.path.join(place, name))
                            found[os.path.join(place, name)] = (state.st_size, state.st_mtime_ns)
        return found


def changes(folders: Sequence[Path], every: float = EVERY) -> Iterator[None]:
    """Yield after each change since this call, for ever; `every` is in seconds."""
    return Watch(folders).changes(every)


def examine(folders: Sequence[Path]) -> tuple[Knowledge | None, list[Fault]]:
    """`inspect`, with a file that cannot be opened as one fault more: it may vanish while an editor replaces it."""
    try:
        return inspect(folders)
    except OSError as error:
        return None, [Fault(Path(error.filename or folders[0]), 1, f"cannot be read: {error.strerror}")]
