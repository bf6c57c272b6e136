"""Words and characters of a message as weighted features.

Word sequences of one to three and character sequences of two to five inside words, each
weighted by TF-IDF and scaled to length one; the same recipe as scikit-learn's
`TfidfVectorizer` with `sublinear_tf`, kept small because it has to start in milliseconds.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
TOKEN = re.compile(r"[\w']+|\?")
WORD_RUNS = (1, 2, 3)
CHARACTER_RUNS = (2, 3, 4, 5)


def word_runs(text: str) -> Counter[str]:
    """Counts of word sequences; a question mark counts as a word."""
    words = TOKEN.findall(text)
    return Counter(" ".join(words[i : i + size]) for size in WORD_RUNS for i in range(len(words) - size + 1))


def character_runs(text: str) -> Counter[str]:
    """Counts of character sequences within each word, its borders marked by a space."""
    found: Counter[str] = Counter()
    for word in TOKEN.findall(text):
        padded = f" {word} "
        for size in CHARACTER_RUNS:
            found.update(padded[i : i + size] for i in range(len(padded) - size + 1))
    return found


class Index:
    """An inverted index of documents that gives the cosine of a text to each of them."""

    def __init__(self, vocabulary: Sequence[str], idf: Floats, starts: NDArray[np.int64],
                 documents: NDArray[np.int32], weights: Floats, size: int) -> None:  # fmt: skip
        self._number = {feature: number for number, feature in enumerate(vocabulary)}
        self.vocabulary, self.idf, self.starts = vocabulary, idf, starts
        self.documents, self.weights, self.size = documents, weights, size

    @classmethod
    def build(cls, counted: Sequence[Counter[str]]) -> Index:
        """Index the documents, given as feature counts."""
        spread = Counter(feature for counts in counted for feature in counts)
        # what stands in one document alone cannot make two documents alike
        vocabulary = sorted(feature for feature, count in spread.items() if count > 1)
        idf = np.log((1 + len(counted)) / (1 + np.array([spread[f] for f in vocabulary], dtype=float))) + 1
        index = cls(vocabulary, idf, np.zeros(0, np.int64), np.zeros(0, np.int32), np.zeros(0), len(counted))
        rows: list[list[tuple[int, float]]] = [[] for _ in vocabulary]
        for document, counts in enumerate(counted):
            numbers, weights = index.weigh(counts)
            for number, weight in zip(numbers, weights, strict=True):
                rows[number].append((document, float(weight)))
        index.starts = np.cumsum([0, *(len(row) for row in rows)]).astype(np.int64)
        index.documents = np.array([document for row in rows for document, _ in row], np.int32)
        index.weights = np.array([weight for row in rows for _, weight in row])
        return index

    def weigh(self, counts: Counter[str]) -> tuple[list[int], Floats]:
        """The known features of a text and their weights, scaled to length one."""
        known = [(self._number[f], n) for f, n in sorted(counts.items()) if f in self._number]
        if not known:
            return [], np.zeros(0)
        numbers = [number for number, _ in known]
        weights = (1 + np.log(np.array([n for _, n in known], dtype=float))) * self.idf[numbers]
        return numbers, weights / np.sqrt(np.sum(weights**2))

    def cosine(self, counts: Counter[str]) -> Floats:
        """Cosine of the text to each document; shape (documents,)."""
        result = np.zeros(self.size)
        numbers, weights = self.weigh(counts)
        for number, weight in zip(numbers, weights, strict=True):
            span = slice(self.starts[number], self.starts[number + 1])
            result[self.documents[span]] += weight * self.weights[span]
        return result


def count_all(texts: Iterable[str]) -> tuple[list[Counter[str]], list[Counter[str]]]:
    """Word and character counts of each text."""
    texts = list(texts)
    return [word_runs(text) for text in texts], [character_runs(text) for text in texts]
