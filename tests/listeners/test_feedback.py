"""Verdicts on answers: counted once a person, changed by a later word, and never guessed."""

from __future__ import annotations

import pytest

from bot.storage.tally import tally


def verdicts(rig) -> list[tuple]:
    return [(row["verdict"], row["reason"], row["note"]) for row in rig.desk.store.db.query("SELECT * FROM feedback")]


async def test_the_latest_word_of_a_person_counts_once(rig):
    await rig.type("@whichrole when should we hire an AI engineer?")
    (answer,) = rig.answers()
    await rig.press("Helpful", answer)
    await rig.press("Helpful", answer)
    await rig.press("Not helpful", answer)
    assert verdicts(rig) == [("no", None, None)]


async def test_a_reason_joins_the_verdict(rig):
    await rig.command("when should we hire an AI engineer?")
    await rig.press("Not helpful")
    assert verdicts(rig) == [("no", None, None)]
    await rig.submit(reason="misread", note="we have no data yet")
    assert verdicts(rig) == [("no", "misread", "we have no data yet")]
    assert rig.stage.views.modals[-1]["title"]["text"] == "Thank you"


async def test_two_people_count_twice(rig):
    await rig.type("@whichrole when should we hire an AI engineer?")
    (answer,) = rig.answers()
    await rig.press("Helpful", answer)
    rig.stage.become("U0TEAM")
    await rig.press("Not helpful", answer)
    assert sorted(row[0] for row in verdicts(rig)) == ["no", "yes"]


async def test_an_answer_nobody_judged_is_never_helpful(rig):
    await rig.type("@whichrole when should we hire an AI engineer?")
    await rig.type("@whichrole when should we hire an ML engineer?")
    await rig.press("Helpful", rig.answers()[0])
    found = tally(rig.desk.store, 1)
    assert {name: count for name, (count, _) in found["verdict"].items()} == {"yes": 1}
    assert found["unknown"]["unknown"][0] == 1


async def test_a_trigger_that_came_too_late_still_counts(make_rig):
    rig = await make_rig(trigger_seconds=0.0)
    await rig.command("when should we hire an AI engineer?")
    await rig.press("Not helpful")
    assert verdicts(rig) == [("no", None, None)]
    assert rig.stage.views.modals == []
    assert "without your name" in rig.answers()[-1].text


@pytest.mark.parametrize("value", ["maybe:7WFH57WB", "yes:", "yes:<!channel>", "", "yes:' OR 1=1 --"])
async def test_a_forged_verdict_is_refused_with_a_reference(rig, value):
    await rig.type("@whichrole when should we hire an AI engineer?")
    (answer,) = rig.answers()
    action = {"type": "button", "action_id": "feedback", "block_id": "feedback", "value": value}
    place = {"type": "message", "message_ts": answer.ts, "channel_id": answer.channel, "is_ephemeral": False}
    url = rig.stage.response_url(answer.channel, rig.ME, answer.ts)
    assert await rig.interaction(actions=[action], container=place, response_url=url) == 200
    assert verdicts(rig) == []
    assert "reference" in rig.answers()[-1].text


async def test_cards_about_the_bot_itself_are_not_waiting_for_a_judgement(rig):
    for word in ("help", "privacy", "hello", "when should we hire an AI engineer?"):
        await rig.command(word)
    assert {row["outcome"] for row in rig.rows()} == {"answer"}
    assert tally(rig.desk.store, 1)["unknown"] == {"unknown": (1, 1)}
