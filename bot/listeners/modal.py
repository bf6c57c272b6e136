"""Answers in modals."""

from __future__ import annotations

from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.listeners.desk import Answered, Desk
from bot.listeners.turn import Turn
from bot.rendering.views import View, answer_view


async def open_answer(turn: Turn, desk: Desk, answered: Answered) -> None:
    """Open a modal with the answer; raises SlackApiError if the trigger is used up or too old."""

    async def send(modern: bool) -> AsyncSlackResponse:
        view = _view(desk, answered, modern)
        return await turn.client.views_open(trigger_id=str(turn.body["trigger_id"]), view=view)

    await turn.in_either_style(send)


async def change_answer(turn: Turn, desk: Desk, answered: Answered) -> None:
    """Put the answer in the place of the modal that the payload comes from."""

    async def send(modern: bool) -> None:
        await turn.show(_view(desk, answered, modern), seen=turn.view.get("hash"))

    await turn.in_either_style(send)


async def open_above(turn: Turn, desk: Desk, answered: Answered) -> None:
    """Open a modal above the one that the payload comes from; closing it leads back."""

    async def send(modern: bool) -> AsyncSlackResponse:
        view = _view(desk, answered, modern)
        return await turn.client.views_push(trigger_id=str(turn.body["trigger_id"]), view=view)

    await turn.in_either_style(send)


def _view(desk: Desk, answered: Answered, modern: bool) -> View:
    return answer_view(desk.knowledge.intents[answered.advice.intent].title, answered.reply, modern=modern)
