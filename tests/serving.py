"""The real bot served on loopback in front of a stand-in, and the wait until nobody is at work any more."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack
from typing import Any

from aiohttp import web
from slack_bolt.async_app import AsyncApp

from bot.app import build_app
from bot.listeners import Desk
from bot.listeners.customs import Looks
from bot.playground.server import StandIn
from bot.serve import web_app
from bot.settings import Settings


def settings_for(standin: StandIn, **more: str) -> Settings:
    """Settings that a stand-in takes."""
    credentials = standin.stage.credentials
    given = {
        "SLACK_BOT_TOKEN": credentials.bot_token,
        "SLACK_SIGNING_SECRET": credentials.signing_secret,
        "SLACK_API_URL": standin.api_url,
    }
    return Settings(**(given | more))


def welcomed() -> Looks:
    """The looks of a bot whose newer blocks Slack has accepted."""
    looks = Looks()
    looks.welcome()
    return looks


async def healthy() -> bool:
    """A connection that stands."""
    return True


async def listen(stack: AsyncExitStack, site: web.Application) -> str:
    """Serve any web application until the stack is left; returns its address."""
    runner = web.AppRunner(site, shutdown_timeout=0.1)
    await runner.setup()
    stack.push_async_callback(runner.cleanup)
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    return f"http://127.0.0.1:{runner.addresses[0][1]}"


async def serve_bot(stack: AsyncExitStack, standin: StandIn, desk: Desk, **more: str) -> AsyncApp:
    """Serve the app of a desk and let the stand-in deliver to it."""
    app = build_app(settings_for(standin, **more), desk)
    standin.bot_url = f"{await listen(stack, web_app(app, desk, healthy, events=True))}/slack/events"
    return app


async def settle(standin: StandIn) -> None:
    """Wait until neither the stand-in nor a listener is at work; an event is acknowledged before it has one."""
    while True:
        await standin.settle()
        busy = [task for task in asyncio.all_tasks() if _is_listener(task)]
        if not busy:
            return
        await asyncio.wait(busy)


def _is_listener(task: asyncio.Task[Any]) -> bool:
    """Whether Bolt started this task for a payload."""
    code = getattr(task.get_coro(), "cr_code", None)
    return code is not None and "slack_bolt" in code.co_filename and "socket_mode" not in code.co_filename
