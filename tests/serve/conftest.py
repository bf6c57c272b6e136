"""`python -m bot run` as a process of its own, with the stand-in as its Slack."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from bot.playground.server import StandIn, build_standin

ROOT = Path(__file__).resolve().parents[2]
READY = 120.0  # seconds; the first start on a machine fits the classifier


class Process:
    """The running bot, its log, and its health page."""

    def __init__(self, process: asyncio.subprocess.Process, log: Path, url: str) -> None:
        self._process, self._log, self.url = process, log, url

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    @property
    def log(self) -> str:
        """What it has logged so far."""
        return self._log.read_text(encoding="utf-8")

    async def get(self, path: str) -> tuple[int, str]:
        async with aiohttp.ClientSession() as http, http.get(f"{self.url}{path}") as response:
            return response.status, await response.text()

    async def ready(self) -> None:
        """Wait until it is in good health."""
        async with aiohttp.ClientSession() as http, asyncio.timeout(READY):
            while self._process.returncode is None:
                try:
                    async with http.get(f"{self.url}/healthz") as response:
                        if response.status == 200:
                            return
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(0.05)
        raise AssertionError(f"the bot ended at once:\n{self.log}")

    async def end(self, how: signal.Signals = signal.SIGTERM) -> tuple[int, float]:
        """Send a signal; returns the exit code and how many seconds it took."""
        started = time.monotonic()
        self.signal(how)
        code = await self.ended(within=15)
        return code, time.monotonic() - started

    def signal(self, how: signal.Signals) -> None:
        """Send a signal."""
        self._process.send_signal(how)

    async def ended(self, within: float = READY) -> int:
        """Wait for the end; returns the exit code."""
        return await asyncio.wait_for(self._process.wait(), within)

    async def make_sure(self) -> None:
        """Nothing stays behind."""
        if self._process.returncode is None:
            self._process.kill()
            await self._process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def cache_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all bots of the session keep the fitted classifier."""
    return tmp_path_factory.mktemp("cache-home")


@pytest.fixture
async def start(tmp_path: Path, cache_home: Path) -> AsyncIterator[Callable[..., Awaitable[Process]]]:
    """Start the bot with these settings and nothing else in its environment."""
    async with AsyncExitStack() as stack:

        async def launch(**settings: str) -> Process:
            port = settings.setdefault("WHICHROLE_PORT", str(free_port()))
            env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONUNBUFFERED": "1", "HOME": str(tmp_path)}
            env |= {"XDG_CACHE_HOME": str(cache_home), "WHICHROLE_DB": str(tmp_path / "whichrole.db"), **settings}
            log = tmp_path / f"{port}.log"
            with log.open("wb") as out:
                process = await asyncio.create_subprocess_exec(
                    sys.executable, "-m", "bot", "run", env=env, cwd=tmp_path, stdout=out, stderr=out
                )
            bot = Process(process, log, f"http://127.0.0.1:{port}")
            stack.push_async_callback(bot.make_sure)
            return bot

        yield launch


@pytest.fixture
async def standin() -> AsyncIterator[StandIn]:
    found = build_standin(retry_delays=(), post_burst=10_000)
    await found.start()
    yield found
    await found.stop()


@pytest.fixture
def http_settings(standin: StandIn) -> dict[str, str]:
    credentials = standin.stage.credentials
    return {
        "SLACK_BOT_TOKEN": credentials.bot_token,
        "SLACK_SIGNING_SECRET": credentials.signing_secret,
        "SLACK_API_URL": standin.api_url,
    }


@pytest.fixture
def socket_settings(standin: StandIn) -> dict[str, str]:
    credentials = standin.stage.credentials
    return {
        "SLACK_BOT_TOKEN": credentials.bot_token,
        "SLACK_APP_TOKEN": credentials.app_token,
        "SLACK_API_URL": standin.api_url,
    }


@pytest.fixture
async def over_http(start: Any, standin: StandIn, http_settings: dict[str, str]) -> Process:
    """A bot that is ready for requests of the stand-in."""
    bot = await start(**http_settings)
    await bot.ready()
    standin.bot_url = f"{bot.url}/slack/events"
    return bot


@pytest.fixture
def until() -> Callable[[Callable[[], Any]], Awaitable[Any]]:
    """Wait until something is the case, and get it."""

    async def wait(found: Callable[[], Any], seconds: float = 15.0) -> Any:
        latest = time.monotonic() + seconds
        while time.monotonic() < latest:
            if value := found():
                return value
            await asyncio.sleep(0.02)
        raise AssertionError(f"not within {seconds} seconds")

    return wait
