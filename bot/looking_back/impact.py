"""What an edit of the knowledge would have changed in the advice given so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.knowledge import Knowledge
from bot.knowledge.layers import LOOSE
from bot.looking_back.replay import Replay, replays
from bot.storage import Given, Kept


@dataclass(frozen=True)
class Turned:
    """An answer that would name another role: when it was last given and how often.

    Given not once means that it never arrived, or that its usage rows are gone.
    """

    answer_id: str
    at: str
    before: str | None
    after: str | None
    given: int


@dataclass
class Impact:
    """The answers of a log under an edit: all, those that would read otherwise, those that would name another role.

    `askers` are the codes of those who would have been told otherwise, `turned_askers` of those told another role.
    """

    answers: int = 0
    changed: list[str] = field(default_factory=list)
    turned: list[Turned] = field(default_factory=list)
    askers: set[str] = field(default_factory=set)
    turned_askers: set[str] = field(default_factory=set)
    unreadable: list[str] = field(default_factory=list)

    def add(self, kept: Kept, found: Replay | None, given: Given | None) -> None:
        """Count one answer."""
        self.answers += 1
        askers = given.askers if given else frozenset()
        if found is None:
            self.unreadable.append(kept.answer_id)
            return
        if not found.same_text:
            self.changed.append(kept.answer_id)
            self.askers |= askers
        if found.role_changed:
            at, times = (given.last, given.times) if given else (kept.at, 0)
            self.turned.append(Turned(kept.answer_id, at, found.then.role, found.now.role, times))
            self.turned_askers |= askers


def impact(rows: Iterable[Kept], given: Mapping[str, Given], present: str, edited: Knowledge) -> tuple[Impact, Impact]:
    """The impact on what the present knowledge (its version) told, and apart on what earlier ones did.

    The latter may differ for older reasons than this edit.
    """
    of_present, of_earlier = Impact(), Impact()
    for kept, found in replays(rows, edited):
        part = of_present if kept.knowledge_version == present else of_earlier
        part.add(kept, found, given.get(kept.answer_id))
    for part in (of_present, of_earlier):
        part.turned.sort(key=lambda each: each.answer_id)
        part.turned.sort(key=lambda each: (each.given, each.at), reverse=True)
    return of_present, of_earlier


def is_whole(folder: Path) -> bool:
    """Whether a folder is a base of its own, and no folder of changes: it has the files that no base can do without."""
    return all((folder / name).is_file() for name in LOOSE)


def edited_folders(folder: Path, present: Sequence[Path]) -> list[Path]:
    """The present folders with the edit in its place: a base for the base, changes laid over all."""
    return [folder, *present[1:]] if is_whole(folder) else [*present, folder]
