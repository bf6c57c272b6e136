"""Helpful or not, and why not. An answer that nobody judged is never counted as helpful."""

from __future__ import annotations

import re

from slack_sdk.errors import SlackApiError

from bot.listeners.desk import Desk
from bot.listeners.turn import TOO_LATE, Turn, error_of
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
    desk.feedback.give(answer_id, desk.keys.code(turn.team_id, turn.user_id), verdict)
    if verdict == "no" and await _asked_why(turn, desk, answer_id):
        return
    said = notice(desk.knowledge.wording[f"feedback_thanks_{verdict}"])
    await turn.answer_click(said, response_type="ephemeral", replace_original=False, thread_ts=turn.thread_of_click)


async def reasoned(turn: Turn, desk: Desk) -> None:
    """The modal was sent: the reason joins the verdict."""
    answer_id, reason, note = told_of(turn.view)
    desk.feedback.give(answer_id, desk.keys.code(turn.team_id, turn.user_id), "no", reason, note)
    await turn.acknowledge(response_action="update", view=thanks_view(desk.knowledge.wording))


async def _asked_why(turn: Turn, desk: Desk, answer_id: str) -> bool:
    """Whether the modal opened; the verdict counts either way."""
    view = reason_view(answer_id, desk.knowledge.wording)
    try:
        await turn.client.views_open(trigger_id=str(turn.body["trigger_id"]), view=view)
    except SlackApiError as error:
        if error_of(error) not in TOO_LATE:
            raise
        return False
    return True
