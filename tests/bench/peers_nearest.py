"""The peers that look for the nearest known message: by edit distance and by BM25."""

from __future__ import annotations

import importlib
import math
from abc import ABC, abstractmethod
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from tests.bench.peers_adaptors import OUT_OF_SCOPE, Prediction, folds, spread

NEIGHBOURS = 10
TRIED = 150  # messages on which a choice is made


def platt(found: Sequence[tuple[float, bool]]) -> tuple[float, float]:
    """Slope and offset of the logistic curve from a score to the probability of being right; never falling.

    Newton's method on the log loss, with a small penalty on the slope so that it stays finite.
    """
    slope, offset = 0.0, 0.0
    for _ in range(50):
        g = [0.001 * slope, 0.0]
        h = [[0.001, 0.0], [0.0, 1e-6]]
        for score, right in found:
            chance = 1 / (1 + math.exp(-max(-30.0, min(30.0, slope * score + offset))))
            miss, width = chance - right, chance * (1 - chance)
            g[0] += miss * score
            g[1] += miss
            h[0][0] += width * score * score
            h[0][1] += width * score
            h[1][1] += width
        size = h[0][0] * h[1][1] - h[0][1] ** 2
        if size <= 0:
            break
        slope -= (h[1][1] * g[0] - h[0][1] * g[1]) / size
        offset -= (h[0][0] * g[1] - h[0][1] * g[0]) / size
    return max(slope, 1e-6), offset


class Nearest(ABC):
    """The intents of the most similar messages, weighted by similarity; how many are asked is chosen."""

    choices: Sequence[Any] = ("",)

    def fit(self, texts: Sequence[str], intents: Sequence[str], writers: Sequence[str]) -> None:
        """Choose on a third of the writers, then index all messages."""
        away = folds(writers, 3)[0]
        kept = [i for i, writer in enumerate(writers) if writer not in away]
        tried = spread([i for i, writer in enumerate(writers) if writer in away], TRIED)
        self.index([texts[i] for i in kept])
        self._intents = [intents[i] for i in kept]
        best: list[tuple[float, bool]] = []
        for choice in self.choices:
            near = [self.near(texts[i], choice) for i in tried]
            for asked in (1, 3, 5, NEIGHBOURS):
                votes = [self._vote(hits, asked) for hits in near]
                found = [(sure, intent == intents[i]) for (intent, sure), i in zip(votes, tried, strict=True)]
                if not best or sum(right for _, right in found) > sum(right for _, right in best):
                    best, self._choice, self._asked = found, choice, asked
        # scorers differ in scale, and not every fit chooses the same one
        self._slope, self._offset = platt(best)
        self.index(texts)
        self._intents = list(intents)

    def predict(self, text: str) -> Prediction:
        """The intent of the nearest, and the probability that it is right."""
        intent, sure = self._vote(self.near(text, self._choice), self._asked)
        return intent, 1 / (1 + math.exp(-self._slope * sure - self._offset))

    def _vote(self, hits: Sequence[tuple[int, float]], asked: int) -> Prediction:
        votes: defaultdict[str, float] = defaultdict(float)
        for number, score in hits[:asked]:
            votes[self._intents[number]] += score
        if not votes or max(votes.values()) <= 0:
            return OUT_OF_SCOPE, 0.0
        intent = max(votes, key=lambda name: votes[name])
        return intent, self.sureness(hits, [self._intents[number] == intent for number, _ in hits])

    def sureness(self, hits: Sequence[tuple[int, float]], own: Sequence[bool]) -> float:
        """A score that means the same for every message."""
        return sum(score for (_, score), mine in zip(hits, own, strict=True) if mine) / sum(s for _, s in hits)

    @abstractmethod
    def index(self, texts: Sequence[str]) -> None:
        """Take in the messages to be searched."""

    @abstractmethod
    def near(self, text: str, choice: Any) -> list[tuple[int, float]]:
        """The nearest messages with their similarity, nearest first."""


class RapidFuzz(Nearest):
    """Nearest message by edit distance."""

    choices = ("WRatio", "ratio", "token_sort_ratio", "token_set_ratio")

    def index(self, texts: Sequence[str]) -> None:
        """Lower case and no punctuation, as rapidfuzz's own processor does it."""
        self._fuzz, self._process = (importlib.import_module(f"rapidfuzz.{name}") for name in ("fuzz", "process"))
        self._plain: Callable[[str], str] = importlib.import_module("rapidfuzz.utils").default_process
        self._known = [self._plain(text) for text in texts]

    def near(self, text: str, choice: str) -> list[tuple[int, float]]:
        """By the chosen scorer."""
        found = self._process.extract(
            self._plain(text), self._known, scorer=getattr(self._fuzz, choice), limit=NEIGHBOURS
        )
        return [(number, score / 100) for _, score, number in found]

    def sureness(self, hits: Sequence[tuple[int, float]], own: Sequence[bool]) -> float:
        """Similarity lies between 0 and 1 as it is: that of the nearest one."""
        return max(score for (_, score), mine in zip(hits, own, strict=True) if mine)


class Bm25(Nearest):
    """Nearest message by BM25; its scores grow with the length of a message, so the share of ten is the sureness."""

    def index(self, texts: Sequence[str]) -> None:
        """Single letters and question words count: the library's own list of stop words would drop them."""
        self._library = importlib.import_module("bm25s")
        self._search = self._library.BM25()
        tokens = self._library.tokenize(list(texts), stopwords=None, token_pattern=r"(?u)\b\w+\b", show_progress=False)
        self._search.index(tokens, show_progress=False)

    def near(self, text: str, choice: str) -> list[tuple[int, float]]:
        """By the sum of the words' weights."""
        tokens = self._library.tokenize(
            text, stopwords=None, token_pattern=r"(?u)\b\w+\b", return_ids=False, show_progress=False
        )
        if not tokens[0]:
            return []
        numbers, scores = self._search.retrieve(tokens, k=NEIGHBOURS, show_progress=False)
        return [(int(n), float(s)) for n, s in zip(numbers[0], scores[0], strict=True)]
