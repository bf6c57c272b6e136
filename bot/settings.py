"""The settings: the only place that reads the environment."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Annotated

from pydantic import AliasChoices, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingsError

LEVELS = "(?i)^(debug|info|warning|error)$"
PERSON, SOMEWHERE = re.compile("[UW][A-Z0-9]+"), re.compile("[CGUW][A-Z0-9]+")
SLACK_API = "https://slack.com/api/"


def _named(name: str) -> AliasChoices:
    return AliasChoices(name)


class Settings(BaseSettings):
    """Everything that can be set from outside. Secrets never show in a log or a repr."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    bot_token: SecretStr | None = Field(None, validation_alias=_named("SLACK_BOT_TOKEN"))
    app_token: SecretStr | None = Field(None, validation_alias=_named("SLACK_APP_TOKEN"))
    signing_secret: SecretStr | None = Field(None, validation_alias=_named("SLACK_SIGNING_SECRET"))
    slack_api_url: str = Field(SLACK_API, validation_alias=_named("SLACK_API_URL"))
    db: Path = Field(Path("whichrole.db"), validation_alias=_named("WHICHROLE_DB"))
    knowledge: Annotated[tuple[Path, ...], NoDecode] = Field((), validation_alias=_named("WHICHROLE_KNOWLEDGE"))
    watch: bool = Field(False, validation_alias=_named("WHICHROLE_WATCH"))
    host: str = Field("127.0.0.1", validation_alias=_named("WHICHROLE_HOST"))
    port: int = Field(3000, ge=0, le=65535, validation_alias=_named("WHICHROLE_PORT"))
    admins: Annotated[frozenset[str], NoDecode] = Field(frozenset(), validation_alias=_named("WHICHROLE_ADMINS"))
    human: str | None = Field(None, validation_alias=_named("WHICHROLE_HUMAN"))
    contact: str = Field("", max_length=300, validation_alias=_named("WHICHROLE_CONTACT"))
    thread_follow_ups: bool = Field(False, validation_alias=_named("WHICHROLE_THREAD_FOLLOW_UPS"))
    strangers: bool = Field(False, validation_alias=_named("WHICHROLE_STRANGERS"))
    cards: str = Field("auto", pattern="^(auto|modern|classic)$", validation_alias=_named("WHICHROLE_CARDS"))
    user_key: SecretStr | None = Field(None, validation_alias=_named("WHICHROLE_USER_KEY"))
    log_level: str = Field("info", pattern=LEVELS, validation_alias=_named("WHICHROLE_LOG_LEVEL"))
    log_format: str = Field("text", pattern="^(text|json)$", validation_alias=_named("WHICHROLE_LOG_FORMAT"))

    @field_validator("knowledge", mode="before")
    @classmethod
    def _several(cls, value: object) -> object:
        """Several folders, separated as in PATH; later ones win."""
        return tuple(part for part in value.split(os.pathsep) if part) if isinstance(value, str) else value

    @field_validator("admins", mode="before")
    @classmethod
    def _ids(cls, value: object) -> object:
        """User ids, separated by commas or spaces."""
        return frozenset(value.replace(",", " ").split()) if isinstance(value, str) else value

    @field_validator("admins", mode="after")
    @classmethod
    def _of_people(cls, value: frozenset[str]) -> frozenset[str]:
        if wrong := [name for name in sorted(value) if not PERSON.fullmatch(name)]:
            raise ValueError(f"{wrong[0]} is no id of a person, such as U0123ABCD")
        return value

    @field_validator("human", mode="after")
    @classmethod
    def _of_somebody(cls, value: str | None) -> str | None:
        if value is not None and not SOMEWHERE.fullmatch(value):
            raise ValueError("the id of a channel or a person is meant, such as C0123ABCD")
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _an_address(cls, value: str) -> str:
        if not value.startswith(("https://", "http://")):
            raise ValueError("an address is meant, such as https://slack.com/api/")
        return value if value.endswith("/") else value + "/"


def load_settings() -> Settings:
    """The settings of this process; raises `SettingsError` that names each variable at fault."""
    try:
        return Settings()
    except ValidationError as error:
        named = "; ".join(f"{problem['loc'][0]}: {problem['msg']}" for problem in error.errors())
        raise SettingsError(f"These settings make no sense: {named}. See .env.example.") from None
