"""Slack's Web API over HTTP: tokens, arguments, answers and the rate limit."""

from __future__ import annotations

import asyncio
import json
import math
import time

from aiohttp import web

from bot.playground.calls import Call
from bot.playground.chat_methods import CHAT_METHODS
from bot.playground.file_methods import FILE_METHODS
from bot.playground.rules import Obj, SlackError
from bot.playground.scopes import check_scope
from bot.playground.socket_mode import SocketRoom
from bot.playground.stage import Stage
from bot.playground.view_methods import VIEW_METHODS
from bot.playground.workspace_methods import WORKSPACE_METHODS

METHODS = CHAT_METHODS | FILE_METHODS | VIEW_METHODS | WORKSPACE_METHODS
OPEN_TO_ALL = frozenset({"api.test", "blocks.validate"})
OPEN_SOCKET = "apps.connections.open"


class WebApi:
    """Answers `/api/<method>`."""

    def __init__(self, stage: Stage, sockets: SocketRoom) -> None:
        self._stage = stage
        self._sockets = sockets

    async def handle(self, request: web.Request) -> web.Response:
        """One call: always HTTP 200 except when the caller is too fast or Slack is ill."""
        started = time.monotonic()
        method = request.match_info["method"]
        args: Obj = {}
        headers = {"X-OAuth-Scopes": ",".join(self._stage.rules.scopes)}
        status, illness = 200, self._stage.illness
        await asyncio.sleep(illness.slow)
        try:
            args = await _arguments(request)
            token = _token(request, args)
            if illness.refuses(method):
                status, more = illness.refusal()
                headers |= more
                raise SlackError(illness.refuse)
            wait = self._wait(method, args)
            if wait:
                status, headers = 429, headers | {"Retry-After": str(math.ceil(wait))}
                raise SlackError("ratelimited")
            answer = self._answer(method, token, args)
        except SlackError as refusal:
            answer = refusal.answer()
        outcome = 200 if answer["ok"] else answer["error"]
        self._stage.journal.record("from_bot", method, _summary(args), outcome, started, args, answer)
        return web.json_response(answer, status=status, headers=headers)

    def _answer(self, method: str, token: str | None, args: Obj) -> Obj:
        credentials = self._stage.credentials
        if method != OPEN_SOCKET and method not in METHODS:
            raise SlackError("unknown_method", req_method=method)
        if method not in OPEN_TO_ALL:
            _check_token(token, credentials.bot_token, credentials.app_token, method)
        if method == OPEN_SOCKET:
            return {"ok": True, "url": self._sockets.ticket_url(self._stage.base_url)}
        check_scope(method, args, self._stage.world, self._stage.rules.scopes)
        return METHODS[method](Call(self._stage, args))

    def _wait(self, method: str, args: Obj) -> float:
        channel = args.get("channel")
        if method != "chat.postMessage" or not isinstance(channel, str):
            return 0.0
        return self._stage.limiter.seconds_to_wait(channel)


def _check_token(token: str | None, bot_token: str, app_token: str, method: str) -> None:
    if not token:
        raise SlackError("not_authed")
    if token not in (bot_token, app_token):
        raise SlackError("invalid_auth")
    if token != (app_token if method == OPEN_SOCKET else bot_token):
        raise SlackError("not_allowed_token_type")


async def _arguments(request: web.Request) -> Obj:
    args: Obj = dict(request.query)
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.text() or "{}")
        except ValueError:
            raise SlackError("invalid_json") from None
        if not isinstance(body, dict):
            raise SlackError("json_not_object")
        return args | body
    form = await request.post()
    return args | {name: value for name, value in form.items() if isinstance(value, str)}


def _token(request: web.Request, args: Obj) -> str | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer" and token:
        return token.strip()
    # Slack does not look for a token inside JSON.
    given = args.get("token") if request.content_type != "application/json" else None
    return given if isinstance(given, str) else None


def _summary(args: Obj) -> str:
    names = ("channel", "channel_id", "user_id", "text", "status")
    return " ".join(str(args[name]) for name in names if args.get(name))
