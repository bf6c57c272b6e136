"""What is suggested above the message box, as messages that the person may send."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.advisor.parts import a
from bot.knowledge import Knowledge
from bot.knowledge.model import Role
from bot.understanding.reading import Reading

MOST = 4


def prompts(asked: Sequence[tuple[Reading, str | None]], knowledge: Knowledge) -> list[str]:
    """Examples for whoever never asked, else what follows from the questions (newest first, with the role answered)."""
    examples = knowledge.wording["examples"].splitlines()
    if not asked:
        return examples[:MOST]
    found = [*_first(asked, knowledge), *_following(asked, knowledge), *examples]
    return list(dict.fromkeys(found))[:MOST]


def _first(asked: Sequence[tuple[Reading, str | None]], knowledge: Knowledge) -> Iterator[str]:
    if all(reading.intent != "recommend" for reading, _ in asked):
        yield knowledge.wording["prompt_recommend"]


def _following(asked: Sequence[tuple[Reading, str | None]], knowledge: Knowledge) -> Iterator[str]:
    """Questions about the role last spoken of that were not asked about it yet."""
    role = next(filter(None, (_role(reading, answered, knowledge) for reading, answered in asked)), None)
    if role is None:
        return
    known = {reading.intent for reading, answered in asked if _role(reading, answered, knowledge) == role}
    wording, named = knowledge.wording, a(role.title)
    for intent in ("vetting", "when_to_hire"):
        if intent not in known:
            yield wording[f"prompt_{intent}"].format(role=named)
    other = _neighbour(role, knowledge)
    if other and "compare" not in known:
        yield wording["prompt_compare"].format(role=named, other=a(other.title))
    yield from (
        wording[f"prompt_{intent}"].format(role=named) for intent in ("mistakes", "define") if intent not in known
    )


def _role(reading: Reading, answered: str | None, knowledge: Knowledge) -> Role | None:
    """The role a question was about: the one answered with, else the first one named."""
    ids = filter(None, (answered, *reading.roles))
    return next((knowledge.roles[id_] for id_ in ids if id_ in knowledge.roles), None)


def _neighbour(role: Role, knowledge: Knowledge) -> Role | None:
    """The nearest role of which there is a comparison."""
    near = (id_ for id_ in role.neighbours if id_ in knowledge.roles)
    return next((knowledge.roles[id_] for id_ in near if frozenset((role.id, id_)) in knowledge.pairs), None)
