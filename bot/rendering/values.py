"""What the value of a button says: the reading that pressing it stands for."""

from __future__ import annotations

import json

from bot.advisor.keeping import without_words
from bot.advisor.lean import by_itself
from bot.understanding.reading import Reading

MOST_VALUE = 2000


def value_of(reading: Reading) -> str:
    """A button's value. If it would grow past Slack's limit the quotes are left out, then the last signals."""
    told = by_itself(reading)  # whoever presses it says nothing before
    value = told.model_dump_json(exclude_defaults=True)
    if len(value) > MOST_VALUE:
        told = without_words(told)
    signals = told.signals
    while len(value) > MOST_VALUE and signals:
        value = told.model_copy(update={"signals": signals}).model_dump_json(exclude_defaults=True)
        signals = signals[:-1]
    return value


def reading_of(value: str) -> Reading:
    """The reading a button stands for; raises ValueError on anything else, without repeating what it was."""
    try:
        return Reading.model_validate(json.loads(value))
    except ValueError:
        raise ValueError("this button's value is no reading; it may be of an older version") from None
