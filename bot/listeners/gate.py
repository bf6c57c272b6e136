"""Is this event for us, and is it the first time we see it?"""

from __future__ import annotations

from collections.abc import Mapping

from bot.listeners.desk import Desk
from bot.listeners.turn import Turn

HUMAN_SUBTYPES = (None, "file_share", "thread_broadcast")


def human(turn: Turn) -> bool:
    """A message a person wrote: no bots, no edits, no deletions, no joins."""
    event = turn.event
    if event.get("bot_id") or event.get("edited") or event.get("subtype") not in HUMAN_SUBTYPES:
        return False
    user = event.get("user")
    return bool(user) and user != turn.context.bot_user_id


def addressed(turn: Turn) -> bool:
    """A message a person wrote to the bot."""
    event = turn.event
    return human(turn) and (event.get("type") == "app_mention" or event.get("channel_type") == "im")


def stranger(turn: Turn, desk: Desk) -> bool:
    """Whether somebody of another company asks, in a channel that two share, and the installation wants that not.

    In such a channel the author's workspace stands in the event, or with the person in a click.
    Source: https://docs.slack.dev/apis/slack-connect
    """
    if desk.customs.strangers:
        return False
    event, user = turn.event, turn.body.get("user")
    if turn.body.get("is_ext_shared_channel"):
        home = event.get("user_team") or event.get("team") or "unknown"
    elif isinstance(user, Mapping) and not turn.context.is_enterprise_install:
        home = user.get("team_id")
    else:
        return False
    return bool(home) and home not in (turn.context.team_id, turn.context.enterprise_id)


def first_time(turn: Turn, desk: Desk) -> bool:
    """Whether this message was not seen before.

    Keyed by channel and ts, which a retry and the second event of one message share, while
    their event ids may differ.
    """
    event = turn.event
    return desk.first_time(desk.key(turn, event.get("channel"), event.get("ts")))
