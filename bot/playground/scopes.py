"""Which scopes a method asks for. Of several, one will do: which, depends on the conversation."""

from __future__ import annotations

from bot.playground.rules import Obj, SlackError
from bot.playground.world import World

BY_BEGINNING = {
    "agents.sessions.": "chat:write",
    "assistant.threads.setStatus": "chat:write",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
    "assistant.threads.setTitle": "assistant:write",
    "chat.": "chat:write",
    "conversations.open": "im:write",
    "files.": "files:write",
    "users.info": "users:read",
}
BY_KIND = {"conversations.info": "read", "conversations.replies": "history"}


def check_scope(method: str, args: Obj, world: World, granted: tuple[str, ...]) -> None:
    """Refuse a method the app was not given the scope for."""
    needed = _needed(method, args, world)
    if needed is not None and needed not in granted:
        raise SlackError("missing_scope", needed=needed, provided=",".join(granted))


def _needed(method: str, args: Obj, world: World) -> str | None:
    if method in BY_KIND:
        channel = world.channels.get(str(args.get("channel")))
        return f"{_family(channel.type_told)}:{BY_KIND[method]}" if channel else None
    fitting = [beginning for beginning in BY_BEGINNING if method.startswith(beginning)]
    return BY_BEGINNING[max(fitting, key=len)] if fitting else None


def _family(kind: str) -> str:
    return {"im": "im", "group": "groups"}.get(kind, "channels")
