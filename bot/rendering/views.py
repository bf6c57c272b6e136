"""App Home and the modal that shows an answer asked for there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.rendering.reply import Reply
from bot.rendering.slack import STEP, escape, value_of
from bot.understanding.reading import Reading

View = dict[str, Any]
MOST_TITLE = 24


def home_view(title: str, lines: Sequence[str], privacy: str, examples: Sequence[tuple[str, Reading]]) -> View:
    """What a person sees on opening the app: three lines, examples to press, and what is kept."""
    buttons = [
        {
            "type": "button",
            "action_id": f"{STEP}:home-{number}",
            "text": {"type": "plain_text", "text": label, "emoji": False},
            "value": value_of(reading),
        }
        for number, (label, reading) in enumerate(examples)
    ]
    text = "\n".join(f"• {escape(line)}" for line in lines)
    return {
        "type": "home",
        "blocks": [
            {"type": "header", "text": {"type": "plain_text", "text": title, "emoji": False}},
            {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}},
            {"type": "actions", "block_id": "home-examples", "elements": buttons},
            {"type": "divider"},
            {"type": "context", "elements": [{"type": "mrkdwn", "text": escape(privacy), "verbatim": True}]},
        ],
    }


def answer_view(title: str, reply: Reply) -> View:
    """An answer in a modal."""
    short = title if len(title) <= MOST_TITLE else title[: MOST_TITLE - 1].rstrip() + "…"
    return {
        "type": "modal",
        "callback_id": "answer",
        "title": {"type": "plain_text", "text": short, "emoji": False},
        "close": {"type": "plain_text", "text": "Close", "emoji": False},
        "blocks": reply.blocks,
    }
