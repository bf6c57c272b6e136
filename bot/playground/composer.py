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
from bot.playground.world import BOT, Channel, Message, User

BUILT_IN = ("/invite",)


class Composer:
    """The box under a conversation."""

    def __init__(self, stage: Stage, delivery: Delivery) -> None:
        self._stage = stage
        self._delivery = delivery

    def send(self, channel_id: str, typed: str, thread_ts: str | None) -> None:
        """Send what was typed; what the bot makes of it shows later."""
        channel = self._stage.world.my_channel(channel_id)
        if not typed.strip():
            raise SlackError("no_text")
        if typed.startswith("/"):
            self._slash(channel, typed, thread_ts)
            return
        self._stage.world.check_thread(channel.id, thread_ts)
        self._message(channel, typed, thread_ts)

    def edit(self, channel_id: str, ts: str, typed: str) -> None:
        """Change one's own message; the bot hears of it where it hears of messages."""
        message, channel = self._own(channel_id, ts)
        if not typed.strip():
            raise SlackError("no_text")
        before = message.as_slack()
        message.text, message.edited = escaped(self._stage.world, typed), True
        self._stage.world.announce(message)
        if self._heard(channel):
            event_ts = self._stage.world.next_ts()
            self._delivery.event(payloads.changed_event(message, before, channel, event_ts), typed)

    def delete(self, channel_id: str, ts: str) -> None:
        """Take one's own message away."""
        message, channel = self._own(channel_id, ts)
        self._stage.world.remove(message)
        if self._heard(channel):
            event_ts = self._stage.world.next_ts()
            self._delivery.event(payloads.deleted_event(message, channel, event_ts), "deleted")

    def _own(self, channel_id: str, ts: str) -> tuple[Message, Channel]:
        message = self._stage.world.my_message(channel_id, ts)
        if message.user.id != self._stage.world.me.id:
            raise SlackError("cant_update_message")
        return message, self._stage.world.channels[message.channel]

    def _heard(self, channel: Channel) -> bool:
        """Whether the bot is told of messages here."""
        subscribed = channel.kind == "im" or self._stage.rules.subscribe_channel_messages
        return subscribed and BOT.id in channel.members

    def _message(self, channel: Channel, typed: str, thread_ts: str | None) -> None:
        world = self._stage.world
        text = escaped(world, typed)
        message = world.post(Message(world.next_ts(), channel.id, world.me, text, thread_ts=thread_ts))
        parent = world.message(channel.id, thread_ts) if thread_ts else None
        if self._heard(channel):
            context = (
                payloads.looking_at(self._stage) if channel.kind == "im" and self._stage.rules.agent_view else None
            )
            self._delivery.event(payloads.message_event(message, channel, parent, context), typed)
        if channel.kind == "im" or f"<@{BOT.id}>" not in text:
            return
        if BOT.id not in channel.members:
            note = f"whichrole is not in this channel; invite it with /invite @{BOT.handle}."
            self._stage.feed.toast("info", note)
            return
        self._delivery.event(payloads.mention_event(message, parent, channel), typed)

    def _slash(self, channel: Channel, typed: str, thread_ts: str | None) -> None:
        name, text = [*typed.split(maxsplit=1), ""][:2]
        known = [entry["command"] for entry in self._stage.commands]
        if name not in known and name not in BUILT_IN:
            self._stage.feed.toast("error", f"{name} is not a valid command.")
        elif thread_ts is not None:
            self._stage.feed.toast("error", f"{name} is not supported in threads. Sorry!")
        elif name == "/invite":
            self._invite(channel, text)
        elif self._stage.world.me.is_stranger:
            self._stage.feed.toast("error", f"{name} is a command of another company; it cannot be used here.")
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
        me = self._stage.world.me  # the answer is theirs, whoever acts by the time it comes
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
            self._answered(channel, me, body, typed)
        except SlackError as refusal:
            self._failed(name, refusal.code)
            self._stage.journal.record(
                "from_bot", "command_answer", name, refusal.code, started, body, refusal.answer()
            )

    def _answered(self, channel: Channel, me: User, body: Obj, typed: str) -> None:
        world = self._stage.world
        grant = ResponseUrl(channel.id, me.id, None, 0.0, 0)
        shown: Message | None = None
        if body.get("response_type") == "in_channel":
            shown = world.post(Message(world.next_ts(), channel.id, me, escaped(world, typed)))
        try:
            answer(self._stage, grant, body)
        except SlackError:
            if shown is not None:
                world.remove(shown)
            raise

    def _failed(self, name: str, error: str) -> None:
        self._stage.feed.toast("error", f"{name} failed with the error \u201c{error}\u201d")
