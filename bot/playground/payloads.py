"""The payloads Slack sends to an app."""

from __future__ import annotations

import secrets
import time
import uuid

from bot.playground.escaping import rich_text
from bot.playground.rules import Obj
from bot.playground.stage import Stage
from bot.playground.world import APP_ID, BOT, TEAM_DOMAIN, TEAM_ID, Channel, Message

# Deprecated by Slack in favour of the signature, yet still in every payload.
VERIFICATION_TOKEN = "playground-verification"


def event(body: Obj, *, team: str = TEAM_ID, shared: bool = False) -> Obj:
    """The envelope around an event; its id stays the same however often it is sent.

    `team` is that of whoever caused it, which in a `shared` channel may be another than where the app is installed.
    """
    user = {"enterprise_id": None, "team_id": TEAM_ID, "user_id": BOT.id}
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": team,
        "context_team_id": TEAM_ID,
        "context_enterprise_id": None,
        "api_app_id": APP_ID,
        "event": body,
        "type": "event_callback",
        "event_id": f"Ev{secrets.token_hex(6).upper()}",
        "event_time": int(time.time()),
        "authorizations": [user | {"is_bot": True, "is_enterprise_install": False}],
        "is_ext_shared_channel": shared,
        "event_context": f"4-{secrets.token_urlsafe(24)}",
    }


def message_event(message: Message, channel: Channel, parent: Message | None, context: Obj | None = None) -> Obj:
    """A `message` event for something the person typed; `context` is what they were looking at."""
    body = _typed(message, parent) | {"type": "message", "client_msg_id": str(uuid.uuid4())}
    if context:
        body["app_context"] = context
    return event(body | {"channel_type": channel.type_told}, team=message.user.team, shared=channel.shared)


def mention_event(message: Message, parent: Message | None, channel: Channel | None = None) -> Obj:
    """An `app_mention` event; without its channel that of a conversation within the workspace."""
    body = _typed(message, parent) | {"type": "app_mention", "client_msg_id": str(uuid.uuid4())}
    return event(body, team=message.user.team, shared=channel is not None and channel.shared)


def changed_event(message: Message, before: Obj, channel: Channel, event_ts: str) -> Obj:
    """A `message` event saying that a message reads otherwise now."""
    body = _hidden("message_changed", channel, event_ts) | {"message": message.as_slack(), "previous_message": before}
    return event(body, team=message.user.team, shared=channel.shared)


def deleted_event(message: Message, channel: Channel, event_ts: str) -> Obj:
    """A `message` event saying that a message is gone."""
    body = _hidden("message_deleted", channel, event_ts)
    body |= {"deleted_ts": message.ts, "previous_message": message.as_slack()}
    return event(body, team=message.user.team, shared=channel.shared)


def looking_at(stage: Stage) -> Obj:
    """What the person who acts is looking at; empty when that is nothing."""
    channel = stage.world.looking.get(stage.world.me.id)
    if channel is None:
        return {}
    return {"entities": [{"type": "slack#/types/channel_id", "value": channel, "team_id": TEAM_ID}]}


def context_event(stage: Stage) -> Obj:
    """An `app_context_changed` event."""
    world = stage.world
    body: Obj = {"type": "app_context_changed", "user": world.me.id, "channel": world.my_direct_message().id}
    return event(body | {"context": looking_at(stage), "event_ts": world.next_ts()})


def stopped_event(stage: Stage, channel: Channel, thread_ts: str) -> Obj:
    """An `agent_session_stopped` event; nothing of this app is ever streamed."""
    world = stage.world
    place: Obj = {"channel": channel.id, "thread_ts": thread_ts, "streaming_message_ts": []}
    body = {"type": "agent_session_stopped", "user": world.me.id, "event_ts": world.next_ts()}
    return event(body | place, team=world.me.team, shared=channel.shared)


def home_opened_event(stage: Stage, tab: str) -> Obj:
    """An `app_home_opened` event; it holds the view once one was published."""
    ts = stage.world.next_ts()
    body: Obj = {
        "type": "app_home_opened",
        "user": stage.world.me.id,
        "channel": stage.world.my_direct_message().id,
        "tab": tab,
        "event_ts": ts,
    }
    if stage.rules.agent_view:
        body["context"] = looking_at(stage)
    home = stage.views.homes.get(stage.world.me.id)
    if home is not None and tab == "home":
        body["view"] = home
    return event(body)


def command(stage: Stage, channel: Channel, name: str, text: str) -> Obj:
    """A slash command, as form fields."""
    me = stage.world.me
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": channel.name_told,
        "user_id": me.id,
        "user_name": me.handle,
        "command": name,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": stage.response_url(channel.id, me.id),
        "trigger_id": stage.triggers.issue(me.id),
    }


def interaction(stage: Stage, kind: str, view_id: str | None = None, *, trigger: bool = True) -> Obj:
    """What all interactive payloads have in common."""
    me = stage.world.me
    payload: Obj = {
        "type": kind,
        "user": {"id": me.id, "username": me.handle, "name": me.handle, "team_id": me.team},
        "api_app_id": APP_ID,
        "token": VERIFICATION_TOKEN,
        "team": {"id": TEAM_ID, "domain": TEAM_DOMAIN},
        "enterprise": None,
        "is_enterprise_install": False,
    }
    if trigger:
        payload["trigger_id"] = stage.triggers.issue(me.id, view_id)
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
    return {"id": channel.id, "name": channel.name_told}


def _typed(message: Message, parent: Message | None) -> Obj:
    body: Obj = {
        "text": message.text,
        "user": message.user.id,
        "ts": message.ts,
        "team": message.user.team,
        "blocks": rich_text(message.text),
        "channel": message.channel,
        "event_ts": message.ts,
    }
    if message.user.is_stranger:
        body |= {"user_team": message.user.team, "source_team": message.user.team}
    if parent is not None:
        body |= {"thread_ts": parent.ts, "parent_user_id": parent.user.id}
    return body


def _hidden(subtype: str, channel: Channel, event_ts: str) -> Obj:
    """An event about a message, itself no message anybody sees."""
    return {
        "type": "message",
        "subtype": subtype,
        "hidden": True,
        "channel": channel.id,
        "channel_type": channel.type_told,
        "ts": event_ts,
        "event_ts": event_ts,
    }
