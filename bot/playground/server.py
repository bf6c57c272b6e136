"""The stand-in as one web server: Slack on one side, the page on the other."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from urllib.parse import urlsplit

from aiohttp import web

from bot.playground.delivery import Delivery
from bot.playground.page_api import PageApi
from bot.playground.reasoning import Reasoning
from bot.playground.response_url import ResponseUrlApi
from bot.playground.rules import Obj, Rules
from bot.playground.socket_mode import SocketRoom
from bot.playground.stage import DEFAULT_COMMANDS, DEFAULT_SHORTCUTS, Credentials, Stage
from bot.playground.upload_api import UploadApi
from bot.playground.web_api import WebApi

LOOPBACK = "127.0.0.1"
LOOPBACK_NAMES = frozenset({"127.0.0.1", "localhost", "::1"})
SHUTDOWN_SECONDS = 2.0
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class StandIn:
    """A local Slack with one workspace and one person in front of it."""

    def __init__(self, stage: Stage, port: int, bot_url: str | None, reasoning_url: str | None = None) -> None:
        self.stage = stage
        self._port = port
        self._sockets = SocketRoom()
        self.delivery = Delivery(stage, self._sockets, bot_url)
        self._reasoning = Reasoning(stage, reasoning_url)
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        """The address of the page, without a slash at the end."""
        return self.stage.base_url

    @property
    def api_url(self) -> str:
        """What the bot takes for Slack's API."""
        return f"{self.stage.base_url}/api/"

    @property
    def bot_url(self) -> str | None:
        """Where the bot listens."""
        return self.delivery.bot_url

    @bot_url.setter
    def bot_url(self, value: str | None) -> None:
        self.delivery.bot_url = value

    async def start(self) -> None:
        """Begin to listen, on loopback only."""
        runner = web.AppRunner(self._application(), shutdown_timeout=SHUTDOWN_SECONDS, access_log=None)
        await runner.setup()
        try:
            site = web.TCPSite(runner, LOOPBACK, self._port)
            await site.start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        self.stage.base_url = f"http://{LOOPBACK}:{runner.addresses[0][1]}"
        self._reasoning.start()

    async def stop(self) -> None:
        """End open pages and sockets first, then everything."""
        self.stage.feed.close()
        await self._reasoning.close()
        await self._sockets.close()
        await self.delivery.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def settle(self) -> None:
        """Wait for deliveries that run in the background."""
        await self.delivery.settle()

    def _application(self) -> web.Application:
        app = web.Application(middlewares=[_guard], client_max_size=4 * 1024 * 1024)
        web_api = WebApi(self.stage, self._sockets)
        app.router.add_route("GET", "/api/{method}", web_api.handle)
        app.router.add_route("POST", "/api/{method}", web_api.handle)
        app.router.add_post("/response/{token}", ResponseUrlApi(self.stage).handle)
        app.router.add_routes(UploadApi(self.stage).routes())
        app.router.add_get("/socket/{ticket}", self._sockets.handle)
        app.router.add_routes(PageApi(self.stage, self.delivery).routes())
        return app


def build_standin(
    *,
    port: int = 0,
    bot_url: str | None = None,
    reasoning_url: str | None = None,
    rules: Rules | None = None,
    credentials: Credentials | None = None,
    commands: tuple[Obj, ...] = DEFAULT_COMMANDS,
    shortcuts: tuple[Obj, ...] = DEFAULT_SHORTCUTS,
    **changed_rules: float | int | bool | tuple[float, ...] | tuple[str, ...],
) -> StandIn:
    """A stand-in that is not started yet; port 0 takes any free one.

    At `reasoning_url` the bot tells how an answer came about; without it the page shows none.
    Single rules can be changed by name, as in `build_standin(ack_seconds=0.2)`.
    """
    chosen = replace(rules or Rules(), **changed_rules)  # type: ignore[arg-type]
    stage = Stage(chosen, credentials or Credentials(), commands, shortcuts)
    return StandIn(stage, port, bot_url, reasoning_url)


@web.middleware
async def _guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse other host names (DNS rebinding) and pages of other sites."""
    origin = request.headers.get("Origin")
    foreign = request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site")
    if foreign or not _is_loopback(f"//{request.headers.get('Host', '')}") or (origin and not _is_loopback(origin)):
        return web.Response(status=403, text="This server talks to this computer only.\n")
    response = await handler(request)
    if not response.prepared:
        response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _is_loopback(address: str) -> bool:
    try:
        return urlsplit(address).hostname in LOOPBACK_NAMES
    except ValueError:
        return False
