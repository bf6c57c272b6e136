"""Running the app until a signal ends it: over HTTP, or Socket Mode with the same health page."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from bot import __version__
from bot.acceptance import UNREACHABLE, take_to
from bot.app import build_app, build_desk
from bot.errors import SettingsError, code_of
from bot.listeners import Desk
from bot.reasons import reasons_of
from bot.reloading import keep_fresh, watch_of
from bot.settings import Settings

log = logging.getLogger(__name__)
DRAIN = 8.0  # seconds given to requests under way
REFUSED_TOKEN = (
    "invalid_auth",
    "not_authed",
    "account_inactive",
    "token_revoked",
    "token_expired",
    "not_allowed_token_type",
)
BODY_WITHIN = 5.0  # seconds for a body to arrive
LARGEST_BODY = 1024 * 1024
Health = Callable[[], Awaitable[bool]]


async def serve(settings: Settings, *, reasoning: bool = False) -> None:
    """Serve until SIGTERM or SIGINT. Raises SettingsError if a needed token is missing.

    With `reasoning` the playground is told how answers came about; anywhere else that is an error.
    """
    _require(settings)
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    watch = watch_of(settings)
    desk = await asyncio.to_thread(build_desk, settings)
    app = build_app(settings, desk)
    socket = _socket(settings, app)
    site = web_app(app, desk, _health(socket), events=socket is None)
    if reasoning:
        site.add_routes(reasons_of(desk, settings).routes())
    runner = await _start_web(settings, site)
    tasks = [asyncio.create_task(keep_fresh(desk, watch))]
    try:
        await introduce(settings, app)
        if settings.cards == "auto":
            await take_to(app.client, desk)
        tasks.append(asyncio.create_task(_connect(socket)))
        await stop.wait()
    finally:
        log.info("stopping")
        for task in tasks:
            task.cancel()
        if socket:
            await socket.close_async()
        await runner.cleanup()
        await _answered(desk)
        desk.store.close()


async def introduce(settings: Settings, app: AsyncApp) -> None:
    """Ask Slack who we are; a token that it refuses is told now, and not by the first person who asks.

    A Slack that cannot be reached is no reason to stop: it may be back before anybody asks.
    """
    await _tried("SLACK_BOT_TOKEN", app.client.auth_test())
    if settings.app_token:
        token = settings.app_token.get_secret_value()
        await _tried("SLACK_APP_TOKEN", app.client.apps_connections_open(app_token=token))


async def _tried(name: str, call: Awaitable[object]) -> None:
    try:
        await call
    except SlackApiError as error:
        if code_of(error) in REFUSED_TOKEN:
            raise SettingsError(f"Slack refuses {name} ({code_of(error)}). See deploy/README.md.") from None
        log.warning("Slack answers %s", code_of(error))
    except UNREACHABLE as error:
        log.warning("Slack cannot be reached yet: %s", error)


async def _connect(socket: AsyncSocketModeHandler | None) -> None:
    if socket:
        await socket.connect_async()
    log.info("whichrole %s is ready: %s", __version__, "Socket Mode" if socket else "HTTP, waiting for Slack")


async def _answered(desk: Desk) -> None:
    """Wait for the answers under way: Slack was told that their questions arrived and will not send them again."""
    desk.pace.end()
    if desk.under_way:
        with suppress(TimeoutError):
            await asyncio.wait_for(desk.idle.wait(), DRAIN)


def web_app(app: AsyncApp, desk: Desk, healthy: Health, *, events: bool) -> web.Application:
    """The web side: `/slack/events` (over HTTP only), `/healthz`, `/metrics`."""

    async def slack(request: web.Request) -> web.Response:
        try:
            async with asyncio.timeout(BODY_WITHIN):
                asked = await to_bolt_request(request)
            return await to_aiohttp_response(await app.async_dispatch(asked))
        except (ValueError, LookupError, AttributeError, TypeError, RecursionError, TimeoutError):
            # Bolt takes a body apart before it looks at the signature
            return web.Response(status=400, text="not a request of Slack's")

    async def healthz(_: web.Request) -> web.Response:
        fine = await healthy() and desk.log_ok
        body = {"ok": fine, "log": desk.log_ok, "version": __version__, "knowledge": desk.knowledge.version}
        return web.json_response(body, status=200 if fine else 503)

    async def metrics(_: web.Request) -> web.Response:
        return web.Response(text="\n".join(_metrics(desk)) + "\n", content_type="text/plain")

    site = web.Application(client_max_size=LARGEST_BODY)
    if events:
        site.router.add_post("/slack/events", slack)
    site.router.add_get("/healthz", healthz)
    site.router.add_get("/metrics", metrics)
    return site


def _metrics(desk: Desk) -> Iterator[str]:
    """What is counted, line by line in the text format of Prometheus."""
    name = "whichrole_messages_total"
    yield from (f"# HELP {name} Addressed messages by outcome.", f"# TYPE {name} counter")
    yield from (f'{name}{{outcome="{outcome}"}} {count}' for outcome, count in sorted(desk.outcomes.items()))
    name = "whichrole_knowledge_faults"
    yield from (f"# HELP {name} Faults that keep the newest edit of the knowledge from use.", f"# TYPE {name} gauge")
    yield f"{name} {desk.faults}"
    name = "whichrole_knowledge_info"
    yield from (f"# HELP {name} The knowledge in use.", f"# TYPE {name} gauge")
    yield f'{name}{{version="{desk.knowledge.version}"}} 1'


def _require(settings: Settings) -> None:
    if settings.bot_token is None:
        raise SettingsError("SLACK_BOT_TOKEN is not set. Copy .env.example to .env and follow deploy/README.md.")
    if settings.app_token is None and settings.signing_secret is None:
        raise SettingsError("Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP.")


def _socket(settings: Settings, app: AsyncApp) -> AsyncSocketModeHandler | None:
    if settings.app_token is None:
        return None
    return AsyncSocketModeHandler(app, settings.app_token.get_secret_value(), web_client=app.client)


def _health(socket: AsyncSocketModeHandler | None) -> Health:
    async def healthy() -> bool:
        return socket is None or bool(await socket.client.is_connected())

    return healthy


async def _start_web(settings: Settings, site: web.Application) -> web.AppRunner:
    runner = web.AppRunner(site, shutdown_timeout=DRAIN, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, settings.host, settings.port).start()
    except OSError as error:
        await runner.cleanup()
        place = f"{settings.host}:{settings.port}"
        raise SettingsError(f"{place} cannot be listened on ({error.strerror}). Set WHICHROLE_PORT.") from error
    return runner
