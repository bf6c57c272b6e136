"""What stands inside blocks: text objects, composition objects, rich text and interactive elements.

Limits from Slack's reference, docs.slack.dev/reference/block-kit/composition-objects and .../block-elements,
and, where those are silent, from the checks in ``slack_sdk.models.blocks``.
"""

from __future__ import annotations

from bot.playground.blockkit_rules import at_least_one, exactly_one, in_order, initial_among_options
from bot.playground.blockkit_spec import Flag, Items, Kind, Number, OneOf, Shape, String

ID = String(255)
NAME = String()
FLAG = Flag()
# Pictures and films are fetched over the web; a link may use any scheme but one that runs in the client.
WEB_URL = String(3000, pattern=r"https?://\S+", fault="invalid_url")
SECURE_URL = String(3000, pattern=r"https://\S+", fault="invalid_url")
LINK_URL = String(3000, pattern=r"(?!(?i:javascript|data|vbscript):)[A-Za-z][A-Za-z0-9+.-]*:\S+", fault="invalid_url")
DATE = String(pattern=r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
TIME = String(pattern=r"([01]\d|2[0-3]):[0-5]\d")

# --- Text objects -----------------------------------------------------------------------------------------


def plain_shape(most: int) -> Shape:
    """A ``plain_text`` object."""
    return Shape({"text": String(most)}, {"emoji": FLAG})


def mrkdwn_shape(most: int) -> Shape:
    """A ``mrkdwn`` object."""
    return Shape({"text": String(most)}, {"verbatim": FLAG})


def plain(most: int) -> OneOf:
    """A field that takes plain text only."""
    return OneOf({"plain_text": plain_shape(most)})


def text(most: int) -> OneOf:
    """A field that takes either kind of text object."""
    return OneOf({"plain_text": plain_shape(most), "mrkdwn": mrkdwn_shape(most)})


# --- Composition objects ----------------------------------------------------------------------------------

STYLE = String(choices=("primary", "danger"))
CONFIRM = Shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": STYLE},
)
OPTION = Shape({"text": plain(75), "value": String(150)}, {"description": plain(75)})
# Check boxes and radio buttons may carry mrkdwn; only overflow items may open a link.
CHOICE = Shape({"text": text(75), "value": String(150)}, {"description": text(75)})
MENU_ITEM = Shape({"text": plain(75), "value": String(150)}, {"description": plain(75), "url": LINK_URL})
OPTION_GROUP = Shape({"label": plain(75), "options": Items(OPTION, 100)})
DISPATCH_CONFIG = Shape({"trigger_actions_on": Items(String(choices=("on_enter_pressed", "on_character_entered")), 2)})
CONVERSATION_FILTER = Shape(
    {},
    {
        "include": Items(String(choices=("im", "mpim", "private", "public")), 4),
        "exclude_external_shared_channels": FLAG,
        "exclude_bot_users": FLAG,
    },
    (at_least_one("include", "exclude_external_shared_channels", "exclude_bot_users"),),
)
SLACK_FILE = Shape({}, {"id": NAME, "url": WEB_URL}, exactly_one("id", "url"))
FEEDBACK_BUTTON = Shape({"text": plain(75), "value": String(2000)}, {"accessibility_label": String(75)})
WORKFLOW = Shape(
    {
        "trigger": Shape(
            {"url": SECURE_URL},
            {"customizable_input_parameters": Items(Shape({"name": NAME, "value": String(least=0)}), least=0)},
        )
    }
)
# docs.slack.dev/reference/block-kit/composition-objects/slack-icon-object
# fmt: off
ICON_NAMES = (
    "archive", "book", "bookmark", "bot", "bug", "calendar", "call", "caret-left", "caret-right", "check",
    "clipboard", "code", "comment", "compass", "copy", "cube", "download", "edit", "email", "eye-closed",
    "eye-open", "file", "flag", "folder", "gear", "globe", "heart", "help", "image", "info", "key",
    "lightbulb", "link", "map", "mobile", "new-window", "pin", "plus", "refine", "refresh", "rocket",
    "save", "screen", "share", "sparkle", "star", "star-filled", "tag", "thumbs-down", "thumbs-up", "trash",
    "upload", "user", "warning",
)
# fmt: on
SLACK_ICON = OneOf({"icon": Shape({"name": String(choices=ICON_NAMES)})})

# --- Rich text --------------------------------------------------------------------------------------------

_TEXT_STYLE = Shape({}, dict.fromkeys(("bold", "italic", "strike", "code", "underline"), FLAG))
_MENTION_STYLE = Shape(
    {},
    dict.fromkeys(("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"), FLAG),
)
_STYLED: dict[str, Kind] = {"style": _TEXT_STYLE}
_MENTION: dict[str, Kind] = {"style": _MENTION_STYLE}
_RICH_TEXT = Shape({"text": String()}, _STYLED)
_RICH_LINK = Shape({"url": LINK_URL}, {"text": String(), "unsafe": FLAG, **_STYLED})
INLINE = OneOf(
    {
        "broadcast": Shape({"range": String(choices=("here", "channel", "everyone"))}, _STYLED),
        "channel": Shape({"channel_id": NAME}, _MENTION),
        "color": Shape({"value": String(pattern=r"#[0-9A-Fa-f]{6}")}, _STYLED),
        "date": Shape({"timestamp": Number(0), "format": NAME}, {"url": LINK_URL, "fallback": String(), **_STYLED}),
        "emoji": Shape({"name": NAME}, {"unicode": NAME, "skin_tone": Number(1, 6), **_STYLED}),
        "link": _RICH_LINK,
        "team": Shape({"team_id": NAME}, _STYLED),
        "text": _RICH_TEXT,
        "user": Shape({"user_id": NAME}, _MENTION),
        "usergroup": Shape({"usergroup_id": NAME}, _MENTION),
    }
)
_INLINES = Items(INLINE, least=0)
_BORDER = Number(0, 1)
_SECTION = Shape({"elements": _INLINES})
_LIST = Shape(
    {
        "style": String(choices=("bullet", "ordered")),
        "elements": Items(OneOf({"rich_text_section": _SECTION})),
    },
    {"indent": Number(0, 8), "offset": Number(0), "border": _BORDER},
)
_PREFORMATTED = Shape(
    {"elements": Items(OneOf({"text": _RICH_TEXT, "link": _RICH_LINK}), least=0)}, {"border": _BORDER}
)
RICH_TEXT = Shape(
    {
        "elements": Items(
            OneOf(
                {
                    "rich_text_section": _SECTION,
                    "rich_text_list": _LIST,
                    "rich_text_preformatted": _PREFORMATTED,
                    "rich_text_quote": Shape({"elements": _INLINES}, {"border": _BORDER}),
                }
            )
        )
    },
    {"block_id": ID},
)

# --- Elements ---------------------------------------------------------------------------------------------

_ACTION: dict[str, Kind] = {"action_id": ID}
_CONFIRMED: dict[str, Kind] = {**_ACTION, "confirm": CONFIRM}
_FOCUSED: dict[str, Kind] = {**_CONFIRMED, "focus_on_load": FLAG}
_PICKED: dict[str, Kind] = {**_FOCUSED, "placeholder": plain(150)}
_TYPED: dict[str, Kind] = {
    **_ACTION,
    "focus_on_load": FLAG,
    "placeholder": plain(150),
    "dispatch_action_config": DISPATCH_CONFIG,
}
_SEVERAL: dict[str, Kind] = {"max_selected_items": Number(1)}
_OFFERED: dict[str, Kind] = {"options": Items(OPTION, 100), "option_groups": Items(OPTION_GROUP, 100)}
_OFFER_RULES = (*exactly_one("options", "option_groups"), initial_among_options)
_CONVERSATIONS: dict[str, Kind] = {"default_to_current_conversation": FLAG, "filter": CONVERSATION_FILTER}
_NUMERAL = String(pattern=r"-?\d+(\.\d+)?")

IMAGE = Shape(
    {"alt_text": String(2000)},
    {"image_url": WEB_URL, "slack_file": SLACK_FILE},
    exactly_one("image_url", "slack_file"),
)
BUTTON = Shape(
    {"text": plain(75)},
    {
        **_CONFIRMED,
        "url": LINK_URL,
        "value": String(2000),
        "style": STYLE,
        "accessibility_label": String(75),
        "agent_prompt": String(4000),
        "agent_prompt_display": NAME,
        "visible_to_user_ids": Items(NAME),
    },
)
SELECTS: dict[str, Shape] = {
    "static_select": Shape({}, {**_PICKED, **_OFFERED, "initial_option": OPTION}, _OFFER_RULES),
    "external_select": Shape({}, {**_PICKED, "initial_option": OPTION, "min_query_length": Number(0)}),
    "users_select": Shape({}, {**_PICKED, "initial_user": NAME}),
    "conversations_select": Shape(
        {}, {**_PICKED, **_CONVERSATIONS, "initial_conversation": NAME, "response_url_enabled": FLAG}
    ),
    "channels_select": Shape({}, {**_PICKED, "initial_channel": NAME, "response_url_enabled": FLAG}),
    "multi_static_select": Shape(
        {}, {**_PICKED, **_SEVERAL, **_OFFERED, "initial_options": Items(OPTION, 100)}, _OFFER_RULES
    ),
    "multi_external_select": Shape(
        {}, {**_PICKED, **_SEVERAL, "initial_options": Items(OPTION, 100), "min_query_length": Number(0)}
    ),
    "multi_users_select": Shape({}, {**_PICKED, **_SEVERAL, "initial_users": Items(NAME)}),
    "multi_conversations_select": Shape(
        {}, {**_PICKED, **_SEVERAL, **_CONVERSATIONS, "initial_conversations": Items(NAME)}
    ),
    "multi_channels_select": Shape({}, {**_PICKED, **_SEVERAL, "initial_channels": Items(NAME)}),
}
CHOICES: dict[str, Shape] = {
    "checkboxes": Shape(
        {"options": Items(CHOICE, 10)},
        {**_FOCUSED, "initial_options": Items(CHOICE, 10)},
        (initial_among_options,),
    ),
    "radio_buttons": Shape(
        {"options": Items(CHOICE, 10)}, {**_FOCUSED, "initial_option": CHOICE}, (initial_among_options,)
    ),
    "datepicker": Shape({}, {**_PICKED, "initial_date": DATE}),
    "timepicker": Shape({}, {**_PICKED, "initial_time": TIME, "timezone": NAME}),
}
DATETIMEPICKER = Shape({}, {**_FOCUSED, "initial_date_time": Number(1_000_000_000, 9_999_999_999)})
OVERFLOW = Shape({"options": Items(MENU_ITEM, 5)}, _CONFIRMED)
WORKFLOW_BUTTON = Shape(
    {"text": plain(75), "workflow": WORKFLOW}, {**_ACTION, "style": STYLE, "accessibility_label": String(75)}
)
RICH_TEXT_INPUT = Shape(
    {},
    {
        **_TYPED,
        "initial_value": OneOf({"rich_text": RICH_TEXT}),
        "min_lines": Number(1),
        "max_lines": Number(1),
    },
    (in_order("min_lines", "max_lines"),),
)
INPUTS: dict[str, Shape] = {
    "plain_text_input": Shape(
        {},
        {
            **_TYPED,
            "initial_value": String(3000, least=0),
            "multiline": FLAG,
            "min_length": Number(0, 3000),
            "max_length": Number(1, 3000),
        },
        (in_order("min_length", "max_length"),),
    ),
    "email_text_input": Shape({}, {**_TYPED, "initial_value": NAME}),
    "url_text_input": Shape({}, {**_TYPED, "initial_value": LINK_URL}),
    "number_input": Shape(
        {"is_decimal_allowed": FLAG},
        {**_TYPED, "initial_value": _NUMERAL, "min_value": _NUMERAL, "max_value": _NUMERAL},
        (in_order("min_value", "max_value"),),
    ),
    "rich_text_input": RICH_TEXT_INPUT,
    "file_input": Shape({}, {**_ACTION, "filetypes": Items(NAME), "max_files": Number(1, 10)}),
}
FEEDBACK_BUTTONS = Shape({"positive_button": FEEDBACK_BUTTON, "negative_button": FEEDBACK_BUTTON}, _ACTION)
ICON_BUTTON = Shape(
    {"icon": String(choices=("trash",)), "text": plain(75)},
    {
        **_CONFIRMED,
        "value": String(2000),
        "accessibility_label": String(75),
        "visible_to_user_ids": Items(NAME, 10),
    },
)
URL_SOURCE = Shape({"url": LINK_URL, "text": NAME})
