"""What a person finds on a card: its buttons, its menus and its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

Obj = dict[str, Any]
NOT_READ = ("actions", "context_actions")


def buttons_of(blocks: Iterable[Obj]) -> Iterator[Obj]:
    """Every button with the id of its block; one of a pair also says so."""
    for block in blocks:
        parts = block["elements"] if block["type"] == "carousel" else [block]
        for part in parts:
            held = part.get("actions") or part.get("elements") or [part.get("accessory") or {}]
            for element in held if isinstance(held, list) else ():
                yield from _pressable(element, {"block_id": part.get("block_id")})


def _pressable(element: Obj, place: Obj) -> Iterator[Obj]:
    if element.get("type") == "button":
        yield element | place
    elif element.get("type") == "feedback_buttons":
        for name in ("positive_button", "negative_button"):
            yield element[name] | place | {"action_id": element["action_id"], "of_pair": True}


def menus_of(blocks: Iterable[Obj]) -> Iterator[Obj]:
    """Every menu whose options the bot is asked for, with the id of its block."""
    for block in blocks:
        for element in (block.get("accessory"), block.get("element"), *(block.get("elements") or ())):
            if isinstance(element, dict) and element.get("type") == "external_select":
                yield element | {"block_id": block["block_id"]}


def click_on(button: Obj) -> Obj:
    """What a press sends, besides the place."""
    pair = {"value": button["value"]} if "of_pair" in button else {}
    return {"block_id": button["block_id"], "action_id": button["action_id"], **pair}


def words_of(blocks: Iterable[Obj]) -> str:
    """All that can be read, without the labels of buttons."""
    return " ".join(found for block in blocks if block["type"] not in NOT_READ for found in _words(block))


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value["text"]
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from _words(item)
