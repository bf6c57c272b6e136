"""`/whichrole TEXT`: answered inside the acknowledgement, to the asker alone."""

from __future__ import annotations

from bot.listeners.desk import Desk
from bot.listeners.turn import Turn
from bot.understanding import Reading
from bot.understanding.markup import decode
from bot.understanding.reading import asked_for

HELP: Reading = asked_for("help")


async def whichrole(turn: Turn, desk: Desk) -> None:
    """Without text or with `help`: what the bot can do. Otherwise the answer."""
    text = str(turn.body.get("text") or "")
    if decode(text).strip().lower() in ("", "help", "?"):
        answered = desk.answer_reading(HELP, turn.asker, "command")
    else:
        answered = desk.answer_text(text, turn.asker, "command", place=desk.place(turn))
    turn.usage_id = answered.usage_id
    await turn.acknowledge(response_type="ephemeral", text=answered.reply.text, blocks=answered.reply.blocks)
