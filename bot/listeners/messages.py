"""Mentions in channels and direct messages: answered in their thread."""

from __future__ import annotations

from bot.listeners import gate
from bot.listeners.desk import Desk
from bot.listeners.turn import Turn
from bot.rendering.slack import Surface
from bot.understanding.markup import decode
from bot.understanding.reading import asked_for


async def mentioned(turn: Turn, desk: Desk) -> None:
    """`app_mention`."""
    await _answer(turn, desk, "mention")


async def direct_message(turn: Turn, desk: Desk) -> None:
    """`message`, of which only direct messages are for us."""
    await _answer(turn, desk, "dm")


async def ignored(turn: Turn, desk: Desk) -> None:
    """What needs no answer; without a listener Slack would deliver an event again, or mark a click as failed."""
    await turn.acknowledge()


async def _answer(turn: Turn, desk: Desk, surface: Surface) -> None:
    if not gate.addressed(turn) or not gate.first_time(turn, desk):
        return
    text = str(turn.event.get("text") or "")
    if decode(text).strip():
        place = desk.place(turn) if surface == "dm" else None
        answered = desk.answer_text(text, turn.asker, surface, desk.thread(turn), place)
    else:  # a bare mention
        answered = desk.answer_reading(asked_for("help"), turn.asker, surface, desk.thread(turn))
    turn.usage_id = answered.usage_id
    await turn.post(answered.reply)
