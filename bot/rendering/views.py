"""Modals: what they have in common, and the one that shows an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.rendering.blocks import cut, plain
from bot.rendering.reply import Block, Reply

View = dict[str, Any]
MOST_TITLE = 24
MOST_NOTE = 1000


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    callback_id: str,
    submit: str | None = None,
    metadata: str = "",
) -> View:
    """A modal; the title is cut at Slack's 24 characters. Without `submit` it can only be closed."""
    view: View = {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(title, MOST_TITLE),
        "close": plain("Close", MOST_TITLE),
        "blocks": list(blocks),
    }
    if submit:
        view["submit"] = plain(submit, MOST_TITLE)
    if metadata:
        view["private_metadata"] = metadata
    return view


def answer_view(title: str, reply: Reply, *, modern: bool = False) -> View:
    """An answer in a modal."""
    return modal(title, reply.shown(modern), callback_id="answer")


def failure_view(reply: Reply) -> View:
    """That something went wrong, in the place of the modal where it did."""
    return modal("That did not work", reply.blocks, callback_id="failure")


def note_input(label: str, hint: str, most: int, *, optional: bool = True) -> Block:
    """A box to write a few lines into; block and action are called `note`."""
    element = {"type": "plain_text_input", "action_id": "note", "multiline": True, "max_length": most}
    return {
        "type": "input",
        "block_id": "note",
        "optional": optional,
        "label": plain(label, 2000),
        "hint": plain(cut(hint, 2000), 2000),
        "element": element,
    }


def note_of(view: Mapping[str, Any]) -> str:
    """What was written there; empty if nothing."""
    return str(view["state"]["values"]["note"]["note"].get("value") or "").strip()
