"""Finding one's way in blocks: ids, interactive elements and what they hold."""

from __future__ import annotations

import copy
import secrets
from collections.abc import Iterator

from bot.playground.rules import Obj

INITIAL_KEYS: dict[str, tuple[str, str]] = {
    "plain_text_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "file_input": ("files", "initial_files"),
}
STATELESS = frozenset({"button", "workflow_button", "overflow", "feedback_buttons", "icon_button"})
LISTS_EMPTY_WHEN_UNSET = frozenset({"selected_options", "files"})


def with_ids(blocks: list[Obj]) -> list[Obj]:
    """A copy in which every block and element has an id, as Slack gives them."""
    named = copy.deepcopy(blocks)
    for block in named:
        if block.get("type") == "markdown":
            # Slack drops the id an app gives this block.
            block.pop("block_id", None)
        for part in _with_parts(block):
            part.setdefault("block_id", secrets.token_urlsafe(4)[:5])
            for element in _elements(part):
                element.setdefault("action_id", secrets.token_urlsafe(4)[:5])
    return named


def find_element(blocks: list[Obj], block_id: str, action_id: str) -> tuple[Obj, Obj] | None:
    """The block and the element a click names, or None when there is no such control."""
    for part in _all_parts(blocks):
        if part.get("block_id") == block_id:
            for inner in _with_parts(part):
                for element in _elements(inner):
                    if element.get("action_id") == action_id:
                        return part, element
    return None


def current_values(blocks: list[Obj], given: Obj) -> Obj:
    """The `state.values` of a surface: what its controls start with, then what was entered."""
    values: Obj = {}
    for part in _all_parts(blocks):
        for element in _elements(part):
            entry = _entry(element, _given(given, part, element))
            if entry is not None:
                values.setdefault(part["block_id"], {})[element["action_id"]] = entry
    return values


def input_blocks(blocks: list[Obj]) -> dict[str, Obj]:
    """The input blocks by id."""
    return {part["block_id"]: part for part in _all_parts(blocks) if part.get("type") == "input"}


def held(entry: Obj) -> object:
    """What an entry of `state.values` holds, whatever its kind calls it."""
    key = INITIAL_KEYS.get(str(entry.get("type")), ("value", ""))[0]
    return entry.get(key)


def offered_options(element: Obj) -> list[Obj]:
    """Every option a select offers, in groups or not."""
    options = list(element.get("options") or [])
    for group in element.get("option_groups") or []:
        options.extend(group.get("options") or [])
    return options


def _given(given: Obj, part: Obj, element: Obj) -> Obj:
    block = given.get(part.get("block_id", ""))
    entry = block.get(element.get("action_id", "")) if isinstance(block, dict) else None
    return entry if isinstance(entry, dict) else {}


def _entry(element: Obj, given: Obj) -> Obj | None:
    kind = element["type"]
    if kind not in INITIAL_KEYS:
        return None
    key, initial = INITIAL_KEYS[kind]
    empty: object = [] if key in LISTS_EMPTY_WHEN_UNSET else None
    value = given[key] if key in given else element.get(initial, empty)
    return {"type": kind, key: empty if value == "" else value}


def _all_parts(blocks: list[Obj]) -> Iterator[Obj]:
    for block in blocks:
        yield from _with_parts(block)


def _with_parts(block: Obj) -> Iterator[Obj]:
    """A block, and the blocks inside it (cards of a carousel, children of a container)."""
    yield block
    inside = block.get("child_blocks") if block.get("type") == "container" else None
    if block.get("type") == "carousel":
        inside = block.get("elements")
    for part in inside or []:
        yield from _with_parts(part)


def _elements(block: Obj) -> Iterator[Obj]:
    """The interactive elements that sit directly in a block."""
    candidates: list[object] = [block.get("accessory"), block.get("element")]
    if block.get("type") != "carousel":
        candidates += block.get("elements") or []
    candidates += block.get("actions") or []
    for item in candidates:
        if isinstance(item, dict) and (item.get("type") in INITIAL_KEYS or item.get("type") in STATELESS):
            yield item
