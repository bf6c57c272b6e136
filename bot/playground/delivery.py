"""Carrying events, commands and clicks to the bot, by Slack's rules of time and retry."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Coroutine
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.playground.replies import Reply, no_connection
from bot.playground.rules import Obj
from bot.playground.socket_mode import SocketRoom
from bot.playground.stage import Stage

FORM = "application/x-www-form-urlencoded"


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Slack's v0 signature of a request."""
    base = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


class Delivery:
    """The one way to the bot: over a socket if one is open, else over HTTP."""

    def __init__(self, stage: Stage, sockets: SocketRoom, bot_url: str | None) -> None:
        self.bot_url = bot_url
        self._stage = stage
        self._sockets = sockets
        self._session: aiohttp.ClientSession | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def command(self, payload: Obj) -> Reply:
        """A slash command; never tried again."""
        return await self._deliver("slash_commands", payload, payload["command"] + " " + payload["text"])

    async def interaction(self, payload: Obj, summary: str) -> Reply:
        """A click, shortcut, submission or request for options; never tried again."""
        return await self._deliver("interactive", payload, summary)

    def event(self, envelope: Obj, summary: str) -> None:
        """An event, in the background, with Slack's retries."""
        self.background(self._event(envelope, summary))

    def background(self, work: Coroutine[Any, Any, None]) -> None:
        """Run something the page need not wait for."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drop_sockets(self) -> int:
        """Close the bot's open connections; returns how many there were."""
        return await self._sockets.close()

    async def settle(self) -> None:
        """Wait until nothing is under way any more."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def close(self) -> None:
        """Drop what is under way."""
        for task in list(self._tasks):
            task.cancel()
        await self.settle()
        if self._session is not None:
            await self._session.close()

    async def _event(self, envelope: Obj, summary: str) -> None:
        reply = await self._deliver("events_api", envelope, summary)
        for number, delay in enumerate(self._stage.rules.retry_delays, start=1):
            if reply.event_taken or reply.no_retry:
                break
            await asyncio.sleep(delay)
            retry = (number, reply.retry_reason)
            reply = await self._deliver("events_api", envelope, f"{summary} (retry {number})", retry)
        if self._stage.illness.twice:
            for number in (1, 2):
                await self._deliver("events_api", envelope, f"{summary} (again)", (number, "http_timeout"))
        if not reply.event_taken:
            kind = envelope["event"]["type"]
            self._stage.feed.toast("error", f"whichrole did not take the {kind} event: {reply.outcome}.")

    async def _deliver(
        self,
        kind: str,
        payload: Obj,
        summary: str,
        retry: tuple[int, str] | None = None,
    ) -> Reply:
        limit = self._stage.rules.ack_seconds
        headers: dict[str, str] = {}
        if self._sockets.connected:
            reply = await self._sockets.deliver(kind, payload, retry, limit)
        else:
            body, content_type = _encoded(kind, payload)
            headers = self._headers(body, content_type, retry)
            reply = await self._post(body, headers, limit)
        request = {"transport": "http" if headers else "socket", "headers": headers, "body": payload}
        name = _kind_name(kind, payload)
        answer = {"body": reply.body}
        self._stage.journal.record("to_bot", name, summary, reply.outcome, reply.started, request, answer)
        return reply

    def _headers(self, body: bytes, content_type: str, retry: tuple[int, str] | None) -> dict[str, str]:
        timestamp = str(int(time.time()))
        headers = {
            "Content-Type": content_type,
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "X-Slack-Request-Timestamp": timestamp,
            "X-Slack-Signature": sign(self._stage.credentials.signing_secret, timestamp, body),
        }
        if retry:
            headers |= {"X-Slack-Retry-Num": str(retry[0]), "X-Slack-Retry-Reason": retry[1]}
        return headers

    async def _post(self, body: bytes, headers: dict[str, str], limit: float) -> Reply:
        if self.bot_url is None:
            return no_connection()
        if self._session is None:
            self._session = aiohttp.ClientSession()
        started = time.monotonic()
        timeout = aiohttp.ClientTimeout(total=limit)
        try:
            async with self._session.post(
                self.bot_url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as response:
                no_retry = response.headers.get("x-slack-no-retry") == "1"
                content = _decoded(await response.text(), response.content_type)
                return Reply(response.status, content, None, started, no_retry)
        except TimeoutError:
            return Reply(None, "", "timeout", started)
        except aiohttp.ClientError:
            return Reply(None, "", "connection_failed", started)


def _encoded(kind: str, payload: Obj) -> tuple[bytes, str]:
    if kind == "events_api":
        return json.dumps(payload).encode(), "application/json"
    fields = payload if kind == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(fields).encode(), FORM


def _decoded(text: str, content_type: str) -> str | Obj:
    if content_type == "application/json":
        try:
            content = json.loads(text)
        except ValueError:
            return text
        return content if isinstance(content, dict) else text
    return text


def _kind_name(kind: str, payload: Obj) -> str:
    if kind == "events_api":
        return str(payload["event"]["type"])
    return kind if kind == "slash_commands" else str(payload["type"])
