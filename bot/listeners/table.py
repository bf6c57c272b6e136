"""One table of everything the bot listens to; the manifest is tested against it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.listeners import clicks, commands, home, messages
from bot.listeners.desk import Desk
from bot.listeners.failure import fail
from bot.listeners.turn import Turn
from bot.rendering.slack import CHOICE, SHARE, STEP

Handler = Callable[[Turn, Desk], Awaitable[None]]


@dataclass(frozen=True)
class Listener:
    """What to listen to (`name` is a command, an event type or an action id pattern), and who answers."""

    kind: Literal["command", "event", "action"]
    name: str
    surface: str
    handler: Handler


LISTENERS = (
    Listener("command", "/whichrole", "command", commands.whichrole),
    Listener("event", "app_mention", "mention", messages.mentioned),
    Listener("event", "message", "dm", messages.direct_message),
    Listener("event", "app_home_opened", "home", home.opened),
    Listener("event", "app_context_changed", "home", messages.ignored),
    Listener("action", f"^{STEP}:", "button", clicks.stepped),
    Listener("action", f"^{CHOICE}:", "button", clicks.chose),
    Listener("action", f"^{SHARE}$", "button", clicks.share),
    Listener("action", ".*", "button", messages.ignored),
)


def register(app: AsyncApp, desk: Desk) -> None:
    """Bind the whole table to the app."""
    for listener in LISTENERS:
        name: Any = re.compile(listener.name) if listener.kind == "action" else listener.name
        getattr(app, listener.kind)(name)(_bound(listener, desk))


def _bound(listener: Listener, desk: Desk) -> Callable[..., Awaitable[None]]:
    """The function Bolt calls. Nothing leaves it but through the failure handler."""

    async def listen(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext, respond: AsyncRespond
    ) -> None:
        turn = Turn(body, ack, client, context, respond, listener.surface)
        with desk.busy():
            try:
                await listener.handler(turn, desk)
            except Exception as error:
                await fail(turn, desk, error)

    return listen
