"""A question handed on to a person, and that person's answer brought back to whoever asked.

Who asked stands in Slack, in the message's own button, and nowhere in the database.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Coroutine
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.advisor.keeping import without_words
from bot.listeners.desk import Desk
from bot.listeners.modal import carried_out, conclude, open_view
from bot.listeners.turn import QUIET, Turn, error_of
from bot.rendering import handover
from bot.rendering.slack import notice
from bot.rendering.values import reading_of
from bot.rendering.views import View, note_of

log = logging.getLogger(__name__)


async def offered(turn: Turn, desk: Desk) -> None:
    """A press of "Ask a human": shows what will be posted."""
    await turn.acknowledge()
    if desk.customs.human is None:  # switched off since the card was sent
        await turn.whisper(notice(desk.knowledge.wording["human_nobody"]))
        return
    reading = reading_of(turn.value)
    own = turn.is_private or turn.in_direct_message
    advice = desk.advice_on(reading if own else without_words(reading))
    await _open(turn, desk, handover.ask_view(advice, desk.knowledge.wording, desk.customs.human))


async def asked(turn: Turn, desk: Desk) -> None:
    """The modal was sent: the question goes to the people who answer, once."""
    human, wording = desk.customs.human, desk.knowledge.wording
    if human is None:
        await turn.acknowledge(response_action="update", view=handover.sent_view(wording, "human_nobody"))
        return
    key = desk.key(turn, "human", turn.view["id"])
    if desk.first_time(key):
        await _carry_out(turn, desk, _post_question(turn, desk, human), key, "human_sent")
    else:
        await turn.acknowledge(response_action="update", view=handover.sent_view(wording, "human_sent"))


async def _post_question(turn: Turn, desk: Desk, human: str) -> None:
    advice = desk.advice_on(handover.reading_told(turn.view))
    message = handover.question_message(advice, note_of(turn.view), turn.user_id, desk.knowledge.wording)
    await turn.post_to(human, message)
    desk.handed_on(advice.answer_id, desk.person(turn))


async def taken(turn: Turn, desk: Desk) -> None:
    """Somebody among the people who answer pressed "Answer"."""
    await turn.acknowledge()
    asked_, ts = handover.question_of(turn.value), str(turn.container.get("message_ts"))
    await _open(turn, desk, handover.reply_view(asked_, str(turn.channel), ts, desk.knowledge.wording))


async def answered(turn: Turn, desk: Desk) -> None:
    """The answer is written: whoever asked hears it, and the question is marked as answered. The first one counts."""
    metadata, wording = str(turn.view["private_metadata"]), desk.knowledge.wording
    asked_, place = handover.question_of(metadata), json.loads(metadata)
    key = desk.key(turn, "answered", place["channel"], place["ts"])
    if not desk.first_time(key):
        await turn.acknowledge(response_action="update", view=handover.sent_view(wording, "human_already"))
        return
    note = note_of(turn.view)
    post = turn.post_to(asked_.user, handover.answer_message(asked_, note, turn.user_id, wording))
    await _carry_out(turn, desk, post, key, "human_told")
    done = handover.resolved_message(asked_, note, turn.user_id, wording)
    mark = {"channel": place["channel"], "ts": place["ts"], "text": done.text, "blocks": done.blocks}
    try:
        await turn.client.chat_update(**mark, **QUIET)
    except SlackApiError as error:  # the asker has the answer, which is what counts
        log.warning("an answered question could not be marked as such: %s", error_of(error))


async def _carry_out(turn: Turn, desk: Desk, work: Coroutine[Any, Any, object], key: str, told: str) -> None:
    """Do what a modal was sent for and show that it is done. If it fails it can be asked for again."""
    wording = desk.knowledge.wording
    try:
        await carried_out(turn, work, handover.sent_view(wording, "human_sending"))
    except Exception:
        desk.forget(key)
        raise
    await conclude(turn, handover.sent_view(wording, told))


async def _open(turn: Turn, desk: Desk, view: View) -> None:
    if not await open_view(turn, view):
        await turn.whisper(notice(desk.knowledge.wording["too_late"]))
