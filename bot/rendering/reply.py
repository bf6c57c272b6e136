"""What is sent: text that says everything, and blocks that show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Block = dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """A message: `text` carries the whole answer, for screen readers get only that."""

    text: str
    blocks: list[Block]
