"""Buttons: a further question, an answer to the bot's question, and sharing."""

from __future__ import annotations

from dataclasses import replace

from bot.advisor.keeping import without_words
from bot.listeners.briefs import send_file
from bot.listeners.desk import Answered, Desk
from bot.listeners.modal import answer_in_modal, change_answer
from bot.listeners.turn import Turn
from bot.rendering.slack import Surface, notice, shared
from bot.rendering.values import reading_of
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
    if turn.in_direct_message and not turn.is_private:
        answered = _answer(turn, desk, reading, "dm")
        if reading.detail:
            await turn.answer_click(answered.reply, replace_original=True)
        else:
            await turn.post(answered.reply)
        await send_file(turn, desk, answered, in_the_open=True)
        return
    answered = _answer(turn, desk, reading, "command")
    in_place = reading.detail and turn.is_private
    await turn.answer_click(
        answered.reply, response_type="ephemeral", replace_original=in_place, thread_ts=turn.thread_of_click
    )
    await send_file(turn, desk, answered)


async def _answer_in_modal(turn: Turn, desk: Desk, reading: Reading) -> None:
    """From Home a modal opens; a press inside the modal changes it in place."""
    answered = _answer(turn, desk, reading, "modal")
    if turn.view.get("type") == "modal":
        await change_answer(turn, desk, answered)
    else:
        await answer_in_modal(turn, desk, answered)
    await send_file(turn, desk, answered)


async def chose(turn: Turn, desk: Desk) -> None:
    """An answer to the bot's question: the private card is replaced, a thread goes on in the open."""
    await turn.acknowledge()
    if _pressed_twice(turn, desk):
        return
    if turn.container.get("type") == "view":
        await _answer_in_modal(turn, desk, _reading(turn))
        return
    if turn.is_private:
        answered = _answer(turn, desk, _reading(turn), "command")
        await turn.answer_click(answered.reply, response_type="ephemeral", replace_original=True)
        return
    answered = _answer(turn, desk, _reading(turn), "dm" if turn.in_direct_message else "mention")
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
        desk.forget(key)  # so that the press can be repeated
        raise


async def _share(turn: Turn, desk: Desk) -> None:
    answered = _answer(turn, desk, _reading(turn), "command")
    by = desk.knowledge.wording["shared_by"].format(user=f"<@{turn.user_id}>")
    await turn.answer_click(
        shared(answered.reply, by, desk.person(turn)),
        response_type="in_channel",
        replace_original=False,
        delete_original=True,
        thread_ts=turn.thread_of_click,
    )


async def withdraw(turn: Turn, desk: Desk) -> None:
    """Take back a shared answer; only whoever shared it may."""
    await turn.acknowledge()
    if turn.value != desk.person(turn):
        await turn.whisper(notice(desk.knowledge.wording["not_yours_to_withdraw"]))
        return
    await turn.remove_clicked()


async def refused(turn: Turn, desk: Desk) -> None:
    """A press by somebody of another company, where the installation wants that not."""
    await turn.acknowledge()
    await turn.whisper(notice(desk.knowledge.wording["strangers"]))


def _pressed_twice(turn: Turn, desk: Desk) -> bool:
    """Whether the same person pressed the same button a moment ago: a double click is one wish."""
    place = turn.container.get("message_ts") or turn.container.get("view_id")
    key = desk.key(turn, "press", turn.channel, place, turn.action_id, turn.user_id)
    return not desk.first_time(key, within=DOUBLE_CLICK)


def _reading(turn: Turn) -> Reading:
    """What the button stands for. On a public card the words quoted are the asker's, who may be another."""
    reading = reading_of(turn.value)
    return reading if turn.is_private or turn.in_direct_message else without_words(reading)


def _answer(turn: Turn, desk: Desk, reading: Reading, surface: Surface) -> Answered:
    """Answer a press. Only what everybody in the thread can see is remembered for the thread."""
    asker = replace(turn.asker, surface="button")
    thread = desk.thread(turn) if surface in ("mention", "dm") else None
    answered = desk.answer_reading(reading, asker, surface, thread)
    turn.usage_id = answered.usage_id
    return answered
