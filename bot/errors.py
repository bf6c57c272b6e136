"""Errors that carry their own sentence for the person who meets them."""

from __future__ import annotations

from collections.abc import Mapping


def code_of(error: Exception) -> str:
    """Slack's name for a refusal; `not_slack` if what answered was no Slack, a proxy's error page, say."""
    response = getattr(error, "response", None)
    told = getattr(response, "data", response)
    code = told.get("error") if isinstance(told, Mapping) else None
    return str(code) if code else "not_slack"


class WhichroleError(Exception):
    """An error whose text may be shown: it says what is wrong and what to do."""


class KnowledgeError(WhichroleError):
    """The knowledge folder has faults.

    `faults` holds them all, each already in the form `file:line: text`.
    """

    def __init__(self, faults: list[str]) -> None:
        self.faults = faults
        count = len(faults)
        super().__init__(f"The knowledge base has {count} fault{'s' if count != 1 else ''}. Run `whichrole check`.")


class SettingsError(WhichroleError):
    """A setting is missing or makes no sense."""
