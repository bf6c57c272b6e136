"""A card in Slack's newer blocks: card, table, carousel, chart. A modal takes the card alone."""

from __future__ import annotations

from bot.advisor.advice import Advice, Section
from bot.rendering.blocks import CARD_BODY, CARD_TITLE, bars, card, carousel, escape, fields, section, table
from bot.rendering.classic import closing, small_print
from bot.rendering.kinds import kind_of
from bot.rendering.passages import heading, hires, passages, quoted, why_hired
from bot.rendering.reply import Block
from bot.rendering.text import CHART, CHART_SERIES, figures, percentages, shown_sections


def modern(advice: Advice, *, message: bool) -> list[Block]:
    """What the answer says, without buttons and small print."""
    full = advice.reading.detail
    blocks = _verdict(advice)
    if advice.table:
        blocks += [table(advice.table)] if message else fields(advice.table)
    told = figures(advice, full)
    blocks += [bars(CHART, CHART_SERIES, percentages(advice))] if told and message else []
    blocks += small_print(told)
    blocks += [block for each in shown_sections(advice, full) for block in _section(each, full, message=message)]
    return [*blocks, *closing(advice)]


def _verdict(advice: Advice) -> list[Block]:
    """The card with the first sentence; under it, if it is too long for one."""
    lead = f"*{escape(advice.lead.text)}*"
    if len(lead) <= CARD_BODY:
        return [card(advice.title, kind_of(advice), lead)]
    return [card(advice.title, kind_of(advice)), section(lead)]


def _section(found: Section, full: bool, *, message: bool) -> list[Block]:
    """A list of sentences; on messages a card for each hire, if it is about hires and each fits."""
    cards = _hires(found, full) if message else []
    if cards:
        return [section(heading(found)), carousel(cards)]
    return [section(text) for text in passages(found, full)]


def _hires(found: Section, full: bool) -> list[Block]:
    told = [(title[:1].upper() + title[1:], when, line) for title, when, line in hires(found, full)]
    bodies = [
        "\n".join([escape(why_hired(line)), *([f"_{escape(quoted(line))}_"] if line.quote else [])])
        for _, _, line in told
    ]
    fits = all(len(body) <= CARD_BODY for body in bodies) and all(len(when) <= CARD_TITLE for _, when, _ in told)
    return [card(title, when, body) for (title, when, _), body in zip(told, bodies, strict=True)] if fits else []
