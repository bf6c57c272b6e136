"""A question handed on to a person: the two modals, and the messages between them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from bot.advisor.advice import Advice, SectionKind
from bot.rendering.actions import HUMAN
from bot.rendering.blocks import button, context, cut, escape, header, rows, section, written
from bot.rendering.reply import Block, Reply
from bot.rendering.slack import MOST_FALLBACK
from bot.rendering.text import footer, line_text
from bot.rendering.values import MOST_VALUE, value_of
from bot.rendering.views import MOST_NOTE, View, modal, note_input
from bot.understanding.reading import Reading

ASK, REPLY = "ask_human", "human_reply"
ANSWER = f"{HUMAN}:answer"
MOST_REPLY = 2000
MOST_LINES = 5
CHANNELS = ("C", "G")  # what the ids of channels begin with
HEADS: tuple[tuple[str, SectionKind], ...] = (("What was told", "told"), ("Assumed", "assumed"))


@dataclass(frozen=True)
class Question:
    """Who asked what: kept in Slack with the message, so that the asker can be told without being written down.

    `note` is the question in the asker's words, or as much of it as a button holds.
    """

    user: str
    answer_id: str
    title: str
    note: str = ""


def ask_view(advice: Advice, wording: Mapping[str, str], human: str) -> View:
    """What will be posted, where (`human` is the id of a channel or a person), and room for the person's own words."""
    to_channel = human.startswith(CHANNELS)
    place = f"<#{human}>" if to_channel else f"<@{human}>"
    where = wording["human_to_channel" if to_channel else "human_to_person"].format(place=place)
    blocks = [
        section(f"{escape(wording['human_ask'])} {where}"),
        note_input("What would you like to ask?", wording["human_hint"], MOST_NOTE, optional=False),
        section("*This goes along:*"),
        *_summary(advice),
    ]
    return modal("Ask a human", blocks, callback_id=ASK, submit="Send", metadata=value_of(advice.reading))


def question_message(advice: Advice, note: str, user: str, wording: Mapping[str, str]) -> Reply:
    """What the people who answer see."""
    asked = Question(user, advice.answer_id, cut(advice.title, 100), note)
    lead = wording["human_asked"].format(user=f"<@{user}>")
    blocks = [
        header("A question for a person"),
        section(lead),
        section("*The question:*"),
        *written(note),
        *_summary(advice),
        *rows("human", [button(ANSWER, "Answer", _value(asked))]),
    ]
    return Reply(_aloud(lead, note, _told(advice)), blocks)


def reply_view(asked: Question, channel: str, ts: str, wording: Mapping[str, str]) -> View:
    """Where the person writes the answer."""
    blocks = [
        section(escape(wording["human_write"].format(title=asked.title))),
        note_input("Your answer", wording["human_write_hint"], MOST_REPLY, optional=False),
    ]
    metadata = json.dumps({**asdict(asked), "channel": channel, "ts": ts})
    return modal("Answer", blocks, callback_id=REPLY, submit="Send", metadata=metadata)


def answer_message(asked: Question, note: str, by: str, wording: Mapping[str, str]) -> Reply:
    """What the asker hears."""
    lead = wording["human_answers"].format(user=f"<@{by}>", title=escape(asked.title))
    text, blocks = _answered("You asked:", lead, asked, note)
    return Reply(text, [*blocks, context(f"Answer {asked.answer_id}.")])


def resolved_message(asked: Question, note: str, by: str, wording: Mapping[str, str]) -> Reply:
    """What stands in the place of the question once it is answered."""
    lead = wording["human_resolved"].format(user=f"<@{by}>", asker=f"<@{asked.user}>", title=escape(asked.title))
    return Reply(*_answered("The question:", lead, asked, note))


def sent_view(wording: Mapping[str, str], name: str) -> View:
    """That it is on its way."""
    return modal("Sent", [section(escape(wording[name]))], callback_id="sent")


def question_of(value: str) -> Question:
    """Who asked what, from a button or a modal; raises ValueError on anything else."""
    try:
        told = json.loads(value)
        return Question(str(told["user"]), str(told["answer_id"]), str(told["title"]), str(told.get("note", "")))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise ValueError("this button's value is no question; it may be of an older version") from None


def reading_told(view: Mapping[str, Any]) -> Reading:
    """The reading behind an `ask_view`."""
    return Reading.model_validate(json.loads(view["private_metadata"]))


def _value(asked: Question) -> str:
    """The question as a button keeps it; a note that is too long loses its end."""
    most = len(asked.note)
    while True:
        kept = replace(asked, note=cut(asked.note, most) if asked.note else "")
        value = json.dumps(asdict(kept), ensure_ascii=False)
        if len(value) <= MOST_VALUE:
            return value
        most = most * 3 // 4


def _answered(head: str, lead: str, asked: Question, note: str) -> tuple[str, list[Block]]:
    """Text and blocks of an answer under its question; the question is missing in what older versions sent."""
    parts = [*([(head, asked.note)] if asked.note else []), ("The answer:", note)]
    blocks = [block for title, words in parts for block in (section(f"*{title}*"), *written(words))]
    return _aloud(lead, *(f"{title} {words}" for title, words in parts)), [section(lead), *blocks]


def _aloud(lead: str, *told: str) -> str:
    """The text of a message; as the answer to a question it may take the place of another, which has a limit."""
    return cut("\n".join([lead, *map(escape, told)]), MOST_FALLBACK)


def _summary(advice: Advice) -> list[Block]:
    """What was told, what was answered, what was assumed."""
    parts = [("What was answered", [f"{advice.title}. {advice.lead.text}"])]
    parts += [(title, _lines(advice, kind)) for title, kind in HEADS]
    blocks = [_list(title, lines) for title, lines in parts if lines]
    return [*blocks, context(escape(footer(advice)))]


def _list(title: str, lines: list[str]) -> Block:
    return section("\n".join([f"*{title}*", *(f"• {escape(text)}" for text in lines)]))


def _told(advice: Advice) -> str:
    parts = [f"What was answered: {advice.title}. {advice.lead.text}"]
    parts += [f"{title}: {text}" for title, kind in HEADS for text in _lines(advice, kind)]
    return "\n".join([*parts, footer(advice)])


def _lines(advice: Advice, kind: SectionKind) -> list[str]:
    found = [each for each in advice.sections if each.kind == kind]
    return [line_text(line) for each in found for line in each.lines][:MOST_LINES]
