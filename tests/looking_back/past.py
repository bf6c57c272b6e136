"""What was asked and answered, as the tests of the log know it without looking into the log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner, Result

from bot.advisor import Advice
from bot.cli import main
from bot.knowledge import Knowledge
from bot.storage import UserKeys
from bot.understanding import Reading

QUESTIONS = 2_000
KEYS = UserKeys(b"a key of the test's own")


@dataclass(frozen=True)
class Told:
    """What somebody asked and was answered."""

    reading: Reading
    user: str
    advice: Advice


@dataclass(frozen=True)
class Past:
    """A database, everything that went into it, and the knowledge that answered."""

    base: Path
    knowledge: Knowledge
    file: Path
    present: Sequence[Told]
    earlier: Sequence[Told]

    def call(self, *arguments: str) -> Result:
        """A command of `whichrole` on this database and this knowledge."""
        env = {"WHICHROLE_DB": str(self.file), "WHICHROLE_KNOWLEDGE": str(self.base)}
        return CliRunner().invoke(main, arguments, env=env, catch_exceptions=False)
