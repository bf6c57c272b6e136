"""What the bot answers and what it lets pass."""

from __future__ import annotations

import pytest

from bot.listeners.customs import Customs

ROOM = {"channel": "C0HIRING", "channel_type": "channel"}
IGNORED = {
    "another bot": {"bot_id": "B0OTHER", "user": "U0OTHER"},
    "a bot message": {"subtype": "bot_message", "bot_id": "B0OTHER", "user": None},
    "the bot itself": {"user": "U0WHICHROLE", "bot_id": "B0WHICHROLE"},
    "the bot itself, without its bot id": {"user": "U0WHICHROLE"},
    "nobody": {"user": None},
    "an edit": {"subtype": "message_changed", "user": None, "message": {"user": "U0FOUNDER", "text": "when?"}},
    "an edited message": {"edited": {"user": "U0FOUNDER", "ts": "1700000000.000100"}},
    "a deletion": {"subtype": "message_deleted", "user": None, "deleted_ts": "1700000000.000100"},
    "a join": {"subtype": "channel_join"},
    "a topic": {"subtype": "channel_topic"},
    "a me message": {"subtype": "me_message"},
    "a reminder": {"subtype": "reminder_add"},
    "a subtype of tomorrow": {"subtype": "assistant_app_thread"},
    "a channel": ROOM,
    "a private channel": {"channel": "G0HIRING", "channel_type": "group"},
    "a group conversation": {"channel": "G0HIRING", "channel_type": "mpim"},
    "a channel, without text": {**ROOM, "text": None},
    "a channel, with a file": {**ROOM, "subtype": "file_share"},
}
ANSWERED = {
    "a plain message": {},
    "a file with a question": {"subtype": "file_share", "files": [{"id": "F0"}]},
    "a thread reply shown in the channel": {"subtype": "thread_broadcast"},
    "someone of another workspace": {"user": "U0GUEST", "user_team": "T0OTHER"},
}


@pytest.mark.parametrize("changed", IGNORED.values(), ids=IGNORED.keys())
async def test_what_nobody_wrote_to_the_bot_is_taken_and_left_alone(rig, changed):
    await rig.event(rig.im(**changed))
    assert [entry["status"] for entry in rig.sent("message")] == [200]
    assert rig.answers() == []
    assert rig.rows() == []


@pytest.mark.parametrize("changed", ANSWERED.values(), ids=ANSWERED.keys())
async def test_what_a_person_wrote_is_answered_in_its_thread(rig, changed):
    asked = rig.im(**changed)
    await rig.event(asked)
    (answer,) = rig.answers()
    assert answer.thread_ts == asked["ts"]
    assert [(row["surface"], row["outcome"]) for row in rig.rows()] == [("dm", "answer")]


@pytest.mark.parametrize("changed", [{"bot_id": "B0OTHER"}, {"user": "U0WHICHROLE"}, {"edited": {"ts": "1.2"}}])
async def test_mentions_by_bots_and_edited_mentions_are_left_alone(rig, changed):
    await rig.event(rig.mention(**changed))
    assert [entry["status"] for entry in rig.sent("app_mention")] == [200]
    assert rig.answers() == []


@pytest.mark.parametrize("text", [None, "", "   "])
async def test_a_message_without_words_gets_help_and_no_error(rig, text):
    await rig.event(rig.im(text))
    assert [entry["status"] for entry in rig.sent("message")] == [200]
    assert [(row["intent"], row["outcome"]) for row in rig.rows()] == [("help", "answer")]
    assert len(rig.answers()) == 1


async def test_a_reply_goes_to_the_root_of_its_thread(rig):
    root = rig.im()
    await rig.event(root)
    await rig.event(rig.im(thread_ts=root["ts"]))
    assert {answer.thread_ts for answer in rig.answers()} == {root["ts"]}


async def test_words_without_a_mention_in_a_channel_cost_nothing(make_rig):
    rig = await make_rig(subscribe_channel_messages=True)
    await rig.type(rig.PROJECT)
    assert [entry["status"] for entry in rig.sent("message")] == [200]
    assert rig.answers() == []
    assert rig.desk.store.db.table("seen").count == 0


@pytest.mark.parametrize("kind", ["app_context_changed", "app_home_opened"])
async def test_events_of_the_app_itself_are_taken(rig, kind):
    await rig.event({"type": kind, "user": rig.ME, "channel": "D0MAYA", "event_ts": "1700000000.000100"})
    assert [entry["status"] for entry in rig.sent(kind)] == [200]
    assert rig.answers() == []


async def test_what_a_stranger_says_in_a_thread_is_no_question_to_be_refused(make_rig, desk):
    desk.customs = Customs(thread_follow_ups=True)
    rig = await make_rig(subscribe_channel_messages=True)
    await rig.type("@whichrole when should we hire an AI engineer?", channel="C0PARTNERS")
    root = rig.answers()[0].thread_ts
    await rig.type("and what does she cost?", channel="C0PARTNERS", thread_ts=root)
    rig.stage.become("U0STRANGER")
    await rig.type("and what does she cost?", channel="C0PARTNERS", thread_ts=root)
    assert [row["intent"] for row in rig.rows()] == ["when_to_hire", "cost"]
    assert len(rig.answers()) == 2
