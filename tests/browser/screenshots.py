"""Pictures for the README, taken from the running playground: `python -m tests.browser.screenshots`.

To add one, write a function that brings a page to what is to be seen, and name it in PICTURES.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser.house import ROOT, NotReadyError, fresh, started_browser, started_playground

FOLDER = ROOT / "deploy" / "screenshots"
MOST_BYTES = 200_000
PROJECT = "@whichrole we have a working RAG prototype over our confluence pages that must now serve thousands"
COMPARISON = "@whichrole difference between ML engineer and AI engineer?"
DESKTOP = {"width": 1240, "height": 780}
PHONE = {"width": 390, "height": 844}


def ask(page: Page, question: str) -> None:
    page.get_by_test_id("composer").fill(question)
    page.get_by_test_id("composer").press("Enter")
    expect(page.locator(".replies").get_by_test_id("message").first).to_be_visible()


def recommendation(page: Page) -> None:
    ask(page, PROJECT)
    expect(page.get_by_test_id("reasoning").get_by_role("table")).to_be_visible()


def comparison(page: Page) -> None:
    ask(page, COMPARISON)
    expect(page.get_by_role("table")).to_be_visible()


def home(page: Page) -> None:
    for question in ("@whichrole what is RAG?", PROJECT):
        ask(page, question)
    expect(page.locator(".replies").get_by_test_id("message")).to_have_count(2)
    page.get_by_test_id("reasoning-toggle").click()
    page.get_by_test_id("nav-home").click()
    expect(page.get_by_role("button", name="Find the role step by step")).to_be_visible()


def guided(page: Page) -> None:
    page.get_by_test_id("shortcuts").click()
    page.get_by_role("menuitem", name="Find the role to hire").click()
    modal = page.get_by_role("dialog")
    modal.get_by_role("textbox").fill("a chatbot for our customers")
    modal.get_by_test_id("modal-submit").click()
    expect(modal.get_by_role("radio").first).to_be_visible()


@dataclass(frozen=True)
class Picture:
    """What is to be seen, in which window and theme."""

    name: str
    draw: Callable[[Page], None]
    window: dict[str, int]
    theme: str = "light"


PICTURES = (
    Picture("recommendation", recommendation, DESKTOP),
    Picture("home", home, DESKTOP),
    Picture("guided", guided, DESKTOP),
    Picture("phone", comparison, PHONE, "dark"),
)


def take(browser: Browser, address: str, picture: Picture) -> int:
    """Take one picture; returns its size in bytes."""
    fresh(address)
    options: dict[str, Any] = {"viewport": picture.window, "color_scheme": picture.theme, "reduced_motion": "reduce"}
    with browser.new_context(**options) as context:
        page = context.new_page()
        page.goto(address)
        page.locator(".nav-item").first.wait_for()
        picture.draw(page)
        page.evaluate("document.activeElement.blur()")
        page.locator("#log").evaluate("log => log.scrollTo(0, 0)")
        return len(page.screenshot(path=FOLDER / f"{picture.name}.png", animations="disabled", caret="hide"))


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        started_playground(Path(folder)) as address,
        started_browser() as browser,
    ):
        sizes = {picture.name: take(browser, address, picture) for picture in PICTURES}
    for name, size in sizes.items():
        print(f"{name}.png {size / 1000:.0f} kB{', too big' if size > MOST_BYTES else ''}")
    return int(max(sizes.values()) > MOST_BYTES)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except NotReadyError as problem:
        sys.exit(str(problem))
