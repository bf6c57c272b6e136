"""Advice as Block Kit.

Blocks are plain dicts, because the SDK's classes drop newer fields; limits are held by
cutting here and checked by the tests. Source: https://docs.slack.dev/reference/block-kit/blocks
"""

from __future__ import annotations

import json
from typing import Any, Literal

from bot.advisor.advice import Advice, DisputeNote, Line, Section, Step, Table
from bot.advisor.keeping import without_words
from bot.advisor.lean import by_itself
from bot.rendering.reply import Block, Reply
from bot.rendering.text import as_text, footer, has_more, inert, left_out, names, shown, shown_disputes, shown_sections
from bot.understanding.reading import Reading

Surface = Literal["command", "mention", "dm", "modal"]
STEP = "step"  # a further question; answered to whoever pressed it
CHOICE = "choose"  # an answer to the bot's own question; the conversation goes on in the open
SHARE = "share"
NOT_SHARED = frozenset({"help", "chitchat"})
MOST_TEXT = 3000
MOST_VALUE = 2000
MOST_FALLBACK = 3900  # a longer `text` is split into several messages, and refused on update
MOST_BUTTONS = 5
MOST_FIELDS = 10
LABEL = 75


def render(advice: Advice, surface: Surface) -> Reply:
    """The reply for a surface. Ephemeral command answers can be shared; a modal has no table."""
    full = advice.reading.detail
    blocks: list[Block] = [_header(advice.title), _section(f"*{escape(advice.lead.text)}*")]
    if advice.table:
        blocks += _fields(advice.table) if surface == "modal" else [_table(advice.table)]
    blocks += [_section(text) for section in shown_sections(advice, full) for text in _lists(section, full)]
    blocks += [_context(escape(rest)) for rest in filter(None, [left_out(advice, full)])]
    blocks += [_section(_dispute(dispute, full)) for dispute in shown_disputes(advice, full)]
    blocks += _buttons(advice, surface)
    blocks.append(_context(escape(footer(advice))))
    return Reply(text=cut(escape(as_text(advice)), MOST_FALLBACK), blocks=blocks)


def notice(text: str) -> Reply:
    """A single sentence of the bot's own."""
    return Reply(text=escape(text), blocks=[_section(escape(text))])


def shared(reply: Reply, by: str) -> Reply:
    """A reply made public, with who shared it; without the buttons that acted on the private card."""
    kept = [block for block in reply.blocks if block["type"] != "actions"]
    return Reply(text=f"{by}\n{reply.text}", blocks=[_context(by), *kept])


def escape(text: str) -> str:
    """Slack's three entities, and nothing that would act as formatting in foreign words."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, most: int) -> str:
    """The text, shortened at a word with an ellipsis if it is longer than `most` characters."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0] + "…"


def value_of(reading: Reading) -> str:
    """A button's value. If it would grow past Slack's limit the quotes are left out, then the last signals."""
    told = by_itself(reading)  # whoever presses it says nothing before
    value = told.model_dump_json(exclude_defaults=True)
    if len(value) > MOST_VALUE:
        told = without_words(told)
    signals = told.signals
    while len(value) > MOST_VALUE and signals:
        value = told.model_copy(update={"signals": signals}).model_dump_json(exclude_defaults=True)
        signals = signals[:-1]
    return value


def reading_of(value: str) -> Reading:
    """The reading a button stands for; raises ValueError on anything else, without repeating what it was."""
    try:
        return Reading.model_validate(json.loads(value))
    except ValueError:
        raise ValueError("this button's value is no reading; it may be of an older version") from None


def _mrkdwn(text: str) -> dict[str, Any]:
    return {"type": "mrkdwn", "text": cut(text, MOST_TEXT), "verbatim": True}


def _plain(text: str, most: int) -> dict[str, Any]:
    return {"type": "plain_text", "text": cut(text, most), "emoji": False}


def _header(title: str) -> Block:
    return {"type": "header", "text": _plain(title, 150)}


def _section(text: str) -> Block:
    return {"type": "section", "text": _mrkdwn(text), "expand": True}


def _context(text: str) -> Block:
    return {"type": "context", "elements": [_mrkdwn(text)]}


def _lists(section: Section, full: bool) -> list[str]:
    """The section as text, cut at a line wherever a block would grow past Slack's limit."""
    texts = [f"*{escape(section.title)}*"]
    for line in shown(section, full):
        item = f"• {_line(line)}"
        if len(texts[-1]) + len(item) < MOST_TEXT:
            texts[-1] += f"\n{item}"
        else:
            texts.append(item)
    return texts


def _line(line: Line) -> str:
    text = escape(line.text)
    if line.quote:
        text += f" _You wrote: “{escape(inert(line.quote))}”_"
    return "\n".join([text, *(f"    _{escape(note.label)}:_ {escape(note.text)}" for note in line.notes)])


def _dispute(dispute: DisputeNote, full: bool) -> str:
    sides = [f"• {escape(side.text)} _({escape(names(side.held_by, full=full))})_" for side in dispute.sides]
    head = f"*Sources disagree: {escape(dispute.question)}*"
    return "\n".join([head, *sides, f"*Our position:* {escape(dispute.position)}"])


def _table(table: Table) -> Block:
    head = ["", *table.columns]
    rows = [[_cell(text or " ", bold=True) for text in head]]
    rows += [[_cell(row.factor, bold=True), *(_cell(cell.text) for cell in row.cells)] for row in table.rows]
    settings = [{"is_wrapped": True} for _ in head]
    return {"type": "table", "rows": rows, "column_settings": settings}


def _cell(text: str, *, bold: bool = False) -> dict[str, Any]:
    if not bold:
        return {"type": "raw_text", "text": text}
    run: dict[str, Any] = {"type": "text", "text": text, "style": {"bold": True}}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [run]}]}


def _fields(table: Table) -> list[Block]:
    """The table for surfaces that have none: a labelled field for each cell, ten to a block."""
    fields = [
        _mrkdwn(f"*{escape(row.factor)}: {escape(column)}*\n{escape(cell.text)}")
        for row in table.rows
        for column, cell in zip(table.columns, row.cells, strict=True)
    ]
    each = MOST_FIELDS - MOST_FIELDS % len(table.columns)
    return [{"type": "section", "fields": fields[start : start + each]} for start in range(0, len(fields), each)]


def _buttons(advice: Advice, surface: Surface) -> list[Block]:
    steps = [_button(CHOICE, step) for step in advice.choices] + [_button(STEP, step) for step in advice.steps]
    steps = steps[:MOST_BUTTONS]
    if has_more(advice):
        more = Step(id="more", label="Show everything", reading=advice.reading.model_copy(update={"detail": True}))
        steps.insert(0, _button(STEP, more))
    if surface == "command" and advice.outcome == "answer" and advice.intent not in NOT_SHARED:
        steps.append({**_element(SHARE, "Share to channel", value_of(advice.reading)), "style": "primary"})
    return [{"type": "actions", "block_id": "steps", "elements": steps}] if steps else []


def _button(prefix: str, step: Step) -> dict[str, Any]:
    return _element(f"{prefix}:{step.id}"[:255], step.label, value_of(step.reading))


def _element(action_id: str, label: str, value: str) -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": _plain(label, LABEL), "value": value}
