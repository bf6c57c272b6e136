"""Both styles of each card: which blocks, how many, how long, and that they say the same."""

from __future__ import annotations

import re
from collections.abc import Callable
from statistics import median
from typing import Any

from bot.rendering import render
from bot.rendering.actions import HUMAN
from bot.rendering.blocks import MOST_BUTTONS
from bot.rendering.slack import MOST_BLOCKS
from tests.rendering.pieces import buttons, every, parts

MOST_VISIBLE = {"modern": 2100, "classic": 2400}  # the longest compares three roles, and fields repeat their names
MEDIAN_VISIBLE = 1200
Visible = Callable[[list[dict[str, Any]]], list[str]]


def test_cards_have_few_blocks(cards: list[Any]) -> None:
    many = {name: len(b) for name, card, b in every(cards) if len(b) > MOST_BLOCKS and not card.advice.reading.detail}
    assert many == {}


def test_rows_have_few_buttons(cards: list[Any]) -> None:
    rows = [(name, len(block["elements"])) for name, _, b in every(cards) for block in b if block["type"] == "actions"]
    assert rows
    assert {name for name, count in rows if count > MOST_BUTTONS} == set()


def test_every_answer_in_a_message_and_nothing_else_can_be_judged(cards: list[Any]) -> None:
    for name, card, blocks in every(cards):
        found = [each for each in blocks if each.get("block_id") == "feedback"]
        given = card.advice.outcome == "answer" and card.advice.intent not in ("help", "chitchat")
        assert len(found) == int(given and card.surface != "modal"), name
        values = [part["value"] for part in parts(found) if "value" in part]
        assert values == [f"{word}:{card.advice.answer_id}" for word in ("yes", "no")] * len(found), name


def test_a_human_can_be_asked_from_messages_if_there_is_one(cards: list[Any]) -> None:
    offering = {card.surface for _, card, b in every(cards) if HUMAN in {each["action_id"] for each in buttons(b)}}
    assert offering == {"command", "mention", "dm"}
    without = [render(card.advice, card.surface) for card in cards[::50]]
    assert HUMAN not in {each["action_id"] for reply in without for each in buttons(reply.blocks)}


MODERN = {"card", "table", "carousel", "data_visualization", "section", "context", "actions", "context_actions"}
CLASSIC = {"header", "section", "context", "actions"}


def test_each_style_and_surface_has_its_blocks(cards: list[Any]) -> None:
    found: dict[tuple[str, bool], set[str]] = {}
    for name, card, blocks in every(cards):
        key = (name.rsplit(" ", 1)[1], card.surface == "modal")
        found.setdefault(key, set()).update(block["type"] for block in blocks)
    assert found == {
        ("modern", False): MODERN,
        ("modern", True): {"card", "section", "context", "actions"},
        ("classic", False): CLASSIC,
        ("classic", True): CLASSIC,
    }


def test_both_styles_say_the_same(cards: list[Any], visible: Visible, bare: Callable[[str], str]) -> None:
    """Word by word, but for tables, whose heads the classic form repeats, and charts, which a line says again."""
    for card in cards[::7]:
        if card.advice.table:
            continue
        newer = [block for block in card.reply.blocks if block["type"] != "data_visualization"]
        said = [sorted(re.findall(r"\w+", bare(" ".join(visible(b))))) for b in (newer, card.reply.shown(False))]
        # the name of a hire stands once in a card, with its article in the sentence
        assert set(said[0]) ^ set(said[1]) <= {"a", "an", "then"}, card.name


def test_short_cards_are_short(cards: list[Any], visible: Visible) -> None:
    sizes = {
        name: sum(map(len, visible(blocks)))
        for name, card, blocks in every(cards)
        if card.surface == "command" and not card.advice.reading.detail
    }
    assert len(sizes) > 400
    for name, size in sorted(sizes.items(), key=lambda item: -item[1])[:10]:
        print(f"{size:6} {name}")
    middle = median(sizes.values())
    print(f"median {middle}")
    assert middle <= MEDIAN_VISIBLE
    assert {name: size for name, size in sizes.items() if size > MOST_VISIBLE[name.rsplit(" ", 1)[1]]} == {}
