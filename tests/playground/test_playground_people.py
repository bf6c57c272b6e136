"""Several people: who sees what, who may do what, and what the bot is told about them."""

from __future__ import annotations

import asyncio

import pytest


async def test_each_person_has_conversations_of_their_own(bench):
    rooms = {}
    for person in (await bench.state())["people"]:
        state = await bench.become(person["id"])
        assert state["me"] == person
        rooms[person["handle"]] = {channel["id"] for channel in state["channels"]}
    assert rooms == {
        "maya": {"C0HIRING", "C0RANDOM", "C0GENERAL", "C0PARTNERS", "C0LEADS", "D0MAYA"},
        "jonas": {"C0HIRING", "C0RANDOM", "C0GENERAL", "C0PARTNERS", "D0JONAS"},
        "ada": {"C0HIRING", "C0RANDOM", "C0GENERAL", "C0LEADS", "D0ADA"},
        "ines": {"C0HIRING", "D0INES"},
        "tomas": {"C0PARTNERS"},
    }
    assert (await bench.page("become", user="U0WHICHROLE"))["error"] == "no_such_person"


async def test_messages_are_seen_by_those_who_may(bench):
    await bench.send("for the leads", "C0LEADS")
    await bench.client.chat_postEphemeral(channel="C0HIRING", user="U0FOUNDER", text="for Maya alone")
    await bench.client.chat_postMessage(channel="U0ADMIN", text="for Ada")
    ada = (await bench.become("U0ADMIN"))["messages"]
    assert [message["text"] for message in ada["C0LEADS"] + ada["D0ADA"]] == ["for the leads", "for Ada"]
    assert ada["C0HIRING"] == []
    jonas = (await bench.become("U0TEAM"))["messages"]
    assert "C0LEADS" not in jonas
    assert (await bench.send("in", "C0LEADS"))["error"] == "channel_not_found"
    assert (await bench.send("in", "D0ADA"))["error"] == "channel_not_found"


async def test_nobody_presses_what_only_another_sees(bench):
    posted = await bench.client.chat_postEphemeral(
        channel="C0HIRING", user="U0FOUNDER", text="x", blocks=[bench.buttons("go")]
    )
    await bench.become("U0GUEST")
    place = {"channel": "C0HIRING", "message_ts": posted["message_ts"], "block_id": "row", "action_id": "go"}
    assert (await bench.page("action", **place))["error"] == "message_not_found"


async def test_home_modals_and_prompts_belong_to_one_person(bench):
    homes = []

    @bench.app.event("app_home_opened")
    async def opened(event, client):
        homes.append((event["user"], event["channel"]))
        view = {"type": "home", "blocks": [bench.section(event["user"]), bench.buttons("ask")]}
        await client.views_publish(user_id=event["user"], view=view)
        prompts = [{"title": event["user"], "message": "m"}]
        await client.assistant_threads_setSuggestedPrompts(channel_id=event["channel"], prompts=prompts)

    @bench.app.action("ask")
    async def ask(ack, body, client):
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=bench.modal(body["user"]["id"]))

    for person in ("U0FOUNDER", "U0ADMIN"):
        await bench.become(person)
        await bench.page("home_opened", tab="home")
        await bench.settle()
        state = await bench.state()
        assert state["home"]["blocks"][0]["text"]["text"] == state["prompts"][0]["title"] == person
        click = {"view_id": state["home"]["id"], "block_id": "row", "action_id": "ask"}
        assert (await bench.page("action", **click))["ok"]
        await bench.settle()
    assert homes == [("U0FOUNDER", "D0MAYA"), ("U0ADMIN", "D0ADA")]
    (ada,) = (await bench.state())["modals"]
    (maya,) = (await bench.become("U0FOUNDER"))["modals"]
    assert (ada["title"]["text"], maya["title"]["text"]) == ("U0ADMIN", "U0FOUNDER")
    assert (await bench.page("view_close", view_id=ada["id"]))["error"] == "view_not_found"
    await bench.page("view_close", view_id=maya["id"])
    assert (await bench.state())["modals"] == []
    assert len((await bench.become("U0ADMIN"))["modals"]) == 1
    assert (await bench.become("U0TEAM"))["home"] is None


async def test_the_answer_to_a_command_goes_to_whoever_typed_it(bench):
    asked, answered = asyncio.Event(), asyncio.Event()

    @bench.app.command("/whichrole")
    async def answer(ack):
        asked.set()
        await answered.wait()
        await ack(text="For Maya")

    await bench.page("send", channel="C0HIRING", text="/whichrole x")
    await asked.wait()
    await bench.become("U0TEAM")
    answered.set()
    await bench.standin.settle()
    assert await bench.messages() == []
    await bench.become("U0FOUNDER")
    assert [message["text"] for message in await bench.messages()] == ["For Maya"]


async def test_a_stranger_is_told_apart(bench):
    envelopes, clicks = [], []

    @bench.app.event("app_mention")
    async def mention(body, client):
        envelopes.append(body)
        await client.chat_postMessage(channel="C0PARTNERS", text="t", blocks=[bench.buttons("go")])

    @bench.app.action("go")
    async def go(ack, body):
        await ack()
        clicks.append(body)

    state = await bench.become("U0STRANGER")
    assert [(c["id"], c["shared"], c["private"]) for c in state["channels"]] == [("C0PARTNERS", True, False)]
    await bench.send("@whichrole hi", "C0PARTNERS")
    (body,) = envelopes
    assert body["is_ext_shared_channel"] is True
    assert (body["event"]["team"], body["event"]["user_team"]) == ("T0OTHER", "T0OTHER")
    assert body["authorizations"][0]["team_id"] == "T0PLAYGRND"
    posted = (await bench.messages("C0PARTNERS"))[-1]
    place = {"channel": "C0PARTNERS", "message_ts": posted["ts"], "block_id": "row", "action_id": "go"}
    assert (await bench.page("action", **place))["ok"]
    assert (clicks[0]["user"]["team_id"], clicks[0]["team"]["id"]) == ("T0OTHER", "T0PLAYGRND")
    await bench.become("U0FOUNDER")
    await bench.send("@whichrole hi", "C0PARTNERS")
    assert (envelopes[1]["is_ext_shared_channel"], "user_team" in envelopes[1]["event"]) == (True, False)


async def test_a_stranger_has_no_commands_shortcuts_home_or_direct_message(make_bench):
    bench = await make_bench(shortcuts=({"callback_id": "find", "name": "Find", "type": "global"},))
    await bench.become("U0STRANGER")
    await bench.send("/whichrole x", "C0PARTNERS")
    assert "command of another company" in bench.toasts()[0]
    assert (await bench.page("shortcut", callback_id="find"))["error"] == "no_such_shortcut"
    assert (await bench.page("home_opened", tab="home"))["error"] == "channel_not_found"
    assert (await bench.api("conversations.open", users="U0STRANGER"))[1]["error"] == "cannot_dm_user"
    assert (await bench.api("chat.postMessage", channel="U0STRANGER", text="x"))[1]["error"] == "channel_not_found"
    assert await bench.exchanges("slash_commands") == []


@pytest.mark.parametrize(
    ("person", "said"),
    [
        ("U0FOUNDER", {"is_admin": False, "is_restricted": False, "is_stranger": False}),
        ("U0ADMIN", {"is_admin": True, "is_restricted": False, "is_stranger": False}),
        ("U0GUEST", {"is_admin": False, "is_restricted": True, "is_stranger": False}),
        ("U0STRANGER", {"is_admin": False, "team_id": "T0OTHER", "is_stranger": True}),
    ],
)
async def test_users_info_says_who_somebody_is(bench, person, said):
    user = (await bench.client.users_info(user=person, include_locale=True))["user"]
    assert said.items() <= user.items()
    assert ("locale" in user) is not user["is_stranger"]


async def test_channels_are_described_honestly_and_private_ones_not_at_all(bench):
    shared = (await bench.client.conversations_info(channel="C0PARTNERS"))["channel"]
    assert (shared["is_ext_shared"], shared["is_private"], shared["is_member"]) == (True, False, True)
    for method in ("conversations.info", "chat.postMessage"):
        assert (await bench.api(method, channel="C0LEADS", text="x"))[1]["error"] == "channel_not_found"
    await bench.send("/invite @whichrole", "C0LEADS")
    private = (await bench.client.conversations_info(channel="C0LEADS"))["channel"]
    assert (private["is_private"], private["is_ext_shared"], private["is_channel"]) == (True, False, False)


async def test_a_private_channel_keeps_its_name(bench):
    commands = []

    @bench.app.command("/whichrole")
    async def answer(ack, command):
        await ack()
        commands.append((command["channel_name"], command["text"]))

    await bench.send("/whichrole see #leads and #hiring", "C0LEADS")
    assert commands == [("privategroup", "see <#C0LEADS|> and <#C0HIRING|hiring>")]
