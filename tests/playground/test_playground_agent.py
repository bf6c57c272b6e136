"""The agent's side of a direct message: threads, statuses, stopping, and what the person looks at."""

from __future__ import annotations

import pytest


@pytest.fixture
async def thread(bench):
    posted = await bench.client.chat_postMessage(channel="D0MAYA", text="root")
    return {"channel_id": "D0MAYA", "thread_ts": posted["ts"]}


async def stands(bench, thread):
    return (await bench.state())["threads"]["D0MAYA"].get(thread["thread_ts"])


async def test_titles_and_statuses_are_kept_and_told(bench, thread):
    await bench.client.agents_sessions_setStatus(**thread, status="processing", title="A chatbot")
    assert await stands(bench, thread) == {"title": "A chatbot", "status": "processing"}
    await bench.client.agents_sessions_setStatus(**thread, status="active", title="Another")
    assert await stands(bench, thread) == {"title": "A chatbot", "status": "active"}
    await bench.client.agents_sessions_rename(**thread, title="Another")
    assert (await stands(bench, thread))["title"] == "Another"
    told = bench.told("threads")
    assert told[0] == {
        "channel": "D0MAYA",
        "thread_ts": thread["thread_ts"],
        "title": "A chatbot",
        "status": "processing",
    }
    assert len(told) == 3
    await bench.page("become", user="U0TEAM")
    assert "D0MAYA" not in (await bench.state())["threads"]


async def test_a_message_clears_the_older_status_and_not_that_of_a_session(bench, thread):
    await bench.client.assistant_threads_setStatus(**thread, status="is thinking")
    assert (await stands(bench, thread))["status"] == "is thinking"
    await bench.client.chat_postMessage(channel="D0MAYA", thread_ts=thread["thread_ts"], text="x")
    assert (await stands(bench, thread))["status"] == ""
    await bench.client.agents_sessions_setStatus(**thread, status="processing")
    await bench.client.chat_postMessage(channel="D0MAYA", thread_ts=thread["thread_ts"], text="x")
    assert (await stands(bench, thread))["status"] == "processing"


@pytest.mark.parametrize(("status", "title"), [("thinking", None), ("active", "x" * 201)])
async def test_sessions_take_known_statuses_and_short_titles(bench, thread, status, title):
    refused = await bench.api("agents.sessions.setStatus", **thread, status=status, title=title)
    assert refused[1]["error"] == "invalid_arguments"
    assert (await bench.api("agents.sessions.rename", **thread, title="x" * 201))[1]["error"] == "invalid_arguments"


async def test_stopping_is_told_and_changes_nothing_by_itself(bench, thread):
    events = bench.heard("agent_session_stopped")

    place = {"channel": "D0MAYA", "thread_ts": thread["thread_ts"]}
    assert (await bench.page("stop", **place))["error"] == "no_such_thread"
    await bench.client.agents_sessions_setStatus(**thread, status="processing")
    assert (await bench.page("stop", **place))["ok"]
    await bench.settle()
    (event,) = events
    assert (event["channel"], event["thread_ts"], event["user"]) == ("D0MAYA", thread["thread_ts"], "U0FOUNDER")
    assert event["streaming_message_ts"] == []
    assert (await stands(bench, thread))["status"] == "processing"


async def test_what_the_person_looks_at_reaches_the_bot(bench):
    looked, said, opened = [], [], []

    @bench.app.event("app_context_changed")
    async def changed(event):
        looked.append(event["context"])

    @bench.app.event("message")
    async def message(event):
        said.append(event.get("app_context"))

    @bench.app.event("app_home_opened")
    async def home(event):
        opened.append(event["context"])

    await bench.send("before", "D0MAYA")
    assert (await bench.page("look", channel="C0HIRING"))["ok"]
    await bench.send("after", "D0MAYA")
    await bench.page("home_opened", tab="messages")
    assert (await bench.page("look", channel="D0ADA"))["error"] == "channel_not_found"
    await bench.settle()
    entities = [{"type": "slack#/types/channel_id", "value": "C0HIRING", "team_id": "T0PLAYGRND"}]
    assert looked == opened == [{"entities": entities}]
    assert said == [None, {"entities": entities}]


async def test_an_app_that_is_no_agent_has_none_of_it(make_bench):
    bench = await make_bench(agent_view=False)
    events = bench.heard("message")

    @bench.app.event("app_home_opened")
    async def home(event):
        events.append(event)

    posted = await bench.client.chat_postMessage(channel="D0MAYA", text="root")
    thread = {"channel_id": "D0MAYA", "thread_ts": posted["ts"]}
    prompts = [{"title": "t", "message": "m"}]
    for method, more in (
        ("agents.sessions.setStatus", {"status": "active"}),
        ("agents.sessions.rename", {"title": "t"}),
        ("assistant.threads.setSuggestedPrompts", {"prompts": prompts}),
    ):
        assert (await bench.api(method, **thread, **more))[1]["error"] == "feature_not_enabled"
    assert (await bench.api("assistant.threads.setStatus", **thread, status="thinking"))[1]["ok"]
    await bench.page("look", channel="C0HIRING")
    await bench.page("home_opened", tab="messages")
    await bench.send("hi", "D0MAYA")
    assert await bench.exchanges("app_context_changed") == []
    assert ["app_context" in event or "context" in event for event in events] == [False, False]
