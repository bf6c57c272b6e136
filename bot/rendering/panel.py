"""The reasoning behind a recommendation as the playground's side panel shows it: numbers, titles and sentences."""

from __future__ import annotations

from typing import Any

from bot.advisor.advice import Advice
from bot.advisor.parts import sentence
from bot.advisor.questions import Asked
from bot.advisor.reasoning import Reasoning
from bot.advisor.recommend import MOST_SURE, clause, flip_line
from bot.advisor.scoring import UNSEEN_PRIOR, weight_of
from bot.knowledge.model import Knowledge
from bot.rendering.why import MOST_ROLES, because
from bot.understanding.reading import SignalHit


def as_panel(advice: Advice, found: Reasoning, knowledge: Knowledge) -> dict[str, Any]:
    """The reasoning as plain values; each fact has one weight for each of the leading roles, in their order."""
    return {
        "answer_id": advice.answer_id,
        "role": _title(found.role, knowledge),
        "chance": min(found.chance, MOST_SURE),
        "enough": found.enough,
        "stage": found.stage,
        "roles": [_role(score, knowledge) for score in found.scores[:MOST_ROLES]],
        "facts": [_fact(hit, found, knowledge) for hit in found.facts],
        "flips": [flip_line(flip, knowledge).model_dump(include={"text", "evidence"}) for flip in found.flips],
        "ruled_out": [
            {"text": because(found, number, knowledge), "evidence": _evidence(out.fact, knowledge)}
            for number, out in enumerate(found.ruled_out)
        ],
        "assumed": [{"text": _said(hit, knowledge), "evidence": _evidence(hit, knowledge)} for hit in found.assumed],
        "question": _question(found.question, knowledge) if found.question else None,
    }


def _role(score: tuple[str, float, float], knowledge: Knowledge) -> dict[str, Any]:
    role, together, share = score[0], score[1], min(score[2], MOST_SURE)
    prior = knowledge.prior.get(role, UNSEEN_PRIOR)
    return {"title": _title(role, knowledge), "prior": prior, "log_odds": together, "probability": share}


def _fact(hit: SignalHit, found: Reasoning, knowledge: Knowledge) -> dict[str, Any]:
    roles = [role for role, _, _ in found.scores[:MOST_ROLES]]
    return {
        "id": hit.id,
        "polarity": hit.polarity,
        "text": _said(hit, knowledge),
        "quote": hit.quote,
        "weights": [weight_of(hit, role, knowledge) for role in roles],
        "evidence": _evidence(hit, knowledge),
    }


def _question(question: Asked, knowledge: Knowledge) -> dict[str, Any]:
    leads = [{"label": reply.label, "role": _title(reply.role, knowledge)} for reply in question.replies]
    return {"text": question.text, "gain": question.gain, "answers": leads, "evidence": list(question.evidence)}


def _title(role: str, knowledge: Knowledge) -> str:
    return sentence(knowledge.roles[role].title)


def _said(hit: SignalHit, knowledge: Knowledge) -> str:
    return f"{sentence(clause(hit, knowledge))}."


def _evidence(hit: SignalHit, knowledge: Knowledge) -> list[str]:
    return list(knowledge.signals[hit.id].evidence)
