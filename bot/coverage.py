"""How far the knowledge reaches: the tables and totals that end `whichrole check`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import combinations

from bot.advisor import Conversation, advise
from bot.knowledge import Knowledge
from bot.knowledge.review import idle_evidence
from bot.rendering import as_text
from bot.understanding.reading import asked_for

FACETS = (
    "is_not", "duties", "skills", "tools", "outputs", "hire_when", "wait_when", "mistakes", "vetting",
    "senior_signals", "cost", "career",
)  # fmt: skip
GUIDES = ("S0", "S1", "S2", "S3", "S4")  # the five documents that the base began with


def tables(knowledge: Knowledge, today: date) -> Iterator[str]:
    """Lines: roles by facets, intents by writers, and the totals."""
    yield from _roles(knowledge)
    yield from _intents(knowledge)
    yield from _totals(knowledge, today)


def _roles(knowledge: Knowledge) -> Iterator[str]:
    width = max(map(len, knowledge.roles))
    yield "Sentences for each role"
    yield " " * width + "".join(f"{facet.replace('senior_signals', 'senior'):>10}" for facet in FACETS)
    for id_, role in knowledge.roles.items():
        yield f"{id_:{width}}" + "".join(f"{len(getattr(role, facet)):>10}" for facet in FACETS)


def _intents(knowledge: Knowledge) -> Iterator[str]:
    writers = list(dict.fromkeys(name for intent in knowledge.intents.values() for name in intent.utterances))
    width = max(map(len, knowledge.intents))
    yield "\nExample questions for each intent, by writer"
    yield " " * width + "".join(f"{name[:18]:>20}" for name in writers) + f"{'all':>8}"
    for id_, intent in knowledge.intents.items():
        counts = [len(intent.utterances.get(name, ())) for name in writers]
        yield f"{id_:{width}}" + "".join(f"{count:>20}" for count in counts) + f"{sum(counts):>8}"


def _totals(knowledge: Knowledge, today: date) -> Iterator[str]:
    distinct = [id_ for id_, item in knowledge.evidence.items() if item.source in GUIDES and not item.restates]
    idle = [id_ for id_ in idle_evidence(knowledge) if knowledge.evidence[id_].source in GUIDES]
    share = 100 * (1 - len(idle) / len(distinct)) if distinct else 100.0
    full = sum(role.coverage == "full" for role in knowledge.roles.values())
    pairs, disputes = _rendered_pairs(knowledge, today), _two_sided(knowledge)
    yield "\nTotals"
    count = f"{len(distinct) - len(idle)} of {len(distinct)}"
    yield _row("claims of the five guides that an entry cites", f"{share:.1f} %", count)
    yield _row("roles in full", full, f"of {len(knowledge.roles)}")
    yield _row("pairs that compare in a table", pairs[0], f"of {pairs[1]}, {len(knowledge.pairs)} curated")
    yield _row("disputes with every side and its sources", disputes, f"of {len(knowledge.disputes)}")
    yield _row("terms explained", len(knowledge.glossary))
    yield _row("figures", len(knowledge.figures))
    yield _row("sentences without evidence", 0, "(a fault otherwise)")


def _row(label: str, value: object, note: str = "") -> str:
    return f"  {label:46}{value!s:>8} {note}".rstrip()


def _rendered_pairs(knowledge: Knowledge, today: date) -> tuple[int, int]:
    """How many pairs of roles give a table with every factor, of how many."""
    every = list(combinations(knowledge.roles, 2))
    good = 0
    for pair in every:
        advice = advise(asked_for("compare", roles=pair), Conversation(), knowledge, on=today)
        good += bool(advice.table and as_text(advice, detail=True))
    return good, len(every)


def _two_sided(knowledge: Knowledge) -> int:
    return sum(
        len(dispute.sides) >= 2 and all(side.evidence for side in dispute.sides)
        for dispute in knowledge.disputes.values()
    )
