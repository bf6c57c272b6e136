"""Errors that carry their own sentence for the person who meets them."""

from __future__ import annotations


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
