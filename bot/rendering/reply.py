"""What is sent: text that says everything, and blocks that show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """A message: `text` carries the whole answer, for screen readers get only that.

    `classic` is the same message in blocks that every client knows; without it `blocks` are that already.
    """

    text: str
    blocks: list[Block]
    classic: list[Block] | None = None

    def shown(self, modern: bool) -> list[Block]:
        """The blocks to send to a Slack that takes the newer ones, or to any."""
        return self.blocks if modern or self.classic is None else self.classic
