"""The modal that asks why an answer did not help."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from bot.rendering.blocks import escape, plain, section
from bot.rendering.views import MOST_NOTE, View, modal, note_input, note_of

CALLBACK = "feedback_reason"
REASONS: Mapping[str, str] = {
    "role": "The role it names is wrong for us",
    "misread": "It misread what I told it",
    "missing": "Something important is missing",
    "unclear": "It is too long or hard to follow",
    "doubtful": "I doubt a source or a figure",
    "other": "Something else",
}


def reason_view(answer_id: str, wording: Mapping[str, str]) -> View:
    """Two optional questions; whoever closes it has said enough."""
    options = [{"text": plain(text, 75), "value": name} for name, text in REASONS.items()]
    reasons = {
        "type": "input",
        "block_id": "reason",
        "optional": True,
        "label": plain("What was wrong?", 2000),
        "element": {"type": "radio_buttons", "action_id": "reason", "options": options},
    }
    note = note_input("What would have been right?", wording["feedback_hint"], MOST_NOTE)
    blocks = [section(escape(wording["feedback_ask"])), reasons, note]
    return modal("Not helpful", blocks, callback_id=CALLBACK, submit="Send", metadata=json.dumps({"answer": answer_id}))


def thanks_view(wording: Mapping[str, str]) -> View:
    """What is shown once it was sent."""
    return modal("Thank you", [section(escape(wording["feedback_thanks_no"]))], callback_id="thanks")


def told_of(view: Mapping[str, Any]) -> tuple[str, str, str]:
    """The answer id, the reason (empty if none was chosen) and the note of a submitted view."""
    chosen = view["state"]["values"]["reason"]["reason"].get("selected_option") or {}
    reason = str(chosen.get("value") or "")
    return str(json.loads(view["private_metadata"])["answer"]), reason if reason in REASONS else "", note_of(view)
