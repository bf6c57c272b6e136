"""Whatever goes wrong: the person gets a reference, the log the traceback, the count an error."""

from __future__ import annotations

import re
import sqlite3

import pytest
from slack_sdk.errors import SlackApiError

from bot.listeners import table
from bot.playground.world import BOT

SECRET = "the-inside-of-the-exception"
REFERENCE = re.compile(r"reference ([0-9A-F]{6})\b")
FAILED = re.compile(r"reference ([0-9A-F]{6}): \w+ failed")


class BrokenError(Exception):
    """What the tests raise."""


def fails(*_args, **_more):
    raise BrokenError(SECRET)


def text_of(message) -> str:
    return f"{message.text} {message.blocks}"


@pytest.fixture
def logged(caplog):
    """The references under which errors were logged with the traceback of `BrokenError`."""

    def references() -> list[str]:
        records = [r for r in caplog.records if r.name == "bot.listeners.failure" and r.exc_info]
        return [FAILED.search(r.getMessage())[1] for r in records if FAILED.search(r.getMessage())]

    return references


@pytest.fixture
def rig_that_fails(rig, desk):
    desk.today = fails
    return rig


def check_told(rig, logged) -> None:
    """The newest answer names a reference and nothing of the error; log and count hold the same reference."""
    (shown,) = REFERENCE.findall(rig.answers()[-1].text)
    assert shown in str(rig.answers()[-1].blocks)
    assert SECRET not in text_of(rig.answers()[-1])
    assert logged() == [shown]
    assert [row["answer_id"] for row in rig.rows() if row["outcome"] == "error"] == [shown]


async def test_a_command_that_fails_tells_the_asker_alone(rig_that_fails, logged):
    await rig_that_fails.command()
    assert rig_that_fails.answers()[-1].recipient == rig_that_fails.ME
    check_told(rig_that_fails, logged)
    (row,) = rig_that_fails.rows()
    assert (row["surface"], row["role"], row["intent"]) == ("command", None, None)


@pytest.mark.parametrize("channel", ["C0HIRING", "D0MAYA"])
async def test_a_message_that_fails_is_told_in_its_thread(rig_that_fails, logged, channel):
    await rig_that_fails.type(f"@whichrole {rig_that_fails.PROJECT}", channel)
    (told,) = rig_that_fails.answers()
    assert told.thread_ts is not None
    check_told(rig_that_fails, logged)


async def test_a_click_that_fails_is_told_beside_its_card(rig, desk, logged):
    await rig.command()
    desk.today = fails
    await rig.press("Common mistakes")
    card, told = rig.answers()
    assert (card.recipient, told.recipient) == (rig.ME, rig.ME)
    check_told(rig, logged)


async def test_a_click_on_home_that_fails_is_logged_counted_and_told_directly(rig, desk, logged):
    await rig.event({"type": "app_home_opened", "user": rig.ME, "channel": "D0MAYA", "tab": "home"})
    desk.today = fails
    home = rig.stage.views.homes[rig.ME]
    row = next(block for block in home["blocks"] if block["type"] == "actions")
    click = {"action_id": row["elements"][1]["action_id"], "value": row["elements"][1]["value"]}
    container = {"type": "view", "view_id": home["id"]}
    assert await rig.interaction(container=container, view=home, actions=[click]) == 200
    assert rig.answers()[-1].channel == "D0MAYA"
    check_told(rig, logged)


async def test_the_log_has_the_traceback(rig_that_fails, caplog):
    await rig_that_fails.command()
    (record,) = [r for r in caplog.records if FAILED.search(r.getMessage())]
    assert record.exc_info[0] is BrokenError
    assert record.exc_info[2] is not None
    assert rig_that_fails.PROJECT not in caplog.text


async def test_an_error_after_the_acknowledgement_is_told_and_the_acknowledgement_stands(make_rig, monkeypatch, logged):
    async def acknowledges_then_fails(turn, desk):
        await turn.acknowledge()
        fails()

    listener = table.Listener("command", "/whichrole", "command", acknowledges_then_fails)
    monkeypatch.setattr(table, "LISTENERS", (listener,))
    rig = await make_rig(ack_seconds=1.0)
    await rig.command()
    (command,) = rig.sent("slash_commands")
    assert (command["status"], rig.toasts) == (200, [])
    assert command["ms"] < 500  # Bolt forgets such an acknowledgement if it sees the exception
    assert [entry["status"] for entry in rig.sent("response_url")] == [200]
    check_told(rig, logged)


async def test_a_click_that_fails_before_its_acknowledgement_is_taken(make_rig, monkeypatch, logged):
    async def breaks(turn, desk):
        fails()

    listeners = tuple(each for each in table.LISTENERS if each.kind == "command")
    monkeypatch.setattr(table, "LISTENERS", (*listeners, table.Listener("action", ".*", "button", breaks)))
    rig = await make_rig(ack_seconds=1.0)
    await rig.command()
    await rig.press("Common mistakes")
    assert [entry["status"] for entry in rig.sent("block_actions")] == [200]
    check_told(rig, logged)


async def test_a_post_that_slack_refuses_turns_the_row_into_an_error(rig, caplog):
    asked = rig.mention()
    rig.stage.world.channel("C0HIRING").members.discard(BOT.id)
    await rig.event(asked)
    assert [entry["status"] for entry in rig.sent("app_mention")] == [200]
    assert {entry["status"] for entry in rig.sent("chat.postMessage")} == {"not_in_channel"}
    (row,) = rig.rows()
    assert row["outcome"] == "error"
    assert f"reference {row['answer_id']}: the person could not be told" in caplog.text
    assert rig.desk.outcomes["error"] == 1


async def test_an_expired_response_url_is_noticed(make_rig, caplog):
    rig = await make_rig(response_url_seconds=0.0)
    await rig.command()
    await rig.press("Common mistakes")
    assert len(rig.answers()) == 1
    assert {entry["status"] for entry in rig.sent("response_url")} == {"expired_url"}
    assert [row["outcome"] for row in rig.rows()] == ["answer", "error"]
    errors = [r.exc_info[1] for r in caplog.records if FAILED.search(r.getMessage())]
    assert [type(error) for error in errors] == [SlackApiError]


async def test_a_database_that_fails_costs_no_answer(rig, desk, caplog):
    desk.store.close()
    await rig.command()
    await rig.type(f"@whichrole {rig.PROJECT}")
    assert len(rig.answers()) == 2
    assert not any(REFERENCE.search(answer.text) for answer in rig.answers())
    assert not desk.log_ok  # which /healthz tells
    assert caplog.text.count("usage cannot be logged") == 1
    assert all(sqlite3.ProgrammingError.__name__ not in text_of(answer) for answer in rig.answers())


@pytest.mark.parametrize("value", ["", "not json", "{}", '{"intents": []}', '{"intents": 1, "evil": true}'])
async def test_a_button_of_another_time_is_told_and_counted_once(rig, value, logged):
    await rig.command()
    card = rig.answers()[-1]
    for block in card.blocks:
        for element in block.get("elements", []):
            if element.get("action_id", "").startswith("step:"):
                element["value"] = value
    await rig.press("Common mistakes")
    check_told(rig, logged)
    assert len(rig.rows()) == 2


async def test_an_unknown_button_is_taken_without_a_word(rig):
    await rig.command()
    card = rig.answers()[-1]
    container = {"type": "message", "message_ts": card.ts, "channel_id": card.channel, "is_ephemeral": True}
    click = {"type": "button", "action_id": "of-an-older-release", "value": "1", "block_id": "b"}
    assert await rig.interaction(container=container, actions=[click]) == 200
    assert len(rig.answers()) == 1
    assert len(rig.rows()) == 1


async def test_a_share_that_failed_can_be_pressed_again(rig, desk, monkeypatch):
    await rig.command()
    (card,) = rig.answers()
    with monkeypatch.context() as patch:
        patch.setattr(desk, "today", fails)
        await rig.press("Share to channel", card)
    assert REFERENCE.search(rig.answers()[-1].text)
    await rig.press("Share to channel", card)
    assert [answer.recipient for answer in rig.answers() if answer.text.startswith("Shared by")] == [None]
