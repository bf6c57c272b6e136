"""The Web API refuses what Slack refuses."""

from __future__ import annotations

import asyncio
import json

import pytest
from slack_sdk.errors import SlackApiError


async def test_tokens_and_unknown_methods(bench):
    assert (await bench.api("auth.test", token="xoxb-other"))[1]["error"] == "invalid_auth"
    assert (await bench.api("no.such"))[1]["error"] == "unknown_method"
    async with bench.http.post(f"{bench.standin.api_url}auth.test") as response:
        assert (await response.json())["error"] == "not_authed"
    form = {"token": "xoxb-playground"}
    async with bench.http.post(f"{bench.standin.api_url}auth.test", data=form) as response:
        assert (await response.json())["user_id"] == "U0WHICHROLE"


@pytest.mark.parametrize(
    ("args", "error"),
    [
        ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
        ({"channel": "C0RANDOM", "text": "x"}, "not_in_channel"),
        ({"channel": "C0HIRING"}, "no_text"),
        ({"channel": "C0HIRING", "text": "x", "thread_ts": "1.2"}, "invalid_thread_ts"),
        ({"channel": "C0HIRING", "text": "x", "thread_ts": "1763700000.000100"}, "thread_not_found"),
        ({"channel": "C0HIRING", "blocks": [{"type": "divider"}] * 51}, "msg_blocks_too_many"),
        ({"channel": "C0HIRING", "blocks": "{"}, "invalid_blocks_format"),
    ],
)
async def test_posts_that_are_refused(bench, args, error):
    assert (await bench.api("chat.postMessage", **args))[1]["error"] == error


async def test_invalid_blocks_name_the_fault(bench):
    with pytest.raises(SlackApiError) as refusal:
        await bench.client.chat_postMessage(channel="C0HIRING", text="x", blocks=[{"type": "section"}])
    answer = refusal.value.response
    assert answer["error"] == "invalid_blocks"
    assert answer["errors"][0]["pointer"].startswith("/blocks/0")
    assert answer["response_metadata"]["messages"]
    assert await bench.messages() == []
    checked = (await bench.api("blocks.validate", blocks=json.dumps([{"type": "divider"}])))[1]
    assert checked == {"ok": True}


async def test_updating_keeps_or_drops_blocks_as_slack_does(bench):
    posted = await bench.client.chat_postMessage(
        channel="#hiring", text="old", blocks=json.dumps([bench.section("old")])
    )
    place = {"channel": "C0HIRING", "ts": posted["ts"]}
    await bench.api("chat.update", **place, blocks=[bench.section("new")])
    (message,) = await bench.messages()
    assert (message["text"], message["edited"]) == ("old", False)
    await bench.client.chat_update(**place, text="plain")
    (message,) = await bench.messages()
    assert (message["text"], message["blocks"], message["edited"]) == ("plain", None, True)
    assert (await bench.api("chat.update", **place, text="x" * 4001))[1]["error"] == "msg_too_long"
    await bench.client.chat_delete(**place)
    assert (await bench.api("chat.delete", **place))[1]["error"] == "message_not_found"


async def test_a_long_text_is_cut(bench):
    posted = await bench.client.chat_postMessage(channel="U0FOUNDER", text="x" * 40_001)
    assert posted["channel"] == "D0MAYA"
    assert len(posted["message"]["text"]) == 40_000


async def test_ephemerals_cannot_be_touched_and_are_private(bench):
    posted = await bench.client.chat_postEphemeral(channel="C0HIRING", user="U0FOUNDER", text="psst")
    place = {"channel": "C0HIRING", "ts": posted["message_ts"]}
    assert (await bench.api("chat.update", **place, text="x"))[1]["error"] == "cant_update_message"
    assert (await bench.api("chat.delete", **place))[1]["error"] == "cant_delete_message"
    await bench.client.chat_postEphemeral(channel="C0HIRING", user="U0TEAM", text="not for Maya")
    assert [m["text"] for m in await bench.messages()] == ["psst"]
    refused = await bench.api("chat.postEphemeral", channel="D0MAYA", user="U0TEAM", text="x")
    assert refused[1]["error"] == "user_not_in_channel"


async def test_too_many_posts_are_limited(make_bench):
    bench = await make_bench(post_burst=2, post_window=0.2)
    for _ in range(2):
        await bench.client.chat_postMessage(channel="C0HIRING", text="x")
    with pytest.raises(SlackApiError) as refusal:
        await bench.client.chat_postMessage(channel="C0HIRING", text="x")
    assert refusal.value.response.status_code == 429
    assert refusal.value.response.headers["Retry-After"] == "1"
    assert refusal.value.response["error"] == "ratelimited"
    await asyncio.sleep(0.25)
    await bench.client.chat_postMessage(channel="C0HIRING", text="x")


async def test_a_trigger_lives_shortly_and_works_once(make_bench):
    bench = await make_bench(trigger_seconds=0.1)
    triggers = bench.standin.stage.triggers
    fresh, late = triggers.issue("U0FOUNDER"), triggers.issue("U0FOUNDER")
    await bench.client.views_open(trigger_id=fresh, view=bench.modal())
    again = await bench.api("views.open", trigger_id=fresh, view=bench.modal())
    assert again[1]["error"] == "exchanged_trigger_id"
    await asyncio.sleep(0.15)
    for trigger_id, error in ((late, "expired_trigger_id"), ("1.2.x", "invalid_trigger_id")):
        _, answer = await bench.api("views.open", trigger_id=trigger_id, view=bench.modal())
        assert answer["error"] == error


async def test_views_are_checked(bench):
    faulty = bench.modal(title="a title that is longer than Slack allows")
    trigger = bench.standin.stage.triggers.issue("U0FOUNDER")
    refused = (await bench.api("views.open", trigger_id=trigger, view=faulty))[1]
    assert refused["error"] == "invalid_arguments"
    assert refused["response_metadata"]["messages"]
    home = {"type": "home", "blocks": [bench.section("hi")]}
    published = await bench.client.views_publish(user_id="U0FOUNDER", view=home)
    conflict = await bench.api("views.publish", user_id="U0FOUNDER", view=home, hash="1.old")
    assert conflict[1]["error"] == "hash_conflict"
    await bench.client.views_publish(user_id="U0FOUNDER", view=home, hash=published["view"]["hash"])
    large = bench.modal(private_metadata="x" * 250_001)
    assert (await bench.api("views.open", trigger_id=trigger, view=large))[1]["error"] == "view_too_large"


async def test_prompts_threads_and_people(bench):
    prompts = [{"title": "Help", "message": "help"}]
    await bench.client.assistant_threads_setSuggestedPrompts(channel_id="D0MAYA", prompts=prompts)
    other = [{"title": "Other", "message": "other"}]
    posted = await bench.client.chat_postMessage(channel="D0MAYA", text="root", blocks=[bench.buttons("b")])
    thread = {"channel_id": "D0MAYA", "thread_ts": posted["ts"]}
    await bench.client.assistant_threads_setSuggestedPrompts(**thread, prompts=other)
    assert (await bench.state())["prompts"] == prompts
    many = await bench.api("assistant.threads.setSuggestedPrompts", channel_id="D0MAYA", prompts=prompts * 5)
    assert many[1]["error"] == "invalid_arguments"
    await bench.client.assistant_threads_setStatus(**thread, status="thinking")
    await bench.client.assistant_threads_setTitle(**thread, title="A title")
    await bench.client.agents_sessions_setStatus(**thread, status="active")
    await bench.client.agents_sessions_rename(**thread, title="A title")
    assert (await bench.client.users_info(user="U0TEAM"))["user"]["real_name"] == "Jonas"
    assert (await bench.client.conversations_info(channel="C0RANDOM"))["channel"]["is_member"] is False
    assert (await bench.client.conversations_open(users="U0FOUNDER"))["channel"]["id"] == "D0MAYA"
    await bench.client.chat_postMessage(channel="D0MAYA", thread_ts=posted["ts"], text="reply")
    replies = await bench.client.conversations_replies(channel="D0MAYA", ts=posted["ts"])
    assert [m["text"] for m in replies["messages"]] == ["root", "reply"]


async def test_an_ephemeral_reply_shows_only_in_an_active_thread(bench):
    root = await bench.client.chat_postMessage(channel="C0HIRING", text="root")
    place = {"channel": "C0HIRING", "user": "U0FOUNDER", "thread_ts": root["ts"]}
    await bench.client.chat_postEphemeral(**place, text="unseen")
    await bench.client.chat_postMessage(channel="C0HIRING", thread_ts=root["ts"], text="reply")
    await bench.client.chat_postEphemeral(**place, text="seen")
    assert [m["text"] for m in await bench.messages()] == ["root", "reply", "seen"]
