"""App Home: how to begin, what the person asked before, the roles, and for administrators how it is used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.advisor.parts import joined, sentence
from bot.knowledge import Knowledge
from bot.rendering.about import erase_button
from bot.rendering.actions import GUIDED, LIBRARY, RECENT, STEP
from bot.rendering.blocks import LABEL, button, card, confirm, context, cut, escape, header, mrkdwn, plain, section
from bot.rendering.counts import Tally, counts_blocks
from bot.rendering.reply import Block
from bot.rendering.values import value_of
from bot.rendering.views import View
from bot.understanding.reading import Reading

START = "Find the role step by step"
MOST_FACTS = 2  # named of a question; the others are counted
DIVIDER: Block = {"type": "divider"}
MOST_OPTIONS = 100


@dataclass(frozen=True)
class Question:
    """Something the person asked: its row, when (ISO), the role answered with, and what was understood."""

    usage_id: int
    at: str
    role: str | None
    reading: Reading


@dataclass(frozen=True)
class Visit:
    """What depends on who looks. `known` people have asked before; `tally` is for administrators alone."""

    known: bool = False
    questions: Sequence[Question] = ()
    examples: Sequence[tuple[str, Reading]] = ()
    contact: str = ""
    tally: Tally | None = None


def home_view(visit: Visit, knowledge: Knowledge, *, modern: bool = False) -> View:
    """All of Home; with `modern`, questions are cards."""
    blocks = [*_beginning(visit, knowledge), *_questions(visit, knowledge, modern), *_library(visit, knowledge)]
    if visit.tally is not None:
        blocks += [DIVIDER, *counts_blocks(visit.tally, knowledge)]
    return {"type": "home", "blocks": [*blocks, *_end(visit, knowledge)]}


def role_options(roles: Sequence[str], knowledge: Knowledge) -> list[dict[str, Any]]:
    """The options of the search, by role id."""
    known = [knowledge.roles[id_] for id_ in roles if id_ in knowledge.roles]
    return [{"text": plain(sentence(role.title), LABEL), "value": role.id} for role in known[:MOST_OPTIONS]]


def question_title(question: Question, knowledge: Knowledge) -> str:
    """What was asked, and of what: "When to hire: AI engineer"."""
    reading = question.reading
    terms = [knowledge.glossary[id_].term for id_ in reading.terms if id_ in knowledge.glossary]
    ids = reading.roles if reading.intent != "recommend" else ()
    ids = ids or ((question.role,) if question.role else reading.roles)
    roles = [knowledge.roles[id_].title for id_ in ids if id_ in knowledge.roles]
    about = terms if reading.intent == "glossary" and terms else roles
    intent = knowledge.intents.get(reading.intent)
    asked = intent.title if intent else sentence(reading.intent.replace("_", " "))
    return f"{asked}: {joined(about)}" if about else asked


def _beginning(visit: Visit, knowledge: Knowledge) -> Iterator[Block]:
    wording = knowledge.wording
    yield header(wording["home_title"])
    if visit.known:
        yield section(escape(wording["home_back"]))
    else:
        yield section("\n".join(f"• {escape(line)}" for line in wording["home_lines"].splitlines()))
    start = button(f"{GUIDED}:start", START, "start", style="primary")
    examples = [] if visit.known else visit.examples
    steps = [
        button(f"{STEP}:home-{number}", label, value_of(reading)) for number, (label, reading) in enumerate(examples)
    ]
    yield {"type": "actions", "block_id": "home-start", "elements": [start, *steps]}


def _questions(visit: Visit, knowledge: Knowledge, modern: bool) -> Iterator[Block]:
    if not visit.questions:
        return
    yield DIVIDER
    yield header("Your recent questions")
    for question in visit.questions:
        yield from _question(question, knowledge, modern)
    yield context(escape(knowledge.wording["home_kept"]))


def _question(question: Question, knowledge: Knowledge, modern: bool) -> Iterator[Block]:
    title, note, name = question_title(question, knowledge), _note(question, knowledge), f"recent-{question.usage_id}"
    sure = confirm("Erase this question?", knowledge.wording["home_erase"], "Erase")
    buttons = [
        _named(button(f"{RECENT}:open:{question.usage_id}", "Open", str(question.usage_id)), title),
        _named(button(f"{RECENT}:erase:{question.usage_id}", "Erase", str(question.usage_id), confirm=sure), title),
    ]
    if modern:
        yield card(title, note) | {"block_id": name, "actions": buttons}
        return
    yield section(f"*{escape(title)}*\n{escape(note)}")
    yield {"type": "actions", "block_id": name, "elements": buttons}


def _named(found: dict[str, Any], title: str) -> dict[str, Any]:
    """The button with what it acts on, for those who have it read aloud."""
    return found | {"accessibility_label": cut(f"{found['text']['text']}: {title}", LABEL)}


def _note(question: Question, knowledge: Knowledge) -> str:
    """When it was asked, and the first facts that were told, to tell apart what else reads the same."""
    day = datetime.fromisoformat(question.at)
    told = question.reading.signals if question.reading.intent == "recommend" else ()
    present = (hit.id for hit in told if hit.polarity == "present")
    facts = [knowledge.signals[id_].label for id_ in present if id_ in knowledge.signals]
    more = [f"{len(facts) - MOST_FACTS} more"] if len(facts) > MOST_FACTS else []
    return " · ".join([f"{day.day} {day:%B %Y}", *facts[:MOST_FACTS], *more])


def _library(visit: Visit, knowledge: Knowledge) -> Iterator[Block]:
    """The search over roles. Its block changes its name with each answer, so that Slack clears what was chosen."""
    newest = max((question.usage_id for question in visit.questions), default=0)
    search = {
        "type": "external_select",
        "action_id": LIBRARY,
        "min_query_length": 0,
        "placeholder": plain(f"Search {len(knowledge.roles)} roles", 150),
    }
    yield DIVIDER
    yield header("Role library")
    yield {
        "type": "section",
        "block_id": f"library-{newest}",
        "text": mrkdwn(escape(knowledge.wording["home_library"])),
        "accessory": search,
    }


def _end(visit: Visit, knowledge: Knowledge) -> Iterator[Block]:
    wording = knowledge.wording
    yield DIVIDER
    if visit.known:
        yield {"type": "actions", "block_id": "home-forget", "elements": [erase_button(wording, "home")]}
    contact = [wording["home_contact"].format(contact=visit.contact)] if visit.contact else []
    yield context(escape("\n".join([wording["privacy"], *contact])))
