"""The payloads Slack sends to an app."""

from __future__ import annotations

import secrets
import time
import uuid

from bot.playground.escaping import rich_text
from bot.playground.rules import Obj
from bot.playground.stage import Stage
from bot.playground.world import APP_ID, BOT, ME, TEAM_DOMAIN, TEAM_ID, Channel, Message

# Deprecated by Slack in favour of the signature, yet still in every payload.
VERIFICATION_TOKEN = "playground-verification"
HOME_CHANNEL = "D0MAYA"


def event(body: Obj) -> Obj:
    """The envelope around an event; its id stays the same however often it is sent."""
    user = {"enterprise_id": None, "team_id": TEAM_ID, "user_id": BOT.id}
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "context_team_id": TEAM_ID,
        "context_enterprise_id": None,
        "api_app_id": APP_ID,
        "event": body,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(6).upper()}",
        "event_time": int(time.time()),
        "authorizations": [user | {"is_bot": True, "is_enterprise_install": False}],
        "is_ext_shared_channel": False,
        "event_context": f"4-{secrets.token_urlsafe(24)}",
    }


def message_event(message: Message, channel: Channel, parent: Message | None) -> Obj:
    """A `message` event for something the person typed."""
    body = _typed(message, parent) | {"type": "message", "client_msg_id": str(uuid.uuid4())}
    return event(body | {"channel_type": channel.kind})


def mention_event(message: Message, parent: Message | None) -> Obj:
    """An `app_mention` event."""
    return event(_typed(message, parent) | {"type": "app_mention", "client_msg_id": str(uuid.uuid4())})


def home_opened_event(stage: Stage, tab: str) -> Obj:
    """An `app_home_opened` event; it holds the view once one was published."""
    ts = stage.world.next_ts()
    body: Obj = {
        "type": "app_home_opened",
        "user": ME.id,
        "channel": HOME_CHANNEL,
        "tab": tab,
        "event_ts": ts,
    }
    home = stage.views.homes.get(ME.id)
    if home is not None and tab == "home":
        body["view"] = home
    return event(body)


def command(stage: Stage, channel: Channel, name: str, text: str) -> Obj:
    """A slash command, as form fields."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": "directmessage" if channel.kind == "im" else channel.name,
        "user_id": ME.id,
        "user_name": ME.handle,
        "command": name,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": stage.response_url(channel.id, ME.id),
        "trigger_id": stage.triggers.issue(ME.id),
    }


def interaction(stage: Stage, kind: str, view_id: str | None = None, *, trigger: bool = True) -> Obj:
    """What all interactive payloads have in common."""
    payload: Obj = {
        "type": kind,
        "user": {"id": ME.id, "username": ME.handle, "name": ME.handle, "team_id": TEAM_ID},
        "api_app_id": APP_ID,
        "token": VERIFICATION_TOKEN,
        "team": {"id": TEAM_ID, "domain": TEAM_DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
    }
    if trigger:
        payload["trigger_id"] = stage.triggers.issue(ME.id, view_id)
    return payload


def message_place(channel: Channel, message: Message) -> Obj:
    """Where in a conversation someone clicked; an ephemeral message comes without its body."""
    container: Obj = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.ephemeral,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    place: Obj = {"container": container, "channel": named(channel)}
    if not message.ephemeral:
        place["message"] = message.as_slack()
    return place


def view_place(view: Obj) -> Obj:
    """In which view someone clicked."""
    return {"container": {"type": "view", "view_id": view["id"]}, "view": view}


def named(channel: Channel) -> Obj:
    """A channel as interactive payloads name it."""
    return {"id": channel.id, "name": "directmessage" if channel.kind == "im" else channel.name}


def _typed(message: Message, parent: Message | None) -> Obj:
    body: Obj = {
        "text": message.text,
        "user": message.user.id,
        "ts": message.ts,
        "team": TEAM_ID,
        "blocks": rich_text(message.text),
        "channel": message.channel,
        "event_ts": message.ts,
    }
    if parent is not None:
        body |= {"thread_ts": parent.ts, "parent_user_id": parent.user.id}
    return body
