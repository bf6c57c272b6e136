"""The manifest against the code: every event, command, shortcut and scope that is needed, and no more."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from bot.cli import main
from bot.listeners.table import LISTENERS
from bot.manifest import manifest

ROOT = Path(__file__).resolve().parent.parent
FILES = {False: "deploy/manifest.yaml", True: "deploy/manifest-follow-ups.yaml"}
EVENT_SCOPES = {
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "app_home_opened": None,
    "app_context_changed": None,
    "agent_session_stopped": None,
}
METHOD_SCOPES = {
    "auth_test": None,
    "apps_connections_open": None,  # of the app-level token
    "agents_sessions_rename": "chat:write",
    "agents_sessions_setStatus": "chat:write",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
    "blocks.validate": None,
    "chat_postEphemeral": "chat:write",
    "chat_postMessage": "chat:write",
    "chat_update": "chat:write",
    "files_upload_v2": "files:write",
    "views_open": None,
    "views_publish": None,
    "views_push": None,
    "views_update": None,
}
BY_CHOICE = {"files:write"}  # the bot works without these, and the guide tells what they add
NO_METHODS = {"api_call", "is_connected", "retry_handlers"}  # of clients, and none of the Web API
LENGTHS = {"name": 24, "callback_id": 255, "description": 150}


@pytest.fixture(params=[False, True], ids=["minimal", "follow-ups"])
def follow_ups(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def loaded(follow_ups: bool) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / FILES[follow_ups]).read_text(encoding="utf-8"))
    return found


def names(kind: str) -> set[str]:
    return {listener.name for listener in LISTENERS if listener.kind == kind and listener.name != ".*"}


def events(follow_ups: bool) -> set[str]:
    messages = {"message.im", "message.channels", "message.groups"} if follow_ups else {"message.im"}
    return {event for name in names("event") for event in (messages if name == "message" else {name})}


def methods_called() -> Iterator[str]:
    """Web API methods that the outer layers call."""
    files = [*sorted((ROOT / "bot/listeners").glob("*.py")), *(ROOT / "bot").glob("*.py")]
    assert len(files) >= 20
    for file in files:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "api_call":
                yield from (str(each.value) for each in node.args[:1] if isinstance(each, ast.Constant))
            if not isinstance(node, ast.Attribute) or node.attr in NO_METHODS:
                continue
            owner = node.value
            if getattr(owner, "attr", getattr(owner, "id", "")) == "client":
                yield node.attr


def test_the_files_are_what_the_command_prints(follow_ups: bool) -> None:
    flags = ["--follow-ups"] if follow_ups else []
    printed = CliRunner().invoke(main, ["manifest", *flags])
    assert printed.exit_code == 0
    assert printed.output == (ROOT / FILES[follow_ups]).read_text(encoding="utf-8")


def test_it_subscribes_to_what_is_listened_to(loaded: dict[str, Any], follow_ups: bool) -> None:
    subscribed = loaded["settings"]["event_subscriptions"]["bot_events"]
    assert len(subscribed) == len(set(subscribed)) > 0
    assert set(subscribed) == events(follow_ups)


def test_it_has_the_commands_and_shortcuts_that_are_listened_to(loaded: dict[str, Any]) -> None:
    commands = [entry["command"] for entry in loaded["features"]["slash_commands"]]
    shortcuts = [entry["callback_id"] for entry in loaded["features"]["shortcuts"]]
    assert sorted(commands) == sorted(names("command"))
    assert sorted(shortcuts) == sorted(names("shortcut"))
    assert {entry["type"] for entry in loaded["features"]["shortcuts"]} == {"global", "message"}


def test_it_asks_for_the_scopes_the_code_needs_and_no_more(loaded: dict[str, Any], follow_ups: bool) -> None:
    called = set(methods_called())
    assert called <= set(METHOD_SCOPES), "a method whose scope this test does not know"
    assert set(METHOD_SCOPES) <= called, "a method that nothing calls any more"
    needed = {EVENT_SCOPES[event] for event in events(follow_ups)} | {METHOD_SCOPES[method] for method in called}
    needed |= {"commands"}
    scopes = loaded["oauth_config"]["scopes"]
    assert sorted(scopes["bot"]) == sorted(needed - {None})
    assert set(scopes["bot_optional"]) == BY_CHOICE


def test_it_keeps_slacks_lengths(loaded: dict[str, Any]) -> None:
    shown, features = loaded["display_information"], loaded["features"]
    prompts = features["agent_view"]["suggested_prompts"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert len(features["agent_view"]["agent_description"]) <= 300
    assert 1 <= len(prompts) <= 4
    assert all(prompt["title"] and prompt["message"] for prompt in prompts)
    for shortcut in features["shortcuts"]:
        assert all(0 < len(shortcut[name]) <= most for name, most in LENGTHS.items()), shortcut


def test_it_lets_people_press_and_write(loaded: dict[str, Any]) -> None:
    assert loaded["settings"]["interactivity"]["is_enabled"] is True
    home = loaded["features"]["app_home"]
    assert home["home_tab_enabled"] is home["messages_tab_enabled"] is True
    assert home["messages_tab_read_only_enabled"] is False
    assert all(entry["should_escape"] is True for entry in loaded["features"]["slash_commands"])


def test_over_http_every_door_has_its_address() -> None:
    found = manifest(host="https://bot.example/")
    address = "https://bot.example/slack/events"
    settings = found["settings"]
    assert settings["socket_mode_enabled"] is False
    assert found["features"]["slash_commands"][0]["url"] == address
    assert settings["event_subscriptions"]["request_url"] == address
    assert settings["interactivity"]["request_url"] == settings["interactivity"]["message_menu_options_url"] == address


def test_follow_ups_add_nothing_but_the_reading_of_channels() -> None:
    plain, more = manifest(), manifest(follow_ups=True)
    extra = set(more["oauth_config"]["scopes"]["bot"]) - set(plain["oauth_config"]["scopes"]["bot"])
    assert extra == {"channels:history", "groups:history"}
    assert plain["features"] == more["features"]
