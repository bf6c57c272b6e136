"""From a person's words to a `Reading`: intents, roles, terms and project signals."""

from bot.understanding.reader import Reader
from bot.understanding.reading import Reading, Scored, SignalHit

__all__ = ["Reader", "Reading", "Scored", "SignalHit"]
