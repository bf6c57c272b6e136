"""Shortcuts: which role a message needs, and the guided start from anywhere."""

from __future__ import annotations

from bot.listeners import guided
from bot.listeners.desk import Desk
from bot.listeners.modal import answer_in_modal
from bot.listeners.turn import Turn
from bot.rendering.slack import notice

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
        await turn.whisper(notice(desk.knowledge.wording["no_words"]))
        return
    answered = desk.answer_text(text, turn.asker, "modal")
    turn.usage_id = answered.usage_id
    await answer_in_modal(turn, desk, answered)
