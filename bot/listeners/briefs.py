"""The role brief as a file: sent after the answer, to where the answer can be seen, and never further."""

from __future__ import annotations

import logging

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.listeners.desk import Answered, Desk
from bot.listeners.turn import Turn, error_of
from bot.rendering.blocks import escape
from bot.rendering.brief import as_brief, file_name, is_brief

log = logging.getLogger(__name__)
NOT_GRANTED = "missing_scope"


async def send_file(turn: Turn, desk: Desk, answered: Answered, *, in_the_open: bool = False) -> None:
    """Send the brief that was answered with as Markdown; nothing where the answer was no brief, or was unfolded.

    A file cannot be shown to one person in a channel, so that of a private answer goes to the person's direct
    messages. In the open means the thread of a direct message, where the answer stands already.
    """
    advice = answered.advice
    if not is_brief(advice) or advice.reading.detail:
        return
    place = {"channel": turn.channel, "thread_ts": turn.thread_ts} if in_the_open else {"channels": [turn.user_id]}
    try:
        await turn.client.files_upload_v2(
            filename=file_name(advice),
            content=as_brief(advice),
            title=advice.title,
            initial_comment=escape(desk.knowledge.wording["brief_file"].format(title=advice.title)),
            **place,
        )
    except SlackApiError as error:
        _not_sent(desk, error_of(error))
    except (TimeoutError, SlackClientError, ClientError) as error:
        _not_sent(desk, type(error).__name__)


def _not_sent(desk: Desk, why: str) -> None:
    """The answer stands without the file; that files are not granted is a choice, and told once."""
    if why != NOT_GRANTED:
        log.warning("a role brief was not sent as a file: %s", why)
    elif desk.looks.files:
        desk.looks.files = False
        log.warning("role briefs are not sent as files: the app lacks files:write; the messages go on")
