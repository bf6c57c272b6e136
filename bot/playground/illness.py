"""What can be wrong with Slack, and is at will: slow, refusing, delivering twice, knowing old blocks alone."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Literal, get_args

from bot.playground.blockkit_spec import Fault
from bot.playground.rules import Obj, SlackError

Refusal = Literal["nothing", "ratelimited", "internal_error"]
REFUSED = ("chat.", "views.", "files.", "conversations.open")
RETRY_AFTER = 1  # seconds
MOST_SECONDS = 60.0
# What clients have drawn for years. The rest came later, and a client or a workspace may not know it yet.
CLASSIC = frozenset({
    "actions", "context", "divider", "file", "header", "image", "input", "rich_text", "section", "video",
})  # fmt: skip


@dataclass
class Illness:
    """How ill Slack is; the default is in good health.

    `slow` is in seconds for each call, `refuse` holds for calls that post or open.
    """

    slow: float = 0.0
    refuse: Refusal = "nothing"
    twice: bool = False
    old_blocks: bool = False

    def refuses(self, method: str) -> bool:
        """Whether a call of this method fails, whatever it asks for."""
        return self.refuse != "nothing" and method.startswith(REFUSED)

    def refusal(self) -> tuple[int, dict[str, str]]:
        """The status and the headers such a call is answered with."""
        return (429, {"Retry-After": str(RETRY_AFTER)}) if self.refuse == "ratelimited" else (500, {})

    def faults(self, blocks: object) -> list[Fault]:
        """The blocks an old Slack does not know."""
        return list(_unknown(blocks)) if self.old_blocks else []

    def as_page(self) -> Obj:
        """The form the web page reads."""
        return asdict(self)


def illness_of(given: Obj) -> Illness:
    """Checks what the page wishes; what it leaves out is in good health."""
    slow, refuse = given.get("slow", 0), given.get("refuse", "nothing")
    if isinstance(slow, bool) or not isinstance(slow, (int, float)) or not 0 <= slow <= MOST_SECONDS:
        raise SlackError("invalid_slow")
    if refuse not in get_args(Refusal):
        raise SlackError("invalid_refuse")
    return Illness(float(slow), refuse, given.get("twice") is True, given.get("old_blocks") is True)


def _unknown(blocks: object) -> Iterator[Fault]:
    if isinstance(blocks, str):
        try:
            blocks = json.loads(blocks)
        except ValueError:
            return
    for index, block in enumerate(blocks if isinstance(blocks, Sequence) else ()):
        kind = block.get("type") if isinstance(block, dict) else None
        if isinstance(kind, str) and kind not in CLASSIC:
            message = f"unsupported type: {kind}"
            yield Fault(f"/blocks/{index}/type", "unknown_type", message, ", ".join(sorted(CLASSIC)))
