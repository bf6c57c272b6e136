"""Decides whether Slack would accept a message or a view, the way its ``blocks.validate`` method answers.

The field tables live in ``blockkit_blocks`` and ``blockkit_elements``; this module adds what only the whole
payload shows: surfaces, unique ids and totals (docs.slack.dev/reference/block-kit/blocks, .../views and
.../methods/blocks.validate). Pointers are relative to the payload or view given.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence

from bot.playground.blockkit_blocks import MESSAGE_BLOCKS, SURFACES, VIEWS
from bot.playground.blockkit_check import check, missing, too_long, too_many, wrong_type
from bot.playground.blockkit_rules import lists, objects
from bot.playground.blockkit_spec import Fault, Object

__all__ = ["Fault", "validate_message", "validate_view"]

VIEW_BYTES = 250_000
MOST_TABLES = 1
MOST_VISUALIZATIONS = 2
MARKDOWN_CHARACTERS = 12_000
TABLE_CHARACTERS = 10_000
DATA_TABLE_CHARACTERS = 20_000

# Where a block holds further blocks, each with ids of its own.
_NESTED = {"container": "child_blocks", "carousel": "elements", "plan": "tasks"}
Placed = tuple[str, Object]


def validate_message(payload: Object, *, ephemeral: bool = False) -> list[Fault]:
    """Every fault in the ``text`` and ``blocks`` of a message; none when Slack would take it.

    Slack documents one set of block limits for all messages, so an ephemeral one only changes the wording.
    """
    faults: list[Fault] = []
    text, blocks = payload.get("text"), payload.get("blocks")
    if text is not None and not isinstance(text, str):
        faults.append(wrong_type("/text", "a string"))
    if not text and not blocks:
        faults.append(missing("", "text or blocks"))
    if blocks is not None:
        faults += check(MESSAGE_BLOCKS, blocks, "/blocks")
        surface = "an ephemeral message" if ephemeral else "a message"
        faults += _whole_faults(blocks, "message", surface)
        faults += _counted(blocks, "table", MOST_TABLES)
        faults += _counted(blocks, "data_visualization", MOST_VISUALIZATIONS)
    return faults


def validate_view(view: Object) -> list[Fault]:
    """Every fault in a modal or Home view; none when Slack would take it."""
    faults = list(check(VIEWS, view, ""))
    kind = view.get("type")
    if kind not in ("modal", "home"):
        return faults
    blocks = view.get("blocks")
    faults += _whole_faults(blocks, str(kind), "a modal" if kind == "modal" else "the Home tab")
    faults += _focus_faults(view)
    if kind == "modal" and "submit" not in view and _holds_input(blocks):
        faults.append(missing("", "submit"))
    size = len(json.dumps(view, ensure_ascii=False, default=str).encode())
    if size > VIEW_BYTES:
        message = f"a view must be no more than {VIEW_BYTES} bytes, this one has {size}"
        faults.append(Fault("", "view_too_large", message, str(VIEW_BYTES)))
    return faults


def _whole_faults(blocks: object, surface: str, spoken: str) -> Iterator[Fault]:
    placed = list(_placed_blocks(blocks, "/blocks"))
    for pointer, block in placed:
        name = block.get("type")
        if isinstance(name, str) and surface not in SURFACES.get(name, {surface}):
            allowed = ", ".join(sorted(SURFACES[name])) or "none"
            yield Fault(pointer, "invalid_surface", f"a {name} block cannot stand in {spoken}", allowed)
    yield from _repeated(list(_found(blocks, "/blocks", "block_id")), "duplicate_block_id")
    for pointer, block in placed:
        yield from _repeated(list(_own_action_ids(block, pointer)), "duplicate_action_id")
    yield from _over_total(placed, "markdown", "text", MARKDOWN_CHARACTERS, _text_length)
    yield from _over_total(placed, "table", "rows", TABLE_CHARACTERS, _cell_characters)
    yield from _over_total(placed, "data_table", "rows", DATA_TABLE_CHARACTERS, _cell_characters)


def _placed_blocks(blocks: object, pointer: str) -> Iterator[Placed]:
    """Every block with its pointer, those held by other blocks included."""
    if isinstance(blocks, str) or not isinstance(blocks, Sequence):
        return
    for index, block in enumerate(blocks):
        if isinstance(block, Mapping):
            place = f"{pointer}/{index}"
            yield place, block
            inner = _NESTED.get(str(block.get("type")))
            if inner:
                yield from _placed_blocks(block.get(inner), f"{place}/{inner}")


def _found(value: object, pointer: str, name: str) -> Iterator[tuple[str, object]]:
    """Every value of a field of this name at any depth, with its pointer."""
    if isinstance(value, Mapping):
        for key, item in value.items():
            if key == name:
                yield f"{pointer}/{key}", item
            else:
                yield from _found(item, f"{pointer}/{key}", name)
    elif isinstance(value, Sequence) and not isinstance(value, str):
        for index, item in enumerate(value):
            yield from _found(item, f"{pointer}/{index}", name)


def _own_action_ids(block: Object, pointer: str) -> Iterator[tuple[str, object]]:
    inner = _NESTED.get(str(block.get("type")))
    for key, item in block.items():
        if key != inner:
            yield from _found(item, f"{pointer}/{key}", "action_id")


def _repeated(found: list[tuple[str, object]], code: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for pointer, value in found:
        if isinstance(value, str) and value in seen:
            yield Fault(pointer, code, f'"{value}" is used already', "unique")
        elif isinstance(value, str):
            seen.add(value)


def _counted(blocks: object, name: str, most: int) -> Iterator[Fault]:
    places = [place for place, block in _placed_blocks(blocks, "/blocks") if block.get("type") == name]
    if len(places) > most:
        yield too_many(places[most], most, f"{name} blocks in a message")


def _over_total(
    placed: list[Placed], name: str, field: str, most: int, measure: Callable[[object], int]
) -> Iterator[Fault]:
    """One fault, at the block with which the characters of all blocks of a type pass the limit."""
    total = 0
    for pointer, block in placed:
        if block.get("type") == name:
            total += measure(block.get(field))
            if total > most:
                yield too_long(f"{pointer}/{field}", most)
                return


def _text_length(value: object) -> int:
    return len(value) if isinstance(value, str) else 0


def _cell_characters(rows: object) -> int:
    """The characters a reader sees in the cells of a table."""
    cells = [cell for row in lists(rows) for cell in objects(row)]
    return sum(_text_length(text) for cell in cells for _, text in _found(cell, "", "text"))


def _holds_input(blocks: object) -> bool:
    return any(block.get("type") == "input" for _, block in _placed_blocks(blocks, ""))


def _focus_faults(view: Object) -> Iterator[Fault]:
    """Only one element of a view may take the focus when it opens."""
    focused = [place for place, value in _found(view.get("blocks"), "/blocks", "focus_on_load") if value is True]
    if len(focused) > 1:
        yield too_many(focused[1], 1, "focused elements in a view")
