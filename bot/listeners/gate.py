"""Is this event for us, and is it the first time we see it?"""

from __future__ import annotations

from bot.listeners.desk import Desk
from bot.listeners.turn import Turn

HUMAN_SUBTYPES = (None, "file_share", "thread_broadcast")


def addressed(turn: Turn) -> bool:
    """A message a person wrote to the bot: no bots, no edits, no deletions, no joins."""
    event = turn.event
    if event.get("bot_id") or event.get("edited") or event.get("subtype") not in HUMAN_SUBTYPES:
        return False
    user = event.get("user")
    if not user or user == turn.context.bot_user_id:
        return False
    return event.get("type") == "app_mention" or event.get("channel_type") == "im"


def first_time(turn: Turn, desk: Desk) -> bool:
    """Whether this message was not seen before.

    Keyed by channel and ts, which a retry and the second event of one message share, while
    their event ids may differ.
    """
    event = turn.event
    return desk.first_time(desk.key(turn, event.get("channel"), event.get("ts")))
