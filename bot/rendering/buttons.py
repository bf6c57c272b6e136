"""What can be pressed on a card."""

from __future__ import annotations

from typing import Any

from bot.advisor.advice import Advice, Step
from bot.rendering.actions import CHOICE, FEEDBACK, GUIDED, HUMAN, SHARE, STEP, WITHDRAW
from bot.rendering.blocks import MOST_BUTTONS, button, confirm, plain, rows
from bot.rendering.kinds import is_given
from bot.rendering.reply import Block
from bot.rendering.text import has_more
from bot.rendering.values import value_of

MOST_CHOICES = 15  # three rows
HELPFUL, NOT_HELPFUL = "Helpful", "Not helpful"
FEEDBACK_ROW = "feedback"


def answers_and_steps(advice: Advice, *, share: bool, human: bool, guided: bool) -> list[Block]:
    """Rows of buttons: the answers to a question back, then everything else that one may do next."""
    choices = [_step(CHOICE, step) for step in advice.choices[:MOST_CHOICES]]
    steps = [_step(STEP, step) for step in advice.steps[: max(0, MOST_BUTTONS - len(choices))]]
    if has_more(advice):
        more = Step(id="more", label="Show everything", reading=advice.reading.model_copy(update={"detail": True}))
        steps.insert(0, _step(STEP, more))
    if share and is_given(advice):
        steps.append(button(SHARE, "Share to channel", value_of(advice.reading), style="primary"))
    if guided and advice.outcome == "ask" and advice.intent == "recommend" and advice.reading.wish != "facts":
        steps.append(button(f"{GUIDED}:card", "Step by step", value_of(advice.reading)))
    if human:
        steps.append(button(HUMAN, "Ask a human", value_of(advice.reading)))
    return [*rows("choices", choices), *rows("steps", steps)]


def _step(prefix: str, step: Step) -> dict[str, Any]:
    return button(f"{prefix}:{step.id}", step.label, value_of(step.reading))


def feedback(advice: Advice) -> Block:
    """Helpful or not, as the pair of thumbs that messages have."""
    sides = {
        f"{name}_button": {"text": plain(label, 75), "value": value, "accessibility_label": said}
        for (name, label, said), value in zip(_SIDES, _values(advice), strict=True)
    }
    element = {"type": "feedback_buttons", "action_id": FEEDBACK, **sides}
    return {"type": "context_actions", "block_id": FEEDBACK_ROW, "elements": [element]}


def feedback_plain(advice: Advice) -> Block:
    """Helpful or not, as two buttons that every client knows."""
    found = [
        button(f"{FEEDBACK}:{name}", label, value, accessibility_label=said)
        for (name, label, said), value in zip(_SIDES, _values(advice), strict=True)
    ]
    return {"type": "actions", "block_id": FEEDBACK_ROW, "elements": found}


_SIDES = (
    ("positive", HELPFUL, "This answer was helpful"),
    ("negative", NOT_HELPFUL, "This answer was not helpful"),
)


def _values(advice: Advice) -> tuple[str, str]:
    return f"yes:{advice.answer_id}", f"no:{advice.answer_id}"


def withdrawal(value: str) -> Block:
    """The row by which whoever shared an answer takes it back, after a question."""
    told = "It disappears from the channel for everybody."
    sure = confirm("Withdraw this answer?", told, "Withdraw", "Keep it", danger=False)
    return rows("withdraw", [button(WITHDRAW, "Withdraw", value, confirm=sure)])[0]
