"""The playground as a person starts it, and a real Chromium in front of it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
SHOTS = Path(__file__).parent / "shots"
READY_LINE = "The playground is at "
STOP_SECONDS = 20
WAIT_MS = 15_000
CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_CHROMIUM = (
    f"No Chromium found (looked for {', '.join(CHROMIUM)} on PATH, and for CHROMIUM in the environment). "
    "Install it, for instance with: apt-get install chromium"
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
# What the page's policy refuses is an event of the document; it is written to the console so that it is heard of.
TELL_OF_VIOLATIONS = """
addEventListener("securitypolicyviolation", (event) =>
  console.error(`CSP: ${event.violatedDirective} ${event.blockedURI}`));
"""


@dataclass
class Watch:
    """What must not happen on a page: errors, warnings, and requests to anywhere else."""

    host: str
    faults: list[str] = field(default_factory=list)

    def follow(self, page: Page) -> None:
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.faults.append(f"uncaught: {error}"))
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.faults.append(f"console {message.type}: {message.text}")

    def _request(self, request: Request) -> None:
        if urlsplit(request.url).scheme not in ("data", "blob") and urlsplit(request.url).netloc != self.host:
            self.faults.append(f"request to {request.url}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _chromium() -> str:
    """Where Chromium is. Without it these tests fail, as they would otherwise pass by not being run."""
    named = os.environ.get("CHROMIUM")
    found = next(filter(None, map(shutil.which, (named,) if named else CHROMIUM)), None)
    if not found:
        pytest.fail(NO_CHROMIUM, pytrace=False)
    return found


def _address(process: subprocess.Popen[str]) -> str:
    """The address that the launcher prints once the bot answers."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line.startswith(READY_LINE):
            return line.removeprefix(READY_LINE).split()[0]
    pytest.fail("whichrole play ended before it was ready:\n" + "".join(lines), pytrace=False)


@pytest.fixture(scope="module")
def playground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `whichrole play`, with a usage log and a cache of its own; it must end cleanly."""
    folder = tmp_path_factory.mktemp("playground")
    env = os.environ | {"WHICHROLE_DB": str(folder / "usage.db"), "XDG_CACHE_HOME": str(folder / "cache")}
    command = [sys.executable, "-m", "bot", "play", "--port", str(_free_port())]
    pipe = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    with subprocess.Popen(command, cwd=ROOT, env=env, text=True, **pipe) as process:
        try:
            yield _address(process)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                rest, _ = process.communicate(timeout=STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
    assert process.returncode == 0, rest


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a file of tests; closed after it, as its loop would be in the way of async tests."""
    executable = _chromium()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        try:
            yield chromium
        finally:
            chromium.close()


@pytest.fixture
def open_page(playground: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens the page on an empty workspace; whatever went wrong in it fails the test at the end."""
    _post(playground, "reset")
    watch = Watch(urlsplit(playground).netloc)
    contexts: list[BrowserContext] = []

    def start(width: int = 1280, height: int = 900, at: str = "", **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        context.set_default_timeout(WAIT_MS)
        context.add_init_script(TELL_OF_VIOLATIONS)
        page = context.new_page()
        watch.follow(page)
        page.goto(f"{playground}{at}")
        page.locator(".nav-item").first.wait_for()
        return page

    yield start
    for context in contexts:
        context.close()
    assert watch.faults == []


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """The page at desktop size, in #hiring."""
    return open_page()


@pytest.fixture
def shots() -> Path:
    """Where pictures are kept; git does not see it."""
    SHOTS.mkdir(exist_ok=True)
    return SHOTS


@pytest.fixture
def shoot(shots: Path) -> Callable[[Page, str], None]:
    """Keeps a picture of the page."""

    def keep(page: Page, name: str) -> None:
        page.screenshot(path=shots / f"{name}.png")

    return keep


def _post(address: str, call: str) -> None:
    request = urllib.request.Request(
        f"{address}ui/{call}", json.dumps({}).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 200
