"""The pieces of cards that tests look at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.rendering.actions import FEEDBACK, WITHDRAW


def parts(value: Any) -> Iterator[dict[str, Any]]:
    """Every object in blocks, at any depth."""
    if isinstance(value, list):
        for item in value:
            yield from parts(item)
    elif isinstance(value, dict):
        yield value
        for item in value.values():
            yield from parts(item)


def buttons(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [part for part in parts(blocks) if part.get("type") == "button"]


def steps(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The buttons that carry a reading: all but those by which an answer is judged or withdrawn."""
    return [each for each in buttons(blocks) if each["action_id"].partition(":")[0] not in (FEEDBACK, WITHDRAW)]


def every(cards: list[Any]) -> list[tuple[str, Any, list[dict[str, Any]]]]:
    """Each card in each style: name, card and blocks."""
    found = [(name, card, blocks) for card in cards for name, blocks in card.shown]
    assert len(found) > 3000
    return found
