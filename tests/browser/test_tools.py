"""What the page offers beside the conversation: other people, shortcuts, looks, an ill Slack, the export."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

Shoot = Callable[[Page, str], None]
BOT = {"Authorization": "Bearer xoxb-playground"}
RAG = "we want a RAG chatbot over our confluence pages"


def say(page: Page, text: str) -> None:
    page.get_by_test_id("composer").fill(text)
    page.get_by_test_id("composer").press("Enter")


def become(page: Page, handle: str) -> None:
    page.get_by_test_id("people").click()
    page.get_by_test_id(f"person-{handle}").click()


def menu(page: Page, choice: str) -> None:
    page.get_by_test_id("page-menu").click()
    page.get_by_test_id(choice).click()


def replies(page: Page) -> Locator:
    return page.locator(".replies").get_by_test_id("message")


def test_each_person_sees_their_own_workspace(page: Page, shoot: Shoot) -> None:
    say(page, f"/whichrole {RAG}")
    expect(page.locator("[data-ephemeral]")).to_have_count(1)
    become(page, "jonas")
    expect(page.get_by_test_id("people")).to_contain_text("Jonas")
    expect(page.get_by_test_id("nav-C0HIRING")).to_have_attribute("aria-current", "page")
    expect(page.get_by_test_id("message")).to_have_count(0)  # what was for Maya alone
    page.get_by_test_id("people").click()
    shoot(page, "people")
    page.get_by_test_id("person-tomas").click()
    expect(page.locator(".nav-item")).to_have_count(1)
    expect(page.locator(".nav-item")).to_contain_text("shared")
    expect(page.locator("#view-note")).to_contain_text("Shared with another company")
    become(page, "maya")
    page.get_by_test_id("nav-C0HIRING").click()
    expect(page.locator("[data-ephemeral]")).to_have_count(1)


def test_guest_asks_and_is_answered(page: Page) -> None:
    become(page, "ines")
    expect(page.get_by_test_id("nav-C0LEADS")).to_have_count(0)
    say(page, "@whichrole what is RAG?")
    expect(page.get_by_test_id("message").first).to_contain_text("Ines")
    expect(replies(page)).to_have_count(1)


def test_shortcut_on_a_message(page: Page, shoot: Shoot) -> None:
    say(page, RAG)
    more = page.get_by_test_id("more-actions")
    more.click()
    shoot(page, "more-actions")
    page.get_by_role("menuitem", name="Which role is this?").click()
    modal = page.get_by_role("dialog")
    expect(modal).to_contain_text("AI developer")
    page.keyboard.press("Escape")
    expect(modal).to_have_count(0)
    expect(more).to_be_focused()


def test_feedback_stays_pressed(page: Page) -> None:
    say(page, f"@whichrole {RAG}")
    good = replies(page).get_by_role("button", name="This answer was helpful")
    expect(good).to_have_attribute("aria-pressed", "false")
    good.click()
    expect(good).to_have_attribute("aria-pressed", "true")
    page.get_by_test_id("nav-C0RANDOM").click()
    page.get_by_test_id("nav-C0HIRING").click()
    expect(good).to_have_attribute("aria-pressed", "true")


def test_own_message_is_edited_and_deleted(page: Page) -> None:
    say(page, "@whichrole what is RAG?")
    own = page.get_by_test_id("message").filter(has_text="Maya")
    expect(replies(page)).to_have_count(1)
    own.get_by_test_id("more-actions").click()
    page.get_by_test_id("edit").click()
    expect(page.get_by_test_id("edit-text")).to_have_value("@whichrole what is RAG?")
    page.get_by_test_id("edit-text").fill("never mind")
    page.keyboard.press("Enter")
    expect(own).to_contain_text("never mind")
    expect(own).to_contain_text("(edited)")
    own.get_by_test_id("more-actions").click()
    page.get_by_test_id("delete").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
    expect(own).to_have_count(0)


def background(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))


def test_theme_is_chosen_and_remembered(open_page: Callable[..., Page]) -> None:
    page = open_page(color_scheme="light")
    light = background(page)
    menu(page, "theme-dark")
    dark = background(page)
    assert dark != light
    page.reload()
    page.locator(".nav-item").first.wait_for()
    assert background(page) == dark
    menu(page, "theme-system")
    assert background(page) == light


def test_phone_width_is_chosen_and_remembered(page: Page, shoot: Shoot) -> None:
    say(page, "@whichrole difference between ML engineer and AI engineer?")
    expect(page.get_by_role("table")).to_be_visible()
    menu(page, "width-phone")
    assert page.locator("#conversation").evaluate("node => node.offsetWidth") == 390
    assert page.locator("#log").evaluate("node => node.scrollWidth - node.clientWidth") <= 0
    shoot(page, "phone-width")
    page.reload()
    page.get_by_test_id("nav-home").click()
    assert page.get_by_test_id("home").evaluate("node => node.offsetWidth") == 390
    menu(page, "width-desktop")
    assert int(page.get_by_test_id("home").evaluate("node => node.offsetWidth")) > 500


def test_ill_slack_is_told_of_and_cured(page: Page, shoot: Shoot) -> None:
    page.get_by_test_id("illness-toggle").click()
    page.get_by_test_id("ill-old_blocks").check()
    page.get_by_test_id("ill-twice").check()
    banner = page.get_by_test_id("banner")
    expect(banner).to_contain_text("events arrive three times, new blocks are refused")
    say(page, "@whichrole what is RAG?")
    expect(replies(page)).to_have_count(1)
    expect(replies(page).locator('[data-block-type="header"]')).to_have_count(1)  # what every client knows
    shoot(page, "illness")
    page.get_by_test_id("ill-slow").select_option("1")
    expect(banner).to_contain_text("answers take 1 s")
    page.reload()
    expect(banner).to_contain_text("answers take 1 s")
    banner.get_by_role("button", name="Cure").click()
    expect(banner).to_have_count(0)
    page.get_by_test_id("illness-toggle").click()
    expect(page.get_by_test_id("ill-twice")).not_to_be_checked()
    page.get_by_test_id("ill-drop").click()
    expect(page.get_by_test_id("toast")).to_contain_text("socket")


def test_conversation_is_exported(page: Page, shoot: Shoot) -> None:
    say(page, f"/whichrole {RAG}")
    expect(page.locator("[data-ephemeral]")).to_have_count(1)
    menu(page, "export")
    dialog = page.get_by_role("dialog", name="Export as a test")
    expect(dialog.get_by_test_id("export-text")).to_contain_text(f"- command: {RAG}")
    shoot(page, "export")
    with page.expect_download() as download:
        dialog.get_by_role("link", name="Download").click()
    assert f"- command: {RAG}" in download.value.path().read_text()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_test_id("page-menu")).to_be_focused()


def test_thread_has_a_title_and_a_status(page: Page, playground: str, shoot: Shoot) -> None:
    def call(method: str, **body: str) -> None:
        place = {"channel_id": "D0MAYA", "thread_ts": root}
        answer = page.request.post(f"{playground}api/{method}", data=place | body, headers=BOT)
        assert answer.json()["ok"], answer.text()

    page.get_by_test_id("nav-D0MAYA").click()
    say(page, "what is RAG?")
    expect(replies(page)).to_have_count(1)
    root = page.locator(".group").get_attribute("data-root-ts") or ""
    expect(page.get_by_test_id("thread-title")).to_contain_text("RAG")  # the bot's own
    call("assistant.threads.setTitle", title="What it means")
    expect(page.get_by_test_id("thread-title")).to_have_text("What it means")
    call("assistant.threads.setStatus", status="is thinking…")
    status = page.get_by_test_id("thread-status")
    expect(status.get_by_role("status")).to_have_text("whichrole is thinking…")
    shoot(page, "thread-status")
    status.get_by_role("button", name="Stop").click()
    page.get_by_test_id("inspector-toggle").click()
    expect(page.locator('[data-kind="agent_session_stopped"]')).to_have_count(1)
    call("assistant.threads.setStatus", status="")
    expect(status).to_have_count(0)
    page.get_by_test_id("threads").click()
    page.get_by_test_id("thread-entry").click()
    expect(page.get_by_test_id("thread-chip")).to_contain_text("what is RAG?")


def test_bot_hears_where_one_looks(page: Page) -> None:
    page.get_by_test_id("inspector-toggle").click()
    page.get_by_test_id("nav-C0RANDOM").click()
    looked = page.locator('[data-kind="app_context_changed"]').filter(has_text="random")
    expect(looked).to_have_count(1)
    expect(looked.locator(".exchange-status")).to_have_text(re.compile("200|ok"))


def test_roles_are_searched_as_one_types(page: Page, shoot: Shoot) -> None:
    page.get_by_test_id("nav-home").click()
    expect(page.locator('[data-kind="views.publish"]')).to_have_count(1)  # the list of questions is up to date
    box = page.get_by_test_id("home").get_by_role("combobox")
    box.fill("zzzz")
    expect(page.get_by_text("Nothing found.")).to_be_visible()
    box.fill("mlops")
    expect(page.get_by_role("option").first).to_have_text("MLOps engineer")
    shoot(page, "search")
    page.keyboard.press("ArrowDown")
    expect(box).to_have_attribute("aria-activedescendant", re.compile("-0$"))
    page.keyboard.press("Escape")
    expect(page.get_by_role("option")).to_have_count(0)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_contain_text("MLOps engineer")


def test_what_is_typed_on_home_outlives_its_publication(page: Page, playground: str) -> None:
    published = page.locator('[data-kind="views.publish"]')
    page.get_by_test_id("nav-home").click()
    expect(published).to_have_count(1)
    box = page.get_by_test_id("home").get_by_role("combobox")
    box.press_sequentially("ml")
    page.request.post(f"{playground}ui/home_opened", data={"tab": "home"})
    expect(published).to_have_count(2)
    expect(box).to_have_value("ml")
    expect(box).to_be_focused()
