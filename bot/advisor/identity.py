"""The name of an advice: eight characters that a person can read out, and that are understood as they are typed."""

from __future__ import annotations

import hashlib
from datetime import date

from bot.advisor.keeping import without_words
from bot.understanding.reading import Reading

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's base 32: nothing to misread aloud
MISREAD = str.maketrans("OIL", "011")
LENGTH = 8
BITS = 5  # of a character


def identity(reading: Reading, version: str, on: date) -> str:
    """The id that stands for exactly this advice, however much of it is shown, in whatever words and order it was told.

    Fields at their defaults are left out: one that is added later leaves the ids of before as they are.
    """
    facts = tuple(sorted(reading.signals, key=lambda hit: hit.id))
    told = without_words(reading.model_copy(update={"detail": False, "brief": False, "signals": facts}))
    parts = (told.model_dump_json(exclude_defaults=True), version, on.isoformat())
    digest = hashlib.sha256("\n".join(parts).encode()).digest()
    number = int.from_bytes(digest, "big") >> (8 * len(digest) - BITS * LENGTH)
    return "".join(ALPHABET[(number >> BITS * place) & (len(ALPHABET) - 1)] for place in reversed(range(LENGTH)))


def spelled(text: str) -> str | None:
    """The id that somebody typed, in small letters, with dashes, or with O for 0; None if it cannot be one."""
    letters = "".join(char for char in text.upper() if char.isalnum()).translate(MISREAD)
    return letters if len(letters) == LENGTH and set(letters) <= set(ALPHABET) else None
