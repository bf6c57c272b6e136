"""`whichrole doctor`: everything that a running bot needs, looked at one by one, with what to do where it lacks."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.acceptance import ASKED, UNREACHABLE, faults_in
from bot.answering import Answerer
from bot.cards import STYLES, Sample, samples
from bot.errors import KnowledgeError, WhichroleError, code_of
from bot.manifest import BY_CHOICE, manifest
from bot.settings import Settings
from bot.storage.log import examined

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
    """Everything, in the order in which one would mend it. One thing that lacks keeps no other from being looked at."""
    answerer, finding = _knowledge(settings)
    yield finding
    for finding in _at_home(settings):
        yield finding
    every = [each for each in samples(answerer) if every_card or each.key in ASKED] if answerer else []
    async for finding in _at_slack(settings, every):
        yield finding


def _knowledge(settings: Settings) -> tuple[Answerer | None, Finding]:
    """What answers with the knowledge, if there is no fault in it."""
    try:
        answerer = Answerer.load(settings.knowledge or None)
    except KnowledgeError as error:
        return None, Finding("fault", "knowledge", f"{len(error.faults)} faults; `whichrole check` lists them")
    return answerer, Finding("ok", "knowledge", f"version {answerer.knowledge.version}, no faults")


def _at_home(settings: Settings) -> Iterator[Finding]:
    """What needs neither knowledge nor Slack."""
    yield _database(settings)
    if settings.human is None:
        yield Finding("note", "a person to ask", "nobody; set WHICHROLE_HUMAN to offer one")
    elif settings.human.startswith(("C", "G")):
        yield Finding("note", "a person to ask", f"in {settings.human}; not tried: invite the bot to that channel")
    if not settings.admins:
        yield Finding("note", "usage figures in Slack", "for nobody; name people in WHICHROLE_ADMINS")


def _database(settings: Settings) -> Finding:
    """The file and the key beside it, without changing either."""
    try:
        told = examined(settings.db)
        if settings.user_key is None and (key := settings.db.with_name(f"{settings.db.name}.key")).exists():
            key.read_bytes()
    except WhichroleError as error:
        return Finding("fault", "database", str(error))
    except OSError as error:
        told = f"{error.filename} cannot be read ({error.strerror}); mend its rights or set WHICHROLE_DB"
        return Finding("fault", "database", told)
    return Finding("ok", "database", told)


async def _at_slack(settings: Settings, every: Sequence[Sample]) -> AsyncIterator[Finding]:
    """What Slack says, thing by thing: one that is refused keeps nobody from looking at the next."""
    if settings.bot_token is None:
        yield Finding("fault", "SLACK_BOT_TOKEN", "not set; the app's page, Install App, shows it")
        return
    client = AsyncWebClient(settings.bot_token.get_secret_value(), settings.slack_api_url, timeout=CALL_TIMEOUT)
    client.retry_handlers.append(AsyncRateLimitErrorRetryHandler(max_retry_count=3))
    for about, look in (
        ("SLACK_BOT_TOKEN", _who(client, settings)),
        ("SLACK_APP_TOKEN" if settings.app_token else "transport", _transport(client, settings)),
        ("cards", _cards(client, every)),
    ):
        try:
            for finding in await look:
                yield finding
        except SlackApiError as error:
            yield Finding("fault", about, _refused(error))
        except UNREACHABLE as error:
            yield Finding("fault", about, f"{settings.slack_api_url} cannot be reached ({type(error).__name__})")


def _refused(error: SlackApiError) -> str:
    code = code_of(error)
    if code == "not_slack":
        return "what answers at SLACK_API_URL is not Slack, but perhaps a proxy's error page"
    return f"Slack answers {code}"


async def _who(client: AsyncWebClient, settings: Settings) -> list[Finding]:
    who = await client.auth_test()
    own = Finding("ok", "SLACK_BOT_TOKEN", f"{who['user']} in {who['team']}")
    return [own, _scopes(str(who.headers.get("x-oauth-scopes") or ""), settings)]


async def _transport(client: AsyncWebClient, settings: Settings) -> list[Finding]:
    if settings.app_token:
        await client.apps_connections_open(app_token=settings.app_token.get_secret_value())
        return [Finding("ok", "SLACK_APP_TOKEN", "opens a connection")]
    if settings.signing_secret is None:
        return [Finding("fault", "transport", "set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP")]
    return [Finding("ok", "transport", f"HTTP on {settings.host}:{settings.port}")]


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


async def _cards(client: AsyncWebClient, every: Sequence[Sample]) -> list[Finding]:
    """Messages, modals and Home as Slack judges them: one for each newer block, or every kind there is."""
    if not every:
        return [Finding("note", "cards", "not asked about; they are made from the knowledge, which has faults")]
    faults = [fault for sample in every for fault in await faults_in(client, sample, STYLES)]
    listed = "; ".join(told for _, told in faults[:MOST_TOLD])
    if any(style == "classic" for style, _ in faults):
        return [Finding("fault", "cards", listed)]
    if faults:
        told = f"{len(faults)} with newer blocks are refused, so classic ones are sent: {listed}"
        return [Finding("note", "cards", told)]
    return [Finding("ok", "cards", f"{len(every)} kinds accepted in both styles")]
