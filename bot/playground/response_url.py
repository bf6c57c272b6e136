"""Answers through a response address, and the answer a command's acknowledgement may carry."""

from __future__ import annotations

import asyncio
import json
import time

from aiohttp import web

from bot.playground.grants import ResponseUrl
from bot.playground.refusals import checked_blocks
from bot.playground.rules import MAX_TEXT, Obj, SlackError
from bot.playground.stage import Stage
from bot.playground.surfaces import with_ids
from bot.playground.world import BOT, Message

STATUSES = {"expired_url": 404}


class ResponseUrlApi:
    """Answers `/response/<token>`."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    async def handle(self, request: web.Request) -> web.Response:
        """One use of a response address."""
        started = time.monotonic()
        status, text, body, details = 200, "ok", {}, {}
        await asyncio.sleep(self._stage.illness.slow)
        try:
            grant = self._stage.response_urls.spend(request.match_info["token"])
            body = await _body(request)
            answer(self._stage, grant, body)
        except SlackError as refusal:
            status, text = STATUSES.get(refusal.code, 400), refusal.code
            details = refusal.details
            self._stage.feed.toast("error", f"An answer through response_url was refused: {text}")
        outcome = 200 if status == 200 else text
        summary = str(body.get("text") or "")
        reply = {"body": text, **details}
        self._stage.journal.record("from_bot", "response_url", summary, outcome, started, body, reply)
        return web.Response(status=status, text=text)


def answer(stage: Stage, grant: ResponseUrl, body: Obj) -> None:
    """Do what one answer asks for: post, replace or delete."""
    original = _original(stage, grant)
    text, blocks = _content(stage, body)
    empty = not text and not blocks
    if _flag(body, "delete_original"):
        if original is None and empty:
            raise SlackError("message_not_found" if grant.source_ts else "no_text")
        if original is not None:
            stage.world.remove(original)
            original = None
        if empty:
            return
    if empty:
        raise SlackError("no_text")
    if original is not None and _replaces(body, original):
        original.text, original.blocks = text, blocks
        stage.world.announce(original)
        return
    _post(stage, grant, body, text, blocks)


def _post(stage: Stage, grant: ResponseUrl, body: Obj, text: str, blocks: list[Obj] | None) -> None:
    """A new message; membership of the bot does not matter here."""
    thread_ts = body.get("thread_ts") or None
    stage.world.check_thread(grant.channel, thread_ts)
    recipient = None if body.get("response_type") == "in_channel" else grant.user
    ts = stage.world.next_ts()
    stage.world.post(Message(ts, grant.channel, BOT, text, blocks, thread_ts, recipient=recipient))


def _original(stage: Stage, grant: ResponseUrl) -> Message | None:
    """The clicked message, as long as it is the bot's own and still there."""
    if grant.source_ts is None:
        return None
    found = stage.world.messages.get(grant.channel, {}).get(grant.source_ts)
    return found if found is not None and found.user.id == BOT.id else None


def _replaces(body: Obj, original: Message) -> bool:
    """Slack replaces the clicked message unless told otherwise or asked for another visibility."""
    if body.get("replace_original") is not None:
        return _flag(body, "replace_original")
    wanted = body.get("response_type")
    kept = "ephemeral" if original.ephemeral else "in_channel"
    return not body.get("thread_ts") and wanted in (None, kept)


def _content(stage: Stage, body: Obj) -> tuple[str, list[Obj] | None]:
    text = body.get("text") or ""
    if not isinstance(text, str):
        raise SlackError("invalid_payload")
    ephemeral = body.get("response_type") != "in_channel"
    blocks = checked_blocks(body.get("blocks"), text, stage.illness, ephemeral=ephemeral)
    return text[:MAX_TEXT], with_ids(blocks) if blocks else None


async def _body(request: web.Request) -> Obj:
    if request.content_type == "application/x-www-form-urlencoded":
        form = await request.post()
        text = str(form.get("payload", "{}"))
    else:
        text = await request.text()
    try:
        body = json.loads(text)
    except ValueError:
        raise SlackError("invalid_payload") from None
    if not isinstance(body, dict):
        raise SlackError("invalid_payload")
    return body


def _flag(body: Obj, name: str) -> bool:
    return body.get(name) in (True, "true", 1, "1")
