"""Turning faults in blocks into the refusal Slack answers with."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.playground.blockkit import Fault, validate_message
from bot.playground.illness import Illness
from bot.playground.rules import MAX_BLOCKS, Obj, SlackError


def faults_refused(code: str, faults: Sequence[Fault], root: str = "") -> None:
    """Raise Slack's refusal if there is any fault."""
    if faults:
        messages = [f"[ERROR] {fault.message} [json-pointer:{root}{fault.pointer}]" for fault in faults]
        errors = [fault.as_dict() for fault in faults]
        raise SlackError(code, errors=errors, response_metadata={"messages": messages})


def checked_blocks(given: object, text: str, illness: Illness, *, ephemeral: bool = False) -> list[Obj] | None:
    """Blocks as a list if Slack would take them in a message; None when there are none."""
    blocks = parsed(given, "invalid_blocks_format")
    if not blocks:
        return None
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    if len(blocks) > MAX_BLOCKS:
        raise SlackError("msg_blocks_too_many")
    faults = validate_message({"text": text, "blocks": blocks}, ephemeral=ephemeral)
    faults_refused("invalid_blocks", faults or illness.faults(blocks))
    return blocks


def parsed(given: object, error: str) -> object:
    """An argument that may come as JSON in a string, as forms carry it."""
    if not isinstance(given, str):
        return given
    if not given.strip():
        return None
    try:
        return json.loads(given)
    except ValueError:
        raise SlackError(error) from None
