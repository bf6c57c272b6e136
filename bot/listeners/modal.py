"""Modals: opened while the trigger lives, changed in place, and kept up to date with work that takes long."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from typing import Any

from slack_sdk.errors import SlackApiError

from bot.listeners.desk import Answered, Desk
from bot.listeners.turn import Turn, error_of, has_newer
from bot.rendering.views import View, answer_view

log = logging.getLogger(__name__)
TOO_LATE = frozenset({"expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id"})
IN_TIME = 2.0  # seconds of the three that Slack waits for an acknowledgement


async def open_view(turn: Turn, view: View, *, above: bool = False) -> bool:
    """Open a modal, or one above the modal that the payload comes from; False if the trigger is used up or too old."""
    opening = turn.client.views_push if above else turn.client.views_open
    try:
        await opening(trigger_id=str(turn.body["trigger_id"]), view=view)
    except SlackApiError as error:
        if error_of(error) not in TOO_LATE:
            raise
        log.info("a modal could not open in time: %s", error_of(error))
        return False
    return True


async def open_answer(turn: Turn, desk: Desk, answered: Answered, *, above: bool = False) -> bool:
    """Open a modal with the answer, as `open_view` does."""

    async def send(modern: bool) -> bool:
        return await open_view(turn, _view(desk, answered, modern), above=above)

    return await turn.in_either_style(send, newer=has_newer(answered.reply))


async def answer_in_modal(turn: Turn, desk: Desk, answered: Answered) -> None:
    """Show the answer to whoever asked alone: in a modal, or told privately if it is too late for one."""
    if not await open_answer(turn, desk, answered):
        await turn.whisper(answered.reply)


async def change_answer(turn: Turn, desk: Desk, answered: Answered) -> None:
    """Put the answer in the place of the modal that the payload comes from."""

    async def send(modern: bool) -> None:
        await turn.show(_view(desk, answered, modern), seen=turn.view.get("hash"))

    await turn.in_either_style(send, newer=has_newer(answered.reply))


async def carried_out(turn: Turn, work: Coroutine[Any, Any, object], meanwhile: View) -> None:
    """Do what a modal was sent for; should it take long, first show that it is on its way. Nothing is broken off."""
    task = asyncio.ensure_future(work)
    in_time, _ = await asyncio.wait({task}, timeout=IN_TIME)
    if not in_time:
        await turn.acknowledge(response_action="update", view=meanwhile)
    await task


async def conclude(turn: Turn, view: View) -> None:
    """Show how what a modal was sent for ended.

    Only a view that Slack has surely shown by then is replaced: an early `views.update` can be overtaken by the
    acknowledgement.
    """
    if turn.acknowledged:
        await turn.show(view)
    else:
        await turn.acknowledge(response_action="update", view=view)


def _view(desk: Desk, answered: Answered, modern: bool) -> View:
    return answer_view(desk.knowledge.intents[answered.advice.intent].title, answered.reply, modern=modern)
