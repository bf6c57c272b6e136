"""Words and characters of a message as weighted features.

Word sequences of one to three and character sequences of three to five inside words, each
weighted by TF-IDF and scaled to length one; the same recipe as scikit-learn's
`TfidfVectorizer` with `sublinear_tf`, kept small because it has to start in milliseconds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import chain

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Numbers = NDArray[np.int32]
TOKEN = re.compile(r"[\w']+|\?")
WORD_RUNS = (1, 2, 3)
CHARACTER_RUNS = (3, 4, 5)
COMMON = 0.05  # share of documents; character runs found in more tell nothing and cost most of the time
WORDS_REMEMBERED = 20_000
LONGEST_WORD = 40  # characters of a word that are looked at


def word_runs(text: str) -> list[str]:
    """Word sequences; a question mark counts as a word."""
    words = TOKEN.findall(text)
    return [" ".join(words[i : i + size]) for size in WORD_RUNS for i in range(len(words) - size + 1)]


def character_runs(text: str) -> list[str]:
    """Character sequences within each word, its borders marked by a space."""
    return list(chain.from_iterable(map(_runs_of_word, TOKEN.findall(text))))


@lru_cache(maxsize=WORDS_REMEMBERED)
def _runs_of_word(word: str) -> tuple[str, ...]:
    padded = f" {word[:LONGEST_WORD]} "
    return tuple(padded[i : i + size] for size in CHARACTER_RUNS for i in range(len(padded) - size + 1))


class Index:
    """An inverted index of documents that gives the cosine of a text to each of them.

    The documents of feature `f` are `documents[starts[f]:starts[f + 1]]`, their weights likewise.
    """

    def __init__(self, vocabulary: Sequence[str], idf: Floats, starts: Numbers, documents: Numbers,
                 weights: Floats, size: int) -> None:  # fmt: skip
        self._number = {feature: number for number, feature in enumerate(vocabulary)}
        self.vocabulary, self.idf, self.starts = vocabulary, idf, starts
        self.documents, self.weights, self.size = documents, weights, size

    @classmethod
    def build(cls, texts: Iterable[str], runs: Callable[[str], list[str]], common: float = 1.0) -> Index:
        """Index the documents; features of more than the share `common` of them are left out."""
        counted = [Counter(runs(text)) for text in texts]
        spread = Counter(chain.from_iterable(counted))
        # what stands in one document alone cannot make two documents alike
        vocabulary = sorted(f for f, count in spread.items() if 1 < count <= max(common * len(counted), 2))
        present = np.array([spread[feature] for feature in vocabulary], np.float32)
        idf = np.asarray(np.log((1 + len(counted)) / (1 + present)) + 1, np.float32)
        index = cls(vocabulary, idf, np.zeros(1, np.int32), np.zeros(0, np.int32), np.zeros(0, np.float32), 0)
        rows = [index._weigh(counts) for counts in counted]
        features = np.concatenate([numbers for numbers, _ in rows] or [np.zeros(0, np.int32)])
        order = np.argsort(features, kind="stable")
        documents = np.repeat(np.arange(len(rows), dtype=np.int32), [len(numbers) for numbers, _ in rows])
        weights = np.concatenate([weights for _, weights in rows] or [np.zeros(0, np.float32)])
        starts = np.searchsorted(features[order], np.arange(len(vocabulary) + 1)).astype(np.int32)
        return cls(vocabulary, idf, starts, documents[order], weights[order], len(rows))

    def familiar(self, features: Sequence[str]) -> float:
        """Share of the features that the documents have too; 1 where there are none."""
        return sum(feature in self._number for feature in features) / len(features) if features else 1.0

    def cosine(self, features: Iterable[str]) -> Floats:
        """Cosine of a text, given by its features, to each document; shape (documents,)."""
        numbers, weights = self._weigh(Counter(features))
        starts, ends = self.starts[numbers], self.starts[numbers + 1]
        spans = [slice(start, end) for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
        if not spans:
            return np.zeros(self.size, np.float32)
        documents = np.concatenate([self.documents[span] for span in spans])
        shares = np.concatenate([self.weights[span] for span in spans]) * np.repeat(weights, ends - starts)
        return np.bincount(documents, shares, self.size).astype(np.float32)

    def _weigh(self, counts: Counter[str]) -> tuple[Numbers, Floats]:
        """The known features of a text in ascending order and their weights, scaled to length one."""
        known = sorted((self._number[f], n) for f, n in counts.items() if f in self._number)
        numbers = np.array([number for number, _ in known], np.int32)
        weights = (1 + np.log(np.array([n for _, n in known], np.float32))) * self.idf[numbers]
        return numbers, np.asarray(weights / max(float(np.sqrt(weights @ weights)), 1e-9), np.float32)
