"""Web API methods on messages."""

from __future__ import annotations

from bot.playground.calls import Call, Method
from bot.playground.refusals import checked_blocks
from bot.playground.rules import MAX_TEXT, MAX_UPDATE_TEXT, Obj, SlackError
from bot.playground.surfaces import with_ids
from bot.playground.world import BOT, Channel, Message


def post_message(call: Call) -> Obj:
    """chat.postMessage."""
    channel = _channel_to_post_in(call)
    text, blocks = _content(call, ephemeral=False)
    thread_ts = _thread(call, channel)
    world = call.stage.world
    world.answered(channel.id, thread_ts)
    message = world.post(Message(world.next_ts(), channel.id, BOT, text[:MAX_TEXT], blocks, thread_ts))
    answer: Obj = {"ok": True, "channel": channel.id, "ts": message.ts, "message": message.as_slack()}
    if len(text) > MAX_TEXT:
        answer["response_metadata"] = {"warnings": ["message_truncated"]}
    return answer


def post_ephemeral(call: Call) -> Obj:
    """chat.postEphemeral."""
    channel = _channel_to_post_in(call)
    user = call.need("user")
    world = call.stage.world
    if user not in world.users:
        raise SlackError("user_not_found")
    if user not in channel.members:
        raise SlackError("user_not_in_channel")
    text, blocks = _content(call, ephemeral=True)
    thread_ts = _thread(call, channel)
    message = Message(world.next_ts(), channel.id, BOT, text[:MAX_TEXT], blocks, thread_ts, recipient=user)
    if thread_ts and not world.replies(channel.id, thread_ts):
        # Slack takes it and shows it to nobody until the thread has a visible reply.
        message.shown = False
        note = "An ephemeral reply in a thread without any other reply is not shown."
        call.stage.feed.toast("info", note)
    world.post(message)
    return {"ok": True, "message_ts": message.ts}


def update(call: Call) -> Obj:
    """chat.update. Text alone takes the old blocks away; blocks alone keep the old text."""
    message = _own_message(call, "cant_update_message")
    has_text = call.get("text") is not None
    blocks_given = call.args.get("blocks") not in (None, "")
    if not has_text and not blocks_given:
        raise SlackError("no_text")
    text = call.get("text") or message.text
    if has_text and len(text) > MAX_UPDATE_TEXT:
        raise SlackError("msg_too_long")
    blocks = checked_blocks(call.args.get("blocks"), text, call.stage.illness)
    if not blocks and not text:
        raise SlackError("no_text")
    message.text = text
    message.blocks = with_ids(blocks) if blocks else None
    # Slack marks a change of plain text only.
    message.edited = message.edited or not blocks
    call.stage.world.announce(message)
    return {
        "ok": True,
        "channel": message.channel,
        "ts": message.ts,
        "text": message.text,
        "message": message.as_slack(),
    }


def delete(call: Call) -> Obj:
    """chat.delete."""
    message = _own_message(call, "cant_delete_message")
    call.stage.world.remove(message)
    return {"ok": True, "channel": message.channel, "ts": message.ts}


def _channel_to_post_in(call: Call) -> Channel:
    channel = call.stage.world.channel(call.need("channel", "channel_not_found"))
    if BOT.id not in channel.members:
        # of a private channel an app outside does not even learn that it is there
        raise SlackError("channel_not_found" if channel.private else "not_in_channel")
    return channel


def _content(call: Call, *, ephemeral: bool) -> tuple[str, list[Obj] | None]:
    text = call.get("text") or ""
    blocks = checked_blocks(call.args.get("blocks"), text, call.stage.illness, ephemeral=ephemeral)
    if not text and not blocks:
        raise SlackError("no_text")
    return text, with_ids(blocks) if blocks else None


def _thread(call: Call, channel: Channel) -> str | None:
    thread_ts = call.get("thread_ts")
    call.stage.world.check_thread(channel.id, thread_ts)
    return thread_ts


def _own_message(call: Call, refusal: str) -> Message:
    channel = call.need("channel", "channel_not_found")
    if channel not in call.stage.world.channels:
        # Unlike a new post, a change names the conversation by its id alone.
        raise SlackError("channel_not_found")
    message = call.stage.world.message(channel, call.need("ts", "message_not_found"))
    if message.ephemeral or message.user.id != BOT.id:
        raise SlackError(refusal)
    return message


CHAT_METHODS: dict[str, Method] = {
    "chat.postMessage": post_message,
    "chat.postEphemeral": post_ephemeral,
    "chat.update": update,
    "chat.delete": delete,
}
