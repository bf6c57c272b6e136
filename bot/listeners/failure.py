"""The one place where whatever was raised ends: a reference id for the person and the log."""

from __future__ import annotations

import logging
import secrets

from bot.listeners.desk import Desk
from bot.listeners.turn import Turn
from bot.rendering.slack import notice

log = logging.getLogger(__name__)


async def fail(turn: Turn, desk: Desk, error: Exception) -> None:
    """Log the error under a reference and tell the person that reference, never the error's text."""
    reference = secrets.token_hex(3).upper()
    log.error("reference %s: %s failed", reference, turn.surface, exc_info=error)
    try:
        desk.failed(turn.asker, turn.usage_id, reference)
    except Exception:
        log.exception("reference %s: the failure could not be counted", reference)
    try:
        await _tell(turn, desk, reference)
    except Exception:
        log.exception("reference %s: the person could not be told", reference)


async def _tell(turn: Turn, desk: Desk, reference: str) -> None:
    reply = notice(desk.knowledge.wording["failure"].format(reference=reference))
    if turn.surface == "command" and not turn.acknowledged:
        await turn.acknowledge(response_type="ephemeral", text=reply.text, blocks=reply.blocks)
        return
    await turn.acknowledge()
    if turn.surface == "home":
        return
    if turn.respond is not None and turn.body.get("response_url"):
        await turn.answer_click(reply, response_type="ephemeral", replace_original=False)
    elif turn.channel:
        await turn.post(reply)
