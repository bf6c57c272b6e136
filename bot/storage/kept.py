"""Advice as a row of the table `advice`: what was understood and what was answered, and nothing personal."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import date

from bot.advisor.advice import Advice
from bot.advisor.keeping import as_kept
from bot.errors import WhichroleError
from bot.understanding.reading import Reading


@dataclass(frozen=True)
class Kept:
    """One row. `at` is when it was first given (ISO, UTC), `on` the date it was given for; both bodies are JSON.

    Fields at their defaults are left out of them, so that a field added later leaves old rows readable.
    """

    answer_id: str
    at: str
    knowledge_version: str
    on: str
    reading: str
    advice: bytes

    @classmethod
    def of(cls, advice: Advice, at: str) -> Kept:
        """The row of an advice; the person's words stay out of it."""
        bare = as_kept(advice)
        reading = bare.reading.model_dump_json(exclude_defaults=True)
        body = zlib.compress(bare.model_dump_json(exclude_defaults=True).encode())
        return cls(bare.answer_id, at, bare.knowledge_version, bare.on.isoformat(), reading, body)

    def told(self) -> tuple[Reading, date, Advice]:
        """What was understood, the date, and what was answered; raises WhichroleError if another version wrote it."""
        try:
            advice = Advice.model_validate_json(zlib.decompress(self.advice))
            return Reading.model_validate_json(self.reading), date.fromisoformat(self.on), advice
        except (ValueError, zlib.error):
            raise WhichroleError(
                f"Answer {self.answer_id} was kept by another version of whichrole and cannot be read by this one."
            ) from None
