"""Rules of Slack that a bot meets seldom, and then hard."""

from __future__ import annotations

import asyncio

import pytest


@pytest.fixture
def opened(bench):
    """Opens a modal for a person and gives the trigger of a click inside it."""

    async def do(person="U0FOUNDER"):
        triggers = bench.standin.stage.triggers
        answer = await bench.client.views_open(trigger_id=triggers.issue(person), view=bench.modal())
        return answer["view"], triggers.issue(person, answer["view"]["id"])

    return do


async def test_a_view_changed_meanwhile_is_a_conflict(bench, opened):
    view, _ = await opened()
    newer = (await bench.client.views_update(view_id=view["id"], hash=view["hash"], view=bench.modal("2")))["view"]
    assert newer["hash"] != view["hash"]
    stale = await bench.api("views.update", view_id=view["id"], hash=view["hash"], view=bench.modal("3"))
    assert stale[1]["error"] == "hash_conflict"
    assert (await bench.state())["modals"][0]["title"]["text"] == "2"


async def test_three_views_can_be_stacked(bench, opened):
    view, _ = await opened()
    triggers = bench.standin.stage.triggers
    outside = await bench.api("views.push", trigger_id=triggers.issue("U0FOUNDER"), view=bench.modal())
    assert outside[1]["error"] == "invalid_trigger_id"
    for number in (2, 3):
        trigger = triggers.issue("U0FOUNDER", view["id"])
        assert (await bench.client.views_push(trigger_id=trigger, view=bench.modal(str(number))))["ok"]
    trigger = triggers.issue("U0FOUNDER", view["id"])
    assert (await bench.api("views.push", trigger_id=trigger, view=bench.modal()))[1]["error"] == "push_limit_exceeded"
    stack = (await bench.state())["modals"]
    assert [each["root_view_id"] for each in stack] == [view["id"]] * 3
    assert [each["previous_view_id"] for each in stack] == [None, stack[0]["id"], stack[1]["id"]]


async def test_a_view_that_is_closed_cannot_be_changed(bench, opened):
    view, trigger = await opened()
    await bench.page("view_close", view_id=view["id"])
    gone = await bench.api("views.update", view_id=view["id"], view=bench.modal())
    assert gone[1]["error"] == "not_found"
    assert (await bench.api("views.push", trigger_id=trigger, view=bench.modal()))[1]["error"] == "invalid_trigger_id"


async def test_an_external_id_is_used_once(bench):
    triggers = bench.standin.stage.triggers
    view = bench.modal(external_id="mine")
    await bench.client.views_open(trigger_id=triggers.issue("U0FOUNDER"), view=view)
    again = await bench.api("views.open", trigger_id=triggers.issue("U0ADMIN"), view=view)
    assert again[1]["error"] == "duplicate_external_id"


async def respond(bench, url, **body):
    async with bench.http.post(url, json=body) as response:
        return response.status, await response.text()


async def test_the_address_of_a_command_replaces_and_deletes_nothing(bench):
    url = bench.standin.stage.response_url("C0HIRING", "U0FOUNDER")
    assert await respond(bench, url, text="first") == (200, "ok")
    assert await respond(bench, url, text="second", replace_original=True) == (200, "ok")
    assert (await respond(bench, url, delete_original=True))[0] == 400
    assert [message["text"] for message in await bench.messages()] == ["first", "second"]
    assert await respond(bench, url) == (400, "no_text")
    assert await respond(bench, url, text="fifth") == (200, "ok")
    assert await respond(bench, url, text="sixth") == (404, "expired_url")


async def test_the_address_of_a_click_replaces_until_told_otherwise(bench):
    posted = await bench.client.chat_postEphemeral(channel="C0HIRING", user="U0FOUNDER", text="card")
    url = bench.standin.stage.response_url("C0HIRING", "U0FOUNDER", posted["message_ts"])
    await respond(bench, url, text="changed")
    await respond(bench, url, text="beside", replace_original=False)
    await respond(bench, url, text="for all", response_type="in_channel")
    shown = [(message["text"], message["ephemeral"]) for message in await bench.messages()]
    assert shown == [("changed", True), ("beside", True), ("for all", False)]
    assert await respond(bench, url, delete_original=True) == (200, "ok")
    assert await respond(bench, url, delete_original=True) == (400, "message_not_found")
    assert [message["text"] for message in await bench.messages()] == ["beside", "for all"]


async def test_an_answer_in_the_open_is_seen_by_all(bench):
    url = bench.standin.stage.response_url("C0RANDOM", "U0FOUNDER")
    await respond(bench, url, text="for Maya")
    await respond(bench, url, text="for all", response_type="in_channel")
    state = await bench.become("U0ADMIN")
    assert [message["text"] for message in state["messages"]["C0RANDOM"]] == ["for all"]


async def test_only_the_bots_own_messages_are_changed(bench):
    await bench.send("mine")
    (message,) = await bench.messages()
    place = {"channel": "C0HIRING", "ts": message["ts"]}
    assert (await bench.api("chat.update", **place, text="x"))[1]["error"] == "cant_update_message"
    assert (await bench.api("chat.delete", **place))[1]["error"] == "cant_delete_message"
    named = await bench.api("chat.update", channel="#hiring", ts=message["ts"], text="x")
    assert named[1]["error"] == "channel_not_found"


async def test_ephemerals_need_both_to_be_there(bench):
    outside = await bench.api("chat.postEphemeral", channel="C0RANDOM", user="U0FOUNDER", text="x")
    assert outside[1]["error"] == "not_in_channel"
    absent = await bench.api("chat.postEphemeral", channel="C0GENERAL", user="U0GUEST", text="x")
    assert absent[1]["error"] == "user_not_in_channel"


@pytest.mark.parametrize("given", [{}, {"blocks": [], "message": {"text": "x"}}, {"blocks": "[]", "view": {}}])
async def test_blocks_are_judged_one_thing_at_a_time(bench, given):
    assert (await bench.api("blocks.validate", **given))[1]["error"] == "invalid_arguments"


async def test_an_edit_and_a_deletion_are_messages_nobody_sees(make_bench):
    bench = await make_bench(subscribe_channel_messages=True)
    events = bench.heard("message")

    await bench.send("frist")
    (typed,) = await bench.messages()
    place = {"channel": "C0HIRING", "ts": typed["ts"]}
    assert (await bench.page("edit", **place, text="first"))["ok"]
    await bench.settle()
    (changed,) = await bench.messages()
    assert (changed["text"], changed["edited"]) == ("first", True)
    assert (await bench.page("delete", **place))["ok"]
    await bench.settle()
    assert await bench.messages() == []
    assert [event.get("subtype") for event in events] == [None, "message_changed", "message_deleted"]
    assert (events[1]["message"]["text"], events[1]["previous_message"]["text"]) == ("first", "frist")
    assert (events[2]["deleted_ts"], events[2]["channel_type"]) == (typed["ts"], "channel")


async def test_only_ones_own_messages_are_edited_and_quietly_so_where_the_bot_is_deaf(bench):
    posted = await bench.client.chat_postMessage(channel="C0HIRING", text="the bot's")
    place = {"channel": "C0HIRING", "ts": posted["ts"]}
    for call in ("edit", "delete"):
        assert (await bench.page(call, **place, text="x"))["error"] == "cant_update_message"
    await bench.send("mine")
    mine = {"channel": "C0HIRING", "ts": (await bench.messages())[1]["ts"]}
    assert (await bench.page("edit", **mine, text=" "))["error"] == "no_text"
    assert (await bench.page("edit", **mine, text="still mine"))["ok"]
    await bench.settle()
    assert await bench.exchanges("message") == []


async def test_messages_of_a_private_channel_are_of_a_group(make_bench):
    bench = await make_bench(subscribe_channel_messages=True)
    kinds = bench.heard("message", "channel_type")

    await bench.send("nobody hears this", "C0LEADS")
    await bench.send("/invite @whichrole", "C0LEADS")
    await bench.send("and this", "C0LEADS")
    assert kinds == ["group"]


async def test_a_shortcut_on_a_message_works_where_the_bot_is_not(make_bench):
    shortcuts = (
        {"callback_id": "this", "name": "Which role is this?", "type": "message"},
        {"callback_id": "any", "name": "Find a role", "type": "global"},
    )
    bench = await make_bench(shortcuts=shortcuts)
    bodies = []

    @bench.app.shortcut("this")
    async def this(ack, body, respond):
        await ack()
        bodies.append(body)
        await respond(text="for the one who asked", response_type="ephemeral", replace_original=False)

    @bench.app.shortcut("any")
    async def anywhere(ack, body):
        await ack()
        bodies.append(body)

    await bench.send("who builds this?", "C0RANDOM")
    await bench.become("U0TEAM")
    (message,) = await bench.messages("C0RANDOM")
    place = {"channel": "C0RANDOM", "message_ts": message["ts"]}
    assert (await bench.page("shortcut", callback_id="this", **place))["ok"]
    assert (await bench.page("shortcut", callback_id="any"))["ok"]
    await bench.settle()
    on_message, at_large = bodies
    assert on_message["message"]["text"] == "who builds this?"
    assert (on_message["user"]["id"], on_message["channel"]["id"]) == ("U0TEAM", "C0RANDOM")
    assert "channel" not in at_large
    assert "response_url" not in at_large
    answer = (await bench.messages("C0RANDOM"))[-1]
    assert (answer["text"], answer["ephemeral"]) == ("for the one who asked", True)
    for wrong in ({"callback_id": "any", **place}, {"callback_id": "this"}):
        assert (await bench.page("shortcut", **wrong))["error"] == "no_such_shortcut"
    on_private = {"channel": "C0RANDOM", "message_ts": answer["ts"]}
    assert (await bench.page("shortcut", callback_id="this", **on_private))["error"] == "message_not_found"
    await bench.become("U0GUEST")
    assert (await bench.page("shortcut", callback_id="this", **place))["error"] == "channel_not_found"


async def test_a_trigger_is_spent_once_even_by_two_at_a_time(bench):
    trigger = bench.standin.stage.triggers.issue("U0FOUNDER")
    calls = (bench.api("views.open", trigger_id=trigger, view=bench.modal()) for _ in range(2))
    answers = [answer for _, answer in await asyncio.gather(*calls)]
    assert sorted(str(answer.get("error")) for answer in answers) == ["None", "exchanged_trigger_id"]


@pytest.mark.parametrize(
    ("method", "args", "needed"),
    [
        ("chat.postMessage", {"channel": "C0HIRING", "text": "x"}, "chat:write"),
        ("agents.sessions.rename", {}, "chat:write"),
        ("assistant.threads.setStatus", {}, "chat:write"),
        ("assistant.threads.setSuggestedPrompts", {}, "assistant:write"),
        ("conversations.info", {"channel": "C0HIRING"}, "channels:read"),
        ("conversations.info", {"channel": "C0LEADS"}, "groups:read"),
        ("conversations.replies", {"channel": "D0MAYA"}, "im:history"),
        ("conversations.open", {"users": "U0FOUNDER"}, "im:write"),
        ("files.getUploadURLExternal", {}, "files:write"),
        ("users.info", {"user": "U0FOUNDER"}, "users:read"),
    ],
)
async def test_what_an_app_was_not_granted_is_refused(make_bench, method, args, needed):
    bench = await make_bench(scopes=("commands",))
    refused = (await bench.api(method, **args))[1]
    assert (refused["error"], refused["needed"], refused["provided"]) == ("missing_scope", needed, "commands")


async def test_views_need_no_scope(make_bench):
    bench = await make_bench(scopes=("commands",))
    trigger = bench.standin.stage.triggers.issue("U0FOUNDER")
    assert (await bench.api("views.open", trigger_id=trigger, view=bench.modal()))[1]["ok"]
