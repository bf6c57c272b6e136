"""The JSON API of the web page, and the stream of what happens."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

from bot.playground import payloads
from bot.playground.clicks import Clicks
from bot.playground.composer import Composer
from bot.playground.delivery import Delivery
from bot.playground.modals import Modals
from bot.playground.rules import Obj, SlackError
from bot.playground.stage import Stage
from bot.playground.world import BOT, ME, Channel

STATIC = Path(__file__).parent / "static"
HEARTBEAT_SECONDS = 15.0
PageCall = Callable[[Obj], Awaitable[Obj]]


class PageApi:
    """Everything the page asks for."""

    def __init__(self, stage: Stage, delivery: Delivery) -> None:
        self._stage = stage
        self._delivery = delivery
        self._composer = Composer(stage, delivery)
        self._clicks = Clicks(stage, delivery)
        self._modals = Modals(stage, delivery)

    def routes(self) -> list[web.RouteDef]:
        """The page's addresses."""
        calls: dict[str, PageCall] = {
            "send": self._send,
            "action": self._action,
            "suggest": self._suggest,
            "shortcut": self._shortcut,
            "view_submit": self._view_submit,
            "view_close": self._view_close,
            "home_opened": self._home_opened,
            "reset": self._reset,
        }
        return [
            web.get("/", self._index),
            web.get("/static/{name:.+}", self._static),
            web.get("/ui/state", self._state),
            web.get("/ui/stream", self._stream),
            *(web.post(f"/ui/{name}", _json_call(call)) for name, call in calls.items()),
        ]

    async def _index(self, _: web.Request) -> web.StreamResponse:
        return _file("index.html")

    async def _static(self, request: web.Request) -> web.StreamResponse:
        return _file(request.match_info["name"])

    async def _state(self, _: web.Request) -> web.Response:
        stage = self._stage
        state: Obj = {
            "me": {"id": ME.id, "name": ME.name},
            "bot": {"id": BOT.id, "name": BOT.name},
            "users": [{"id": user.id, "name": user.name} for user in stage.world.users.values()],
            "channels": [_channel(channel) for channel in stage.world.my_channels()],
            "messages": stage.world.seen_by_me(),
            "home": stage.views.homes.get(ME.id),
            "modals": stage.views.modals,
            "prompts": stage.world.prompts,
            "exchanges": list(stage.journal.entries),
            "reasoning": list(stage.reasoning.values()),
            "commands": list(stage.commands),
            "shortcuts": list(stage.shortcuts),
        }
        return web.json_response(state, headers={"Cache-Control": "no-store"})

    async def _stream(self, request: web.Request) -> web.StreamResponse:
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        response = web.StreamResponse(headers=headers)
        queue = self._stage.feed.listen()
        try:
            await response.prepare(request)
            # Makes the browser see the connection as open before anything happens.
            await response.write(b": open\n\n")
            await _relay(queue, response)
        except ConnectionError:
            pass
        finally:
            self._stage.feed.leave(queue)
        return response

    async def _send(self, body: Obj) -> Obj:
        text = body.get("text")
        if not isinstance(text, str):
            raise SlackError("no_text")
        self._composer.send(str(body.get("channel") or ""), text, body.get("thread_ts") or None)
        return {"ok": True}

    async def _action(self, body: Obj) -> Obj:
        return _outcome(await self._clicks.press(body))

    async def _suggest(self, body: Obj) -> Obj:
        return {"ok": True, **await self._clicks.suggest(body)}

    async def _shortcut(self, body: Obj) -> Obj:
        known = {shortcut.get("callback_id") for shortcut in self._stage.shortcuts}
        callback_id = str(body.get("callback_id") or "")
        if callback_id not in known:
            raise SlackError("no_such_shortcut")
        return _outcome(await self._clicks.shortcut(callback_id, body.get("channel"), body.get("message_ts")))

    async def _view_submit(self, body: Obj) -> Obj:
        values = body.get("values")
        view_id = str(body.get("view_id") or "")
        if self._stage.views.modal(view_id) is None:
            raise SlackError("view_not_found")
        try:
            errors = await self._modals.submit(view_id, values if isinstance(values, dict) else {})
        except SlackError as refusal:
            return _outcome(refusal.code)
        return {"ok": False, "error": "errors", "errors": errors} if errors else {"ok": True}

    async def _view_close(self, body: Obj) -> Obj:
        await self._modals.close(str(body.get("view_id") or ""))
        return {"ok": True}

    async def _home_opened(self, body: Obj) -> Obj:
        tab = body.get("tab")
        if tab not in ("home", "messages"):
            raise SlackError("invalid_tab")
        self._delivery.event(payloads.home_opened_event(self._stage, str(tab)), str(tab))
        return {"ok": True}

    async def _reset(self, _: Obj) -> Obj:
        self._stage.reset()
        return {"ok": True}


def _json_call(call: PageCall) -> Callable[[web.Request], Awaitable[web.Response]]:
    """Only JSON is taken: another site cannot send that without asking first."""

    async def handle(request: web.Request) -> web.Response:
        if request.content_type != "application/json":
            return web.json_response({"ok": False, "error": "send JSON"}, status=415)
        try:
            body = json.loads(await request.text())
        except ValueError:
            body = None
        if not isinstance(body, dict):
            return web.json_response({"ok": False, "error": "send a JSON object"}, status=400)
        try:
            return web.json_response(await call(body))
        except SlackError as refusal:
            return web.json_response(refusal.answer(), status=404 if "no_such" in refusal.code else 400)

    return handle


def _outcome(error: str | None) -> Obj:
    """For the failure of a delivery: the toast is on its way already, no field is at fault."""
    return {"ok": True} if error is None else {"ok": False, "error": error, "errors": {}}


async def _relay(queue: asyncio.Queue[tuple[str, object] | None], response: web.StreamResponse) -> None:
    while True:
        try:
            line = await asyncio.wait_for(queue.get(), HEARTBEAT_SECONDS)
        except TimeoutError:
            # Notices a page that went away without a word.
            await response.write(b": still here\n\n")
            continue
        if line is None:
            return
        name, data = line
        await response.write(f"event: {name}\ndata: {json.dumps(data)}\n\n".encode())


def _channel(channel: Channel) -> Obj:
    member = BOT.id in channel.members
    return {"id": channel.id, "name": channel.name, "kind": channel.kind, "bot_is_member": member}


def _file(name: str) -> web.FileResponse:
    try:
        path = (STATIC / name).resolve()
        found = path.is_relative_to(STATIC.resolve()) and path.is_file()
    except (OSError, ValueError):  # a name no file can have
        found = False
    if not found:
        raise web.HTTPNotFound
    return web.FileResponse(path, headers={"Cache-Control": "no-store"})
