"""The whole page for people who cannot see or point: judged by axe-core, and walked by keyboard alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.every_block import MESSAGE
from tests.browser.house import violations

pytestmark = pytest.mark.browser

PROJECT = "we have a working RAG prototype over our confluence pages that must now serve thousands"
BOT = {"Authorization": "Bearer xoxb-playground"}
PANELS = ("reasoning", "inspector", "illness")
LOOKS = [(1280, "light"), (1280, "dark"), (390, "light"), (390, "dark")]


def say(page: Page, text: str) -> None:
    page.get_by_test_id("composer").fill(text)
    page.get_by_test_id("composer").press("Enter")


def answered(page: Page, text: str) -> None:
    say(page, text)
    expect(page.locator(".replies").get_by_test_id("message").first).to_be_visible()


def everything_posted(page: Page, playground: str) -> None:
    """A message with every block, in #hiring."""
    message = {"channel": "C0HIRING", "text": "Every block", "blocks": MESSAGE}
    answer = page.request.post(f"{playground}api/chat.postMessage", data=message, headers=BOT)
    assert answer.json()["ok"], answer.text()
    expect(page.get_by_test_id("chart")).to_have_count(2)


@pytest.mark.parametrize(("width", "scheme"), LOOKS)
def test_conversations(open_page: Callable[..., Page], playground: str, width: int, scheme: str) -> None:
    page = open_page(width, 900, color_scheme=scheme, bypass_csp=True)
    assert violations(page) == []
    everything_posted(page, playground)
    answered(page, f"@whichrole {PROJECT}")
    page.get_by_test_id("reply-in-thread").last.click()
    assert violations(page) == []
    page.get_by_test_id("nav-D0MAYA").click()
    answered(page, "when should we hire an AI engineer?")
    expect(page.get_by_test_id("prompt").first).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize(("width", "scheme"), LOOKS[1:3])
def test_home_and_modals(open_page: Callable[..., Page], width: int, scheme: str) -> None:
    page = open_page(width, 900, color_scheme=scheme, bypass_csp=True)
    page.get_by_test_id("nav-home").click()
    begin = page.get_by_role("button", name="Find the role step by step")
    expect(begin).to_be_visible()
    assert violations(page) == []
    begin.click()
    modal = page.get_by_role("dialog")
    modal.get_by_role("textbox").fill("a chatbot for our customers")
    assert violations(page) == []
    modal.get_by_test_id("modal-submit").click()
    expect(modal.get_by_role("radio").first).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize(("width", "scheme"), LOOKS[1:3])
def test_panels_and_menus(open_page: Callable[..., Page], width: int, scheme: str) -> None:
    page = open_page(width, 900, color_scheme=scheme, bypass_csp=True)
    answered(page, f"@whichrole {PROJECT}")
    page.get_by_test_id("more-actions").first.press("Enter")
    assert violations(page) == []
    page.keyboard.press("Escape")
    for name in PANELS:
        if not page.get_by_test_id(name).is_visible():
            page.get_by_test_id(f"{name}-toggle").press("Enter")
        expect(page.get_by_test_id(name)).to_be_visible()
        if name == "inspector":
            page.get_by_test_id("exchange").first.get_by_role("button").first.click()
        assert violations(page) == []
    page.get_by_test_id("ill-old_blocks").check()
    expect(page.get_by_test_id("banner")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_test_id("page-menu").press("Enter")
    page.get_by_test_id("export").press("Enter")
    expect(page.get_by_test_id("export-text")).to_be_visible()
    assert violations(page) == []


def tab_to(page: Page, control: Locator, key: str = "Tab", most: int = 60) -> None:
    """Press Tab until the control has the focus, as somebody without a mouse does."""
    for _ in range(most):
        page.keyboard.press(key)
        if control.evaluate("node => node === document.activeElement"):
            return
    pytest.fail(f"{most} times {key} did not lead to the control")


def test_question_to_button_by_keyboard_alone(page: Page) -> None:
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")  # the link that skips to the message box
    page.keyboard.type("/whichrole what does an AI developer do?")
    page.keyboard.press("Enter")
    more = page.get_by_role("button", name="Show everything")
    expect(more).to_be_visible()
    tab_to(page, more, "Shift+Tab")
    page.keyboard.press("Enter")
    expect(more).to_have_count(0)


def test_guided_questions_by_keyboard_alone(page: Page) -> None:
    tab_to(page, page.get_by_test_id("shortcuts"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Find the role to hire")).to_be_focused()
    page.keyboard.press("Enter")
    modal = page.get_by_role("dialog")
    expect(modal.get_by_role("textbox")).to_be_focused()
    page.keyboard.type("a chatbot for our customers")
    tab_to(page, modal.get_by_test_id("modal-submit"))
    page.keyboard.press("Enter")
    choice = modal.get_by_role("radio").first
    expect(choice).to_be_visible()
    for _ in range(40):  # the focus never leaves the dialog
        page.keyboard.press("Tab")
        assert modal.evaluate("node => node.contains(document.activeElement)")
    page.keyboard.press("Escape")
    expect(modal).to_have_count(0)
    expect(page.get_by_test_id("shortcuts")).to_be_focused()


def test_menu_by_arrows(page: Page) -> None:
    opener = page.get_by_test_id("people")
    opener.focus()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_test_id("person-tomas")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_test_id("person-maya")).to_be_focused()
    page.keyboard.press("End")
    expect(page.get_by_test_id("person-tomas")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.get_by_role("menu")).to_have_count(0)
    expect(opener).to_be_focused()
    expect(opener).to_have_attribute("aria-expanded", "false")
