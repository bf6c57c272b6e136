"""App Home: opening it, one's recent questions, the role library; and the prompts of the Messages tab."""

from __future__ import annotations

import logging
import sqlite3

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.listeners import clicks
from bot.listeners.desk import Desk
from bot.listeners.modal import answer_in_modal
from bot.listeners.turn import Turn, error_of
from bot.rendering.blocks import cut
from bot.rendering.counts import COUNTED_DAYS
from bot.rendering.home import Question, Visit, home_view, role_options
from bot.rendering.prompts import prompts
from bot.storage import Asked
from bot.storage.tally import tally
from bot.understanding import Reading
from bot.understanding.nearness import near_roles
from bot.understanding.reading import asked_for

log = logging.getLogger(__name__)
EXAMPLES = (
    ("Which role do I need?", asked_for("recommend")),
    ("AI developer or AI engineer?", asked_for("compare", roles=("ai-developer", "ai-engineer"))),
    ("Interview an AI developer", asked_for("vetting", roles=("ai-developer",))),
)
MOST_RECENT = 5
MOST_LOOKED_BACK = 10  # questions that prompts follow from
MOST_PROMPT_TITLE = 60
MOST_ROW_DIGITS = 18


async def opened(turn: Turn, desk: Desk) -> None:
    """`app_home_opened`: publish Home for its tab, offer prompts for the messages."""
    if turn.event.get("tab") == "home":
        await publish(turn, desk)
    elif turn.event.get("tab") == "messages":
        await _suggest(turn, desk)


async def publish(turn: Turn, desk: Desk) -> None:
    """Show Home as it is now to the person of the turn."""
    seen = turn.view.get("hash") if turn.view.get("type") == "home" else None
    try:
        await _publish(turn, desk, seen)
    except SlackApiError as error:
        if error_of(error) != "hash_conflict":
            raise
        await _publish(turn, desk, None)  # it was changed meanwhile; what is kept now is what counts


async def _publish(turn: Turn, desk: Desk, seen: str | None) -> None:
    visit = _visit(turn, desk)
    views = {modern: home_view(visit, desk.knowledge, modern=modern) for modern in (True, False)}

    async def send(modern: bool) -> AsyncSlackResponse:
        return await turn.client.views_publish(user_id=turn.user_id, view=views[modern], hash=seen)

    await turn.in_either_style(send, newer=views[True] != views[False])


async def refresh(turn: Turn, desk: Desk) -> None:
    """Show Home as it is now, after something was done: that stands, even if Home cannot show it."""
    try:
        await publish(turn, desk)
    except SlackApiError as error:
        log.warning("Home was not brought up to date: %s", error_of(error))
    except (TimeoutError, SlackClientError, ClientError) as error:
        log.warning("Home was not brought up to date: %s", type(error).__name__)


def _visit(turn: Turn, desk: Desk) -> Visit:
    """What is known of the person. A database that cannot be read makes it a first visit, not a failure."""
    customs, me = desk.customs, desk.person(turn)
    examples = [(label, reading) for label, reading in EXAMPLES if set(reading.roles) <= set(desk.knowledge.roles)]
    try:
        questions = [_question(asked) for asked in desk.history.recent(me, MOST_RECENT)]
        counted = tally(desk.store, COUNTED_DAYS) if turn.user_id in customs.admins else None
        return Visit(desk.history.known(me), questions, examples, customs.contact, counted)
    except sqlite3.Error:
        log.exception("what a person asked before cannot be read")
        return Visit(examples=examples, contact=customs.contact)


def _question(asked: Asked) -> Question:
    return Question(asked.usage_id, asked.at, asked.role, asked.reading)


async def stepped(turn: Turn, desk: Desk) -> None:
    """An example on Home: answered as any button, and then one of the recent questions."""
    await clicks.stepped(turn, desk)
    await refresh(turn, desk)


async def reopened(turn: Turn, desk: Desk) -> None:
    """A recent question, answered as today's knowledge has it."""
    await turn.acknowledge()
    reading = desk.history.reading_of(_row(turn), desk.person(turn))
    if reading is not None:
        await _answer(turn, desk, reading)
    await refresh(turn, desk)


async def erased(turn: Turn, desk: Desk) -> None:
    """Forget that it was this person who asked; somebody else's question is left alone."""
    await turn.acknowledge()
    desk.history.erase(_row(turn), desk.person(turn))
    await refresh(turn, desk)


def _row(turn: Turn) -> int:
    """The usage row that the pressed button names; 0, which no row has, for anything else."""
    number = turn.action_id.rpartition(":")[2]
    return int(number) if number.isdecimal() and len(number) <= MOST_ROW_DIGITS else 0


def _chosen(turn: Turn) -> str:
    """The value of the option that was chosen from a list; empty if none."""
    chosen = (turn.body.get("actions") or [{}])[0].get("selected_option") or {}
    return str(chosen.get("value") or "")


async def searched(turn: Turn, desk: Desk) -> None:
    """The options of the role library for what was typed so far."""
    typed = cut(str(turn.body.get("value") or ""), MOST_PROMPT_TITLE)
    await turn.acknowledge(options=role_options(near_roles(typed, desk.knowledge), desk.knowledge))


async def looked_up(turn: Turn, desk: Desk) -> None:
    """A role chosen from the library: what it is."""
    await turn.acknowledge()
    role = _chosen(turn)
    if role in desk.knowledge.roles:
        await _answer(turn, desk, asked_for("define", roles=(role,)))
    await refresh(turn, desk)


async def _answer(turn: Turn, desk: Desk, reading: Reading) -> None:
    """Answer in a modal. A double click is one wish."""
    key = desk.key(turn, "home", turn.action_id, _chosen(turn), turn.user_id)
    if not desk.first_time(key, within=clicks.DOUBLE_CLICK):
        return
    answered = desk.answer_reading(reading, turn.asker, "modal")
    turn.usage_id = answered.usage_id
    await answer_in_modal(turn, desk, answered)


async def _suggest(turn: Turn, desk: Desk) -> None:
    """Prompts are a courtesy of plans with the agent view: a refusal is no failure."""
    found = [{"title": cut(text, MOST_PROMPT_TITLE), "message": text} for text in _prompts(turn, desk)]
    try:
        # no thread_ts: with one, Slack's agent view drops the prompts without a word
        payload = {"channel_id": turn.channel, "prompts": found}
        await turn.client.api_call("assistant.threads.setSuggestedPrompts", json=payload)
    except SlackApiError as error:
        log.info("no suggested prompts here: %s", error_of(error))


def _prompts(turn: Turn, desk: Desk) -> list[str]:
    try:
        asked = desk.history.recent(desk.person(turn), MOST_LOOKED_BACK)
    except sqlite3.Error:
        asked = []
    return prompts([(each.reading, each.role) for each in asked], desk.knowledge)
