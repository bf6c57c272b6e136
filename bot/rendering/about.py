"""Cards about the bot itself: what it keeps, how it is forgotten, how it is used, and how to ask."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from bot.rendering.actions import FORGET, GUIDED
from bot.rendering.blocks import button, confirm, context, cut, escape, header, rows, section
from bot.rendering.reply import Block, Reply

Wording = Mapping[str, str]
START_BUTTON = button(f"{GUIDED}:start", "Start", "start")
MOST_ECHOED = 60


def privacy_card(wording: Wording, contact: str = "") -> Reply:
    """What is kept, for how long, and a button that erases it."""
    points = [*wording["privacy_points"].splitlines(), *([f"Questions about it: {contact}."] if contact else [])]
    return _listing("What I keep", wording["privacy"], points, erase_button(wording, style="danger"))


def forget_card(wording: Wording) -> Reply:
    """Asks before anything is erased."""
    return _listing("Forget me", wording["forget_ask"], [], erase_button(wording, style="danger"))


def forgotten_card(questions: int, feedback: int, conversations: int, wording: Wording) -> Reply:
    """What was erased."""
    told = wording["forgotten"].format(questions=questions, feedback=feedback, conversations=conversations)
    return _listing("Forgotten", told, [])


def start_card(wording: Wording) -> Reply:
    """The guided start, where no modal can be opened yet: a press can."""
    return _listing("Which role?", wording["guided_offer"], [], START_BUTTON)


def usage_card(unknown: Sequence[str], titles: Iterable[str], wording: Wording) -> Reply:
    """How to compare, after names that are no role's."""
    named = ", ".join(f"“{cut(name, MOST_ECHOED)}”" for name in unknown)
    lead = wording["compare_unknown"].format(names=named) if unknown else wording["compare_usage"]
    points = [f"I know: {', '.join(titles)}.", wording["compare_example"]]
    return _listing("Compare which roles?", lead, points)


def figures_card(blocks: Iterable[Block]) -> Reply:
    """Usage figures as a message; the text says what the blocks say."""
    shown = list(blocks)
    return Reply("\n".join(spoken(shown)), shown)


def spoken(blocks: Sequence[Block]) -> Iterator[str]:
    """What headers, sections and contexts say, block by block, without marks."""
    for block in blocks:
        parts = [block.get("text"), *block.get("fields", ()), *(block.get("elements") or ())]
        yield from (str(part["text"]).replace("*", "") for part in parts if part and isinstance(part.get("text"), str))


def with_hint(reply: Reply, hint: str) -> Reply:
    """The reply with a line of the bot's own before the small print, or at its end if it has none."""
    said, gap, small_print = reply.text.rpartition("\n\n")
    if gap and _print_at(reply.blocks) < len(reply.blocks):
        text = f"{said}\n\n{escape(hint)}\n\n{small_print}"
    else:
        text = f"{reply.text}\n\n{escape(hint)}"
    return Reply(text, _hinted(reply.blocks, hint), None if reply.classic is None else _hinted(reply.classic, hint))


def _hinted(blocks: Sequence[Block], hint: str) -> list[Block]:
    place, said = _print_at(blocks), context(escape(hint))
    if place == len(blocks):
        return [*blocks, said]
    # in one block with it, for a card has no more than twelve
    small_print = blocks[place] | {"elements": [*said["elements"], *blocks[place]["elements"]]}
    return [*blocks[:place], small_print, *blocks[place + 1 :]]


def _print_at(blocks: Sequence[Block]) -> int:
    """Where the small print stands that an answer ends with; the end if there is none."""
    places = [place for place, block in enumerate(blocks) if block["type"] == "context"]
    return places[-1] if places else len(blocks)


def erase_button(wording: Wording, value: str = "me", **more: Any) -> dict[str, Any]:
    """Erases what points to the person, once confirmed; `value` tells where it was pressed."""
    sure = confirm("Erase everything about you?", wording["home_forget"], "Erase everything")
    return button(FORGET, "Erase everything about me", value, confirm=sure, **more)


def _listing(title: str, lead: str, points: Sequence[str], *buttons: dict[str, object]) -> Reply:
    listed = [section("\n".join(f"• {escape(point)}" for point in points))] if points else []
    blocks = [header(title), section(escape(lead)), *listed, *rows("about", list(buttons))]
    return Reply(escape("\n".join([f"{title}. {lead}", *points])), blocks)
