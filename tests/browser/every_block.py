"""One message with every kind of block there is for messages, and its modal sister."""

from __future__ import annotations

from typing import Any

Block = dict[str, Any]


def plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Block:
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def button(label: str, action: str, **more: Any) -> Block:
    return {"type": "button", "text": plain(label), "action_id": action, "value": action, **more}


def option(label: str, value: str, **more: Any) -> Block:
    return {"text": plain(label), "value": value, **more}


def raw(*texts: str) -> list[Block]:
    return [{"type": "raw_text", "text": text} for text in texts]


def rich(*elements: Block) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def words(text: str, **style: bool) -> Block:
    return {"type": "text", "text": text} | ({"style": style} if style else {})


CONFIRM = {
    "title": plain("Share this?"),
    "text": plain("Everybody in the channel sees it."),
    "confirm": plain("Share"),
    "deny": plain("Not now"),
}
LIST = {
    "type": "rich_text_list",
    "style": "bullet",
    "elements": [{"type": "rich_text_section", "elements": [words("builds "), words("prototypes", bold=True)]}],
}
QUOTE = {"type": "rich_text_quote", "elements": [words("the model is the product")]}
CARD: Block = {
    "type": "card",
    "slack_icon": {"type": "icon", "name": "sparkle"},
    "title": plain("AI engineer"),
    "subtitle": plain("A likely fit"),
    "body": mrkdwn("Makes a *working prototype* hold up in live use."),
    "subtext": plain("84 % sure"),
    "actions": [button("Skills", "card-skills", style="primary"), button("Mistakes", "card-mistakes")],
}
RADIO = {
    "type": "radio_buttons",
    "action_id": "radio",
    "options": [option("Idea", "idea", description=plain("nothing is built")), option("Prototype", "prototype")],
}
MENU = {
    "type": "static_select",
    "action_id": "menu",
    "placeholder": plain("Choose a role"),
    "options": [option("AI developer", "a"), option("AI engineer", "b")],
}
SEARCH = {
    "type": "external_select",
    "action_id": "library",
    "placeholder": plain("Search roles"),
    "min_query_length": 2,
}
MORE = {"type": "overflow", "action_id": "more", "options": [option("Copy", "copy"), option("Send", "send")]}
FEEDBACK = {
    "type": "feedback_buttons",
    "action_id": "opinion",
    "positive_button": {"text": plain("Helpful"), "value": "up"},
    "negative_button": {"text": plain("Not helpful"), "value": "down"},
}
SERIES = [
    {"name": "AI engineer", "data": [{"label": "2024", "value": 4}, {"label": "2025", "value": 9}]},
    {"name": "ML engineer", "data": [{"label": "2024", "value": 7}, {"label": "2025", "value": 5}]},
]
CHART = {"type": "bar", "series": SERIES, "axis_config": {"categories": ["2024", "2025"], "y_label": "Adverts"}}
PIE = {"type": "pie", "segments": [{"label": "AI engineer", "value": 84}, {"label": "LLM engineer", "value": 16}]}
PEOPLE = [
    [{"type": "raw_text", "text": role}, {"type": "raw_number", "value": weeks, "text": str(weeks)}]
    for role, weeks in (("AI developer", 6), ("AI engineer", 9), ("ML engineer", 12))
]

MESSAGE: list[Block] = [
    {"type": "header", "text": plain("Every block there is")},
    *({"type": "header", "text": plain(f"Header of level {level}"), "level": level} for level in (2, 3, 4)),
    {
        "type": "section",
        "text": mrkdwn("A *section* with a `code` and <https://example.org|a link>"),
        "accessory": MORE,
    },
    {"type": "section", "fields": [mrkdwn("*Role*\nAI engineer"), mrkdwn("*Stage*\nscaling")]},
    {"type": "divider"},
    CARD,
    {"type": "carousel", "elements": [CARD, CARD | {"title": plain("LLM engineer")}, CARD]},
    {
        "type": "table",
        "rows": [raw("What", "AI developer", "AI engineer"), raw("Builds", "features", "what carries them")],
    },
    {"type": "data_table", "caption": "Weeks to hire", "rows": [raw("Role", "Weeks"), *PEOPLE], "page_size": 2},
    {"type": "data_visualization", "title": "Adverts a year", "chart": CHART},
    {"type": "data_visualization", "title": "Who fits", "chart": PIE},
    {"type": "markdown", "text": "## Markdown\n\n- one\n- two\n\n> quoted\n\n| a | b |\n|---|---|\n| 1 | 2 |"},
    rich({"type": "rich_text_section", "elements": [words("Rich "), words("text", italic=True)]}, LIST, QUOTE),
    {
        "type": "container",
        "title": plain("A container"),
        "is_collapsible": True,
        "child_blocks": [{"type": "section", "text": mrkdwn("its inside")}],
    },
    {"type": "actions", "block_id": "acts", "elements": [RADIO, MENU, SEARCH, button("Share", "go", confirm=CONFIRM)]},
    {"type": "context", "elements": [mrkdwn("Answer `7WFH57WB`"), plain("checked in 2026")]},
    {"type": "context_actions", "elements": [FEEDBACK]},
]

MODAL: Block = {
    "type": "modal",
    "callback_id": "sample",
    "title": plain("Find the role"),
    "submit": plain("Next"),
    "close": plain("Cancel"),
    "blocks": [
        {"type": "alert", "level": "warning", "text": plain("Two answers are missing.")},
        {"type": "section", "text": mrkdwn("Tell what you know.")},
        {
            "type": "input",
            "block_id": "stage",
            "label": plain("How far is it?"),
            "element": RADIO,
            "hint": plain("Guess if need be"),
        },
        {"type": "input", "block_id": "role", "label": plain("A role"), "element": SEARCH, "optional": True},
        {
            "type": "input",
            "block_id": "words",
            "label": plain("In your words"),
            "element": {"type": "plain_text_input", "action_id": "words", "multiline": True},
        },
        {"type": "actions", "elements": [MENU, button("Back", "back")]},
        CARD,
    ],
}
