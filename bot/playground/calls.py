"""One call of a Web API method, and reading its arguments."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.playground.refusals import parsed
from bot.playground.rules import Obj, SlackError
from bot.playground.stage import Stage


@dataclass(frozen=True)
class Call:
    """The arguments of a call, from the query, a form or JSON alike."""

    stage: Stage
    args: Obj

    def get(self, name: str) -> str | None:
        """A text argument, None when absent or empty."""
        value = self.args.get(name)
        if value is None or value == "":
            return None
        return value if isinstance(value, str) else str(value)

    def need(self, name: str, error: str = "invalid_arguments") -> str:
        """A text argument that must be there."""
        value = self.get(name)
        if value is None:
            raise _missing(name) if error == "invalid_arguments" else SlackError(error)
        return value

    def structure(self, name: str) -> object:
        """An argument that is JSON, possibly inside a string."""
        return parsed(self.args.get(name), "invalid_arguments")


Method = Callable[[Call], Obj]


def invalid(note: str) -> SlackError:
    """Slack's refusal of an argument, with the reason."""
    return SlackError("invalid_arguments", response_metadata={"messages": [f"[ERROR] {note}"]})


def _missing(name: str) -> SlackError:
    return invalid(f"missing required field: {name}")
