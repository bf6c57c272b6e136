"""Running the app until a signal ends it: over HTTP, or Socket Mode with the same health page."""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Awaitable, Callable

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bot import __version__
from bot.app import build_app, build_desk
from bot.errors import SettingsError
from bot.listeners import Desk
from bot.settings import Settings

log = logging.getLogger(__name__)
DRAIN = 8.0  # seconds given to requests under way
LARGEST_BODY = 1024 * 1024
Health = Callable[[], Awaitable[bool]]


async def serve(settings: Settings) -> None:
    """Serve until SIGTERM or SIGINT. Raises SettingsError if a needed token is missing."""
    _require(settings)
    stop = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stop.set)
    desk = await asyncio.to_thread(build_desk, settings)
    app = build_app(settings, desk)
    socket = _socket(settings, app)
    runner = await _start_web(settings, web_app(app, desk, _health(socket), events=socket is None))
    try:
        if socket:
            await socket.connect_async()
        log.info("whichrole %s is ready: %s", __version__, "Socket Mode" if socket else "HTTP")
        await stop.wait()
    finally:
        log.info("stopping")
        if socket:
            await socket.close_async()
        await runner.cleanup()
        desk.store.close()


def web_app(app: AsyncApp, desk: Desk, healthy: Health, *, events: bool) -> web.Application:
    """The web side: `/slack/events` (over HTTP only), `/healthz`, `/metrics`."""

    async def slack(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    async def healthz(_: web.Request) -> web.Response:
        fine = await healthy()
        body = {"ok": fine, "version": __version__, "knowledge": desk.knowledge.version}
        return web.json_response(body, status=200 if fine else 503)

    async def metrics(_: web.Request) -> web.Response:
        name = "whichrole_messages_total"
        lines = [f"# HELP {name} Addressed messages by outcome.", f"# TYPE {name} counter"]
        lines += [f'{name}{{outcome="{outcome}"}} {count}' for outcome, count in sorted(desk.outcomes.items())]
        return web.Response(text="\n".join(lines) + "\n", content_type="text/plain")

    site = web.Application(client_max_size=LARGEST_BODY)
    if events:
        site.router.add_post("/slack/events", slack)
    site.router.add_get("/healthz", healthz)
    site.router.add_get("/metrics", metrics)
    return site


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
