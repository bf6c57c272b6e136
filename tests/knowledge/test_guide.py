"""The editor's guide shows the fields as the models have them."""

from __future__ import annotations

from pathlib import Path

from bot.knowledge.guide import renewed, tables

README = Path(__file__).resolve().parent.parent.parent / "knowledge" / "README.md"


def test_the_tables_are_those_of_the_models() -> None:
    text = README.read_text(encoding="utf-8")
    assert renewed(text) == text, "run: python -m bot.knowledge.guide"


def test_every_model_is_in_the_tables() -> None:
    text = tables()
    for name in [
        "Role",
        "Pair",
        "Signal",
        "Dispute",
        "Topic",
        "Term",
        "Figure",
        "Intent",
        "Evidence",
        "Source",
        "Claim",
    ]:
        assert f"**{name}**" in text
