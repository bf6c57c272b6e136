"""Slash commands and the addresses they are answered through."""

from __future__ import annotations

import asyncio


async def test_the_ack_of_a_command_shows_as_an_ephemeral_answer(bench):
    seen = []

    @bench.app.command("/whichrole")
    async def answer(ack, command):
        seen.append(command)
        await ack(text="Hire a *planner*", blocks=[bench.section("Hire a *planner*")])

    await bench.send("/whichrole plan <b> & see https://example.org/x @jonas")
    (message,) = await bench.messages()
    assert message["ephemeral"]
    assert message["is_bot"]
    assert message["text"] == "Hire a *planner*"
    assert seen[0]["text"] == "plan &lt;b&gt; &amp; see <https://example.org/x> <@U0TEAM>"
    assert seen[0]["channel_name"] == "hiring"
    assert seen[0]["is_enterprise_install"] == "false"
    (exchange,) = await bench.exchanges("slash_commands")
    assert exchange["status"] == 200
    assert exchange["request"]["body"]["token"] == "(redacted)"
    assert exchange["request"]["headers"]["X-Slack-Signature"] == "(redacted)"


async def test_an_in_channel_answer_shows_the_typed_command_too(bench):
    @bench.app.command("/whichrole")
    async def answer(ack):
        await ack(response_type="in_channel", text="For all")

    await bench.send("/whichrole x", "C0RANDOM")
    typed, answered = await bench.messages("C0RANDOM")
    assert (typed["text"], typed["is_bot"]) == ("/whichrole x", False)
    assert (answered["text"], answered["ephemeral"]) == ("For all", False)


async def test_a_slow_command_times_out_and_is_not_tried_again(bench):
    calls = []

    @bench.app.command("/whichrole")
    async def answer(ack):
        calls.append(1)
        await asyncio.sleep(0.6)
        await ack()

    await bench.send("/whichrole x")
    await asyncio.sleep(0.5)
    assert calls == [1]
    assert any("operation_timeout" in text for text in bench.toasts())
    assert await bench.messages() == []


async def test_an_unhandled_command_is_told_with_its_status(bench):
    await bench.send("/whichrole x")
    assert any("HTTP 404" in text for text in bench.toasts())


async def test_a_command_answer_with_faulty_blocks_is_not_shown(bench):
    @bench.app.command("/whichrole")
    async def answer(ack):
        await ack(response_type="in_channel", text="x", blocks=[{"type": "section"}])

    await bench.send("/whichrole x")
    assert await bench.messages() == []
    assert any("invalid_blocks" in text for text in bench.toasts())
    (exchange,) = await bench.exchanges("command_answer")
    assert exchange["status"] == "invalid_blocks"
    assert exchange["response"]["errors"]


async def test_unknown_commands_and_commands_in_threads_go_nowhere(bench):
    await bench.send("/nothing")
    await bench.send("/whichrole x", thread_ts="1763700000.000100")
    told = bench.toasts()
    assert "not a valid command" in told[0]
    assert "not supported in threads" in told[1]
    assert await bench.exchanges("slash_commands") == []


async def test_a_response_url_works_five_times_and_posts_without_membership(bench):
    statuses = []

    @bench.app.command("/whichrole")
    async def answer(ack, respond):
        await ack()
        for number in range(6):
            reply = await respond(text=f"{number}", response_type="in_channel", replace_original=True)
            statuses.append((reply.status_code, reply.body))

    await bench.send("/whichrole x", "C0RANDOM")
    for _ in range(40):
        if len(statuses) == 6:
            break
        await asyncio.sleep(0.05)
    assert [status for status, _ in statuses] == [200] * 5 + [404]
    assert statuses[-1][1] == "expired_url"
    # A command's address replaces nothing, so all five are there.
    assert [m["text"] for m in await bench.messages("C0RANDOM")] == list("01234")


async def test_a_response_url_expires_and_refuses_faulty_blocks(make_bench):
    bench = await make_bench(response_url_seconds=0.05)
    stage = bench.standin.stage
    url = stage.response_url("C0HIRING", "U0FOUNDER")
    async with bench.http.post(url, json={"blocks": [{"type": "nonsense"}]}) as response:
        assert (response.status, await response.text()) == (400, "invalid_blocks")
    await asyncio.sleep(0.1)
    async with bench.http.post(url, json={"text": "late"}) as response:
        assert (response.status, await response.text()) == (404, "expired_url")


async def test_a_click_replaces_then_shares_the_ephemeral_answer(bench):
    clicks = []

    @bench.app.command("/whichrole")
    async def answer(ack):
        await ack(text="Private", blocks=[bench.buttons("more", "7")])

    @bench.app.action("more")
    async def more(ack, body, respond):
        await ack()
        clicks.append(body)
        await respond(text="Again", blocks=[bench.buttons("share")], replace_original=True)

    @bench.app.action("share")
    async def share(ack, respond):
        await ack()
        await respond(text="Public", response_type="in_channel", replace_original=False, delete_original=True)

    await bench.send("/whichrole x")
    (message,) = await bench.messages()
    place = {"channel": "C0HIRING", "message_ts": message["ts"], "block_id": "row", "type": "button"}
    assert (await bench.page("action", **place, action_id="more"))["ok"]
    await asyncio.sleep(0.1)
    (replaced,) = await bench.messages()
    assert (replaced["ts"], replaced["text"], replaced["ephemeral"]) == (message["ts"], "Again", True)
    assert clicks[0]["container"]["is_ephemeral"] is True
    assert "message" not in clicks[0]
    assert clicks[0]["actions"][0]["value"] == "7"
    gone = await bench.page("action", **place, action_id="more")
    assert gone["error"] == "no_such_control"
    assert (await bench.page("action", **place, action_id="share"))["ok"]
    await asyncio.sleep(0.1)
    (shared,) = await bench.messages()
    assert (shared["text"], shared["ephemeral"]) == ("Public", False)
