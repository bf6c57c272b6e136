"""The strict half of the playground: payloads Slack refuses, each with one fault, and payloads it takes."""

from __future__ import annotations

import json
from collections.abc import Mapping

import pytest
from slack_sdk.models import blocks as sdk
from slack_sdk.models.blocks import RichTextElementParts as Parts
from slack_sdk.models.views import View

from bot.playground.blockkit import Fault, validate_message, validate_view

Json = dict[str, object]
URL = "https://example.com/a.png"


def text(value: str = "Hi", kind: str = "plain_text") -> Json:
    return {"type": kind, "text": value}


def md(value: str = "Hi") -> Json:
    return text(value, "mrkdwn")


def block(kind: str, **fields: object) -> Json:
    return {"type": kind, **fields}


def but(base: Json, **changes: object) -> Json:
    return {**base, **changes}


def rich(*inline: Json) -> Json:
    return block("rich_text", elements=[block("rich_text_section", elements=list(inline))])


def rows(height: int, width: int = 1, value: str = "a") -> list[list[Json]]:
    return [[block("raw_text", text=value)] * width for _ in range(height)]


def chart(*labels: str, names: tuple[str, ...] = ("s",)) -> Json:
    data = [{"label": label, "value": 1} for label in labels]
    series = [{"name": name, "data": data} for name in names]
    return block("bar", series=series, axis_config={"categories": ["x", "y"]})


def actions(*elements: object) -> Json:
    return block("actions", elements=list(elements))


def asked(**element: object) -> Json:
    return block("input", label=text(), element=element)


def feedback(label: str = "Good") -> Json:
    good: Json = {"text": text(), "value": "1", "accessibility_label": label}
    bad: Json = {"text": text(), "value": "0"}
    rated = block("feedback_buttons", positive_button=good, negative_button=bad)
    return block("context_actions", elements=[rated])


def message(*blocks: object) -> Json:
    return {"text": "Hi", "blocks": list(blocks)}


def modal(*blocks: object, **fields: object) -> Json:
    return {"type": "modal", "title": text(), "blocks": list(blocks or (SECTION,)), **fields}


def faults_of(payload: Mapping[str, object]) -> list[Fault]:
    return validate_view(payload) if "type" in payload else validate_message(payload)


# fmt: off
BUTTON = block("button", text=text(), action_id="go")
OPTION: Json = {"text": text(), "value": "a"}
BUTTONS = [but(BUTTON, action_id=str(n)) for n in range(26)]
MENU = block("static_select", options=[OPTION])
CONFIRM: Json = {"title": text(), "text": text(), "confirm": text(), "deny": text()}
PICTURE = block("image", image_url=URL, alt_text="A")
SECTION = block("section", text=md())
CONTAINER = block("container", title=text(), child_blocks=[block("divider")])
RULED = but(CONTAINER, is_collapsible=True, has_header_divider=True)
RICH = rich(block("text", text="Hi"))
PIE = block("pie", segments=[{"label": "a", "value": 1}])
VIZ = block("data_visualization", title="T", chart=PIE)
DATA_TABLE = block("data_table", caption="C", rows=rows(2))
TASK = block("task_card", task_id="1", title="T")
TWO_LISTS = but(MENU, option_groups=[{"label": text(), "options": [OPTION]}])
LENGTHY = asked(type="plain_text_input", max_length=3001)
FOCUS = asked(type="plain_text_input", focus_on_load=True)
STRANGE = but(OPTION, value="z")
SURE_LONG = but(CONFIRM, deny=text("a" * 31))
TWINS = chart("x", "y", names=("s", "s"))
WORTHLESS = block("pie", segments=[{"label": "a", "value": 0}])
HALF = block("markdown", text="a" * 6001)
WAND = block("icon", name="wand")
TRASH = block("icon_button", icon="trash", text=text())
CARD = block("card", title=md(), subtext=md(), slack_icon=block("icon", name="sparkle"), actions=[BUTTON])
SENT: Json = {"submit": text()}
FIRST, ELEMENT, OPTIONS = "/blocks/0", "/blocks/0/elements/0", "/blocks/0/elements/0/options"

BAD: list[tuple[Json, str, str]] = [
    ({}, "missing_field", ""),
    ({"text": 5}, "invalid_type", "/text"),
    ({"text": "a", "blocks": "b"}, "invalid_type", "/blocks"),
    (message("a"), "invalid_type", FIRST),
    (message(block("sectoin")), "unknown_type", "/blocks/0/type"),
    (message(*[block("divider")] * 51), "too_many_items", "/blocks"),
    (message(block("divider", colour="red")), "unexpected_field", FIRST),
    (message(block("divider", block_id="a" * 256)), "max_length", "/blocks/0/block_id"),
    (message(*[block("divider", block_id="a")] * 2), "duplicate_block_id", "/blocks/1/block_id"),
    (message(but(SECTION, text="Hi")), "invalid_type", "/blocks/0/text"),
    (message(but(SECTION, text=md(""))), "min_length", "/blocks/0/text/text"),
    (message(but(SECTION, text=md("a" * 3001))), "max_length", "/blocks/0/text/text"),
    (message(but(SECTION, text={**md(), "emoji": True})), "unexpected_field", "/blocks/0/text"),
    (message(block("section")), "missing_field", FIRST),
    (message(but(SECTION, fields=[md("a" * 2001)])), "max_length", "/blocks/0/fields/0/text"),
    (message(but(SECTION, expand="yes")), "invalid_type", "/blocks/0/expand"),
    (message(but(SECTION, accessory=block("plain_text_input"))), "unknown_type", "/blocks/0/accessory/type"),
    (message(block("header", text=text("a" * 151))), "max_length", "/blocks/0/text/text"),
    (message(block("header", text=text(), level=5)), "max_value", "/blocks/0/level"),
    (message(block("context", elements=[BUTTON])), "unknown_type", ELEMENT + "/type"),
    (message(actions(*BUTTONS)), "too_many_items", "/blocks/0/elements"),
    (message(actions(BUTTON, BUTTON)), "duplicate_action_id", "/blocks/0/elements/1/action_id"),
    (message(actions(but(BUTTON, text=md()))), "unknown_type", ELEMENT + "/text/type"),
    (message(actions(but(BUTTON, text=text("a" * 76)))), "max_length", ELEMENT + "/text/text"),
    (message(actions(but(BUTTON, style="blue"))), "enum", ELEMENT + "/style"),
    (message(actions(but(BUTTON, url="example.com"))), "invalid_url", ELEMENT + "/url"),
    (message(actions(but(BUTTON, confirm=SURE_LONG))), "max_length", ELEMENT + "/confirm/deny/text"),
    (message(actions(but(MENU, options=[OPTION] * 101))), "too_many_items", OPTIONS),
    (message(actions(but(MENU, options=[but(OPTION, value="a" * 151)]))), "max_length", OPTIONS + "/0/value"),
    (message(actions(but(MENU, options=[but(OPTION, text=md())]))), "unknown_type", OPTIONS + "/0/text/type"),
    (message(actions(but(MENU, initial_option=STRANGE))), "unknown_option", ELEMENT + "/initial_option"),
    (message(actions(TWO_LISTS)), "mutually_exclusive", ELEMENT),
    (message(actions(block("overflow", options=[OPTION] * 6))), "too_many_items", OPTIONS),
    (message(actions(block("radio_buttons"))), "missing_field", ELEMENT),
    (message(actions(block("datepicker", initial_date="1 May"))), "format", ELEMENT + "/initial_date"),
    (message(actions(block("conversations_select", filter={}))), "missing_field", ELEMENT + "/filter"),
    (message(block("image", image_url=URL)), "missing_field", FIRST),
    (message(but(PICTURE, image_url="file:///a.png")), "invalid_url", "/blocks/0/image_url"),
    (message(block("video", alt_text="A", thumbnail_url=URL, video_url=URL)), "missing_field", FIRST),
    (message(block("file", external_id="F", source="remote")), "invalid_surface", FIRST),
    (message(block("alert", text=text())), "invalid_surface", FIRST),
    (message(HALF, HALF), "max_length", "/blocks/1/text"),
    (message(rich(block("link", url="javascript:alert(1)"))), "invalid_url", ELEMENT + "/elements/0/url"),
    (message(rich(block("broadcast", range="all"))), "enum", ELEMENT + "/elements/0/range"),
    (message(block("rich_text", elements=[])), "too_few_items", "/blocks/0/elements"),
    (message(block("card", subtitle=md())), "missing_field", FIRST),
    (message(block("card", title="Hi")), "invalid_type", "/blocks/0/title"),
    (message(block("card", body=md("a" * 201))), "max_length", "/blocks/0/body/text"),
    (message(block("card", title=md(), actions=BUTTONS[:4])), "too_many_items", "/blocks/0/actions"),
    (message(block("card", title=md(), slack_icon=WAND)), "enum", "/blocks/0/slack_icon/name"),
    (message(block("carousel", elements=[SECTION])), "unknown_type", ELEMENT + "/type"),
    (message(but(CONTAINER, child_blocks=[CARD])), "unknown_type", "/blocks/0/child_blocks/0/type"),
    (message(RULED), "not_applicable", "/blocks/0/has_header_divider"),
    (message(feedback("a" * 76)), "max_length", ELEMENT + "/positive_button/accessibility_label"),
    (message(block("context_actions", elements=[BUTTON])), "unknown_type", ELEMENT + "/type"),
    (message(block("context_actions", elements=[but(TRASH, icon="star")])), "enum", ELEMENT + "/icon"),
    (message(block("table", rows=rows(101))), "too_many_items", "/blocks/0/rows"),
    (message(block("table", rows=rows(1, 21))), "too_many_items", "/blocks/0/rows/0"),
    (message(block("table", rows=rows(2, 1, "a" * 5001))), "max_length", "/blocks/0/rows"),
    (message(*[block("table", rows=rows(1))] * 2), "too_many_items", "/blocks/1"),
    (message(but(DATA_TABLE, rows=rows(1))), "too_few_items", "/blocks/0/rows"),
    (message(but(DATA_TABLE, rows=[*rows(2, 2), *rows(1, 1)])), "row_length", "/blocks/0/rows/2"),
    (message(but(DATA_TABLE, rows=[[RICH], *rows(1)])), "unknown_type", "/blocks/0/rows/0/0/type"),
    (message(but(DATA_TABLE, page_size=101)), "max_value", "/blocks/0/page_size"),
    (message(but(DATA_TABLE, row_header_column_index=1)), "max_value", "/blocks/0/row_header_column_index"),
    (message(but(DATA_TABLE, rows=rows(3, 1, "a" * 7000))), "max_length", "/blocks/0/rows"),
    (message(VIZ, VIZ, VIZ), "too_many_items", "/blocks/2"),
    (message(but(VIZ, chart=WORTHLESS)), "min_value", "/blocks/0/chart/segments/0/value"),
    (message(but(VIZ, chart=chart("x"))), "category_mismatch", "/blocks/0/chart/series/0/data"),
    (message(but(VIZ, chart=TWINS)), "duplicate_name", "/blocks/0/chart/series/1/name"),
    (message(but(TASK, status="pending")), "enum", "/blocks/0/status"),
    (message(block("plan", title=text())), "invalid_type", "/blocks/0/title"),
    (modal(asked(type="plain_text_input")), "missing_field", ""),
    (modal(asked(type="button", text=text()), **SENT), "unknown_type", "/blocks/0/element/type"),
    (modal(LENGTHY, **SENT), "max_value", "/blocks/0/element/max_length"),
    (modal(asked(type="number_input"), **SENT), "missing_field", "/blocks/0/element"),
    (modal(FOCUS, FOCUS, **SENT), "too_many_items", "/blocks/1/element/focus_on_load"),
    (modal(title=text("a" * 25)), "max_length", "/title/text"),
    (modal(close="Close"), "invalid_type", "/close"),
    ({"type": "modal", "blocks": [SECTION]}, "missing_field", ""),
    (modal(private_metadata="a" * 3001), "max_length", "/private_metadata"),
    (modal(*[SECTION] * 101), "too_many_items", "/blocks"),
    (modal(*[but(SECTION, text=md("a" * 3000))] * 90), "view_too_large", ""),
    (modal(block("markdown", text="a")), "invalid_surface", FIRST),
    (modal(block("carousel", elements=[block("card", title=md())])), "invalid_surface", FIRST),
    (modal(block("alert", text=text("a" * 201))), "max_length", "/blocks/0/text/text"),
    (modal(block("alert", text=text(), level="fatal")), "enum", "/blocks/0/level"),
    (block("home", blocks=[feedback()]), "invalid_surface", FIRST),
    (block("home", blocks=[VIZ]), "invalid_surface", FIRST),
    (block("home", blocks=[SECTION], title=text()), "unexpected_field", ""),
    ({"type": "tab", "blocks": []}, "unknown_type", "/type"),
]

HALVES = block("raw_number", value=1.5, text="1.5")
PLAN = block("plan", title="P", tasks=[but(TASK, status="pending", details=RICH)])
TICKS = block("checkboxes", options=[but(OPTION, text=md())])
MORE = block("overflow", options=[but(OPTION, url=URL)], confirm=but(CONFIRM, style="danger"))
EVERY_INLINE = rich(
    block("text", text="a", style={"bold": True}), block("link", url=URL), block("user", user_id="U1"),
    block("channel", channel_id="C1"), block("usergroup", usergroup_id="S1"), block("emoji", name="wave"),
    block("date", timestamp=1, format="{date}", fallback="a"), block("color", value="#00ff00"),
)
PICKED = ("external", "users", "conversations", "channels")
PICKERS = [f"{many}{of}_select" for many in ("", "multi_") for of in PICKED]
INPUTS = ["plain_text_input", "email_text_input", "url_text_input", "rich_text_input", "datetimepicker"]
GOOD: dict[str, Json] = {
    "text only": {"text": "Hi"},
    "no blocks": {"text": "Hi", "blocks": []},
    "section": message(but(SECTION, fields=[text()], accessory=PICTURE, expand=True), block("divider")),
    "header": message(block("header", text=text("a" * 150), level=2)),
    "context": message(block("context", elements=[md(), text(), PICTURE])),
    "selects": message(actions(but(MENU, initial_option=OPTION), *(block(kind) for kind in PICKERS))),
    "choices": message(actions(TICKS, block("timepicker", initial_time="09:30"))),
    "overflow": message(but(SECTION, accessory=MORE)),
    "rich text": message(EVERY_INLINE),
    "card": message(CARD),
    "carousel": message(block("carousel", elements=[CARD, CARD])),
    "container": message(but(CONTAINER, is_collapsible=True, child_blocks=[SECTION, actions(BUTTON)])),
    "feedback": message(feedback(), block("context_actions", elements=[TRASH])),
    "markdown": message(block("markdown", text="a" * 12000)),
    "table": message(block("table", rows=[[*rows(1)[0], RICH]], column_settings=[None, {"align": "right"}])),
    "data table": message(but(DATA_TABLE, rows=[*rows(1), [HALVES]], page_size=5)),
    "charts": message(VIZ, but(VIZ, chart=chart("y", "x", names=("s", "t")))),
    "plan": message(PLAN, but(TASK, status="complete")),
    "modal": modal(block("alert", text=md(), level="info"), CARD, close=text()),
    "modal inputs": modal(*(asked(type=kind) for kind in INPUTS), submit=text("Save"), private_metadata="a"),
    "home": block("home", blocks=[CARD, DATA_TABLE, block("carousel", elements=[CARD])], callback_id="home"),
    "same action in two blocks": message(actions(BUTTON), actions(BUTTON)),
}

SDK_BLOCKS: list[sdk.Block] = [
    sdk.SectionBlock(text=sdk.MarkdownTextObject(text="Hi"), accessory=sdk.ButtonElement(text="Go")),
    sdk.DividerBlock(),
    sdk.HeaderBlock(text="Hi"),
    sdk.ImageBlock(alt_text="A", image_url=URL, title="T"),
    sdk.ContextBlock(elements=[sdk.PlainTextObject(text="Hi", emoji=False)]),
    sdk.ActionsBlock(elements=[
        sdk.ButtonElement(text="Go", action_id="a", confirm=sdk.ConfirmObject(title="T", text="Sure?")),
        sdk.StaticSelectElement(action_id="b", options=[sdk.Option(value="1", label="One")]),
        sdk.UserSelectElement(action_id="c", placeholder="Who"),
        sdk.DatePickerElement(action_id="d", initial_date="2026-05-01"),
    ]),
    sdk.InputBlock(label="L", element=sdk.PlainTextInputElement(action_id="a", max_length=9), hint="H"),
    sdk.InputBlock(label="L", element=sdk.NumberInputElement(action_id="n", min_value="1", max_value="9")),
    sdk.MarkdownBlock(text="**Hi**"),
    sdk.RichTextBlock(elements=[sdk.RichTextSectionElement(elements=[Parts.Text(text="Hi")])]),
    sdk.CarouselBlock(elements=[sdk.CardBlock(title=sdk.MarkdownTextObject(text="T"))]),
    sdk.ContainerBlock(title="T", child_blocks=[sdk.DividerBlock()], width="wide"),
    sdk.TableBlock(rows=[[sdk.RawTextObject(text="a"), sdk.RawNumberObject(value=1, text="1")]]),
    sdk.PlanBlock(title="P", tasks=[sdk.TaskCardBlock(task_id="1", title="T", status="pending")]),
    sdk.ContextActionsBlock(elements=[sdk.IconButtonElement(icon="trash", text="Delete", action_id="x")]),
]
# fmt: on


def test_the_tables_are_not_empty() -> None:
    assert len(BAD) >= 50
    assert len(GOOD) >= 16
    assert len(SDK_BLOCKS) >= 10


@pytest.mark.parametrize(("payload", "code", "pointer"), BAD, ids=[row[1] for row in BAD])
def test_refuses(payload: Json, code: str, pointer: str) -> None:
    assert [(fault.code, fault.pointer) for fault in faults_of(payload)] == [(code, pointer)]


@pytest.mark.parametrize("name", GOOD)
def test_accepts(name: str) -> None:
    assert faults_of(GOOD[name]) == []


@pytest.mark.parametrize("built", SDK_BLOCKS, ids=lambda built: str(built.type))
def test_accepts_what_slack_sdk_builds(built: sdk.Block) -> None:
    assert validate_message(message(json.loads(json.dumps(built.to_dict())))) == []


def test_accepts_a_view_slack_sdk_builds() -> None:
    shown = [sdk.AlertBlock(text=sdk.PlainTextObject(text="Careful"), level="warning"), SDK_BLOCKS[6]]
    assert validate_view(View(type="modal", title="T", submit="OK", blocks=shown).to_dict()) == []


def test_reports_all_faults_at_once() -> None:
    found = validate_message(message(block("header", text="Hi"), block("alert", text="Hi")), ephemeral=True)
    assert [fault.code for fault in found] == ["invalid_type", "invalid_type", "invalid_surface"]
    assert "ephemeral" in found[-1].message


def test_a_fault_reads_as_slack_answers_it() -> None:
    fault = validate_message(message(block("header", text=text("a" * 151))))[0]
    assert fault.as_dict() == {
        "pointer": "/blocks/0/text/text",
        "code": "max_length",
        "message": "must be no more than 150 characters",
        "constraint": "150",
    }
