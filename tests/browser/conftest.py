"""The playground as a person starts it, and a real Chromium in front of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request

from tests.browser.house import NotReadyError, fresh, started_browser, started_playground

SHOTS = Path(__file__).parent / "shots"
WAIT_MS = 15_000
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


@pytest.fixture(scope="session")
def playground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of `whichrole play`; one for all tests, each of which begins with an empty workspace."""
    with _or_fail(), started_playground(tmp_path_factory.mktemp("playground")) as address:
        yield address


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a file of tests. Without it they fail, as they would otherwise pass by not being run."""
    with _or_fail(), started_browser() as chromium:
        yield chromium


@contextmanager
def _or_fail() -> Iterator[None]:
    try:
        yield
    except NotReadyError as problem:
        pytest.fail(str(problem), pytrace=False)


@pytest.fixture
def open_page(playground: str, browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens the page on an empty workspace; whatever went wrong in it fails the test at the end."""
    fresh(playground)
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
