"""Starting the playground as a person does, and a real Chromium to look at it: for the tests and the screenshots."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
READY_LINE = "The playground is at "
STOP_SECONDS = 20
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
AXE = files("axe_playwright_python").joinpath("axe.min.js")
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class NotReadyError(Exception):
    """What is needed to look at the page is missing; the text says what."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def chromium() -> str:
    """Where Chromium is."""
    named = os.environ.get("CHROMIUM")
    found = next(filter(None, map(shutil.which, (named,) if named else CHROMIUM)), None)
    if not found:
        raise NotReadyError(NO_CHROMIUM)
    return found


def _address(process: subprocess.Popen[str]) -> str:
    """The address that the launcher prints once the bot answers."""
    assert process.stdout is not None
    lines = []
    for line in process.stdout:
        lines.append(line)
        if line.startswith(READY_LINE):
            return line.removeprefix(READY_LINE).split()[0]
    raise NotReadyError("whichrole play ended before it was ready:\n" + "".join(lines))


@contextmanager
def started_playground(folder: Path) -> Iterator[str]:
    """The address of `whichrole play`, with a usage log in the folder; it must end cleanly."""
    env = os.environ | {"WHICHROLE_DB": str(folder / "usage.db")}
    command = [sys.executable, "-m", "bot", "play", "--port", str(free_port())]
    pipe: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
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


@contextmanager
def started_browser() -> Iterator[Browser]:
    """One Chromium; its loop would be in the way of async tests, so it is closed with its file of tests."""
    executable = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


def ask_page(address: str, call: str, body: dict[str, Any] | None = None) -> None:
    """One call of the page's API."""
    data = json.dumps(body or {}).encode()
    request = urllib.request.Request(f"{address}ui/{call}", data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 200


def fresh(address: str) -> None:
    """An empty workspace in good health, with Maya before it."""
    ask_page(address, "illness")
    ask_page(address, "become", {"user": "U0FOUNDER"})
    ask_page(address, "reset")


def violations(page: Page) -> list[str]:
    """What axe-core finds wrong for people who cannot see or point, one line for each place."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("tags => axe.run(document, { runOnly: tags })", STANDARDS)
    assert len(found["passes"]) > 10, "axe found hardly anything to judge"
    return [
        f"{fault['id']}: {fault['help']}: {node['html'][:200]}"
        for fault in found["violations"]
        for node in fault["nodes"]
    ]
