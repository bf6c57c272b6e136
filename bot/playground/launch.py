"""`whichrole play`: the stand-in and the real bot, started together."""

from __future__ import annotations

import asyncio
import contextlib
import errno
import os
import secrets
import signal
import socket
import sys
import tempfile
import webbrowser
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import aiohttp

from bot.playground.server import LOOPBACK, StandIn, build_standin
from bot.playground.stage import Credentials

FOLLOW_UPS = "message.channels"  # the event by which an app hears of replies that do not mention it
READY_SECONDS = 120.0  # the first start fits the understanding, which takes a slow machine a while
STOP_SECONDS = 10.0
LOG_LINES_KEPT = 20
LINE_LIMIT = 1024 * 1024
# Each would lead the bot away from the stand-in: to Socket Mode, to OAuth, or through a proxy.
UNWANTED = (
    "SLACK_APP_TOKEN",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
    *(name for proxy in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY") for name in (proxy, proxy.lower())),
)


class BotProcess:
    """The bot as a process of its own, and the end of what it logged."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self.log: deque[str] = deque(maxlen=LOG_LINES_KEPT)
        self._reader = asyncio.create_task(self._read())
        self.ended = asyncio.create_task(process.wait())

    @classmethod
    async def start(cls, env: dict[str, str]) -> BotProcess:
        """Start it with exactly this environment."""
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot",
            "run",
            "--reasoning",  # nothing else starts a bot that tells how its answers came about
            env=env,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            limit=LINE_LIMIT,
            # Ctrl-C reaches the whole terminal; the bot is to hear of it from here, once.
            start_new_session=True,
        )
        return cls(process)

    async def stop(self) -> None:
        """Ask it to end; after ten seconds make it."""
        with contextlib.suppress(ProcessLookupError):
            self._process.terminate()
        try:
            await asyncio.wait_for(asyncio.shield(self.ended), STOP_SECONDS)
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self.ended
        await self._reader

    async def last_words(self) -> str:
        """How it stands and its last log lines."""
        if self.ended.done():
            await self._reader
            how = f"The bot ended with exit code {self._process.returncode}."
        else:
            how = f"The bot was not ready within {READY_SECONDS:.0f} seconds."
        if not self.log:
            return f"{how} It logged nothing."
        return "\n".join([f"{how} Its last log lines:", *(f"  {line}" for line in self.log)])

    async def _read(self) -> None:
        assert self._process.stdout is not None
        with contextlib.suppress(ValueError):
            async for line in self._process.stdout:
                self.log.append(line.decode(errors="replace").rstrip())


async def play(
    port: int,
    *,
    open_browser: bool = False,
    bot_env: dict[str, str] | None = None,
    app: Mapping[str, Any] | None = None,
    over_socket: bool = False,
) -> int:
    """Run the stand-in and the bot until Ctrl-C; returns the exit code.

    `app` is the app's manifest: what Slack knows of it, from its commands to the events it wants. The bot listens over
    HTTP, or over a socket as most installations do.
    """
    credentials = Credentials(signing_secret=secrets.token_hex(16))
    bot_port = _free_port()
    bot = f"http://{LOOPBACK}:{bot_port}"
    standin = build_standin(
        port=port,
        bot_url=None if over_socket else f"{bot}/slack/events",
        reasoning_url=f"{bot}/reasoning",
        credentials=credentials,
        **installed(app),
    )
    try:
        await standin.start()
    except OSError as problem:
        _say(_cannot_listen(port, problem))
        return 1
    stop = _stop_signal()
    with tempfile.TemporaryDirectory(prefix="whichrole-play-") as folder:
        env = _environment(standin, credentials, bot_port, Path(folder)) | (bot_env or {})
        if over_socket:
            env["SLACK_APP_TOKEN"] = credentials.app_token
        if installed(app).get("subscribe_channel_messages"):
            env["WHICHROLE_THREAD_FOLLOW_UPS"] = "true"
        try:
            return await _run(standin, env, bot_port, stop, open_browser)
        finally:
            await standin.stop()


def installed(app: Mapping[str, Any] | None) -> dict[str, Any]:
    """What the stand-in makes of a manifest; without one its own defaults hold."""
    if app is None:
        return {}
    features, events = app["features"], app["settings"]["event_subscriptions"]["bot_events"]
    return {
        "commands": tuple(features.get("slash_commands") or ()),
        "shortcuts": tuple(features.get("shortcuts") or ()),
        "agent_view": "agent_view" in features,
        "subscribe_channel_messages": FOLLOW_UPS in events,
        "scopes": tuple(app["oauth_config"]["scopes"]["bot"]),
    }


async def _run(
    standin: StandIn,
    env: dict[str, str],
    bot_port: int,
    stop: asyncio.Event,
    open_browser: bool,
) -> int:
    bot = await BotProcess.start(env)
    stopped = asyncio.create_task(stop.wait())
    ready = asyncio.create_task(_healthy(f"http://{LOOPBACK}:{bot_port}/healthz"))
    try:
        await asyncio.wait({bot.ended, stopped, ready}, return_when=asyncio.FIRST_COMPLETED)
        if ready.done() and ready.result() and not bot.ended.done():
            _announce(standin, open_browser)
            await asyncio.wait({bot.ended, stopped}, return_when=asyncio.FIRST_COMPLETED)
        if stopped.done():
            return 0
        _say("\n" + await bot.last_words())
        return 1
    finally:
        for task in (stopped, ready):
            task.cancel()
        await bot.stop()


async def _healthy(url: str) -> bool:
    """Wait for the bot, a dot on stderr for every half second."""
    deadline = asyncio.get_running_loop().time() + READY_SECONDS
    timeout = aiohttp.ClientTimeout(total=2)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        while asyncio.get_running_loop().time() < deadline:
            with contextlib.suppress(aiohttp.ClientError, TimeoutError):
                async with session.get(url) as response:
                    if response.status == 200:
                        return True
            sys.stderr.write(".")
            sys.stderr.flush()
            await asyncio.sleep(0.5)
    return False


def _announce(standin: StandIn, open_browser: bool) -> None:
    _say("")  # ends the line of dots
    sys.stdout.write(f"The playground is at {standin.url}/ (press Ctrl-C to stop)\n")
    sys.stdout.flush()
    if open_browser:
        webbrowser.open(f"{standin.url}/")


def _environment(standin: StandIn, credentials: Credentials, bot_port: int, folder: Path) -> dict[str, str]:
    env = {name: value for name, value in os.environ.items() if name not in UNWANTED}
    env.setdefault("WHICHROLE_DB", str(folder / "playground.db"))
    # The bot is to be found from any directory, also when run from a source tree.
    root = str(Path(__file__).resolve().parents[2])
    paths = [path for path in env.get("PYTHONPATH", "").split(os.pathsep) if path and path != root]
    return env | {
        "PYTHONPATH": os.pathsep.join([root, *paths]),
        "PYTHONUNBUFFERED": "1",
        "SLACK_BOT_TOKEN": credentials.bot_token,
        "SLACK_SIGNING_SECRET": credentials.signing_secret,
        "SLACK_API_URL": standin.api_url,
        "WHICHROLE_HOST": LOOPBACK,
        "WHICHROLE_PORT": str(bot_port),
        "WHICHROLE_WATCH": "1",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _stop_signal() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        # Windows has no such handlers; there Ctrl-C raises KeyboardInterrupt.
        with contextlib.suppress(NotImplementedError, AttributeError):
            loop.add_signal_handler(getattr(signal, name), stop.set)
    return stop


def _cannot_listen(port: int, problem: OSError) -> str:
    if problem.errno == errno.EADDRINUSE:
        return f"Port {port} is taken. Choose another: whichrole play --port {port + 1}"
    return f"Cannot listen on {LOOPBACK}:{port}: {problem.strerror}"


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
