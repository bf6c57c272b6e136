"""How the bot behaves: brief after the first time, honest about what it cannot read, no faster than Slack likes."""

from __future__ import annotations

import asyncio
import time

import pytest
from slack_sdk.errors import SlackApiError

from bot.listeners import agent
from bot.listeners.customs import Looks
from bot.listeners.pace import BURST, Pace
from bot.playground import payloads
from bot.playground.illness import Illness

GREETING = "Nice to meet you"
LONG = "We have a shop and a warehouse. " * 130 + "who do we hire to train our own model on our sales data?"


async def test_somebody_is_greeted_once(rig):
    await rig.type("when should we hire an AI engineer?", channel="D0MAYA")
    await rig.type("when should we hire an ML engineer?", channel="D0MAYA")
    assert [GREETING in answer.text for answer in rig.answers()] == [True, False]


async def test_nobody_is_greeted_in_the_open(rig):
    await rig.type("@whichrole when should we hire an AI engineer?")
    assert GREETING not in rig.answers()[0].text


async def test_of_a_long_message_it_is_said_how_much_was_read(rig):
    assert 4000 < len(LONG) < 4400
    await rig.type(LONG, channel="D0MAYA")
    assert "first 2,500 characters" in rig.answers()[0].text


async def test_a_file_without_words_is_declined_kindly(rig):
    await rig.event(rig.im("", subtype="file_share", files=[{"id": "F0"}]))
    (answer,) = rig.answers()
    assert "I can only read words" in answer.text
    assert [row["outcome"] for row in rig.rows()] == ["decline"]


@pytest.mark.parametrize("text", [":tada:", ":+1::skin-tone-3:", "👍👍", "<https://example.com/a>"])
async def test_a_face_or_a_link_gets_a_short_word(rig, text):
    await rig.event(rig.im(text))
    assert [(row["intent"], row["outcome"]) for row in rig.rows()] == [("chitchat", "answer")]


async def test_nothing_is_ever_shouted_at_a_channel(rig):
    await rig.type("@whichrole @channel @here which role do we need for <!channel> & @everyone?")
    await rig.type("@whichrole is <!here> an AI engineer?")
    assert len(rig.answers()) == 2
    for answer in rig.answers():
        assert "<!" not in f"{answer.text} {answer.blocks}"


@pytest.mark.parametrize("place", ["command", "mention", "button"])
async def test_an_organisation_wide_install_without_a_team_is_answered(rig, place):
    if place == "command":
        body = payloads.command(rig.stage, rig.stage.world.channel("C0HIRING"), "/whichrole", rig.PROJECT)
        body |= {"team_id": "", "enterprise_id": "E0ORG", "is_enterprise_install": "true"}
        assert (await rig.standin.delivery.command(body)).status == 200
        await rig.settle()
    elif place == "mention":
        envelope = payloads.event(rig.mention())
        envelope |= {"team_id": None, "enterprise_id": "E0ORG", "context_team_id": None}
        envelope["authorizations"][0] |= {"team_id": None, "enterprise_id": "E0ORG", "is_enterprise_install": True}
        await rig.event({}, envelope=envelope)
    else:
        await rig.type(f"@whichrole {rig.PROJECT}")
        (card,) = rig.answers()
        await press_without_team(rig, card)
    assert [row["outcome"] for row in rig.rows()][-1] == "answer"
    assert "error" not in {row["outcome"] for row in rig.rows()}


async def press_without_team(rig, card) -> None:
    buttons = [e for b in card.blocks if b["type"] == "actions" for e in b["elements"] if e["action_id"][:5] == "step:"]
    action = buttons[0] | {"block_id": "steps", "action_ts": "1.1"}
    place = {"type": "message", "message_ts": card.ts, "channel_id": card.channel, "is_ephemeral": False}
    place["thread_ts"] = card.thread_ts
    url = rig.stage.response_url(card.channel, rig.ME, card.ts)
    told = {"team": None, "enterprise": {"id": "E0ORG", "name": "Org"}, "is_enterprise_install": True}
    assert await rig.interaction(actions=[action], container=place, response_url=url, **told) == 200


@pytest.mark.parametrize("kind", ["assistant_thread_started", "assistant_thread_context_changed", "tokens_revoked"])
async def test_events_of_other_times_are_taken_without_a_word(rig, kind):
    await rig.event({"type": kind, "event_ts": "1700000000.000100"})
    assert [entry["status"] for entry in rig.sent(kind)] == [200]
    assert rig.answers() == []


async def test_stop_ends_the_status_of_the_thread(rig):
    root = rig.im()
    await rig.event(root)
    before = len(rig.sent("agents.sessions.setStatus"))
    stop = {"type": "agent_session_stopped", "channel": "D0MAYA", "thread_ts": root["ts"], "user": rig.ME}
    await rig.event(stop | {"event_ts": "1700000000.000100"})
    assert [entry["status"] for entry in rig.sent("agent_session_stopped")] == [200]
    told = [entry["request"] for entry in rig.sent("agents.sessions.setStatus")[before:]]
    assert [(each["status"], each["thread_ts"]) for each in told] == [("active", root["ts"])]


async def test_the_status_is_cleared_even_if_the_answer_fails(rig, desk):
    def fails():
        raise RuntimeError("nobody sees this")

    desk.today = fails
    await rig.event(rig.im())
    assert rig.sent("agents.sessions.setStatus")[-1]["request"]["status"] == "active"
    assert "reference" in rig.answers()[-1].text


async def test_after_three_refusals_in_a_row_classic_cards_are_sent_at_once(rig, desk):
    rig.stage.fall_ill(Illness(old_blocks=True))
    for _ in range(5):
        await rig.type("@whichrole when should we hire an AI engineer?")
    refused = [entry for entry in rig.sent("chat.postMessage") if entry["status"] != 200]
    assert len(refused) == Looks.MOST_REFUSED
    assert len(rig.answers()) == 5
    assert desk.looks.modern is False


async def test_a_burst_leaves_at_once_and_the_rest_at_an_even_pace():
    pace, left = Pace(each=0.05), []

    async def send(number: int) -> None:
        await pace.wait("C0HIRING")
        left.append((number, time.monotonic()))

    started = time.monotonic()
    await asyncio.gather(*(send(number) for number in range(BURST + 4)))
    assert [number for number, _ in left] == list(range(BURST + 4))
    assert left[BURST - 1][1] - started < 0.05
    assert left[-1][1] - started >= 4 * 0.05 * 0.9


async def test_one_busy_channel_does_not_hold_up_another():
    pace = Pace(each=60.0)
    for _ in range(BURST):
        await pace.wait("C0HIRING")
    await asyncio.wait_for(pace.wait("C0RANDOM"), 1)


async def test_whoever_comes_to_a_crowded_channel_is_told_alone_and_once(rig, desk):
    desk.pace = Pace(each=30.0)
    waiting = [asyncio.create_task(desk.pace.wait("C0HIRING")) for _ in range(BURST + 2)]
    await asyncio.sleep(0)
    await rig.type("@whichrole when should we hire an AI engineer?")
    await rig.type("@whichrole when should we hire an ML engineer?")
    (told,) = rig.answers()
    assert told.recipient == rig.ME
    assert "would come too late" in told.text
    assert [row["outcome"] for row in rig.rows()] == ["error", "error"]
    desk.pace.end()
    await asyncio.gather(*waiting)


async def test_at_the_end_nobody_waits_any_longer():
    pace = Pace(each=60.0)
    for _ in range(BURST):
        await pace.wait("C0HIRING")
    late = asyncio.create_task(pace.wait("C0HIRING"))
    await asyncio.sleep(0)
    pace.end()
    await asyncio.wait_for(late, 1)


async def test_a_conversation_of_long_ago_is_not_remembered_and_said_so(rig, desk):
    await rig.type("@whichrole when should we hire an AI engineer?")
    root = rig.answers()[0].thread_ts
    desk.store.db.execute("UPDATE conversations SET at = at - 31 * 24 * 3600")
    await rig.type("@whichrole why?", thread_ts=root)
    assert "don't remember what came before" in rig.answers()[-1].text
    assert desk.store.db.table("conversations").count == 1


async def test_a_long_list_of_names_costs_no_more_than_a_short_one(rig):
    await rig.command("compare " + ",".join(f"q{number}" for number in range(400)))
    assert rig.toasts == []
    assert "I know no role called" in rig.answers()[-1].text


async def test_two_quick_presses_in_a_modal_leave_the_newer_answer(rig):
    await rig.type("we want a RAG chatbot over our confluence pages", channel="C0RANDOM")
    message = max(rig.stage.world.messages["C0RANDOM"].values(), key=lambda m: m.ts)
    await rig._clicks.shortcut("which_role", "C0RANDOM", message.ts)
    await rig.settle()
    view = rig.stage.views.modals[-1]
    rows = [block for block in view["blocks"] if block["type"] == "actions"]
    steps = [
        (row["block_id"], e["action_id"]) for row in rows for e in row["elements"] if e["action_id"][:5] == "step:"
    ]
    clicks = [{"view_id": view["id"], "block_id": block, "action_id": action} for block, action in steps[:2]]
    await asyncio.gather(*(rig._clicks.press(click) for click in clicks))
    await rig.settle()
    assert "did not work" not in rig.stage.views.modals[-1]["title"]["text"]
    assert "error" not in {row["outcome"] for row in rig.rows()}


async def test_no_agent_view_in_one_conversation_is_none_of_the_others(rig, desk):
    for error in ("not_allowed", "method_not_supported_for_channel_type"):
        await agent._quietly(desk, refusing(error))
    assert desk.looks.agent
    await agent._quietly(desk, refusing("feature_not_enabled"))
    assert not desk.looks.agent


async def refusing(error: str) -> None:
    raise SlackApiError("refused", {"ok": False, "error": error})


async def test_a_burst_in_one_channel_is_answered_whole_at_an_even_pace(rig, desk):
    desk.pace = Pace(each=0.5)
    asked = [rig.mention("when should we hire an AI engineer?") for _ in range(BURST + 1)]
    started = time.monotonic()
    for body in asked:
        rig.standin.delivery.event(payloads.event(body), "test")
    await rig.settle()
    assert sorted(answer.thread_ts for answer in rig.answers()) == [body["ts"] for body in asked]
    assert time.monotonic() - started >= 0.5
    assert {row["outcome"] for row in rig.rows()} == {"answer"}
