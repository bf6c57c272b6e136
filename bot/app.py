"""The only place where the parts meet."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from slack_bolt.async_app import AsyncApp
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from bot.knowledge import load
from bot.listeners import Desk, register
from bot.listeners.customs import Customs, Looks
from bot.settings import Settings
from bot.storage import Store, UserKeys
from bot.understanding import Reader

CALL_TIMEOUT = 10  # seconds for one Web API call
# With the first two Bolt would silently ignore the bot token; with the third it warns that it was given one.
READ_BY_BOLT = ("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET", "SLACK_BOT_TOKEN")


def build_desk(settings: Settings) -> Desk:
    """Knowledge, reader and database, joined."""
    knowledge = load(settings.knowledge or None)
    given = settings.user_key.get_secret_value() if settings.user_key else None
    store = Store(settings.db)
    customs = Customs(settings.admins, settings.human, settings.contact, settings.thread_follow_ups, settings.strangers)
    looks = Looks(modern=settings.cards == "modern")
    keys = UserKeys.beside(Path(settings.db), given)
    return Desk(knowledge, Reader(knowledge), store, keys, customs, looks)


def build_app(settings: Settings, desk: Desk) -> AsyncApp:
    """The Bolt app with all listeners. Every call goes to `settings.slack_api_url`."""
    for name in READ_BY_BOLT:
        os.environ.pop(name, None)
    token = settings.bot_token.get_secret_value() if settings.bot_token else ""
    client = AsyncWebClient(
        token=token,
        base_url=settings.slack_api_url,
        timeout=CALL_TIMEOUT,
        retry_handlers=[AsyncConnectionErrorRetryHandler(), AsyncRateLimitErrorRetryHandler(max_retry_count=2)],
    )
    app = AsyncApp(
        client=client,
        # a logger of its own, else Bolt takes the level of the root and prints raw bodies of refused requests
        logger=logging.getLogger("slack_bolt"),
        signing_secret=settings.signing_secret.get_secret_value() if settings.signing_secret else "",
        # else Bolt asks for a thread's replies before each message it says in a direct message
        attaching_conversation_kwargs_enabled=False,
    )
    register(app, desk)
    return app
