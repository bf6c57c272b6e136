"""App Home, and the suggested prompts of the Messages tab."""

from __future__ import annotations

import logging

from slack_sdk.errors import SlackApiError

from bot.listeners.desk import Desk
from bot.listeners.turn import Turn
from bot.rendering.slack import cut
from bot.rendering.views import home_view
from bot.understanding.reading import asked_for

log = logging.getLogger(__name__)
EXAMPLES = (
    ("Which role do I need?", asked_for("recommend")),
    ("AI developer or AI engineer?", asked_for("compare", roles=("ai-developer", "ai-engineer"))),
    ("Interview an AI developer", asked_for("vetting", roles=("ai-developer",))),
)
MOST_PROMPTS = 4
MOST_PROMPT_TITLE = 60


async def opened(turn: Turn, desk: Desk) -> None:
    """`app_home_opened`: publish Home for its tab, offer prompts for the messages."""
    if turn.event.get("tab") == "home":
        wording = desk.knowledge.wording
        lines = wording["home_lines"].splitlines()
        view = home_view(wording["home_title"], lines, wording["privacy"], EXAMPLES)
        await turn.client.views_publish(user_id=turn.user_id, view=view)
    elif turn.event.get("tab") == "messages":
        await _suggest(turn, desk)


async def _suggest(turn: Turn, desk: Desk) -> None:
    """Prompts are a courtesy of plans with the agent view: a refusal is no failure."""
    prompts = [
        {"title": cut(text, MOST_PROMPT_TITLE), "message": text}
        for text in desk.knowledge.wording["examples"].splitlines()
    ]
    payload = {"channel_id": turn.channel, "prompts": prompts[:MOST_PROMPTS]}
    try:
        # no thread_ts: with one, Slack's agent view drops the prompts without a word
        await turn.client.api_call("assistant.threads.setSuggestedPrompts", json=payload)
    except SlackApiError as error:
        log.info("no suggested prompts here: %s", error.response.get("error"))
