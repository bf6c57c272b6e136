"""Where the bytes of files come in, and where the page fetches them."""

from __future__ import annotations

import time

from aiohttp import web

from bot.playground.rules import SlackError
from bot.playground.stage import Stage


class UploadApi:
    """Answers `/upload/v1/<ticket>` and `/files/<id>/<name>`."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage

    def routes(self) -> list[web.RouteDef]:
        """Both addresses."""
        return [
            web.post("/upload/v1/{ticket}", self._take),
            web.get("/files/{id}/{name}", self._give),
        ]

    async def _take(self, request: web.Request) -> web.Response:
        """The bytes as they are, or the first part of a form."""
        started = time.monotonic()
        content = await _content(request)
        try:
            upload = self._stage.uploads.take(request.match_info["ticket"], content)
            status, text, name = 200, f"OK - {len(content)}", upload.name
        except SlackError as refusal:
            status, text, name = 400, refusal.code, ""
        outcome = 200 if status == 200 else text
        self._stage.journal.record("from_bot", "upload", name, outcome, started, {"bytes": len(content)}, text)
        return web.Response(status=status, text=text)

    async def _give(self, request: web.Request) -> web.Response:
        """As text and as a download: nothing in a file is ever run by the page."""
        upload = self._stage.uploads.known.get(request.match_info["id"])
        if upload is None or upload.content is None or upload.name != request.match_info["name"]:
            raise web.HTTPNotFound
        headers = {"Content-Disposition": "attachment", "Cache-Control": "no-store"}
        return web.Response(body=upload.content, content_type="text/plain", charset="utf-8", headers=headers)


async def _content(request: web.Request) -> bytes:
    if not request.content_type.startswith("multipart/"):
        return await request.read()
    form = await request.post()
    parts = [part for part in form.values() if isinstance(part, web.FileField)]
    return parts[0].file.read() if parts else b""
