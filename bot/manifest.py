"""The app's manifest, made from what is listened to: what Slack must send, and may be asked for, and no more.

Source: https://docs.slack.dev/reference/app-manifest
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import yaml

from bot.listeners import LISTENERS
from bot.listeners.shortcuts import ABOUT_A_MESSAGE, START

COMMAND = "/whichrole"
# What each thing that is listened to needs of Slack: events to subscribe to, and scopes.
EVENTS: Mapping[str, Sequence[str]] = {"message": ("message.im",)}
FOLLOW_UP_EVENTS = ("message.channels", "message.groups")
EVENT_SCOPES: Mapping[str, str] = {
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
}
OTHER_SCOPES = ("assistant:write", "chat:write", "commands")  # prompts, answers, commands and shortcuts
BY_CHOICE = ("files:write",)  # role briefs as files; the bot works without
PROMPTS = (
    ("Which role do I need?", "we want a chatbot that answers from our handbook, who do I hire?"),
    ("Compare two roles", "difference between an AI developer and an ML engineer"),
    ("When to hire", "when should we hire an AI engineer?"),
    ("Help", "help"),
)
HEAD = """\
# App manifest: paste it at api.slack.com/apps > Create New App > From a manifest.
# Made by `whichrole manifest{flags}`; with --http https://YOUR-HOST it is for HTTP instead of Socket Mode.
"""


def manifest(*, follow_ups: bool = False, host: str | None = None) -> dict[str, Any]:
    """The manifest; with follow-ups also for replies in threads without a mention, with a host for HTTP."""
    address = f"{host.rstrip('/')}/slack/events" if host else None
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "whichrole",
            "description": "Which AI role should you hire? Curated advice with its evidence.",
            "background_color": "#1d3557",
        },
        "features": _features(address),
        "oauth_config": {"scopes": {"bot": _scopes(follow_ups), "bot_optional": list(BY_CHOICE)}},
        "settings": {
            "event_subscriptions": _with_url("request_url", address) | {"bot_events": _events(follow_ups)},
            "interactivity": {"is_enabled": True}
            | _with_url("request_url", address)
            | _with_url("message_menu_options_url", address),
            "org_deploy_enabled": True,
            "socket_mode_enabled": host is None,
            "token_rotation_enabled": False,
        },
    }


def as_yaml(*, follow_ups: bool = False, host: str | None = None) -> str:
    """The manifest as a file to paste."""
    flags = " --follow-ups" if follow_ups else ""
    found = manifest(follow_ups=follow_ups, host=host)
    return HEAD.format(flags=flags) + yaml.safe_dump(found, sort_keys=False, allow_unicode=True, width=120)


def _features(address: str | None) -> dict[str, Any]:
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "whichrole", "always_online": True},
        "slash_commands": [
            {
                "command": COMMAND,
                **_with_url("url", address),
                "description": "Which AI role fits this work?",
                "usage_hint": "[describe the work | compare A, B | start | brief | help]",
                "should_escape": True,
            }
        ],
        "shortcuts": [
            {
                "name": "Which role is this?",
                "type": "message",
                "callback_id": ABOUT_A_MESSAGE,
                "description": "Says which AI role the work in this message needs, to you alone",
            },
            {
                "name": "Find the role to hire",
                "type": "global",
                "callback_id": START,
                "description": "Asks a few questions and names the AI role to hire",
            },
        ],
        "agent_view": {
            "agent_description": "Says which AI role a project needs and why, from a curated collection with sources.",
            "suggested_prompts": [{"title": title, "message": message} for title, message in PROMPTS],
        },
    }


def _with_url(name: str, address: str | None) -> dict[str, str]:
    return {name: address} if address else {}


def _events(follow_ups: bool) -> list[str]:
    named = [listener.name for listener in LISTENERS if listener.kind == "event" and listener.name != ".*"]
    found = {event for name in named for event in EVENTS.get(name, (name,))}
    return sorted(found | set(FOLLOW_UP_EVENTS if follow_ups else ()))


def _scopes(follow_ups: bool) -> list[str]:
    needed = {EVENT_SCOPES[event] for event in _events(follow_ups) if event in EVENT_SCOPES}
    return sorted({*needed, *OTHER_SCOPES, *BY_CHOICE})
