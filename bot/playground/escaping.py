"""What Slack makes of typed text before an app sees it."""

from __future__ import annotations

import re

from bot.playground.rules import Obj
from bot.playground.world import World

URL = re.compile(r"https?://[^\s<>|]+[^\s<>|.,;:!?)\]'\"]")
BROADCASTS = ("here", "channel", "everyone")
TOKEN = re.compile(r"<(@|#|!|https?://)([^>]*)>")


def escaped(world: World, typed: str) -> str:
    """Typed text with &, <, > escaped, mentions resolved to ids and URLs wrapped."""
    text = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    text = URL.sub(lambda found: f"<{found.group(0)}>", text)
    for user in world.users.values():
        text = _mention(text, "@", user.handle, f"<@{user.id}>")
    for word in BROADCASTS:
        text = _mention(text, "@", word, f"<!{word}>")
    for channel in world.channels.values():
        if channel.kind == "channel":
            # an app does not learn what a private channel is called
            text = _mention(text, "#", channel.name, f"<#{channel.id}|{'' if channel.private else channel.name}>")
    return text


def rich_text(text: str) -> list[Obj]:
    """The rich_text block that accompanies a person's message in an event."""
    elements: list[Obj] = []
    at = 0
    for found in TOKEN.finditer(text):
        if found.start() > at:
            elements.append({"type": "text", "text": _plain(text[at : found.start()])})
        elements.append(_element(found.group(1), found.group(2)))
        at = found.end()
    if at < len(text):
        elements.append({"type": "text", "text": _plain(text[at:])})
    section: Obj = {"type": "rich_text_section", "elements": elements}
    return [{"type": "rich_text", "block_id": "typed", "elements": [section]}]


def _element(kind: str, rest: str) -> Obj:
    if kind == "@":
        return {"type": "user", "user_id": rest}
    if kind == "#":
        return {"type": "channel", "channel_id": rest.partition("|")[0]}
    if kind == "!":
        return {"type": "broadcast", "range": rest}
    return {"type": "link", "url": _plain(kind + rest)}


def _mention(text: str, sign: str, name: str, token: str) -> str:
    # Not inside a word, a URL or a token, so that an address like maya@jonas.example stays as it is.
    pattern = rf"(?<![\w/@#<|.]){sign}{re.escape(name)}(?![\w-])(?!\.\w)"
    return re.sub(pattern, token, text, flags=re.IGNORECASE)


def _plain(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
