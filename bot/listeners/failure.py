"""The one place where whatever was raised ends: a reference id for the person and the log."""

from __future__ import annotations

import logging
import secrets

from bot.listeners.desk import Desk
from bot.listeners.turn import Turn
from bot.rendering.slack import notice
from bot.rendering.views import View, failure_view

log = logging.getLogger(__name__)


async def fail(turn: Turn, desk: Desk, error: Exception) -> None:
    """Log the error under a reference and tell the person that reference, never the error's text."""
    reference = secrets.token_hex(3).upper()
    log.error("reference %s: %s failed", reference, turn.surface, exc_info=error)
    try:
        desk.failed(turn.asker, turn.usage_id, reference)
    except Exception:
        log.exception("reference %s: the failure could not be counted", reference)
    if turn.unsure:  # likely there already, and nobody is to read two outcomes
        return
    try:
        await _tell(turn, desk, reference)
    except Exception:
        log.exception("reference %s: the person could not be told", reference)


async def _tell(turn: Turn, desk: Desk, reference: str) -> None:
    reply = notice(desk.knowledge.wording["failure"].format(reference=reference))
    if turn.surface == "command" and not turn.acknowledged:
        await turn.acknowledge(response_type="ephemeral", text=reply.text, blocks=reply.blocks)
        return
    if turn.view.get("type") == "modal":
        await _tell_in_modal(turn, failure_view(reply))
        return
    await turn.acknowledge()
    if turn.surface == "home" and turn.event:  # nobody asked anything
        return
    if turn.event:
        await turn.post(reply)
    else:
        await turn.whisper(reply)


async def _tell_in_modal(turn: Turn, view: View) -> None:
    """In the place of the modal that failed, where the person looks."""
    if turn.body.get("type") == "view_submission" and not turn.acknowledged:
        await turn.acknowledge(response_action="update", view=view)
        return
    await turn.acknowledge()
    await turn.show(view)
