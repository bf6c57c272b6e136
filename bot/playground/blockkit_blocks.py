"""The blocks: what each may hold, and on which surfaces each may stand; and the two views that hold them.

Limits and surfaces from Slack's reference, docs.slack.dev/reference/block-kit/blocks/<name>-block and
docs.slack.dev/reference/views. Card, plan and task card follow what a live workspace accepts where the
reference's type column differs: card texts are text objects, plan and task titles bare strings, and a task
outside a plan is never ``pending``.
"""

from __future__ import annotations

from bot.playground import blockkit_elements as el
from bot.playground.blockkit_rules import (
    at_least_one,
    at_most_one,
    covered_categories,
    even_rows,
    exactly_one,
    needs,
    plain_header,
    row_header_exists,
    unique_series,
)
from bot.playground.blockkit_spec import Items, Kind, Number, OneOf, Shape, String

_ID: dict[str, Kind] = {"block_id": el.ID}
_IMAGE = OneOf({"image": el.IMAGE})
_RICH_TEXT = OneOf({"rich_text": el.RICH_TEXT})
_BUTTON = {"button": el.BUTTON}

# --- What may stand where ---------------------------------------------------------------------------------

IN_ACTIONS = OneOf(
    {
        **_BUTTON,
        **el.SELECTS,
        **el.CHOICES,
        "datetimepicker": el.DATETIMEPICKER,
        "overflow": el.OVERFLOW,
        "rich_text_input": el.RICH_TEXT_INPUT,
        "workflow_button": el.WORKFLOW_BUTTON,
    }
)
BESIDE_SECTION = OneOf(
    {
        **_BUTTON,
        **el.SELECTS,
        **el.CHOICES,
        "image": el.IMAGE,
        "overflow": el.OVERFLOW,
        "workflow_button": el.WORKFLOW_BUTTON,
    }
)
IN_INPUT = OneOf({**el.INPUTS, **el.SELECTS, **el.CHOICES, "datetimepicker": el.DATETIMEPICKER})
IN_CONTEXT = OneOf({"image": el.IMAGE, **el.text(3000).shapes})
IN_CONTEXT_ACTIONS = OneOf({"feedback_buttons": el.FEEDBACK_BUTTONS, "icon_button": el.ICON_BUTTON})

# --- Classic blocks ---------------------------------------------------------------------------------------

_CLASSIC: dict[str, Shape] = {
    "actions": Shape({"elements": Items(IN_ACTIONS, 25)}, _ID),
    "context": Shape({"elements": Items(IN_CONTEXT, 10)}, _ID),
    "divider": Shape({}, _ID),
    "file": Shape({"external_id": el.NAME, "source": String(choices=("remote",))}, _ID),
    "header": Shape({"text": el.plain(150)}, {**_ID, "level": Number(1, 4)}),
    "image": Shape(
        {"alt_text": String(2000)},
        {**_ID, "image_url": el.WEB_URL, "slack_file": el.SLACK_FILE, "title": el.plain(2000)},
        exactly_one("image_url", "slack_file"),
    ),
    "input": Shape(
        {"label": el.plain(2000), "element": IN_INPUT},
        {**_ID, "hint": el.plain(2000), "optional": el.FLAG, "dispatch_action": el.FLAG},
    ),
    "rich_text": el.RICH_TEXT,
    "section": Shape(
        {},
        {
            **_ID,
            "text": el.text(3000),
            "fields": Items(el.text(2000), 10),
            "accessory": BESIDE_SECTION,
            "expand": el.FLAG,
        },
        (at_least_one("text", "fields"),),
    ),
    "video": Shape(
        {
            "alt_text": String(),
            "title": el.plain(200),
            "thumbnail_url": el.WEB_URL,
            "video_url": el.SECURE_URL,
        },
        {
            **_ID,
            "title_url": el.SECURE_URL,
            "description": el.plain(200),
            "provider_icon_url": el.WEB_URL,
            "provider_name": el.NAME,
            "author_name": String(50),
        },
    ),
}

# --- Tables and charts ------------------------------------------------------------------------------------

_CELL = OneOf(
    {
        "raw_text": Shape({"text": String()}),
        "raw_number": Shape({"value": Number(whole=False), "text": String()}),
        "rich_text": el.RICH_TEXT,
    }
)
_COLUMN = Shape({}, {"align": String(choices=("left", "center", "right")), "is_wrapped": el.FLAG})
_LABEL = String(20)
_POINT = Shape({"label": _LABEL, "value": Number(whole=False)})
_SERIES = Shape({"name": _LABEL, "data": Items(_POINT, 20)})
_AXIS = Shape({"categories": Items(_LABEL, 20)}, {"x_label": String(50), "y_label": String(50)})
_PLOT = Shape({"series": Items(_SERIES, 12), "axis_config": _AXIS}, {}, (unique_series, covered_categories))
_SEGMENT = Shape({"label": _LABEL, "value": Number(above=0, whole=False)})
_CHART = OneOf({"pie": Shape({"segments": Items(_SEGMENT, 12)}), "bar": _PLOT, "area": _PLOT, "line": _PLOT})

_TABLES: dict[str, Shape] = {
    "table": Shape(
        {"rows": Items(Items(_CELL, 20), 100)},
        {**_ID, "column_settings": Items(_COLUMN, 20, null_items=True)},
    ),
    "data_table": Shape(
        {"caption": el.NAME, "rows": Items(Items(_CELL, 20), 201, least=2)},
        {**_ID, "page_size": Number(1, 100), "row_header_column_index": Number(0)},
        (even_rows, plain_header, row_header_exists),
    ),
    "data_visualization": Shape({"title": String(50), "chart": _CHART}, _ID),
}

# --- Cards, tasks and the rest of the newer blocks --------------------------------------------------------

_CARD = Shape(
    {},
    {
        **_ID,
        "hero_image": _IMAGE,
        "icon": _IMAGE,
        "slack_icon": el.SLACK_ICON,
        "title": el.text(150),
        "subtitle": el.text(150),
        "body": el.text(200),
        "subtext": el.text(200),
        "actions": Items(OneOf(_BUTTON), 3),
    },
    (at_least_one("hero_image", "title", "actions", "body"), at_most_one("icon", "slack_icon")),
)


def _task(*states: str) -> Shape:
    optional: dict[str, Kind] = {
        **_ID,
        "details": _RICH_TEXT,
        "output": _RICH_TEXT,
        "sources": Items(OneOf({"url": el.URL_SOURCE})),
        "status": String(choices=states),
    }
    return Shape({"task_id": el.NAME, "title": el.NAME}, optional)


_PLANNED_TASK = OneOf({"task_card": _task("pending", "in_progress", "complete", "error")})
_CHILD = OneOf({**_CLASSIC, "table": _TABLES["table"]})

_NEWER: dict[str, Shape] = {
    "alert": Shape(
        {"text": el.text(200)},
        {**_ID, "level": String(choices=("default", "info", "warning", "error", "success"))},
    ),
    "card": _CARD,
    "carousel": Shape({"elements": Items(OneOf({"card": _CARD}), 10)}, _ID),
    "container": Shape(
        {"child_blocks": Items(_CHILD, 10)},
        {
            **_ID,
            "title": el.plain(150),
            "rich_text_title": _RICH_TEXT,
            "subtitle": el.text(150),
            "width": String(choices=("narrow", "standard", "wide", "full")),
            "icon": _IMAGE,
            "is_collapsible": el.FLAG,
            "default_collapsed": el.FLAG,
            "has_header_divider": el.FLAG,
        },
        (
            at_least_one("title", "rich_text_title"),
            needs("default_collapsed", "is_collapsible", True),
            needs("has_header_divider", "is_collapsible", False),
        ),
    ),
    "context_actions": Shape({"elements": Items(IN_CONTEXT_ACTIONS, 5)}, _ID),
    # The 12,000 characters count over all markdown blocks of a message together.
    "markdown": Shape({"text": String()}, _ID),
    "plan": Shape({"title": el.NAME}, {**_ID, "tasks": Items(_PLANNED_TASK)}),
    "task_card": _task("in_progress", "complete", "error"),
}

# auth_provider and call are left out: no surface is documented on which an app may post them.
BLOCKS = OneOf({**_CLASSIC, **_TABLES, **_NEWER})

# --- Surfaces and views -----------------------------------------------------------------------------------

EVERYWHERE = frozenset({"message", "modal", "home"})
_NOT_EVERYWHERE: dict[str, frozenset[str]] = {
    "alert": frozenset({"modal"}),
    "carousel": frozenset({"message", "home"}),
    "container": frozenset({"message", "home"}),
    "context_actions": frozenset({"message"}),
    "data_table": frozenset({"message", "home"}),
    "data_visualization": frozenset({"message"}),
    "file": frozenset(),  # read only: apps see it in messages and cannot post it
    "markdown": frozenset({"message"}),
    "plan": frozenset({"message"}),
    "table": frozenset({"message", "home"}),
    "task_card": frozenset({"message"}),
}
SURFACES = {name: _NOT_EVERYWHERE.get(name, EVERYWHERE) for name in BLOCKS.shapes}

MESSAGE_BLOCKS = Items(BLOCKS, 50, least=0)
_VIEW: dict[str, Kind] = {
    "callback_id": String(255, least=0),
    "external_id": String(255, least=0),
    "private_metadata": String(3000, least=0),
}
VIEWS = OneOf(
    {
        "modal": Shape(
            {"title": el.plain(24), "blocks": Items(BLOCKS, 100)},
            {
                **_VIEW,
                "submit": el.plain(24),
                "close": el.plain(24),
                "clear_on_close": el.FLAG,
                "notify_on_close": el.FLAG,
                "submit_disabled": el.FLAG,
            },
        ),
        "home": Shape({"blocks": Items(BLOCKS, 100)}, _VIEW),
    }
)
