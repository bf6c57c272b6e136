"""A kept advice, and what some knowledge makes of the same reading."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.advisor import Advice, Conversation, advise
from bot.advisor.keeping import as_kept
from bot.errors import WhichroleError
from bot.knowledge import Knowledge
from bot.rendering import as_text
from bot.storage import Kept


@dataclass(frozen=True)
class Replay:
    """What was told, and what the knowledge at hand says on the same date to the same reading."""

    kept: Kept
    then: Advice
    now: Advice

    @property
    def role_changed(self) -> bool:
        """Whether it names another role, or one where there was none."""
        return self.then.role != self.now.role

    @property
    def same_text(self) -> bool:
        """Whether the same is said; the id, which stands for the knowledge as well, is not part of it."""
        return self.texts[0] == self.texts[1]

    @property
    def texts(self) -> tuple[str, str]:
        """The texts of both under the same id."""
        return as_text(self.then), as_text(self.now.model_copy(update={"answer_id": self.then.answer_id}))

    @property
    def identical(self) -> bool:
        """Whether the whole advice is the same, byte for byte; of another knowledge but for its version and the id."""
        now = self.now
        if self.kept.knowledge_version != now.knowledge_version:
            named = {"answer_id": self.then.answer_id, "knowledge_version": self.then.knowledge_version}
            now = now.model_copy(update=named)
        return self.then.model_dump_json() == now.model_dump_json() and as_text(self.then) == as_text(now)


def replay(kept: Kept, knowledge: Knowledge) -> Replay:
    """Advise again on what was understood then; raises WhichroleError if the row cannot be read."""
    reading, on, then = kept.told()
    return Replay(kept, then, as_kept(advise(reading, Conversation(), knowledge, on=on)))


def replays(rows: Iterable[Kept], knowledge: Knowledge) -> Iterator[tuple[Kept, Replay | None]]:
    """Each row advised on again; without a replay where it cannot be read."""
    for kept in rows:
        try:
            yield kept, replay(kept, knowledge)
        except WhichroleError:
            yield kept, None


@dataclass
class Count:
    """How many advices came out identical, different, with another role, and which could not be read."""

    identical: int = 0
    different: list[str] = field(default_factory=list)
    role_changed: int = 0
    unreadable: list[str] = field(default_factory=list)

    @property
    def answers(self) -> int:
        """All of them."""
        return self.identical + len(self.different) + len(self.unreadable)

    def add(self, kept: Kept, found: Replay | None) -> None:
        """Count one."""
        if found is None:
            self.unreadable.append(kept.answer_id)
            return
        self.role_changed += found.role_changed
        if found.identical:
            self.identical += 1
        else:
            self.different.append(kept.answer_id)


def counted(rows: Iterable[Kept], knowledge: Knowledge) -> tuple[Count, Count]:
    """The counts for advices of this very knowledge, and for those of earlier ones."""
    present, earlier = Count(), Count()
    for kept, found in replays(rows, knowledge):
        (present if kept.knowledge_version == knowledge.version else earlier).add(kept, found)
    return present, earlier
