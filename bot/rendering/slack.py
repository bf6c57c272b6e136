"""Advice as messages and modals of Slack: each reply in two styles that say the same."""

from __future__ import annotations

from typing import Literal

from bot.advisor.advice import Advice
from bot.rendering.blocks import context, cut, escape, packed, section
from bot.rendering.buttons import FEEDBACK_ROW, answers_and_steps, feedback, feedback_plain, withdrawal
from bot.rendering.classic import classic
from bot.rendering.kinds import is_given
from bot.rendering.modern import modern
from bot.rendering.reply import Block, Reply
from bot.rendering.text import as_text, footer

Surface = Literal["command", "mention", "dm", "modal"]
MOST_BLOCKS = 12  # of the short form
FULL = 50
MOST_FALLBACK = 3900  # a longer `text` is split into several messages, and refused on update


def render(advice: Advice, surface: Surface, *, human: bool = False) -> Reply:
    """The reply for a surface; `human` tells whether it may offer to ask one.

    Private answers to a command can be shared, answers in messages judged; a modal offers neither.
    """
    message = surface != "modal"
    judged = message and is_given(advice)
    most = FULL if advice.reading.detail else MOST_BLOCKS
    last = [
        *answers_and_steps(advice, share=surface == "command", human=human and message, guided=message),
        context(escape(footer(advice))),
    ]
    return Reply(
        text=cut(escape(as_text(advice)), MOST_FALLBACK),
        blocks=packed([*modern(advice, message=message), *last, *([feedback(advice)] if judged else [])], most),
        classic=packed([*classic(advice), *last, *([feedback_plain(advice)] if judged else [])], most),
    )


def notice(text: str) -> Reply:
    """A single sentence of the bot's own."""
    return Reply(text=escape(text), blocks=[section(escape(text))])


def shared(reply: Reply, by: str, withdraw: str | None = None) -> Reply:
    """A reply made public, with who shared it and, by that button value, the way to take it back.

    The buttons that acted on the private card are gone; it can still be judged.
    """

    def public(blocks: list[Block]) -> list[Block]:
        kept = [block for block in blocks if block["type"] != "actions" or block["block_id"] == FEEDBACK_ROW]
        found = [context(by), *kept, *([withdrawal(withdraw)] if withdraw else [])]
        return packed(found, max(len(blocks), MOST_BLOCKS))

    classic_ = None if reply.classic is None else public(reply.classic)
    return Reply(text=f"{by}\n{reply.text}", blocks=public(reply.blocks), classic=classic_)
