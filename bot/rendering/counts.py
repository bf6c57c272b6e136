"""How the bot is used, for administrators: counts alone, and none behind which fewer than three people stand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.advisor.parts import sentence
from bot.knowledge import Knowledge
from bot.rendering.blocks import context, escape, header, mrkdwn
from bot.rendering.reply import Block

Counts = Mapping[str, tuple[int, int]]  # name -> messages, people
Tally = Mapping[str, Counts]
FEWEST = 3  # people
COUNTED_DAYS = 30
MOST_LISTED = 5
OUTCOMES = {"answer": "Answered", "ask": "Asked back", "decline": "Declined", "error": "Failed"}
VERDICTS = {"yes": "Helpful", "no": "Not helpful", "person": "Passed to a person"}


def counts_blocks(tally: Tally, knowledge: Knowledge) -> Iterator[Block]:
    """`tally` has counts by outcome, verdict and role, of what was declined and asked back by intent, and unknown."""
    wording = knowledge.wording
    few = wording["home_few"]
    titles = {id_: sentence(role.title) for id_, role in knowledge.roles.items()}
    intents = {id_: intent.title for id_, intent in knowledge.intents.items()}
    parts = {
        "Messages": [*_fixed(tally["outcome"], OUTCOMES, few)],
        "Feedback": [*_verdicts(tally, few)],
        "Roles answered with": [*_listed(tally["role"], titles)] or [few],
        "Declined, by kind": [*_listed(tally["decline"], intents)] or [few],
        "Asked back, by kind": [*_listed(tally["ask"], intents)] or [few],
    }
    yield header(f"Use in the last {COUNTED_DAYS} days")
    if any(lines != [few] for lines in parts.values()):
        fields = [_field(title, lines) for title, lines in parts.items()]
        yield {"type": "section", "block_id": "home-counts", "fields": fields}
    yield context(escape(wording["home_counts"]))


def _field(title: str, lines: Sequence[str]) -> dict[str, Any]:
    return mrkdwn("\n".join([f"*{title}*", *map(escape, lines)]), 2000)


def _hidden(count: tuple[int, int]) -> bool:
    return count[1] < FEWEST


def _fixed(counts: Counts, names: Mapping[str, str], few: str) -> Iterator[str]:
    """Every name with its count, one that never occurred like one that hardly did; one line if all are hidden."""
    if all(_hidden(counts.get(key, (0, 0))) for key in names):
        yield few
        return
    for key, name in names.items():
        count = counts.get(key, (0, 0))
        yield f"{name}: {few if _hidden(count) else f'{count[0]:,}'}"


def _verdicts(tally: Tally, few: str) -> Iterator[str]:
    """What nobody said is counted only beside full counts: from it and the answers a hidden one could be told."""
    yield from _fixed(tally["verdict"], VERDICTS, few)
    unknown = tally["unknown"].get("unknown", (0, 0))
    hidden = [_hidden(tally["verdict"].get(key, (0, 0))) for key in VERDICTS]
    if not all(hidden):
        yield f"Not judged: {'not shown' if any(hidden) or _hidden(unknown) else f'{unknown[0]:,}'}"


def _listed(counts: Counts, names: Mapping[str, str]) -> Iterator[str]:
    """The most frequent; what is too rare is not even named."""
    known = {names[key]: count for key, count in counts.items() if key in names}
    often = [(name, count[0]) for name, count in known.items() if not _hidden(count)]
    yield from (f"{name}: {number:,}" for name, number in often[:MOST_LISTED])
