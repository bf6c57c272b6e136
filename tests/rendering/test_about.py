"""A line of the bot's own on an answer, and the questions before something is erased or withdrawn."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.advisor import Advice
from bot.knowledge import Knowledge
from bot.playground.blockkit import validate_message
from bot.rendering import about, as_text, render
from bot.rendering.home import Visit, home_view
from bot.rendering.slack import notice
from bot.understanding.reading import Reading, SignalHit, asked_for
from tests.rendering.pieces import buttons

HINT = "Nice to meet you & <welcome>."
SHOWN = "Nice to meet you &amp; &lt;welcome&gt;."


@pytest.fixture
def advice(on_tiny: Callable[[Reading], Advice]) -> Advice:
    return on_tiny(asked_for("recommend", signals=(SignalHit(id="own_data", polarity="present"),)))


@pytest.mark.parametrize("modern", [True, False])
def test_a_hint_stands_before_the_small_print(modern: bool, advice: Advice) -> None:
    reply = about.with_hint(render(advice, "dm"), HINT)
    assert len(reply.shown(modern)) == len(render(advice, "dm").shown(modern))
    small = [each["text"] for block in reply.shown(modern) if block["type"] == "context" for each in block["elements"]]
    assert small[-2] == SHOWN
    assert f"Answer {advice.answer_id}." in small[-1]
    said = reply.text.split("\n\n")
    assert said[-2] == SHOWN
    assert said[-1].endswith(f"Answer {advice.answer_id}.")
    assert validate_message({"text": reply.text, "blocks": reply.shown(modern)}) == []


def test_a_hint_ends_what_has_no_small_print() -> None:
    reply = about.with_hint(notice("One sentence."), HINT)
    assert reply.text == f"One sentence.\n\n{SHOWN}"
    assert [block["type"] for block in reply.blocks] == ["section", "context"]


def test_where_there_are_no_buttons_none_is_named(on_tiny: Callable[[Reading], Advice]) -> None:
    advice = on_tiny(asked_for("responsibilities", roles=("ai-developer",)))
    assert "Show everything" in as_text(advice)
    assert "Show everything" not in as_text(advice, buttons=False)


def test_erasing_asks_the_same_wherever_it_is_pressed(tiny: Knowledge) -> None:
    home = home_view(Visit(known=True), tiny)["blocks"]
    cards = [about.privacy_card(tiny.wording).blocks, about.forget_card(tiny.wording).blocks, home]
    found = [each for blocks in cards for each in buttons(blocks) if each["action_id"] == "forget"]
    assert len(found) == 3
    assert all(each["confirm"] == found[0]["confirm"] for each in found)
    assert found[0]["confirm"]["style"] == "danger"
