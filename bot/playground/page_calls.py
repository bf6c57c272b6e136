"""What the page's person does, one function for each thing."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from bot.playground import payloads
from bot.playground.clicks import Clicks
from bot.playground.composer import Composer
from bot.playground.delivery import Delivery
from bot.playground.illness import illness_of
from bot.playground.modals import Modals
from bot.playground.rules import Obj, SlackError
from bot.playground.script import filled, typed, used
from bot.playground.stage import Stage

PageCall = Callable[[Obj], Awaitable[Obj]]
DONE: Obj = {"ok": True}


class PageCalls:
    """The bodies of `POST /ui/...`; a SlackError is what the page is refused with."""

    def __init__(self, stage: Stage, delivery: Delivery) -> None:
        self._stage = stage
        self._delivery = delivery
        self._composer = Composer(stage, delivery)
        self._clicks = Clicks(stage, delivery)
        self._modals = Modals(stage, delivery)

    def table(self) -> dict[str, PageCall]:
        """Every call by its name."""
        return {
            "send": self._send,
            "edit": self._edit,
            "delete": self._delete,
            "action": self._action,
            "suggest": self._suggest,
            "shortcut": self._shortcut,
            "view_submit": self._view_submit,
            "view_close": self._view_close,
            "home_opened": self._home_opened,
            "look": self._look,
            "stop": self._stop,
            "become": self._become,
            "illness": self._illness,
            "drop_socket": self._drop_socket,
            "reset": self._reset,
        }

    async def _send(self, body: Obj) -> Obj:
        text, thread_ts = _text(body), body.get("thread_ts") or None
        channel = self._stage.world.my_channel(str(body.get("channel") or ""))
        with self._noted(typed(text.strip(), channel.kind, channel.id, thread_ts)):
            self._composer.send(channel.id, text, thread_ts)
        return DONE

    async def _edit(self, body: Obj) -> Obj:
        self._composer.edit(str(body.get("channel") or ""), str(body.get("ts") or ""), _text(body))
        return DONE

    async def _delete(self, body: Obj) -> Obj:
        self._composer.delete(str(body.get("channel") or ""), str(body.get("ts") or ""))
        return DONE

    async def _action(self, body: Obj) -> Obj:
        element = self._clicks.element(body)
        card = self._stage.script.card(_place(body))
        with self._noted(used(element, body) | card):
            return _outcome(await self._clicks.press(body))

    async def _suggest(self, body: Obj) -> Obj:
        return DONE | await self._clicks.suggest(body)

    async def _shortcut(self, body: Obj) -> Obj:
        callback_id, message_ts = str(body.get("callback_id") or ""), body.get("message_ts")
        kind = "message" if message_ts else "global"
        offered = ((each.get("callback_id"), each.get("type", "global")) for each in self._stage.shortcuts)
        if (callback_id, kind) not in offered:
            raise SlackError("no_such_shortcut")
        on = self._stage.script.on(_place(body)) if message_ts else {}
        with self._noted({"shortcut": callback_id} | on):
            return _outcome(await self._clicks.shortcut(callback_id, body.get("channel"), message_ts))

    async def _view_submit(self, body: Obj) -> Obj:
        values = body["values"] if isinstance(body.get("values"), dict) else {}
        view_id = str(body.get("view_id") or "")
        if all(modal["id"] != view_id for modal in self._stage.views.modals):
            raise SlackError("view_not_found")
        step = self._stage.script.did(filled(values))
        try:
            errors = await self._modals.submit(view_id, values)
        except SlackError as refusal:
            self._stage.script.undo(step)
            return _outcome(refusal.code)
        return {"ok": False, "error": "errors", "errors": errors} if errors else DONE

    async def _view_close(self, body: Obj) -> Obj:
        with self._noted({"close": True}):
            await self._modals.close(str(body.get("view_id") or ""))
        return DONE

    async def _home_opened(self, body: Obj) -> Obj:
        tab = body.get("tab")
        if tab not in ("home", "messages"):
            raise SlackError("invalid_tab")
        with self._noted({"open": tab}):
            self._delivery.event(payloads.home_opened_event(self._stage, str(tab)), str(tab))
        return DONE

    async def _look(self, body: Obj) -> Obj:
        """The context of an agent; somebody without a direct message has none, and the bot is not told."""
        world = self._stage.world
        channel = world.my_channel(str(body.get("channel") or ""))
        if self._stage.rules.agent_view and not world.me.is_stranger and channel.kind != "im":
            world.looking[world.me.id] = channel.id
            self._delivery.event(payloads.context_event(self._stage), channel.name)
        return DONE

    async def _stop(self, body: Obj) -> Obj:
        channel = self._stage.world.my_channel(str(body.get("channel") or ""))
        thread_ts = str(body.get("thread_ts") or "")
        if (channel.id, thread_ts) not in self._stage.world.threads:
            raise SlackError("no_such_thread")
        self._delivery.event(payloads.stopped_event(self._stage, channel, thread_ts), thread_ts)
        return DONE

    async def _become(self, body: Obj) -> Obj:
        self._stage.become(str(body.get("user") or ""))
        return DONE

    async def _illness(self, body: Obj) -> Obj:
        self._stage.fall_ill(illness_of(body))
        return DONE

    async def _drop_socket(self, _: Obj) -> Obj:
        return DONE | {"dropped": await self._delivery.drop_sockets()}

    async def _reset(self, _: Obj) -> Obj:
        self._stage.reset()
        return DONE

    @contextmanager
    def _noted(self, act: Obj | None) -> Iterator[None]:
        """Written into the script, unless dialogs have no word for it or it is refused."""
        step = self._stage.script.did(act) if act is not None else None
        try:
            yield
        except SlackError:
            if step is not None:
                self._stage.script.undo(step)
            raise


def _text(body: Obj) -> str:
    text = body.get("text")
    if not isinstance(text, str):
        raise SlackError("no_text")
    return text


def _place(body: Obj) -> tuple[str, str]:
    """What a click is on, as the script names it."""
    if body.get("view_id"):
        return "view", str(body["view_id"])
    return str(body.get("channel")), str(body.get("message_ts"))


def _outcome(error: str | None) -> Obj:
    """For the failure of a delivery: the toast is on its way already, no field is at fault."""
    return DONE if error is None else {"ok": False, "error": error, "errors": {}}
