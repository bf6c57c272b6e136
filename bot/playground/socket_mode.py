"""Socket Mode: one-use tickets, open connections, envelopes and their acknowledgements."""

from __future__ import annotations

import asyncio
import json
import random
import secrets
import time
import uuid

from aiohttp import WSMsgType, web

from bot.playground.replies import Reply
from bot.playground.rules import MAX_SOCKETS, Obj, SlackError
from bot.playground.world import APP_ID

CONNECTION_SECONDS = 3600
CLOSE_SECONDS = 1.0
WITH_PAYLOAD = frozenset({"slash_commands", "interactive"})


class SocketRoom:
    """Every open Socket Mode connection of the bot."""

    def __init__(self) -> None:
        self._tickets: set[str] = set()
        self._sockets: dict[web.WebSocketResponse, set[asyncio.Future[Obj]]] = {}
        self._waiting: dict[str, asyncio.Future[Obj]] = {}

    @property
    def connected(self) -> bool:
        """Whether anything can be delivered this way."""
        return bool(self._sockets)

    def ticket_url(self, base_url: str) -> str:
        """An address that opens one connection, once."""
        if len(self._sockets) >= MAX_SOCKETS:
            raise SlackError("too_many_websockets")
        ticket = secrets.token_urlsafe(24)
        self._tickets.add(ticket)
        return f"ws{base_url.removeprefix('http')}/socket/{ticket}"

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection until it ends."""
        ticket = request.match_info["ticket"]
        if ticket not in self._tickets:
            raise web.HTTPNotFound(text="link_disabled")
        self._tickets.discard(ticket)
        socket = web.WebSocketResponse(timeout=CLOSE_SECONDS)
        await socket.prepare(request)
        self._sockets[socket] = set()
        try:
            await socket.send_str(json.dumps(self._hello()))
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    self._acknowledged(message.data)
        finally:
            for future in self._sockets.pop(socket, set()):
                if not future.done():
                    future.set_exception(ConnectionError("the connection closed"))
        return socket

    async def deliver(self, kind: str, payload: Obj, retry: tuple[int, str] | None, limit: float) -> Reply:
        """Send one envelope over one connection, at random, and wait for its acknowledgement."""
        started = time.monotonic()
        socket = random.choice(list(self._sockets))
        envelope = _envelope(kind, payload, retry)
        future: asyncio.Future[Obj] = asyncio.get_running_loop().create_future()
        self._waiting[envelope["envelope_id"]] = future
        self._sockets[socket].add(future)
        try:
            await socket.send_str(json.dumps(envelope))
            ack = await asyncio.wait_for(future, limit)
        except TimeoutError:
            return Reply(None, "", "timeout", started)
        except OSError:
            return Reply(None, "", "connection_failed", started)
        finally:
            self._waiting.pop(envelope["envelope_id"], None)
            self._sockets.get(socket, set()).discard(future)
        return Reply(200, ack.get("payload") or "", None, started)

    async def close(self) -> int:
        """End every connection; returns how many there were."""
        sockets = list(self._sockets)
        for socket in sockets:
            await socket.close()
        return len(sockets)

    def _hello(self) -> Obj:
        debug = {"host": "playground", "approximate_connection_time": CONNECTION_SECONDS}
        return {
            "type": "hello",
            "num_connections": len(self._sockets),
            "connection_info": {"app_id": APP_ID},
            "debug_info": debug,
        }

    def _acknowledged(self, data: str) -> None:
        try:
            ack = json.loads(data)
        except ValueError:
            return
        future = self._waiting.get(str(ack.get("envelope_id"))) if isinstance(ack, dict) else None
        if future is not None and not future.done():
            future.set_result(ack)


def _envelope(kind: str, payload: Obj, retry: tuple[int, str] | None) -> Obj:
    envelope: Obj = {
        "envelope_id": str(uuid.uuid4()),
        "type": kind,
        "accepts_response_payload": kind in WITH_PAYLOAD,
        "payload": payload,
    }
    if kind == "events_api":
        number, reason = retry or (0, "")
        envelope |= {"retry_attempt": number, "retry_reason": reason}
    return envelope
