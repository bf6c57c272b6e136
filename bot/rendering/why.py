"""The reasoning behind a recommendation, as an object for programs and as a table for people."""

from __future__ import annotations

import textwrap
from typing import Any

from bot.advisor.questions import Asked
from bot.advisor.reasoning import Reasoning
from bot.advisor.recommend import MOST_SURE, against_line, clause, flip_line
from bot.advisor.scoring import UNSEEN_PRIOR, weight_of
from bot.knowledge.model import Knowledge

MOST_ROLES = 5  # columns of the table
NAME_WIDTH = 24


def as_record(found: Reasoning, knowledge: Knowledge) -> dict[str, Any]:
    """The reasoning as plain values; `flips` are lists of fact ids to affirm (`with`) and deny (`without`)."""
    return {
        "role": found.role,
        "confidence": found.chance,
        "enough": found.enough,
        "stage": found.stage,
        "signals": [
            {
                "id": hit.id,
                "polarity": hit.polarity,
                "quote": hit.quote,
                "evidence": list(knowledge.signals[hit.id].evidence),
            }
            for hit in found.facts
            if hit.polarity != "unknown"
        ],
        "flips": [
            {"with": list(flip.present), "without": list(flip.absent), "role": flip.role} for flip in found.flips
        ],
        "ruled_out": [
            {"role": out.role, "because": because(found, number, knowledge), "signal": out.fact.id}
            for number, out in enumerate(found.ruled_out)
        ],
        "assumed": [clause(hit, knowledge) for hit in found.assumed],
        "second": {"role": found.second.role, "stage": found.second.stage} if found.second else None,
        "question": _question(found.question) if found.question else None,
        "disputes": list(found.disputes),
        "scores": [
            {"role": role, "log_odds": log_odds, "probability": share} for role, log_odds, share in found.scores
        ],
    }


def because(found: Reasoning, number: int, knowledge: Knowledge) -> str:
    """The sentence that rules out a role."""
    return against_line(found.ruled_out[number], knowledge.roles[found.role], knowledge).text


def _question(question: Asked) -> dict[str, Any]:
    return {
        "id": question.fact,
        "text": question.text,
        "gain": question.gain,
        "answers": [
            {
                "label": reply.label,
                "with": [hit.id for hit in reply.facts if hit.polarity == "present"],
                "without": [hit.id for hit in reply.facts if hit.polarity == "absent"],
                "role": reply.role,
            }
            for reply in question.replies
        ],
    }


def as_lines(found: Reasoning, knowledge: Knowledge, width: int) -> list[str]:
    """The reasoning as a table: a line for each fact, a column for each of the leading roles, then the conclusions."""
    roles = [role for role, _, _ in found.scores[:MOST_ROLES]]
    name_width = max(NAME_WIDTH, width - 10 * len(roles))
    lines = [_row("log-odds", [_short(role) for role in roles], name_width)]
    prior = [_number(knowledge.prior.get(role, UNSEEN_PRIOR)) for role in roles]
    lines.append(_row("before any fact", prior, name_width))
    for hit in found.facts:
        sign = {"present": "+", "absent": "-", "unknown": "?"}[hit.polarity]
        weights = [_number(weight_of(hit, role, knowledge)) for role in roles]
        lines.append(_row(f"{sign} {hit.id}", weights, name_width))
    sums = {role: (log_odds, share) for role, log_odds, share in found.scores}
    lines.append(_row("together", [f"{sums[role][0]:+.2f}" for role in roles], name_width))
    lines.append(_row("probability", [f"{min(sums[role][1], MOST_SURE):.0%}" for role in roles], name_width))
    return [*lines, "", *_conclusions(found, knowledge, width)]


def _conclusions(found: Reasoning, knowledge: Knowledge, width: int) -> list[str]:
    said = [f"stage: {found.stage or 'not told'}"]
    said += [f"flip: {flip_line(flip, knowledge).text}" for flip in found.flips]
    said += [f"ruled out: {because(found, number, knowledge)}" for number in range(len(found.ruled_out))]
    said += [f"assumed: {clause(hit, knowledge)}" for hit in found.assumed]
    if found.question:
        said.append(f"next question ({found.question.gain:.2f} nats): {found.question.text}")
        said += [f"  {reply.label}: {knowledge.roles[reply.role].title}" for reply in found.question.replies]
    return [line for text in said for line in textwrap.wrap(text, width, subsequent_indent="    ")]


def _row(name: str, cells: list[str], width: int) -> str:
    return f"{name[: width - 1]:<{width}}" + "".join(f"{cell:>10}" for cell in cells)


def _short(role: str) -> str:
    """A role's id cut to a column, at its words: ml-eng."""
    return "-".join(part[:4] for part in role.split("-"))[:9]


def _number(value: float) -> str:
    return f"{value:+.2f}" if value else "·"
