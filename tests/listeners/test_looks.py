"""Newer blocks: sent where Slack takes them, never where nobody would hear that it does not, and tried again later."""

from __future__ import annotations

import pytest
from slack_sdk.errors import SlackApiError

from bot.listeners.customs import Looks
from bot.listeners.turn import Turn
from bot.playground.illness import Illness

OLD = Illness(old_blocks=True)
ANSWERED_IN_TABLES = "difference between ML engineer and AI engineer?"


def kinds(message) -> set[str]:
    return {block["type"] for block in message.blocks}


@pytest.fixture
def unheard(desk):
    """A bot that was told to send newer blocks, and has not yet heard what Slack says of them."""
    desk.looks = Looks(modern=True)
    return desk


async def test_the_first_command_is_answered_even_if_slack_refuses_newer_blocks(unheard, rig):
    rig.stage.fall_ill(OLD)
    for _ in range(2):
        await rig.command(ANSWERED_IN_TABLES)
    assert [entry["status"] for entry in rig.sent("response_url")] == ["invalid_blocks", 200]
    assert len(rig.answers()) == 2
    assert all(answer.recipient == rig.ME and "table" not in kinds(answer) for answer in rig.answers())
    assert {row["outcome"] for row in rig.rows()} == {"answer"}


async def test_once_newer_blocks_were_taken_commands_are_answered_in_the_acknowledgement(unheard, rig):
    for _ in range(2):
        await rig.command(ANSWERED_IN_TABLES)
    assert len(rig.sent("response_url")) == 1
    assert ["table" in kinds(answer) for answer in rig.answers()] == [True, True]


async def test_a_refusal_elsewhere_makes_acknowledgements_classic_at_once(rig):
    await rig.command(ANSWERED_IN_TABLES)
    rig.stage.fall_ill(OLD)
    await rig.type(f"@whichrole {ANSWERED_IN_TABLES}")
    await rig.command(ANSWERED_IN_TABLES)
    assert ["table" in kinds(answer) for answer in rig.answers()] == [True, False, False]
    assert rig.sent("response_url") == []


def turn_with(looks: Looks) -> Turn:
    return Turn({}, None, None, None, None, "dm", looks)


async def refuses(modern: bool) -> None:
    raise SlackApiError("refused", {"ok": False, "error": "invalid_blocks"})


async def takes_classic(modern: bool) -> None:
    if modern:
        await refuses(modern)


async def takes_all(modern: bool) -> None:
    return None


async def test_what_is_refused_in_either_style_says_nothing_of_newer_blocks():
    looks = Looks(modern=True)
    with pytest.raises(SlackApiError):
        await turn_with(looks).in_either_style(refuses, newer=True)
    assert looks.refused == 0
    await turn_with(looks).in_either_style(takes_classic, newer=True)
    assert looks.refused == 1


async def test_only_refusals_in_a_row_count_and_only_newer_blocks_end_the_row():
    looks = Looks(modern=True)
    turn = turn_with(looks)
    for send in (takes_classic, takes_classic, takes_all, takes_classic, takes_classic):
        await turn.in_either_style(send, newer=True)
    assert (looks.refused, looks.modern) == (2, True)
    await turn.in_either_style(takes_all, newer=False)
    await turn.in_either_style(takes_classic, newer=True)
    assert (looks.refused, looks.modern) == (3, False)


@pytest.mark.parametrize(("again", "modern"), [(60.0, False), (0.0, True)])
async def test_newer_blocks_rest_for_a_while_and_are_tried_again(again, modern):
    looks = Looks(modern=True, again=again)
    for _ in range(Looks.MOST_REFUSED):
        await turn_with(looks).in_either_style(takes_classic, newer=True)
    assert (looks.modern, looks.untried, looks.sure) == (modern, modern, False)
    await turn_with(looks).in_either_style(takes_all, newer=True)
    assert looks.sure is modern


def test_who_wishes_for_no_newer_blocks_gets_none_whatever_is_taken():
    looks = Looks()
    looks.accept()
    assert (looks.modern, looks.sure, looks.untried) == (False, False, False)
    looks.welcome()
    assert (looks.modern, looks.sure, looks.untried) == (True, True, False)
