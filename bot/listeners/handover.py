"""A question handed on to a person, and that person's answer brought back to whoever asked.

Who asked stands in Slack, in the message's own button, and nowhere in the database.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Coroutine
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.advisor.keeping import without_words
from bot.listeners.desk import Desk
from bot.listeners.turn import QUIET, Turn, error_of
from bot.rendering import handover
from bot.rendering.slack import notice, reading_of
from bot.rendering.views import note_of

log = logging.getLogger(__name__)
IN_TIME = 2.0  # seconds of the three that Slack waits for an acknowledgement


async def offered(turn: Turn, desk: Desk) -> None:
    """A press of "Ask a human": shows what will be posted."""
    await turn.acknowledge()
    if desk.customs.human is None:  # switched off since the card was sent
        await _say(turn, desk, "human_nobody")
        return
    reading = reading_of(turn.value)
    own = turn.is_private or turn.in_direct_message
    view = handover.ask_view(desk.advice_on(reading if own else without_words(reading)), desk.knowledge.wording)
    await turn.client.views_open(trigger_id=str(turn.body["trigger_id"]), view=view)


async def asked(turn: Turn, desk: Desk) -> None:
    """The modal was sent: the question goes to the people who answer, once."""
    human, wording = desk.customs.human, desk.knowledge.wording
    if human is None:
        await turn.acknowledge(response_action="update", view=handover.sent_view(wording, "human_nobody"))
        return
    key = desk.key(turn, "human", turn.view["id"])
    if desk.first_time(key):
        await _carried_out(turn, desk, _post_question(turn, desk, human), key, "human_sent")
    else:
        await turn.acknowledge(response_action="update", view=handover.sent_view(wording, "human_sent"))


async def _post_question(turn: Turn, desk: Desk, human: str) -> None:
    advice = desk.advice_on(handover.reading_told(turn.view))
    message = handover.question_message(advice, note_of(turn.view), turn.user_id, desk.knowledge.wording)
    await turn.post_to(human, message)
    desk.feedback.give(advice.answer_id, desk.keys.code(turn.team_id, turn.user_id), "person")


async def taken(turn: Turn, desk: Desk) -> None:
    """Somebody among the people who answer pressed "Answer"."""
    await turn.acknowledge()
    asked_, ts = handover.question_of(turn.value), str(turn.container.get("message_ts"))
    view = handover.reply_view(asked_, str(turn.channel), ts, desk.knowledge.wording)
    await turn.client.views_open(trigger_id=str(turn.body["trigger_id"]), view=view)


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
    await _carried_out(turn, desk, post, key, "human_told")
    done = handover.resolved_message(asked_, note, turn.user_id, wording)
    mark = {"channel": place["channel"], "ts": place["ts"], "text": done.text, "blocks": done.blocks}
    try:
        await turn.client.chat_update(**mark, **QUIET)
    except SlackApiError as error:  # the asker has the answer, which is what counts
        log.warning("an answered question could not be marked as such: %s", error_of(error))


async def _carried_out(turn: Turn, desk: Desk, work: Coroutine[Any, Any, object], key: str, told: str) -> None:
    """Do what a modal was sent for and show that it is done; should it take long, first that it is on its way.

    Only a view that Slack has surely shown by then is replaced: an early `views.update` can be overtaken by the
    acknowledgement. If the work fails it can be asked for again.
    """
    task, wording = asyncio.ensure_future(work), desk.knowledge.wording
    in_time, _ = await asyncio.wait({task}, timeout=IN_TIME)
    if not in_time:
        await turn.acknowledge(response_action="update", view=handover.sent_view(wording, "human_sending"))
    try:
        await task
    except Exception:
        desk.store.forget(key)
        raise
    if turn.acknowledged:
        await turn.show(handover.sent_view(wording, told))
    else:
        await turn.acknowledge(response_action="update", view=handover.sent_view(wording, told))


async def _say(turn: Turn, desk: Desk, name: str) -> None:
    said = notice(desk.knowledge.wording[name])
    await turn.answer_click(said, response_type="ephemeral", replace_original=False, thread_ts=turn.thread_of_click)
