"""Roles whose names are near to the few letters somebody has typed so far."""

from __future__ import annotations

from collections.abc import Mapping

from rapidfuzz import fuzz

from bot.knowledge import Knowledge

NEAR = 75.0  # of 100: two slips in a word of eight letters still count
SHORTEST_NEAR = 3  # letters; below, only what begins so counts
TITLE, BEGINNING = 102.0, 101.0


def near_roles(typed: str, knowledge: Knowledge) -> list[str]:
    """The ids of roles by title or alias, the nearest first; for nothing typed all, in the knowledge's order."""
    query = _plain(typed)
    if not query:
        return list(knowledge.roles)
    found: Mapping[str, float] = {
        id_: max(_score(query, _plain(role.title)) + 0.5, *(_score(query, _plain(name)) for name in role.aliases), 0)
        for id_, role in knowledge.roles.items()
    }
    return sorted((id_ for id_, score in found.items() if score >= NEAR), key=lambda id_: -found[id_])


def _score(query: str, name: str) -> float:
    if name == query:
        return TITLE
    if f" {name}".find(f" {query}") >= 0:
        return BEGINNING
    if len(query) < SHORTEST_NEAR:
        return 0.0
    return fuzz.ratio(query, name) if len(name) <= len(query) else fuzz.partial_ratio(query, name)


def _plain(name: str) -> str:
    return " ".join(name.lower().replace("-", " ").split())
