"""A card in blocks that every client knows: header, section, fields, actions, context."""

from __future__ import annotations

from bot.advisor.advice import Advice
from bot.rendering.blocks import context, escape, fields, header, section
from bot.rendering.kinds import kind_of
from bot.rendering.passages import dispute_passage, passages
from bot.rendering.reply import Block
from bot.rendering.text import figures, left_out, shown_disputes, shown_sections


def classic(advice: Advice) -> list[Block]:
    """What the answer says, without buttons and small print."""
    full = advice.reading.detail
    kind = kind_of(advice)
    lead = f"*{escape(advice.lead.text)}*"
    blocks = [header(advice.title), section(f"_{kind}_\n{lead}" if kind else lead)]
    blocks += fields(advice.table) if advice.table else []
    blocks += small_print(figures(advice, full))
    blocks += [section(text) for each in shown_sections(advice, full) for text in passages(each, full)]
    return [*blocks, *closing(advice)]


def closing(advice: Advice) -> list[Block]:
    """What both styles end with: what was left out, and where sources disagree."""
    full = advice.reading.detail
    disputes = [section(dispute_passage(dispute, full)) for dispute in shown_disputes(advice, full)]
    return [*small_print(left_out(advice, full)), *disputes]


def small_print(text: str) -> list[Block]:
    """The text as small print, or nothing if it is empty."""
    return [context(escape(text))] if text else []
