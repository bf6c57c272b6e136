"""How far a guided talk has got, as the modal itself carries it: ids and marks, and no word that anybody typed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bot.advisor.guided import SEVERAL, Given, Left, Talk, left_open
from bot.knowledge import Knowledge
from bot.understanding.reading import SignalHit

MOST_METADATA = 3000
START, FACTS, RESULT, SEND = "start", "facts", "result", "send"
ASK = "ask "  # begins the name of the step that asks the question of that key
WORDS = "!"  # before what was read from a description
YES, NO, UNKNOWN, INDIFFERENT, CHOSEN = "+", "~", "?", "*", "="
GIVEN = re.compile(r"(!?)(\??[A-Za-z0-9_-]+)(?:([+~?*])|=([A-Za-z0-9_,-]*))")


@dataclass(frozen=True)
class State:
    """What was told, the step that is shown, and the surface that the talk was begun from, for its usage row.

    `sent` tells whether the advice was posted to a channel, with no question asked since.
    """

    talk: Talk = field(default_factory=Talk)
    step: str = START
    surface: str = "button"
    sent: bool = False

    @property
    def key(self) -> str | None:
        """The question that is being asked, if one is."""
        return self.step.removeprefix(ASK) if self.step.startswith(ASK) else None

    def at(self, step: str) -> State:
        """The same talk at another step."""
        return replace(self, step=step)

    def asking(self, key: str) -> State:
        """The same talk with a question being asked."""
        return replace(self.at(f"{ASK}{key}"), sent=False)


def metadata_of(state: State) -> str:
    """The state as text. Past Slack's limit what was left open is forgotten first, then what is oldest."""
    talk = state.talk
    while len(text := _text(replace(state, talk=talk))) > MOST_METADATA:
        goes = next((each for each in talk.given if each.left), talk.given[0])
        talk = replace(talk, given=tuple(each for each in talk.given if each is not goes))
    return text


def state_of(text: str, knowledge: Knowledge) -> State:
    """The state from its text, without the facts and roles that the knowledge no longer has; else a new one."""
    try:
        found = json.loads(text)
        given = [_given(part, knowledge) for part in found["given"].split()]
        roles = tuple(role for role in found["roles"] if role in knowledge.roles)
        talk = Talk(tuple(filter(None, given)), roles, bool(found["further"]))
        return State(talk, str(found["step"]), str(found["surface"]), found.get("sent") is True)
    except (ValueError, KeyError, TypeError, AttributeError):
        return State()


def _text(state: State) -> str:
    talk = state.talk
    held: Mapping[str, object] = {
        "step": state.step,
        "surface": state.surface,
        "sent": state.sent,
        "roles": list(talk.roles),
        "further": talk.further,
        "given": " ".join(map(_part, talk.given)),
    }
    return json.dumps(held, separators=(",", ":"))


def _part(given: Given) -> str:
    start = f"{WORDS if given.in_words else ''}{given.key}"
    if given.left:
        return start + (UNKNOWN if given.left == "unknown" else INDIFFERENT)
    if given.key.startswith(SEVERAL):
        return f"{start}{CHOSEN}{','.join(hit.id for hit in given.facts)}"
    return start + (YES if given.facts[0].polarity == "present" else NO)


def _given(part: str, knowledge: Knowledge) -> Given | None:
    """One answer; None if nothing of it is known any more."""
    found = GIVEN.fullmatch(part)
    if found is None:
        return None
    words, key, mark, chosen = found.groups()
    if mark in (UNKNOWN, INDIFFERENT):
        left: Left = "unknown" if mark == UNKNOWN else "indifferent"
        given = left_open(key, left, knowledge)
    elif mark:
        given = Given(key, _hits((key,), knowledge, absent=mark == NO))
    else:
        given = Given(key, _hits(chosen.split(","), knowledge))
    return replace(given, in_words=bool(words)) if given.facts else None


def _hits(ids: tuple[str, ...] | list[str], knowledge: Knowledge, *, absent: bool = False) -> tuple[SignalHit, ...]:
    polarity = "absent" if absent else "present"
    return tuple(SignalHit(id=id_, polarity=polarity) for id_ in ids if id_ in knowledge.signals)
