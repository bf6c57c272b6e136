"""One table of everything the bot listens to; the manifest is tested against it."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Literal

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltContext, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.listeners import agent, clicks, commands, feedback, gate, guided, handover, home, messages, shortcuts
from bot.listeners.desk import Desk
from bot.listeners.failure import fail
from bot.listeners.turn import Turn
from bot.rendering import actions
from bot.rendering.feedback import CALLBACK as REASON
from bot.rendering.guided import CALLBACK as TALK
from bot.rendering.handover import ANSWER, ASK, REPLY

Handler = Callable[[Turn, Desk], Awaitable[None]]
Kind = Literal["command", "event", "action", "options", "shortcut", "view", "view_closed"]
PATTERNS = ("action", "options")  # kinds whose names are patterns


@dataclass(frozen=True)
class Listener:
    """What to listen to and who answers. `name`: a command, an event type, a callback id or a pattern of action ids."""

    kind: Kind
    name: str
    surface: str
    handler: Handler


LISTENERS = (
    Listener("command", "/whichrole", "command", commands.whichrole),
    Listener("event", "app_mention", "mention", messages.mentioned),
    Listener("event", "message", "dm", messages.written),
    Listener("event", "app_home_opened", "home", home.opened),
    # what is looked at comes again with each direct message
    Listener("event", "app_context_changed", "home", messages.ignored),
    Listener("event", "agent_session_stopped", "home", agent.stopped),
    Listener("shortcut", shortcuts.ABOUT_A_MESSAGE, "shortcut", shortcuts.about_a_message),
    Listener("shortcut", shortcuts.START, "shortcut", shortcuts.start),
    Listener("action", f"^{actions.STEP}:home-", "button", home.stepped),
    Listener("action", f"^{actions.STEP}:", "button", clicks.stepped),
    Listener("action", f"^{actions.CHOICE}:", "button", clicks.chose),
    Listener("action", f"^{actions.SHARE}$", "button", clicks.share),
    Listener("action", f"^{actions.WITHDRAW}$", "button", clicks.withdraw),
    Listener("action", f"^{actions.FEEDBACK}(:|$)", "button", feedback.given),
    Listener("view", REASON, "button", feedback.reasoned),
    Listener("action", f"^{actions.HUMAN}$", "button", handover.offered),
    Listener("view", ASK, "button", handover.asked),
    Listener("action", f"^{ANSWER}$", "button", handover.taken),
    Listener("view", REPLY, "button", handover.answered),
    Listener("action", f"^{actions.GUIDED}:", "button", guided.pressed),
    Listener("view", TALK, "button", guided.submitted),
    Listener("action", f"^{actions.FORGET}$", "button", commands.forget_me),
    Listener("action", f"^{actions.RECENT}:open:", "home", home.reopened),
    Listener("action", f"^{actions.RECENT}:erase:", "home", home.erased),
    Listener("action", f"^{actions.LIBRARY}$", "home", home.looked_up),
    Listener("options", f"^{actions.LIBRARY}$", "home", home.searched),
    Listener("event", ".*", "home", messages.ignored),
    Listener("action", ".*", "button", messages.ignored),
    Listener("options", ".*", "button", messages.without_options),
    Listener("shortcut", ".*", "shortcut", messages.ignored),
    Listener("view", ".*", "button", messages.ignored),
    Listener("view_closed", ".*", "button", messages.ignored),
)


def register(app: AsyncApp, desk: Desk) -> None:
    """Bind the whole table to the app."""
    for listener in LISTENERS:
        wide = listener.kind in PATTERNS or listener.name == ".*"
        name: Any = re.compile(listener.name) if wide else listener.name
        getattr(app, listener.kind)(name)(_bound(listener, desk))


def _bound(listener: Listener, desk: Desk) -> Callable[..., Awaitable[None]]:
    """The function Bolt calls. Nothing leaves it but through the failure handler."""

    async def listen(
        ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient, context: AsyncBoltContext, respond: AsyncRespond
    ) -> None:
        turn = Turn(body, ack, client, context, respond, listener.surface, desk.looks, desk.pace)
        with desk.busy():
            try:
                if listener.kind == "action" and gate.stranger(turn, desk):
                    await clicks.refused(turn, desk)
                else:
                    await listener.handler(turn, desk)
            except Exception as error:
                await fail(turn, desk, error)

    return listen
