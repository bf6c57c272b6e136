"""`/whichrole TEXT` and `/whichrole brief TEXT`: answered inside the acknowledgement, to the asker alone."""

from __future__ import annotations

from bot.listeners.briefs import send_file
from bot.listeners.desk import Desk
from bot.listeners.turn import Turn
from bot.understanding import Reading
from bot.understanding.markup import decode
from bot.understanding.reading import asked_for

HELP: Reading = asked_for("help")
BRIEF = "brief"


async def whichrole(turn: Turn, desk: Desk) -> None:
    """Without text or with `help`: what the bot can do. With `brief`: the role brief. Otherwise the answer."""
    text = str(turn.body.get("text") or "").strip()
    first, _, rest = text.partition(" ")
    if decode(text).strip().lower() in ("", "help", "?"):
        answered = desk.answer_reading(HELP, turn.asker, "command")
    elif first.lower().rstrip(":") == BRIEF:
        answered = desk.answer_brief(rest.strip(), turn.asker, desk.place(turn))
    else:
        answered = desk.answer_text(text, turn.asker, "command", place=desk.place(turn))
    turn.usage_id = answered.usage_id
    await turn.acknowledge(response_type="ephemeral", text=answered.reply.text, blocks=answered.reply.blocks)
    await send_file(turn, desk, answered)
