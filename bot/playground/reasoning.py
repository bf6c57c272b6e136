"""How the bot's answers came about: asked of the bot as each one is shown, and kept beside the message."""

from __future__ import annotations

import asyncio
import re

import aiohttp

from bot.playground.blockkit_rules import objects
from bot.playground.rules import Obj
from bot.playground.stage import Stage

ANSWER = re.compile(r"\bAnswer ([0-9A-HJKMNP-TV-Z]{8})\.")
SECONDS = 5.0


def answer_of(message: Obj) -> str | None:
    """The id in the small print under an answer of the bot's; what is quoted further up does not count."""
    if not message.get("is_bot"):
        return None
    small_print = [block for block in objects(message.get("blocks")) if block.get("type") == "context"]
    for block in reversed(small_print):  # a hint may follow on the line that names the answer
        texts = [str(element.get("text", "")) for element in objects(block.get("elements"))]
        if found := ANSWER.findall(" ".join(texts)):
            return str(found[-1])
    return None


class Reasoning:
    """Follows the feed as a page does, and tells the pages what the bot says of each answer.

    It is asked at once: a later answer with the same id may have been given on other words.
    """

    def __init__(self, stage: Stage, url: str | None) -> None:
        self._stage = stage
        self._url = url
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to follow; without a bot that tells there is nothing to do."""
        if self._url is not None:
            self._task = asyncio.create_task(self._follow(self._url))

    async def close(self) -> None:
        """Stop, whatever is under way."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None

    async def _follow(self, url: str) -> None:
        queue = self._stage.feed.listen()
        headers = {"Authorization": f"Bearer {self._stage.credentials.signing_secret}"}
        timeout = aiohttp.ClientTimeout(total=SECONDS)
        try:
            async with aiohttp.ClientSession(headers=headers, timeout=timeout) as session:
                while line := await queue.get():
                    name, data = line
                    if name == "message_deleted" and isinstance(data, dict):
                        self._stage.reasoning.pop((data["channel"], data["ts"]), None)
                    elif name == "message" and isinstance(data, dict) and data["is_bot"]:
                        answer = answer_of(data)
                        self._keep(data, await _asked(session, f"{url}/{answer}") if answer else None)
        finally:
            self._stage.feed.leave(queue)

    def _keep(self, message: Obj, told: Obj | None) -> None:
        """Put it last, or take away what an older text of the message had; it may be gone by now."""
        place = channel, ts = message["channel"], message["ts"]
        before = self._stage.reasoning.pop(place, None)
        if ts not in self._stage.world.messages.get(channel, {}) or not (told or before):
            return
        entry: Obj = {"channel": channel, "ts": ts, "told": told}
        if told:
            self._stage.reasoning[place] = entry
        self._stage.feed.publish("reasoning", entry)


async def _asked(session: aiohttp.ClientSession, url: str) -> Obj | None:
    """What the bot tells; nothing where it knows nothing, or does not answer."""
    try:
        async with session.get(url, allow_redirects=False) as response:
            told = await response.json() if response.status == 200 else None
    except (aiohttp.ClientError, TimeoutError, ValueError):
        return None
    return told if isinstance(told, dict) else None
