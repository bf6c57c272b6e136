"""The steps of the guided talk as modals; each carries all that the next one needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bot.advisor.advice import Advice
from bot.advisor.guided import Given, Talk, left_open, most_telling, question_of, surely_last, worth_finding_out
from bot.advisor.parts import sentence, sources_of
from bot.advisor.questions import Asked
from bot.advisor.recommend import clause, why_asked
from bot.knowledge import Knowledge
from bot.rendering.actions import GUIDED, STEP
from bot.rendering.blocks import LABEL, button, context, escape, header, mrkdwn, plain, rows, section
from bot.rendering.guided_state import INDIFFERENT, UNKNOWN, State, metadata_of
from bot.rendering.reply import Block, Reply
from bot.rendering.text import footer, names
from bot.rendering.values import value_of
from bot.rendering.views import View, modal, note_input
from bot.understanding.reading import Reading, SignalHit

CALLBACK = "guided"
BACK, FACTS, EDIT, NOW, MORE, AGAIN = "back", "facts", "edit", "now", "more", "again"
SEND, KEEP, OPEN = "send", "keep", "open"
ANSWER, PLACE = "answer", "place"
MOST_DESCRIPTION = 3000
MOST_TOLD = 600  # characters of what was told, where something else is asked
MOST_OPTIONS = 10
MOST_LISTED = 90
MOST_VALUE = 150  # characters of an option's value
INSTEAD = (f"{STEP}:question", f"{STEP}:facts")  # the card's ways to be surer and to change a fact
HOLD_BUTTONS = ("elements", "actions")
OPEN_LABELS = {"unknown": "Don't know", "indifferent": "Doesn't matter"}
EITHER = "Don't know, or doesn't matter"


def start_view(state: State, knowledge: Knowledge) -> View:
    """The first step: a description if one likes."""
    wording = knowledge.wording
    blocks = [section(escape(wording["guided_intro"])), *_told(state.talk, knowledge)]
    blocks.append(note_input(wording["guided_describe"], wording["guided_describe_hint"], MOST_DESCRIPTION))
    blocks += _moves(state, back=False)
    return _step(state, blocks, knowledge, "Next")


def question_view(state: State, asked: Asked, knowledge: Knowledge, note: str = "") -> View:
    """One question with its answers; what was answered before is chosen."""
    key, before = asked.fact, state.talk.answer_to(asked.fact)
    blocks = [context(escape(_progress(key, state.talk, knowledge)))]
    blocks += [section(escape(note))] if note else []
    blocks += _told(state.talk, knowledge)
    blocks += [_radio(asked, before, knowledge), *_sources(asked, knowledge), *_moves(state)]
    return _step(state.asking(key), blocks, knowledge, "Next")


def facts_view(state: State, knowledge: Knowledge) -> View:
    """Everything told so far, each with a button that goes back to it."""
    given = state.talk.given[:MOST_LISTED]
    blocks = [header("Your answers"), section(escape(knowledge.wording["guided_facts"]))]
    blocks += [_answer(number, each, state.talk, knowledge) for number, each in enumerate(given)]
    elements = [_button(NOW, "Show the advice now")] if state.talk.told_anything else []
    elements += [_button(AGAIN, "Start again")]
    return _step(state, [*blocks, *rows("moves", elements)], knowledge, "Go on")


def result_view(state: State, reply: Reply, knowledge: Knowledge, *, modern: bool = False, note: str = "") -> View:
    """The card as it is everywhere, and beside its verdict what can be done with it: a modal opens at its top."""
    again = _button(SEND, "Send to another channel")
    send = again if state.sent else _button(SEND, "Send to a channel", style="primary")
    elements = [send, _button(KEEP, "Keep it"), _button(FACTS, "Change an answer")]
    elements += [_button(MORE, "Ask me more")] if most_telling(state.talk, knowledge) else []
    shown = _inside(reply.shown(modern))
    verdict = 1 if shown[0]["type"] == "card" else 2  # blocks; else a heading and a sentence
    said = [context(escape(note))] if note else []
    return _step(state, [*said, *shown[:verdict], *rows("result", elements), *shown[verdict:]], knowledge)


def too_little_view(state: State, advice: Advice, knowledge: Knowledge) -> View:
    """Nothing to go on: no role is named, and the questions that would help most are."""
    wording, keys = knowledge.wording, worth_finding_out(state.talk, knowledge)
    asked = [question for key in keys if (question := question_of(key, state.talk, knowledge))]
    blocks = [section(f"*{escape(wording['guided_too_little'])}*")]
    if asked:
        points = [f"• {escape(question.text)}" for question in asked]
        blocks.append(section("\n".join([escape(wording["guided_find_out"]), *points])))
    elements = [_button(MORE, "Ask me more")] if most_telling(state.talk, knowledge) else []
    elements += [_button(FACTS, "Change an answer")] if state.talk.given else []
    elements += [_button(AGAIN, "Start again")]
    return _step(state, [*blocks, *rows("result", elements), context(escape(footer(advice)))], knowledge)


def send_view(state: State, knowledge: Knowledge) -> View:
    """Where the answer is to go. Slack hands out an address for the place, so nobody has to invite the bot."""
    wording = knowledge.wording
    select = {
        "type": "conversations_select",
        "action_id": PLACE,
        "default_to_current_conversation": True,
        "response_url_enabled": True,
    }
    asked = {
        "type": "input",
        "block_id": PLACE,
        "label": plain(wording["guided_place"], 2000),
        "hint": plain(wording["guided_place_hint"], 2000),
        "element": select,
    }
    return _step(state, [asked, *rows("moves", [_button(BACK, "Back")])], knowledge, "Send")


def late_notice(knowledge: Knowledge, surface: str, reading: Reading | None) -> Reply:
    """What is said when the modal could not open: a button, for a press gives another three seconds."""
    text = knowledge.wording["guided_late"]
    start = button(f"{GUIDED}:{OPEN}-{surface}", "Start", value_of(reading) if reading else OPEN, style="primary")
    return Reply(text=escape(text), blocks=[section(escape(text)), *rows("guided", [start])])


def answer_in(view: Mapping[str, Any], asked: Asked, knowledge: Knowledge) -> Given | None:
    """The answer chosen in a question's view; None if none was, or none that the question has now."""
    held = view["state"]["values"].get(_block_of(asked.fact), {}).get(ANSWER) or {}
    value = str((held.get("selected_option") or {}).get("value") or "")
    if value in (UNKNOWN, INDIFFERENT):
        return left_open(asked.fact, "unknown" if value == UNKNOWN else "indifferent", knowledge)
    facts = next((reply.facts for reply in asked.replies if _value(reply.facts) == value), None)
    return Given(asked.fact, facts) if facts else None


def place_in(view: Mapping[str, Any]) -> str:
    """The conversation chosen in the last step."""
    return str(view["state"]["values"][PLACE][PLACE].get("selected_conversation") or "")


def _step(state: State, blocks: Sequence[Block], knowledge: Knowledge, submit: str | None = None) -> View:
    title = knowledge.wording["guided_title"]
    return modal(title, blocks, callback_id=CALLBACK, submit=submit, metadata=metadata_of(state))


def _button(move: str, label: str, **more: Any) -> dict[str, Any]:
    return button(f"{GUIDED}:{move}", label, move, **more)


def _moves(state: State, *, back: bool = True) -> list[Block]:
    """Back, the list of answers, and the way out."""
    elements = [_button(BACK, "Back")] if back else []
    elements += [_button(FACTS, "Edit an answer")] if state.talk.given else []
    elements += [_button(NOW, "Show the advice now")] if state.talk.told_anything else []
    return rows("moves", elements)


def _told(talk: Talk, knowledge: Knowledge) -> list[Block]:
    """What was read from a description."""
    said = [clause(hit, knowledge) for hit in talk.in_words if hit.polarity != "unknown"]
    if not said:
        return []
    return [_brief(knowledge.wording["guided_told"].format(facts="; ".join(said)))]


def _brief(text: str) -> Block:
    return {"type": "section", "text": mrkdwn(escape(text), MOST_TOLD)}


def _progress(key: str, talk: Talk, knowledge: Knowledge) -> str:
    """Where one is. How many are to come depends on the answers, so only the last question is announced as such."""
    wording = knowledge.wording
    if talk.answer_to(key):
        return wording["guided_again"]
    name = "guided_last" if surely_last(key, talk, knowledge) else "guided_progress"
    return wording[name].format(number=len(talk.asked) + 1)


def _radio(asked: Asked, before: Given | None, knowledge: Knowledge) -> Block:
    options = [_option(reply.label, _value(reply.facts)) for reply in asked.replies]
    ways_out = [_option(OPEN_LABELS["unknown"], UNKNOWN), _option(OPEN_LABELS["indifferent"], INDIFFERENT)]
    if len(options) + len(ways_out) > MOST_OPTIONS:
        ways_out = [_option(EITHER, UNKNOWN)]
    options = [*options[: MOST_OPTIONS - len(ways_out)], *ways_out]
    element: dict[str, Any] = {"type": "radio_buttons", "action_id": ANSWER, "options": options}
    chosen = [option for option in options if before and option["value"] == _value_of_given(before)]
    if chosen:
        element["initial_option"] = chosen[0]
    return {
        "type": "input",
        "block_id": _block_of(asked.fact),
        "label": plain(asked.text, 2000),
        "hint": plain(_why(asked, knowledge), 2000),
        "element": element,
    }


def _why(asked: Asked, knowledge: Knowledge) -> str:
    if len({reply.role for reply in asked.replies}) < 2:
        return knowledge.wording["guided_no_change"]
    return why_asked(asked, knowledge).text


def _sources(asked: Asked, knowledge: Knowledge) -> list[Block]:
    found = sources_of(knowledge, asked.evidence)
    return [context(escape(f"Sources: {names(found, full=False)}."))] if found else []


def _answer(number: int, given: Given, talk: Talk, knowledge: Knowledge) -> Block:
    """An answer in the list, with its question or as what was told."""
    asked = question_of(given.key, talk, knowledge)
    text = f"*{escape(asked.text)}*\n{escape(_label(given, asked))}" if asked else ""
    if given.in_words and not given.left:
        text = f"*You told me*\n{escape(sentence(clause(given.facts[0], knowledge)))}."
    edit = button(f"{GUIDED}:{EDIT}-{number}", "Edit", given.key)
    return {"type": "section", "block_id": f"{EDIT}-{number}", "text": mrkdwn(text or given.key), "accessory": edit}


def _label(given: Given, asked: Asked) -> str:
    if given.left:
        return OPEN_LABELS[given.left]
    said = [reply.label for reply in asked.replies if reply.facts == given.facts]
    return said[0] if said else ""


def _inside(blocks: Sequence[Block]) -> list[Block]:
    """The card's further questions lead to a modal on top, so that the way back to the result stays open."""
    changed = [{**block, **{name: _on_top(block[name]) for name in HOLD_BUTTONS if name in block}} for block in blocks]
    return [block for block in changed if block["type"] != "actions" or block["elements"]]


def _on_top(elements: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without what the talk itself does in its own way."""
    kept = [each for each in elements if each.get("action_id") not in INSTEAD]
    return [
        {**each, "action_id": f"{GUIDED}:{each['action_id']}"[:255]}
        if str(each.get("action_id")).startswith(f"{STEP}:")
        else each
        for each in kept
    ]


def _option(label: str, value: str) -> dict[str, Any]:
    return {"text": plain(label, LABEL), "value": value}


def _value(facts: Sequence[SignalHit]) -> str:
    """What an option stands for; compared with what the question offers, never read by itself."""
    return ",".join(f"{'+' if hit.polarity == 'present' else '-'}{hit.id}" for hit in facts)[:MOST_VALUE]


def _value_of_given(given: Given) -> str:
    if given.left:
        return UNKNOWN if given.left == "unknown" else INDIFFERENT
    return _value(given.facts)


def _block_of(key: str) -> str:
    return f"{ANSWER} {key}"[:255]
