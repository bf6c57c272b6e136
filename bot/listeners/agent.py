"""The agent view of direct messages: a status while an answer is made, and a title for the thread.

Both are a courtesy: plans without the agent view refuse them, and no answer waits for them or fails with them.
Source: https://docs.slack.dev/ai/agent-sessions
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.listeners.desk import Desk
from bot.listeners.turn import Turn, error_of
from bot.rendering.blocks import cut

log = logging.getLogger(__name__)
MOST_TITLE = 200
UNAVAILABLE = frozenset({"feature_not_enabled", "missing_scope", "unknown_method"})  # anywhere, not in one conversation


@asynccontextmanager
async def at_work(turn: Turn, desk: Desk) -> AsyncIterator[None]:
    """Shows that an answer is under way, and whatever happens that it no longer is."""
    if not desk.looks.agent:
        yield
        return
    told = asyncio.create_task(_quietly(desk, _status(turn, "processing")))
    try:
        yield
    finally:
        await told  # else a late "processing" would stand for ever
        if desk.looks.agent:
            await _quietly(desk, _status(turn, "active"))


async def entitle(turn: Turn, desk: Desk, title: str) -> None:
    """Name a thread after its first answer; a name that stands, perhaps a person's own, is left alone."""
    if desk.looks.agent and not turn.event.get("thread_ts"):
        place = {"channel_id": str(turn.channel), "thread_ts": str(turn.thread_ts)}
        await _quietly(desk, turn.client.agents_sessions_rename(**place, title=cut(title, MOST_TITLE)))


async def stopped(turn: Turn, desk: Desk) -> None:
    """The person pressed stop. An answer takes milliseconds, so nothing is left to end but the status."""
    await _quietly(desk, _status(turn, "active"))


def _status(turn: Turn, status: str) -> Awaitable[object]:
    return turn.client.agents_sessions_setStatus(
        channel_id=str(turn.channel), thread_ts=str(turn.thread_ts), status=status
    )


async def _quietly(desk: Desk, call: Awaitable[object]) -> None:
    try:
        await call
    except SlackApiError as error:
        log.info("no agent view here: %s", error_of(error))
        if error_of(error) in UNAVAILABLE:
            desk.looks.agent = False
    except (TimeoutError, SlackClientError, ClientError) as error:
        log.info("the agent view cannot be told: %s", type(error).__name__)
