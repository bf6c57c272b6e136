"""One Slack payload on its way through a listener."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncBoltContext, AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.listeners.desk import Asker
from bot.rendering import Reply

QUIET: Mapping[str, Any] = {"unfurl_links": False, "unfurl_media": False}


@dataclass
class Turn:
    """The payload, the ways to answer it, and how far the answer has got."""

    body: Mapping[str, Any]
    ack: AsyncAck
    client: AsyncWebClient
    context: AsyncBoltContext
    respond: AsyncRespond | None
    surface: str
    since: float = field(default_factory=time.monotonic)
    acknowledged: bool = False
    usage_id: int | None = None

    @property
    def event(self) -> Mapping[str, Any]:
        """The inner event of an Events API payload."""
        event: Mapping[str, Any] = self.body.get("event") or {}
        return event

    @property
    def team_id(self) -> str | None:
        """The workspace; None in some payloads of org-wide installs."""
        return self.context.team_id or self.context.enterprise_id

    @property
    def user_id(self) -> str:
        """Whoever caused the payload."""
        return self.context.user_id or "unknown"

    @property
    def asker(self) -> Asker:
        """The person as the desk wants it."""
        return Asker(self.team_id, self.user_id, self.surface, self.since)

    @property
    def container(self) -> Mapping[str, Any]:
        """Where a pressed button stands."""
        container: Mapping[str, Any] = self.body.get("container") or {}
        return container

    @property
    def channel(self) -> str | None:
        """The channel the payload speaks of."""
        found = self.event.get("channel") or self.container.get("channel_id") or self.body.get("channel_id")
        return str(found) if found else None

    @property
    def thread_ts(self) -> str | None:
        """The root of the thread to answer in; always the parent's ts, never a reply's."""
        here = self.event or self.container
        found = here.get("thread_ts") or here.get("ts") or here.get("message_ts")
        return str(found) if found else None

    async def acknowledge(self, **reply: Any) -> None:
        """Acknowledge once; with a reply for a slash command."""
        if not self.acknowledged:
            self.acknowledged = True
            await self.ack(**reply)

    async def post(self, reply: Reply) -> None:
        """Post into the thread."""
        await self.client.chat_postMessage(
            channel=str(self.channel), thread_ts=self.thread_ts, text=reply.text, blocks=reply.blocks, **QUIET
        )

    async def answer_click(self, reply: Reply, **how: Any) -> None:
        """Answer through the click's response_url; raises SlackApiError when Slack refuses it."""
        if self.respond is None:
            raise SlackApiError("this payload has no response_url", {"ok": False, "error": "no_response_url"})
        response = await self.respond(text=reply.text, blocks=reply.blocks, **QUIET, **how)
        if response.status_code != 200:  # respond() itself never raises
            raise SlackApiError("response_url refused", {"ok": False, "error": f"http_{response.status_code}"})
