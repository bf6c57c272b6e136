"""Mentions in channels, direct messages and, where it is wished, follow-ups in threads: answered in their thread."""

from __future__ import annotations

import re

from bot.listeners import agent, gate
from bot.listeners.briefs import send_file
from bot.listeners.commands import obeyed
from bot.listeners.desk import Answered, Desk
from bot.listeners.turn import Turn
from bot.listeners.verbs import verb_of
from bot.rendering import Reply
from bot.rendering.about import with_hint
from bot.rendering.slack import Surface, notice
from bot.understanding import Reading
from bot.understanding.markup import MOST_CHARACTERS, decode
from bot.understanding.reading import asked_for

MENTIONED = re.compile(r"<@[UW][A-Z0-9]+(?:\|[^<>]*)?>")
NOT_FOR_US = ("chitchat", "help", "out_of_scope")
ONCE_A = 60.0  # seconds
CHANNEL_ENTITY = "slack#/types/channel_id"


async def mentioned(turn: Turn, desk: Desk) -> None:
    """`app_mention`."""
    if gate.addressed(turn) and gate.first_time(turn, desk):
        await _answer(turn, desk, "mention")


async def written(turn: Turn, desk: Desk) -> None:
    """`message`: a direct message, or a reply in a thread that the bot has answered in."""
    if turn.event.get("channel_type") != "im":
        await _followed_up(turn, desk)
    elif gate.addressed(turn) and gate.first_time(turn, desk):
        turn.surface = "dm"
        async with agent.at_work(turn, desk):
            await _answer(turn, desk, "dm")


async def ignored(turn: Turn, desk: Desk) -> None:
    """What needs no answer; without a listener Slack would deliver an event again, or mark a click as failed."""
    await turn.acknowledge()


async def without_options(turn: Turn, desk: Desk) -> None:
    """A menu that nobody knows any more has nothing to offer."""
    await turn.acknowledge(options=[])


async def _followed_up(turn: Turn, desk: Desk) -> None:
    """A reply without a mention. People talk to each other in threads too: only what plainly goes on is answered."""
    event, text = turn.event, str(turn.event.get("text") or "")
    spoken_to = MENTIONED.search(text)  # whoever mentions the bot comes by another event
    if not desk.customs.thread_follow_ups or not event.get("thread_ts") or spoken_to or not gate.human(turn):
        return
    if gate.stranger(turn, desk):  # nobody asked the bot, so nobody is sent away either
        return
    if not desk.spoke_in(desk.thread(turn)):  # looked at first: most of what people write is not even read
        return
    reading = await desk.read_aside(text)
    if _goes_on(reading) and gate.first_time(turn, desk):
        turn.surface = "mention"
        await _answer(turn, desk, "mention", reading)


def _goes_on(reading: Reading) -> bool:
    """Whether a reply goes on with an answer: it leans on it, or asks something clear."""
    return reading.follow is not None or (reading.verdict == "clear" and reading.intent not in NOT_FOR_US)


async def _answer(turn: Turn, desk: Desk, surface: Surface, reading: Reading | None = None) -> None:
    if turn.pace.crowded(str(turn.channel)):
        await _tell_crowded(turn, desk)
        return
    if gate.stranger(turn, desk):
        turn.usage_id = desk.count(turn.asker, "out_of_scope", "decline")
        await turn.post(notice(desk.knowledge.wording["strangers"]))
        return
    found = await _reply(turn, desk, surface, reading)
    if isinstance(found, Reply):
        await turn.post(found)
        return
    turn.usage_id = found.usage_id
    text = str(turn.event.get("text") or "")
    long = len(text) > MOST_CHARACTERS
    await turn.post(with_hint(found.reply, desk.knowledge.wording["read_first"]) if long else found.reply)
    if surface == "dm":
        await send_file(turn, desk, found, in_the_open=True)
        await agent.entitle(turn, desk, found.advice.title)


async def _tell_crowded(turn: Turn, desk: Desk) -> None:
    """To the asker alone, and once a minute: whatever is posted would join the line."""
    turn.usage_id = desk.count(turn.asker, None, "error")
    if desk.first_time(desk.key(turn, "crowded", turn.channel, turn.user_id), within=ONCE_A):
        said = notice(desk.knowledge.wording["crowded"])
        await turn.client.chat_postEphemeral(
            channel=str(turn.channel), user=turn.user_id, text=said.text, blocks=said.blocks
        )


async def _reply(turn: Turn, desk: Desk, surface: Surface, reading: Reading | None) -> Answered | Reply:
    text = str(turn.event.get("text") or "")
    own = MENTIONED.sub("", text).strip()
    if not own and turn.event.get("files"):
        turn.usage_id = desk.count(turn.asker, "out_of_scope", "decline")
        return notice(desk.knowledge.wording["no_words"])
    if own and not decode(text).strip():  # nothing but emoji, or a link
        return desk.answer_reading(asked_for("chitchat"), turn.asker, surface, desk.thread(turn))
    verb = verb_of(text)
    if verb and not verb[1]:
        return obeyed(turn, desk, surface, *verb)
    place = desk.place(turn) if surface == "dm" else None
    reading = reading or await desk.read_aside(text)
    return desk.answer_text(text, turn.asker, surface, desk.thread(turn), place, _looking_at(turn, desk), reading)


def _looking_at(turn: Turn, desk: Desk) -> str | None:
    """What the person spoke of with the bot in the channel that is open beside the direct message."""
    entities = (turn.event.get("app_context") or {}).get("entities") or ()
    for entity in entities:
        if isinstance(entity, dict) and entity.get("type") == CHANNEL_ENTITY and entity.get("value"):
            return desk.key(turn, "place", entity["value"], turn.user_id)
    return None
