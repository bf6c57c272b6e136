"""The environment, read once: defaults, several folders, and every fault named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.errors import SettingsError
from bot.settings import SLACK_API, Settings, load_settings


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("SLACK_", "WHICHROLE_")):
            monkeypatch.delenv(name)


def test_nothing_set_gives_the_defaults() -> None:
    settings = load_settings()
    assert settings.bot_token is settings.app_token is settings.signing_secret is settings.user_key is None
    assert settings.slack_api_url == SLACK_API
    assert (settings.db, settings.knowledge) == (Path("whichrole.db"), ())
    assert (settings.host, settings.port) == ("127.0.0.1", 3000)
    assert (settings.log_level, settings.log_format) == ("info", "text")


def test_set_but_empty_counts_as_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_APP_TOKEN", "WHICHROLE_PORT", "WHICHROLE_KNOWLEDGE", "WHICHROLE_DB", "SLACK_API_URL"):
        monkeypatch.setenv(name, "")
    assert load_settings() == Settings()
    assert load_settings().app_token is None


def test_values_arrive(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    monkeypatch.setenv("WHICHROLE_PORT", "8080")
    monkeypatch.setenv("WHICHROLE_LOG_LEVEL", "DEBUG")
    settings = load_settings()
    assert settings.bot_token is not None
    assert settings.bot_token.get_secret_value() == "xoxb-1"
    assert (settings.port, settings.log_level) == (8080, "DEBUG")


def test_several_knowledge_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHICHROLE_KNOWLEDGE", os.pathsep.join(["one", "", "two"]))
    assert load_settings().knowledge == (Path("one"), Path("two"))


@pytest.mark.parametrize("given", ["http://127.0.0.1:9/api", "http://127.0.0.1:9/api/"])
def test_the_api_address_ends_in_one_slash(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_API_URL", given)
    assert load_settings().slack_api_url == "http://127.0.0.1:9/api/"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WHICHROLE_PORT", "many"),
        ("WHICHROLE_PORT", "70000"),
        ("WHICHROLE_PORT", "-1"),
        ("WHICHROLE_LOG_LEVEL", "loud"),
        ("WHICHROLE_LOG_FORMAT", "xml"),
    ],
)
def test_nonsense_is_refused_by_name(name: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=name):
        load_settings()


def test_all_faults_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHICHROLE_PORT", "x")
    monkeypatch.setenv("WHICHROLE_LOG_LEVEL", "y")
    with pytest.raises(SettingsError, match=r"WHICHROLE_PORT.*WHICHROLE_LOG_LEVEL.*\.env\.example"):
        load_settings()


def test_secrets_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "WHICHROLE_USER_KEY"):
        monkeypatch.setenv(name, "hush-hush")
    monkeypatch.setenv("WHICHROLE_PORT", "1")
    settings = load_settings()
    assert "hush" not in f"{settings!r} {settings} {settings.model_dump_json()}"


def test_a_fault_does_not_tell_the_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "hush-hush")
    monkeypatch.setenv("WHICHROLE_PORT", "nonsense")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert "hush" not in str(caught.value)


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        load_settings().port = 1
