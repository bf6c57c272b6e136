"""What is no fault and yet wants a person's eye: long sentences, unexplained jargon, overdue reviews, idle evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pydantic import BaseModel

from bot.knowledge.model import Claim, Criterion, Knowledge, Outcome, Reviewed, RoleBrief, Round, WorkSample

LONGEST = 34  # words of a sentence on a card
SHELF_LIFE = timedelta(days=365)
ABBREVIATION = re.compile(r"\b(?:[A-Z][A-Za-z]*[A-Z]|[A-Z]{2,})s?\b")
# what a hiring manager reads without help
PLAIN = frozenset(
    [
        "AI",
        "ML",
        "US",
        "UK",
        "EU",
        "HR",
        "PhD",
        "CV",
        "OK",
        "IT",
        "A/B",
        "GitHub",
        "JavaScript",
        "TypeScript",
        "PyTorch",
        "TensorFlow",
        "scikit",
        "PowerPoint",
        "LinkedIn",
        "BLS",
        "CTO",
        "CEO",
        "CRM",
        "ERP",
        "PDF",
        "HTTP",
        "SaaS",
        "BI",
        "PC",
        "QA",
        "iOS",
        "MLflow",
        "LangChain",
        "OpenTelemetry",
    ]
)


@dataclass(frozen=True)
class Remark:
    """One thing to look at: the kind of remark, the entry it is about, and what it is."""

    kind: str
    entry: str
    text: str


def remarks(knowledge: Knowledge, today: date) -> Iterator[Remark]:
    """All remarks, grouped by kind."""
    claims = list(_claims(knowledge))
    for entry, claim in claims:
        words = len(claim.text.split())
        if words > LONGEST:
            yield Remark("long", entry, f"{words} words: {claim.text[:60]}…")
    yield from _jargon(knowledge, claims)
    yield from _overdue(knowledge, today)
    for id_ in idle_evidence(knowledge):
        yield Remark("idle", id_, "no entry cites this evidence")


def cited(knowledge: Knowledge) -> set[str]:
    """The evidence that some sentence, side, signal, question, caution, part of a brief or figure cites."""
    found = {id_ for _, claim in _claims(knowledge) for id_ in claim.evidence}
    found |= {id_ for brief in knowledge.briefs.values() for each in _parts(brief) for id_ in each.evidence}
    found |= {id_ for question in knowledge.questions.values() for id_ in question.evidence}
    found |= {id_ for caution in knowledge.cautions.values() for id_ in caution.evidence}
    found |= {id_ for role in knowledge.roles.values() for each in role.vetting for id_ in each.evidence}
    found |= {id_ for dispute in knowledge.disputes.values() for side in dispute.sides for id_ in side.evidence}
    found |= {id_ for signal in knowledge.signals.values() for id_ in signal.evidence}
    return found | {id_ for figure in knowledge.figures.values() for id_ in figure.evidence}


def idle_evidence(knowledge: Knowledge) -> list[str]:
    """Distinct claims of the register that nothing cites, neither directly nor through one that restates them."""
    groups: dict[str, set[str]] = {}
    for id_ in knowledge.evidence:
        groups.setdefault(_origin(id_, knowledge), set()).add(id_)
    used = cited(knowledge)
    return [origin for origin, group in groups.items() if not group & used]


def _origin(id_: str, knowledge: Knowledge) -> str:
    """The claim that this one says again, or the claim itself."""
    seen = {id_}
    while restated := knowledge.evidence[id_].restates:
        if restated[0] in seen:
            break
        id_ = restated[0]
        seen.add(id_)
    return id_


def _parts(brief: RoleBrief) -> tuple[Outcome | Round | Criterion | WorkSample, ...]:
    """What of a brief rests on evidence and is no plain sentence."""
    return (*brief.outcomes, *brief.rounds, *brief.criteria, brief.work_sample)


def _claims(knowledge: Knowledge) -> Iterator[tuple[str, Claim]]:
    groups: tuple[Mapping[Any, BaseModel], ...] = (
        knowledge.roles, knowledge.pairs, knowledge.topics, knowledge.glossary, knowledge.alternatives,
        knowledge.premises, knowledge.briefs,
    )  # fmt: skip
    for group in groups:
        for key, entry in group.items():
            name = key if isinstance(key, str) else "--".join(sorted(key))
            yield from ((name, claim) for claim in _inside(entry))


def _inside(value: Any) -> Iterator[Claim]:
    if isinstance(value, Claim):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _inside(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _inside(item)


def _jargon(knowledge: Knowledge, claims: list[tuple[str, Claim]]) -> Iterator[Remark]:
    names = [name for term in knowledge.glossary.values() for name in (term.term, *term.aliases)]
    names += [name for role in knowledge.roles.values() for name in (role.title, *role.aliases)]
    explained = {word.lower().rstrip("s") for name in names for word in re.findall(r"[\w/]+", name)}
    met: dict[str, str] = {}
    for entry, claim in claims:
        for word in ABBREVIATION.findall(claim.text):
            if word.rstrip("s") not in PLAIN and word.lower().rstrip("s") not in explained:
                met.setdefault(word.rstrip("s"), entry)
    for word, entry in sorted(met.items()):
        yield Remark("jargon", entry, f"'{word}' has no glossary entry")


def _overdue(knowledge: Knowledge, today: date) -> Iterator[Remark]:
    for figure in knowledge.figures.values():
        if figure.review_by < today:
            yield Remark("overdue", figure.id, f"was to be reviewed by {figure.review_by.isoformat()}")
    groups: tuple[Mapping[Any, Reviewed], ...] = (
        knowledge.roles, knowledge.pairs, knowledge.topics, knowledge.disputes, knowledge.glossary, knowledge.signals,
        knowledge.questions, knowledge.premises, knowledge.alternatives, knowledge.briefs, knowledge.cautions,
    )  # fmt: skip
    for group in groups:
        for key, entry in group.items():
            if entry.reviewed + SHELF_LIFE < today:
                name = key if isinstance(key, str) else "--".join(sorted(key))
                yield Remark("overdue", name, f"was last reviewed on {entry.reviewed.isoformat()}")
