"""The bot's own reader behind the same `fit` and `predict` as its peers."""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType

from bot.knowledge import load
from bot.understanding import Reader
from tests.bench.peers_adaptors import Prediction


class Ours:
    """The full path of a message: markup, role names, signals, ranking, clauses, verdict.

    Only `Reader(knowledge, cache=...)`, `read(text)` and a reading's `intents` and `verdict` are used, so that what
    goes on between reader and classifier can change.
    """

    def __init__(self) -> None:
        self._knowledge = load()

    def fit(self, texts: Sequence[str], intents: Sequence[str], writers: Sequence[str]) -> None:
        """A reader whose intents have these utterances and no others."""
        said: dict[str, dict[str, list[str]]] = {name: {} for name in self._knowledge.intents}
        for text, intent, writer in zip(texts, intents, writers, strict=True):
            said[intent].setdefault(writer, []).append(text)
        trained = {
            name: intent.model_copy(
                update={"utterances": MappingProxyType({w: tuple(lines) for w, lines in said[name].items()})}
            )
            for name, intent in self._knowledge.intents.items()
        }
        with tempfile.TemporaryDirectory() as cache:  # never the bot's own cache: a fit found there would take no time
            self._reader = Reader(dataclasses.replace(self._knowledge, intents=trained), cache=Path(cache))

    def predict(self, text: str) -> Prediction:
        """The first intent and its probability."""
        self._reading = self._reader.read(text)
        first = self._reading.intents[0]
        return first.intent, first.probability

    def verdict(self) -> str:
        """What the bot does with the message last predicted: answer (`clear`), decline (`outside`), ask back."""
        return self._reading.verdict
