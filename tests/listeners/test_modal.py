"""Modals that come too late: whoever pressed is told privately, and nothing counts as failed."""

from __future__ import annotations

import pytest

from bot.listeners.customs import Customs
from bot.rendering.handover import question_message
from bot.understanding.reading import asked_for
from tests.listeners.test_home import open_tab, use

ROOM = "C0HIRING"


@pytest.fixture
async def late(make_rig, desk):
    """A rig in which every trigger is used up when the bot gets it."""
    desk.customs = Customs(human=ROOM)
    return await make_rig(trigger_seconds=0.0)


def outcomes(rig) -> set[str]:
    return {row["outcome"] for row in rig.rows()}


async def test_an_example_on_home_is_answered_directly(late):
    await open_tab(late)
    await use(late, "step:home-2")
    (told,) = late.answers()
    assert (told.channel, late.stage.views.modals) == ("D0MAYA", [])
    assert "Interviewing an AI developer" in told.text
    assert outcomes(late) == {"answer"}


async def test_a_message_asked_about_is_answered_beside_it(late):
    await late.type(late.PROJECT, channel="C0RANDOM")
    message = max(late.stage.world.messages["C0RANDOM"].values(), key=lambda m: m.ts)
    await late._clicks.shortcut("which_role", "C0RANDOM", message.ts)
    await late.settle()
    (told,) = late.answers()
    assert (told.channel, told.recipient) == ("C0RANDOM", late.ME)
    assert outcomes(late) == {"answer"}


async def test_whoever_wants_a_person_is_asked_to_press_again(late):
    await late.command()
    await late.press("Ask a human")
    assert "Please press again" in late.answers()[-1].text
    assert late.answers()[-1].recipient == late.ME
    assert outcomes(late) == {"answer"}


async def test_whoever_wants_to_answer_is_asked_to_press_again(late, desk):
    asked = question_message(desk.advice_on(asked_for("recommend")), "does it hold?", late.ME, desk.knowledge.wording)
    await late.app.client.chat_postMessage(channel=ROOM, text=asked.text, blocks=asked.blocks)
    await late.settle()
    await late.press("Answer")
    assert "Please press again" in late.answers()[-1].text
    assert late.answers()[-1].recipient == late.ME
