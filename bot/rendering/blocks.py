"""Single blocks of Block Kit.

Blocks are plain dicts, because the SDK's classes drop newer fields; limits are held by
cutting here and checked by the tests. Source: https://docs.slack.dev/reference/block-kit/blocks
"""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import wrap
from typing import Any

from bot.advisor.advice import Table
from bot.rendering.reply import Block

MOST_TEXT = 3000
SURELY_FITS = MOST_TEXT // len("&amp;")  # characters, whichever they are
MOST_FIELD = 2000
MOST_FIELDS = 10
MOST_BUTTONS = 5  # in a row
LABEL = 75
CARD_TITLE = 150
CARD_BODY = 200
CHART_LABEL = 20


def escape(text: str) -> str:
    """Slack's three entities, and nothing that would act as formatting in foreign words."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def cut(text: str, most: int) -> str:
    """The text, shortened at a word with an ellipsis if it is longer than `most` characters."""
    if len(text) <= most:
        return text
    return text[: most - 1].rsplit(" ", 1)[0] + "…"


def mrkdwn(text: str, most: int = MOST_TEXT) -> dict[str, Any]:
    """Formatted text, in which Slack makes no links and mentions of plain words, and no line breaks before a %."""
    return {"type": "mrkdwn", "text": cut(text.replace(" %", "\u00a0%"), most), "verbatim": True}


def plain(text: str, most: int) -> dict[str, Any]:
    """Text as it is."""
    return {"type": "plain_text", "text": cut(text, most), "emoji": False}


def header(title: str) -> Block:
    """A heading."""
    return {"type": "header", "text": plain(title, 150)}


def section(text: str) -> Block:
    """A paragraph, shown whole."""
    return {"type": "section", "text": mrkdwn(text), "expand": True}


def written(text: str) -> list[Block]:
    """What somebody wrote, as it is, in as many paragraphs as Slack's limit asks for once it is escaped."""
    lines = wrap(text, SURELY_FITS, replace_whitespace=False, drop_whitespace=False)
    return [section(escape(part)) for part in lines if part.strip()]


def context(text: str) -> Block:
    """Small print."""
    return {"type": "context", "elements": [mrkdwn(text)]}


def button(action_id: str, label: str, value: str, **more: Any) -> dict[str, Any]:
    """A button; `more` are further fields such as style or confirm."""
    return {"type": "button", "action_id": action_id[:255], "text": plain(label, LABEL), "value": value, **more}


def confirm(title: str, text: str, yes: str, no: str = "Keep", *, danger: bool = True) -> dict[str, Any]:
    """The question before a button acts; `danger` colours what cannot be undone."""
    asked = {"title": plain(title, 100), "text": plain(text, 300), "confirm": plain(yes, 30), "deny": plain(no, 30)}
    return asked | ({"style": "danger"} if danger else {})


def rows(name: str, buttons: Sequence[dict[str, Any]]) -> list[Block]:
    """The buttons in rows of five; the first row is called `name`, the next `name-2`."""
    starts = range(0, len(buttons), MOST_BUTTONS)
    return [
        {
            "type": "actions",
            "block_id": f"{name}-{number}" if number > 1 else name,
            "elements": list(buttons[start : start + MOST_BUTTONS]),
        }
        for number, start in enumerate(starts, 1)
    ]


def packed(blocks: Sequence[Block], most: int) -> list[Block]:
    """The blocks, neighbouring paragraphs put into one, the last first, until there are no more than `most`."""
    found = list(blocks)
    for place in range(len(found) - 1, 0, -1):
        one, two = found[place - 1 : place + 1]
        if len(found) <= most:
            break
        if _is_paragraph(one) and _is_paragraph(two):
            text = f"{one['text']['text']}\n\n{two['text']['text']}"
            if len(text) <= MOST_TEXT:
                found[place - 1 : place + 1] = [section(text)]
    return found


def _is_paragraph(block: Block) -> bool:
    return block["type"] == "section" and "text" in block


def card(title: str, subtitle: str = "", body: str = "") -> Block:
    """A card; subtitle and body are left out if empty. `body` is escaped text that may be formatted."""
    found: Block = {"type": "card", "title": mrkdwn(escape(title), CARD_TITLE)}
    if subtitle:
        found["subtitle"] = mrkdwn(escape(subtitle), CARD_TITLE)
    if body:
        found["body"] = mrkdwn(body, CARD_BODY)
    return found


def carousel(cards: Sequence[Block]) -> Block:
    """Cards side by side, ten at most."""
    return {"type": "carousel", "elements": list(cards[:10])}


def table(found: Table) -> Block:
    """Roles side by side."""
    head = ["", *found.columns]
    cells = [[_cell(text or " ", bold=True) for text in head]]
    cells += [[_cell(row.factor, bold=True), *(_cell(cell.text) for cell in row.cells)] for row in found.rows]
    return {"type": "table", "rows": cells, "column_settings": [{"is_wrapped": True} for _ in head]}


def _cell(text: str, *, bold: bool = False) -> dict[str, Any]:
    if not bold:
        return {"type": "raw_text", "text": text}
    run: dict[str, Any] = {"type": "text", "text": text, "style": {"bold": True}}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [run]}]}


def fields(found: Table) -> list[Block]:
    """The table where there is none: a field for each factor with all roles in it, ten to a block."""
    cells = []
    for row in found.rows:
        told = zip(found.columns, row.cells, strict=True)
        lines = [f"_{escape(column)}:_ {escape(cell.text)}" for column, cell in told]
        cells.append(mrkdwn("\n".join([f"*{escape(row.factor)}*", *lines]), MOST_FIELD))
    starts = range(0, len(cells), MOST_FIELDS)
    return [{"type": "section", "fields": cells[start : start + MOST_FIELDS]} for start in starts]


def bars(title: str, series: str, values: Sequence[tuple[str, float]]) -> Block:
    """A bar chart of labelled values; a label that is too long loses its last words."""
    labels = [_label(name) for name, _ in values]
    points = [{"label": label, "value": value} for label, (_, value) in zip(labels, values, strict=True)]
    chart = {
        "type": "bar",
        "series": [{"name": series, "data": points}],
        "axis_config": {"categories": labels},
    }
    return {"type": "data_visualization", "title": title, "chart": chart}


def _label(name: str) -> str:
    return name if len(name) <= CHART_LABEL else name[: CHART_LABEL + 1].rsplit(" ", 1)[0][:CHART_LABEL]
