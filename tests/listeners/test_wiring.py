"""How the listeners are bound to Bolt, and what holds for everything the bot sends."""

from __future__ import annotations

import inspect
import socket
from urllib.parse import urlsplit

import pytest
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.kwargs_injection.async_args import AsyncArgs

from bot.app import build_app
from bot.listeners import LISTENERS, register

SHOUT = "@channel @here @everyone <!channel> we want a RAG chatbot over our confluence pages, https://evil.example"
BROADCASTS = ("<!", "@channel", "@here", "@everyone")


class Recorder:
    """Takes what an app would take, and keeps it."""

    def __init__(self) -> None:
        self.bound: list[tuple[str, object, object]] = []

    def __getattr__(self, kind):
        def named(name):
            return lambda function: self.bound.append((kind, name, function))

        return named


def test_every_argument_of_every_listener_is_known_to_bolt(desk):
    recorder = Recorder()
    register(recorder, desk)
    assert len(recorder.bound) == len(LISTENERS)
    for _, _, function in recorder.bound:
        assert set(inspect.signature(function).parameters) <= set(AsyncArgs.__annotations__)


def test_the_catch_all_comes_last():
    actions = [listener.name for listener in LISTENERS if listener.kind == "action"]
    assert actions[-1] == ".*"
    assert actions.count(".*") == 1


async def use_everything(rig) -> None:
    """Each surface once, each time with words that would shout if they got through."""
    await rig.command(SHOUT)
    await rig.press("Common mistakes")
    await rig.press("Share to channel", rig.answers()[0])
    await rig.type(f"@whichrole {SHOUT}")
    await rig.press("Role brief")
    await rig.type(SHOUT, "D0MAYA")
    await rig.type("when should we hire an AI engineer?", "D0MAYA")
    await rig.press("Show everything")
    for tab in ("home", "messages"):
        await rig.event({"type": "app_home_opened", "user": rig.ME, "channel": "D0MAYA", "tab": tab})
    home = rig.stage.views.homes[rig.ME]
    click = next(b for b in home["blocks"] if b["type"] == "actions")["elements"][0]
    await rig.interaction(container={"type": "view", "view_id": home["id"]}, view=home, actions=[click])


def mrkdwn_objects(value):
    if isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from mrkdwn_objects(item)


def everything_sent(rig) -> list:
    """Whatever left the bot: calls, answers to clicks, and answers inside an acknowledgement."""
    called = [entry["request"] for entry in rig.exchanges if entry["direction"] == "from_bot"]
    answered = [entry["response"]["body"] for entry in rig.exchanges if entry["direction"] == "to_bot"]
    return called + answered


async def test_nothing_sent_unfurls_or_shouts(rig):
    await use_everything(rig)
    posts = rig.sent("chat.postMessage") + rig.sent("response_url")
    assert len(posts) >= 6
    assert [(p["request"]["unfurl_links"], p["request"]["unfurl_media"]) for p in posts] == [(False, False)] * len(
        posts
    )
    texts = [entry["text"] for sent in everything_sent(rig) for entry in mrkdwn_objects(sent)]
    assert len(texts) > 20
    assert not [text for text in texts if any(word in text for word in BROADCASTS)]
    written = [post["request"]["text"] for post in posts]
    assert not [text for text in written if any(word in text for word in BROADCASTS)]


async def test_every_formatted_text_is_verbatim(rig):
    await use_everything(rig)
    found = [entry for sent in everything_sent(rig) for entry in mrkdwn_objects(sent)]
    assert found
    assert [entry for entry in found if entry.get("verbatim") is not True] == []


async def test_every_call_goes_to_the_given_address_and_nowhere_else(rig, monkeypatch):
    reached = set()
    real = socket.socket.connect

    def connect(self, address):
        if self.family in (socket.AF_INET, socket.AF_INET6):
            reached.add(address[:2])
        return real(self, address)

    asked = set()
    real_look_up = socket.getaddrinfo

    def look_up(host, *args, **more):
        asked.add(host)
        return real_look_up(host, *args, **more)

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    await use_everything(rig)
    slack, bot = urlsplit(rig.standin.url), urlsplit(rig.standin.bot_url)
    # the address of the bot itself is the stand-in's doing
    assert reached == {(slack.hostname, slack.port), (bot.hostname, bot.port)}
    assert asked <= {"127.0.0.1"}
    called = {entry["kind"] for entry in rig.exchanges if entry["direction"] == "from_bot"}
    expected = {"auth.test", "chat.postMessage", "response_url", "views.publish", "views.open"}
    expected |= {"agents.sessions.setStatus", "agents.sessions.rename"}
    files = {"files.getUploadURLExternal", "upload", "files.completeUploadExternal"}
    assert called == expected | files | {"assistant.threads.setSuggestedPrompts"}


async def test_everything_that_was_delivered_was_taken(rig):
    await use_everything(rig)
    assert {entry["status"] for entry in rig.exchanges} == {200}
    assert rig.toasts == []
    assert "error" not in {row["outcome"] for row in rig.rows()}


@pytest.mark.parametrize("left", [("SLACK_CLIENT_ID", "SLACK_CLIENT_SECRET"), ("SLACK_CLIENT_ID",)])
async def test_oauth_variables_do_not_switch_the_mode(make_rig, monkeypatch, left, desk):
    for name in left:
        monkeypatch.setenv(name, "from-another-project")
    rig = await make_rig()
    assert rig.app.oauth_flow is None
    await rig.type(f"@whichrole {rig.PROJECT}")
    assert len(rig.answers()) == 1


async def test_a_wrong_signature_is_refused(rig, desk, loopback):
    other = build_app(rig.settings_for(rig.standin, SLACK_SIGNING_SECRET="another"), desk)

    async def events(request: web.Request) -> web.Response:
        return await to_aiohttp_response(await other.async_dispatch(await to_bolt_request(request)))

    site = web.Application()
    site.router.add_post("/slack/events", events)
    rig.standin.bot_url = f"{await loopback(site)}/slack/events"
    await rig.command()
    assert [entry["status"] for entry in rig.sent("slash_commands")] == [401]
    assert rig.rows() == []
