"""A card of every kind, drawn and photographed: to be looked at, and to catch what the page cannot draw."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

pytestmark = pytest.mark.browser

# The name of the picture, and what is typed after /whichrole.
QUESTIONS = {
    "recommend-clear": "we want a RAG chatbot over our confluence pages",
    "recommend-production": "we have a working prototype that must now serve thousands, who?",
    "recommend-train": "we need to train our own model on ten years of sensor data to predict failures",
    "recommend-weak": "an app for our sales team with some machine learning, no idea yet",
    "ask-back": "we want to do something with AI for our sales team",
    "did-you-mean": "AI developer money and time and stuff",
    "define": "what is an AI engineer?",
    "define-named": "what is an LLM engineer?",
    "responsibilities": "what does an AI developer do all day?",
    "misconceptions": "common misconceptions about AI developers",
    "compare-2": "difference between ML engineer and AI engineer?",
    "compare-3": "compare AI developer, AI engineer and ML engineer",
    "compare-named": "AI engineer vs prompt engineer",
    "when-to-hire": "when should we hire an AI engineer?",
    "both": "do we need both an AI developer and an AI engineer?",
    "sequence": "which should we hire first, AI developer or ML engineer?",
    "mistakes": "common mistakes when hiring an AI engineer",
    "skills": "what skills should an AI developer have?",
    "tools": "what tools does an ML engineer use?",
    "projects": "what projects does an AI engineer work on?",
    "vetting": "interview questions for an AI developer",
    "seniority": "junior or senior AI engineer?",
    "cost": "how much does an AI developer cost?",
    "hiring-model": "should we hire a freelancer or a full-time AI engineer?",
    "career": "I am a backend developer, how do I become an AI engineer?",
    "glossary": "what is RAG?",
    "provider": "OpenAI or Anthropic for our product?",
    "job-description": "write a job description for an AI developer",
    "team": "how big should our AI team be?",
    "plan": "we have a RAG prototype, thousands of users come next year, whom do we hire first and who comes next?",
    "premise": "prompt engineers will be gone in a year anyway, right?",
    "title-and-work": "job description for an ML engineer who puts a chatbot on our docs with the OpenAI api",
    "role-brief": "brief an assistant on GPT that answers from our handbook, nothing is built yet",
    "sources": "where do you get this from?",
    "help": "help",
    "chitchat": "thanks!",
    "decline": "what's the vacation policy?",
    "decline-colleague": "is Anna from the data team good enough to be our AI engineer?",
}
NARROW = ("recommend-clear", "compare-3", "vetting", "ask-back")


@pytest.fixture
def wall(open_page: Callable[..., Page]) -> Callable[[int], Page]:
    """A window tall enough to show a card whole."""

    def hang(width: int) -> Page:
        page = open_page(width, 2600)
        if page.get_by_test_id("inspector").is_visible():
            page.get_by_test_id("inspector-toggle").click()
        return page

    return hang


def asked(page: Page, text: str) -> Locator:
    """The card that answers `/whichrole text`, without faults of drawing."""
    box = page.get_by_test_id("composer")
    box.fill(f"/whichrole {text}")
    box.press("Enter")
    card = page.locator("[data-ephemeral]")
    expect(card.locator("h1, h2, h3, h4, .card-title").first).to_be_visible()
    expect(card.get_by_test_id("unknown")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    return card


@pytest.mark.parametrize("name", QUESTIONS)
def test_card(wall: Callable[[int], Page], shots: Path, name: str) -> None:
    asked(wall(1000), QUESTIONS[name]).screenshot(path=shots / f"card-{name}.png")


@pytest.mark.parametrize("name", NARROW)
def test_card_in_a_narrow_window(wall: Callable[[int], Page], shots: Path, name: str) -> None:
    asked(wall(400), QUESTIONS[name]).screenshot(path=shots / f"narrow-{name}.png")


def test_role_in_a_modal(wall: Callable[[int], Page], shots: Path) -> None:
    page = wall(1000)
    page.get_by_test_id("nav-home").click()
    expect(page.locator('[data-kind="views.publish"]')).to_have_count(1)  # the list of questions is up to date
    library = page.get_by_test_id("home").get_by_role("combobox")
    library.fill("engineer")
    page.get_by_role("option", name="ML engineer", exact=True).click()
    modal = page.get_by_role("dialog")
    expect(modal.get_by_role("heading", level=3).first).to_be_visible()
    expect(modal.get_by_test_id("unknown")).to_have_count(0)
    modal.screenshot(path=shots / "modal-role.png")


def test_notice_of_a_failure(open_page: Callable[..., Page], playground: str, shots: Path) -> None:
    """A button whose value is nonsense, as one from an older release may be: a sentence and a reference."""
    page = open_page(1000, 700)
    button = {
        "type": "button",
        "action_id": "step:old",
        "value": "nonsense",
        "text": {"type": "plain_text", "text": "Old"},
    }
    blocks = [{"type": "actions", "block_id": "steps", "elements": [button]}]
    message = {"channel": "C0HIRING", "text": "An old card", "blocks": blocks}
    answer = page.request.post(
        f"{playground}api/chat.postMessage", data=message, headers={"Authorization": "Bearer xoxb-playground"}
    )
    assert answer.json()["ok"], answer.text()
    page.get_by_role("button", name="Old", exact=True).click()
    notice = page.locator("[data-ephemeral]")
    expect(notice).to_contain_text("Something went wrong on my side")
    expect(notice).to_contain_text("give reference")
    notice.screenshot(path=shots / "card-failure.png")
