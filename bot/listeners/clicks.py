"""Buttons: a further question, an answer to the bot's question, and sharing."""

from __future__ import annotations

from dataclasses import replace

from bot.advisor.keeping import without_words
from bot.listeners.briefs import send_file
from bot.listeners.desk import Answered, Desk
from bot.listeners.turn import Turn
from bot.rendering.slack import Surface, reading_of, shared
from bot.rendering.views import answer_view
from bot.understanding import Reading

DOUBLE_CLICK = 2.0  # seconds


async def stepped(turn: Turn, desk: Desk) -> None:
    """A further question: privately to whoever pressed it, or in the open of a direct message."""
    await turn.acknowledge()
    if _pressed_twice(turn, desk):
        return
    reading = _reading(turn)
    if turn.container.get("type") == "view":
        await _answer_in_modal(turn, desk, reading)
        return
    if _in_direct_message(turn) and not _is_private(turn):
        answered = _answer(turn, desk, reading, "dm")
        if reading.detail:
            await turn.answer_click(answered.reply, replace_original=True)
        else:
            await turn.post(answered.reply)
        await send_file(turn, desk, answered, in_the_open=True)
        return
    answered = _answer(turn, desk, reading, "command")
    in_place = reading.detail and _is_private(turn)
    await turn.answer_click(
        answered.reply, response_type="ephemeral", replace_original=in_place, thread_ts=_thread_of_click(turn)
    )
    await send_file(turn, desk, answered)


async def _answer_in_modal(turn: Turn, desk: Desk, reading: Reading) -> None:
    """From Home a modal opens; a press inside the modal changes it in place."""
    answered = _answer(turn, desk, reading, "modal")
    view = answer_view(desk.knowledge.intents[answered.advice.intent].title, answered.reply)
    here = turn.body.get("view") or {}
    if here.get("type") == "modal":
        await turn.client.views_update(view_id=str(here["id"]), hash=here.get("hash"), view=view)
    else:
        await turn.client.views_open(trigger_id=str(turn.body["trigger_id"]), view=view)
    await send_file(turn, desk, answered)


async def chose(turn: Turn, desk: Desk) -> None:
    """An answer to the bot's question: the private card is replaced, a thread goes on in the open."""
    await turn.acknowledge()
    if _pressed_twice(turn, desk):
        return
    if turn.container.get("type") == "view":
        await _answer_in_modal(turn, desk, _reading(turn))
        return
    if _is_private(turn):
        answered = _answer(turn, desk, _reading(turn), "command")
        await turn.answer_click(answered.reply, response_type="ephemeral", replace_original=True)
        return
    answered = _answer(turn, desk, _reading(turn), "dm" if _in_direct_message(turn) else "mention")
    await turn.post(answered.reply)


async def share(turn: Turn, desk: Desk) -> None:
    """Make a private answer public, with the name of whoever did; a second press does nothing."""
    await turn.acknowledge()
    key = desk.key(turn, "share", turn.channel, turn.container.get("message_ts"), turn.user_id)
    if not desk.first_time(key):
        return
    try:
        await _share(turn, desk)
    except Exception:
        desk.store.forget(key)  # so that the press can be repeated
        raise


async def _share(turn: Turn, desk: Desk) -> None:
    answered = _answer(turn, desk, _reading(turn), "command")
    by = desk.knowledge.wording["shared_by"].format(user=f"<@{turn.user_id}>")
    await turn.answer_click(
        shared(answered.reply, by),
        response_type="in_channel",
        replace_original=False,
        delete_original=True,
        thread_ts=_thread_of_click(turn),
    )


def _pressed_twice(turn: Turn, desk: Desk) -> bool:
    """Whether the same person pressed the same button a moment ago: a double click is one wish."""
    place = turn.container.get("message_ts") or turn.container.get("view_id")
    key = desk.key(turn, "press", turn.channel, place, turn.body["actions"][0].get("action_id"), turn.user_id)
    return not desk.first_time(key, within=DOUBLE_CLICK)


def _reading(turn: Turn) -> Reading:
    """What the button stands for. On a public card the words quoted are the asker's, who may be another."""
    reading = reading_of(str(turn.body["actions"][0].get("value") or ""))
    return reading if _is_private(turn) or _in_direct_message(turn) else without_words(reading)


def _answer(turn: Turn, desk: Desk, reading: Reading, surface: Surface) -> Answered:
    """Answer a press. Only what everybody in the thread can see is remembered for the thread."""
    asker = replace(turn.asker, surface="button")
    thread = desk.thread(turn) if surface in ("mention", "dm") else None
    answered = desk.answer_reading(reading, asker, surface, thread)
    turn.usage_id = answered.usage_id
    return answered


def _is_private(turn: Turn) -> bool:
    return bool(turn.container.get("is_ephemeral"))


def _in_direct_message(turn: Turn) -> bool:
    return (turn.channel or "").startswith("D")


def _thread_of_click(turn: Turn) -> str | None:
    """The thread the pressed card stands in; a private card at the top of a channel stands in none."""
    found = turn.container.get("thread_ts")
    if found:
        return str(found)
    return None if _is_private(turn) else turn.thread_ts
