"""The side panel with the reasoning behind the latest recommendation."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

Shoot = Callable[[Page, str], None]
PROJECT = "we have a working RAG prototype over our confluence pages that must now serve thousands; no custom training"
OTHER = "we want to do something with AI for our sales team"
NONE_YET = "No recommendation in this conversation yet"


def say(page: Page, text: str) -> None:
    page.get_by_test_id("composer").fill(text)
    page.get_by_test_id("composer").press("Enter")


def panel_of(page: Page) -> Locator:
    return page.get_by_role("complementary", name="Reasoning")


def fact(page: Page, id_: str) -> Locator:
    return panel_of(page).locator(f'[data-fact="{id_}"]')


def test_facts_weights_and_what_follows(page: Page, shoot: Shoot) -> None:
    panel = panel_of(page)
    expect(panel).to_contain_text(NONE_YET)
    say(page, f"/whichrole {PROJECT}")
    table = panel.get_by_role("table", name="In log-odds")
    expect(table.get_by_role("columnheader")).to_have_count(5)
    expect(fact(page, "scale")).to_contain_text("said Many users or a lot of traffic will come.")
    expect(fact(page, "scale").locator("q")).to_have_text("serve thousands")
    expect(fact(page, "custom_training")).to_contain_text("denied")
    expect(fact(page, "scale").locator(".numbers td").first).to_have_text("+1.50")
    for title in ("Probabilities", "Facts and weights", "What would change it", "Ruled out", "Next question"):
        expect(panel.get_by_role("heading", name=title, exact=True)).to_be_visible()
    expect(panel.locator(".leads dd").first).to_be_visible()
    expect(panel.locator(".gain")).to_have_text(re.compile(r"^\s*\d\.\d\d nats$"))
    card = page.locator("[data-ephemeral]")
    expect(card).to_contain_text(f"Answer {panel.get_by_role('button', name='Go to answer').inner_text()}.")
    shoot(page, "reasoning")


def test_bars_are_as_long_as_the_probabilities(page: Page) -> None:
    say(page, f"/whichrole {PROJECT}")
    rows = panel_of(page).locator(".shares li")
    expect(rows).to_have_count(5)
    for row in rows.all():
        share = int(row.locator(".share-number").inner_text().removesuffix("%"))
        assert abs(float(row.locator(".share-part").get_attribute("width") or "") - share) <= 1


def test_panel_follows_the_conversation(page: Page) -> None:
    leading = panel_of(page).locator(".reasons-summary")
    say(page, f"/whichrole {PROJECT}")
    expect(leading).to_contain_text("AI engineer")
    say(page, f"/whichrole {OTHER}")
    expect(leading).to_contain_text("too little to recommend it by")
    expect(leading).to_contain_text("not told")
    say(page, "/whichrole what is RAG?")  # recommends nothing
    expect(page.locator("[data-ephemeral]")).to_have_count(3)
    expect(leading).to_contain_text("too little to recommend it by")
    page.get_by_role("group", name="Direct messages").get_by_role("button").click()
    expect(panel_of(page)).to_contain_text(NONE_YET)
    page.get_by_test_id("nav-C0HIRING").click()
    expect(leading).to_contain_text("too little to recommend it by")
    page.reload()
    expect(leading).to_contain_text("too little to recommend it by")


def test_thread_being_answered_has_its_own(page: Page) -> None:
    summary = panel_of(page).locator(".reasons-summary")
    for text, told in ((PROJECT, "scaling"), (OTHER, "not told")):
        say(page, f"@whichrole {text}")
        expect(summary).to_contain_text(told)
    page.get_by_test_id("reply-in-thread").first.click()
    expect(summary).to_contain_text("scaling")


def test_one_panel_at_a_time(page: Page) -> None:
    reasoning, inspector = page.get_by_test_id("reasoning"), page.get_by_test_id("inspector")
    expect(reasoning).to_be_visible()
    page.get_by_test_id("inspector-toggle").click()
    expect(inspector).to_be_visible()
    expect(reasoning).to_be_hidden()
    expect(page.get_by_test_id("reasoning-toggle")).to_have_attribute("aria-expanded", "false")
    inspector.get_by_role("button", name="Close inspector").click()
    expect(inspector).to_be_hidden()
    expect(page.get_by_test_id("inspector-toggle")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_phone_has_it_folded_away_and_within_reach_of_the_keyboard(
    open_page: Callable[..., Page], shoot: Shoot, scheme: str
) -> None:
    page = open_page(375, 780, color_scheme=scheme)
    panel = panel_of(page)
    say(page, f"/whichrole {PROJECT}")
    expect(page.locator("[data-ephemeral]")).to_have_count(1)
    expect(page.get_by_test_id("reasoning")).to_be_hidden()
    page.get_by_test_id("reasoning-toggle").press("Enter")
    expect(panel.get_by_role("button", name="Close reasoning")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_test_id("reasoning-body")).to_be_focused()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    body = page.get_by_test_id("reasoning-body")
    assert body.evaluate("node => node.scrollWidth - node.clientWidth") <= 0
    shoot(page, f"reasoning-phone-{scheme}")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_test_id("reasoning")).to_be_hidden()
    expect(page.locator("[data-ephemeral]")).to_be_focused()
    page.get_by_test_id("reasoning-toggle").press("Enter")
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("reasoning")).to_be_hidden()
    expect(page.get_by_test_id("reasoning-toggle")).to_be_focused()


def test_evidence_unfolds_with_the_keyboard(page: Page) -> None:
    say(page, f"/whichrole {PROJECT}")
    evidence = fact(page, "scale").locator(".evidence")
    expect(evidence.locator("p")).to_be_hidden()
    evidence.locator("summary").press("Enter")
    expect(evidence.locator("p")).to_have_text(re.compile(r"^[A-Z]\d*-\d{3}(, [A-Z]\d*-\d{3})*$"))
