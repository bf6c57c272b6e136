"""The few words that are commands and no questions."""

from __future__ import annotations

import re
from collections.abc import Mapping

from rapidfuzz.distance import OSA

from bot.knowledge import Knowledge
from bot.understanding import Reader
from bot.understanding.markup import decode
from bot.understanding.nearness import near_roles

HELP, COMPARE, START, BRIEF = "help", "compare", "start", "brief"
PRIVACY, FORGET, STATS = "privacy", "forget-me", "stats"
ALONE: Mapping[str, str] = {
    "": HELP, "help": HELP, "?": HELP, "start": START, "guide": START, "privacy": PRIVACY, "stats": STATS,
    "forget-me": FORGET, "forget me": FORGET, "forgetme": FORGET, "brief": BRIEF,
}  # fmt: skip
WITH_MORE = {"brief": BRIEF, "compare": COMPARE}
SHORTEST_NEAR = 4  # letters of a word that one slip still tells
APART = re.compile(r"\s*(?:,|;|/|\||\bvs\b\.?|\bversus\b|\band\b|\bor\b|\bwith\b|\bto\b|&)\s*", re.IGNORECASE)
MOST_COMPARED = 3
MOST_NAMES = 6  # that are looked up; each is read by itself
MOST_READ = 300  # characters of names


def verb_of(text: str) -> tuple[str, str] | None:
    """The command in a message and what follows it; None for a question.

    One slip of the finger is allowed, unless it leaves open which command was meant.
    """
    plain = " ".join(decode(text).split())
    alone = plain.lower().rstrip(" .!:") if plain != "?" else plain
    if alone in ALONE:
        return ALONE[alone], ""
    near = {verb for word, verb in ALONE.items() if len(word) >= SHORTEST_NEAR and OSA.distance(word, alone) == 1}
    if len(near) == 1:
        return near.pop(), ""
    first, _, rest = plain.partition(" ")
    verb = WITH_MORE.get(first.lower().rstrip(":"))
    return (verb, rest.strip()) if verb else None


def roles_named(rest: str, reader: Reader, knowledge: Knowledge) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The roles to compare, three at most, and the names that are no role's. Titles may be misspelt or begun."""
    rest = rest[:MOST_READ]
    named = reader.read(rest).roles if rest else ()
    parts = [part for part in APART.split(rest) if part.strip()][:MOST_NAMES]
    if len(named) >= max(2, min(len(parts), MOST_COMPARED)):
        return named[:MOST_COMPARED], ()
    found: list[str] = []
    unknown: list[str] = []
    for part in parts:
        near = reader.read(part).roles or tuple(near_roles(part, knowledge))
        if near:
            found.append(near[0])
        else:
            unknown.append(part)
    roles = tuple(dict.fromkeys(found))
    return (roles if len(roles) >= len(named) else named)[:MOST_COMPARED], tuple(unknown)
