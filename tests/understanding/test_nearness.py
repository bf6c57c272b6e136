"""The search over roles: few letters, typos, and nothing at all."""

from __future__ import annotations

import pytest

from bot.knowledge import Knowledge
from bot.understanding.nearness import near_roles


@pytest.mark.parametrize(
    ("typed", "role"),
    [
        ("prompt enginer", "prompt-engineer"),
        ("ai devloper", "ai-developer"),
        ("AI Dev", "ai-developer"),
        ("mlpos", "mlops-engineer"),
        ("ML-Ops", "mlops-engineer"),
        ("fde", "forward-deployed-engineer"),
        ("governence", "ai-governance-lead"),
        ("archtect", "ai-solutions-architect"),
        ("reserch", "research-scientist"),
        ("data scientst", "data-scientist"),
        ("ds", "data-scientist"),
        ("llm", "llm-engineer"),
        ("pm", "ai-product-manager"),
        ("analyst", "data-analyst"),
    ],
)
def test_the_role_that_was_meant_comes_first(knowledge: Knowledge, typed: str, role: str) -> None:
    assert near_roles(typed, knowledge)[0] == role


def test_every_title_finds_its_role_whole_and_half_typed(knowledge: Knowledge) -> None:
    for id_, role in knowledge.roles.items():
        assert near_roles(role.title, knowledge)[0] == id_
        assert id_ in near_roles(role.title[: len(role.title) * 2 // 3], knowledge)


@pytest.mark.parametrize("typed", ["", "   ", "-"])
def test_nothing_typed_finds_all_in_their_order(knowledge: Knowledge, typed: str) -> None:
    assert near_roles(typed, knowledge) == list(knowledge.roles)


@pytest.mark.parametrize("typed", ["zzzz", "!!!", "chief of staff", "x" * 3000])
def test_what_is_like_no_role_finds_none(knowledge: Knowledge, typed: str) -> None:
    assert near_roles(typed, knowledge) == []
