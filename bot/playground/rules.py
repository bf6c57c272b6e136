"""The numbers Slack holds an app to, in one place so that tests can shorten the waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Obj = dict[str, Any]

MAX_BLOCKS = 50
MAX_TEXT = 40_000
MAX_UPDATE_TEXT = 4_000
MAX_VIEW_BYTES = 250_000
MAX_VIEW_STACK = 3
MAX_PROMPTS = 4
MAX_TITLE = 200
MAX_SOCKETS = 10
EXCHANGES_KEPT = 200


@dataclass(frozen=True)
class Rules:
    """Time limits and quotas; the defaults are Slack's own."""

    ack_seconds: float = 3.0
    retry_delays: tuple[float, ...] = (0.0, 60.0, 300.0)
    trigger_seconds: float = 3.0
    response_url_uses: int = 5
    response_url_seconds: float = 1800.0
    post_burst: int = 20
    post_window: float = 5.0
    subscribe_channel_messages: bool = False
    agent_view: bool = True
    scopes: tuple[str, ...] = (
        "app_mentions:read", "assistant:write", "channels:history", "channels:read", "chat:write", "commands",
        "files:write", "groups:history", "groups:read", "im:history", "im:read", "im:write", "users:read",
    )  # fmt: skip


class SlackError(Exception):
    """A refusal in Slack's words: the error code and what else its answer holds."""

    def __init__(self, code: str, **details: Any) -> None:
        super().__init__(code)
        self.code = code
        self.details: Obj = details

    def answer(self) -> Obj:
        """The JSON body Slack answers with."""
        return {"ok": False, "error": self.code, **self.details}
