"""Whether Slack takes the newer blocks: it is asked with samples, before anybody is sent one.

Source: https://docs.slack.dev/reference/methods/blocks.validate
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.answering import Answerer
from bot.cards import Sample, samples
from bot.errors import code_of

if TYPE_CHECKING:
    from bot.listeners import Desk

log = logging.getLogger(__name__)
# between them, every newer block on every surface
ASKED = frozenset({
    ("recommend-project-full", "command"), ("compare-two", "command"), ("sequence-project", "command"),
    ("recommend-project", "modal"), ("home-later", "home"),
})  # fmt: skip
VIEWS = ("modal", "home")
# calls end with these where no Slack answers; the last is what the SDK makes of a page that is no JSON
UNREACHABLE = (TimeoutError, OSError, SlackClientError, ClientError, AttributeError)
Fault = tuple[str, str]  # the style that is refused; where and why, to be read


async def take_to(client: AsyncWebClient, desk: Desk) -> None:
    """Let the desk send the newer blocks, if Slack accepts samples of them; otherwise it goes on without."""
    chosen = [sample for sample in samples(Answerer(desk.knowledge, desk.reader)) if sample.key in ASKED]
    try:
        faults = [told for sample in chosen for _, told in await faults_in(client, sample)]
    except UNREACHABLE as error:
        log.warning("Slack cannot be asked about the newer blocks (%s); classic ones are sent", type(error).__name__)
        return
    if faults:
        log.warning("Slack refuses samples with newer blocks (%s); classic ones are sent", "; ".join(faults[:3]))
        return
    if chosen:
        desk.looks.welcome()


async def faults_in(client: AsyncWebClient, sample: Sample, styles: Iterable[str] = ("modern",)) -> list[Fault]:
    """What Slack has against a sample; empty if it is accepted. Other refusals are raised."""
    found: list[Fault] = []
    for style in styles:
        payload = sample.payloads[style]
        kind = "view" if payload.get("type") in VIEWS else "message"
        try:
            await client.api_call("blocks.validate", data={kind: json.dumps(payload)})
        except SlackApiError as error:
            if "invalid_blocks" not in code_of(error):
                raise
            place = f"{sample.name} on {sample.surface}, {style}"
            found += [(style, f"{place}: {told}") for told in _told(error.response.data)]
    return found


def _told(answer: Any) -> list[str]:
    """The faults that Slack names."""
    errors = answer.get("errors") if isinstance(answer, Mapping) else None
    told = [f"{each.get('pointer')} {each.get('message')}" for each in errors or () if isinstance(each, Mapping)]
    return told or ["invalid_blocks"]
