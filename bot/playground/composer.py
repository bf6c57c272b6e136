"""What happens when the person types: messages, mentions and slash commands."""

from __future__ import annotations

import time

from bot.playground import payloads
from bot.playground.delivery import Delivery
from bot.playground.escaping import escaped
from bot.playground.grants import ResponseUrl
from bot.playground.response_url import answer
from bot.playground.rules import Obj, SlackError
from bot.playground.stage import Stage
from bot.playground.world import BOT, ME, Channel, Message

BUILT_IN = ("/invite",)


class Composer:
    """The box under a conversation."""

    def __init__(self, stage: Stage, delivery: Delivery) -> None:
        self._stage = stage
        self._delivery = delivery

    def send(self, channel_id: str, typed: str, thread_ts: str | None) -> None:
        """Send what was typed; what the bot makes of it shows later."""
        channel = self._stage.world.channel(channel_id)
        if not typed.strip():
            raise SlackError("no_text")
        if typed.startswith("/"):
            self._slash(channel, typed, thread_ts)
            return
        self._stage.world.check_thread(channel.id, thread_ts)
        self._message(channel, typed, thread_ts)

    def _message(self, channel: Channel, typed: str, thread_ts: str | None) -> None:
        world = self._stage.world
        text = escaped(world, typed)
        message = world.post(Message(world.next_ts(), channel.id, ME, text, thread_ts=thread_ts))
        parent = world.message(channel.id, thread_ts) if thread_ts else None
        wanted = channel.kind == "im" or self._stage.rules.subscribe_channel_messages
        if wanted and BOT.id in channel.members:
            self._delivery.event(payloads.message_event(message, channel, parent), typed)
        if channel.kind == "im" or f"<@{BOT.id}>" not in text:
            return
        if BOT.id not in channel.members:
            note = f"whichrole is not in this channel; invite it with /invite @{BOT.handle}."
            self._stage.feed.toast("info", note)
            return
        self._delivery.event(payloads.mention_event(message, parent), typed)

    def _slash(self, channel: Channel, typed: str, thread_ts: str | None) -> None:
        name, text = [*typed.split(maxsplit=1), ""][:2]
        known = [entry["command"] for entry in self._stage.commands]
        if name not in known and name not in BUILT_IN:
            self._stage.feed.toast("error", f"{name} is not a valid command.")
        elif thread_ts is not None:
            self._stage.feed.toast("error", f"{name} is not supported in threads. Sorry!")
        elif name == "/invite":
            self._invite(channel, text)
        else:
            self._delivery.background(self._command(channel, name, text.strip(), typed))

    def _invite(self, channel: Channel, text: str) -> None:
        if text.strip().lower() not in (f"@{BOT.handle}", f"<@{BOT.id}>") or channel.kind != "channel":
            self._stage.feed.toast("error", f"Here only /invite @{BOT.handle} works, and only in a channel.")
            return
        if BOT.id in channel.members:
            self._stage.feed.toast("info", f"whichrole is already in #{channel.name}.")
            return
        channel.members.add(BOT.id)
        self._stage.feed.toast("info", f"whichrole was added to #{channel.name}.")
        # The page learns of members only from the whole state.
        self._stage.feed.publish("reset", {})

    async def _command(self, channel: Channel, name: str, text: str, typed: str) -> None:
        payload = payloads.command(self._stage, channel, name, escaped(self._stage.world, text))
        reply = await self._delivery.command(payload)
        if not reply.taken:
            self._failed(name, reply.error)
            return
        body = reply.body if isinstance(reply.body, dict) else {"text": reply.body}
        if not body.get("text") and not body.get("blocks"):
            return
        started = time.monotonic()
        try:
            self._answered(channel, body, typed)
        except SlackError as refusal:
            self._failed(name, refusal.code)
            self._stage.journal.record(
                "from_bot", "command_answer", name, refusal.code, started, body, refusal.answer()
            )

    def _answered(self, channel: Channel, body: Obj, typed: str) -> None:
        grant = ResponseUrl(channel.id, ME.id, None, 0.0, 0)
        world = self._stage.world
        shown: Message | None = None
        if body.get("response_type") == "in_channel":
            shown = world.post(Message(world.next_ts(), channel.id, ME, escaped(world, typed)))
        try:
            answer(self._stage, grant, body)
        except SlackError:
            if shown is not None:
                world.remove(shown)
            raise

    def _failed(self, name: str, error: str) -> None:
        self._stage.feed.toast("error", f"{name} failed with the error \u201c{error}\u201d")
