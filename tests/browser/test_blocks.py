"""Every kind of block, in both themes and as wide as on a phone; and views stacked on one another."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.every_block import MESSAGE, MODAL

pytestmark = pytest.mark.browser

Shoot = Callable[[Page, str], None]
BOT = {"Authorization": "Bearer xoxb-playground"}
LOOKS = [(1000, "light"), (1000, "dark"), (390, "light"), (390, "dark")]


def call(page: Page, playground: str, method: str, body: dict[str, Any]) -> None:
    """One call of the Web API, as the bot would make it."""
    answer = page.request.post(f"{playground}api/{method}", data=body, headers=BOT)
    assert answer.json()["ok"], answer.text()


def trigger(page: Page, playground: str, kind: str) -> str:
    """The trigger of the latest payload of a kind that the bot left unused."""
    exchanges = page.request.get(f"{playground}ui/state").json()["exchanges"]
    return str([each["request"]["body"]["trigger_id"] for each in exchanges if each["kind"] == kind][-1])


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_blocks_of_messages(
    open_page: Callable[..., Page], playground: str, shoot: Shoot, width: int, scheme: str
) -> None:
    page = open_page(width, 1900, color_scheme=scheme)
    message = {"channel": "C0HIRING", "text": "Every block", "blocks": MESSAGE}
    call(page, playground, "chat.postMessage", message)
    expect(page.locator(".block")).to_have_count(len(MESSAGE) + 1)  # the container holds one more
    expect(page.get_by_test_id("unknown")).to_have_count(0)
    for chart in page.get_by_test_id("chart").all():
        assert chart.evaluate("node => node.scrollWidth - node.clientWidth") <= 0
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.locator("#log").evaluate("node => node.scrollWidth - node.clientWidth") <= 0
    shoot(page, f"blocks-{width}-{scheme}")


def test_button_that_asks_first(page: Page, playground: str) -> None:
    call(page, playground, "chat.postMessage", {"channel": "C0HIRING", "text": "Every block", "blocks": MESSAGE})
    share = page.get_by_role("button", name="Share", exact=True)
    share.click()
    sure = page.get_by_role("alertdialog", name="Share this?")
    sure.get_by_role("button", name="Not now").click()
    expect(sure).to_have_count(0)
    expect(share).to_be_focused()
    exchanges = page.request.get(f"{playground}ui/state").json()["exchanges"]
    assert [each for each in exchanges if each["kind"] == "block_actions"] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_views_are_stacked(open_page: Callable[..., Page], playground: str, shoot: Shoot, scheme: str) -> None:
    page = open_page(color_scheme=scheme)
    page.get_by_test_id("composer").fill("/whichrole thanks")
    page.get_by_test_id("composer").press("Enter")
    expect(page.locator("[data-ephemeral]")).to_have_count(1)
    opening = {"trigger_id": trigger(page, playground, "slash_commands"), "view": MODAL}
    call(page, playground, "views.open", opening)
    modal = page.get_by_role("dialog", name="Find the role")
    expect(modal).to_contain_text("Two answers are missing.")
    expect(modal.get_by_test_id("unknown")).to_have_count(0)
    modal.get_by_label("In your words").fill("a chatbot")
    shoot(page, f"modal-{scheme}")
    modal.get_by_role("button", name="Back").click()
    expect(modal.get_by_role("button", name="Back")).to_be_enabled()
    second = MODAL | {"title": {"type": "plain_text", "text": "One more thing"}}
    call(page, playground, "views.push", {"trigger_id": trigger(page, playground, "block_actions"), "view": second})
    expect(page.get_by_role("dialog", name="One more thing")).to_contain_text("view 2 of 2")
    page.keyboard.press("Escape")
    expect(modal.get_by_label("In your words")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_errors_stand_under_their_fields(page: Page) -> None:
    """Slack's own check of a required field, before the bot is asked."""
    page.get_by_test_id("shortcuts").click()
    page.get_by_role("menuitem", name="Find the role to hire").click()
    modal = page.get_by_role("dialog")
    modal.get_by_test_id("modal-submit").click()
    expect(modal.get_by_role("radio").first).to_be_visible()
    modal.get_by_test_id("modal-submit").click()
    error = modal.locator(".field-error").first
    expect(error).not_to_be_empty()
    invalid = modal.locator('[aria-invalid="true"]')
    expect(invalid).to_be_focused()
