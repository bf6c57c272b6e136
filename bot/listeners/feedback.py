"""Helpful or not, and why not. An answer that nobody judged is never counted as helpful."""

from __future__ import annotations

import re

from bot.listeners.desk import Desk
from bot.listeners.modal import open_view
from bot.listeners.turn import Turn
from bot.rendering.feedback import reason_view, thanks_view, told_of
from bot.rendering.slack import notice
from bot.storage.feedback import Verdict

ANSWER_ID = re.compile(r"[0-9A-Z]{4,16}")


async def given(turn: Turn, desk: Desk) -> None:
    """A press of "Helpful" or "Not helpful": counted at once; a no is asked for its reason."""
    await turn.acknowledge()
    told, _, answer_id = turn.value.partition(":")
    if told not in ("yes", "no") or not ANSWER_ID.fullmatch(answer_id):
        raise ValueError("this button's value is no verdict")
    verdict: Verdict = "yes" if told == "yes" else "no"
    desk.feedback.give(answer_id, desk.person(turn), verdict)
    if verdict == "no" and await open_view(turn, reason_view(answer_id, desk.knowledge.wording)):
        return
    await turn.whisper(notice(desk.knowledge.wording[f"feedback_thanks_{verdict}"]))


async def reasoned(turn: Turn, desk: Desk) -> None:
    """The modal was sent: the reason joins the verdict."""
    answer_id, reason, note = told_of(turn.view)
    desk.feedback.give(answer_id, desk.person(turn), "no", reason, note)
    await turn.acknowledge(response_action="update", view=thanks_view(desk.knowledge.wording))
