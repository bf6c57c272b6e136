"""Eight kinds of reply on the invented knowledge, held against kept copies.

After a wanted change run `WHICHROLE_RENEW_GOLDEN=1 make test` (or pytest on this file), and read the difference
before you keep it. The answer id is blanked: it stands for the knowledge's version too.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.advisor import Advice
from bot.rendering import render
from bot.understanding.reading import Reading, Scored, SignalHit, asked_for

GOLDEN = Path(__file__).resolve().parent / "golden"
TOLD = (
    SignalHit(id="own_data", polarity="present", quote="train a model"),
    SignalHit(id="ready_model", polarity="absent", quote="no chatbot"),
)
KINDS: dict[str, Reading] = {
    "recommend": asked_for("recommend", signals=TOLD),
    "compare": asked_for("compare", roles=("ai-developer", "ml-engineer")),
    "define": asked_for("define", roles=("ml-engineer",)),
    "when_to_hire": asked_for("when_to_hire", roles=("ai-developer",)),
    "vetting": asked_for("vetting", roles=("ai-developer",)),
    "glossary": asked_for("glossary", terms=("rag", "drift")),
    "decline": Reading(intents=(Scored(intent="out_of_scope", probability=0.9),), verdict="outside"),
    "ask": asked_for("recommend", signals=(SignalHit(id="in_a_hurry", polarity="present", quote="asap"),)),
}


@pytest.mark.parametrize("kind", KINDS)
def test_cards_look_as_they_did(kind: str, on_tiny: Callable[[Reading], Advice]) -> None:
    advice = on_tiny(KINDS[kind]).model_copy(update={"answer_id": "00000000"})
    reply = render(advice, "command")
    both = {"text": reply.text, "blocks": reply.blocks, "classic": reply.classic}
    made = json.dumps(both, indent=1, ensure_ascii=False) + "\n"
    file = GOLDEN / f"{kind}.json"
    if os.environ.get("WHICHROLE_RENEW_GOLDEN") == "1":
        file.write_text(made, encoding="utf-8")
    assert json.loads(file.read_text(encoding="utf-8")) == json.loads(made)


def test_no_golden_card_is_forgotten() -> None:
    assert {file.stem for file in GOLDEN.glob("*.json")} == set(KINDS)
