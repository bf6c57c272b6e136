"""The JSON API of the web page, and the stream of what happens."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

from bot.playground.delivery import Delivery
from bot.playground.page_calls import PageCall, PageCalls
from bot.playground.rules import Obj, SlackError
from bot.playground.stage import Stage
from bot.playground.world import BOT, PEOPLE

STATIC = Path(__file__).parent / "static"
HEARTBEAT_SECONDS = 15.0


class PageApi:
    """Everything the page asks for."""

    def __init__(self, stage: Stage, delivery: Delivery) -> None:
        self._stage = stage
        self._calls = PageCalls(stage, delivery)

    def routes(self) -> list[web.RouteDef]:
        """The page's addresses."""
        return [
            web.get("/", self._index),
            web.get("/static/{name:.+}", self._static),
            web.get("/ui/state", self._state),
            web.get("/ui/stream", self._stream),
            web.get("/ui/export", self._export),
            *(web.post(f"/ui/{name}", _json_call(call)) for name, call in self._calls.table().items()),
        ]

    async def _index(self, _: web.Request) -> web.StreamResponse:
        return _file("index.html")

    async def _static(self, request: web.Request) -> web.StreamResponse:
        return _file(request.match_info["name"])

    async def _state(self, _: web.Request) -> web.Response:
        stage = self._stage
        state: Obj = {
            "me": stage.world.me.as_page(),
            "people": [person.as_page() for person in PEOPLE],
            "bot": {"id": BOT.id, "name": BOT.name},
            "users": [{"id": user.id, "name": user.name} for user in stage.world.users.values()],
            "channels": [channel.as_page() for channel in stage.world.my_channels()],
            "messages": stage.world.seen_by_me(),
            "threads": stage.world.my_threads(),
            "home": stage.views.homes.get(stage.world.me.id),
            "modals": stage.views.modals,
            "prompts": stage.world.prompts.get(stage.world.me.id, []),
            "exchanges": list(stage.journal.entries),
            "reasoning": stage.seen_reasoning(),
            "illness": stage.illness.as_page(),
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

    async def _export(self, _: web.Request) -> web.Response:
        """The conversation so far, as a dialog of the tests."""
        text = self._stage.script.as_yaml()
        return web.Response(text=text, content_type="text/yaml", headers={"Cache-Control": "no-store"})


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


def _file(name: str) -> web.FileResponse:
    try:
        path = (STATIC / name).resolve()
        found = path.is_relative_to(STATIC.resolve()) and path.is_file()
    except (OSError, ValueError):  # a name no file can have
        found = False
    if not found:
        raise web.HTTPNotFound
    return web.FileResponse(path, headers={"Cache-Control": "no-store"})
