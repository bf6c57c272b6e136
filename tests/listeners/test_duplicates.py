"""One message is answered once, however often and under whatever names Slack delivers it."""

from __future__ import annotations

from bot.playground import payloads
from bot.playground.world import TEAMMATE, Message
from bot.storage import Store


async def test_a_retry_with_the_same_event_id_is_answered_once(rig):
    envelope = payloads.event(rig.mention())
    await rig.event({}, envelope=envelope)
    await rig.event({}, envelope=envelope)
    assert [entry["status"] for entry in rig.sent("app_mention")] == [200, 200]
    assert len(rig.answers()) == 1
    assert len(rig.rows()) == 1


async def test_a_mention_and_a_message_of_the_same_ts_are_answered_once(make_rig):
    rig = await make_rig(subscribe_channel_messages=True)
    await rig.type(f"@whichrole {rig.PROJECT}")
    assert len(rig.sent("message")) == len(rig.sent("app_mention")) == 1
    assert len(rig.answers()) == 1


async def test_a_mention_in_a_direct_message_is_answered_once(rig):
    written = rig.im()
    await rig.event(written)
    await rig.event(written | {"type": "app_mention"})
    assert len(rig.answers()) == 1


async def test_twenty_deliveries_at_once_are_answered_once(rig):
    await rig.event(rig.mention(), times=20)
    assert [entry["status"] for entry in rig.sent("app_mention")] == [200] * 20
    assert len(rig.answers()) == 1
    assert len(rig.rows()) == 1


async def test_twenty_different_messages_at_once_are_answered_each(rig):
    asked = [rig.mention() for _ in range(20)]
    for body in asked:
        rig.standin.delivery.event(payloads.event(body), "test")
    await rig.settle()
    assert sorted(answer.thread_ts for answer in rig.answers()) == [body["ts"] for body in asked]


async def test_the_same_ts_in_another_channel_is_another_message(rig):
    first = rig.im()
    await rig.event(first)
    rig.stage.world.post(Message(first["ts"], "D0JONAS", TEAMMATE, first["text"]))
    await rig.event(first | {"channel": "D0JONAS", "user": TEAMMATE.id})
    posts = rig.sent("chat.postMessage")
    assert [post["request"]["channel"] for post in posts] == ["D0MAYA", "D0JONAS"]


async def test_a_retry_after_a_restart_is_not_answered_again(rig, make_rig, desk, tmp_path):
    envelope = payloads.event(rig.mention())
    await rig.event({}, envelope=envelope)
    desk.store.close()
    desk.store = Store(tmp_path / "whichrole.db")
    again = await make_rig()
    await again.event({}, envelope=envelope)
    assert [entry["status"] for entry in again.sent("app_mention")] == [200]
    assert again.answers() == []


async def test_what_is_forgotten_is_new_again_even_without_a_database(desk):
    for closed in (False, True):
        if closed:
            desk.store.close()
        assert [desk.first_time("a press"), desk.first_time("a press")] == [True, False]
        desk.forget("a press")
        assert desk.first_time("a press")
        desk.forget("a press")
