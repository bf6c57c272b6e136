"""`/whichrole TEXT`: answered inside the acknowledgement, to the asker alone. The command words work elsewhere too."""

from __future__ import annotations

from bot.listeners import guided, home
from bot.listeners.briefs import send_file
from bot.listeners.desk import Answered, Desk
from bot.listeners.turn import Turn
from bot.listeners.verbs import BRIEF, COMPARE, FORGET, HELP, PRIVACY, START, STATS, roles_named, verb_of
from bot.rendering import Reply, about
from bot.rendering.counts import COUNTED_DAYS, counts_blocks
from bot.rendering.slack import Surface, notice
from bot.storage.tally import tally
from bot.understanding.reading import asked_for


async def whichrole(turn: Turn, desk: Desk) -> None:
    """Without text or with `help`: what the bot can do; see `verbs` for the rest. Otherwise the answer."""
    text = str(turn.body.get("text") or "").strip()
    verb = verb_of(text)
    if verb and verb[0] == START:
        await guided.begin(turn, desk)
        return
    answered = obeyed(turn, desk, "command", *verb) if verb else None
    if isinstance(answered, Reply):
        await turn.answer_command(answered)
        return
    answered = answered or desk.answer_text(text, turn.asker, "command", place=desk.place(turn))
    turn.usage_id = answered.usage_id
    reply = answered.reply
    if answered.advice.outcome == "decline":
        reply = about.with_hint(reply, desk.knowledge.wording["usage"])
    await turn.answer_command(reply)
    await send_file(turn, desk, answered)


def obeyed(turn: Turn, desk: Desk, surface: Surface, verb: str, rest: str) -> Answered | Reply:
    """What a command word brings: an answer, or a card about the bot itself; either has its usage row."""
    if verb == HELP:
        return desk.answer_reading(asked_for("help"), turn.asker, surface)
    if verb == BRIEF:
        return desk.answer_brief(rest, turn.asker, desk.place(turn), surface)
    if verb == COMPARE:
        return _compared(turn, desk, surface, rest)
    turn.usage_id = desk.count(turn.asker, HELP)
    wording = desk.knowledge.wording
    if verb == PRIVACY:
        return about.privacy_card(wording, desk.customs.contact)
    if verb == FORGET:
        return about.forget_card(wording)
    return _figures(turn, desk) if verb == STATS else about.start_card(wording)


def _compared(turn: Turn, desk: Desk, surface: Surface, rest: str) -> Answered | Reply:
    roles, unknown = roles_named(rest, desk.reader, desk.knowledge)
    if roles and not unknown:
        return desk.answer_reading(asked_for("compare", roles=roles), turn.asker, surface, None, desk.place(turn))
    turn.usage_id = desk.count(turn.asker, COMPARE, outcome="ask")
    titles = [role.title for role in desk.knowledge.roles.values()]
    return about.usage_card(unknown, titles, desk.knowledge.wording)


def _figures(turn: Turn, desk: Desk) -> Reply:
    """Usage figures, for those whom the installation names."""
    if turn.user_id not in desk.customs.admins:
        return notice(desk.knowledge.wording["stats_admins"])
    return about.figures_card(counts_blocks(tally(desk.store, COUNTED_DAYS), desk.knowledge))


async def forget_me(turn: Turn, desk: Desk) -> None:
    """Erase what is kept about the person. Not even that it was asked for is kept with a name."""
    await turn.acknowledge()
    gone = desk.history.forget(desk.person(turn))
    told = about.forgotten_card(gone.questions, gone.feedback, gone.conversations, desk.knowledge.wording)
    if turn.view:
        await home.refresh(turn, desk)
        await turn.post_to(turn.user_id, told)
        return
    await turn.answer_click(told, response_type="ephemeral", replace_original=turn.is_private)
