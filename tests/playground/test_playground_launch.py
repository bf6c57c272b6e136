"""Starting the stand-in and a bot process together."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from pathlib import Path

import pytest
import yaml

from bot.playground import launch
from bot.playground.server import build_standin

ROOT = Path(__file__).resolve().parents[2]

READY_BOT = """
import http.server, os, sys
assert sys.argv[1:] == ["run", "--reasoning"]
assert "SLACK_APP_TOKEN" not in os.environ and "HTTPS_PROXY" not in os.environ
assert os.environ["SLACK_BOT_TOKEN"] == "xoxb-playground" and os.environ["WHICHROLE_DB"]
assert os.environ["WHICHROLE_WATCH"] == "1"
assert os.environ["SLACK_API_URL"].endswith("/api/")

class Health(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

address = os.environ["WHICHROLE_HOST"], int(os.environ["WHICHROLE_PORT"])
http.server.HTTPServer(address, Health).serve_forever()
"""
FAILING_BOT = 'import sys; print("no knowledge found"); sys.exit(3)'


@pytest.fixture
def bot_that(tmp_path, monkeypatch):
    def write(source: str) -> None:
        package = tmp_path / "bot"
        package.mkdir()
        (package / "__init__.py").touch()
        (package / "__main__.py").write_text(source)
        monkeypatch.chdir(tmp_path)

    return write


async def test_play_announces_the_page_and_stops_cleanly(bot_that, monkeypatch, capsys):
    monkeypatch.setenv("SLACK_APP_TOKEN", "xapp-real")
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:1")
    bot_that(READY_BOT)
    playing = asyncio.create_task(launch.play(0))
    output = ""
    while "playground is at" not in output:
        assert not playing.done(), capsys.readouterr().err
        await asyncio.sleep(0.05)
        output += capsys.readouterr().out
    assert "http://127.0.0.1:" in output
    assert "Ctrl-C" in output
    os.kill(os.getpid(), signal.SIGTERM)
    assert await asyncio.wait_for(playing, 5) == 0


async def test_a_bot_that_dies_is_told_with_its_log(bot_that, capsys):
    bot_that(FAILING_BOT)
    assert await launch.play(0) == 1
    told = capsys.readouterr().err
    assert "exit code 3" in told
    assert "no knowledge found" in told
    assert "Traceback" not in told


async def test_a_taken_port_is_told(capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert await launch.play(port) == 1
    assert f"Port {port} is taken. Choose another: whichrole play --port" in capsys.readouterr().err


@pytest.mark.parametrize(("name", "follow_ups"), [("manifest", False), ("manifest-follow-ups", True)])
def test_the_manifest_says_what_is_installed(name, follow_ups):
    manifest = yaml.safe_load((ROOT / "deploy" / f"{name}.yaml").read_text(encoding="utf-8"))
    found = launch.installed(manifest)
    assert [command["command"] for command in found["commands"]] == ["/whichrole"]
    assert sorted(shortcut["type"] for shortcut in found["shortcuts"]) == ["global", "message"]
    stage = build_standin(**found).stage
    assert (stage.commands, stage.shortcuts) == (found["commands"], found["shortcuts"])
    rules = stage.rules
    assert (rules.agent_view, rules.subscribe_channel_messages) == (True, follow_ups)
    assert list(rules.scopes) == manifest["oauth_config"]["scopes"]["bot"]


def test_an_app_that_is_no_agent_has_none_of_its_view():
    manifest = yaml.safe_load((ROOT / "deploy" / "manifest.yaml").read_text(encoding="utf-8"))
    del manifest["features"]["agent_view"]
    assert launch.installed(manifest)["agent_view"] is False
    assert launch.installed(None) == {}
