"""One Slack payload on its way through a listener."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from slack_bolt.async_app import AsyncAck, AsyncBoltContext, AsyncRespond
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.errors import code_of
from bot.listeners.customs import Asker, Looks
from bot.listeners.pace import Pace
from bot.rendering import Reply
from bot.rendering.views import View

log = logging.getLogger(__name__)
QUIET: Mapping[str, Any] = {"unfurl_links": False, "unfurl_media": False}
NOT_TAKEN = frozenset({"invalid_blocks", "invalid_blocks_format", "invalid_arguments"})  # the last of views
OVERTAKEN = frozenset({"hash_conflict", "not_found", "view_not_found"})  # a newer view is shown, or none any more
Sent = TypeVar("Sent")


def error_of(error: SlackApiError) -> str:
    """Slack's name for what went wrong."""
    return code_of(error)


def has_newer(reply: Reply) -> bool:
    """Whether a reply has blocks that some Slack may refuse; another one proves nothing by being taken."""
    return reply.shown(True) != reply.shown(False)


@dataclass
class Turn:
    """The payload, the ways to answer it, and how far the answer has got."""

    body: Mapping[str, Any]
    ack: AsyncAck
    client: AsyncWebClient
    context: AsyncBoltContext
    respond: AsyncRespond | None
    surface: str
    looks: Looks = field(default_factory=Looks)
    pace: Pace = field(default_factory=Pace)
    since: float = field(default_factory=time.monotonic)
    acknowledged: bool = False
    usage_id: int | None = None
    unsure: bool = False  # whether what was posted has arrived: Slack took it, or did not, and said nothing in time

    @property
    def event(self) -> Mapping[str, Any]:
        """The inner event of an Events API payload."""
        event: Mapping[str, Any] = self.body.get("event") or {}
        return event

    @property
    def team_id(self) -> str | None:
        """The workspace; in payloads of org-wide installs that name none, the person's, else the organisation."""
        own = (self.body.get("user") or {}) if isinstance(self.body.get("user"), Mapping) else {}
        return self.context.team_id or own.get("team_id") or self.context.enterprise_id

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
    def view(self) -> Mapping[str, Any]:
        """The modal or Home that the payload comes from."""
        view: Mapping[str, Any] = self.body.get("view") or {}
        return view

    @property
    def value(self) -> str:
        """What the pressed button stands for."""
        actions = self.body.get("actions") or [{}]
        return str(actions[0].get("value") or "")

    @property
    def action_id(self) -> str:
        """The id of what was pressed or chosen."""
        actions = self.body.get("actions") or [{}]
        return str(actions[0].get("action_id") or "")

    @property
    def channel(self) -> str | None:
        """The channel the payload speaks of."""
        named = (self.body.get("channel") or {}) if isinstance(self.body.get("channel"), Mapping) else {}
        found = self.event.get("channel") or self.container.get("channel_id") or self.body.get("channel_id")
        found = found or named.get("id")
        return str(found) if found else None

    @property
    def thread_ts(self) -> str | None:
        """The root of the thread to answer in; always the parent's ts, never a reply's."""
        here = self.event or self.container
        found = here.get("thread_ts") or here.get("ts") or here.get("message_ts")
        return str(found) if found else None

    @property
    def is_private(self) -> bool:
        """Whether the pressed card is shown to one person alone."""
        return bool(self.container.get("is_ephemeral"))

    @property
    def in_direct_message(self) -> bool:
        """Whether it is a conversation of the person and the bot."""
        return (self.channel or "").startswith("D")

    @property
    def thread_of_click(self) -> str | None:
        """The thread the pressed card stands in; None at the top of a channel."""
        found = self.container.get("thread_ts")
        return str(found) if found else None

    async def acknowledge(self, **reply: Any) -> None:
        """Acknowledge once; with a reply for a slash command."""
        if not self.acknowledged:
            self.acknowledged = True
            await self.ack(**reply)

    async def answer_command(self, reply: Reply) -> None:
        """Answer a slash command to the asker alone, inside the acknowledgement: nothing is quicker.

        But if Slack refuses blocks there, only the asker learns it, by an error in place of the answer. So newer
        blocks stand in it only if Slack took them before: samples at the start, or a message since. Until then the
        answer goes through the response_url, where a refusal is heard and made good; that costs a call, once. After
        any refusal, wherever it was, acknowledgements are classic until newer blocks are taken again.
        """
        newer = has_newer(reply)
        if newer and self.looks.untried:
            await self.acknowledge()
            await self.answer_click(reply, response_type="ephemeral")
            return
        blocks = reply.shown(newer and self.looks.sure)
        await self.acknowledge(response_type="ephemeral", text=reply.text, blocks=blocks)

    async def show(self, view: View, seen: str | None = None) -> None:
        """Put another view in the place of the modal that the payload comes from, unless it is gone.

        With the hash that was `seen` also not if it has changed since: whatever is newer is right.
        """
        try:
            await self.client.views_update(view_id=str(self.view["id"]), hash=seen, view=view)
        except SlackApiError as error:
            if error_of(error) not in OVERTAKEN:
                raise
            log.info("a modal was not changed: %s", error_of(error))

    async def post(self, reply: Reply) -> str:
        """Post into the thread; returns the message's ts."""
        return await self.post_to(str(self.channel), reply, self.thread_ts)

    async def post_to(self, channel: str, reply: Reply, thread_ts: str | None = None) -> str:
        """Post to a channel, or to a person's direct messages by the person's id; returns the message's ts."""

        async def send(modern: bool) -> AsyncSlackResponse:
            await self.pace.wait(channel)
            return await self.client.chat_postMessage(
                channel=channel, thread_ts=thread_ts, text=reply.text, blocks=reply.shown(modern), **QUIET
            )

        try:
            answer = await self.in_either_style(send, newer=has_newer(reply))
        except TimeoutError:
            self.unsure = True
            raise
        return str(answer.get("ts") or "")

    async def answer_click(self, reply: Reply, **how: Any) -> None:
        """Answer through the click's response_url; raises SlackApiError when Slack refuses it."""

        async def send(modern: bool) -> None:
            await self._respond(text=reply.text, blocks=reply.shown(modern), **QUIET, **how)

        await self.in_either_style(send, newer=has_newer(reply))

    async def whisper(self, reply: Reply) -> None:
        """To whoever caused the payload alone: beside what was pressed, or where nothing can stand there directly."""
        if self.body.get("response_url"):
            how = {"response_type": "ephemeral", "replace_original": False, "thread_ts": self.thread_of_click}
            await self.answer_click(reply, **how)
        else:
            await self.post_to(self.user_id, reply)

    async def remove_clicked(self) -> None:
        """Take away the message that was clicked."""
        await self._respond(delete_original=True)

    async def _respond(self, **message: Any) -> None:
        if self.respond is None or not self.respond.response_url:
            raise SlackApiError("this payload has no response_url", {"ok": False, "error": "no_response_url"})
        response = await self.respond(**message)
        if response.status_code != 200:  # respond() itself never raises
            told = response.body.strip() if response.body else ""
            error = told if told in NOT_TAKEN else f"http_{response.status_code}"
            raise SlackApiError("response_url refused", {"ok": False, "error": error})

    async def in_either_style(self, send: Callable[[bool], Awaitable[Sent]], *, newer: bool) -> Sent:
        """Send with the newer blocks, if there are any and Slack takes them here, else in classic form.

        Whatever is refused in the one style is sent again in the other. That a message is refused either way says
        nothing of the newer blocks, and is not counted.
        """
        if not (newer and self.looks.modern):
            return await send(False)
        try:
            answer = await send(True)
        except SlackApiError as error:
            if error_of(error) not in NOT_TAKEN:
                raise
            answer = await send(False)
            self.looks.refuse()
            log.warning("Slack refused newer blocks (%s); sent in classic form", error_of(error))
            return answer
        self.looks.accept()
        return answer
