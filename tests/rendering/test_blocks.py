"""Single blocks: rows of buttons, packed paragraphs, charts, and what kind of answer a card names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.advisor import Advice
from bot.rendering import render
from bot.rendering.blocks import MOST_TEXT, bars, button, card, context, packed, rows, section
from bot.rendering.kinds import ABOUT, ASKED, how_sure, kind_of
from bot.rendering.slack import MOST_BLOCKS, shared
from bot.understanding.reading import Reading, Scored, SignalHit, asked_for

HIT = SignalHit(id="own_data", polarity="present", quote="train a model")


def test_rows_hold_five_buttons_and_are_numbered_from_the_second_on() -> None:
    found = rows("steps", [button(f"step:{number}", str(number), "x") for number in range(11)])
    assert [(row["block_id"], len(row["elements"])) for row in found] == [("steps", 5), ("steps-2", 5), ("steps-3", 1)]
    assert rows("steps", []) == []


def test_paragraphs_are_put_together_from_the_end_until_it_is_enough() -> None:
    blocks = [section("a"), section("b"), context("small"), section("c"), section("d"), section("e")]
    assert packed(blocks, 6) == blocks
    assert [block.get("text", {}).get("text") for block in packed(blocks, 5)] == ["a", "b", None, "c", "d\n\ne"]
    assert [block.get("text", {}).get("text") for block in packed(blocks, 1)] == ["a\n\nb", None, "c\n\nd\n\ne"]
    assert len(packed([section("x" * 2000), section("y" * 2000)], 1)) == 2
    assert len(packed([section("x" * (MOST_TEXT // 2 - 1))] * 2, 1)) == 1


def test_a_label_of_a_chart_loses_its_last_words() -> None:
    named = [("Forward-deployed engineer", 5.0), ("AI solutions architect", 4.0), ("AI product manager", 3.0)]
    labels = bars("Chances", "Chance", named)["chart"]["axis_config"]["categories"]
    assert labels == ["Forward-deployed", "AI solutions", "AI product manager"]


def test_a_card_leaves_out_what_is_empty() -> None:
    assert set(card("Title")) == {"type", "title"}
    assert card("R&D", "a < b")["subtitle"]["text"] == "a &lt; b"


@pytest.mark.parametrize(("chance", "words"), [(0.99, "A clear case"), (0.7, "A likely fit"), (0.5, "A close call")])
def test_how_sure_is_said_in_words(chance: float, words: str) -> None:
    assert how_sure(chance) == words


def test_a_card_names_its_kind(on_tiny: Callable[[Reading], Advice]) -> None:
    assert kind_of(on_tiny(asked_for("define", roles=("ml-engineer",)))) == ABOUT["define"]
    assert kind_of(on_tiny(asked_for("recommend"))) == ASKED
    assert kind_of(on_tiny(asked_for("recommend", signals=(HIT,)))).startswith("A ")
    assert kind_of(on_tiny(asked_for("help"))) == ""
    outside = Reading(intents=(Scored(intent="out_of_scope", probability=0.9),), verdict="outside")
    assert kind_of(on_tiny(outside)) == ""


def test_in_full_the_chances_are_drawn_and_said(on_tiny: Callable[[Reading], Advice]) -> None:
    short, full = (
        on_tiny(asked_for("recommend", signals=(HIT,)).model_copy(update={"detail": detail}))
        for detail in (False, True)
    )
    assert "Chances" not in render(short, "dm").text
    reply = render(full, "dm")
    (chart,) = (block for block in reply.blocks if block["type"] == "data_visualization")
    points = chart["chart"]["series"][0]["data"]
    said = ", ".join(f"{point['label']} {point['value']} %" for point in points)
    assert len(points) > 1
    assert f"Chances on what you told me: {said}." in reply.text
    assert "data_visualization" not in {block["type"] for block in render(full, "modal").blocks}


@pytest.mark.parametrize("modern", [True, False])
def test_a_shared_card_has_few_blocks_too(modern: bool, on_tiny: Callable[[Reading], Advice]) -> None:
    reply = shared(render(on_tiny(asked_for("recommend", signals=(HIT,))), "command"), "Shared by <@U1>", "code")
    assert len(reply.shown(modern)) <= MOST_BLOCKS
