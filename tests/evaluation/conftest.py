"""Small sets of judged messages whose figures can be worked out by hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from bot.evaluation.answered import Answered
from bot.evaluation.judged import Judged
from bot.evaluation.labelled import Labelled

Make = Callable[..., Judged]


@pytest.fixture(scope="session")
def judged() -> Make:
    """Make a judged message: wants, what was done, the intents named, the confidence; then fields of either side."""

    def make(wants: str, outcome: str, named: str, confidence: float = 0.9, **more: Any) -> Judged:
        intents = tuple(named.split())
        likeliest = more.pop("likeliest", intents[0] if intents else "out_of_scope")
        found = {name: more.pop(name) for name in ("roles", "role") if name in more}
        text = more.pop("text", f"a message that wants {wants}")
        row = Labelled(text, tuple(wants.split()), **{name.removeprefix("row_"): one for name, one in more.items()})
        return Judged(row, Answered(outcome, intents, likeliest, confidence, **found))

    return make


@pytest.fixture(scope="session")
def ten(judged: Make) -> list[Judged]:
    """Seven in scope, three out of scope, with each way of being right and wrong."""
    return [
        judged("cost", "answer", "cost", 0.95),
        judged("cost skills", "answer", "skills", 0.8),  # right, one of two named
        judged("tools", "answer", "skills", 0.9),  # wrong
        judged("define", "answer", "compare", 0.7, also_ok=("compare",)),
        judged("cost", "ask", "tools cost", 0.4),  # covered, top-1 wrong
        judged("define", "ask", "tools skills", 0.3),  # neither
        judged("tools", "decline", "out_of_scope", 0.6),  # false refusal
        judged("out_of_scope", "decline", "out_of_scope", 0.99),
        judged("out_of_scope", "answer", "recommend", 0.85),  # wrong
        judged("out_of_scope", "answer", "career", 0.75, also_ok=("career",)),  # allowed
    ]
