"""Shortcuts: which role a message needs, and the guided start from anywhere."""

from __future__ import annotations

import logging

from slack_sdk.errors import SlackApiError

from bot.listeners import guided
from bot.listeners.desk import Desk
from bot.listeners.modal import open_answer
from bot.listeners.turn import TOO_LATE, Turn, error_of
from bot.rendering.slack import notice

log = logging.getLogger(__name__)
ABOUT_A_MESSAGE = "which_role"
START = "start_guided"


async def start(turn: Turn, desk: Desk) -> None:
    """The global shortcut."""
    await guided.begin(turn, desk)


async def about_a_message(turn: Turn, desk: Desk) -> None:
    """Answer about any message to whoever asks, in a modal; the message's writer hears nothing of it."""
    await turn.acknowledge()
    text = str((turn.body.get("message") or {}).get("text") or "").strip()
    if not text:
        await turn.answer_click(notice(desk.knowledge.wording["no_words"]), response_type="ephemeral")
        return
    answered = desk.answer_text(text, turn.asker, "modal")
    turn.usage_id = answered.usage_id
    try:
        await open_answer(turn, desk, answered)
    except SlackApiError as error:
        if error_of(error) not in TOO_LATE:
            raise
        log.info("a shortcut's trigger came too late; answered beside the message")
        await turn.answer_click(answered.reply, response_type="ephemeral", replace_original=False)
