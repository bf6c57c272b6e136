"""Guided advice: one question after the other in a modal.

The modal carries everything (bot/rendering/guided_state.py). So the same step submitted twice leads to the same
next step, and a restart in between costs nobody anything.
"""

from __future__ import annotations

import logging
from dataclasses import replace

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from bot.advisor import Advice, Conversation, advise
from bot.advisor.guided import Talk, most_telling, one_before, open_question, question_of, reading_of_talk, revised
from bot.advisor.guided import with_words as talk_with_words
from bot.listeners.briefs import send_file
from bot.listeners.desk import Desk
from bot.listeners.modal import carried_out, change_answer, conclude, open_answer, open_view
from bot.listeners.turn import Turn
from bot.rendering import Reply, guided, render
from bot.rendering.actions import GUIDED, STEP
from bot.rendering.guided_state import FACTS, RESULT, SEND, START, State, state_of
from bot.rendering.handover import sent_view
from bot.rendering.slack import Surface, shared
from bot.rendering.values import reading_of
from bot.rendering.views import View, note_of
from bot.understanding import Reading

log = logging.getLogger(__name__)
ONCE = 60.0  # seconds within which sending the same thing to the same place again is a double press
DOUBLE_PRESS = 2.0  # seconds


async def begin(turn: Turn, desk: Desk, reading: Reading | None = None, surface: str | None = None) -> None:
    """Open the modal; with a reading the facts in it count as told."""
    await turn.acknowledge()
    surface = surface or (turn.surface if turn.surface in ("command", "shortcut") else "button")
    talk = talk_with_words(Talk(), reading, desk.knowledge) if reading else Talk()
    view = _opening(turn, desk, State(talk, surface=surface))
    if turn.view.get("type") == "modal":  # in the place of the one in which the button was pressed
        await turn.show(view, seen=turn.view.get("hash"))
    elif not await open_view(turn, view):
        await turn.whisper(guided.late_notice(desk.knowledge, surface, reading))


async def pressed(turn: Turn, desk: Desk) -> None:
    """A button inside the modal, or one elsewhere that opens it."""
    move, _, detail = turn.action_id.removeprefix(f"{GUIDED}:").partition("-")
    if turn.view.get("callback_id") != guided.CALLBACK:
        await begin(turn, desk, _reading_in(turn.value), detail if move == guided.OPEN and detail else None)
        return
    await turn.acknowledge()
    state = _state(turn, desk)
    if move.startswith(f"{STEP}:"):
        await _on_top(turn, desk)
    elif move == guided.KEEP:
        await _keep(turn, desk, state)
    else:
        await turn.show(_moved(turn, desk, state, move), seen=turn.view.get("hash"))


async def submitted(turn: Turn, desk: Desk) -> None:
    """A step was submitted; the state in that very view says what comes next."""
    state = _state(turn, desk)
    if state.step == SEND:
        await _send(turn, desk, state)
        return
    reading = _described(turn, desk) if state.step == START else None
    if reading and reading.language != "en":
        await turn.acknowledge(response_action="errors", errors={"note": desk.knowledge.wording["english_only"]})
        return
    await turn.acknowledge(response_action="update", view=_after(turn, desk, state, reading))


def _state(turn: Turn, desk: Desk) -> State:
    return state_of(str(turn.view.get("private_metadata") or ""), desk.knowledge)


def _opening(turn: Turn, desk: Desk, state: State) -> View:
    """The first step. A slash command is a message to the bot, so it counts; what follows is counted at its end."""
    key = open_question(state.talk, desk.knowledge)
    if state.talk.told_anything:
        asked = question_of(key, state.talk, desk.knowledge) if key else None
        if asked:
            return guided.question_view(state, asked, desk.knowledge)
        return guided.facts_view(state.at(FACTS), desk.knowledge)
    if turn.surface == "command":
        turn.usage_id = desk.count(turn.asker, "recommend", outcome="ask")
    return guided.start_view(state, desk.knowledge)


def _after(turn: Turn, desk: Desk, state: State, reading: Reading | None) -> View:
    """The step after the one submitted; `reading` is what was understood of a description."""
    knowledge = desk.knowledge
    taken = _with_input(turn, desk, state, reading)
    if taken is None and (asked := question_of(state.key or "", state.talk, knowledge)):
        return guided.question_view(state, asked, knowledge, knowledge.wording["guided_changed"])
    in_vain = reading and taken and taken.talk == state.talk
    return _onwards(turn, desk, taken or state, knowledge.wording["guided_nothing_read"] if in_vain else "")


def _described(turn: Turn, desk: Desk) -> Reading | None:
    """What was understood of the description, if one was written."""
    text = note_of(turn.view)
    return desk.reader.read(text) if text else None


def _with_input(turn: Turn, desk: Desk, state: State, reading: Reading | None) -> State | None:
    """The state with what was entered in its step; None if that is no answer to what is asked there."""
    if reading:
        return replace(state, talk=talk_with_words(state.talk, reading, desk.knowledge))
    if not state.key:
        return state
    asked = question_of(state.key, state.talk, desk.knowledge)
    given = guided.answer_in(turn.view, asked, desk.knowledge) if asked else None
    return replace(state, talk=revised(state.talk, given, desk.knowledge)) if given else None


def _onwards(turn: Turn, desk: Desk, state: State, note: str = "") -> View:
    """The next question, or the advice once nothing is worth asking."""
    key = open_question(state.talk, desk.knowledge)
    return _question(turn, desk, state, key, note)


def _question(turn: Turn, desk: Desk, state: State, key: str | None, note: str = "") -> View:
    asked = question_of(key, state.talk, desk.knowledge) if key else None
    return guided.question_view(state, asked, desk.knowledge, note) if asked else _result(turn, desk, state)


def _moved(turn: Turn, desk: Desk, state: State, move: str) -> View:
    """The view that a button of the modal leads to."""
    match move:
        case guided.FACTS:
            return guided.facts_view(state.at(FACTS), desk.knowledge)
        case guided.EDIT:
            return _question(turn, desk, state, turn.value)
        case guided.MORE:
            further = replace(state, talk=replace(state.talk, further=True))
            return _question(turn, desk, further, most_telling(state.talk, desk.knowledge))
        case guided.SEND:
            return guided.send_view(state.at(SEND), desk.knowledge)
        case guided.BACK if state.step != SEND:
            key = one_before(state.key, state.talk)
            return _question(turn, desk, state, key) if key else guided.start_view(state.at(START), desk.knowledge)
        case guided.AGAIN:
            return guided.start_view(State(surface=state.surface), desk.knowledge)
    if move != guided.NOW:
        return _result(turn, desk, state)
    reading = _described(turn, desk) if state.step == START else None
    return _result(turn, desk, _with_input(turn, desk, state, reading) or state)


def _result(turn: Turn, desk: Desk, state: State, note: str = "") -> View:
    """The advice; if the facts point to no role, which answers would help."""
    state = state.at(RESULT)
    advice, reply = _counted(turn, desk, state.talk, state.surface)
    if advice.outcome != "answer":
        return guided.too_little_view(state, advice, desk.knowledge)
    return guided.result_view(state, reply, desk.knowledge, modern=desk.looks.sure, note=note)


def _counted(turn: Turn, desk: Desk, talk: Talk, surface: str) -> tuple[Advice, Reply]:
    """The answer to all that was told. However often a modal shows it, it counts once."""
    reading = reading_of_talk(talk)
    key = desk.key(turn, "guided", turn.view.get("id"), reading.model_dump_json(exclude_defaults=True))
    if not desk.first_time(key):
        return _quietly(desk, talk, "modal")
    found = desk.answer_reading(reading, replace(turn.asker, surface=surface), "modal")
    turn.usage_id = found.usage_id
    return found.advice, found.reply


def _quietly(desk: Desk, talk: Talk, surface: Surface) -> tuple[Advice, Reply]:
    """An answer that was counted before, on another surface maybe."""
    advice = advise(reading_of_talk(talk), Conversation(), desk.knowledge, on=desk.today())
    return advice, render(advice, surface, human=desk.customs.human is not None)


async def _keep(turn: Turn, desk: Desk, state: State) -> None:
    """Put the answer into the person's direct messages."""
    advice, reply = _quietly(desk, state.talk, "dm")
    key = desk.key(turn, "guided", "keep", turn.view.get("id"), advice.answer_id)
    if not desk.first_time(key, within=ONCE):
        return
    try:
        await turn.post_to(turn.user_id, reply)
    except Exception:
        desk.forget(key)  # so that the press can be repeated
        raise
    await turn.show(_result(turn, desk, state, desk.knowledge.wording["guided_kept"]), seen=turn.view.get("hash"))


async def _send(turn: Turn, desk: Desk, state: State) -> None:
    """Post the answer where it was asked to go, with the name of whoever did; a second submission posts nothing."""
    wording, place = desk.knowledge.wording, guided.place_in(turn.view)
    advice, reply = _quietly(desk, state.talk, "command")
    key = desk.key(turn, "guided", "send", turn.view.get("id"), place, advice.answer_id)
    if desk.first_time(key, within=ONCE):
        by = wording["shared_by"].format(user=f"<@{turn.user_id}>")
        post = turn.answer_click(
            shared(reply, by, desk.person(turn)), response_type="in_channel", replace_original=False
        )
        try:
            await carried_out(turn, post, sent_view(wording, "human_sending"))
        except (SlackApiError, ClientError, TimeoutError) as error:
            log.warning("an answer could not be sent to a channel: %s", type(error).__name__)
            desk.forget(key)
            await _not_sent(turn, desk, state)
            return
    await conclude(turn, _result(turn, desk, replace(state, sent=True), wording["guided_sent"]))


async def _not_sent(turn: Turn, desk: Desk, state: State) -> None:
    """Say so at the place that was chosen; once that step is no longer shown, beside the answer."""
    said = desk.knowledge.wording["guided_not_sent"]
    if turn.acknowledged:
        await turn.show(_result(turn, desk, state, said))
    else:
        await turn.acknowledge(response_action="errors", errors={guided.PLACE: said})


async def _on_top(turn: Turn, desk: Desk) -> None:
    """A further question of the card: answered in a modal on top, so that closing it leads back."""
    if not desk.first_time(desk.key(turn, "guided", "top", turn.view.get("id"), turn.action_id), DOUBLE_PRESS):
        return
    found = desk.answer_reading(reading_of(turn.value), replace(turn.asker, surface="button"), "modal")
    turn.usage_id = found.usage_id
    if not await open_answer(turn, desk, found, above=True):
        await change_answer(turn, desk, found)
    await send_file(turn, desk, found)


def _reading_in(value: str) -> Reading | None:
    """The reading in a button's value; whatever else stands there opens the talk with nothing told."""
    try:
        return reading_of(value)
    except ValueError:
        return None
