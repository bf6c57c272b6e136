"""`whichrole doctor`: everything that a running bot needs, looked at one by one, with what to do where it lacks."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.acceptance import ASKED, faults_in, key
from bot.answering import Answerer
from bot.cards import samples
from bot.errors import KnowledgeError, WhichroleError
from bot.manifest import BY_CHOICE, manifest
from bot.settings import Settings
from bot.storage import Store

Verdict = Literal["ok", "note", "fault"]
CALL_TIMEOUT = 10  # seconds
MOST_TOLD = 5


@dataclass(frozen=True)
class Finding:
    """One thing looked at. A note is worth knowing; a fault keeps something from working."""

    verdict: Verdict
    about: str
    told: str


def faults_told(settings: Settings, say: Callable[[str], object], *, every_card: bool = False) -> int:
    """Say each finding as soon as it is there; returns the number of faults."""

    async def told() -> int:
        faults = 0
        async for finding in examine(settings, every_card=every_card):
            say(f"{finding.verdict:5}  {finding.about}: {finding.told}")
            faults += finding.verdict == "fault"
        return faults

    return asyncio.run(told())


async def examine(settings: Settings, *, every_card: bool = False) -> AsyncIterator[Finding]:
    """Everything, in the order in which one would mend it."""
    for finding in _at_home(settings):
        yield finding
    async for finding in _at_slack(settings, every_card):
        yield finding


def _at_home(settings: Settings) -> Iterator[Finding]:
    """What needs no Slack."""
    try:
        version = Answerer.load(settings.knowledge or None).knowledge.version
        yield Finding("ok", "knowledge", f"version {version}, no faults")
    except KnowledgeError as error:
        yield Finding("fault", "knowledge", f"{len(error.faults)} faults; `whichrole check` lists them")
    yield _database(settings.db)
    if settings.human is None:
        yield Finding("note", "a person to ask", "nobody; set WHICHROLE_HUMAN to offer one")
    if not settings.admins:
        yield Finding("note", "usage figures in Slack", "for nobody; name people in WHICHROLE_ADMINS")


def _database(path: Path) -> Finding:
    if not path.exists():
        folder = path.resolve().parent
        fine = os.access(folder, os.W_OK)
        told = f"{path} will be made" if fine else f"{folder} cannot be written to; set WHICHROLE_DB"
        return Finding("ok" if fine else "fault", "database", told)
    try:
        Store(path).close()
    except WhichroleError as error:
        return Finding("fault", "database", str(error))
    return Finding("ok", "database", f"{path} opens, with the newest tables")


async def _at_slack(settings: Settings, every_card: bool) -> AsyncIterator[Finding]:
    if settings.bot_token is None:
        yield Finding("fault", "SLACK_BOT_TOKEN", "not set; the app's page, Install App, shows it")
        return
    client = AsyncWebClient(settings.bot_token.get_secret_value(), settings.slack_api_url, timeout=CALL_TIMEOUT)
    client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=3))
    try:
        async for finding in _asked(client, settings, every_card):
            yield finding
    except SlackApiError as error:
        yield Finding("fault", "Slack", f"answers {error.response.get('error')}; check the tokens in .env")
    except (TimeoutError, SlackClientError, ClientError, OSError) as error:
        yield Finding("fault", "Slack", f"cannot be reached at {settings.slack_api_url} ({type(error).__name__})")


async def _asked(client: AsyncWebClient, settings: Settings, every_card: bool) -> AsyncIterator[Finding]:
    who = await client.auth_test()
    yield Finding("ok", "SLACK_BOT_TOKEN", f"{who['user']} in {who['team']}")
    yield _scopes(str(who.headers.get("x-oauth-scopes") or ""), settings)
    if settings.app_token:
        await client.apps_connections_open(app_token=settings.app_token.get_secret_value())
        yield Finding("ok", "SLACK_APP_TOKEN", "opens a connection")
    elif settings.signing_secret is None:
        yield Finding("fault", "transport", "set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP")
    else:
        yield Finding("ok", "transport", f"HTTP on {settings.host}:{settings.port}")
    yield await _cards(client, settings, every_card)


def _scopes(granted: str, settings: Settings) -> Finding:
    """The scopes that Slack names in the header of its answers, against those of the manifest."""
    needed = set(manifest(follow_ups=settings.thread_follow_ups)["oauth_config"]["scopes"]["bot"])
    missing = needed - {scope.strip() for scope in granted.split(",")}
    if missing - set(BY_CHOICE):
        listed = ", ".join(sorted(missing - set(BY_CHOICE)))
        return Finding("fault", "scopes", f"{listed} missing; add them under OAuth & Permissions and install again")
    if missing:
        return Finding("note", "scopes", f"without {', '.join(sorted(missing))}: role briefs come as messages only")
    return Finding("ok", "scopes", "all granted")


async def _cards(client: AsyncWebClient, settings: Settings, every_card: bool) -> Finding:
    """Messages, modals and Home as Slack judges them: one for each newer block, or every kind there is."""
    styles = ("modern", "classic")
    found = samples(Answerer.load(settings.knowledge or None))
    every = [sample for sample in found if every_card or key(sample) in ASKED]
    faults = [fault for sample in every for fault in await faults_in(client, sample, styles)]
    if any(", classic:" in fault for fault in faults):
        return Finding("fault", "cards", "; ".join(faults[:MOST_TOLD]))
    if faults:
        told = f"{len(faults)} with newer blocks are refused, so classic ones are sent: {'; '.join(faults[:MOST_TOLD])}"
        return Finding("note", "cards", told)
    return Finding("ok", "cards", f"{len(every)} kinds accepted in both styles")
