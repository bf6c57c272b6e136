"""What a person does on the playground page, from the first key to the last card."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

Shoot = Callable[[Page, str], None]
RAG = "/whichrole we want a RAG chatbot over our confluence pages"
LONG = "/whichrole what does an AI developer do?"


def composer(page: Page) -> Locator:
    return page.get_by_test_id("composer")


def say(page: Page, text: str) -> None:
    composer(page).fill(text)
    composer(page).press("Enter")


def cards(page: Page) -> Locator:
    """What the bot wrote, oldest first."""
    return page.get_by_test_id("message").filter(has=page.locator(".app-badge"))


def ask(page: Page, question: str = RAG) -> Locator:
    """The private card with the answer to the slash command."""
    say(page, question)
    expect(cards(page)).to_have_count(1)
    return cards(page).first


def press(card: Locator, label: str) -> None:
    card.get_by_role("button", name=label, exact=True).click()


def thread_of(page: Page, question: str) -> Locator:
    """The replies under the message with this text."""
    root = page.get_by_test_id("message").filter(has_text=question)
    return page.locator(".group").filter(has=root).get_by_role("group", name=re.compile("Thread"))


def test_slash_command_with_the_completion_popup(page: Page, shoot: Shoot) -> None:
    composer(page).click()
    page.keyboard.type("/whi")
    popup = page.get_by_role("listbox", name="Suggestions")
    expect(popup.get_by_role("option")).to_contain_text("/whichrole")
    shoot(page, "completion")
    page.keyboard.press("Enter")
    expect(composer(page)).to_have_value("/whichrole ")
    page.keyboard.type("we want a RAG chatbot over our confluence pages")
    page.keyboard.press("Enter")
    card = cards(page).first
    expect(card).to_have_attribute("data-ephemeral", "true")
    expect(card).to_contain_text("Only visible to you")
    expect(card.get_by_role("heading", name="AI developer", exact=True)).to_be_visible()
    expect(composer(page)).to_have_value("")


def test_show_everything_changes_the_card_in_place(page: Page, shoot: Shoot) -> None:
    card = ask(page, LONG)
    before = card.inner_text()
    stamp = card.get_attribute("data-ts")
    press(card, "Show everything")
    expect(card.get_by_role("button", name="Show everything")).to_have_count(0)
    expect(cards(page)).to_have_count(1)
    expect(card).to_have_attribute("data-ts", stamp or "")
    assert len(card.inner_text()) > len(before)
    shoot(page, "show-everything")


def test_long_answer_is_shown_from_its_start(page: Page) -> None:
    card = ask(page, "/whichrole interview questions for an AI developer")
    expect(card.get_by_role("heading", level=2)).to_be_in_viewport()
    expect(page.get_by_role("button", name="New messages")).to_be_hidden()


def test_next_step_is_a_further_card(page: Page) -> None:
    press(ask(page), "Common mistakes")
    expect(cards(page)).to_have_count(2)
    further = cards(page).nth(1)
    expect(further.get_by_role("heading", name=re.compile("mistakes", re.I))).to_be_visible()
    expect(further).to_contain_text("Only visible to you")


def test_share_replaces_the_private_card(page: Page, shoot: Shoot) -> None:
    press(ask(page), "Share to channel")
    shared = page.get_by_test_id("message").filter(has_text="Shared by")
    expect(shared).to_have_count(1)
    expect(page.locator("[data-ephemeral]")).to_have_count(0)
    expect(cards(page)).to_have_count(1)
    expect(shared.get_by_role("heading", name="AI developer", exact=True)).to_be_visible()
    expect(shared.locator(".mention")).to_have_text("@Maya")
    shoot(page, "shared")


def test_mention_is_answered_with_a_table_in_the_thread(page: Page, shoot: Shoot) -> None:
    composer(page).click()
    page.keyboard.type("@whi")
    page.keyboard.press("Tab")
    page.keyboard.type("difference between ML engineer and AI engineer?")
    page.keyboard.press("Enter")
    table = thread_of(page, "difference between").get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_text([re.compile(r"^\s*$"), "ML engineer", "AI engineer"])
    assert table.get_by_role("row").count() > 3
    expect(page.locator("[data-ephemeral]")).to_have_count(0)
    shoot(page, "comparison")


def test_direct_message_is_answered_in_its_thread(page: Page) -> None:
    page.get_by_role("group", name="Direct messages").get_by_role("button").click()
    say(page, "when should we hire an AI engineer?")
    reply = thread_of(page, "when should we hire").get_by_test_id("message")
    expect(reply.get_by_role("heading", name="When to hire an AI engineer")).to_be_visible()
    expect(reply).to_have_count(1)


def test_vacation_policy_is_declined(page: Page) -> None:
    page.get_by_role("group", name="Direct messages").get_by_role("button").click()
    say(page, "what's the vacation policy?")
    reply = thread_of(page, "vacation policy").get_by_test_id("message")
    expect(reply).to_contain_text("I only cover roles for AI work")


def test_home_opens_a_modal_and_escape_closes_it(page: Page, shoot: Shoot) -> None:
    page.get_by_test_id("nav-home").click()
    home = page.get_by_test_id("home")
    expect(home.get_by_role("heading", name="Which AI role should you open?")).to_be_visible()
    shoot(page, "home")
    begin = home.get_by_role("button", name="Find the role step by step")
    begin.click()
    modal = page.get_by_role("dialog")
    expect(modal.get_by_role("textbox")).to_be_focused()
    expect(page.get_by_test_id("unknown")).to_have_count(0)
    shoot(page, "home-modal")
    page.keyboard.press("Escape")
    expect(modal).to_have_count(0)
    expect(begin).to_be_focused()


def test_inspector_shows_the_raw_payload(page: Page, shoot: Shoot) -> None:
    ask(page)
    page.get_by_test_id("inspector-toggle").click()
    inspector = page.get_by_test_id("inspector")
    exchange = inspector.locator('[data-testid="exchange"]').filter(has_text="/whichrole").first
    exchange.get_by_role("button").first.click()
    request, response = exchange.locator("pre.json").all()
    expect(request).to_contain_text('"command": "/whichrole"')
    expect(request).to_contain_text('"text": "we want a RAG chatbot over our confluence pages"')
    expect(response).to_contain_text('"response_type": "ephemeral"')
    shoot(page, "inspector")


def test_inspector_filters(page: Page) -> None:
    ask(page)
    page.get_by_test_id("inspector-toggle").click()
    exchanges = page.get_by_test_id("exchange")
    expect(exchanges.first).to_be_visible()
    page.get_by_test_id("exchange-filter").fill("no such words anywhere")
    expect(exchanges).to_have_count(0)
    page.get_by_test_id("exchange-filter").fill("confluence")
    expect(exchanges).to_have_count(1)


def test_keyboard_alone_is_enough(page: Page) -> None:
    """Tab from the top of the page to the composer, ask, and press a button of the card."""
    for _ in range(30):
        page.keyboard.press("Tab")
        if composer(page).evaluate("node => node === document.activeElement"):
            break
    expect(composer(page)).to_be_focused()
    page.keyboard.type(LONG)
    page.keyboard.press("Enter")
    expect(cards(page)).to_have_count(1)
    more = cards(page).first.get_by_role("button", name="Show everything")
    for _ in range(15):
        page.keyboard.press("Shift+Tab")
        if more.evaluate("node => node === document.activeElement"):
            break
    expect(more).to_be_focused()
    page.keyboard.press("Enter")
    expect(more).to_have_count(0)


def test_skip_link_leads_to_the_composer(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the message box")).to_be_focused()
    page.keyboard.press("Enter")
    expect(composer(page)).to_be_focused()


def test_block_the_page_does_not_know_is_drawn_as_such(page: Page) -> None:
    page.evaluate(
        """async () => {
          const { renderBlocks } = await import("/static/blocks.js");
          const blocks = [{ type: "hologram", text: "<b>boo</b>" }, null, { type: "toString" }];
          document.getElementById("log").replaceChildren(...renderBlocks(blocks, { target: {}, fields: [] }));
        }"""
    )
    unknown = page.get_by_test_id("unknown")
    expect(unknown).to_have_count(3)
    expect(unknown.first).to_contain_text("Unknown block: hologram")
    unknown.first.get_by_text("JSON").click()
    expect(unknown.first.locator("pre")).to_contain_text('"text": "<b>boo</b>"')
    expect(unknown.locator("b")).to_have_count(0)


def test_reset_empties_the_workspace(page: Page) -> None:
    ask(page)
    page.get_by_test_id("page-menu").click()
    page.get_by_test_id("reset").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Reset").click()
    expect(page.get_by_test_id("message")).to_have_count(0)
    expect(page.get_by_role("group", name="Example questions")).to_be_visible()


def test_what_a_person_types_stays_text(page: Page) -> None:
    words = '<img src=x onerror="alert(1)"> & <b>bold</b>'
    say(page, words)
    message = page.get_by_test_id("message").first
    expect(message).to_contain_text(words)
    expect(message.locator("img, b")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_narrow_window_needs_no_sideways_scrolling(open_page: Callable[..., Page], shoot: Shoot, scheme: str) -> None:
    page = open_page(400, 800, color_scheme=scheme)
    say(page, "@whichrole difference between ML engineer and AI engineer?")
    expect(page.get_by_role("table")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    shoot(page, f"narrow-{scheme}")
