"""What kind of answer it is, in a few words: how sure a recommendation is, or what an answer is about."""

from __future__ import annotations

from collections.abc import Mapping

from bot.advisor.advice import Advice
from bot.advisor.recommend import CLEAR, LIKELY

NOT_SHARED = frozenset({"help", "chitchat"})
ASKED = "A question first"
DRAFT = "A draft to edit"
ABOUT: Mapping[str, str] = {
    "recommend": "Recommendation",
    "define": "About the role",
    "responsibilities": "About the role",
    "misconceptions": "About the role",
    "skills": "About the role",
    "tools": "About the role",
    "projects": "About the role",
    "compare": "Comparison",
    "both": "Comparison",
    "when_to_hire": "Timing",
    "sequence": "Order of hires",
    "team": "Order of hires",
    "mistakes": "What goes wrong",
    "vetting": "Assessment",
    "seniority": "Assessment",
    "cost": "Budget",
    "hiring_model": "Ways to hire",
    "career": "Career",
    "glossary": "Term",
    "provider": "Technology",
    "job_description": DRAFT,
    "sources": "Method and sources",
}


def kind_of(advice: Advice) -> str:
    """How sure, or what about; empty where the title says it all."""
    if advice.outcome == "decline" or advice.intent in NOT_SHARED or advice.reading.wish == "facts":
        return ""
    if advice.outcome == "ask":
        return ASKED
    if advice.reading.wish == "document":
        return DRAFT
    return ABOUT.get(advice.intent, "") if advice.certainty is None else how_sure(advice.certainty, advice.sparse)


def how_sure(chance: float, sparse: bool = False) -> str:
    """A probability in words; nothing is clear that rests on little."""
    if chance >= CLEAR and not sparse:
        return "A clear case"
    return "A likely fit" if chance >= LIKELY else "A close call"


def is_given(advice: Advice) -> bool:
    """Whether it answers a question on hiring: such an answer can be shared and judged."""
    return advice.outcome == "answer" and advice.intent not in NOT_SHARED
